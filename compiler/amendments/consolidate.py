"""The editions of every document that is amended, and its rules in all their wordings.

The text of a day is the original with every amendment worked in that applies on that day, in the order in which they
were published: a drafter writes against the text that stood when the amendment was published, whenever it applies.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from compiler.amendments.clauses import Standing, added, amended, removed
from compiler.amendments.editions import Consolidated, Edition, as_written
from compiler.amendments.passages import standing
from compiler.amendments.versions import Wording, woven
from compiler.corpus import ChangeEntry, ClauseText, Entry, Sheet, Turn
from compiler.diagnostics.problem import Log, near_names
from compiler.source.markdown import Paragraph
from compiler.source.record import dataclass
from compiler.source.text import SourceFile, Span
from compiler.surface import tree as t


@dataclass(frozen=True, slots=True)
class _Work:
    """A change to be worked in: its entry, when it begins, and where in the order of publication it comes."""

    entry: ChangeEntry
    turn: Turn
    order: tuple[dt.date, int, int]


def consolidate(sheets: tuple[Sheet, ...], log: Log) -> Consolidated:
    """Work every amendment among the sheets into the documents they amend."""
    work = _work(sheets, log)
    if not work:
        return Consolidated(sheets, ())
    by_name = {s.name: s for s in sheets}
    editions = {name: _editions(by_name[name], changes, log) for name, changes in work.items()}
    wordings = {n: tuple(Wording(e.since, e.turns, e.sheet) for e in es) for n, es in editions.items()}
    return Consolidated(woven(sheets, wordings, log), tuple(editions.items()))


def _work(sheets: tuple[Sheet, ...], log: Log) -> dict[str, list[_Work]]:
    """The changes by the document they are made in, in the order of publication."""
    by_name = {s.name: s for s in sheets}
    found: dict[str, list[_Work]] = {}
    for number, sheet in enumerate(sheets):
        head = sheet.head
        for place, entry in enumerate(sheet.changes):
            name = _amended(sheet, entry, by_name, log)
            day = _begins(sheet, entry, log)
            if name is None or day is None or not isinstance(head, t.Document):
                continue
            published = head.published or head.signed
            order = (published.value if published is not None else dt.date.min, number, place)
            quote = next((q.text for b in entry.item.basis for q in b.quotes), "")
            own = entry.clause.id if entry.clause is not None else ""
            turn = Turn(day.value, sheet.name, own, quote, entry.item.clause.text, day.span)
            found.setdefault(name, []).append(_Work(entry, turn, order))
    return {name: sorted(changes, key=lambda w: w.order) for name, changes in found.items()}


def _amended(sheet: Sheet, entry: ChangeEntry, by_name: dict[str, Sheet], log: Log) -> str | None:
    """The document that a change is made in; None, and a problem, where that is not plain."""
    listed = [w.text for w in sheet.amends]
    word = entry.item.document
    if word is None and len(listed) != 1:
        log.say("TL0230", entry.item.span, found=entry.item.span.text.splitlines()[0], listed="、".join(listed))
        return None
    name = word.text if word is not None else listed[0]
    if name not in listed:
        log.say("TL0230", entry.item.span, near=near_names(name, listed), found=name, listed="、".join(listed))
        return None
    target = by_name.get(name)
    if target is None:
        return None  # a number that is not in the library was reported where the head names it
    if target is sheet or target.changes or not isinstance(target.head, t.Document):
        log.say("TL0231", (word or entry.item.clause).span, found=name)
        return None
    return name


def _begins(sheet: Sheet, entry: ChangeEntry, log: Log) -> t.DateLit | None:
    """The day from which a change applies: that of the amending clause, else of the amending document."""
    head = sheet.head
    clause = entry.clause.item if entry.clause is not None else None
    if isinstance(head, t.Document):
        for late in (head.expires, clause.expires if clause is not None else None):
            if late is not None:
                log.say("TL0234", late.span, found=sheet.name, line="失效")
    if clause is not None and clause.retroactions:
        log.say("TL0234", clause.retroactions[0].span, found=sheet.name, line="追溯")
    day = clause.applies if clause is not None else None
    if day is None and isinstance(head, t.Document):
        day = head.applies or head.in_force or head.published or head.signed
    if day is None:
        log.say("TL0508", entry.item.span, name=sheet.name, line="施行")
        return None
    return day


# ------------------------------------------------------------------ editions


def _editions(sheet: Sheet, changes: list[_Work], log: Log) -> tuple[Edition, ...]:
    days = sorted({w.turn.day for w in changes})
    found = [Edition(None, (), sheet, as_written(sheet))]
    for day in days:
        marked = as_written(sheet)
        for work in changes:
            if work.turn.day <= day:
                marked = _worked_in(marked, sheet, work, log)
        turns = tuple(w.turn for w in changes if w.turn.day == day)
        found.append(Edition(day, turns, _sheet(sheet, marked, day), marked))
    return tuple(found)


def _worked_in(marked: tuple[Standing, ...], sheet: Sheet, work: _Work, log: Log) -> tuple[Standing, ...]:
    change = work.entry.item
    _fitting_lines(change, log)
    ids = [c.id for c in marked if c.gone is None]
    if change.kind == "adds":
        if change.clause.text in [c.id for c in marked]:
            log.say("TL0203", change.clause.span, found=change.clause.text)
            return marked
        place = change.positions[0] if change.positions else None
        at = len(marked)
        if place is not None and place.clause.text not in ids:
            _unknown(place.clause, ids, sheet, log)
        elif place is not None:
            at = next(i for i, c in enumerate(marked) if c.id == place.clause.text) + place.after
        path = marked[max(at - 1, 0)].path if marked else ()
        return (*marked[:at], added(work.entry, work.turn, path, log), *marked[at:])
    if change.clause.text not in ids:
        _unknown(change.clause, ids, sheet, log)
        return marked
    act = amended if change.kind == "amends" else removed
    return tuple(
        act(c, work.entry, work.turn, log) if c.id == change.clause.text and c.gone is None else c for c in marked
    )


def _unknown(word: t.Word, ids: Iterable[str], sheet: Sheet, log: Log) -> None:
    known = tuple(ids)
    log.say("TL0227", word.span, near=near_names(word.text, known) or known[:6], found=word.text, document=sheet.name)


def _fitting_lines(change: t.Change, log: Log) -> None:
    """Lines that a change of this kind must have, or cannot have."""
    kinds = {e.kind for e in change.edits}
    if change.kind == "amends" and (not kinds or ("rewrite" in kinds and len(change.edits) > 1)):
        line = "替换/增加/删去/全文" if not kinds else "全文"
        log.say("TL0229", change.span, found=change.clause.text, line=line)
    if change.kind == "adds" and kinds - {"rewrite"}:
        log.say("TL0229", change.span, found=change.clause.text, line="全文")
    if change.kind == "removes" and kinds:
        log.say("TL0229", change.span, found=change.clause.text, line="依据")
    if change.kind != "adds" and change.positions:
        log.say("TL0229", change.positions[0].span, found=change.clause.text, line="于")


def _sheet(sheet: Sheet, marked: tuple[Standing, ...], day: dt.date) -> Sheet:
    """The document as if it had been written so."""
    clauses: list[ClauseText] = []
    entries: list[Entry] = [e for e in sheet.entries if e.clause is None]
    for clause in marked:
        if clause.gone is not None:
            continue
        text = clause.original if clause.original is not None and not _touched(clause) else None
        if text is None:
            text = ClauseText(clause.clause, clause.path, _paragraphs(sheet, clause, day))
        clauses.append(text)
        entries += [Entry(item, text) for item in clause.items]
    return replace(
        sheet, clauses=tuple(clauses), entries=tuple(entries), paragraphs=_all_paragraphs(sheet, marked, clauses)
    )


def _touched(clause: Standing) -> bool:
    return any(p.added is not None or p.removed is not None for passage in clause.passages for p in passage)


def _paragraphs(sheet: Sheet, clause: Standing, day: dt.date) -> tuple[Paragraph, ...]:
    """Paragraphs of the consolidated text; they stand in no file, so they bring one along."""
    texts = [standing(p) for p in clause.passages if standing(p).strip()]
    file = SourceFile(f"{sheet.name}（{day.isoformat()}）", "\n\n".join(texts))
    found, at = [], 0
    for text in texts:
        found.append(Paragraph(text, clause.path, Span(file, at, at + len(text))))
        at += len(text) + 2
    return tuple(found)


def _all_paragraphs(sheet: Sheet, marked: tuple[Standing, ...], clauses: list[ClauseText]) -> tuple[Paragraph, ...]:
    """Every paragraph of the document in order: those of no clause stay where they are."""
    now = {c.id: c.paragraphs for c in clauses}
    of = {id(p): c.id for c in sheet.clauses for p in c.paragraphs}
    order = [c.id for c in marked]
    out: list[Paragraph] = []
    done: set[str] = set()
    for paragraph in sheet.paragraphs:
        name = of.get(id(paragraph))
        if name is None:
            out.append(paragraph)
            continue
        if name in done:
            continue
        for other in order[: order.index(name) + 1]:
            if other not in done:
                done.add(other)
                out.extend(now.get(other, ()))
    for other in order:
        if other not in done:
            out.extend(now.get(other, ()))
    return tuple(out)
