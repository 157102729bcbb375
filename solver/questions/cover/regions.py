"""What a value can be, as far as comparisons can tell: its regions, each with a value that stands for it.

Comparisons of one value with several constants are not independent: what is at least 60 is not below 50. A value is cut
at every constant it is compared with, and one step to each side; two values compared with each other are cut at their
difference. What lies in one region no comparison tells apart.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from fractions import Fraction

from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import (
    Cond,
    Const,
    FieldOf,
    Holds,
    Named,
    OneOf,
    Period,
    Series,
    Term,
    Test,
    Type,
    Var,
    walk,
)
from compiler.source.text import Span
from solver.arithmetic.operations import compare
from solver.questions.cover.steps import closed, edges, step

OTHER = "\x00other"
UNKNOWN = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What is cut into regions: ``key`` tells it from others, ``regions`` are the values that stand for them (None:
    not known). For two values compared with each other the regions are differences, left less right."""

    key: str
    regions: tuple[object, ...]


_NO_PART = frozenset({"id", "origin", "variable", "label", "written"})


def key_of(node: object) -> str:
    """What tells the value of a term from that of another in one scope: what it is made of, without ids and places."""
    match node:
        case Const(value):
            return f"={value}"
        case Var(depth):
            return f"v{depth}"
        case FieldOf(base, owner, name):
            return f"{key_of(base)}.{owner}.{name}"
        case Named(_, _, body):
            return key_of(body)
        case tuple():
            return f"({','.join(key_of(part) for part in node)})"
    if not is_dataclass(node) or isinstance(node, Type | Span):
        return str(node)
    parts = (key_of(getattr(node, f.name)) for f in fields(node) if f.name not in _NO_PART)
    return f"{type(node).__name__}({','.join(parts)})"


