"""What two rulebooks have words for: the fields, enumerations and readings of cases that both can be asked about."""

from __future__ import annotations

from dataclasses import replace

from compiler.cases.defaults import default_value
from compiler.cases.model import Case, Fact
from compiler.rulebook.model import FieldDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Type


class Beyond(Exception):
    """Something that a search does not look into: ``construct`` says what, ``about`` where."""

    def __init__(self, construct: str, about: str = "") -> None:
        super().__init__(construct, about)
        self.construct, self.about = construct, about


class Vocabulary:
    """The words of both sides. A word that only one side has is not looked at by the other."""

    def __init__(self, *rulebooks: Rulebook) -> None:
        self.rulebooks = rulebooks

    def field(self, kind: str, name: str) -> FieldDecl:
        """The declaration of a field; raises :class:`Beyond` where two sides declare it differently."""
        found = [f for r in self.rulebooks if (k := r.kind(kind)) is not None and (f := k.get(name)) is not None]
        if not found:
            raise Beyond("vocabulary", f"{kind}.{name}")
        first = found[0]
        if any(f.type != first.type or _default(f) != _default(first) for f in found):
            raise Beyond("vocabulary", f"{kind}.{name}")
        return first

    def required(self, kind: str) -> list[FieldDecl]:
        """The fields of a kind that a case has to state."""
        found = [f for r in self.rulebooks if (k := r.kind(kind)) is not None for f in k.fields if f.required]
        return list({f.name: f for f in found}.values())

    def order(self, kind: str) -> dict[str, int]:
        """The fields of a kind, with their places."""
        names = dict.fromkeys(f.name for r in self.rulebooks if (k := r.kind(kind)) is not None for f in k.fields)
        return {name: place for place, name in enumerate(names)}

    def values(self, kind: Type) -> tuple[str, ...]:
        """The values of an enumeration that every side which has it knows."""
        found = [e.values for r in self.rulebooks if (e := r.enum(kind.name)) is not None]
        if not found:
            raise Beyond("vocabulary", kind.name)
        return tuple(v for v in found[0] if all(v in values for values in found))

    def differences(self) -> tuple[str, ...]:
        """Fields, enumerations and kinds that one side has no word for, or another word."""
        found: list[str] = []
        kinds = dict.fromkeys(k.name for r in self.rulebooks for k in r.kinds)
        for kind in kinds:
            decls = [r.kind(kind) for r in self.rulebooks]
            if None in decls:
                found.append(kind)
                continue
            fields = dict.fromkeys(f.name for d in decls if d is not None for f in d.fields)
            for name in fields:
                said = [d.get(name) for d in decls if d is not None]
                if len({None if f is None else (f.type, _default(f)) for f in said}) > 1:
                    found.append(f"{kind}.{name}")
        for enum in dict.fromkeys(e.name for r in self.rulebooks for e in r.enums):
            values = [e.values for r in self.rulebooks if (e := r.enum(enum)) is not None]
            if any(v != values[0] for v in values):
                found.append(enum)
        return tuple(found)

    def choices(self, reading: str) -> tuple[str, ...]:
        """The choices of a reading that every side which has it knows."""
        found = [tuple(c for c, _ in d.choices) for r in self.rulebooks for d in r.readings if d.name == reading]
        return tuple(c for c in found[0] if all(c in choices for choices in found)) if found else ()


def _default(field: FieldDecl) -> object:
    return field.default.value if field.default is not None else None


def seen_by(rulebook: Rulebook, case: Case) -> Case:
    """The case as one side reads it: without the facts and readings that it has no words for, and with what it takes
    for granted."""
    facts = []
    for fact in case.facts:
        kind = rulebook.kind(fact.kind)
        if fact.kind == PAID:
            facts.append(fact)
        elif kind is not None:
            names = {f.name for f in kind.fields}
            said = [v for v in fact.values if v.field in names and v.stated]
            granted = [default_value(f) for f in kind.fields if f.name not in {v.field for v in said}]
            facts.append(replace(fact, values=(*said, *(v for v in granted if v is not None))))
    known = {r.name for r in rulebook.readings}
    return replace(case, facts=tuple(facts), readings=tuple(r for r in case.readings if r[0] in known))


def stated(case: Case) -> int:
    """How many facts a case states."""
    return sum(_said(f) for f in case.facts) + len(case.readings)


def _said(fact: Fact) -> int:
    return sum(1 for v in fact.values if v.stated)
