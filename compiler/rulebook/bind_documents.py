"""What documents say of themselves, bound: heads, clauses, kinds, readings, norms, relations, calendars."""

from __future__ import annotations

import datetime as dt
import re

from compiler.corpus import ClauseText, Sheet
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook.bind_benefits import Benefits, quotations
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.model import (
    LEVELS,
    VALUE,
    ClauseDecl,
    DocumentDecl,
    EnumDecl,
    FieldDecl,
    KindDecl,
    NormDecl,
    ReadingDecl,
    RelationDecl,
)
from compiler.rulebook.names import Names
from compiler.rulebook.paid import PAID, PAID_FIELDS
from compiler.rulebook.scope import Counter, Scope
from compiler.rulebook.terms import Const
from compiler.surface import tree as t


def _day(item: t.DateLit | None) -> dt.date | None:
    return item.value if item is not None else None


def documents(sheets: tuple[Sheet, ...], log: Log) -> tuple[DocumentDecl, ...]:
    """Documents that are held, then those that are only referred to."""
    found: dict[str, DocumentDecl] = {}
    for sheet in sheets:
        head = sheet.head
        if not isinstance(head, t.Document):
            continue
        if head.level is not None and head.level.text not in LEVELS:
            log.say("TL0317", head.level.span, near=near_names(head.level.text, LEVELS), found=head.level.text)
        start = head.applies or head.in_force
        if start is not None and head.expires is not None and head.expires.value < start.value:
            log.say("TL0515", head.expires.span, first=start.value.isoformat(), second=head.expires.value.isoformat())
        found[sheet.name] = DocumentDecl(
            number=sheet.name,
            title=head.title.text if head.title else "",
            issuers=tuple(w.text for w in head.issuers),
            level=head.level.text if head.level else "",
            region=head.region.text if head.region else "",
            signed=_day(head.signed),
            published=_day(head.published),
            in_force=_day(head.in_force),
            applies=_day(head.applies),
            expires=_day(head.expires),
            interpreters=tuple(w.text for w in head.interpreters),
            summary=head.summary.text if head.summary else "",
            uses=tuple(w.text for w in head.uses),
            origin=head.span,
        )
    for sheet in sheets:
        for entry in sheet.entries:
            item = entry.item
            if isinstance(item, t.Unheld) and item.number.text not in found:
                title = item.title.text if item.title else ""
                by = tuple(w.text for w in item.interpreters)
                found[item.number.text] = DocumentDecl(
                    item.number.text, title, (), "", "", None, None, None, None, None, by, "", (), False, item.span
                )
    return tuple(found.values())


def clauses(sheets: tuple[Sheet, ...], log: Log) -> tuple[ClauseDecl, ...]:
    """The clauses of all documents."""
    return tuple(_clause(sheet, clause, log) for sheet in sheets for clause in sheet.clauses)


def _clause(sheet: Sheet, clause: ClauseText, log: Log) -> ClauseDecl:
    item = clause.item
    applies, expires = _day(item.applies), _day(item.expires)
    if applies is not None and expires is not None and expires < applies:
        log.say("TL0515", item.span, first=applies.isoformat(), second=expires.isoformat())
    title = item.title.text if item.title else ""
    return ClauseDecl(sheet.name, clause.id, title, clause.path, clause.text, applies, expires, item.span)


_PLACE = re.compile(r"\{([^{}]*)\}")


def kinds(names: Names, sheets: tuple[Sheet, ...], binder: Binder, log: Log) -> tuple[KindDecl, ...]:
    """Entities and events with their fields, and the built-in record of payments already made."""
    found: list[KindDecl] = []
    for sheet in sheets:
        for entry in sheet.entries:
            item = entry.item
            if isinstance(item, t.Kind) and names.kinds.get(item.name.text) is item:
                scope = Scope(sheet, Counter(item.name.text))
                fields = tuple(_field(names, item.name.text, f, scope, binder, log) for f in item.fields)
                found.append(KindDecl(item.name.text, item.sort, fields, item.span))
    paid = tuple(FieldDecl(name, kind, False, None, "fixed", 1, ()) for name, kind in PAID_FIELDS)
    return (*found, KindDecl(PAID, "event", paid))


def _field(names: Names, kind: str, item: t.Field, scope: Scope, binder: Binder, log: Log) -> FieldDecl:
    type_ = names.fields[kind][item.name.text]
    default: Const | None = None
    if item.default is not None:
        term = binder.term(scope, item.default, type_)
        if isinstance(term, Const):
            default = term
        else:
            log.say("TL0411", item.default.span, found=item.default.span.text)
    cost = int(item.cost.value) if isinstance(item.cost, t.Number) else 1
    for sentence in item.says:
        for name in _PLACE.findall(sentence.text):
            if name != VALUE and name not in names.fields[kind]:
                log.say("TL0301", sentence.span, near=near_names(name, (VALUE, *names.fields[kind])), found=name)
    says = tuple(one.text for one in item.says)
    return FieldDecl(item.name.text, type_, item.required, default, item.change, cost, says, item.span)


