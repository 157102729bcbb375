"""What may still be said of a case, and what each answer leads to, as far as it makes a difference.

Each place is what some answers leave to be decided (:mod:`solver.search.residue`). Answers that leave the same lead to
the same place, which is looked into once: where a benefit asks for ten things, the eleventh is asked for in one place,
however the ten came to be met. Places are looked into in the order of their answers, several at a time, which costs
little more than one.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Generator, Hashable, Iterable, Sequence
from contextlib import suppress
from fractions import Fraction
from itertools import pairwise

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond, Term
from compiler.rulebook.wordings import whole
from solver.answers.model import Assessment, Result
from solver.questions.assess import Assessor
from solver.questions.completions import Leaf, Tree
from solver.questions.places import Answers, Place, Trees
from solver.search.around import meeting
from solver.search.cells import WHOLE, apply, current, declared
from solver.search.evaluate import Cell, Evaluator
from solver.search.landmarks import LARGEST, Reach, Scale, middle_of, scale_of, values
from solver.search.leaves import instances, sums, touched
from solver.search.memory import Memory
from solver.search.residue import Residues, Sign

OTHER = "（其他）"  # a text that no rule mentions
_FEW = 8  # cases told in full at once: to begin a second time would take longer
_ROOM = 20 * 366  # days: more than any time that the law counts in
TOGETHER = 48  # places looked into at a time
_REFUSED, _CUT = Leaf("refused"), Leaf("undetermined", limit=True)
Ends = tuple[Fraction | None, Fraction | None]
Asked = tuple[Answers, bool]
"""A case to be assessed, and whether what keeps it open has to be told."""
Told = tuple[Result | None, bool]
"""What it comes to (None: it contradicts an assertion), and whether that was told."""
Look = Generator[list[Asked], list[Told], None]


class Exploration:
    """Looks into what a benefit may come to for several objects: cases are assessed for all of them at once."""

    def __init__(self, assessor: Assessor, explorers: Sequence[Explorer], nodes: int) -> None:
        self._assessor, self._explorers, self._nodes = assessor, explorers, nodes
        self._looked, self._spent, self._last = 0, 0.0, 0.0

    def grow(self, seconds: float) -> bool:
        """Look on for so long; whether there is nothing left that more time would help. The first open fact is looked
        at whatever the limit, so that there is something to ask for."""
        started = time.monotonic()
        until = started + seconds
        while True:
            open_ = [e for e in self._explorers if not e.is_stopped(self._nodes, until)]
            if not open_:
                break
            # No more than there is time for, if they take as long as those before, and as the last.
            now = time.monotonic()
            pace = max((self._spent + now - started) / self._looked, self._last) if self._looked > len(open_) else 0.0
            most = int((until - now) / pace) if pace else TOGETHER // 4
            looks = [e.look(max(1, min(TOGETHER, most) // len(open_)), self._nodes, until) for e in open_]
            self._look(open_, looks)
            self._last = (time.monotonic() - now) / sum(e.count for e in open_)
        self._spent += time.monotonic() - started
        return all(e.limit != "seconds" for e in self._explorers)

    def _look(self, explorers: Sequence[Explorer], looks: Sequence[Look]) -> None:
        """Let each look on until all have, and assess what they ask for."""
        self._looked += sum(e.count for e in explorers)
        asked = [(look, explorer, next(look, None)) for look, explorer in zip(looks, explorers, strict=True)]
        waiting = [(look, explorer, some) for look, explorer, some in asked if some is not None]
        while waiting:
            told = self._told([(explorer, one) for _, explorer, some in waiting for one in some])
            further = []
            for look, explorer, some in waiting:
                own, told = told[: len(some)], told[len(some) :]
                with suppress(StopIteration):
                    further.append((look, explorer, look.send(own)))
            waiting = further

    def _told(self, asked: Sequence[tuple[Explorer, Asked]]) -> list[Told]:
        few = len(asked) <= _FEW
        found: dict[int, Told] = {}
        for full in (False, True):
            some = [n for n, (_, (_, wanted)) in enumerate(asked) if (wanted or few) is full]
            cases = [asked[n][0].case_with(asked[n][1][0]) for n in some]
            focus = frozenset({self._explorers[0].benefit.id})
            told = self._assessor.assess_many(cases, False, not full, focus) if cases else []
            for n, one in zip(some, told, strict=True):
                found[n] = (None if isinstance(one, Rejected) else asked[n][0].own(one)), full
        return [found[n] for n in range(len(asked))]


class Explorer:
    """Looks into what a benefit may come to for an object, which is ``now`` as far as the case is known.

    ``unknowable``: facts nobody can tell; ``memory`` may be shared by those of one case. As far as was looked:
    ``tried``, the cases assessed; ``limit``, the one that was reached; ``assumed``, a party nothing is said of, for
    those whose name does not matter; ``extents``, least and most where a sum may be anything in between. ``count``:
    how many places are being looked into."""

    def __init__(
        self, rulebook: Rulebook, case: Case, now: Result, unknowable: frozenset[Cell], memory: Memory
    ) -> None:
        found = whole(rulebook, now.benefit_id)
        assert found is not None
        self.rulebook, self.case, self.now = rulebook, case, now
        self.benefit: Benefit = found
        self.unknowable, self.memory = unknowable, memory
        self.readings = {r.name: r.default for r in rulebook.readings if r.default is not None} | dict(case.readings)
        self.tried, self.limit, self.count = 1, "", 0
        self.assumed: dict[Cell, Scalar] = {}
        self.extents: list[Ends] = []
        self._residues = Residues(rulebook, self.benefit, now.object)
        self._places: dict[Sign, Place] = {}
        self._landmarks: dict[Hashable, list[Scalar]] = {}
        self._clear: dict[Sign, Place] = {}
        evaluator = self._evaluator({})
        state = evaluator.state(self.benefit.condition, (self.now.object,))
        self._root = Place({}, evaluator, state, self._residues.of(evaluator, {}))
        # With nothing said the case is as it was assessed already.
        self._root.result, self._root.is_told = self.now, True
        self._waiting = [self._root]

    def tree(self) -> Tree:
        """The questions, what each answer leads to, and what comes out in the end, as far as was looked."""
        for place in self._waiting:
            place.leaf = _CUT
        return Trees().tree(self._root) or _leaf(self.now)

    def case_with(self, answers: Answers) -> Case:
        """The case with these answers."""
        return apply(self.rulebook, self.case, answers)

    def own(self, told: Assessment) -> Result:
        """What is said of the claim."""
        return next(r for r in told.results if r.claim == self.now.claim)

    def looked_at(self) -> set[Cell]:
        """The facts not stated that the rule looks at."""
        evaluator = Evaluator(self.rulebook, self.case, self.readings)
        env = (self.now.object,)
        parts: list[Cond | Term] = [*self.benefit.counting, *sums(self.benefit)]
        read = [touched(i.leaf, i.env, evaluator) for part in parts for i in instances(part, env, evaluator)]
        read += [touched(term, env, evaluator) for term in sums(self.benefit)]
        found = {c for part in read for c in part if declared(self.rulebook, c) is not None}
        return {c for c in found if current(self.case, c) is None}

    # ------------------------------------------------------------ places

    def is_stopped(self, nodes: int, until: float) -> bool:
        """Whether nothing is left to look into, or a limit is reached, which ``limit`` then says."""
        self.limit = ""
        if self._waiting and self._waiting[-1] is not self._root:
            late = "seconds" if time.monotonic() > until else ""
            self.limit = "nodes" if self.tried >= nodes else late
        return not self._waiting or bool(self.limit)

    def look(self, most: int, nodes: int, until: float) -> Look:
        """Look into the next places. Yields what has to be assessed and is sent what it comes to."""
        self.count = max(1, min(most, nodes - self.tried, len(self._waiting)))
        some = [self._waiting.pop() for _ in range(self.count)]
        new = [place for place in some if place.asks is None]
        yield from self._decide([p for p in new if p.state is True and p is not self._root and not self._is_passed(p)])
        for place in new:
            if not place.gone and not self._is_known(place):
                place.asks = self._asks_for(place)
        yield from self._end([place for place in new if place.asks == []])
        for place in reversed(some):
            if place.asks and place is not self._root and time.monotonic() > until:
                self._waiting.append(place)  # from here on another time
            elif place.asks:
                self._waiting += reversed(self._branch(place, place.asks[0]))

    def _is_passed(self, place: Place) -> bool:
        """Whether a place has not to be assessed, for its sum alone is open, and is open still."""
        return place.clear and bool(self._open(place.waits, place))

    def _decide(self, places: Sequence[Place]) -> Look:
        """Assess the cases of some places. Where nothing is left to be asked for, what keeps one open is told as
        well."""
        if places:
            self.tried += len(places)
            told = yield [(place.answers, not self._open(place.waits, place)) for place in places]
            for place, (result, full) in zip(places, told, strict=True):
                place.result, place.gone, place.is_told = result, result is None, full

    def _is_known(self, place: Place) -> bool:
        """Whether a place is as good as another: where it is clear its sum alone is left to be asked for, whatever it
        was that might have stood in the way."""
        place.clear = place.clear or (place.left.paid is not None and _is_clear(place.result))
        if place.clear:
            place.like = self._clear.setdefault(place.left.paid, place)
        return place.like is not place

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

    def _end(self, places: Sequence[Place]) -> Look:
        """Tell what comes out where nothing is left to be asked for."""
        # Of what was assessed tersely it is not known what keeps it open.
        vague = [p for p in places if not p.is_told and (p.result is None or p.result.outcome == "undetermined")]
        if vague:
            self.tried += len(vague)
            told = yield [(place.answers, True) for place in vague]
            for place, (result, _) in zip(vague, told, strict=True):
                place.result, place.gone = result, result is None
        ends = [(p, p.result) for p in places if p.result is not None]
        # The most that was tried stands for however much: does the sum still grow there?
        grown = [(p, r) for p, r in ends if r.amount.high is not None and _largest(p.answers)]
        endless: set[int] = set()
        if grown:
            self.tried += len(grown)
            less = yield [
                (p.answers | {c: v * 9 / 10 for c, v in _largest(p.answers).items()}, False) for p, _ in grown
            ]
            for (place, result), (one, _) in zip(grown, less, strict=True):
                if one is None or one.amount.high != result.amount.high:
                    endless.add(id(place))
        for place, result in ends:
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
