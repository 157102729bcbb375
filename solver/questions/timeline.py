"""The whole of a case over time: what happened, from when to when documents apply, what is paid in each stretch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Literal

from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from solver.answers.model import Reason, Result
from solver.arithmetic.values import Number
from solver.questions.assess import Assessor, engine_of
from solver.questions.schedule import Schedule, perhaps, schedule, total

Mark = Literal[
    "event", "in_force", "applies", "expires", "clause_applies", "clause_expires", "relation", "starts", "ends"
]
AFTER = 365
"""How many days behind the last date are shown when a payment has no end and no end was asked for."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happens on a day. ``name``: the event (kind and field), the benefit, or the relation; ``subject``:
    its object; ``document`` and ``clause``: where it is said, where the law says it; ``why``: what ends a payment."""

    day: dt.date
    mark: Mark
    name: str
    subject: str = ""
    document: str = ""
    clause: str = ""
    why: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Paid:
    """What one schedule pays within a stretch: how many payments, and their sum."""

    schedule: int
    count: int
    amount: Number
    sure: bool


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch between two changes: first and last day, what is paid in it, and the sum."""

    start: dt.date
    end: dt.date
    paid: tuple[Paid, ...]
    total: Number


@dataclass(frozen=True, slots=True)
class Timeline:
    """``spans`` cut the time from ``start`` to ``end`` (both included) at every change. ``total``: all that is paid in
    it; ``outside``: how many payments lie before or behind, not counting those that have no end. ``unpaid``: results
    that pay nothing."""

    start: dt.date
    end: dt.date
    changes: tuple[Change, ...]
    schedules: tuple[Schedule, ...]
    spans: tuple[Span, ...]
    total: Number
    outside: int
    unpaid: tuple[Result, ...]


def timeline(
    rulebook: Rulebook,
    case: Case,
    start: dt.date | None = None,
    end: dt.date | None = None,
    wanted: frozenset[str] = frozenset(),
) -> Timeline | None:
    """The timeline of a case, of the benefits ``wanted`` by id (all when empty), from ``start`` to ``end``.

    By default it begins with the first thing that happened and ends with the last payment; where payments have no end
    it goes on for a year behind the last date. None when the case has no date at all.
    """
    results = Assessor(engine_of(rulebook)).assess(case, explain=False).results
    results = tuple(r for r in results if not wanted or r.benefit_id in wanted)
    events = tuple(_events(case))
    first = start or min([c.day for c in events] + [r.on for r in results if r.on is not None], default=None)
    if first is None:
        return None
    last = end or _last(rulebook, results, events, first)
    if last < first:
        last = first
    found = [_whole(rulebook, r, last) for r in results]
    schedules = tuple(s for s in found if s is not None)
    own = (*events, *_of_payments(schedules), *_of_law(rulebook, results))
    changes = tuple(sorted(dict.fromkeys(c for c in own if first <= c.day <= last), key=lambda c: (c.day, c.mark)))
    spans = tuple(_spans(first, last, changes, schedules))
    inside = sum(p.count for s in spans for p in s.paid)
    return Timeline(
        first,
        last,
        changes,
        schedules,
        spans,
        total(tuple(s.total for s in spans)),
        sum(len(s.ticks) for s in schedules) - inside,
        tuple(r for r, s in zip(results, found, strict=True) if s is None),
    )


def _events(case: Case) -> Iterable[Change]:
    for fact in case.facts:
        for value in fact.values:
            days = value.value if isinstance(value.value, tuple) else (value.value,)
            for day in days if value.stated else ():
                if isinstance(day, dt.date):
                    yield Change(day, "event", f"{fact.kind}.{value.field}", fact.id)


