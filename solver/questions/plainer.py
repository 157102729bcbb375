"""A witness without what it does not need, its values as plain as they can be.

What can go is seen by direct evaluation, left out together, and the program is asked once; only where it objects is one
left out after the other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction

from compiler.cases.model import Case, Fact, FieldValue, Scalar
from compiler.cases.write import write_value
from compiler.rulebook.model import FieldDecl
from compiler.rulebook.terms import Type
from solver.questions.apart import Apart, Witness, is_decided
from solver.search.landmarks import middle_of

_SUMS = (Fraction(1000), Fraction(2000), Fraction(10_000), Fraction(20_000))
_COUNTS = (Fraction(1), Fraction(2), Fraction(3))
Change = Callable[[Case], Case]


def plainer(apart: Apart, found: Witness) -> Witness:
    """The witness with every record, field and reading left out that it does without, and with round values; what any
    case has to state is stated."""
    pair = Apart(apart.assessor, apart.concerned, apart.asks, apart.scene, apart.reading, found.choices)
    made = _Plainer(pair, found)
    made.without(made.records())
    made.without(made.fields())
    made.moved()
    for _ in range(2):  # a value may be in the way of another
        made.rounded()
    made.untaken()
    made.complete()
    return made.found


class _Plainer:
    def __init__(self, apart: Apart, found: Witness) -> None:
        self.apart, self.found = apart, found
        self.rulebook = apart.rulebook

    def without(self, changes: Sequence[Change]) -> None:
        """Make all of the changes that can be made together, else those of each half that can be."""
        likely = [c for c in changes if self._may(c(self.found.case))]
        case = self.found.case
        for change in likely:
            case = change(case)
        if likely and not self._take(case) and len(likely) > 1:
            half = len(likely) // 2
            self.without(likely[:half])
            self.without(likely[half:])

    def _may(self, case: Case) -> bool:
        return self.apart.promising(self.apart.views(case))

    def _take(self, case: Case) -> bool:
        """Whether this case is a witness as well; then it is the witness."""
        if case == self.found.case:
            return True
        if not self._may(case):
            return False
        other = self.apart.witness(case)
        if other is None or is_decided(other) < is_decided(self.found):
            return False
        self.found = other
        return True

    # ------------------------------------------------------------ what may go

    def records(self) -> list[Change]:
        """Leave out a record beside the object, or a party that nothing refers to once the rest is gone."""
        return [_lacking(f) for f in self.found.case.facts if f.id != self.apart.object and not self._is_named(f)]

    def _is_named(self, fact: Fact) -> bool:
        return any(fact.id in _names(v.value) for f in self.found.case.facts for v in f.values)

    def fields(self) -> list[Change]:
        """Leave out a field that a case does not have to state; the last ones first, as they rest on the others."""
        found = []
        for fact in reversed(self.found.case.facts):
            for value in reversed(fact.values):
                field = self._declared(fact.kind, value.field)
                if value.stated and not (field is not None and field.required):
                    found.append(_lacking(fact, value.field))
        return found

    def untaken(self) -> None:
        """Leave every reading open, or to its default, but those that the answer then waits for."""
        case, kept = self.found.case, frozenset[str]()
        claim = self.found.results[0].claim
        while True:
            less = replace(case, readings=tuple(r for r in case.readings if r[0] in kept))
            waits = self.apart.waits(less, claim) & {n for n, _ in case.readings} - kept
            if not waits:
                break
            kept |= waits
        if not self._take(less):
            self.without([_open(name) for name, _ in case.readings])

    # ------------------------------------------------------------ values

    def moved(self) -> None:
        """All days by as much, so that the first is a round one: how they lie to each other stays."""
        case = self.found.case
        days = [v.value for f in case.facts for v in f.values if v.stated and isinstance(v.value, dt.date)]
        if not days:
            return
        by = self._days()[0] - min(days)
        for fact in self.found.case.facts:
            for value in fact.values:
                if value.stated and isinstance(value.value, dt.date):
                    case = _with(case, fact, value.field, value.value + by)
        self._take(case)

    def _days(self) -> Sequence[dt.date]:
        year = middle_of(self.rulebook, self.found.case).year
        return dt.date(year, 6, 1), dt.date(year, 5, 1), dt.date(year + 1, 6, 1), dt.date(year - 1, 6, 1)

    def rounded(self) -> None:
        """Round values in place of those at which something just turns over, where they do as well."""
        for fact in self.found.case.facts:
            for value in fact.values:
                if not value.stated or isinstance(value.value, tuple):
                    continue
                for other in self._rounder(fact.kind, value):
                    if other == value.value or self._take(_with(self.found.case, fact, value.field, other)):
                        break

    def _rounder(self, kind: str, value: FieldValue) -> Sequence[Scalar]:
        if isinstance(value.value, dt.date):
            return self._days()
        if not isinstance(value.value, Fraction):
            return ()
        return _SUMS if self._type(kind, value.field).kind == "money" else _COUNTS

    def complete(self) -> None:
        """State what a case has to state, and write every value as its field has it; parties of which nothing is said
        and whom nothing names are left out."""
        case = self.found.case
        for fact in case.facts:
            for field in self._required(fact):
                plain = self._plain(field)
                if plain is not None:
                    case = _with(case, fact, field.name, plain)
        if not self._take(case):
            case = self.found.case
        named = {n for f in case.facts for v in f.values for n in _names(v.value)}
        kept = [f for f in case.facts if f.id == self.apart.object or f.id in named or any(v.stated for v in f.values)]
        self._take(replace(case, facts=tuple(kept)))
        written = [replace(f, values=tuple(self._written(f.kind, v) for v in f.values)) for f in self.found.case.facts]
        self.found = replace(self.found, case=replace(self.found.case, facts=tuple(written)))

    def _required(self, fact: Fact) -> list[FieldDecl]:
        kind = self.rulebook.kind(fact.kind)
        fields = kind.fields if kind is not None else ()
        return [f for f in fields if f.required and not f.type.list and fact.get(f.name) is None]

    def _plain(self, field: FieldDecl) -> Scalar | None:
        """Some value of a field."""
        match field.type.kind:
            case "boolean":
                return False
            case "date":
                return self._days()[0]
            case "money":
                return _SUMS[0]
            case "number":
                return _COUNTS[0]
            case "text":
                return f"某{field.name}"
            case "enum":
                enum = self.rulebook.enum(field.type.name)
                return enum.values[0] if enum is not None else None
        return None

    def _written(self, kind: str, value: FieldValue) -> FieldValue:
        if isinstance(value.value, tuple) or not value.stated:
            return value
        return replace(value, written=write_value(value.value, self._type(kind, value.field)))

    def _type(self, kind: str, field: str) -> Type:
        decl = self._declared(kind, field)
        return decl.type if decl is not None else Type("text")

    def _declared(self, kind: str, field: str) -> FieldDecl | None:
        decl = self.rulebook.kind(kind)
        return decl.get(field) if decl is not None else None


def _names(value: Scalar | tuple[Scalar, ...]) -> tuple[str, ...]:
    of = value if isinstance(value, tuple) else (value,)
    return tuple(v for v in of if isinstance(v, str))


def _open(name: str) -> Change:
    """Does not take a reading."""
    return lambda case: replace(case, readings=tuple(r for r in case.readings if r[0] != name))


def _lacking(fact: Fact, field: str = "") -> Change:
    """Leaves out a field of a fact, or the fact."""

    def change(case: Case) -> Case:
        facts = []
        for one in case.facts:
            if (one.kind, one.id) != (fact.kind, fact.id):
                facts.append(one)
            elif field:
                facts.append(replace(one, values=tuple(v for v in one.values if v.field != field)))
        return replace(case, facts=tuple(facts))

    return change


def _with(case: Case, fact: Fact, field: str, value: Scalar) -> Case:
    """The case with one field stated so."""
    facts = []
    for one in case.facts:
        if (one.kind, one.id) == (fact.kind, fact.id):
            said = FieldValue(field, value, write_value(value))
            before = any(v.field == field for v in one.values)
            values = tuple(said if v.field == field else v for v in one.values)
            one = replace(one, values=values if before else (*one.values, said))
        facts.append(one)
    return replace(case, facts=tuple(facts))
