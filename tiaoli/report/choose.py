"""The best lawful choice as JSON."""

from __future__ import annotations

from collections.abc import Mapping

from solver.answers.model import Assessment, Receipt
from solver.engine.atoms import Claim
from solver.questions.choose import Best, Over, Tangle
from tiaoli.report.json import VERSION, money, result, stamp, sum_of
from tiaoli.words import Words


def report(
    found: Best, over: Over, names: Mapping[str, str], assessment: Assessment, receipt: Receipt, words: Words
) -> dict[str, object]:
    """The object; ``choices`` has an entry for each set of claims between which something is chosen."""
    return {
        "tiaoli": VERSION,
        "receipt": stamp(receipt),
        "case": assessment.case,
        "documents": list(assessment.documents),
        "over": over,
        "from": None if found.start is None else found.start.isoformat(),
        "to": None if found.end is None else found.end.isoformat(),
        "pays": sum_of(found.pays),
        "proved": found.proved,
        "certain": found.certain,
        "endless": found.endless,
        "short": money(found.short),
        "choices": [_tangle(t, names) for t in found.tangles],
        "results": [result(r, words) for r in found.results],
    }


def _tangle(tangle: Tangle, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "claims": [_claim(c, names) for c in tangle.claims],
        "options": [{"taken": [_claim(c, names) for c in o.taken], "pays": sum_of(o.pays)} for o in tangle.options],
        "all_options": tangle.whole,
        "proved": tangle.proved,
    }


def _claim(claim: Claim, names: Mapping[str, str]) -> dict[str, str]:
    return {"benefit": names[claim[0]], "id": claim[0], "object": claim[1]}
