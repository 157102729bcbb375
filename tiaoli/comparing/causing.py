"""Which changes of rules are behind a change of a result."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.compare.causes import Causes
from compiler.compare.rules import RuleChange
from solver.answers.comparison import Cause, Change

_HEADS = frozenset({"document", "clause"})
# Reasons that come from what a claim meets, and not from its own rule.
_MEETING = frozenset({"displaced_by", "contest", "limit", "incomplete", "offset", "shared_doubt"})


def causes_of(change: Change, causes: Causes) -> tuple[Cause, ...]:
    """The changes of rules behind a change: those that its differing reasons come from, else those of its own rules,
    else those of what it meets. The head of a document is named only where nothing else is."""
    names = [n for n in (change.benefit, change.former) if n]
    own = [c for n in names for c in causes.direct(n)]
    around = [c for n in names for c in causes.around(n) if c not in own]
    # A reason without a place of its own comes from the rule of the benefit itself.
    homes = {(r.document, r.clause) for side in (change.old, change.new) if side is not None for r in side.results}
    reasons = (*change.gone, *change.come)
    places = {(r.document, r.clause) for r in reasons if r.clause}
    places |= homes if any(not r.clause for r in reasons) else set()
    said = {r.name for r in reasons if r.name}
    met = {r.name for r in reasons if r.kind in _MEETING}
    near = [c for c in (*own, *around) if _place(c) in places or c.name in said]
    near = [c for c in near if c.name in met] or near
    if not met and any(c in own for c in near):
        near = [c for c in near if c in own]
    chosen: Sequence[RuleChange] = near or own or around
    chosen = [c for c in chosen if c.sort not in _HEADS] or chosen
    return tuple(
        Cause(c.kind, c.sort, c.name, c.place.document, c.place.clause, c in own, c.place.by)
        for c in dict.fromkeys(chosen)
    )


def _place(change: RuleChange) -> tuple[str, str]:
    return change.place.document, change.place.clause
