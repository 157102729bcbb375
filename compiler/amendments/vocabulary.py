"""What an amendment does to words: it adds to them.

Facts of old cases are told in the words of their time, so a word that was declared stays; a kind may get fields, an
enumeration values, a series of a parameter further days. What would take something away, or would change what old cases
mean without saying from when, is refused.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from compiler.corpus import Entry
from compiler.diagnostics.problem import Log
from compiler.surface import tree as t
from compiler.surface.tree.naming import key_of, name_of


def merged(wordings: list[list[Entry]], days: list[dt.date | None], log: Log) -> tuple[Entry, ...]:
    """One entry for each word, from the entries of every wording of a document, in order of time."""
    found: dict[tuple[str, ...], Entry] = {}
    for number, entries in enumerate(wordings):
        for entry in entries:
            key, before = key_of(entry.item), found.get(key_of(entry.item))
            if before is None:
                if number and isinstance(entry.item, t.Deemed):
                    log.say("TL0233", entry.item.span, found=entry.item.value.text)
                found[key] = entry
            elif before.item is not entry.item:
                found[key] = _joined(before, entry, days[number], log)
    return tuple(found.values())


def _joined(before: Entry, after: Entry, day: dt.date | None, log: Log) -> Entry:
    old, new = before.item, after.item
    match old, new:
        case t.Kind(), t.Kind():
            kept = {f.name.text: f for f in old.fields}
            again = {f.name.text: f for f in new.fields}
            lost = [n for n, f in kept.items() if n not in again or again[n].type != f.type]
            return _lost(before, after, lost, log)
        case t.Enumeration(), t.Enumeration():
            values = [v.text for v in new.body.values if v.text in {w.text for w in old.body.values}]
            lost = [] if values == [v.text for v in old.body.values] else [name_of(old)]
            return _lost(before, after, lost, log)
        case t.ParameterSeries() | t.Filling(), t.ParameterSeries() | t.Filling():
            earlier = tuple(v for v in old.values if day is not None and v.date.value < day)
            later = tuple(v for v in new.values if v.date.value not in {e.date.value for e in earlier})
            return replace(after, item=replace(new, values=(*earlier, *later)))
        case t.Reading(), t.Reading():
            named = {c.name.text for c in new.choices}
            choices = (*new.choices, *(c for c in old.choices if c.name.text not in named))
            touches = (*new.touches, *(w for w in old.touches if w not in new.touches))
            return replace(after, item=replace(new, choices=choices, touches=touches))
        case t.Calendar(), t.Calendar():
            return replace(after, item=replace(new, rest=(*old.rest, *new.rest), work=(*old.work, *new.work)))
        case _:
            return after


def _lost(before: Entry, after: Entry, lost: list[str], log: Log) -> Entry:
    if not lost:
        return after
    log.say("TL0233", after.item.span, found="、".join(lost))
    return before
