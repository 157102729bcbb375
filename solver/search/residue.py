"""What some answers leave to be decided: two sets of answers that leave the same come to the same, whatever else is
said.

A fact that only decided comparisons look at has had its say, whichever of its values it was: how they came out is kept,
and of a condition that is decided no more than that. What is not decided yet is kept with the answers it is read from,
and so is whatever a sum is reckoned from.

One answer more changes what is left only of what is read from it; the rest is taken over.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise

from compiler.cases.model import Scalar
from compiler.rulebook.model import Benefit, Cap, GroupDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Aggregate, All, Any, Choose, Cond, Label, Not, Open, Quantifier, Reads, Term, walk
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.arithmetic.values import Interval, Value, ends
from solver.search.around import MANY
from solver.search.cells import WHOLE
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.landmarks import related
from solver.search.leaves import Asked, Between, Instance, instances, known_of, sums, touched
from solver.search.memory import Hanging
from solver.search.near import rules_around
from solver.search.sides import Claim, Rule, Side, compared, conditions, is_weighed, sides
from solver.search.visits import visits

Sign = Hashable
Answers = Mapping[Cell, Scalar]
_RULE = -1  # no node has such an identity
_SAY = ("待遇", "事由", "享受人")  # of a payment, what it was for
_Key = tuple[int, int | Env]
Parts = dict[_Key, "Part"]


@dataclass(frozen=True, slots=True)
class Part:
    """What is left of a condition or a value, or of a rule between claims. ``sign``: equal where the same is left.
    ``waits``: the facts of which nothing is known and on which it hangs, in the order in which it names them; where
    there are none no answer changes it. ``value``: of a value, what it is. ``leaves``: the single comparisons in which
    those facts matter. ``last``: of a rule between claims the facts that only sums hang on."""

    sign: Sign
    waits: tuple[Cell, ...] = ()
    value: Value | None = None
    leaves: tuple[Instance, ...] = ()
    last: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Residue:
    """``sign``: equal where the same is left to be decided. What is left is read from these facts and no others: those
    of the benefit's ``own`` condition, of what its ``sums`` are reckoned from, of the claims that ``share`` caps and
    floors with it or take something off it, and of what else lies ``around`` it; ``last`` those that only the sums of
    other claims hang on.
    ``paid``: equal where as much is left to be decided of what a claim comes to that nothing stands in the way of any
    more; None where others may take something off. ``worth``: between what its own sum lies. ``parts``: all that was
    looked at; ``open``: those of them that are left."""

    sign: Sign
    own: tuple[Cell, ...]
    sums: tuple[Cell, ...]
    share: tuple[Cell, ...]
    around: tuple[Cell, ...]
    last: tuple[Cell, ...]
    paid: Sign | None
    worth: tuple[Fraction | None, Fraction | None] | None
    cast: Sign
    parts: Parts
    open: tuple[Part, ...]

    @property
    def waits(self) -> tuple[Cell, ...]:
        """All those facts."""
        return (*self.own, *self.around, *self.sums, *self.last, *self.share)

    def signs(self, cell: Cell) -> Sign:
        """Equal where what is left to be decided hangs on a fact in the same way."""
        return tuple(part.sign for part in self.open if cell in part.waits)

    def leaves(self, cell: Cell) -> tuple[Instance, ...]:
        """The comparisons left to be decided that hang on a fact."""
        found = (i for part in self.open if cell in part.waits for i in part.leaves)
        # Those of the rulebook are told apart by identity: it is quick, and they outlive this.
        return tuple({(id(i.leaf), i.env): i for i in found}.values())


class Residues:
    """What answers leave to be decided about a benefit for an object."""

    def __init__(self, rulebook: Rulebook, benefit: Benefit, object_: str) -> None:
        self._rulebook, self._benefit, self._object = rulebook, benefit, object_
        of = wordings(rulebook, benefit.id)
        self._own: frozenset[Claim] = frozenset((b.id, object_) for b in of)
        self._first = tuple(b.paid_at_all for b in of if b.paid_at_all is not None)

    def of(
        self, evaluator: Evaluator, answers: Answers, before: Residue | None = None, said: Cell | None = None
    ) -> Residue:
        """What is left in a case with these answers, which the evaluator is of. ``before``: what was left before the
        last of them, which is about the fact ``said``."""
        env = (self._object,)
        cast = tuple((kind, *ids) for kind, ids in evaluator.objects.items())
        kept: Parts = {}
        # Whom there is, and whether these are all, says what there is to be decided.
        if before is not None and said is not None and said[0] != WHOLE and before.cast == cast:
            kept = {key: part for key, part in before.parts.items() if said not in part.waits}
            if said[0] == PAID:
                # Under which rules a payment comes is a matter of what it was for.
                kept = {key: part for key, part in kept.items() if key[0] != _RULE}
        left = _Left(evaluator, answers, kept)
        own = left.condition(self._benefit.condition, env)
        law = [part for pair in self._law(left) for part in pair]
        sums_ = [left.either(part, env) for part in sums(self._benefit)]
        near = rules_around(self._rulebook, evaluator, self._own)
        records = evaluator.objects.get(PAID, ()) if near else ()
        names = Part(*left.answered((PAID, record, field) for record in records for field in _SAY))
        rules = [self._rule(left, number, *one) for number, one in enumerate(near)]
        shared = [self._is_shared(evaluator, *one) for one in near]
        around = [part for part, is_shared in zip(rules, shared, strict=True) if not is_shared]
        around += [*(left.condition(first, env) for first in self._first), names]
        share = [part for part, is_shared in zip(rules, shared, strict=True) if is_shared]
        said_ = tuple(sorted(((c, v) for c, v in answers.items() if is_kept(c)), key=lambda a: a[0]))
        all_ = (own, *law, *sums_, *around, *share)
        amount = self._benefit.amount
        worth = left.either(amount, env).value if amount is not None else None
        sign = (cast, said_, *(part.sign for part in all_))
        return Residue(
            sign=sign,
            own=own.waits,
            sums=_waits(sums_),
            share=_waits(share),
            around=tuple(c for part in around for c in part.waits if c not in part.last),
            last=tuple(dict.fromkeys(cell for part in around for cell in part.last)),
            paid=(cast, *(part.sign for part in sums_)) if self._is_alone(evaluator) else None,
            worth=ends(worth) if isinstance(worth, Interval) else None,
            cast=cast,
            parts=left.parts,
            open=tuple(part for part in all_ if part.waits),
        )

    def _is_alone(self, evaluator: Evaluator) -> bool:
        """Whether nothing but its own sum says what a claim comes to once it is granted: no other claim and no payment
        is counted against it."""
        near = rules_around(self._rulebook, evaluator, self._own)
        return not evaluator.objects.get(PAID) and not any(self._is_shared(evaluator, *one) for one in near)

    def _is_shared(self, evaluator: Evaluator, rule: Rule, through: frozenset[Claim]) -> bool:
        """Whether something may be taken off what the claim itself comes to, for the sake of another or of what was
        paid."""
        return bool(self._own & through) and _takes(rule, bool(evaluator.objects.get(PAID)))

    def _law(self, left: _Left) -> Iterator[tuple[Part, ...]]:
        """What every case has to be like."""
        for one in self._rulebook.assertions:
            for object_ in left.evaluator.objects.get(one.kind, ()):
                env = (object_,)
                when = left.condition(one.when, env) if one.when is not None else None
                must = left.condition(one.must, env) if when is None or when.sign is not False else None
                yield tuple(part for part in (when, must) if part is not None)

    def _rule(self, left: _Left, number: int, rule: Rule, through: frozenset[Claim]) -> Part:
        return left.part((_RULE, number), lambda: self._between(left, rule, through))

    def _may_stand(self, left: _Left, claim: Claim) -> bool:
        """Whether it is not sure that another claim does not hold."""
        benefit = self._rulebook.benefit(claim[0])
        asked = benefit.counting if benefit is not None else ()
        return all(left.condition(cond, (claim[1],)).sign is not False for cond in asked)

    def _between(self, left: _Left, rule: Rule, through: frozenset[Claim]) -> Part:
        """The claims that may count under a rule, and how they lie to each other. A rule between others is nothing to
        a claim unless one of those that it may give way to, or count with, is held against them."""
        if not self._own & through and not any(self._may_stand(left, claim) for claim in through):
            return Part(())
        parts: list[Part] = []
        counting: list[Side] = []
        for side in sides(self._rulebook, left.evaluator, rule, through):
            states = [left.condition(cond, (side.object,)) for cond in conditions(self._rulebook, side, self._own)]
            if not any(part.sign is False for part in states):
                counting.append(side)
                parts += [Part(side.claim), *states]
        many = len(counting) > MANY
        # What a claim comes to is a matter of its own, unless it takes off something of another.
        reckoned = _takes(rule, False) or many
        last = [left.either(*side.sum) for side in counting if side.sum is not None] if reckoned else []
        if many:
            parts += [left.either(*p) for side in counting for p in (*side.keys, side.day) if p is not None]
        for a, b in combinations(counting, 2):
            if not many or through & {a.claim, b.claim}:
                for leaf in compared(a, b, rule, is_weighed(rule)):
                    (last if leaf.sort == "sum" else parts).append(left.compared(leaf))
        found = (*parts, *last)
        return Part(
            tuple(part.sign for part in found),
            _waits(found),
            None,
            tuple(leaf for part in found for leaf in part.leaves),
            tuple(c for c in _waits(last) if c not in _waits(parts)),
        )


def _takes(rule: Rule, paid: bool) -> bool:
    """Whether something may be taken off what a claim comes to for the sake of another, or of what was ``paid``."""
    if isinstance(rule, GroupDecl):
        return rule.shape == "top_up" or (paid and rule.shape == "higher")
    return isinstance(rule, Cap)


def is_kept(cell: Cell) -> bool:
    """Whether what is said of a fact is kept whatever it decides: what a payment was for says whom it is held
    against."""
    return cell[0] == WHOLE or (cell[0] == PAID and cell[2] not in ("日期", "前发"))


def _waits(parts: Iterable[Part]) -> tuple[Cell, ...]:
    return tuple(dict.fromkeys(cell for part in parts for cell in part.waits))


class _Left:
    """What is left of single conditions and values under some answers. ``parts``: those that are known already."""

    def __init__(self, evaluator: Evaluator, answers: Answers, parts: Parts) -> None:
        self.evaluator, self.parts, self._answers = evaluator, parts, answers

    def part(self, key: _Key, find: Callable[[], Part]) -> Part:
        """A part, looked at once."""
        known = self.parts.get(key)
        if known is None:
            known = self.parts[key] = find()
        return known

    def answered(self, cells: Iterable[Cell]) -> tuple[Sign, tuple[Cell, ...]]:
        """The answers among some facts that something is read from, and the facts without one."""
        read = sorted(cells)
        sign = tuple((cell, self._answers[cell]) for cell in read if cell in self._answers)
        return sign, tuple(cell for cell in read if cell not in self._answers)

    def condition(self, cond: Cond, env: Env) -> Part:
        """How it came out; if it has not, its parts that have not."""
        return self.part((id(cond), env), lambda: self._condition(cond, env))

    def either(self, node: Cond | Term, env: Env) -> Part:
        """The same of a condition or of a value: what it is; if it is not known, the answers it is read from."""
        if isinstance(node, Cond):
            return self.condition(node, env)
        return self.part((id(node), env), lambda: self._value(node, env))

    def compared(self, leaf: Between) -> Part:
        """How two claims lie to each other."""
        one, other = self.either(leaf.own, leaf.own_env), self.either(leaf.other, leaf.other_env)
        if not isinstance(one.value, Interval) and not isinstance(other.value, Interval):
            state = related(leaf, one.value, other.value, self.evaluator)
            if state is not None:
                return Part(state)
        return Part(
            (one.sign, other.sign), _waits((one, other)), None, (*one.leaves, *other.leaves, Instance(leaf, ()))
        )

    def _condition(self, cond: Cond, env: Env) -> Part:
        with self.evaluator.still():
            state = self.evaluator.state(cond, env)
            if state is not None:
                return Part(state)
            parts = tuple(self._open(cond, env))
        leaves = tuple(i for part in parts for i in part.leaves)
        return Part(tuple(part.sign for part in parts), _waits(parts), None, leaves)

    def _open(self, cond: Cond, env: Env) -> Iterator[Part]:
        """The parts of a condition that is not decided. Of several of which all have to hold, or one, those that are
        decided no longer matter."""
        match cond:
            case Label(_, _, _, operand) | Not(_, operand):
                yield from self._open(operand, env)
            case All(_, operands) | Any(_, operands):
                for operand in operands:
                    if self.evaluator.state(operand, env) is None:
                        yield from self._open(operand, env)
            case Quantifier(_, _, members, where) if where is not None:
                listed, whole = self.evaluator.members(members, env)
                for member in listed:
                    inner = self.evaluator.inner(members, env, member)
                    state = self.evaluator.state(where, inner)
                    yield Part((member, state))
                    yield from self._open(where, inner) if state is None else ()
                over = {c for c in touched(cond, env, self.evaluator) if c[0] == WHOLE}
                over |= touched(members.list, env, self.evaluator) if members.list is not None else set()
                sign, waits = self.answered(over)
                yield Part((id(cond), env, whole, sign), waits)
            case _:
                sign, waits = self.answered(touched(cond, env, self.evaluator))
                yield Part((id(cond), env, sign), waits, None, tuple(instances(cond, env, self.evaluator)))

    def _value(self, term: Term, env: Env) -> Part:
        value, read = known_of(term, env, self.evaluator)
        if value is not None and not isinstance(value, Interval):
            return Part(value, (), value)
        sign, waits = self.answered(read)
        leaves = (*instances(term, env, self.evaluator), *self._ways(term, env))
        return Part((value, sign), waits, value, leaves)

    def _ways(self, term: Term, env: Env) -> Iterator[Instance]:
        """Where no fact decides by which of several ways a value is reckoned, but a reading: how what they come to lies
        to each other. Where it is the same, the value is known all the same."""
        hanging = self._hanging(term)
        found: Iterable[tuple[object, Env]] = ((node, env) for node in hanging.above)
        if hanging.within:
            found = visits(term, env, self.evaluator, set())
        for node, inner in found:
            if isinstance(node, Choose):
                for one, other in pairwise(self._open_ways(node, inner)):
                    ask = partial(_order, one, other, inner)
                    yield Instance(Asked(ask, "", "", "", node.origin), ())

    def _hanging(self, term: Term) -> Hanging:
        """The choices in a term that hang on what nobody has decided."""
        known = self.evaluator.memory.hanging
        if id(term) not in known:
            inside = {id(n) for over in walk(term) if isinstance(over, Aggregate | Quantifier) for n in walk(over)}
            nodes = [n for n in walk(term) if isinstance(n, Choose) and any(map(self._is_undecided, _conditions(n)))]
            above = tuple(n for n in nodes if id(n) not in inside)
            known[id(term)] = term, Hanging(above, len(above) < len(nodes))
        return known[id(term)][1]

    def _is_undecided(self, cond: Cond) -> bool:
        found = (part for part in walk(cond) if isinstance(part, Reads | Open))
        return any(isinstance(part, Open) or part.reading not in self.evaluator.readings for part in found)

    def _open_ways(self, node: Choose, env: Env) -> list[Term]:
        """The ways that are open; none where a fact may still decide between them."""
        ways: list[Term] = []
        for cond, way in node.cases:
            state = self.evaluator.state(cond, env)
            if state is None and any(c not in self._answers for c in touched(cond, env, self.evaluator)):
                return []
            if state is not False:
                ways.append(way)
            if state is True:
                return ways
        return [*ways, node.otherwise] if node.otherwise is not None else ways


def _order(one: Term, other: Term, env: Env, evaluator: Evaluator) -> object:
    """How two values lie to each other; None when one is not known."""
    a, b = evaluator.value(one, env), evaluator.value(other, env)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    return None if a is None or b is None else a == b


def _conditions(node: Choose) -> Iterator[Cond]:
    return (cond for cond, _ in node.cases)
