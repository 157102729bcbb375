"""The rules of an amended document in all their wordings, on one sheet.

A rule has another wording from a day on when it was written again, and also when something that it rests on was: a
definition it uses, an exception to it. So each wording of a rule can be read by itself, with the definitions of its own
days. What only lends words (kinds, enumerations, readings, parameters, calendars) has no wordings: what was declared
once stays declared, and what an amendment adds is added.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from compiler.amendments.vocabulary import merged
from compiler.corpus import Entry, Sheet, Turn, Version
from compiler.diagnostics.problem import Log
from compiler.source.record import dataclass
from compiler.source.text import Span
from compiler.source.wordings import wording
from compiler.surface import tree as t
from compiler.surface.tree.naming import key_of
from compiler.surface.tree.walk import nodes

Key = tuple[str, ...]
# Items that lend words; see compiler.amendments.vocabulary.
_WORDS = (t.Kind, t.Enumeration, t.Deemed, t.Reading, t.ParameterSeries, t.Filling, t.Calendar, t.Unheld)


@dataclass(frozen=True, slots=True)
class Wording:
    """A document from a day on (None: from the beginning): the changes that begin that day, and how it reads."""

    since: dt.date | None
    turns: tuple[Turn, ...]
    sheet: Sheet


def woven(sheets: tuple[Sheet, ...], wordings: Mapping[str, tuple[Wording, ...]], log: Log) -> tuple[Sheet, ...]:
    """The sheets, those with ``wordings`` with every rule in all of its own."""
    weavers = {name: _Weaver(of, log) for name, of in wordings.items()}
    found = [weavers[s.name].sheet() if s.name in weavers else s for s in sheets]
    for at, sheet in enumerate(found):
        for amended in sheet.amends:
            weaver = weavers.get(amended.text)
            if weaver is not None and sheet.changes:
                renamed = weaver.names_for(sheet.name)
                entries = tuple(replace(e, item=_renamed(e.item, renamed)) for e in sheet.entries)
                found[at] = replace(sheet, entries=entries)
    for at, sheet in enumerate(found):
        if sheet.name in weavers:
            asked = {n for s in found if s.name != sheet.name for e in s.entries for n in _used(e.item)}
            found[at] = replace(sheet, entries=(*sheet.entries, *weavers[sheet.name].by_day(asked)))
    return tuple(found)


class _Weaver:
    """One document's rules over its wordings."""

    def __init__(self, wordings: tuple[Wording, ...], log: Log) -> None:
        self.wordings, self.log = wordings, log
        self.items = [_by_key(w.sheet) for w in wordings]
        self._edges = [_edges(items) for items in self.items]
        keys = dict.fromkeys(k for items in self.items for k in items)
        self.runs = {key: self._runs(key) for key in keys}
        self.defined = {k[1]: k for k in keys if k[0] == "define" and len(self.runs[k]) > 1}

    def sheet(self) -> Sheet:
        """The last wording of the document, with every wording of its rules."""
        last = self.wordings[-1].sheet
        clauses = {c.id: c for w in self.wordings for c in w.sheet.clauses}
        order = list(dict.fromkeys(c.id for w in reversed(self.wordings) for c in w.sheet.clauses))
        entries = [e for key in self.runs for e in self._entries(key)]
        place = {id(e): n for n, e in enumerate(entries)}
        rank = {id: n for n, id in enumerate(order)}
        entries.sort(key=lambda e: (rank[e.clause.id] + 1 if e.clause is not None else 0, place[id(e)]))
        words = merged([[e for e in w.sheet.entries if isinstance(e.item, _WORDS)] for w in self.wordings],
                       [w.since for w in self.wordings], self.log)  # fmt: skip
        return replace(last, clauses=tuple(clauses[id] for id in order), entries=(*words, *entries))

    # ------------------------------------------------------------ wordings of one item

    def _runs(self, key: Key) -> tuple[tuple[int, int], ...]:
        """The ranges of wordings of the document in which the item, and all it rests on, stays the same."""
        marks = [self._mark(n, key) for n in range(len(self.wordings))]
        runs: list[tuple[int, int]] = []
        for n, mark in enumerate(marks):
            if mark is None:
                continue
            if runs and runs[-1][1] == n and marks[n - 1] == mark:
                runs[-1] = (runs[-1][0], n + 1)
            else:
                runs.append((n, n + 1))
        return tuple(runs)

    def _mark(self, number: int, key: Key) -> frozenset[tuple[Key, t.Item]] | None:
        items, edges = self.items[number], self._edges[number]
        if key not in items:
            return None
        seen, waiting = {key}, [key]
        while waiting:
            for other in edges.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return frozenset((k, items[k].item) for k in seen)

    def _entries(self, key: Key) -> Iterator[Entry]:
        runs = self.runs[key]
        for number, (first, end) in enumerate(runs):
            entry = self.items[first][key]
            version = Version(number, self._turn(first, entry), self._turn(end, entry))
            if version.begins is None and version.ends is None:
                yield entry
                continue
            item = _renamed(entry.item, self._names(first))
            if isinstance(item, t.Definition):
                if len(runs) == 1:  # a definition decides nothing by itself, so one wording needs no days
                    yield replace(entry, item=item)
                    continue
                item = replace(item, name=t.Word(wording(item.name.text, number), item.name.span))
            yield Entry(item, entry.clause, version)

    def _turn(self, number: int, entry: Entry) -> Turn | None:
        """What begins with a wording of the document, for this item: the change in its own clause, else the first."""
        if number == 0 or number == len(self.wordings):
            return None
        turns = self.wordings[number].turns
        own = entry.clause.id if entry.clause is not None else ""
        return next((x for x in turns if x.changes == own), turns[0])

    # ------------------------------------------------------------ names of definitions

    def _names(self, number: int) -> dict[str, str]:
        """What the definitions with several wordings are called in one wording of the document."""
        found = {}
        for name, key in self.defined.items():
            for n, (first, end) in enumerate(self.runs[key]):
                if first <= number < end:
                    found[name] = wording(name, n)
        return found

    def names_for(self, amendment: str) -> dict[str, str]:
        """The names that an amending document's own rules mean: those of the wording it brings about."""
        mine = [n for n, w in enumerate(self.wordings) if any(x.document == amendment for x in w.turns)]
        return self._names(mine[-1]) if mine else {}

    def by_day(self, asked: set[str]) -> Iterator[Entry]:
        """Definitions under their plain name for documents that use this one: the wording of the deciding day."""
        for name in sorted(asked & set(self.defined)):
            key = self.defined[name]
            entries = [self.items[first][key] for first, _ in self.runs[key]]
            last = entries[-1]
            item = last.item
            assert isinstance(item, t.Definition)
            body: t.Expr | None = None
            for n, (first, _) in enumerate(self.runs[key]):
                since = self.wordings[first].since
                this = _asked(item, wording(name, n))
                if body is None or since is None:
                    body = this
                else:
                    day = t.Compare(
                        "ge", t.Role("event_date", item.span), t.DateLit(since, item.span), "GE", None, item.span
                    )
                    body = t.Cases(((this, day), (body, _not(day))), None, item.span)
            assert body is not None
            yield Entry(replace(item, basis=(), body=body), last.clause)


