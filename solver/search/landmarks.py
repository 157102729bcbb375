"""The values of a field at which something turns over: each threshold, and the last value on its other side.

A threshold is found, not read off: the comparison is evaluated as the field moves, and where it comes out differently
the place is narrowed down to a single step (a day, a fen, a whole). So a threshold that follows from several values
(an age on a date, the fee whose 60 % meets a cap) is found like one that stands in the text. Between two probes that
agree a comparison is taken to be steady; probes lie at every power of two around the value and at every other
threshold of the field.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from fractions import Fraction
from itertools import pairwise

from compiler.cases.model import Case, Scalar
from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import CONDITIONS, Apply, Const, FieldOf, OneOf, Period, Term, Test, Type
from compiler.source.record import dataclass
from compiler.source.text import Span
from solver.arithmetic.dates import share_window
from solver.arithmetic.operations import compare
from solver.arithmetic.values import Interval, Value
from solver.search.cells import another, declared
from solver.search.evaluate import Cell, Evaluator
from solver.search.leaves import Asked, Between, Instance, touched

FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
LARGEST = 10**9
_MONTHS = 1200

Probe = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of a type lie in a row: ``at`` gives the one at a place, ``place`` the place of one."""

    last: int
    at: Callable[[int], Scalar]
    place: Callable[[Scalar], int]


def scale_of(kind: Type, like: Scalar | None) -> Scale | None:
    """The scale of a measured type; None where values have no order of their own or are few."""
    if kind.kind == "date":
        first = FIRST_DAY.toordinal()
        return Scale(
            LAST_DAY.toordinal() - first,
            lambda i: dt.date.fromordinal(first + i),
            lambda v: v.toordinal() - first if isinstance(v, dt.date) else 0,
        )
    if kind.kind in ("money", "number"):
        parts = 100 if kind.kind == "money" else 1 if kind.name == "integer" else 10_000
        return Scale(
            LARGEST * parts,
            lambda i: Fraction(i, parts),
            lambda v: int(v * parts) if isinstance(v, Fraction) else 0,
        )
    if kind.kind == "period":
        unit = like.unit if isinstance(like, Period) else "months"
        return Scale(_MONTHS, lambda i: Period(i, unit), lambda v: v.count if isinstance(v, Period) else 0)
    return None


def values(
    rulebook: Rulebook,
    evaluator: Evaluator,
    cell: Cell,
    probes: Sequence[Probe],
    mentioned: Iterable[Scalar],
    middle: Scalar | None,
) -> list[Scalar]:
    """The values worth trying for a cell, in their order: all of a small set, the landmarks of a scale.

    ``probes`` evaluate what the cell may matter to; ``mentioned`` are values the rules compare it with; ``middle`` is
    where the search on a scale starts when the cell has no value.
    """
    field = declared(rulebook, cell)
    if field is None:
        kind = Type("date") if cell[2] == "日期" else Type("money", unit="元") if cell[2] == "金额" else Type("text")
    else:
        kind = field.type
    if kind.kind == "boolean":
        return [True, False]
    enum = rulebook.enum(kind.name) if kind.kind == "enum" else None
    if enum is not None:
        return list(enum.values)
    if kind.kind == "entity":
        return [*(f.id for f in evaluator.case.facts if f.kind == kind.name), another(evaluator.case, kind.name)]
    found = evaluator.field(cell)
    now = None if isinstance(found, tuple | Interval) else found
    scale = scale_of(kind, now)
    if scale is None:
        words = {v for v in mentioned if isinstance(v, str)} | ({now} if isinstance(now, str) else set())
        return [*sorted(words)]
    return _on_scale(evaluator, cell, scale, probes, mentioned, now if now is not None else middle)


def _on_scale(
    evaluator: Evaluator,
    cell: Cell,
    scale: Scale,
    probes: Sequence[Probe],
    mentioned: Iterable[Scalar],
    start: Scalar | None,
) -> list[Scalar]:
    points = _points(scale, start, mentioned)
    found: set[int] = set()

    def seen(probes: Sequence[Probe], i: int) -> list[object]:
        with evaluator.supposing(cell, scale.at(i)):
            return [probe() for probe in probes]

    def narrow(turning: Sequence[int], low: int, left: Sequence[object], high: int, right: Sequence[object]) -> None:
        """Of the probes that differ between two places those that differ, and where: all at once, for what one of them
        evaluates another may need as well."""
        apart = [n for n in range(len(turning)) if left[n] != right[n]]
        if not apart:
            return
        if high - low == 1:
            found.update((low, high))
            return
        half = (low + high) // 2
        among = [turning[n] for n in apart]
        before, after = ([of[n] for n in apart] for of in (left, right))
        states = seen([probes[i] for i in among], half)
        narrow(among, low, before, half, states)
        narrow(among, half, states, high, after)

    every = range(len(probes))
    rows = [seen(probes, i) for i in points]
    for (low, left), (high, right) in pairwise(zip(points, rows, strict=True)):
        narrow(every, low, left, high, right)
    return [scale.at(i) for i in sorted(found)]


