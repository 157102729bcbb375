"""The cells of one search: facts and quantities, each with the marks at which something turns over.

A cell on a scale is cut into regions by its marks; within a region every condition is constant. ``parts`` says how
many steps make a unit (money: 100 fen, dates: days); a quantity that is not itself a fact has no steps (``parts`` 0).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from compiler.rulebook.terms import Period, Type
from solver.regions.formulas import NO, YES, Formula, Formulas

FIRST, LAST = dt.date(1, 1, 1).toordinal(), dt.date(9999, 12, 31).toordinal()


@dataclass(slots=True)
class Cell:
    """A fact or quantity.

    ``key``: what it is; ``("field", kind, id, field)`` for a fact. ``sort``: scale or choice. ``low`` and ``high`` are
    values (not steps), None without an end. ``options`` of a choice; ``preferred`` the cheapest of them. ``silent``:
    whether it may have no value. ``unit``: of a length of time. ``partial``: a quantity without a value in some cases.
    """

    key: tuple[Hashable, ...]
    sort: str
    type: Type
    parts: int = 0
    low: Fraction | None = None
    high: Fraction | None = None
    marks: set[tuple[Fraction, int]] = field(default_factory=set)
    options: list[Hashable] = field(default_factory=list)
    preferred: Hashable = None
    silent: bool = True
    unit: str = ""

    def place(self, mark: tuple[Fraction, int]) -> tuple[Fraction, int]:
        """The mark moved up to the first step at which it is reached."""
        if not self.parts:
            return mark
        value, after = mark
        steps = value * self.parts
        return Fraction(floor(steps) + 1 if after else ceil(steps), self.parts), 0


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of a scale between two marks: from ``low`` (or ``low_open``: just above it) to ``high``; None: no end.
    ``parts``: steps a unit, 0 where every number may be taken."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False
    parts: int = 0


class Space:
    """All cells of a search, and the leaves over them."""

    def __init__(self, formulas: Formulas) -> None:
        self.formulas = formulas
        self.cells: list[Cell] = []
        self._index: dict[tuple[Hashable, ...], int] = {}
        self._regions: dict[int, list[Region]] = {}

    def cell(self, made: Cell) -> int:
        """The number of a cell; the first of its key is kept."""
        found = self._index.get(made.key)
        if found is None:
            found = self._index[made.key] = len(self.cells)
            self.cells.append(made)
        return found

    def find(self, key: tuple[Hashable, ...]) -> int | None:
        """The number of the cell with that key."""
        return self._index.get(key)

    def reached(self, cell: int, value: Fraction, after: bool) -> Formula:
        """The cell lies at ``value`` or above it (``after``: above it)."""
        of = self.cells[cell]
        mark = of.place((value, int(after)))
        if of.low is not None and mark <= (of.low, 0):
            return self.formulas.split(self.formulas.stated(cell), NO)
        if of.high is not None and mark > (of.high, 0):
            return self.formulas.split(NO, self.formulas.stated(cell))
        of.marks.add(mark)
        return self.formulas.cut(cell, mark)

    def compare(self, cell: int, op: str, value: Fraction) -> Formula:
        """The cell compared with a number."""
        match op:
            case "ge":
                return self.reached(cell, value, False)
            case "gt":
                return self.reached(cell, value, True)
            case "lt":
                return self.formulas.negate(self.reached(cell, value, False))
            case "le":
                return self.formulas.negate(self.reached(cell, value, True))
        same = self.formulas.every(
            (self.reached(cell, value, False), self.formulas.negate(self.reached(cell, value, True)))
        )
        return same if op == "eq" else self.formulas.negate(same)

    def within(self, cell: int, region: Region) -> Formula:
        """The cell lies in the region. Only for regions between marks."""
        parts = []
        if region.low is not None:
            parts.append(self.reached(cell, region.low, region.low_open))
        if region.high is not None:
            parts.append(self.formulas.negate(self.reached(cell, region.high, not region.high_open)))
        return self.formulas.every((*parts, self.formulas.stated(cell)))

    def ordered(self, cell: int) -> list[tuple[Fraction, int]]:
        """The marks of a scale, from low to high."""
        return sorted(self.cells[cell].marks)

    def regions(self, cell: int) -> list[Region]:
        """The regions of a scale, from low to high."""
        of, marks = self.cells[cell], self.ordered(cell)
        found = []
        low, low_open = of.low, False
        for value, after in marks:
            if of.parts:
                found.append(Region(low, value - Fraction(1, of.parts), low_open, False, of.parts))
            else:
                found.append(Region(low, value, low_open, not after))
            low, low_open = value, bool(after)
        found.append(Region(low, of.high, low_open, False, of.parts))
        return found

    def picked(self, cell: int, value: Hashable) -> Formula:
        """The cell has this value."""
        return self.formulas.pick(cell, value)

    def is_in(self, cell: int, values: list[Hashable]) -> Formula:
        """The cell has one of these values, and if not, another."""
        of = self.cells[cell]
        if not values:
            return self.formulas.split(NO, self.formulas.stated(cell))
        if set(of.options) <= set(values) and of.type.kind in ("enum", "boolean"):
            return self.formulas.split(self.formulas.stated(cell), NO)
        return self.formulas.some(self.formulas.pick(cell, v) for v in values)


def whole(formula: Formula) -> bool:
    """Whether it is yes or no whatever the case."""
    return formula in (YES, NO)


def number_of(value: object) -> Fraction | None:
    """A value as a number on its scale: a date by its day, a length of time by its count."""
    if isinstance(value, bool):
        return None
    if isinstance(value, Fraction):
        return value
    if isinstance(value, dt.date):
        return Fraction(value.toordinal())
    if isinstance(value, Period):
        return Fraction(value.count)
    return None
