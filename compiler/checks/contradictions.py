"""Rules between claims that nobody can obey at once: two that say different things of the same two benefits, and one
that forbids what another allows.

Only what is surely about the same claims is reported: the same unit, the same key, the same window, days on which both
hold, no condition of which one could be true without the other, and no precedence between the documents.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log
from compiler.rulebook.model import LEVELS, Benefit, GroupDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.shapes import SHAPES, Pair, Shaped, compatible
from compiler.rulebook.terms import All, Apply, Cond, Const, Label, Reads, Term, Var
from compiler.source.record import dataclass
from compiler.surface import tree as t

_ORDERED = frozenset({"prevails", "repeals", "yields"})
_SAID_ANYWHERE = frozenset({"id", "origin", "written", "text", "label"})


def check_contradictions(rulebook: Rulebook, sheets: tuple[Sheet, ...], log: Log) -> None:
    """Report each two groups that contradict each other, once, at the later; and each group that never applies because
    all it forbids is allowed."""
    looking = _Looking(rulebook, sheets)
    groups = [g for g in rulebook.groups if g.shape in SHAPES]
    said: set[tuple[str, str, str, str]] = set()
    for one, other, pair in looking.contradictions(groups):
        key = (one.document, one.name, other.document, other.name)
        if key in said:
            continue
        said.add(key)
        log.say(
            "TL0528",
            other.origin,
            first=one.name,
            clause=looking.place(one, other),
            second=other.name,
            benefits="、".join(dict.fromkeys(looking.name(id) for id in pair)),
            first_shape=one.shape,
            second_shape=other.shape,
        )
    for group in groups:
        allowed = looking.permission(group)
        if allowed is not None:
            names = "、".join(dict.fromkeys(looking.name(m.benefit) for m in group.members))
            log.say("TL0529", group.origin, name=group.name, benefits=names, clause=allowed)


@dataclass(frozen=True, slots=True)
class _When:
    """When a member is one: the readings that must be taken, and other conditions, by what they say."""

    readings: dict[str, str]
    rest: frozenset[object]


class _Looking:
    def __init__(self, rulebook: Rulebook, sheets: tuple[Sheet, ...]) -> None:
        self.rulebook, self.sheets = rulebook, sheets
        self.together = frozenset(rulebook.together)

    def name(self, id: str) -> str:
        """A benefit's name; that of a payment made before."""
        benefit = self.rulebook.benefit(id)
        return benefit.name if benefit is not None else id

    def place(self, group: GroupDecl, beside: GroupDecl) -> str:
        """Its clause, with the document if that is another one."""
        return group.clause if group.document == beside.document else f"{group.document} {group.clause}"

    # ------------------------------------------------------------ two groups

    def contradictions(self, groups: list[GroupDecl]) -> Iterator[tuple[GroupDecl, GroupDecl, tuple[str, str]]]:
        """Each two groups with two benefits of which they say what cannot both be, the earlier group first."""
        seen: dict[frozenset[str], list[tuple[GroupDecl, MemberDecl, MemberDecl]]] = {}
        for other in groups:
            meeting = list(self._pairs(other))
            for c, d in meeting:
                ids = frozenset((c.benefit, d.benefit))
                if (c.benefit, d.benefit) in self.together:
                    continue
                for one, a, b in seen.get(ids, ()):
                    e, f = (c, d) if c.benefit == a.benefit else (d, c)
                    if self._contradict(one, other, ((a, e), (b, f))):
                        yield one, other, (a.benefit, b.benefit)
            for c, d in meeting:
                seen.setdefault(frozenset((c.benefit, d.benefit)), []).append((other, c, d))

    def _contradict(self, one: GroupDecl, other: GroupDecl, members: tuple[tuple[MemberDecl, MemberDecl], ...]) -> bool:
        """Whether two groups cannot both be obeyed of two benefits: of these members of the one and the other."""
        if one.window != other.window or not all(_same(m, n) for m, n in members):
            return False
        if (one.document, one.name) == (other.document, other.name) and not (_whens(one) and _whens(other)):
            return False  # a shape that does not say when it is meant: TL0523
        (a, _), (b, _) = members
        ids = (a.benefit, b.benefit)
        if compatible(_shaped(one, ids), _shaped(other, ids), self._pair(ids)):
            return False
        return self._meet(one, other) and not self._ordered(one.document, other.document)

    def _pairs(self, group: GroupDecl) -> Iterator[tuple[MemberDecl, MemberDecl]]:
        """The members that can meet in a group: each two, and one with itself unless its key is the object."""
        members = group.members
        for i, a in enumerate(members):
            for b in members[i:]:
                if a is b and (a.benefit == PAID or any(isinstance(k, Var) for k in a.keys)):
                    continue
                if a is not b and a.benefit != b.benefit and self._one_family(a.benefit, b.benefit):
                    continue
                yield a, b

    def _one_family(self, a: str, b: str) -> bool:
        one, other = self.rulebook.benefit(a), self.rulebook.benefit(b)
        return one is not None and other is not None and one.family == other.family

    def _pair(self, ids: tuple[str, str]) -> Pair:
        a, b = (self.rulebook.benefit(id) for id in ids)
        first = tuple(i for i in (0, 1) if ids[i] == PAID) or (0, 1)
        if a is None or b is None or a.form != b.form or a is b:
            return Pair(first=first)
        x, y = _fixed(a), _fixed(b)
        return Pair(first=first) if x is None or y is None else Pair(((x > y) - (x < y),), first)

    # ------------------------------------------------------------ documents and days

    def _ordered(self, one: str, other: str) -> bool:
        """Whether one of two documents is said to prevail over the other, or to yield to it."""
        if one == other:
            return False
        for relation in self.rulebook.relations:
            if relation.kind not in _ORDERED or relation.document not in (one, other):
                continue
            facing = other if relation.document == one else one
            if facing in relation.names:
                return True
            if relation.kind == "yields" and self._level(facing) > self._level(relation.document):
                return True
        return False

    def _level(self, number: str) -> int:
        document = self.rulebook.document(number)
        return LEVELS.index(document.level) if document is not None and document.level in LEVELS else -1

    def _meet(self, one: GroupDecl, other: GroupDecl) -> bool:
        """Whether there is a day on which both hold."""
        a, b = self._days(one), self._days(other)
        return max(a[0], b[0]) <= min(a[1], b[1])

    def _days(self, group: GroupDecl) -> tuple[dt.date, dt.date]:
        document = self.rulebook.document(group.document)
        begun, ended = (None, None) if document is None else (document.applies or document.in_force, document.expires)
        last = group.until - dt.timedelta(days=1) if group.until is not None else dt.date.max
        repealed = (r for r in self.rulebook.relations if r.kind == "repeals" and group.document in r.names)
        for relation in repealed:
            by = self.rulebook.document(relation.document)
            day = relation.date or (by.in_force if by is not None else None)
            last = min(last, day - dt.timedelta(days=1)) if day is not None else last
        return max(begun or dt.date.min, group.since or dt.date.min), min(ended or dt.date.max, last)

    # ------------------------------------------------------------ what is allowed

    def permission(self, group: GroupDecl) -> str | None:
        """The clause that allows every two benefits of a group to be had together; None where some may not, and where
        the group is about whatever is of a kind: then what is allowed is an exception from it."""
        if not self._named_one_by_one(group):
            return None
        ids = tuple(dict.fromkeys(m.benefit for m in group.members))
        pairs = [(a, b) for a, b in combinations(ids, 2) if not self._one_family(a, b)]
        if not pairs or any(p not in self.together for p in pairs):
            return None
        names = {self.name(id) for id in ids}
        for sheet in self.sheets:
            for entry in sheet.entries:
                if isinstance(entry.item, t.Together) and len(names & {w.text for w in entry.item.names}) > 1:
                    if self._ordered(sheet.name, group.document):
                        return None
                    clause = entry.clause.id if entry.clause is not None else ""
                    return clause if sheet.name == group.document else f"{sheet.name} {clause}"
        return None

    def _named_one_by_one(self, group: GroupDecl) -> bool:
        items = (e.item for s in self.sheets if s.name == group.document for e in s.entries)
        return all(
            member.target.kind == "benefit"
            for item in items
            if isinstance(item, t.NonDuplication) and item.name.text == group.name
            for member in item.members
        )