def _points(scale: Scale, start: Scalar | None, mentioned: Iterable[Scalar]) -> list[int]:
    centres = [scale.place(v) for v in (*mentioned, *(() if start is None else (start,))) if not isinstance(v, str)]
    points = {0, scale.last}
    for centre in centres:
        points |= {centre - 1, centre, centre + 1}
    middle = scale.place(start) if start is not None else scale.last // 2
    step = 1
    while step < scale.last:
        points |= {middle - step, middle + step}
        step *= 2
    return sorted(p for p in points if 0 <= p <= scale.last)


def order_of(rulebook: Rulebook, cell: Cell, like: Scalar | None) -> Callable[[Scalar], int] | None:
    """The place of a field's values in their row; None where they have no order."""
    decl = declared(rulebook, cell)
    if decl is None:
        return None
    enum = rulebook.enum(decl.type.name) if decl.type.kind == "enum" else None
    if enum is not None:
        return (lambda value: enum.values.index(str(value))) if enum.ordered else None
    scale = scale_of(decl.type, like)
    return scale.place if scale is not None else None


def probe(instance: Instance, evaluator: Evaluator) -> Probe:
    """What a comparison comes to, as a function of the evaluator's present state."""
    leaf, env = instance.leaf, instance.env
    if isinstance(leaf, Between):
        return lambda: relation(leaf, evaluator)
    if isinstance(leaf, Asked):
        return lambda: leaf.ask(evaluator)
    if isinstance(leaf, Apply):

        def bound() -> object:
            a, b = (evaluator.value(x, env) for x in leaf.args[:2])
            if isinstance(a, Fraction | Interval) and isinstance(b, Fraction | Interval):
                return compare("lt", "money", a, b)
            return None

        return bound
    return lambda: evaluator.state(leaf, env)


def relation(leaf: Between, evaluator: Evaluator) -> object:
    """How two claims lie to each other; None when one side is not known."""
    a, b = evaluator.value(leaf.own, leaf.own_env), evaluator.value(leaf.other, leaf.other_env)
    return related(leaf, a, b, evaluator)


def related(leaf: Between, a: Value | None, b: Value | None, evaluator: Evaluator) -> object:
    """The same for values that are known already."""
    if a is None or b is None:
        return None
    if isinstance(a, dt.date) and isinstance(b, dt.date):
        return (a > b) - (a < b), share_window(leaf.window, a, b)
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return (a > b) - (a < b)
    if isinstance(a, Fraction | Interval) and isinstance(b, Fraction | Interval):
        return compare("lt", "money", a, b), compare("gt", "money", a, b)
    place = evaluator.rank(leaf.own.type.name)
    return (place(a) > place(b)) - (place(a) < place(b)) if leaf.sort == "sum" and place is not None else a == b


def goes_into(cell: Cell, node: object) -> bool:
    """Whether a value is reckoned from a field of this name, and not only chosen by comparisons of it."""
    if isinstance(node, CONDITIONS):
        return False
    if isinstance(node, FieldOf) and (node.owner, node.name) == (cell[0], cell[2]):
        return True
    if isinstance(node, tuple):
        return any(goes_into(cell, part) for part in node)
    if is_dataclass(node) and not isinstance(node, Span | Type):
        return any(goes_into(cell, getattr(node, f.name)) for f in fields(node) if f.name != "origin")
    return False


def mentions(instances: Iterable[Instance]) -> list[Scalar]:
    """The constants in comparisons."""
    found: list[Scalar] = []
    for i in instances:
        leaf = i.leaf
        if isinstance(leaf, Test):
            found += [t.value for t in (leaf.left, leaf.right) if isinstance(t, Const)]
        elif isinstance(leaf, OneOf):
            found += [o.value for o in leaf.options]
    return list(dict.fromkeys(found))


def middle_of(rulebook: Rulebook, case: Case) -> dt.date:
    """A day to start from where a date is not known: the day the question is asked, else when the law began."""
    begun = [d.in_force for d in rulebook.documents if d.in_force is not None and d.number in case.documents]
    return case.on or max(begun, default=dt.date(2020, 1, 1))