def enums(names: Names, log: Log) -> tuple[EnumDecl, ...]:
    """Enumerations with the values that are deemed to be others (视同), chains followed."""
    pairs: dict[str, list[tuple[str, str]]] = {}
    for item, _ in names.deemed:
        homes = [e.name for e in names.enums_with(item.value.text) if item.counts_as.text in e.values]
        if not homes:
            known = [v for e in names.enums.values() for v in e.values]
            near = near_names(item.value.text, known)
            log.say("TL0306", item.value.span, near=near, found=item.value.text, enum=item.counts_as.text)
        for home in homes:
            pairs.setdefault(home, []).append((item.value.text, item.counts_as.text))
    found = []
    for enum in names.enums.values():
        deemed = set(pairs.get(enum.name, []))
        while True:
            more = {(a, d) for a, b in deemed for c, d in deemed if b == c and a != d} - deemed
            if not more:
                break
            deemed |= more
        found.append(EnumDecl(enum.name, enum.values, enum.ordered, tuple(sorted(deemed))))
    return tuple(found)


def readings(sheets: tuple[Sheet, ...], benefits: Benefits, log: Log) -> tuple[ReadingDecl, ...]:
    """Open questions, with choices (读法) or as notes (疑问)."""
    found = []
    for sheet in sheets:
        for entry in sheet.entries:
            item = entry.item
            if not isinstance(item, t.Reading):
                continue
            for word in item.clauses:
                if word.text not in (ids := [c.id for c in sheet.clauses]):
                    log.say("TL0522", word.span, near=near_names(word.text, ids), found=word.text)
            choices = tuple((c.name.text, c.text.text) for c in item.choices)
            if len(choices) == 1:
                log.say("TL0509", item.name.span, name=item.name.text)
            default = item.default.text if item.default else None
            if default is not None and default not in dict(choices):
                assert item.default is not None
                near = near_names(default, dict(choices))
                log.say("TL0315", item.default.span, near=near, found=default)
            found.append(
                ReadingDecl(
                    item.name.text,
                    sheet.name,
                    entry.clause.id if entry.clause else "",
                    item.severity.text if item.severity else "",
                    item.question.text if item.question else "",
                    next((q.text for b in item.basis for q in b.quotes), ""),
                    choices,
                    default,
                    benefits.touched(item, sheet),
                    item.span,
                )
            )
    return tuple(found)


def norms(sheets: tuple[Sheet, ...]) -> tuple[NormDecl, ...]:
    """Sentences that decide no claim."""
    return tuple(
        NormDecl(
            entry.item.kind,
            sheet.name,
            entry.clause.id if entry.clause else "",
            quotations((entry.item.basis,)),
            tuple(w.text for w in entry.item.documents),
            entry.item.span,
        )
        for sheet in sheets
        for entry in sheet.entries
        if isinstance(entry.item, t.Norm)
    )


def relations(sheets: tuple[Sheet, ...], known: set[str], log: Log) -> tuple[RelationDecl, ...]:
    """Relations between documents; repeal may name a document that is not held."""
    found = []
    for sheet in sheets:
        for entry in sheet.entries:
            item = entry.item
            if not isinstance(item, t.Relation):
                continue
            quote = next((q.text for b in item.basis for q in b.quotes), "")
            names = tuple(w.text for w in item.names)
            if item.kind in ("stops", "closes"):
                for word in item.names:
                    if word.text not in known:
                        log.say("TL0305", word.span, near=near_names(word.text, known), found=word.text)
            clause = entry.clause.id if entry.clause else ""
            found.append(RelationDecl(item.kind, sheet.name, clause, names, _day(item.date), quote))
    return tuple(found)


def calendar(sheets: tuple[Sheet, ...], log: Log) -> tuple[tuple[dt.date, ...], tuple[dt.date, ...], bool]:
    """Days off and working days of every calendar, and whether there is one."""
    items = [e.item for s in sheets for e in s.entries if isinstance(e.item, t.Calendar)]
    rest = {d.value for item in items for d in item.rest}
    work = {d.value for item in items for d in item.work}
    for item in items:
        for day in item.work:
            if day.value in rest:
                log.say("TL0519", day.span, found=day.value.isoformat())
    return tuple(sorted(rest)), tuple(sorted(work)), bool(items)
