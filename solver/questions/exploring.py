"""What may still be said of a case, and what each answer leads to, as far as it makes a difference.

Each place is what some answers leave to be decided (:mod:`solver.search.residue`). Answers that leave the same lead to
the same place, which is looked into once: where a benefit asks for ten things, the eleventh is asked for in one place,
however the ten came to be met. Places are looked into in the order of their answers, several at a time, which costs
little more than one.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Hashable, Iterable, Sequence
from fractions import Fraction
from itertools import pairwise

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond, Term
from compiler.rulebook.wordings import whole
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.questions.assess import Assessor
from solver.questions.completions import Leaf, Tree
from solver.questions.places import Answers, Place, Trees
from solver.search.around import meeting
from solver.search.cells import WHOLE, apply, current, declared
from solver.search.evaluate import Cell, Evaluator, Memory
from solver.search.landmarks import LARGEST, Reach, Scale, middle_of, scale_of, values
from solver.search.leaves import instances, sums, touched
from solver.search.residue import Residues, Sign

OTHER = "（其他）"  # a text that no rule mentions
_FEW = 8
_ROOM = 20 * 366  # days: more than any time that the law counts in
TOGETHER = 48  # places looked into at a time
_REFUSED, _CUT = Leaf("refused"), Leaf("undetermined", limit=True)
Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, slots=True)
class Limits:
    """``nodes``: cases assessed at most; ``seconds``: for how long."""

    nodes: int
    seconds: float


class Explorer:
    """Looks into what a benefit may come to for an object, which is ``now`` as far as the case is known.

    ``unknowable``: facts nobody can tell; ``memory`` may be shared by those of one case. Once the tree is grown:
    ``tried``, the cases looked at; ``limit``, the one that was reached; ``assumed``, a party nothing is said of, for
    those whose name does not matter; ``extents``, least and most where a sum may be anything in between."""

    def __init__(
        self,
        assessor: Assessor,
        case: Case,
        now: Result,
        limits: Limits,
        unknowable: frozenset[Cell],
        memory: Memory,
    ) -> None:
        found = whole(assessor.rulebook, now.benefit_id)
        assert found is not None
        self.rulebook, self.case, self.assessor, self.now = assessor.rulebook, case, assessor, now
        self.benefit: Benefit = found
        self.limits, self.unknowable, self.memory = limits, unknowable, memory
        self.readings = {r.name: r.default for r in self.rulebook.readings if r.default is not None}
        self.readings |= dict(case.readings)
        self.tried, self.limit, self.started = 1, "", time.monotonic()
        self._looked = 0
        self.assumed: dict[Cell, Scalar] = {}
        self.extents: list[Ends] = []
        self._residues = Residues(self.rulebook, self.benefit, now.object)
        self._places: dict[Sign, Place] = {}
        self._landmarks: dict[Hashable, list[Scalar]] = {}
        self._clear: dict[Sign, Place] = {}

    def tree(self) -> Tree:
        """The questions, what each answer leads to, and what comes out in the end."""
        evaluator = self._evaluator({})
        state = evaluator.state(self.benefit.condition, (self.now.object,))
        root = Place({}, evaluator, state, self._residues.of(evaluator, {}))
        root.result, root.is_told = self.now, True  # with nothing said the case is as it was assessed already
        self._grow(root)
        return Trees().tree(root) or _leaf(self.now)

    def looked_at(self) -> set[Cell]:
        """The facts not stated that the rule looks at."""
        evaluator = Evaluator(self.rulebook, self.case, self.readings)
        env = (self.now.object,)
        parts: list[Cond | Term] = [self.benefit.condition, *sums(self.benefit)]
        read = [touched(i.leaf, i.env, evaluator) for part in parts for i in instances(part, env, evaluator)]
        read += [touched(term, env, evaluator) for term in sums(self.benefit)]
        found = {c for part in read for c in part if declared(self.rulebook, c) is not None}
        return {c for c in found if current(self.case, c) is None}

    # ------------------------------------------------------------ places

    def _grow(self, root: Place) -> None:
        waiting = [root]
        while waiting:
            if waiting[-1] is not root and self._is_late():
                for place in waiting:
                    place.leaf = _CUT
                return
            some = [waiting.pop() for _ in range(min(self._most(), len(waiting)))]
            self._looked += len(some)
            self._decide([p for p in some if p.state is True and p is not root and not self._is_passed(p)])
            some = [place for place in some if not place.gone and not self._is_known(place)]
            asking = {id(place): self._asks_for(place) for place in some}
            self._end([place for place in some if not asking[id(place)]])
            for place in reversed(some):
                if asking[id(place)] and place is not root and self._is_late():
                    place.leaf = _CUT
                elif asking[id(place)]:
                    waiting += reversed(self._branch(place, asking[id(place)][0]))

    def _most(self) -> int:
        """How many places may be looked into before a limit is asked for again: no more than there is time for, if they
        take as long as those before."""
        spent = time.monotonic() - self.started
        left = self.limits.seconds - spent
        in_time = int(left * self._looked / spent) if self._looked > 1 and spent > 0 else TOGETHER
        return max(1, min(TOGETHER, self.limits.nodes - self.tried, in_time))

    def _is_late(self) -> bool:
        """Whether a limit is reached; from then on nothing more is assessed."""
        if not self.limit and self.tried >= self.limits.nodes:
            self.limit = "nodes"
        if not self.limit and time.monotonic() - self.started > self.limits.seconds:
            self.limit = "seconds"
        return bool(self.limit)

    def _is_passed(self, place: Place) -> bool:
        """Whether a place has not to be assessed, for its sum alone is open, and is open still."""
        return place.clear and bool(self._open(place.waits, place))

    def _decide(self, places: Sequence[Place]) -> None:
        """Assess the cases of some places together. Where nothing is left to be asked for, what keeps one open is told
        as well."""
        # A few are told in full at once: to begin a second time would take longer.
        full = {id(p) for p in places if len(places) <= _FEW or not self._open(p.waits, p)}
        for in_full in (False, True):
            some = [place for place in places if (id(place) in full) is in_full]
            for place, result in zip(some, self._assessed([p.answers for p in some], not in_full), strict=True):
                place.result, place.gone, place.is_told = result, result is None, in_full

    def _is_known(self, place: Place) -> bool:
        """Whether a place is as good as another: where it is clear its sum alone is left to be asked for, whatever it
        was that might have stood in the way."""
        place.clear = place.clear or (place.left.paid is not None and _is_clear(place.result))
        if place.clear:
            place.like = self._clear.setdefault(place.left.paid, place)
        return place.like is not place

    def _assessed(self, several: Sequence[Answers], terse: bool = True) -> list[Result | None]:
        """What the claim comes to under several sets of answers; None where they contradict an assertion."""
        self.tried += len(several)
        cases = [apply(self.rulebook, self.case, answers) for answers in several]
        told = self.assessor.assess_many(cases, False, terse, frozenset({self.benefit.id})) if cases else []
        return [
            None if isinstance(one, Rejected) else next(r for r in one.results if r.claim == self.now.claim)
            for one in told
        ]

    def _asks_for(self, place: Place) -> list[Cell]:
        """The open facts that a place may hang on, those first that the rule names first; none where it is decided.

        What the benefit's own condition decides needs no solver; what may meet another claim, or be paid, does."""
        left, result = place.left, place.result
        if place.clear and result is None:
            return self._between_ends(self._open(place.waits, place), left.worth)
        if result is None or result.outcome == "undetermined":
            wholes = [(WHOLE, r.about, "") for r in result.because if r.kind == "incomplete"] if result else []
            # Whether it is paid at all before how much.
            return self._open((*(place.waits if place.state is True else left.own), *wholes), place)
        if result.outcome != "granted" or result.amount.kind != "interval":
            return []
        paid = ((PAID, fact.id, "金额") for fact in place.evaluator.case.facts if fact.kind == PAID)
        open_ = self._open((c for c in (*left.sums, *paid, *left.share) if c[0] != WHOLE), place)
        return self._between_ends(open_, (result.amount.low, result.amount.high))

    def _between_ends(self, open_: list[Cell], ends: Ends | None) -> list[Cell]:
        """Between the values of these facts that are tried a sum may be anything that it may be while they are not
        known."""
        if ends is not None and any(self._is_measured(c) for c in open_):
            self.extents.append(ends)
        return open_

    def _open(self, cells: Iterable[Cell], place: Place) -> list[Cell]:
        """Those of some facts that nobody knows yet and somebody may."""
        asked = (c for c in dict.fromkeys(cells) if c not in place.answers and c not in self.unknowable)
        return [c for c in asked if self._is_open(c, place.evaluator)]

    def _branch(self, place: Place, cell: Cell) -> list[Place]:
        """Ask for a fact; the places that its values lead to and that were not come to before."""
        found = self._values(cell, place)
        if len(found) == 1:
            self.assumed.setdefault(cell, found[0])
        place.cell = cell
        new: list[Place] = []
        for value in found:
            answers = {**place.answers, cell: value}
            evaluator = self._evaluator(answers)
            if self._contradicts(evaluator):
                continue
            state = evaluator.state(self.benefit.condition, (self.now.object,))
            if state is False:
                place.branches.append((value, _REFUSED))
                continue
            left = self._residues.of(evaluator, answers, place.left, cell)
            known = self._places.get(left.sign)
            if known is None:
                known = self._places[left.sign] = Place(answers, evaluator, state, left, place.clear)
                new.append(known)
            place.branches.append((value, known))
        return new

    def _evaluator(self, answers: Answers) -> Evaluator:
        case = apply(self.rulebook, self.case, answers)
        return Evaluator(self.rulebook, case, self.readings, memory=self.memory)

    def _contradicts(self, evaluator: Evaluator) -> bool:
        """Whether a case contradicts an assertion of the law, so that it does not exist."""
        return any(
            (one.when is None or evaluator.state(one.when, (fact.id,)) is True)
            and evaluator.state(one.must, (fact.id,)) is False
            for one in self.rulebook.assertions
            for fact in evaluator.case.facts
            if fact.kind == one.kind
        )

    def _end(self, places: Sequence[Place]) -> None:
        """Tell what comes out where nothing is left to be asked for."""
        # Of what was assessed tersely it is not known what keeps it open.
        vague = [p for p in places if not p.is_told and (p.result is None or p.result.outcome == "undetermined")]
        for place, result in zip(vague, self._assessed([p.answers for p in vague], False), strict=True):
            place.result, place.gone = result, result is None
        told = [(p, p.result) for p in places if p.result is not None]
        # The most that was tried stands for however much: does the sum still grow there?
        grown = [(p, r) for p, r in told if r.amount.high is not None and _largest(p.answers)]
        less = self._assessed([p.answers | {c: v * 9 / 10 for c, v in _largest(p.answers).items()} for p, _ in grown])
        endless = {
            id(place)
            for (place, result), one in zip(grown, less, strict=True)
            if one is None or one.amount.high != result.amount.high
        }
        for place, result in told:
            place.leaf = _leaf(result, id(place) in endless)

    # ------------------------------------------------------------ which facts are open, and their values

    def _is_measured(self, cell: Cell) -> bool:
        """Whether there are more values of a fact than are tried."""
        field = declared(self.rulebook, cell)
        return field is None or scale_of(field.type, None) is not None

    def _is_open(self, cell: Cell, evaluator: Evaluator) -> bool:
        if cell[0] == WHOLE:
            return not evaluator.case.is_complete(cell[1])
        field = declared(self.rulebook, cell)
        return field is not None and not field.type.list and current(evaluator.case, cell) is None

    def _values(self, cell: Cell, place: Place) -> list[Scalar]:
        """The values of a fact that what is left to be decided tells apart."""
        evaluator = place.evaluator
        if cell[0] == WHOLE:
            return [True, False]
        field = declared(self.rulebook, cell)
        kind = field.type if field is not None else None
        if kind is not None and kind.kind in ("boolean", "enum", "entity"):
            return values(self.rulebook, evaluator, cell, (), (), None)
        middle = middle_of(self.rulebook, self.case)
        key = (cell, place.left.cast, place.left.signs(cell))
        known = self._landmarks.get(key)
        if known is None:
            reach = Reach(place.left.leaves(cell), evaluator)
            known = values(self.rulebook, evaluator, cell, reach.probes(cell), reach.mentions(cell), middle)
            self._landmarks[key] = known
        found = list(known)
        scale = scale_of(kind, None) if kind is not None else None
        if scale is not None and self._is_compared(cell, place):
            found = _with_room(found, scale)
        if kind is not None and kind.kind == "text":
            meets = meeting(self.rulebook, evaluator, self.benefit).get(cell, ())
            return [*dict.fromkeys((*found, *meets)), OTHER]
        if scale is None or kind is None:
            return found
        if kind.kind == "date":
            return found or [middle]
        # A sum may follow from the number itself: its least and its largest value stand for the ends.
        return list(dict.fromkeys((scale.at(0), *found, scale.at(scale.last))))

    def _is_compared(self, cell: Cell, place: Place) -> bool:
        """Whether a fact is held against another that is not known either."""
        for i in place.left.leaves(cell):
            read = touched(i.leaf, i.env, place.evaluator)
            others = (c for c in self._open(read - {cell}, place) if self._is_measured(c) and c[0] != WHOLE)
            if cell in read and any(others):
                return True
        return False


