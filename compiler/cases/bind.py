"""A raw case, bound to the declared vocabulary. Every fault of a case is reported in one run."""

from __future__ import annotations

import datetime as dt
import re

from compiler.cases.expected import read_expected
from compiler.cases.model import Case, Fact, FieldValue, Scalar
from compiler.cases.read import RawCase, texts
from compiler.cases.values import Unreadable, read_date, read_value
from compiler.cases.words import FALSE, PAID_FIELDS, TRUE, UNKNOWN
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook.model import FieldDecl, KindDecl, Rulebook
from compiler.rulebook.names import PAID
from compiler.source import yaml_tree as y
from compiler.source.text import Span

MAX_TEXT = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def bind_case(raw: RawCase, rulebook: Rulebook, default_documents: tuple[str, ...], log: Log) -> Case | None:
    """The case, or None with the reasons in ``log``."""
    before = len(log.problems)
    binder = _Binder(rulebook, log)
    documents = raw.documents or default_documents
    if not documents:
        log.say("TL0638", Span(raw.span.file, raw.span.start, raw.span.start))
    facts = binder.facts(raw.parts.get("facts"))
    ids = {f.id: f.kind for f in facts}
    complete, everything = binder.complete(raw.parts.get("complete"))
    expected = read_expected(raw.parts.get("expect"), rulebook, ids, log)
    case = Case(
        name=raw.name,
        documents=documents,
        facts=facts,
        complete=complete,
        everything_complete=everything,
        readings=binder.readings(raw.parts.get("readings")),
        choices=binder.choices(raw.parts.get("choices"), ids),
        expected=expected,
        known=binder.date(raw.parts.get("known")),
        on=binder.date(raw.parts.get("on")),
        origin=raw.span,
    )
    return case if len(log.problems) == before else None


