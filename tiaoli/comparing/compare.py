"""Compares two sides: reads both, decides every recorded case under both laws, and says what changed and why."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.compare.documents import compare_documents
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import IntentDecl, Rulebook
from solver.questions.intents import Verdict, judge, with_any_case
from solver.questions.universal import universal
from tiaoli.comparing.casebooks import Casebooks
from tiaoli.comparing.comparison import AnyCase, Comparison
from tiaoli.comparing.laws import Laws
from tiaoli.comparing.lots import Looking, Lots, look
from tiaoli.comparing.pairs import Documents, Pairs, replaced
from tiaoli.comparing.sides import Side

EVERYTHING = Looking()


def compare(
    old: Side,
    new: Side,
    language: str,
    declared: Sequence[IntentDecl] | None = None,
    seconds: float | None = None,
    looking: Looking = EVERYTHING,
) -> Comparison:
    """Everything that differs. ``language``: of the keywords in the rules shown; ``declared``: what the change is meant
    to change, in place of what the documents of the new side say; ``seconds``: how long to look at any case at all
    (None: not); ``looking``: how the recorded cases are looked at.

    Raises Rejected when either side has a fault, or a case that neither can read.
    """
    before, after = Laws(old), Laws(new)
    documents = compare_documents(before.sheets(), after.sheets(), replaced(before, after), language)
    pairs = Pairs(before, after, tuple(r for d in documents for r in d.rules))
    pairs.open_all()
    found, intents = _cases(Casebooks(old, new, looking.only), pairs, declared, looking)
    any_case = _any_case(pairs, seconds) if seconds is not None else None
    verdict: Verdict | None = judge(intents, found.held) if intents else None
    if verdict is not None and any_case is not None:
        verdict = with_any_case(verdict, [u.found for u in any_case])
    return Comparison(
        old.label,
        new.label,
        documents,
        pairs.equal(),
        any(d.rules for d in documents),
        pairs.reached([d.new or d.old for d in documents]),
        found.cases,
        found.sums,
        found.over,
        verdict,
        any_case,
        (old, new),
    )


def _cases(
    books: Casebooks, pairs: Pairs, declared: Sequence[IntentDecl] | None, looking: Looking
) -> tuple[Lots, tuple[IntentDecl, ...]]:
    """Every recorded case, and what was declared. The law that a case names can declare something, too, and what is
    declared says which benefits are the same: were that known late, the cases are looked at again."""
    intents = tuple(declared) if declared is not None else pairs.intents()
    while True:
        found = look(books, pairs, intents, looking)
        found.stop()
        for law in found.laws:
            pairs.get(*law)
        known = tuple(declared) if declared is not None else pairs.intents()
        if known == intents:
            break
        intents = known
    if found.undecided:
        raise Rejected(found.undecided)
    return found, intents


def _any_case(pairs: Pairs, seconds: float) -> tuple[AnyCase, ...]:
    """What each change of a law means for any case at all; a law that means the same is not asked about, nor one that
    only one side has. An amendment and the document it amends are one law: it goes by the name that both sides have."""
    found: dict[tuple[frozenset[str], ...], tuple[Documents, Documents, Rulebook, Rulebook]] = {}
    for old, new in pairs.asked():
        pair = pairs.get(old, new, None)
        if pair.old is not None and pair.new is not None and not pair.reaching.equal():
            law = tuple(frozenset(s.name for s in side.sources) for side in (pair.old, pair.new))
            if law not in found or old == new:
                found[law] = (old, new, pair.old, pair.new)
    waiting = tuple(found.values())
    return tuple(AnyCase(a, b, universal(x, y, b, seconds / len(waiting))) for a, b, x, y in waiting)
