"""Which facts have to be set otherwise before a sum comes out higher or lower, or a comparison of sums otherwise.

A sum is read from many facts, and few of them can raise it: of what is cut off by a cap the cap alone, of a sum over
many the members that count or may come to count. Looking at all of them is never wrong; here each operation is taken
for what it does. What is not known, or works both ways, is taken to hang on all that it is read from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from fractions import Fraction

from compiler.rulebook.terms import (
    Aggregate,
    All,
    Any,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Holds,
    Label,
    Marginal,
    Members,
    Named,
    Not,
    OneOf,
    Open,
    Quantifier,
    Reads,
    Term,
    Test,
)
from solver.arithmetic.values import Interval, ends
from solver.search.cells import declared
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.invariable import never_negative, same
from solver.search.landmarks import scale_of
from solver.search.leaves import Instance, blame, histories, touched, undecided

Cells = frozenset[Cell]
_NONE: Cells = frozenset()
_BESIDE = ("id", "origin", "written", "label")
_SUMS = ("number", "money")
_ROUNDED = ("round_half_up", "round_up", "round_down", "units")
_LEAST, _MOST = ("minimum", "cap"), ("maximum", "floor")
_UPWARD, _DOWNWARD = ("ge", "gt"), ("le", "lt")


class Directed:
    """Looks at one state of a case; ``usable`` says which facts may be set otherwise.

    *Higher* means: its low end above the present high end; *lower*: its high end below the present low end.
    """

    def __init__(self, evaluator: Evaluator, usable: Callable[[Cell], bool]) -> None:
        self._evaluator, self._usable = evaluator, usable
        self.undecided: list[Instance] = []
        """What no fact decides, and on which it hangs which case of a sum that is not known holds."""
        self._known: dict[tuple[int, Env, bool], Cells] = {}
        self._mattering: dict[tuple[int, Env], Cells] = {}

    def raising(self, term: Term, env: Env) -> Cells:
        """Facts worth setting otherwise while a sum has to come out higher, or to be known."""
        needed = frozenset(filter(self._usable, self.moving(term, env, True)))
        # What is not known is set first, numbers last.
        first = self._ends(term, env) is None and not all(map(self._is_open_number, needed))
        return needed if first else self._worth(needed, term, env)

    def of(self, instance: Instance) -> Cells:
        """Facts worth setting otherwise while a comparison has to come out otherwise."""
        leaf, env = instance.leaf, instance.env
        if not isinstance(leaf, Test):
            return touched(leaf, env, self._evaluator)
        return self._worth(frozenset(filter(self._usable, self._needed(instance))), leaf, env)

    def _worth(self, needed: Cells, node: Term | Cond, env: Env) -> Cells:
        """Where one of a few facts has to be set otherwise, and none of these lies on a scale, it is these; else all
        that may come to matter: at which of its values a number is enough is seen only when what is set beside it has
        been."""
        if not any(map(self.is_measured, needed)):
            return needed
        return frozenset(filter(self._usable, self.mattering(node, env)))

    def _needed(self, instance: Instance) -> Cells:
        """Facts of which at least one has to be set otherwise before a comparison comes out as it has to."""
        leaf, env = instance.leaf, instance.env
        if not isinstance(leaf, Test):
            return touched(leaf, env, self._evaluator)
        if instance.wanted is not None and self._evaluator.state(leaf, env) is (not instance.wanted):
            if same(leaf.left, leaf.right, env):
                return _NONE
            upward = leaf.op in _UPWARD
            if leaf.left.type.kind in _SUMS and (upward or leaf.op in _DOWNWARD):
                up = upward is instance.wanted
                return self.moving(leaf.left, env, up) | self.moving(leaf.right, env, not up)
        return self._read(leaf.left, env) | self._read(leaf.right, env)

    def moving(self, term: Term, env: Env, up: bool) -> Cells:
        """Facts of which at least one has to be set otherwise before a sum comes out higher (``up``), or lower."""
        if isinstance(term, Named):
            return self.moving(term.body, env, up)
        key = (id(term), env, up)
        if key not in self._known:
            known = self._ends(term, env) is not None
            found = self._moving(term, env, up) if known else self._told(term, env, up)
            self._known[key] = self._read(term, env) if found is None else found
        return self._known[key]

    def _told(self, term: Term, env: Env, up: bool) -> Cells | None:
        """The same for a sum that is not known: it has to be known first. None where all that it is read from has to be
        looked at."""
        match term:
            case Apply(_, _, args):
                unknown = [a for a in args if self._evaluator.value(a, env) is None]
                return min((self._known_first(a, env) for a in unknown), key=self._order, default=None)
            case Choose():
                found = self._chosen(term, env, up)
                return self._between_cases(term, env) if found is None else found
            case _:
                return None

    def _between_cases(self, term: Choose, env: Env) -> Cells:
        """Where it is open which case holds: that has to be decided, or what the cases that are open come to has to be
        the same; and one of them has to be known, or another case to hold."""
        conds: list[Cond] = []
        values: list[Term] = []
        others: Cells = _NONE
        for cond, value in term.cases:
            state = self._evaluator.state(cond, env)
            if state is False:
                others |= self._blamed(cond, env, True)
                continue
            values.append(value)
            if state is True:
                break
            conds.append(cond)
        else:
            if term.otherwise is not None:
                values.append(term.otherwise)
        if not values:
            return others
        left = [i for cond in conds for i in undecided(cond, env, self._evaluator)]
        self.undecided += [i for i in left if isinstance(i.leaf, Open | Reads)]
        unknown = [v for v in values if self._evaluator.value(v, env) is None]
        firsts = [self._known_first(v, env) for v in unknown]
        first_is_unknown = bool(unknown) and unknown[0] is values[0]
        # While the first of them may hold, what it comes to has to be known.
        same_ = firsts[0] if first_is_unknown else others.union(*(self._read(v, env) for v in values))
        ways = [same_.union(*map(self._needed, left))]
        if len(unknown) == len(values):
            ways.append(others.union(*firsts))
        return min(ways, key=self._order)

    def _known_first(self, term: Term, env: Env) -> Cells:
        """What has to be set before a value is known."""
        return self.moving(term, env, True) if term.type.kind in _SUMS else self._read(term, env)

    def _moving(self, term: Term, env: Env, up: bool) -> Cells | None:
        """None where all that the sum is read from has to be looked at."""
        match term:
            case Const():
                return _NONE
            case Apply():
                return self._applied(term, env, up)
            case Marginal(_, subject, slices) if all(s.rate >= 0 for s in slices):
                return self.moving(subject, env, up)
            case Choose():
                return self._chosen(term, env, up)
            case Aggregate(_, kind, members) if kind in ("count", "sum") and members.list is None:
                return self._summed(term, env, up)
            case _:
                return None

    def _ends(self, term: Term, env: Env) -> tuple[Fraction | None, Fraction | None] | None:
        value = self._evaluator.value(term, env)
        return ends(value) if isinstance(value, Fraction | Interval) else None

    # ------------------------------------------------------------ operations

    def _applied(self, term: Apply, env: Env, up: bool) -> Cells | None:
        args = term.args
        match term.op:
            case "add":
                return self._union(args, env, up)
            case "subtract":
                return self.moving(args[0], env, up) | self.moving(args[1], env, not up)
            case "negate":
                return self.moving(args[0], env, not up)
            case "multiply":
                return self._multiplied(args[0], args[1], env, up)
            case "divide":
                return self._divided(args[0], args[1], env, up)
            case op if op in _ROUNDED:
                return self.moving(args[0], env, up) if self._sign(args[1], env) == 1 else None
            case op if op in (*_LEAST, *_MOST):
                return self._bounded(term, env, up, up is (op in _LEAST))
            case _:
                return None

    def _union(self, terms: tuple[Term, ...], env: Env, up: bool) -> Cells:
        return _NONE.union(*(self.moving(t, env, up) for t in terms))

    def _bounded(self, term: Apply, env: Env, up: bool, by_each: bool) -> Cells | None:
        """The least of several is higher only when each that is as low is: the one with the fewest ways out is named.
        It is lower when any is. And the other way about for the most."""
        if not by_each:
            return self._union(term.args, env, up)
        side = 1 if up else 0
        own = (self._ends(term, env) or (None, None))[side]
        among = [a for a in term.args if (self._ends(a, env) or (None, None))[side] == own]
        return min((self.moving(a, env, up) for a in among), key=self._ways, default=None)

    def _multiplied(self, a: Term, b: Term, env: Env, up: bool) -> Cells | None:
        for fixed, other in ((a, b), (b, a)):
            sign = self._sign(fixed, env)
            if sign:
                return self.moving(other, env, up is (sign > 0))
        lows = [(self._ends(x, env) or (None, None))[0] for x in (a, b)]
        if any(low is None or low < 0 for low in lows):
            return None
        # Two that are less than nothing come to more than nothing.
        return self._union((a, b), env, up) | (self.moving(a, env, False) if up else _NONE)

    def _divided(self, a: Term, b: Term, env: Env, up: bool) -> Cells | None:
        sign = self._sign(b, env)
        if sign:
            return self.moving(a, env, up is (sign > 0))
        low = (self._ends(a, env) or (None, None))[0]
        if low is None or low < 0 or not never_negative(b, self._evaluator):
            return None
        return self.moving(a, env, up) | self.moving(b, env, not up)

    def _sign(self, term: Term, env: Env) -> int:
        """1 or -1 for a number above or below nothing that stays as it is; else 0."""
        value = self._evaluator.value(term, env)
        if not isinstance(value, Fraction) or any(map(self._usable, touched(term, env, self._evaluator))):
            return 0
        return (value > 0) - (value < 0)

    # ------------------------------------------------------------ cases of a sum, sums over members

    def _chosen(self, term: Choose, env: Env, up: bool) -> Cells | None:
        """The case that holds has to come to more, or another one to hold that does."""
        states = [self._evaluator.state(cond, env) for cond, _ in term.cases]
        at = next((n for n, state in enumerate(states) if state is not False), len(states))
        if at < len(states) and states[at] is not True:
            return None
        held = term.cases[at][1] if at < len(states) else term.otherwise
        if held is None:
            return None
        found = self.moving(held, env, up)
        for cond, value in term.cases[:at]:
            if self._may_move(value, held, env, up):
                found |= self._blamed(cond, env, True)
        later = [value for _, value in term.cases[at + 1 :]]
        if term.otherwise is not None:
            later.append(term.otherwise)
        if at < len(states) and any(self._may_move(value, held, env, up) for value in later):
            found |= self._blamed(term.cases[at][0], env, False)
        return found

    def _may_move(self, value: Term, held: Term, env: Env, up: bool) -> bool:
        """Whether another case may come to more, or less, than the one that holds."""
        bounds = self._ends(held, env)
        if not isinstance(value, Const) or not isinstance(value.value, Fraction) or bounds is None:
            return True
        edge = bounds[1 if up else 0]
        return edge is None or (value.value > edge if up else value.value < edge)

    def _summed(self, term: Aggregate, env: Env, up: bool) -> Cells:
        listed, whole = self._evaluator.members(term.members, env)
        found = _NONE if whole else self._read(term, env)
        for member in listed:
            inner = self._evaluator.inner(term.members, env, member)
            state = True if term.where is None else self._evaluator.state(term.where, inner)
            found |= self._member(term, inner, state, up)
        return found

    def _member(self, term: Aggregate, env: Env, state: bool | None, up: bool) -> Cells:
        """What has to be set otherwise before a member adds more, or less."""
        key, where = term.key, term.where
        if state is False:
            assert where is not None
            moves = up or (key is not None and not never_negative(key, self._evaluator))
            return self._blamed(where, env, True) if moves else _NONE
        if key is None:
            if state is None:
                assert where is not None
                return self._blamed(where, env, True) if up else _NONE
            return _NONE if up or where is None else self._blamed(where, env, False)
        found = self.moving(key, env, up)
        low, high = self._ends(key, env) or (None, None)
        leaving = (high is not None and high < 0) if up else (low is not None and low > 0)
        if state is True and where is not None and leaving:
            found |= self._blamed(where, env, False)
        return found

    def _blamed(self, cond: Cond, env: Env, wanted: bool) -> Cells:
        found = blame(cond, env, wanted, self._evaluator, self._usable)
        return _NONE.union(*map(self._needed, found))

    # ------------------------------------------------------------ what may come to matter

    def _read(self, term: Term, env: Env) -> Cells:
        """What a value is read from, as far as it can come to matter."""
        return touched(term, env, self._evaluator) & self.mattering(term, env)

    def mattering(self, node: Term | Cond, env: Env) -> Cells:
        """What may come to matter to a value or a condition, now or when something else is set otherwise: not what is
        asked of members, or in cases, that nothing which may be set otherwise makes count."""
        key = (id(node), env)
        if key not in self._mattering:
            found = self._asked(node, env) if isinstance(node, Cond) else self._reckoned(node, env)
            self._mattering[key] = found
        return self._mattering[key]

    def _asked(self, cond: Cond, env: Env) -> Cells:
        if self._stays(cond, env):
            return _NONE
        match cond:
            case Label(_, _, _, operand) | Not(_, operand):
                return self.mattering(operand, env)
            case All(_, operands) | Any(_, operands):
                return self._all((o, env) for o in operands)
            case Test(_, _, left, right):
                return self._all(((left, env), (right, env)))
            case OneOf(_, term) | Holds(_, term):
                return self.mattering(term, env)
            case Quantifier(_, _, members, where) if members.list is None and where is not None:
                return histories(cond, self._evaluator) | self._all((where, i) for i in self._scopes(members, env))
            case _:
                return touched(cond, env, self._evaluator)

    def _reckoned(self, term: Term, env: Env) -> Cells:
        match term:
            case Named(_, _, body):
                return self.mattering(body, env)
            case Apply(_, _, args):
                return self._all((a, env) for a in args)
            case FieldOf(base, owner, name):
                of = self._evaluator.value(base, env)
                return self.mattering(base, env) | ({(owner, of, name)} if isinstance(of, str) else _NONE)
            case Marginal(_, subject):
                return self.mattering(subject, env)
            case Choose():
                return self._all((node, env) for node in self._possible(term, env))
            case Aggregate(_, _, members, where, key) if members.list is None:
                parts = [part for part in (where, key) if part is not None]
                counting = [i for i in self._scopes(members, env) if where is None or not self._is_out(where, i)]
                return histories(term, self._evaluator) | self._all((part, i) for i in counting for part in parts)
            case _:
                return touched(term, env, self._evaluator)

    def _possible(self, term: Choose, env: Env) -> Iterator[Term | Cond]:
        """The conditions and values of the cases that may come to hold."""
        for cond, value in term.cases:
            if not self._is_out(cond, env):
                yield cond
                yield value
                if self._evaluator.state(cond, env) is True and self._stays(cond, env):
                    return
        if term.otherwise is not None:
            yield term.otherwise

    def _all(self, nodes: Iterable[tuple[Term | Cond, Env]]) -> Cells:
        return _NONE.union(*(self.mattering(node, env) for node, env in nodes))

    def _scopes(self, members: Members, env: Env) -> list[Env]:
        listed, _ = self._evaluator.members(members, env)
        return [self._evaluator.inner(members, env, member) for member in listed]

    def _is_out(self, cond: Cond, env: Env) -> bool:
        return self._evaluator.state(cond, env) is False and self._stays(cond, env)

    def _stays(self, cond: Cond, env: Env) -> bool:
        """Whether a condition is decided, and nothing that may be set otherwise decides it the other way."""
        state = self._evaluator.state(cond, env)
        return state is not None and not any(map(self._usable, self._blamed(cond, env, not state)))

    def _ways(self, cells: Cells) -> int:
        return sum(map(self._usable, cells))

    def _order(self, cells: AbstractSet[Cell]) -> tuple[bool, int]:
        """Numbers of which nothing is stated come last: where they turn over is seen only when all else is known."""
        usable = [*filter(self._usable, cells)]
        return all(map(self._is_open_number, usable)), len(usable)

    def _is_open_number(self, cell: Cell) -> bool:
        return self.is_measured(cell) and self._evaluator.field(cell) is None

    def is_measured(self, cell: Cell) -> bool:
        """Whether a fact lies on a scale: a number, a day."""
        field = declared(self._evaluator.rulebook, cell)
        return field is not None and scale_of(field.type, None) is not None
