"""What the policy takes for granted of a fact of which nothing is stated."""

from __future__ import annotations

from compiler.cases.model import Fact, FieldValue
from compiler.rulebook.model import FieldDecl, KindDecl


def default_value(decl: FieldDecl) -> FieldValue | None:
    """The declared default of a field; None where none is declared."""
    if decl.default is None:
        return None
    value = decl.default.value
    return FieldValue(
        decl.name, (value,) if decl.type.list else value, decl.default.written, False, decl.default.origin
    )


def blank(decl: KindDecl, id: str, implied: bool = False) -> Fact:
    """A fact of a kind with nothing but the declared defaults."""
    values = (default_value(field) for field in decl.fields)
    return Fact(decl.name, id, tuple(v for v in values if v is not None), implied)
