"""The smallest cases: objects of a kind with the parties they refer to, and nothing said of them."""

from __future__ import annotations

from compiler.cases.model import Case, Fact, FieldValue
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID

NUMBERS = ("一", "二", "三", "四", "五", "六")


def skeleton(rulebook: Rulebook, documents: tuple[str, ...], kinds: tuple[str, ...], listed: int = 0) -> Case:
    """A case with one object per entry of ``kinds``. Every party or thing a field refers to is the same for all, the
    first object of its kind where there is one; a list of them has ``listed`` members, or nothing is said of it where
    that is 0."""
    facts: dict[tuple[str, str], Fact] = {}
    count: dict[str, int] = {}

    def called(kind: str, number: int) -> str:
        return f"{kind}{NUMBERS[number - 1] if kinds.count(kind) > 1 else '甲'}"

    def party(kind: str, number: int = 1) -> str:
        if kind in kinds and number == 1:
            return called(kind, 1)
        name = f"某{kind}{number}" if number > 1 else f"某{kind}"
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
            elif field.type.kind == "entity" and field.type.list and field.type.name != kind and listed:
                names = tuple(party(field.type.name, n) for n in range(1, listed + 1))
                found.append(FieldValue(field.name, names, "、".join(names)))
        return found

    for kind in kinds:
        count[kind] = count.get(kind, 0) + 1
        name = called(kind, count[kind])
        facts[kind, name] = Fact(kind, name, () if kind == PAID else tuple(references(kind)))
    return Case("试例", documents, tuple(facts.values()), everything_complete=True)
