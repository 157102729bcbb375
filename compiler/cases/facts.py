"""Facts of a case, bound to the declared entities and events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass as mutable
from dataclasses import field, replace

from compiler.cases.defaults import blank, default_value
from compiler.cases.model import Fact, FieldValue, Scalar
from compiler.cases.place import Place, shown, silent, unknown
from compiler.cases.values import Unreadable, read_value
from compiler.cases.words import PAID_FIELDS, PAID_KIND
from compiler.rulebook.model import FieldDecl, KindDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.types import described
from compiler.source import yaml_tree as y
from compiler.source.record import dataclass
from compiler.source.text import Span


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of a case. ``lost`` are ids that stand under kinds nobody declared, so that no one is blamed twice."""

    all: tuple[Fact, ...]
    lost: frozenset[str]
    kinds: Mapping[str, str]
    by_kind: Mapping[str, tuple[str, ...]]

    def kind_of(self, id: str) -> str | None:
        """The kind of the fact with that id."""
        return self.kinds.get(id)

    def ids(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """The ids of all facts of these kinds."""
        different = tuple(dict.fromkeys(kinds))
        if len(different) == 1:  # nearly always; no copy is made
            return self.by_kind.get(different[0], ())
        return tuple(id for kind in different for id in self.by_kind.get(kind, ()))


def kinds_by_name(rulebook: Rulebook) -> dict[str, KindDecl]:
    """The kinds under the names a case may use; 已领取 has an English one, unless the policy means something else."""
    kinds = {k.name: k for k in rulebook.kinds}
    if PAID in kinds:
        kinds.setdefault(PAID_KIND, kinds[PAID])
    return kinds


def bind_facts(node: y.Node | None, key: y.Scalar | None, rulebook: Rulebook, place: Place, whole: Span) -> Facts:
    """The facts as stated, then the entities that are only referred to. ``whole`` is the case."""
    if key is not None:
        place = place.under(key.text)
    at = key.span if key is not None else Span(whole.file, whole.start, whole.start)
    before = len(place.log.problems)
    binder = _Binder(rulebook)
    binder.collect(place, node)
    if not binder.written and len(place.log.problems) == before:
        place.say("TL0637", at)
    return binder.bound()


@dataclass(frozen=True, slots=True)
class _Written:
    """A fact before its fields are read: events may refer to each other, so every id has to be known first."""

    kind: KindDecl
    id: str
    key: y.Scalar
    body: tuple[tuple[y.Scalar, y.Node], ...]
    place: Place


@mutable(slots=True)
class _Binder:
    rulebook: Rulebook
    written: list[_Written] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    by_kind: dict[str, list[str]] = field(default_factory=dict)
    implied: dict[str, Fact] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def collect(self, place: Place, node: y.Node | None) -> None:
        """Note every fact with its kind and id."""
        known = kinds_by_name(self.rulebook)
        for key, objects in place.entries(node):
            name = key.text.strip()
            below = place.under(name)
            decl = known.get(name)
            if decl is None:
                below.say("TL0622", key.span, near=place.near(name, known), found=name)
                if isinstance(objects, y.Mapping):
                    self.lost.update(id.text.strip() for id, _ in objects.entries)
                continue
            for id, body in below.entries(objects):
                self._note(below, decl, id, body)

    def _note(self, place: Place, decl: KindDecl, key: y.Scalar, body: y.Node) -> None:
        id = place.text(key)
        if id is None:
            return
        place = place.under(id)
        if id in self.kinds:
            place.say("TL0628", key.span, found=id)
        else:
            self.kinds[id] = decl.name
            self.by_kind.setdefault(decl.name, []).append(id)
        self.written.append(_Written(decl, id, key, place.entries(body), place))

    def bound(self) -> Facts:
        """Read the fields of all facts that were noted."""
        stated = tuple(Fact(w.kind.name, w.id, self._values(w), False, w.key.span) for w in self.written)
        every = (*stated, *self.implied.values())
        by_kind: dict[str, list[str]] = {}
        for fact in every:
            by_kind.setdefault(fact.kind, []).append(fact.id)
        kinds = {f.id: f.kind for f in reversed(every)}
        return Facts(every, frozenset(self.lost), kinds, {kind: tuple(ids) for kind, ids in by_kind.items()})

    def _values(self, fact: _Written) -> tuple[FieldValue, ...]:
        given: dict[str, FieldValue | None] = {}
        for key, node in fact.body:
            name = key.text.strip()
            place = fact.place.under(name)
            decl = fact.kind.get(name)
            if decl is None and fact.kind.name == PAID:
                decl = fact.kind.get(PAID_FIELDS.get(name, ""))
            if decl is None:
                near = place.near(name, [f.name for f in fact.kind.fields])
                place.say("TL0623", key.span, near=near, found=name, kind=fact.kind.name)
            elif decl.name in given:
                place.say("TL0606", key.span, found=name)
            elif not silent(node):
                given[decl.name] = self._field(decl, node, place)
            elif unknown(node):
                given[decl.name] = None
                if decl.required:
                    place.say("TL0627", key.span, field=decl.name, kind=fact.kind.name, id=fact.id)
        for decl in fact.kind.fields:
            if decl.name not in given and decl.required and decl.default is None:
                fact.place.say("TL0627", fact.key.span, field=decl.name, kind=fact.kind.name, id=fact.id)
        values = (given[f.name] if f.name in given else default_value(f) for f in fact.kind.fields)
        return tuple(v for v in values if v is not None)

    def _field(self, decl: FieldDecl, node: y.Node, place: Place) -> FieldValue | None:
        """The value of a field that is stated; None when it cannot be read, which has been said."""
        if isinstance(node, y.Sequence) and not decl.type.list:
            place.say("TL0639", node.span, field=decl.name)
            return None
        if not decl.type.list:
            value = self._scalar(decl, node, place)
            return None if value is None else FieldValue(decl.name, value, shown(node), True, node.span)
        items = [self._scalar(decl, i, place) for i in (node.items if isinstance(node, y.Sequence) else (node,))]
        values = tuple(v for v in items if v is not None)
        written = node.text.strip() if isinstance(node, y.Scalar) else node.span.text
        return FieldValue(decl.name, values, written, True, node.span)

    def _scalar(self, decl: FieldDecl, node: y.Node, place: Place) -> Scalar | None:
        # A member of a list that is not known is no value: such a list would look complete and not be so.
        if not isinstance(node, y.Scalar) or silent(node):
            place.say("TL0624", node.span, found=shown(node), wanted=described(decl.type))
            return None
        text = place.text(node)
        if text is None:
            return None
        if decl.type.kind == "enum":
            return self._enum(decl.type.name, text, node, place)
        if decl.type.kind == "entity":
            return self._reference(decl, text, node, place)
        try:
            return read_value(text, decl.type)
        except Unreadable as fault:
            if fault.code == "TL0624":
                place.say("TL0624", node.span, found=text, wanted=described(decl.type))
            else:
                place.say(fault.code, node.span, found=text)
            return None

    def _enum(self, name: str, text: str, node: y.Scalar, place: Place) -> str | None:
        enum = self.rulebook.enum(name)
        values = enum.values if enum is not None else ()
        if text in values:
            return text
        near = place.near(text, values) or values[:6]
        place.say("TL0626", node.span, near=near, found=text, enum=name)
        return None

    def _reference(self, decl: FieldDecl, text: str, node: y.Scalar, place: Place) -> str | None:
        kind = decl.type.name
        if self.kinds.get(text) == kind:
            return text
        target = self.rulebook.kind(kind)
        if not text:
            place.say("TL0624", node.span, found=shown(node), wanted=described(decl.type))
            return None
        if text in self.kinds or target is None or target.sort == "event":
            if text not in self.lost:
                near = place.near(text, self.by_kind.get(kind, []))
                place.say("TL0629", node.span, near=near, found=text, kind=kind)
            return None
        earlier = self.implied.get(text)
        if earlier is None:
            self.implied[text] = replace(blank(target, text, implied=True), origin=node.span)
        elif earlier.kind != kind:
            place.say("TL0628", node.span, found=text)
        return text