def plain(rulebook: Rulebook, case: Case, cell: Cell) -> list[Scalar]:
    """Some values of a number or day, where nothing is seen to turn over."""
    field = declared(rulebook, cell)
    some: dict[str, list[Scalar]] = {
        "date": [middle_of(rulebook, case)],
        "money": [Fraction(1000), Fraction(2000)],
        "number": [Fraction(1), Fraction(2)],
    }
    return some.get(field.type.kind, []) if field is not None else []


class Reach:
    """The comparisons of one state, by the cells they look at."""

    def __init__(self, found: Iterable[Instance], evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._by_cell: dict[Cell, list[Instance]] = {}
        for instance in found:
            for cell in touched(instance.leaf, instance.env, evaluator):
                self._by_cell.setdefault(cell, []).append(instance)

    def signature(self, cell: Cell, value: Scalar) -> tuple[object, ...]:
        """What all of them come to with the cell set so: values with one signature cannot be told apart."""
        return self._with(cell, value, self.probes(cell))

    def _with(self, cell: Cell, value: Scalar, probes: Sequence[Probe]) -> tuple[object, ...]:
        with self._evaluator.supposing(cell, value):
            return tuple(seen() for seen in probes)

    def different(self, cell: Cell, before: Scalar | None, allowed: Iterable[Scalar], named: bool) -> Iterator[Scalar]:
        """The nearest of those values that no comparison can tell apart, and none that is as good as the one there is.
        Values that are ``named`` and lie on no scale are none nearer than the other: each is a way of its own."""
        seen = {self.signature(cell, before)} if before is not None else set()
        for value in allowed:
            sign = self.signature(cell, value)
            if sign not in seen:
                if not named:
                    seen.add(sign)
                yield value

    def turned(
        self,
        cell: Cell,
        before: Scalar | None,
        after: Scalar,
        among: Iterable[Instance],
        otherwise: Instance | None = None,
    ) -> Instance | None:
        """The first comparison ``among`` these that comes out otherwise when the cell goes from one value to another;
        ``otherwise`` when none does."""
        for one in among:
            seen = probe(one, self._evaluator)
            was = seen() if before is None else self._with(cell, before, [seen])[0]
            if was != self._with(cell, after, [seen])[0]:
                return one
        return otherwise

    def turning(
        self, cell: Cell, before: Scalar | None, among: Sequence[Scalar], blamed: Sequence[Instance]
    ) -> Sequence[Scalar]:
        """Those values of a cell with which one of the comparisons to blame comes out as it has to: what they do
        elsewhere can be done once it has to. All of them where none does alone."""
        if not blamed:
            return among
        probes = [probe(i, self._evaluator) for i in blamed]
        was = tuple(seen() for seen in probes) if before is None else self._with(cell, before, probes)

        def helps(value: Scalar) -> bool:
            states = zip(blamed, was, self._with(cell, value, probes), strict=True)
            return any(now != before and one.wanted in (None, now) for one, before, now in states)

        return [v for v in among if helps(v)] or among

    def probes(self, cell: Cell) -> list[Probe]:
        """What the comparisons that look at the cell come to. A bound of a sum, or how two sums lie, that no value of
        the cell goes into can only come out otherwise where a comparison turns over that a sum is chosen by, and those
        are probed themselves."""
        known = self._evaluator.memory.reckoned
        return [probe(i, self._evaluator) for i in self._by_cell.get(cell, ()) if is_reckoned(cell, i, known)]

    def mentions(self, cell: Cell) -> list[Scalar]:
        """The constants that the cell is held against, and what stands on either side of an equality now: it holds at
        one place, which no search between two others would come by."""
        instances = self._by_cell.get(cell, ())
        known: list[Scalar] = []
        for leaf, env in ((i.leaf, i.env) for i in instances):
            if isinstance(leaf, Test) and leaf.op in ("eq", "ne"):
                sides = (self._evaluator.value(side, env) for side in (leaf.left, leaf.right))
                known += [v for v in sides if v is not None and not isinstance(v, Interval)]
        return list(dict.fromkeys((*mentions(instances), *known)))


def is_reckoned(cell: Cell, instance: Instance, known: dict[tuple[str, str, int], tuple[object, bool]]) -> bool:
    """Whether a comparison can turn over by more than the comparisons within it. ``known``: of terms what was found
    before; it holds them, so that no other takes the place of one."""
    leaf = instance.leaf

    def goes(term: Term) -> bool:
        key = (cell[0], cell[2], id(term))
        if key not in known:
            known[key] = term, goes_into(cell, term)
        return known[key][1]

    match leaf:
        case Between():
            return goes(leaf.own) or goes(leaf.other)
        case Test():
            return goes(leaf.left) or goes(leaf.right)
        case OneOf():
            return goes(leaf.term)
        case Apply():
            return goes(leaf)
        case _:
            return True
