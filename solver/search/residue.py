"""What some answers leave to be decided: two sets of answers that leave the same come to the same, whatever else is
said.

A fact that only decided comparisons look at has had its say, whichever of its values it was: how they came out is kept,
and of a condition that is decided no more than that. What is not decided yet is kept with the answers it is read from,
and so is whatever a sum is reckoned from.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import combinations

from compiler.cases.model import Scalar
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import All, Any, Cond, Label, Not, Quantifier, Term
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.arithmetic.values import Interval
from solver.search.around import MANY, can_come_under, meeting
from solver.search.cells import WHOLE
from solver.search.endings import endings
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.landmarks import relation
from solver.search.leaves import Asked, Between, sums, touched
from solver.search.sides import Claim, Rule, Side, caps_of, compared, is_weighed, rules_of, sides

Sign = Hashable
Answers = Mapping[Cell, Scalar]


@dataclass(frozen=True, slots=True)
class Residue:
    """``sign``: equal where the same is left. ``waits``: the facts that what is left is read from and that no answer
    says anything of; no other fact can matter any more."""

    sign: Hashable
    waits: frozenset[Cell]


class Residues:
    """What answers leave to be decided about a benefit for an object."""

    def __init__(self, rulebook: Rulebook, benefit: Benefit, object_: str) -> None:
        self._rulebook, self._benefit, self._object = rulebook, benefit, object_
        self._own: frozenset[Claim] = frozenset((b.id, object_) for b in wordings(rulebook, benefit.id))
        self._rules: tuple[Rule, ...] = (*rules_of(rulebook, self._own), *caps_of(rulebook, self._own))
        self._endings = tuple(end.asked for end in endings(benefit, object_))

    def of(self, evaluator: Evaluator, answers: Answers) -> Residue:
        """What is left in a case with these answers, which the evaluator is of."""
        left = _Left(evaluator, answers)
        env = (self._object,)
        with evaluator.still():
            sign = (
                tuple((kind, *ids) for kind, ids in evaluator.objects.items()),
                left.condition(self._benefit.condition, env),
                tuple(self._law(left)),
                tuple(left.either(part, env) for part in sums(self._benefit)),
                tuple(left.asked(end, ()) for end in self._endings),
                tuple(self._between(left, rule) for rule in self._rules),
                left.answers(meeting(self._rulebook, evaluator, self._benefit)),
                left.answers(c for c in answers if is_kept(c)),
            )
        return Residue(sign, frozenset(left.waits))

    def _law(self, left: _Left) -> Iterator[Sign]:
        """What every case has to be like."""
        for one in self._rulebook.assertions:
            for object_ in left.evaluator.objects.get(one.kind, ()):
                env = (object_,)
                when = left.condition(one.when, env) if one.when is not None else True
                yield when is not False and (when, left.condition(one.must, env))

    def _between(self, left: _Left, rule: Rule) -> Sign:
        """The claims that may count under a rule, and how they lie to each other."""
        found: list[Sign] = []
        counting: list[Side] = []
        for side in sides(self._rulebook, left.evaluator, rule, self._own):
            states = list(self._counts(left, side))
            if False not in states and can_come_under(side, left.evaluator):
                counting.append(side)
                found.append((side.claim, *states, side.sum and left.either(*side.sum)))
        for side in counting if len(counting) > MANY else ():
            found += [left.either(*placed) for placed in (*side.keys, side.day) if placed is not None]
        for a, b in combinations(counting, 2) if len(counting) <= MANY else ():
            found += [left.asked(leaf, ()) for leaf in compared(a, b, rule, is_weighed(rule))]
        return tuple(found)

    def _counts(self, left: _Left, side: Side) -> Iterator[Sign]:
        other = self._rulebook.benefit(side.claim[0]) if side.claim not in self._own else None
        for condition in (side.condition, other.condition if other is not None else None):
            if condition is not None:
                yield left.condition(condition, (side.object,))


def is_kept(cell: Cell) -> bool:
    """Whether what is said of a fact is kept whatever it decides: what a payment was for says whom it is held
    against."""
    return cell[0] == WHOLE or (cell[0] == PAID and cell[2] != "日期")


class _Left:
    """What is left of single conditions, values and comparisons under some answers."""

    def __init__(self, evaluator: Evaluator, answers: Answers) -> None:
        self.evaluator, self._answers = evaluator, answers
        self.waits: set[Cell] = set()

    def answers(self, cells: Iterable[Cell]) -> Sign:
        """The answers among some facts that something is read from."""
        read = sorted(cells)
        self.waits.update(cell for cell in read if cell not in self._answers)
        return tuple((cell, self._answers[cell]) for cell in read if cell in self._answers)

    def condition(self, cond: Cond, env: Env) -> Sign:
        """How it came out; if it has not, its parts that have not."""
        state = self.evaluator.state(cond, env)
        return state if state is not None else tuple(self._open(cond, env))

    def _open(self, cond: Cond, env: Env) -> Iterator[Sign]:
        if self.evaluator.state(cond, env) is not None:
            # Of several parts of which all have to hold, or one, a decided one no longer matters.
            return
        match cond:
            case Label(_, _, _, operand) | Not(_, operand):
                yield from self._open(operand, env)
            case All(_, operands) | Any(_, operands):
                for part in operands:
                    yield from self._open(part, env)
            case Quantifier(_, _, members, where) if where is not None:
                listed, whole = self.evaluator.members(members, env)
                inner = [(m, self.condition(where, self.evaluator.inner(members, env, m))) for m in listed]
                yield id(cond), env, whole, tuple(inner)
            case _:
                yield id(cond), env, self.answers(touched(cond, env, self.evaluator))

    def either(self, node: Cond | Term, env: Env) -> Sign:
        """The same of a condition or of a value: what it is; if it is not known, the answers it is read from."""
        if isinstance(node, Cond):
            return self.condition(node, env)
        value = self.evaluator.value(node, env)
        if value is None or isinstance(value, Interval):
            return value, self.answers(touched(node, env, self.evaluator))
        return value

    def asked(self, leaf: Between | Asked, env: Env) -> Sign:
        """How two claims lie to each other, or what an end of payment leaves; if that is not known, the answers it is
        read from."""
        if isinstance(leaf, Asked):
            state = leaf.ask(self.evaluator)
        else:
            of = self.evaluator.value(leaf.own, leaf.own_env), self.evaluator.value(leaf.other, leaf.other_env)
            state = None if any(v is None or isinstance(v, Interval) for v in of) else relation(leaf, self.evaluator)
        return state if state is not None else (None, self.answers(touched(leaf, env, self.evaluator)))
