"""The smallest cases: objects of a kind with the parties they refer to, and nothing said of them."""

from __future__ import annotations

from compiler.cases.model import Case, Fact, FieldValue
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID

NUMBERS = ("一", "二", "三")


def skeleton(rulebook: Rulebook, documents: tuple[str, ...], kinds: tuple[str, ...]) -> Case:
    """A case with one object per entry of ``kinds``. Every party or thing a field refers to is the same for all."""
    facts: dict[tuple[str, str], Fact] = {}
    count: dict[str, int] = {}

    def party(kind: str) -> str:
        name = f"某{kind}"
        if (kind, name) not in facts:
            facts[kind, name] = Fact(kind, name, ())
            facts[kind, name] = Fact(kind, name, tuple(references(kind)))
        return name

    def references(kind: str) -> list[FieldValue]:
        decl = rulebook.kind(kind)
        found = []
        for field in decl.fields if decl is not None else ():
            if field.default is not None:
                found.append(FieldValue(field.name, field.default.value, field.default.written, stated=False))
            elif field.type.kind == "entity" and not field.type.list and field.type.name != kind:
                name = party(field.type.name)
                found.append(FieldValue(field.name, name, name))
        return found

    for kind in kinds:
        count[kind] = count.get(kind, 0) + 1
        number = NUMBERS[count[kind] - 1] if kinds.count(kind) > 1 else "甲"
        name = f"{kind}{number}"
        facts[kind, name] = Fact(kind, name, () if kind == PAID else tuple(references(kind)))
    return Case("试例", documents, tuple(facts.values()), everything_complete=True)