def _with_room(found: Sequence[Scalar], scale: Scale) -> list[Scalar]:
    """Some values of a scale, and between any two of them, and below and above all, one more that leaves room on either
    side: what is not known yet may turn out to be less, or more, and yet on the same side of all thresholds."""
    places = [0, *sorted(map(scale.place, found)), scale.last]
    between = []
    for low, high in pairwise(places):
        half = (high - low) // 2
        room = min(half, _ROOM) if isinstance(scale.at(0), dt.date) else half
        if room:
            between.append(high - room if low == 0 else low + room)
    return [scale.at(i) for i in sorted({*places[1:-1], *between})]


def _is_clear(result: Result | None) -> bool:
    """Whether nothing stands in the way of a claim: it is granted, or would be if its sum were known."""
    if result is None:
        return False
    unsettled = bool(result.because) and all(reason.kind == "unsettled" for reason in result.because)
    return result.outcome == "granted" or (result.outcome == "undetermined" and unsettled)


def _leaf(result: Result, endless: bool = False) -> Leaf:
    """What comes out; ``endless``: however much, for the sum grows with what is not known."""
    if result.outcome == "undetermined":
        return Leaf("undetermined", open=result.missing)
    return Leaf(result.outcome, result.amount.low, None if endless else result.amount.high)


def _largest(answers: Answers) -> dict[Cell, Fraction]:
    return {c: v for c, v in answers.items() if isinstance(v, Fraction) and v >= LARGEST}
