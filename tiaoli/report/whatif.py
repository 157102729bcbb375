"""The answer to *what would have to change?* for programs."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.cases.model import Scalar
from compiler.cases.write import write_value
from solver.answers.model import Assessment, Receipt
from solver.questions.routes import Change, WhatIf
from solver.search.cells import CHOICE, WHOLE
from tiaoli.report.json import VERSION, money, result, stamp
from tiaoli.words import Words


def report(found: Sequence[WhatIf], assessment: Assessment, receipt: Receipt, words: Words) -> dict[str, object]:
    """One object: the case, and for each benefit and object its routes, or what blocks them all."""
    return {
        "tiaoli": VERSION,
        "receipt": stamp(receipt),
        "case": assessment.case,
        "questions": [_question(one, words) for one in found],
    }


def _question(found: WhatIf, words: Words) -> dict[str, object]:
    return {
        "want": "lost" if found.lose else "granted",
        "amount": money(found.want),
        "now": result(found.now, words),
        "routes": [
            {"cost": r.cost, "changes": [_change(c) for c in r.changes], "result": result(r.result, words)}
            for r in found.routes
        ],
        "blockers": [
            {
                "kind": b.kind,
                "name": b.name,
                "rule": b.text,
                "document": b.document,
                "clause": b.clause,
                "quote": b.quote,
            }
            for b in found.blockers
        ],
        "most": money(found.most),
        "tried": found.tried,
        "limit": found.limit or None,
        "below": found.below,
    }


def _change(change: Change) -> dict[str, object]:
    kind, id, name = change.cell
    sort = "complete" if kind == WHOLE else "choice" if kind == CHOICE else "field"
    return {
        "sort": sort,
        "kind": id if sort == "complete" else None if sort == "choice" else kind,
        "id": None if sort == "complete" else name if sort == "choice" else id,
        "field": name if sort == "field" else None,
        "before": _written(change.before),
        "after": _written(change.after),
        "cost": change.cost,
        "document": change.document,
        "clause": change.clause,
        "quote": change.quote,
        "rule": change.text,
    }


def _written(value: Scalar | None) -> str | None:
    return None if value is None else write_value(value)
