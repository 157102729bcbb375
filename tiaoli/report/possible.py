"""What each benefit may come to, for programs."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.cases.write import write_value
from solver.answers.model import Assessment, Receipt
from solver.questions.possible import Possibility
from solver.search.cells import WHOLE
from solver.search.evaluate import Cell
from tiaoli.report.json import VERSION, money, result, stamp
from tiaoli.words import Words


def report(found: Sequence[Possibility], assessment: Assessment, receipt: Receipt, words: Words) -> dict[str, object]:
    """One object: the case, and for each benefit and object what is certain, impossible or possible."""
    return {
        "tiaoli": VERSION,
        "receipt": stamp(receipt),
        "case": assessment.case,
        "possibilities": [_one(p, words) for p in found],
    }


def _one(found: Possibility, words: Words) -> dict[str, object]:
    return {
        "benefit": found.now.benefit,
        "object": found.now.object,
        "document": found.now.document,
        "clause": found.now.clause,
        "quotes": list(found.now.quotes),
        "status": found.status,
        "outcomes": list(found.outcomes),
        "min": money(found.low),
        "max": money(found.high),
        "matters": [
            {"fact": fact_of(m.cell), "settles": str(m.settles), "answers": [write_value(a) for a in m.answers]}
            for m in found.matters
        ],
        "idle": [fact_of(c) for c in found.idle],
        "open": list(found.open),
        "now": result(found.now, words),
        "tried": found.tried,
        "limit": found.limit or None,
    }


def fact_of(cell: Cell) -> str:
    """``kind/id.field``; for a history that may not be whole, its kind."""
    return cell[1] if cell[0] == WHOLE else f"{cell[0]}/{cell[1]}.{cell[2]}"
