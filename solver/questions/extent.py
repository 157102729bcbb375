"""One side of a comparison: is there a case, the smallest, and the one in which most is lost or gained?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import chain, islice, product

from compiler.cases.model import Case
from compiler.source.record import dataclass
from solver.answers.universal import Extent, Gap, Proof, Sort, Witness
from solver.engine.regions import Assignment, Regions, TimeUp
from solver.regions.events import Event
from solver.regions.formulas import NO, Formula
from solver.regions.layout import corner, layout
from solver.regions.quantities import Expr, at
from solver.regions.realise import Maker
from solver.regions.round import round_number
from solver.regions.space import Space

Check = Callable[[Case, Sort], Witness | None]
TRIES, CASES = 12, 16
"""Cases by their regions of one size, and cases made of each, that are tried before it is said that none was built."""
_TOGETHER = 5
"""Facts of a sum whose ends are tried in all combinations."""
_SHARE = 0.2
"""The part of the time left that a search for something larger may take, where it is not sure to be built."""


@dataclass(frozen=True, slots=True)
class Level:
    """Differences of one size, the most that they can come to (None: without end). ``here``: one of them is met;
    ``reached``: one of them or of a larger size."""

    most: Fraction | None
    events: tuple[Event, ...]
    here: Formula
    reached: Formula


class Searching:
    """Everything that can be asked about two answers; ``check`` decides whether a case is a witness. ``rough``: a case
    by its regions need not be one that can be built."""

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
        self.levels = {s: self._levels([e for e in events if e.sort == s]) for s in ("loss", "gain", "other")}
        self._roots = [e.formula for e in events] + [*doubts]
        self._roots += [x for levels in self.levels.values() for level in levels for x in (level.here, level.reached)]
        self._unwanted = tuple(unwanted)
        self._made: dict[bool, Regions] = {}
        self.gaps: list[Gap] = []

    def _regions(self, partly: bool) -> Regions:
        if partly not in self._made:
            self._made[partly] = Regions(layout(self.space, self._roots, self._unwanted, partly))
        return self._made[partly]

    def _levels(self, events: list[Event]) -> list[Level]:
        """By what is lost at most, the largest first."""
        sizes: dict[Fraction | None, list[Event]] = {}
        for event in events:
            sizes.setdefault(event.most, []).append(event)
        found: list[Level] = []
        so_far: Formula = NO
        for most in sorted(sizes, key=lambda m: (m is not None, -(m or 0))):
            level = self.space.formulas.some(e.formula for e in sizes[most])
            so_far = self.space.formulas.either(so_far, level)
            found.append(Level(most, tuple(sizes[most]), level, so_far))
        return found

    # ------------------------------------------------------------ sums

    def extent(self, sort: Sort) -> Extent:
        """The side of losses, of gains, or of what is decided otherwise."""
        levels = self.levels[sort]
        best: Witness | None = None
        try:
            top = self._top(levels, False)
            if top is None:
                return Extent("no")
            plain = self._top(levels, True) if self.rough else top
            smallest = best = self._smallest(sort, levels)
            found, proof, grows = self._worst(sort, levels, top, plain)
            best = best or found
        except TimeUp:
            self.gaps.append(Gap("time"))
            return Extent("unknown") if best is None else Extent("yes", best, best)
        if best is None:
            self.gaps.append(Gap("construct", "unbuilt"))
            return Extent("unknown")
        smallest = smallest or best
        worst = smallest if found is None or _size(smallest) >= _size(found) else found
        return Extent("yes", smallest, worst, proof, grows)

    def _top(self, levels: list[Level], plain: bool) -> int | None:
        """The number of the highest level that is met in some case."""
        best: int | None = None
        limit = len(levels) - 1
        while limit >= 0:
            found = self._regions(False).find([(levels[limit].reached, True)], self.deadline, plain=plain)
            if found is None:
                return best
            best = next(i for i, x in enumerate(levels) if x.here in found.yes)
            limit = best - 1
        return best

    def _worst(self, sort: Sort, levels: list[Level], top: int, plain: int | None) -> tuple[Witness | None, Proof, str]:
        """The largest case that can be built: first where nothing is rough; above that, for a part of the time."""
        best: Witness | None = None
        proof: Proof = "found"
        grows = ""
        if plain is not None:
            best, proof, grows = self._down(sort, levels, range(plain, len(levels)), True, self.deadline)
            if plain == top or proof == "endless":
                return best, proof, grows
        share = time.monotonic() + (self.deadline - time.monotonic()) * (_SHARE if best is not None else 1)
        try:
            above, how, fact = self._down(sort, levels, range(top, plain or len(levels)), False, share)
        except TimeUp:
            if best is None:
                raise
            return best, "found", ""
        if above is None:
            return best, "found", ""
        return (
            above,
            how if how == "endless" or (above.change and abs(above.change) == levels[top].most) else "found",
            fact,
        )

    def _down(
        self, sort: Sort, levels: list[Level], numbers: range, plain: bool, deadline: float
    ) -> tuple[Witness | None, Proof, str]:
        """Level by level until none below can be larger than what was built."""
        best: Witness | None = None
        for number in numbers:
            most = levels[number].most
            if best is not None and (most is not None and _size(best) >= most):
                return (
                    best,
                    "largest" if number - numbers[0] <= 1 and _size(best) == levels[numbers[0]].most else "found",
                    "",
                )
            found = self._regions(False).each([(levels[number].here, True)], deadline, plain)
            for one in islice(found, TRIES):
                event = next(e for e in levels[number].events if e.formula in one.yes)
                witness = self._build(one, event, sort, True, deadline)
                if witness is None:
                    continue
                if best is None or _size(witness) > _size(best):
                    best = witness
                if most is None:
                    return best, "endless", self._growing(event)
                if witness.change is None or _size(witness) >= most:
                    return best, "largest" if number == numbers[0] else "found", ""
            if best is not None and number - numbers[0] >= 3:
                break
        return best, "found", ""

    def _build(self, found: Assignment, event: Event, sort: Sort, largest: bool, deadline: float) -> Witness | None:
        place = corner(self.space, found)
        ends = self._ends(event) if largest else {}
        cases = self.maker.cases(place, ends, frozenset(c for c, _ in event.box))
        for case in islice(cases, CASES):
            if time.monotonic() > deadline:
                raise TimeUp
            witness = self.check(case, sort)
            if witness is not None:
                return witness
        if event.sure and not self.rough:
            raise AssertionError(f"a {sort} that the program does not bear out: {event}")
        return None

    def _ends(self, event: Event) -> dict[int, Fraction]:
        """The corner of the box at which most is lost or gained."""
        sums = [(a, b) for a, b in _sums(event) if a != b]
        options = []
        for cell, region in event.box[:_TOGETHER]:
            ends = [x for x in (region.low, region.high) if x is not None]
            if region.high is None and region.low is not None:
                ends.append(round_number(region.low + 10_000, None, self.space.cells[cell].parts or 1))
            options.append([(cell, x) for x in ends or [Fraction(0)]])
        lows = {c: r.low if r.low is not None else r.high or Fraction(0) for c, r in event.box}
        return dict(max(product(*options), key=lambda found: _change(sums, {**lows, **dict(found)}), default=()))

    def _growing(self, event: Event) -> str:
        for cell, region in event.box:
            key = self.space.cells[cell].key
            if region.high is None and key[0] == "field":
                return f"{key[1]}.{key[3]}"
        return ""

    # ------------------------------------------------------------ the smallest, and what is not decided

    def _smallest(self, sort: Sort, levels: list[Level]) -> Witness | None:
        """A case with the fewest facts; first one that rests on nothing that is not looked into."""
        for plain in (True, False) if self.rough else (False,):
            wanted = [(levels[-1].reached, True)]
            found = self._regions(True).find(wanted, self.deadline, fewest=True, plain=plain)
            if found is None:
                continue
            event = next(e for level in levels for e in level.events if e.formula in found.yes)
            try:
                witness = self._build(found, event, sort, False, self.deadline)
            except AssertionError:
                witness = None
            if witness is not None:
                return witness
        return None

    def doubt(self, sort: Sort) -> Extent:
        """Whether one side decides what the other leaves open: ``undecided``, the new one leaves it open."""
        old, new = self.doubts if sort == "undecided" else self.doubts[::-1]
        wanted = [(old, True), (new, False)]
        try:
            found = self._regions(True).find(wanted, self.deadline, fewest=True)
            if found is None:
                return Extent("no")
            for other in self._few(found, wanted):
                more = frozenset(c for e in self.events for c, _ in e.box if c not in other.silent)
                for case in islice(self.maker.cases(corner(self.space, other), {}, more), CASES):
                    witness = self.check(case, sort)
                    if witness is not None:
                        return Extent("yes", witness)
        except TimeUp:
            self.gaps.append(Gap("time"))
            return Extent("unknown")
        self.gaps.append(Gap("construct", "unbuilt"))
        return Extent("unknown")

    def _few(self, found: Assignment, wanted: list[tuple[Formula, bool]]) -> Iterator[Assignment]:
        """Cases of few facts that rest on nothing rough, then others."""
        plain = self._regions(True).find(wanted, self.deadline, fewest=True, plain=True) if self.rough else None
        first = [found] if plain is None else [plain, found]
        return islice(chain(first, self._regions(True).each(wanted, self.deadline)), TRIES)


def _sums(event: Event) -> list[tuple[Expr | None, Expr | None]]:
    old, new = event.old.span, event.new.span
    return [] if old is None or new is None else [(old.low, new.low), (old.high, new.high)]


def _change(sums: list[tuple[Expr | None, Expr | None]], point: dict[int, Fraction]) -> Fraction:
    found = [Fraction(0)]
    for old, new in sums:
        if old is not None and new is not None:
            a, b = at(old, point), at(new, point)
            if a is not None and b is not None:
                found.append(abs(a - b))
    return max(found)


def _size(witness: Witness) -> Fraction:
    return abs(witness.change) if witness.change is not None else Fraction(0)