class _Binder:
    def __init__(self, rulebook: Rulebook, log: Log) -> None:
        self.rulebook, self.log = rulebook, log
        self.kinds = {k.name: k for k in rulebook.kinds} | {"paid": rulebook.kind(PAID) or KindDecl(PAID, "event", ())}
        self.enums = {e.name: e for e in rulebook.enums}

    # ------------------------------------------------------------ facts

    def facts(self, node: y.Node | None) -> tuple[Fact, ...]:
        """The facts as stated, then the entities they refer to without saying more."""
        found: list[Fact] = []
        places: dict[str, Span] = {}
        pending: list[tuple[KindDecl, y.Scalar, y.Mapping]] = []
        for key, objects in self._entries(node):
            decl = self.kinds.get(key.text)
            if decl is None:
                near = near_names(key.text, self.kinds)
                self.log.say("TL0622", key.span, near=near, found=key.text)
                continue
            for id, body in self._entries(objects):
                self._text(id)
                if id.text in places:
                    self.log.say("TL0628", id.span, found=id.text)
                    continue
                places[id.text] = id.span
                empty = isinstance(body, y.Scalar) and body.text in UNKNOWN
                pending.append((decl, id, body if isinstance(body, y.Mapping) else y.Mapping((), body.span)))
                if not isinstance(body, y.Mapping) and not empty:
                    self.log.say("TL0621", body.span, found=body.span.text[:40])
        stated = {id.text: decl.name for decl, id, _ in pending}
        implied: dict[str, Fact] = {}
        for decl, id, body in pending:
            values = self._values(decl, id.text, body, stated, implied)
            found.append(Fact(decl.name, id.text, values, False, id.span))
        return (*found, *implied.values())

    def _values(
        self, decl: KindDecl, id: str, body: y.Mapping, stated: dict[str, str], implied: dict[str, Fact]
    ) -> tuple[FieldValue, ...]:
        values: list[FieldValue] = []
        for key, node in body.entries:
            name = PAID_FIELDS.get(key.text, key.text) if decl.name == PAID else key.text
            field = decl.get(name)
            if field is None:
                near = near_names(key.text, [f.name for f in decl.fields])
                self.log.say("TL0623", key.span, near=near, found=key.text, kind=decl.name)
                continue
            value = self._field(field, node, stated, implied)
            if value is not None:
                values.append(value)
        given = {v.field for v in values}
        for field in decl.fields:
            if field.name in given:
                continue
            if field.default is not None:
                default = field.default
                values.append(FieldValue(field.name, default.value, default.written, False, default.origin))
            elif field.required:
                self.log.say("TL0627", body.span, field=field.name, kind=decl.name, id=id)
        return tuple(values)

    def _field(
        self, field: FieldDecl, node: y.Node, stated: dict[str, str], implied: dict[str, Fact]
    ) -> FieldValue | None:
        if isinstance(node, y.Mapping):
            self.log.say("TL0624", node.span, found=node.span.text[:40], wanted=_wanted(field))
            return None
        if field.type.list:
            items = node.items if isinstance(node, y.Sequence) else (node,)
            found = [self._scalar(field, i, stated, implied) for i in items]
            values = tuple(v for v in found if v is not None)
            return FieldValue(field.name, values, node.span.text, True, node.span)
        if isinstance(node, y.Sequence):
            self.log.say("TL0639", node.span, field=field.name)
            return None
        if not node.quoted and node.text in UNKNOWN:
            return None
        value = self._scalar(field, node, stated, implied)
        return FieldValue(field.name, value, node.text, True, node.span) if value is not None else None

    def _scalar(
        self, field: FieldDecl, node: y.Node, stated: dict[str, str], implied: dict[str, Fact]
    ) -> Scalar | None:
        if not isinstance(node, y.Scalar):
            self.log.say("TL0624", node.span, found=node.span.text[:40], wanted=_wanted(field))
            return None
        self._text(node)
        kind = field.type
        if kind.kind == "enum":
            enum = self.enums[kind.name]
            if node.text not in enum.values:
                near = near_names(node.text, enum.values) or enum.values[:6]
                self.log.say("TL0626", node.span, near=near, found=node.text, enum=kind.name)
                return None
            return node.text
        if kind.kind == "entity":
            return self._reference(kind.name, node, stated, implied)
        try:
            return read_value(node.text, kind)
        except Unreadable as fault:
            self.log.say(fault.code, node.span, found=node.text, wanted=_wanted(field))
            return None

    def _reference(self, kind: str, node: y.Scalar, stated: dict[str, str], implied: dict[str, Fact]) -> str | None:
        if stated.get(node.text) == kind:
            return node.text
        decl = self.rulebook.kind(kind)
        others = [i for i, k in stated.items() if k == kind]
        if node.text in stated or (decl is not None and decl.sort == "event"):
            self.log.say("TL0629", node.span, near=near_names(node.text, others), found=node.text, kind=kind)
            return None
        implied.setdefault(node.text, Fact(kind, node.text, (), True, node.span))
        return node.text

    def _text(self, node: y.Scalar) -> None:
        if len(node.text) > MAX_TEXT or _CONTROL.search(node.text):
            self.log.say("TL0642", node.span, found=node.text[:20])

    def _entries(self, node: y.Node | None) -> tuple[tuple[y.Scalar, y.Node], ...]:
        if node is None or (isinstance(node, y.Scalar) and node.text in UNKNOWN and not node.quoted):
            return ()
        if not isinstance(node, y.Mapping):
            self.log.say("TL0621", node.span, found=node.span.text[:40])
            return ()
        return node.entries

    # ------------------------------------------------------------ the rest of a case

    def complete(self, node: y.Node | None) -> tuple[tuple[str, ...], bool]:
        """Kinds whose history is complete, and whether all are."""
        names = texts(node, self.log)
        if len(names) == 1 and names[0].lower() in (*TRUE, *FALSE):
            return (), names[0].lower() in TRUE
        kinds = []
        for name in names:
            decl = self.kinds.get(name)
            if decl is None:
                assert node is not None
                self.log.say("TL0636", node.span, near=near_names(name, self.kinds), found=name)
            else:
                kinds.append(decl.name)
        return tuple(kinds), False

    def readings(self, node: y.Node | None) -> tuple[tuple[str, str], ...]:
        """Readings that the case fixes."""
        decls = {r.name: r for r in self.rulebook.readings if r.choices}
        found = []
        for key, value in self._entries(node):
            decl = decls.get(key.text)
            if decl is None:
                self.log.say("TL0630", key.span, near=near_names(key.text, decls), found=key.text)
                continue
            choices = [c for c, _ in decl.choices]
            chosen = value.text if isinstance(value, y.Scalar) else ""
            if chosen not in choices:
                self.log.say("TL0631", value.span, near=tuple(choices[:6]), found=chosen, reading=key.text)
                continue
            found.append((key.text, chosen))
        return tuple(found)

    def choices(self, node: y.Node | None, ids: dict[str, str]) -> tuple[tuple[str, str | None], ...]:
        """What the claimant chose: benefits, each perhaps with its object."""
        known = {b.name for b in self.rulebook.benefits} | {b.id for b in self.rulebook.benefits}
        found: list[tuple[str, str | None]] = []
        for text in texts(node, self.log):
            name, _, object_ = text.partition("@")
            assert node is not None
            if name not in known:
                self.log.say("TL0633", node.span, near=near_names(name, known), found=name)
            elif object_ and object_ not in ids:
                self.log.say("TL0634", node.span, near=near_names(object_, ids), found=object_)
            else:
                found.append((name, object_ or None))
        return tuple(found)

    def date(self, node: y.Node | None) -> dt.date | None:
        """A day named by the case."""
        if node is None:
            return None
        try:
            if isinstance(node, y.Scalar):
                return read_date(node.text)
        except Unreadable as fault:
            self.log.say(fault.code, node.span, found=node.span.text, wanted="日期")
            return None
        self.log.say("TL0624", node.span, found=node.span.text[:40], wanted="日期")
        return None


def _wanted(field: FieldDecl) -> str:
    from compiler.rulebook.types import described

    return described(field.type)
