"""A goal in words: what there is to see, the case that would show it, and why none can."""

from __future__ import annotations

from solver.questions.cover.goals import Cause, Found, Goal
from tiaoli.screen.phrases import clean
from tiaoli.words import Words


def goal_text(goal: Goal, words: Words) -> str:
    """What is to be seen."""
    return words.say(f"cover_goal.{goal.sort}_{goal.way}", **_places(goal, words))


def advice(found: Found, words: Words) -> str:
    """Which case would show it."""
    goal = found.goal
    told = words.say(f"cover_write.{goal.sort}_{goal.way}", **_places(goal, words))
    return f"{told} {words.say('cover.nearest', steps=found.nearest)}" if found.nearest else told


def cause_text(cause: Cause, words: Words) -> str:
    """Why no case can show it."""
    separator = words.table["cover.separator"]
    return words.say(
        f"cover_cause.{cause.kind}",
        texts=separator.join(f"「{clean(t)}」" for t in cause.texts),
        about=separator.join(clean(a) for a in cause.about),
    )


def _places(goal: Goal, words: Words) -> dict[str, str]:
    key = f"sort.{goal.rule_sort}"
    return {
        "text": clean(goal.text),
        "other": clean(goal.other),
        "rule": clean(goal.rule),
        "sort": words.say(key if words.has(key) else "sort.other"),
        "shape": words.say(f"shape.{goal.shape}") if goal.shape else "",
    }