def _shaped(group: GroupDecl, ids: tuple[str, str]) -> Shaped:
    """The shape, with what it names of two benefits; of one benefit with itself it names nothing."""
    if ids[0] == ids[1]:
        return Shaped(group.shape)
    return Shaped(group.shape, tuple(ids.index(n) for n in group.names if n in ids))


def _same(a: MemberDecl, b: MemberDecl) -> bool:
    """Whether two members are the same claims, for the same unit and by the same key, at least when both are in."""
    if (_meaning(a.unit), _meaning(a.keys)) != (_meaning(b.unit), _meaning(b.keys)):
        return False
    one, other = _when(a.condition), _when(b.condition)
    if one.rest != other.rest:
        return False
    return all(other.readings.get(name, choice) == choice for name, choice in one.readings.items())


def _when(cond: Cond | None) -> _When:
    """The parts of a condition, without the dates of its document, which are looked at by themselves."""
    readings: dict[str, str] = {}
    rest: set[object] = set()
    todo = [cond] if cond is not None else []
    while todo:
        part = todo.pop()
        if isinstance(part, All):
            todo += part.operands
        elif isinstance(part, Reads) and readings.setdefault(part.reading, part.choice) == part.choice:
            continue
        elif not (isinstance(part, Label) and part.kind == "in_force"):
            rest.add(_meaning(part))
    return _When(readings, frozenset(rest))


def _whens(group: GroupDecl) -> bool:
    return any(_when(m.condition).readings for m in group.members)


def _meaning(node: object) -> object:
    """What a term or condition says, whatever its variables are called and wherever it stands."""
    if isinstance(node, Var):
        return ("var", node.depth, node.type)
    if isinstance(node, tuple):
        return tuple(_meaning(part) for part in node)
    fields = getattr(type(node), "__dataclass_fields__", None)
    if fields is None:
        return node
    return (type(node).__name__, *(_meaning(getattr(node, n)) for n in fields if n not in _SAID_ANYWHERE))


def _fixed(benefit: Benefit) -> Fraction | None:
    """The sum that a benefit always comes to, if it does."""
    term: Term | None = benefit.amount
    while isinstance(term, Apply) and term.label.startswith("rounding"):
        term = term.args[0]
    return term.value if isinstance(term, Const) and isinstance(term.value, Fraction) else None
