"""One side of a comparison: is there a case, the smallest, and the one in which most is lost or gained?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain

from compiler.cases.model import Case
from compiler.source.record import dataclass
from solver.answers.universal import Extent, Gap, Proof, Sort, State, Witness
from solver.engine.regions import Assignment, Regions, TimeUp
from solver.regions.events import Event
from solver.regions.formulas import NO, Formula
from solver.regions.layout import corner, layout
from solver.regions.quantities import Expr, at
from solver.regions.realise import Maker
from solver.regions.round import round_number
from solver.regions.space import Space

Check = Callable[[Case, Sort], Witness | None]
TRIES = 24
"""Cases by their regions that are tried before it is said that none was built."""


@dataclass(frozen=True, slots=True)
class Level:
    """Differences of one size, the most that they can come to (None: without end). ``here``: one of them is met;
    ``reached``: one of them or of a larger size."""

    most: Fraction | None
    events: tuple[Event, ...]
    here: Formula
    reached: Formula


class Searching:
    """Everything about one pair of answers that can be asked; ``check`` decides whether a case is a witness."""

    def __init__(
        self,
        space: Space,
        maker: Maker,
        events: Sequence[Event],
        doubts: tuple[Formula, Formula],
        unwanted: Sequence[Formula],
        check: Check,
        deadline: float,
        rough: bool,
    ) -> None:
        self.space, self.maker, self.check, self.deadline, self.rough = space, maker, check, deadline, rough
        self.events, self.doubts = events, doubts
        self.chains = {s: self._chain([e for e in events if e.sort == s]) for s in ("loss", "gain", "other")}
        self._roots = [e.formula for e in events] + [*doubts]
        self._roots += [x for levels in self.chains.values() for level in levels for x in (level.here, level.reached)]
        self._unwanted = tuple(unwanted)
        self._made: dict[bool, Regions] = {}
        self.gaps: list[Gap] = []

    def _regions(self, partly: bool) -> Regions:
        if partly not in self._made:
            self._made[partly] = Regions(layout(self.space, self._roots, self._unwanted, partly))
        return self._made[partly]

    def _chain(self, events: list[Event]) -> list[Level]:
        """Levels of what is lost at most, the largest first; each with the formula that it or a larger one is met."""
        levels: dict[Fraction | None, list[Event]] = {}
        for event in events:
            levels.setdefault(event.most, []).append(event)
        found: list[Level] = []
        so_far: Formula = NO
        for most in sorted(levels, key=lambda m: (m is not None, -(m or 0))):
            level = self.space.formulas.some(e.formula for e in levels[most])
            so_far = self.space.formulas.either(so_far, level)
            found.append(Level(most, tuple(levels[most]), level, so_far))
        return found

    # ------------------------------------------------------------ sums

    def extent(self, sort: Sort) -> Extent:
        """The side of losses, of gains, or of what is decided otherwise."""
        levels = self.chains[sort]
        if not levels:
            return Extent("no")
        try:
            top = self._top(levels)
        except TimeUp:
            return self._late(None)
        if top is None:
            return Extent("no")
        worst: Witness | None = None
        proof: Proof = "found"
        grows = ""
        try:
            worst, proof, grows = self._worst(sort, levels, top)
            smallest = self._smallest(sort, levels) if worst is not None else None
        except TimeUp:
            if worst is None:
                return self._late(None)
            smallest = None
        if worst is None:
            self.gaps.append(Gap("construct", "unbuilt"))
            return Extent("unknown")
        smallest = smallest or worst
        if smallest.change is not None and worst.change is not None and abs(smallest.change) > abs(worst.change):
            worst = smallest
        return Extent("yes", smallest, worst, proof, grows)

    def _late(self, worst: Witness | None) -> Extent:
        self.gaps.append(Gap("time"))
        state: State = "yes" if worst is not None else "unknown"
        return Extent(state, worst, worst)

    def _top(self, levels: list[Level]) -> int | None:
        """The number of the highest level that is met in some case."""
        best: int | None = None
        limit = len(levels) - 1
        while limit >= 0:
            found = self._regions(False).find([(levels[limit].reached, True)], self.deadline)
            if found is None:
                return best
            best = next(i for i, x in enumerate(levels) if x.here in found.yes)
            limit = best - 1
        return best

    def _worst(
        self, sort: Sort, levels: list[Level], top: int
    ) -> tuple[Witness | None, Proof, str]:
        best: Witness | None = None
        for index in range(top, len(levels)):
            most, events = levels[index].most, levels[index].events
            if best is not None and (most is not None and best.change is not None and abs(best.change) >= most):
                break
            for found in self._tries(levels[index].here):
                event = next(e for e in events if e.formula in found.yes)
                for witness in self._build(found, event, sort, True):
                    if best is None or _size(witness) > _size(best):
                        best = witness
                    if most is None:
                        return best, "endless", self._growing(event)
                    if witness.change is None or abs(witness.change) == most:
                        return best, "largest" if index == top else "found", ""
                if best is not None and not self.rough:
                    break
            if best is not None and index - top >= 3:
                break
        return best, "found", ""

    def _tries(self, level: Formula) -> Iterator[Assignment]:
        """Cases of a level: some of many."""
        for count, found in enumerate(self._regions(False).each([(level, True)], self.deadline)):
            yield found
            if count + 1 >= TRIES:
                return

    def _build(self, found: Assignment, event: Event, sort: Sort, largest: bool) -> Iterator[Witness]:
        place = corner(self.space, found)
        ends = self._ends(event) if largest else {}
        for case in self.maker.cases(place, ends, frozenset(c for c, _ in event.box)):
            if time.monotonic() > self.deadline:
                raise TimeUp
            witness = self.check(case, sort)
            if witness is not None:
                yield witness
                return
        if event.sure and not self.rough:
            raise AssertionError(f"a {sort} that the program does not bear out: {event}")

    def _ends(self, event: Event) -> dict[int, Fraction]:
        """The corner of the box at which most is lost or gained."""
        ends: dict[int, Fraction] = {}
        sums = [(a, b) for a, b in self._sums(event) if a != b]
        for cell, region in event.box:
            options = [x for x in (region.low, region.high) if x is not None]
            if region.high is None and region.low is not None:
                options.append(round_number(region.low + 10_000, None, self.space.cells[cell].parts or 1))
            if not options:
                continue
            ends[cell] = max(options, key=lambda x, c=cell: self._change(sums, {**self._lows(event), **ends, c: x}))
        return ends

    @staticmethod
    def _lows(event: Event) -> dict[int, Fraction]:
        return {c: r.low if r.low is not None else r.high or Fraction(0) for c, r in event.box}

    @staticmethod
    def _sums(event: Event) -> list[tuple[Expr | None, Expr | None]]:
        old, new = event.old.span, event.new.span
        if old is None or new is None:
            return []
        return [(old.low, new.low), (old.high, new.high)]

    @staticmethod
    def _change(sums: list[tuple[Expr | None, Expr | None]], point: dict[int, Fraction]) -> Fraction:
        found = [Fraction(0)]
        for old, new in sums:
            if old is not None and new is not None:
                a, b = at(old, point), at(new, point)
                if a is not None and b is not None:
                    found.append(abs(a - b))
        return max(found)

    def _growing(self, event: Event) -> str:
        for cell, region in event.box:
            if region.high is None:
                key = self.space.cells[cell].key
                return f"{key[1]}.{key[3]}" if key[0] == "field" else ""
        return ""

    # ------------------------------------------------------------ the smallest, and what is not decided

    def _smallest(
        self, sort: Sort, levels: list[Level]
    ) -> Witness | None:
        wanted = [(levels[-1].reached, True)]
        found = self._regions(True).find(wanted, self.deadline, fewest=True)
        if found is None:
            return None
        event = next(e for level in levels for e in level.events if e.formula in found.yes)
        try:
            return next(self._build(found, event, sort, False), None)
        except AssertionError:
            return None

    def doubt(self, sort: Sort) -> Extent:
        """Whether one side decides what the other leaves open: ``undecided``, the new one leaves it open."""
        old, new = self.doubts if sort == "undecided" else self.doubts[::-1]
        wanted = [(old, True), (new, False)]
        try:
            found = self._regions(True).find(wanted, self.deadline, fewest=True)
            if found is None:
                return Extent("no")
            for count, other in enumerate(chain([found], self._regions(True).each(wanted, self.deadline))):
                more = frozenset(c for e in self.events for c, _ in e.box if c not in other.silent)
                for case in self.maker.cases(corner(self.space, other), {}, more):
                    witness = self.check(case, sort)
                    if witness is not None:
                        return Extent("yes", witness)
                if count >= TRIES:
                    break
        except TimeUp:
            return self._late(None)
        self.gaps.append(Gap("construct", "unbuilt"))
        return Extent("unknown")


def _size(witness: Witness) -> Fraction:
    return abs(witness.change) if witness.change is not None else Fraction(0)