def _not(cond: t.Expr) -> t.Expr:
    return t.Not(cond, cond.span)


def _asked(item: t.Definition, name: str) -> t.Expr:
    if not item.parameters:
        return t.Ref(name, item.span)
    args = tuple(t.Ref(p.variable.text, p.span) for p in item.parameters)
    return t.Call(t.Word(name, item.span), args, item.span)


# ------------------------------------------------------------------ what rests on what


def _by_key(sheet: Sheet) -> dict[Key, Entry]:
    """The items that can have several wordings. Those without a name are told apart by clause and order."""
    found: dict[Key, Entry] = {}
    for entry in sheet.entries:
        if isinstance(entry.item, _WORDS):
            continue
        key = key_of(entry.item)
        if isinstance(entry.item, t.Norm | t.Relation | t.Together | t.Change):
            key = (*key, entry.clause.id if entry.clause is not None else "")
        while key in found:
            key = (*key, "")
        found[key] = entry
    return found


def _edges(items: Mapping[Key, Entry]) -> dict[Key, list[Key]]:
    """From each item to those it rests on: definitions it uses, and rules that change it."""
    edges: dict[Key, list[Key]] = {}
    rules: dict[str, list[Key]] = {}
    for key, entry in items.items():
        if isinstance(entry.item, t.Rule) and entry.item.sort in ("benefit", "recovery", "exception"):
            rules.setdefault(entry.item.name.text, []).append(key)
    for key, entry in items.items():
        own = edges.setdefault(key, [])
        own += [("define", n) for n in _used(entry.item) if ("define", n) in items]
        for name in entry.item.names if isinstance(entry.item, t.Together) else ():
            for other in rules.get(name.text, ()):
                edges.setdefault(other, []).append(key)
        target = entry.item.body.target if isinstance(entry.item, t.Rule) else None
        if target is not None and target.kind == "benefit" and isinstance(entry.item, t.Rule):
            for name in target.names:
                for other in rules.get(name.text, ()):
                    if entry.item.sort == "recovery":
                        own.append(other)
                    elif other != key:
                        edges.setdefault(other, []).append(key)
    return edges


def _used(item: object) -> list[str]:
    """The names that an item uses in its expressions."""
    found = (n.name if isinstance(n, t.Ref) else n.name.text for n in nodes(item) if isinstance(n, t.Ref | t.Call))
    return list(dict.fromkeys(found))


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    """The tree with the definitions of ``names`` called otherwise. Trees are no deeper than the parser lets them be."""
    if not names:
        return node
    if isinstance(node, tuple):
        parts = tuple(_renamed(part, names) for part in node)
        return node if all(a is b for a, b in zip(parts, node, strict=True)) else parts
    if isinstance(node, t.Ref):
        return replace(node, name=names[node.name]) if node.name in names else node
    if isinstance(node, t.Word | Span) or not is_dataclass(node) or isinstance(node, type):
        return node
    changed: dict[str, Any] = {}
    for f in fields(node):
        old = getattr(node, f.name)
        new = _renamed(old, names) if f.name != "span" else old
        if new is not old:
            changed[f.name] = new
    if isinstance(node, t.Call) and node.name.text in names:
        changed["name"] = t.Word(names[node.name.text], node.name.span)
    return replace(node, **changed) if changed else node


__all__: Sequence[str] = ["Wording", "woven"]
