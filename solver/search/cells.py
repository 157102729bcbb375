"""What of a case can be set otherwise: the fields of its facts, whether a history is whole, what the claimant chose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from compiler.cases.defaults import blank
from compiler.cases.model import Case, Fact, FieldValue, Scalar
from compiler.cases.write import write_value
from compiler.rulebook.model import FieldDecl, Rulebook
from compiler.rulebook.terms import Period
from solver.search.evaluate import Cell

WHOLE = "历史完整"
"""Kind of the cell that says whether all facts of a kind are stated: (WHOLE, kind, "")."""
CHOICE = "选择"
"""Kind of the cell that says that the claimant chose a benefit: (CHOICE, benefit id, object)."""

Changes = Mapping[Cell, Scalar]


def apply(rulebook: Rulebook, case: Case, changes: Changes) -> Case:
    """The case with these cells set. A party or thing that a cell names and the case does not have is added to it,
    with nothing said of it."""
    whole = tuple(kind for (sort, kind, _), value in changes.items() if sort == WHOLE and value is True)
    chosen = tuple((b, object_) for (sort, b, object_), value in changes.items() if sort == CHOICE and value is True)
    stated = (*case.facts, *_added(rulebook, case, changes))
    facts = tuple(_changed(f, changes) for f in stated)
    complete = tuple(dict.fromkeys((*case.complete, *whole)))
    kept = tuple(c for c in case.choices if not chosen)
    return replace(case, facts=facts, complete=complete, choices=(*kept, *chosen))


def _added(rulebook: Rulebook, case: Case, changes: Changes) -> tuple[Fact, ...]:
    known = {(f.kind, f.id) for f in case.facts}
    named: dict[tuple[str, str], None] = {}
    for cell, value in changes.items():
        field = declared(rulebook, cell)
        if field is not None and field.type.kind == "entity" and isinstance(value, str):
            named.setdefault((field.type.name, value))
    kinds = {kind: rulebook.kind(kind) for kind, _ in named}
    return tuple(
        blank(decl, id, implied=True)
        for kind, id in named
        if (kind, id) not in known and (decl := kinds[kind]) is not None
    )


def another(case: Case, kind: str) -> str:
    """A name for a party or thing that the case does not have yet."""
    taken = {f.id for f in case.facts}
    name, number = f"某{kind}", 2
    while name in taken:
        name, number = f"某{kind}{number}", number + 1
    return name


def _changed(fact: Fact, changes: Changes) -> Fact:
    own = {name: value for (kind, id, name), value in changes.items() if (kind, id) == (fact.kind, fact.id)}
    if not own:
        return fact
    kept = tuple(v for v in fact.values if v.field not in own)
    return replace(fact, values=(*kept, *(FieldValue(n, v, write_value(v)) for n, v in own.items())), implied=False)


def declared(rulebook: Rulebook, cell: Cell) -> FieldDecl | None:
    """The declaration of a field; None for the other cells and for the built-in record of payments."""
    kind = rulebook.kind(cell[0])
    return kind.get(cell[2]) if kind is not None else None


def is_open_to_change(rulebook: Rulebook, case: Case, cell: Cell) -> bool:
    """Whether a search may set the cell otherwise.

    Not stated: yes, for it may turn out so. Declared fixed: no. Declared changeable or forward: yes. Not
    declared: yes, but for a reference to another party or
    thing, which is what a fact is about, and for what was paid already, which has happened.
    """
    if cell[0] in (WHOLE, CHOICE):
        return True
    field = declared(rulebook, cell)
    if field is None or field.type.list:
        return False
    if current(case, cell) is None:
        return True
    if field.change == "fixed":
        return False
    return field.change is not None or field.type.kind != "entity"


def cost(rulebook: Rulebook, cell: Cell, before: Scalar | None) -> int:
    """What it costs to set the cell: nothing when the case does not state it yet, else as declared, else 1."""
    if before is None:
        return 0
    field = declared(rulebook, cell)
    return field.cost if field is not None and field.cost else 1


def goes_forward(rulebook: Rulebook, cell: Cell, before: Scalar | None, after: Scalar) -> bool:
    """Whether a change is one the field allows: a field that is 渐进 only grows, and 否 only becomes 是."""
    field = declared(rulebook, cell)
    if field is None or field.change != "forward" or before is None:
        return True
    if isinstance(before, bool) or isinstance(after, bool):
        return before is False
    if isinstance(before, dt.date) and isinstance(after, dt.date):
        return after > before
    if isinstance(before, Fraction) and isinstance(after, Fraction):
        return after > before
    if isinstance(before, Period) and isinstance(after, Period):
        return before.unit == after.unit and after.count > before.count
    enum = rulebook.enum(field.type.name)
    if enum is not None and enum.ordered:
        return enum.values.index(str(after)) > enum.values.index(str(before))
    return True


def current(case: Case, cell: Cell) -> Scalar | None:
    """The value that a cell has in a case; None when it has none."""
    if cell[0] == WHOLE:
        return case.is_complete(cell[1])
    if cell[0] == CHOICE:
        return any(benefit == cell[1] and object_ in (None, cell[2]) for benefit, object_ in case.choices)
    for fact in case.facts:
        if (fact.kind, fact.id) == cell[:2]:
            found = fact.get(cell[2])
            return found.value if found is not None and not isinstance(found.value, tuple) else None
    return None
