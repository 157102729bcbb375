"""A timeline as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from solver.answers.model import Assessment, Receipt
from solver.questions.schedule import Schedule
from solver.questions.timeline import Change, Span, Timeline
from solver.questions.turns import Turns
from tiaoli.report.json import VERSION, amount, reason, stamp, sum_of
from tiaoli.words import Words


def report(
    found: Timeline | None,
    tables: Iterable[tuple[Turns, ...]],
    assessment: Assessment,
    receipt: Receipt,
    words: Words,
) -> dict[str, object]:
    """The object; ``timeline`` is null for a case without a date."""
    return {
        "tiaoli": VERSION,
        "receipt": stamp(receipt),
        "case": assessment.case,
        "documents": list(assessment.documents),
        "timeline": None if found is None else _timeline(found),
        "turns": [_turns(t, words) for table in tables for t in table],
    }


def _timeline(found: Timeline) -> dict[str, object]:
    return {
        "from": found.start.isoformat(),
        "to": found.end.isoformat(),
        "changes": [_change(c) for c in found.changes],
        "schedules": [_schedule(s) for s in found.schedules],
        "stretches": [_span(s) for s in found.spans],
        "total": sum_of(found.total),
        "outside": found.outside,
        "unpaid": [{"benefit": r.benefit, "object": r.object, "outcome": r.outcome} for r in found.unpaid],
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "on": change.day.isoformat(),
        "what": change.mark,
        "name": change.name,
        "subject": change.subject,
        "document": change.document,
        "clause": change.clause,
    }


def _schedule(one: Schedule) -> dict[str, object]:
    return {
        "benefit": one.result.benefit,
        "object": one.result.object,
        "document": one.result.document,
        "clause": one.result.clause,
        "outcome": one.result.outcome,
        "per": one.result.would_be.per,
        "ending": one.ending,
        "nothing_from": None if one.last is None else one.last.isoformat(),
        "payments": [{"on": t.day.isoformat(), "amount": sum_of(t.amount), "sure": t.sure} for t in one.ticks],
        "undated": [sum_of(a) for a in one.undated],
    }


def _span(span: Span) -> dict[str, object]:
    return {
        "from": span.start.isoformat(),
        "to": span.end.isoformat(),
        "paid": [
            {"schedule": p.schedule, "count": p.count, "amount": sum_of(p.amount), "sure": p.sure} for p in span.paid
        ],
        "total": sum_of(span.total),
    }


def _turns(turns: Turns, words: Words) -> dict[str, object]:
    return {
        "benefit": turns.stretches[0].result.benefit if turns.stretches else "",
        "object": turns.stretches[0].result.object if turns.stretches else "",
        "fact": "{}/{}.{}".format(*turns.cell),
        "known": None if turns.known is None else turns.known.isoformat(),
        "stretches": [
            {
                "from": s.start.isoformat(),
                "outcome": s.result.outcome,
                "amount": amount(s.result.amount),
                "causes": [reason(c, words) for c in s.causes],
                "waits": [reason(w, words) for w in s.waits],
            }
            for s in turns.stretches
        ],
    }
