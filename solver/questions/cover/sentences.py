"""The sentences of a document by what was seen of the rules that rest on them."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.checks.sentences import SentenceUse
from compiler.source.record import dataclass
from solver.questions.cover.goals import SEEN, UNREACHABLE, Coverage, Found


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the law and the goals of the rules that rest on it.

    ``state``: seen (everything that can be), part, unseen (nothing of it), beyond (nothing of it can be seen),
    accounted (it decides no claim, and the document says so) or lost (nothing says what became of it).
    """

    use: SentenceUse
    state: str
    found: tuple[Found, ...]


def sentences(uses: Sequence[SentenceUse], coverage: Coverage) -> tuple[Sentence, ...]:
    """Every sentence, in order."""
    by_rule: dict[str, list[Found]] = {}
    for one in coverage.found:
        if one.goal.rule:
            by_rule.setdefault(one.goal.rule, []).append(one)
    made = []
    for use in uses:
        names = dict.fromkeys(u.name for u in use.uses if u.name)
        found = tuple(f for name in names for f in by_rule.get(name, ()))
        made.append(Sentence(use, _state(use, found), found))
    return tuple(made)


def _state(use: SentenceUse, found: tuple[Found, ...]) -> str:
    if not found:
        return "accounted" if use.uses else "lost"
    within = [f for f in found if f.state != UNREACHABLE]
    seen = sum(f.state == SEEN for f in within)
    if not within:
        return "beyond"
    return "seen" if seen == len(within) else "part" if seen else "unseen"
