"""Which changes of rules can be behind a change of a benefit: those of the rules that its bound form was made of.

Every bound condition and value knows the place it was written at, so the rules that a benefit is made of (its own, the
exceptions woven into it, definitions, parameters, the dates of its clause) are the rules that hold these places; rules
that it meets in groups and limits are made of others in the same way.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from compiler.compare.rules import Placed, RuleChange
from compiler.rulebook.model import Benefit, GroupDecl, LimitDecl, Rulebook
from compiler.rulebook.terms import FieldOf, Label, Reads, Type, walk
from compiler.source.text import Span

_ENDING = frozenset({"repeals", "stops", "closes"})
_HEADS = frozenset({"document", "clause"})
_SIDES = ("old", "new")


class Causes:
    """Finds the changes behind benefits. ``changes`` are those between the documents of the two rulebooks."""

    def __init__(self, changes: Sequence[RuleChange], old: Rulebook | None, new: Rulebook | None) -> None:
        self.changes = tuple(c for c in changes if c.sort not in _HEADS or _dated(c))
        self._sides = {"old": old, "new": new}
        self._places = {side: _Places(self.changes, side) for side in _SIDES}
        self._direct: dict[str, tuple[RuleChange, ...]] = {}
        self._around: dict[str, tuple[RuleChange, ...]] = {}

    def direct(self, name: str) -> tuple[RuleChange, ...]:
        """Changes of rules that the benefits of that name are made of."""
        if name not in self._direct:
            found: dict[RuleChange, None] = {}
            for side, rulebook in self._sides.items():
                for benefit in rulebook.benefits if rulebook is not None else ():
                    if benefit.name == name:
                        found |= dict.fromkeys(self._of(benefit, side))
            found |= {c: None for c in self.changes if c.sort in ("benefit", "recovery") and c.name == name}
            self._direct[name] = self._ordered(found)
        return self._direct[name]

    def around(self, name: str) -> tuple[RuleChange, ...]:
        """Changes of groups and limits that the benefits of that name are in, and of what they can meet there."""
        if name not in self._around:
            found: dict[RuleChange, None] = {}
            for side, rulebook in self._sides.items():
                if rulebook is not None:
                    found |= dict.fromkeys(self._meeting(rulebook, name, side))
            self._around[name] = self._ordered(found)
        return self._around[name]

    def _ordered(self, found: Iterable[RuleChange]) -> tuple[RuleChange, ...]:
        kept = set(found)
        return tuple(c for c in self.changes if c in kept)

    def _meeting(self, rulebook: Rulebook, name: str, side: str) -> Iterable[RuleChange]:
        near = {b.id for b in rulebook.benefits if b.name == name}
        ties: list[tuple[GroupDecl | LimitDecl, set[str]]] = [
            *((g, {m.benefit for m in g.members}) for g in rulebook.groups),
            *((x, {c.benefit for c in x.covers}) for x in rulebook.limits),
        ]
        shared = _sharing(rulebook)
        before = 0
        while len(near) > before:
            before = len(near)
            near = near.union(*(m for m in (*shared, *(members for _, members in ties)) if m & near))
        for tie, members in ties:
            if members & near:
                yield from self._of(tie, side)
        for benefit in rulebook.benefits:
            if benefit.id in near and benefit.name != name:
                yield from self._of(benefit, side)

    def _of(self, node: Benefit | GroupDecl | LimitDecl, side: str) -> Iterable[RuleChange]:
        places = self._places[side]
        yield from places.at(node.origin)
        for part in walk(node):
            yield from places.at(getattr(part, "origin", None))
            match part:
                case Label(_, _, name, _, document, clause) if document:
                    # A last day was set by whatever ends the document or the benefit, in its own clause.
                    yield from places.ending(document, clause)
                    yield from places.called("exception", name)
                case FieldOf(_, owner):
                    yield from places.called("kind", owner)
                case Reads(_, reading):
                    yield from places.called("reading", reading)
            type_ = getattr(part, "type", None)
            if isinstance(type_, Type) and type_.kind == "enum":
                yield from places.called("enumeration", type_.name)


def _sharing(rulebook: Rulebook) -> list[set[str]]:
    """Benefits that use up one cap together."""
    users: dict[str, set[str]] = {}
    for benefit in rulebook.benefits:
        for cap in benefit.caps:
            users.setdefault(cap.id, set()).add(benefit.id)
    return list(users.values())


class _Places:
    """The changed rules of one side by where they stand."""

    def __init__(self, changes: Sequence[RuleChange], side: str) -> None:
        self._starts: dict[str, list[tuple[int, int, RuleChange]]] = {}
        self._ending: dict[tuple[str, str], list[RuleChange]] = {}
        self._named: dict[tuple[str, str], list[RuleChange]] = {}
        for change in changes:
            placed: Placed | None = change.old if side == "old" else change.new
            if placed is None:
                continue
            span = placed.span
            self._starts.setdefault(span.file.text, []).append((span.start, span.end, change))
            if change.sort in _ENDING:
                self._ending.setdefault((placed.document, placed.clause), []).append(change)
            sort = "kind" if change.sort in ("entity", "event") else change.sort
            self._named.setdefault((sort, change.name), []).append(change)
        for places in self._starts.values():
            places.sort(key=lambda p: p[:2])

    def at(self, span: Span | None) -> Iterable[RuleChange]:
        """The changed rule that a place lies in."""
        places = self._starts.get(span.file.text) if span is not None and span.file.text else None
        if places and span is not None:
            index = bisect_right(places, span.start, key=lambda p: p[0]) - 1
            if index >= 0 and span.start < places[index][1]:
                yield places[index][2]

    def ending(self, document: str, clause: str) -> Iterable[RuleChange]:
        """Changed rules of a clause that end something."""
        return self._ending.get((document, clause), ())

    def called(self, sort: str, name: str) -> Iterable[RuleChange]:
        """Changed declarations by name."""
        return self._named.get((sort, name), ())


def _dated(change: RuleChange) -> bool:
    """Whether a head or the line of a clause changed in its dates; a title decides nothing."""
    return change.kind != "changed" or any(line.part == "date" for line in change.lines)
