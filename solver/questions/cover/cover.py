"""Which goals of a document have recorded cases seen, which are missing, and which no case can see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from solver.questions.cover.goals import MISSING, SEEN, UNDECIDED, UNREACHABLE, Coverage, Found, Goal
from solver.questions.cover.listing import Listed, listing
from solver.questions.cover.reach import Reach
from solver.questions.cover.watch import Sight, Watcher

SECONDS = 2.0
"""The time for a single proof."""


def cover(
    rulebook: Rulebook,
    document: str,
    cases: Iterable[tuple[Rulebook, Case]],
    only: Callable[[Goal], bool] = lambda _: True,
    seconds: float = SECONDS,
) -> Coverage:
    """What the cases, each with the rulebook that decides it, have seen of a document of ``rulebook``.

    ``only`` leaves goals out. ``seconds``: the time for the proof that a single goal is out of reach.
    """
    listed = [one for one in listing(rulebook, document) if only(one.goal)]
    wanted = frozenset(one.key for one in listed)
    sight = Sight()
    watchers: dict[int, Watcher] = {}
    count = 0
    for law, case in cases:
        held = law.document(document)
        if held is None or not held.held:
            continue
        count += 1
        watcher = watchers.get(id(law))
        if watcher is None:
            watcher = watchers[id(law)] = Watcher(law, sight, wanted.__contains__)
        watcher.watch(case)
    reach = Reach(rulebook, seconds)
    return Coverage(document, tuple(_found(one, sight, reach) for one in listed), count, tuple(sight.passed))


def _found(one: Listed, sight: Sight, reach: Reach) -> Found:
    by = sight.by.get(one.key)
    if by is not None:
        return Found(one.goal, SEEN, by)
    near = sight.near.get(one.key)
    nearest = _written(near) if near is not None else ""
    cause = reach.cause(one)
    if cause is None:
        return Found(one.goal, MISSING, nearest=nearest)
    if isinstance(cause, str):
        return Found(one.goal, UNDECIDED, nearest=nearest)
    return Found(one.goal, UNREACHABLE, cause=cause)


def _written(value: Fraction) -> str:
    """A distance as a plain number: whole, or with decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    thousandths = round(value * 10_000)
    return f"{thousandths // 10_000}.{thousandths % 10_000:04d}".rstrip("0")
