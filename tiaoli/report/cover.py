"""Coverage for programs: every goal with what became of it, every sentence, and the counts."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.rulebook.model import Rulebook
from solver.questions.cover.goals import Count, Coverage, Found, counted
from solver.questions.cover.sentences import Sentence
from tiaoli.report.json import VERSION


def report(coverage: Coverage, sentences: Sequence[Sentence], rulebook: Rulebook) -> dict[str, object]:
    """The object for one document."""
    return {
        "tiaoli": VERSION,
        "document": coverage.document,
        "cases": coverage.cases,
        "passed": list(coverage.passed),
        **_counts(counted(coverage.found)),
        "clauses": [
            {"clause": id, "title": title, **_counts(counted(found))}
            for id, title, found in clauses(coverage, rulebook)
        ],
        "goals": [_goal(one) for one in coverage.found],
        "sentences": [
            {
                "text": s.use.text,
                "clause": s.use.clause,
                "line": s.use.span.line,
                "state": s.state,
                "goals": [f.goal.id for f in s.found],
            }
            for s in sentences
        ],
    }


def clauses(coverage: Coverage, rulebook: Rulebook) -> list[tuple[str, str, tuple[Found, ...]]]:
    """The clauses that have goals, with their titles and goals, in order."""
    titles = {c.id: c.title for c in rulebook.clauses if c.document == coverage.document}
    ids = dict.fromkeys(f.goal.clause for f in coverage.found)
    return [(id, titles.get(id, ""), tuple(f for f in coverage.found if f.goal.clause == id)) for id in ids]


def hundredths(count: Count) -> str:
    """Per cent of what is within reach, cut off after two decimals, so that only all of it is 100.00."""
    parts = 10_000 if not count.within else count.seen * 10_000 // count.within
    return f"{parts // 100}.{parts % 100:02d}"


def _counts(count: Count) -> dict[str, object]:
    return {
        "seen": count.seen,
        "missing": count.missing,
        "unreachable": count.unreachable,
        "undecided": count.undecided,
        "percent": hundredths(count),
    }


def _goal(one: Found) -> dict[str, object]:
    goal, cause = one.goal, one.cause
    return {
        "id": goal.id,
        "sort": goal.sort,
        "way": goal.way,
        "clause": goal.clause,
        "rule": goal.rule,
        "rule_sort": goal.rule_sort,
        "benefits": list(goal.benefits),
        "text": goal.text,
        "other": goal.other,
        "shape": goal.shape,
        "line": goal.line,
        "state": one.state,
        "by": one.by or None,
        "nearest": one.nearest or None,
        "cause": None
        if cause is None
        else {"kind": cause.kind, "texts": list(cause.texts), "about": list(cause.about)},
    }
