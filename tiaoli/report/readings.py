"""Readings for programs: what each would mean, and small cases that tell two apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compiler.cases.model import Case
from compiler.rulebook.model import ReadingDecl
from solver.answers.model import Assessment, Receipt, Result
from solver.questions.apart import Witness
from solver.questions.readings import Meaning
from solver.questions.schedule import Schedule
from solver.questions.standing import Standing
from solver.questions.witness import NoWitness
from tiaoli.report.json import VERSION, amount, stamp, sum_of
from tiaoli.words import Words

Found = Iterable[tuple[str, Iterable[tuple[ReadingDecl, Witness | NoWitness]]]]


def report_case(
    found: Sequence[Meaning], stands: Sequence[Standing], assessment: Assessment, receipt: Receipt, words: Words
) -> dict[str, object]:
    """One object: for each result of the case whether it holds under all readings, and what each reading means."""
    return {
        "tiaoli": VERSION,
        "receipt": stamp(receipt),
        "case": assessment.case,
        "results": [
            {**_result(r), "holds": s.holds, "limit": s.limit} for r, s in zip(assessment.results, stands, strict=True)
        ],
        "readings": [
            {
                **_reading(m.reading),
                "taken": m.taken,
                "choice": m.choice or None,
                "matters": m.matters,
                "under": [
                    {"choice": c, "results": [_read(r, s) for r, s in zip(results, pays, strict=True)]}
                    for (c, results), pays in zip(m.under, m.pays or ((),) * len(m.under), strict=True)
                ],
            }
            for m in found
        ],
    }


def report_document(found: Found, receipt: Receipt, words: Words) -> dict[str, object]:
    """One object: every reading, with a small case that two of its choices decide differently, or why there is none."""
    return {
        "tiaoli": VERSION,
        "receipt": stamp(receipt),
        "documents": [
            {"document": document, "readings": [{**_reading(d), **_witness(w)} for d, w in listed]}
            for document, listed in found
        ],
    }


def _reading(decl: ReadingDecl) -> dict[str, object]:
    return {
        "reading": decl.name,
        "document": decl.document,
        "clause": decl.clause,
        "severity": decl.severity,
        "question": decl.question,
        "quote": decl.quote,
        "choices": [{"choice": c, "meaning": m} for c, m in decl.choices],
        "default": decl.default,
        "touches": list(decl.touches),
    }


def _witness(found: Witness | NoWitness) -> dict[str, object]:
    if isinstance(found, NoWitness):
        return {"witness": None, "no_witness": found.why}
    told = {
        "facts": facts_of(found.case),
        "readings": dict(found.case.readings),
        "limit": found.limit,
        "results": [
            {"choice": c, **_read(r, s)} for c, r, s in zip(found.choices, found.results, found.pays, strict=True)
        ],
    }
    return {"witness": told, "no_witness": None}


def facts_of(case: Case) -> dict[str, dict[str, dict[str, str]]]:
    """The facts of a case as its file has them: kind, id, field, value as written; parties of whom nothing is said
    and defaults are left out."""
    told: dict[str, dict[str, dict[str, str]]] = {}
    for fact in case.facts:
        told.setdefault(fact.kind, {})[fact.id] = {v.field: v.written for v in fact.values if v.stated}
    return told


def _read(found: Result, pays: Schedule | None) -> dict[str, object]:
    """A result under a choice, with its payments."""
    if pays is None:
        return {**_result(found), "payments": None}
    until = None if pays.last is None else pays.last.isoformat()
    payments = {"ending": pays.ending, "count": len(pays.ticks), "until": until, "total": sum_of(pays.total)}
    return {**_result(found), "payments": payments}


def _result(found: Result) -> dict[str, object]:
    return {
        "benefit": found.benefit,
        "object": found.object,
        "outcome": found.outcome,
        "amount": amount(found.amount),
        "payee": found.payee,
    }