class Regions:
    """The subjects of everything under some conditions and values."""

    def __init__(self, rulebook: Rulebook, nodes: Iterable[object]) -> None:
        self.rulebook = rulebook
        self._enums = {e.name: e for e in rulebook.enums}
        self._deemed = {e.name: frozenset(e.deemed) for e in rulebook.enums}
        self._said: dict[str, set[object]] = {}
        self._step: dict[str, Fraction | None] = {}
        for node in nodes:
            for part in walk(node):
                self._take(part)

    def _take(self, part: object) -> None:
        if isinstance(part, OneOf):
            self._said.setdefault(key_of(part.term), set()).update(o.value for o in part.options)
        elif isinstance(part, Series):
            self._said.setdefault(key_of(part.date), set()).update(start for start, _ in part.values)
        elif isinstance(part, Test):
            for term, other in ((part.left, part.right), (part.right, part.left)):
                value = closed(other)
                if value is not None and closed(term) is None:
                    self._said.setdefault(key_of(term), set()).add(value)

    def subject(self, term: Term) -> Subject:
        """A single value, cut at the constants it is compared with."""
        return Subject(key_of(term), self._domain(term))

    def of(self, cond: Cond) -> tuple[Subject, dict[object, bool | None]] | None:
        """The subject of a comparison, and what it comes to in each region; None where it cannot be told."""
        match cond:
            case Holds(_, term):
                subject = self.subject(term)
                return subject, {r: r if isinstance(r, bool) else None for r in subject.regions}
            case OneOf(_, term, options, opened):
                subject = Subject(key_of(term), self._domain(term))
                return subject, {r: self._among(r, options, opened) for r in subject.regions}
            case Test(_, _, left, right):
                first, second = closed(left), closed(right)
                if first is not None and second is not None:
                    return None
                if second is not None:
                    subject = Subject(key_of(left), self._domain(left))
                    return subject, {r: self._compare(cond, r, second) for r in subject.regions}
                if first is not None:
                    subject = Subject(key_of(right), self._domain(right))
                    return subject, {r: self._compare(cond, first, r) for r in subject.regions}
                return self._between(cond)
            case _:
                return None

    def near(self, cond: Cond, inside: bool) -> object:
        """The region of the value nearest to the threshold on one side; OTHER where there is no such region."""
        if not isinstance(cond, Test):
            return OTHER
        both = edges(cond, self.rulebook)
        if both is None:
            return OTHER
        apart = both[0 if inside else 1]
        left, right = closed(cond.left), closed(cond.right)
        kind = _kind(cond)
        if left is None and right is None:
            return apart if self._turned(cond) is False else -apart
        base, sign = (right, 1) if right is not None else (left, -1)
        if kind == "enum":
            name = cond.left.type.name or cond.right.type.name
            values = self._enums[name].values
            index = values.index(str(base)) + int(sign * apart)
            return values[index] if 0 <= index < len(values) else "\x00none"
        return _moved(base, sign * apart)

    def _turned(self, cond: Test) -> bool:
        return key_of(cond.left) > key_of(cond.right)

    def _between(self, cond: Test) -> tuple[Subject, dict[object, bool | None]]:
        turned = self._turned(cond)
        first, second = (cond.right, cond.left) if turned else (cond.left, cond.right)
        kind = _kind(cond)
        key = f"{key_of(first)}|{key_of(second)}"
        if kind in ("number", "money", "date", "period") or (kind == "enum" and cond.op not in ("eq", "ne")):
            both = edges(cond, self.rulebook)
            marks = {Fraction(0), Fraction(1), Fraction(-1)}
            marks |= {(-x if turned else x) for x in both} if both is not None else set()
            wide = max(abs(m) for m in marks) * 2
            regions: tuple[object, ...] = (*sorted(marks | {wide, -wide}), UNKNOWN)
            subject = Subject(key, regions)
            return subject, {
                r: None if not isinstance(r, Fraction) else compare(cond.op, "number", -r if turned else r, Fraction(0))
                for r in regions
            }
        subject = Subject(f"{key}?", (True, False, UNKNOWN))
        return subject, {r: None if not isinstance(r, bool) else r == (cond.op == "eq") for r in subject.regions}

    def _domain(self, term: Term) -> tuple[object, ...]:
        kind, said = term.type.kind, self._said.get(key_of(term), set())
        unknown = () if self._always_stated(term) else (UNKNOWN,)
        if kind == "boolean":
            return (True, False, *unknown)
        if kind == "enum":
            return (*self._enums[term.type.name].values, *unknown)
        if kind in ("number", "money", "date", "period"):
            return (*self._points(term, said), *unknown)
        return (*sorted(map(str, said)), OTHER, *unknown)

    def _points(self, term: Term, said: set[object]) -> list[object]:
        """Each constant, a step to each side, and what lies between and beyond."""
        whole = term.type.kind in ("date", "period")
        unit = Fraction(1) if whole else step(term, self.rulebook) or Fraction(1, 10_000)
        found: set[object] = set()
        for value in said:
            for move in (-2 * unit, -unit, Fraction(0), unit, 2 * unit):
                found.add(_moved(value, move))
        numbers = [v for v in found if isinstance(v, Fraction)]
        days = [v for v in found if isinstance(v, dt.date)]
        periods = [v for v in found if isinstance(v, Period)]
        marks: list[object] = [*sorted(numbers), *sorted(days), *sorted(periods, key=lambda p: (p.unit, p.count))]
        return marks or [OTHER]

    def _always_stated(self, term: Term) -> bool:
        if not isinstance(term, FieldOf) or not isinstance(term.base, Var):
            return False
        kind = self.rulebook.kind(term.owner)
        field = kind.get(term.name) if kind is not None else None
        return field is not None and (field.required or field.default is not None)

    def _same(self, kind: str, name: str, a: object, b: object) -> bool:
        return a == b or (kind == "enum" and (a, b) in self._deemed.get(name, ()))

    def _among(self, region: object, options: tuple[Const, ...], opened: bool) -> bool | None:
        if region is UNKNOWN:
            return None
        if any(self._same(o.type.kind, o.type.name, region, o.value) for o in options):
            return True
        return None if opened else False

    def _compare(self, cond: Test, left: object, right: object) -> bool | None:
        if left is UNKNOWN or right is UNKNOWN:
            return None
        kind, name = _kind(cond), cond.left.type.name or cond.right.type.name
        if OTHER in (left, right):
            return {"eq": False, "ne": True}.get(cond.op)
        if kind == "enum" and cond.op in ("eq", "ne"):
            return self._same("enum", name, left, right) == (cond.op == "eq")
        if kind == "enum":
            values = self._enums[name].values
            return compare(cond.op, "number", Fraction(values.index(str(left))), Fraction(values.index(str(right))))
        return compare(cond.op, kind, left, right)  # type: ignore[arg-type]


def _kind(cond: Test) -> str:
    return cond.left.type.kind if cond.left.type.kind != "any" else cond.right.type.kind


def _moved(value: object, by: Fraction) -> object:
    if isinstance(value, Fraction):
        return value + by
    if isinstance(value, dt.date):
        try:
            return value + dt.timedelta(days=int(by))
        except OverflowError:
            return value
    if isinstance(value, Period):
        return Period(value.count + int(by), value.unit)
    return value
