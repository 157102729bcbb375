"""Compares two sides: reads both, decides every recorded case under both laws, and says what changed and why."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.compare.documents import compare_documents
from compiler.diagnostics.problem import Log
from compiler.rulebook.model import IntentDecl
from solver.questions.intents import Verdict, judge
from solver.questions.sums import sums
from tiaoli.comparing.casebooks import recorded
from tiaoli.comparing.comparison import Comparison
from tiaoli.comparing.deciding import decide
from tiaoli.comparing.laws import Laws
from tiaoli.comparing.pairs import Pairs, replaced
from tiaoli.comparing.sides import Side


def compare(
    old: Side,
    new: Side,
    language: str,
    only: str | None = None,
    declared: Sequence[IntentDecl] | None = None,
) -> Comparison:
    """Everything that differs. ``language``: of the keywords in the rules shown; ``only``: the one recorded case that
    is wanted; ``declared``: what the change is meant to change, in place of what the documents of the new side say.

    Raises Rejected when either side has a fault, or a case that neither can read.
    """
    before, after = Laws(old), Laws(new)
    documents = compare_documents(before.sheets(), after.sheets(), replaced(before, after), language)
    pairs = Pairs(before, after, tuple(r for d in documents for r in d.rules))
    pairs.open_all()
    log = Log()
    cases = recorded(old, new, only)
    for one in cases:  # every law that a case needs, so that every intent is known before the first is compared
        both = pairs.sides_of(one.documents)
        if both is not None:
            pairs.get(*both, one.known)
    intents = tuple(declared) if declared is not None else pairs.intents()
    renamed = {a: b for intent in intents for a, b in intent.renames}
    asked, over = decide(cases, pairs, renamed, log)
    log.stop()
    verdict: Verdict | None = judge(intents, asked) if intents else None
    changes = tuple(a.change for a in asked)
    return Comparison(
        old.label,
        new.label,
        documents,
        pairs.equal(),
        any(d.rules for d in documents),
        pairs.reached([d.new or d.old for d in documents]),
        changes,
        sums(c for change in changes for c in change.changes),
        over,
        verdict,
    )
