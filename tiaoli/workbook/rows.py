"""A case as a row: for each column what the cell shows, and where in the case file that stands."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from compiler.cases.facts import kinds_by_name
from compiler.cases.place import silent
from compiler.cases.read import RawCase
from compiler.cases.words import EXPECTED_KEYS, FALSE, FORMS, OUTCOMES, PAID_FIELDS, TRUE, key_of
from compiler.rulebook.model import FieldDecl, KindDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import DATE, Type
from compiler.source import yaml_tree as y
from compiler.source.record import dataclass
from compiler.source.yaml_edit import Step
from tiaoli.words import Words
from tiaoli.workbook.cells import Shown, show, show_name
from tiaoli.workbook.columns import PARTS, Column

BOTH: Final = "；"
"""Between an outcome and an amount that stand in one cell."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a case states for one column: the cell, the declared type (None: text), and the node in the file."""

    shown: Shown
    type: Type | None
    node: y.Node


@dataclass(frozen=True, slots=True)
class Row:
    """A case by columns. ``facts``: where each stands, by kind and slot, as path of keys. ``expected``: the same for
    expectations, by benefit as written and slot: the key and the object in it; ``bodies`` those that are mappings.
    ``english``: its keys are English."""

    entries: dict[Column, Entry]
    facts: dict[tuple[str, int], tuple[Step, ...]]
    expected: dict[tuple[str, int], tuple[str, str]]
    bodies: dict[tuple[str, int], y.Mapping]
    english: bool = field(default=False)


def row_of(raw: RawCase, law: Rulebook, words: Words) -> Row:
    """The row of a case that is sound."""
    row = Row({}, {}, {}, {}, any(key.text.strip() == name for name, key in raw.keys.items()))
    reader = _Reader(row, law, words)
    if "case" in raw.parts:
        reader.add(Column("case"), raw.parts["case"], None)
    for part in PARTS:
        if part in raw.parts:
            reader.part(part, raw.parts[part])
    readings = raw.parts.get("readings")
    for key, node in readings.entries if isinstance(readings, y.Mapping) else ():
        reader.add(Column("reading", key.text.strip()), node, None)
    facts = raw.parts.get("facts")
    for key, node in facts.entries if isinstance(facts, y.Mapping) else ():
        reader.kind(key, node)
    expected = raw.parts.get("expect")
    for key, node in expected.entries if isinstance(expected, y.Mapping) else ():
        reader.expectation(key.text.strip(), node)
    return row


def type_of(column: Column, law: Rulebook) -> Type | None:
    """The declared type of what stands in a column; None for a text."""
    if column.group in ("known", "on"):
        return DATE
    kind = law.kind(column.name) if column.group == "fact" else None
    decl = kind.get(column.part) if kind is not None and column.part else None
    return decl.type if decl is not None else None


def is_list(column: Column, law: Rulebook) -> bool:
    """Whether a cell of the column may hold several values."""
    type_ = type_of(column, law)
    many = column.group in ("documents", "complete", "choices")
    return many or (column.part in ("because", "missing") and column.group == "expect") or bool(type_ and type_.list)


class _Reader:
    def __init__(self, row: Row, law: Rulebook, words: Words) -> None:
        self.row, self.law, self.words = row, law, words
        self.kinds = kinds_by_name(law)
        self.benefits = {name for b in law.benefits for name in (b.name, b.id)}

    def add(self, column: Column, node: y.Node, type_: Type | None) -> None:
        self.row.entries[column] = Entry(show(node, type_, self.words), type_, node)

    def part(self, part: str, node: y.Node) -> None:
        if part == "complete" and isinstance(node, y.Scalar) and node.text.strip().lower() in (*TRUE, *FALSE):
            self.add(Column(part), node, Type("boolean"))
        else:
            self.add(Column(part), node, DATE if part in ("known", "on") else None)

    def kind(self, key: y.Scalar, node: y.Node) -> None:
        decl = self.kinds.get(key.text.strip())
        if decl is None:  # the vocabulary has changed; binding the case says so
            return
        for id, body in node.entries if isinstance(node, y.Mapping) else ():
            slot = 1 + sum(1 for kind, _ in self.row.facts if kind == decl.name)
            self.row.facts[decl.name, slot] = (
                forms("facts", self.row.english),
                (key.text.strip(),),
                (id.text.strip(),),
            )
            self.row.entries[Column("fact", decl.name, slot)] = Entry(show_name(id.text.strip(), self.words), None, id)
            for name, value in body.entries if isinstance(body, y.Mapping) else ():
                declared = field_of(decl, name.text.strip())
                if declared is not None:
                    self.add(Column("fact", decl.name, slot, declared.name), value, declared.type)

    def expectation(self, text: str, node: y.Node) -> None:
        name, object_ = self._target(text)
        slot = 1 + sum(1 for other, _ in self.row.expected if other == name)
        self.row.expected[name, slot] = (text, object_)
        column = Column("expect", name, slot)
        if object_:
            at = Column("expect", name, slot, "object")
            self.row.entries[at] = Entry(show_name(object_, self.words), None, node)
        if not isinstance(node, y.Mapping):
            self.add(column, node, None)
            return
        self.row.bodies[name, slot] = node
        found = {key_of(key.text.strip(), EXPECTED_KEYS) or "": value for key, value in node.entries}
        main = [found[part] for part in ("outcome", "amount") if part in found and not silent(found[part])]
        if len(main) == 2 and _says(main[0], "granted"):
            main = main[1:]
        if main:
            texts = [str(show(m, None, self.words).value) for m in main]
            self.row.entries[column] = Entry(Shown(BOTH.join(texts)), None, main[-1])
        for part, value in found.items():
            if part not in ("outcome", "amount", ""):
                self.add(Column("expect", name, slot, part), value, None)

    def _target(self, text: str) -> tuple[str, str]:
        """The benefit and the object that a key names: the longest beginning that is a benefit."""
        marks = [i for i, c in enumerate(text) if c in "@＠"]
        for end in (len(text), *reversed(marks)):
            if text[:end].strip() in self.benefits:
                return text[:end].strip(), text[end + 1 :].strip()
        return text, ""


def field_of(decl: KindDecl, written: str) -> FieldDecl | None:
    """The field of a kind that a key names."""
    found = decl.get(written)
    return found or (decl.get(PAID_FIELDS.get(written, "")) if decl.name == PAID else None)


def _says(node: y.Node, outcome: str) -> bool:
    return isinstance(node, y.Scalar) and OUTCOMES.get(node.text.strip()) == outcome


def forms(key: str, english: bool) -> Step:
    """The names of a key, that of the case's own language first."""
    return FORMS[key][::-1] if english else FORMS[key]
