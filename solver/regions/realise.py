"""A case by its regions made into a case: a value for every fact, round ones, such that every quantity comes to lie
where it has to. It proposes; whether the case is what it is meant to be is decided by assessing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import product
from math import ceil, floor

from compiler.cases.model import Case, Fact, FieldValue, Scalar
from compiler.cases.write import write_value
from compiler.rulebook.model import FieldDecl
from compiler.rulebook.terms import Period
from solver.regions.layout import Corner
from solver.regions.quantities import Expr, Sum, at, cells_of, direction
from solver.regions.round import round_day, round_number
from solver.regions.space import Region, Space
from solver.regions.stage import Stage
from solver.regions.vocabulary import Beyond, Vocabulary

Ends = Mapping[int, Fraction]
"""Values that cells are to have, as far as that can be."""
_MANNERS = ("round", "low", "high")
_FAR = 10**12
_LINKED = 4
"""Cells that quantities are reckoned from which are tried in all combinations."""


class Maker:
    """Makes cases of one search. ``anchor``: a day near which dates are plausible."""

    def __init__(
        self, space: Space, stage: Stage, vocabulary: Vocabulary, documents: tuple[str, ...], anchor: dt.date
    ) -> None:
        self.space, self.stage, self.documents, self.anchor = space, stage, documents, anchor
        self.vocabulary = vocabulary
        self.quantities: dict[int, Expr] = {
            i: c.key[1]  # type: ignore[misc]
            for i, c in enumerate(space.cells)
            if c.key[0] == "quantity"
        }

    def cases(self, corner: Corner, ends: Ends, more: frozenset[int] = frozenset()) -> Iterator[Case]:
        """Cases that lie in the corner, the likeliest first. ``ends``: cells at the end of their regions. ``more``:
        cells that need a value though no condition looks at them."""
        tried: set[tuple[tuple[int, Fraction], ...]] = set()
        linked = sorted({c for e, _ in self._held(corner, {}) for c in cells_of(e)})[:_LINKED]
        for manner in product(_MANNERS, repeat=1 + len(linked)):
            for wanted in (ends, {}) if ends else (ends,):
                manners = dict(zip(linked, manner[1:], strict=True))
                point = self._point(corner, wanted, more, manner[0], manners)
                if point is None:
                    continue
                key = tuple(sorted(point.items()))
                if key not in tried:
                    tried.add(key)
                    yield self.case(point, corner)

    # ------------------------------------------------------------ values

    def _point(
        self, corner: Corner, ends: Ends, more: frozenset[int], manner: str, manners: Mapping[int, str]
    ) -> dict[int, Fraction] | None:
        needed = {c for c in corner.scales if self.space.cells[c].key[0] == "field"} | {
            c for c in more if self.space.cells[c].key[0] == "field"
        }
        held = self._held(corner, ends)
        for expr, _ in held:
            needed |= {c for c in cells_of(expr) if self.space.cells[c].key[0] == "field"}
        pivots: dict[int, None] = {}
        for expr, _ in held:
            able = [c for c in cells_of(expr) & needed if direction(expr, c)]
            if able and not pivots.keys() & cells_of(expr):
                pivots[min(able, key=lambda c: (c in ends, len(self._own(c, corner)), -c))] = None
        point = {c: self._value(c, corner, ends, manners.get(c, manner)) for c in sorted(needed) if c not in pivots}
        for pivot in pivots:
            found = self._pivot(pivot, corner, ends, held, point, manners.get(pivot, manner))
            if found is None:
                return None
            point[pivot] = found
        return point if self._fits(held, point) else None

    def _held(self, corner: Corner, ends: Ends) -> list[tuple[Expr, Region]]:
        """The quantities that have to lie somewhere, all of their facts being stated."""
        return [
            (e, Region(ends[q], ends[q]) if q in ends else corner.scales[q])
            for q, e in self.quantities.items()
            if q in corner.scales and not corner.silent & cells_of(e)
        ]

    def _own(self, cell: int, corner: Corner) -> list[Fraction]:
        region = corner.scales.get(cell)
        of = self.space.cells[cell]
        if region is None:
            return []
        return [e for e, d in ((region.low, of.low), (region.high, of.high)) if e is not None and e != d]

    def _region(self, cell: int, corner: Corner) -> tuple[Fraction, Fraction | None]:
        of, region = self.space.cells[cell], corner.scales.get(cell)
        low = region.low if region is not None and region.low is not None else of.low
        high = region.high if region is not None else of.high
        return low if low is not None else Fraction(0), high

    def _value(self, cell: int, corner: Corner, ends: Ends, manner: str) -> Fraction:
        low, high = self._region(cell, corner)
        if cell in ends and low <= ends[cell] and (high is None or ends[cell] <= high):
            return ends[cell]
        return self._nice(cell, low, high, manner)

    def _nice(self, cell: int, low: Fraction, high: Fraction | None, manner: str) -> Fraction:
        if manner == "low" or (manner == "high" and high is None):
            return low
        if manner == "high":
            assert high is not None
            return high
        of = self.space.cells[cell]
        if of.type.kind == "date":
            assert high is not None
            days = [dt.date.fromordinal(int(x)) for x in (low, high)]
            return Fraction(round_day(days[0], days[1], self.anchor).toordinal())
        return round_number(low, high, of.parts)

    def _pivot(
        self,
        cell: int,
        corner: Corner,
        ends: Ends,
        held: list[tuple[Expr, Region]],
        point: dict[int, Fraction],
        manner: str,
    ) -> Fraction | None:
        """A value of one cell such that every quantity it is part of lies where it has to."""
        low, high = self._region(cell, corner)
        parts = self.space.cells[cell].parts
        first = int(low * parts)
        farthest = first + _FAR if high is None else None
        last = int(high * parts) if high is not None else first + _FAR
        for expr, region in held:
            rest = cells_of(expr) - {cell}
            if cell not in cells_of(expr) or not rest <= point.keys():
                continue
            way = direction(expr, cell)
            if not way:
                continue
            narrow = _solved if isinstance(expr, Sum) else _narrowed
            first, last = narrow(expr, region, cell, point, parts, first, last, way)
            if first > last:
                return None
        low, high = Fraction(first, parts), Fraction(last, parts) if last != farthest else None
        if cell in ends and low <= ends[cell] and (high is None or ends[cell] <= high):
            return ends[cell]
        return self._nice(cell, low, high, manner)

    def _fits(self, held: list[tuple[Expr, Region]], point: dict[int, Fraction]) -> bool:
        for expr, region in held:
            if not cells_of(expr) <= point.keys():
                continue  # it has parts that are not looked into
            value = at(expr, point)
            if value is None or not _inside(value, region):
                return False
        return True

    # ------------------------------------------------------------ the case

    def case(self, point: Mapping[int, Fraction], corner: Corner) -> Case:
        """The case with these values."""
        said: dict[tuple[str, str], list[FieldValue]] = {}
        for number, cell in enumerate(self.space.cells):
            if cell.key[0] != "field":
                continue
            kind, id, name = str(cell.key[1]), str(cell.key[2]), str(cell.key[3])
            value: Scalar | None = None
            if number in point:
                value = _scalar(point[number], cell.type.kind, cell.unit)
            elif number in corner.choices:
                value = corner.choices[number]  # type: ignore[assignment]
            if value is not None:
                said.setdefault((kind, id), []).append(
                    FieldValue(name, value, write_value(value, cell.type), value != cell.preferred)
                )
        facts = []
        self._require(said)
        for (kind, id), references in self.stage.facts.items():
            values = [FieldValue(n, v, str(v)) for n, v in references.items()]
            values += said.get((kind, id), [])
            order = self.vocabulary.order(kind)
            facts.append(Fact(kind, id, tuple(sorted(values, key=lambda v: order.get(v.field, 0)))))
        readings = tuple(
            (str(self.space.cells[c].key[1]), str(v))
            for c, v in sorted(corner.choices.items())
            if self.space.cells[c].key[0] == "reading" and v
        )
        return Case("试例", self.documents, tuple(facts), everything_complete=True, readings=readings)

    def _require(self, said: dict[tuple[str, str], list[FieldValue]]) -> None:
        """State what a case has to state, though no rule looks at it."""
        waiting = list(self.stage.facts)
        while waiting:
            kind, id = waiting.pop()
            has = {v.field for v in said.get((kind, id), ())} | self.stage.facts[kind, id].keys()
            for field in self.vocabulary.required(kind):
                if field.name in has:
                    continue
                if field.type.kind == "entity" and not field.type.list:
                    before = len(self.stage.facts)
                    with suppress(Beyond):  # all facts of that kind are looked through, and there are no more of them
                        name = self.stage.party(kind, id, field.name, field.type.name)
                        waiting += [(field.type.name, name)] if len(self.stage.facts) > before else []
                    continue
                value = self._plain(field)
                if value is not None:
                    said.setdefault((kind, id), []).append(
                        FieldValue(field.name, value, write_value(value, field.type))
                    )

    def _plain(self, field: FieldDecl) -> Scalar | None:
        """Some value of a field."""
        match field.type.kind:
            case "boolean":
                return False
            case "enum":
                return next(iter(self.vocabulary.values(field.type)), None)
            case "date":
                return self.anchor
            case "money":
                return Fraction(1000)
            case "number":
                return Fraction(1)
            case "period":
                return Period(12, "months")
            case "text":
                return "某"
        return None


def _scalar(value: Fraction, kind: str, unit: str) -> Scalar:
    if kind == "date":
        return dt.date.fromordinal(int(value))
    return Period(int(value), unit or "months") if kind == "period" else value


def _inside(value: Fraction, region: Region) -> bool:
    above = region.low is None or value > region.low or (value == region.low and not region.low_open)
    below = region.high is None or value < region.high or (value == region.high and not region.high_open)
    return above and below


def _solved(
    expr: Expr,
    region: Region,
    cell: int,
    point: Mapping[int, Fraction],
    parts: int,
    first: int,
    last: int,
    way: int,
) -> tuple[int, int]:
    """The steps of a cell at which an expression that is a straight line along it lies in a region."""
    base, one = at(expr, {**point, cell: Fraction(0)}), at(expr, {**point, cell: Fraction(1)})
    if base is None or one is None or one == base:
        return first, last
    for end, opened, is_low in ((region.low, region.low_open, True), (region.high, region.high_open, False)):
        if end is None:
            continue
        step = (end - base) / (one - base) * parts
        if is_low == (one > base):
            first = max(first, floor(step) + 1 if opened else ceil(step))
        else:
            last = min(last, ceil(step) - 1 if opened else floor(step))
    return first, last


def _narrowed(
    expr: Expr,
    region: Region,
    cell: int,
    point: Mapping[int, Fraction],
    parts: int,
    first: int,
    last: int,
    way: int,
) -> tuple[int, int]:
    """The steps of a cell at which an expression that only rises, or only falls, lies in a region. A step at which the
    expression has no value counts as being past the end that it lies at."""

    def side(step: int) -> int:
        """-1 below the region, 0 in it, 1 above it, as the expression rises."""
        value = at(expr, {**point, cell: Fraction(step, parts)})
        if value is None:
            return 2
        if _inside(value, region):
            return 0
        return -1 if region.low is not None and value <= region.low else 1

    def turned(step: int) -> int:
        found = side(step)
        if found == 2:
            # No value: at the end at which it is lowest (an age before birth is less than nothing).
            return -1
        return found

    def search(wanted: int) -> int:
        """The first step, in the order in which the expression rises, at which it is not below ``wanted``."""
        low, high = first, last + 1
        while low < high:
            half = (low + high) // 2
            step = half if way > 0 else first + last - half
            if turned(step) >= wanted:
                high = half
            else:
                low = half + 1
        return low

    begin, end = search(0), search(1) - 1
    return (begin, end) if way > 0 else (first + last - end, first + last - begin)
