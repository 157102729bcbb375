"""Many small choices that share a few counts: the best of all, exactly.

Each small part is tried out whole: for every way of using the counts, what it can pay at most. The parts are then put
together one after the other, keeping for every use of the counts so far the best that was found.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from fractions import Fraction

from solver.engine.atoms import Claim

LARGEST_PART, STATES = 12, 50_000
Use = tuple[int, ...]
Best = dict[Use, tuple[Fraction, tuple[Claim, ...]]]


def pack(
    parts: Sequence[tuple[Claim, ...]],
    values: Mapping[Claim, Fraction],
    foes: Mapping[Claim, set[Claim]],
    rooms: Sequence[tuple[list[Claim], int]],
    until: float,
) -> tuple[Claim, ...] | None:
    """The claims to take; None when a part is too large, the counts are too many, or time is up.

    ``foes``: of a claim and its foe only one may be taken. ``rooms``: claims of which at most so many may be taken.
    """
    states = 1
    for _, count in rooms:
        states *= count + 1
    if states > STATES or any(len(part) > LARGEST_PART for part in parts):
        return None
    most = tuple(count for _, count in rooms)
    inside = [frozenset(members) for members, _ in rooms]
    kept: list[dict[Use, tuple[Use, tuple[Claim, ...]]]] = []
    best: dict[Use, Fraction] = {tuple(0 for _ in rooms): Fraction(0)}
    for part in parts:
        ways = _ways(part, values, foes, inside)
        further: dict[Use, Fraction] = {}
        came: dict[Use, tuple[Use, tuple[Claim, ...]]] = {}
        for used, value in best.items():
            if time.monotonic() > until:
                return None
            for use, (more, taken) in ways.items():
                after = tuple(a + b for a, b in zip(used, use, strict=True))
                if any(a > limit for a, limit in zip(after, most, strict=True)):
                    continue
                if after not in further or value + more > further[after]:
                    further[after] = value + more
                    came[after] = (used, taken)
        best = further
        kept.append(came)
    use = min(best, key=lambda u: (-best[u], u))
    found: list[Claim] = []
    for came in reversed(kept):
        use, taken = came[use]
        found.extend(taken)
    return tuple(sorted(found))


def _ways(
    part: tuple[Claim, ...],
    values: Mapping[Claim, Fraction],
    foes: Mapping[Claim, set[Claim]],
    inside: Sequence[frozenset[Claim]],
) -> Best:
    """For every use of the counts the best that a part can pay."""
    found: Best = {}
    waiting: list[tuple[int, tuple[Claim, ...]]] = [(0, ())]
    while waiting:
        index, taken = waiting.pop()
        if index == len(part):
            use = tuple(sum(c in room for c in taken) for room in inside)
            value = sum((values[c] for c in taken), Fraction(0))
            if use not in found or value > found[use][0]:
                found[use] = (value, taken)
            continue
        waiting.append((index + 1, taken))
        if not foes[part[index]] & set(taken):
            waiting.append((index + 1, (*taken, part[index])))
    return found
