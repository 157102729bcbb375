"""What every name of a library means, sheet by sheet. Built once, before any expression is bound.

A name of the sheet itself comes before a name of the sheets it uses; a name that two used sheets give differently
is ambiguous and has to be made clear in the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from compiler.corpus import Entry, Sheet
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook.paid import PAID, PAID_FIELDS
from compiler.rulebook.terms import BOOLEAN, DATE, NUMBER, PERIOD, TEXT, Type
from compiler.source.text import Span
from compiler.surface import tree as t

_PLAIN = {"boolean": BOOLEAN, "integer": Type("number", name="integer"), "decimal": NUMBER, "ratio": NUMBER}
_PLAIN |= {"date": DATE, "period": PERIOD, "text": TEXT}


@dataclass(frozen=True, slots=True)
class Declared:
    """An item with the sheet and clause it stands in."""

    sheet: Sheet
    entry: Entry


@dataclass(frozen=True, slots=True)
class Enum:
    """An enumeration and where it is declared."""

    name: str
    values: tuple[str, ...]
    ordered: bool


@dataclass(slots=True)
class Names:
    """All declarations of a library, by sort and name."""

    log: Log
    kinds: dict[str, t.Kind] = field(default_factory=dict)
    fields: dict[str, dict[str, Type]] = field(default_factory=dict)
    enums: dict[str, Enum] = field(default_factory=dict)
    items: dict[str, dict[str, list[Declared]]] = field(default_factory=dict)
    deemed: list[tuple[t.Deemed, Declared]] = field(default_factory=list)

    def find(self, sort: str, name: str, sheet: Sheet, span: Span | None) -> Declared | None:
        """The item of that sort and name as ``sheet`` sees it; an ambiguous one is reported."""
        found = self.items.get(sort, {}).get(name, [])
        own = [d for d in found if d.sheet is sheet]
        if own:
            return own[0]
        if len(found) > 1:
            places = "、".join(d.sheet.name for d in found)
            self.log.say("TL0309", span, found=name, places=places)
        return found[0] if found else None

    def known(self, sort: str, name: str) -> bool:
        """Whether any sheet declares an item of that sort and name."""
        return name in self.items.get(sort, {})

    def type_of(self, written: t.TypeName) -> Type | None:
        """The type that was written; an unknown one is reported."""
        word, per = written.name.text, written.per
        if word == "money":
            return Type("money", unit="元" + (f"/{per.text}" if per else ""), list=written.list)
        if word in _PLAIN:
            base = _PLAIN[word]
            return Type(base.kind, base.name, base.unit, written.list)
        if word in self.enums:
            return Type("enum", word, list=written.list)
        if word in self.kinds or word == PAID:
            return Type("entity", word, list=written.list)
        self.log.say("TL0308", written.name.span, near=near_names(word, [*self.kinds, *self.enums]), found=word)
        return None

    def enums_with(self, value: str) -> tuple[Enum, ...]:
        """Enumerations that have ``value``."""
        return tuple(e for e in self.enums.values() if value in e.values)


_SORTS: dict[type, str] = {
    t.Definition: "definition",
    t.ParameterSeries: "series",
    t.Reading: "reading",
    t.NonDuplication: "nodup",
    t.Filling: "filling",
    t.Intent: "intent",
}


def _entries(sheets: tuple[Sheet, ...]) -> Iterator[Declared]:
    for sheet in sheets:
        for entry in sheet.entries:
            yield Declared(sheet, entry)


def collect(sheets: tuple[Sheet, ...], log: Log) -> Names:
    """Gather every declaration; names that are declared twice are reported."""
    names = Names(log)
    names.fields[PAID] = dict(PAID_FIELDS)
    places: dict[str, t.Word] = {}
    for declared in _entries(sheets):
        item = declared.entry.item
        if isinstance(item, t.Kind | t.Enumeration):
            if item.name.text in places or item.name.text == PAID:
                _twice(log, item.name, places.get(item.name.text))
                continue
            places[item.name.text] = item.name
            if isinstance(item, t.Kind):
                names.kinds[item.name.text] = item
            else:
                _enum(names, item.name.text, item.body)
        elif isinstance(item, t.Deemed):
            names.deemed.append((item, declared))
        else:
            sort = _SORTS.get(type(item)) or (item.sort if isinstance(item, t.Rule) else "")
            name = getattr(item, "name", None)
            if sort and isinstance(name, t.Word):
                _add(names, sort, name, declared)
    for kind in names.kinds.values():
        _fields(names, kind)
    return names


def _add(names: Names, sort: str, name: t.Word, declared: Declared) -> None:
    among = names.items.setdefault(sort, {}).setdefault(name.text, [])
    mine = declared.entry.version
    earlier = next((d for d in among if d.sheet is declared.sheet), None)
    if earlier is not None and (
        mine is None or any(mine.meets(d.entry.version) for d in among if d.sheet is declared.sheet)
    ):
        _twice(names.log, name, getattr(earlier.entry.item, "name", None))
        return
    among.append(declared)


def _twice(log: Log, name: t.Word, first: t.Word | None) -> None:
    where = f"{first.span.file.name}:{first.span.line}" if first else "tiaoli"
    log.say("TL0303", name.span, found=name.text, first=where)


def _enum(names: Names, name: str, body: t.EnumBody) -> None:
    seen: list[str] = []
    for value in body.values:
        if value.text in seen:
            names.log.say("TL0516", value.span, found=value.text)
        else:
            seen.append(value.text)
    names.enums[name] = Enum(name, tuple(seen), body.ordered)


def _fields(names: Names, kind: t.Kind) -> None:
    """Types of a kind's fields; an enumeration written in place is called ``Kind.field``."""
    types: dict[str, Type] = {}
    for item in kind.fields:
        if item.name.text in types:
            _twice(names.log, item.name, next(f.name for f in kind.fields if f.name.text == item.name.text))
            continue
        if isinstance(item.type, t.EnumBody):
            name = f"{kind.name.text}.{item.name.text}"
            _enum(names, name, item.type)
            types[item.name.text] = Type("enum", name)
        else:
            types[item.name.text] = names.type_of(item.type) or Type("any")
    names.fields[kind.name.text] = types
