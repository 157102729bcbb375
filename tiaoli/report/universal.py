"""What a change means for any case at all, for programs."""

from __future__ import annotations

from solver.answers.universal import Extent, Finding, Universal, Witness
from tiaoli.report.json import amount, money
from tiaoli.report.readings import facts_of

Written = dict[str, object]
SIDES = ("loss", "gain", "undecided", "decided", "other")


def written(found: Universal) -> Written:
    """One object: the verdict, and each finding with its witnesses."""
    return {
        "verdict": found.verdict,
        "seconds": found.seconds,
        "late": found.late,
        "not_compared": list(found.words),
        "findings": [_finding(f) for f in found.findings],
    }


def _finding(found: Finding) -> Written:
    return {
        "benefits": list(found.names),
        "kind": found.kind,
        "together": found.together,
        "before_others": found.apart,
        "verdict": found.verdict,
        "by": found.by,
        "records": found.records,
        **{side: _extent(getattr(found, side)) for side in SIDES},
        "gaps": [{"kind": g.kind, "about": g.about or None, "where": g.where or None} for g in found.gaps],
        "notes": list(found.notes),
    }


def _extent(extent: Extent) -> Written:
    return {
        "state": extent.state,
        "smallest": _witness(extent.smallest),
        "worst": _witness(extent.worst),
        "proof": extent.proof if extent.worst is not None else None,
        "grows": extent.grows or None,
    }


def _witness(witness: Witness | None) -> Written | None:
    if witness is None:
        return None
    return {
        "facts": facts_of(witness.case),
        "readings": dict(witness.case.readings),
        "change": money(witness.change),
        **{
            side: [
                {
                    "benefit": r.benefit,
                    "document": r.document,
                    "clause": r.clause,
                    "object": r.object,
                    "outcome": r.outcome,
                    "amount": amount(r.amount),
                }
                for r in results
            ]
            for side, results in (("old", witness.old), ("new", witness.new))
        },
    }