def _last(rulebook: Rulebook, results: Iterable[Result], events: Iterable[Change], first: dt.date) -> dt.date:
    """The last thing that happens; a year more where a payment goes on."""
    days = [c.day for c in events if c.day >= first] + [r.on for r in results if r.on is not None]
    latest = max([first, *days])
    found = [s for s in (_whole(rulebook, r, latest) for r in results) if s is not None]
    closed = [s.ticks[-1].day for s in found if s.ticks and s.ending != "open"]
    latest = max([latest, *closed])
    return latest + dt.timedelta(days=AFTER) if any(s.ending == "open" for s in found) else latest


def _whole(rulebook: Rulebook, result: Result, last: dt.date) -> Schedule | None:
    """All payments of a result; up to ``last`` where they have no end."""
    far = last + dt.timedelta(days=366 * 100) if last.year < 9800 else dt.date.max
    found = schedule(rulebook, result, far)
    return schedule(rulebook, result, last) if found is not None and found.ending == "open" else found


def _of_payments(schedules: tuple[Schedule, ...]) -> Iterable[Change]:
    for one in schedules:
        r = one.result
        if not one.ticks or one.ending == "single":
            continue
        yield Change(one.ticks[0].day, "starts", r.benefit, r.object, r.document, r.clause)
        if one.last is not None:
            decided = tuple(n for n in one.why if n.state == "note")
            yield Change(one.last, "ends", r.benefit, r.object, r.document, r.clause, decided)


def _of_law(rulebook: Rulebook, results: Sequence[Result]) -> Iterable[Change]:
    """The dates of the documents that the results rest on, of those clauses, and of what documents do to each other."""
    documents = {r.document for r in results}
    repealed: dict[str, dt.date] = {}
    clauses = {(r.document, r.clause) for r in results}
    for relation in rulebook.relations:
        if relation.date is not None:
            names = "、".join(relation.names)
            yield Change(relation.date, "relation", relation.kind, names, relation.document, relation.clause)
            documents.add(relation.document)
            if relation.kind == "repeals":
                repealed |= {n: min(relation.date, repealed.get(n, relation.date)) for n in relation.names}
    shown = {r.claim[:2] for r in results}
    wordings = [(b.wording, b.document) for b in rulebook.benefits if b.family in shown]
    turns = [(w.since, w.document, w.clause, target) for w, target in wordings if w is not None]
    turns += [(w.until, w.until_document, w.until_clause, target) for w, target in wordings if w is not None]
    for day, by, clause_id, target in dict.fromkeys(turns):
        if day is not None:
            yield Change(day, "relation", "amends", target, by, clause_id)
    for document in rulebook.documents:
        if document.number in documents and document.held:
            for mark, day in (("in_force", document.in_force), ("expires", document.expires)):
                if day is not None and day < repealed.get(document.number, dt.date.max):
                    yield Change(day, "in_force" if mark == "in_force" else "expires", document.number)
            if document.applies is not None and document.applies != document.in_force:
                yield Change(document.applies, "applies", document.number)
    for clause in rulebook.clauses:
        if (clause.document, clause.id) in clauses:
            if clause.applies is not None:
                yield Change(clause.applies, "clause_applies", clause.id, "", clause.document, clause.id)
            if clause.expires is not None:
                yield Change(clause.expires, "clause_expires", clause.id, "", clause.document, clause.id)


def _spans(
    first: dt.date, last: dt.date, changes: tuple[Change, ...], schedules: tuple[Schedule, ...]
) -> Iterable[Span]:
    """The stretches from change to change, each with its payments."""
    cuts = sorted({first, *(c.day for c in changes)})
    ends = [cut - dt.timedelta(days=1) for cut in cuts[1:]] + [last]
    for start, end in zip(cuts, ends, strict=True):
        paid: list[Paid] = []
        for index, one in enumerate(schedules):
            for sure in (True, False):
                amounts = tuple(t.amount for t in one.ticks if start <= t.day <= end and t.sure is sure)
                if amounts:
                    whole = total(amounts) if sure else total(tuple(perhaps(a) for a in amounts))
                    paid.append(Paid(index, len(amounts), whole, sure))
        yield Span(start, end, tuple(paid), total(tuple(p.amount for p in paid)))
