"""What each shape of non-duplication makes of two claims, and whether two shapes can be obeyed at once.

Two shapes that are about the same two claims contradict each other when there is a case in which no payment at all
satisfies both. A case here is: which claim came first, which sum is more, and what the claimant chose.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from compiler.source.record import dataclass

Paid = tuple[int, int]
"""What is paid for the first and for the second claim."""
SHAPES = (
    "named_loser",
    "claimants_choice",
    "higher",
    "top_up",
    "only_once",
    "ladder",
    "sequence",
    "bare",
)
_SUMS: dict[int, Paid] = {1: (3, 2), 0: (2, 2), -1: (2, 3)}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims: 0 and 1. ``sums``: which may be more, 1 the first, -1 the second, 0 neither. ``first``: which may
    have come first."""

    sums: tuple[int, ...] = (1, 0, -1)
    first: tuple[int, ...] = (0, 1)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A shape and what it names of the two claims: those that give way (named_loser), or their order (sequence)."""

    shape: str
    names: tuple[int, ...] = ()


def compatible(one: Shaped, other: Shaped, pair: Pair) -> bool:
    """Whether in every case there is a payment with which both shapes are content."""
    return all(
        a is None or b is None or not a.isdisjoint(b)
        for sums, first, chosen in product(pair.sums, pair.first, (0, 1))
        for a, b in [(_content(one, _SUMS[sums], first, chosen), _content(other, _SUMS[sums], first, chosen))]
    )


def _content(by: Shaped, sums: Paid, first: int, chosen: int) -> frozenset[Paid] | None:
    """The payments that a shape is content with; None: with any."""
    match by.shape:
        case "named_loser":
            losers = set(by.names)
            return frozenset(_only(1 - loser, sums) for loser in losers) if len(losers) == 1 else None
        case "claimants_choice":
            return frozenset([_only(chosen, sums)])
        case "higher":  # the higher alone, or the difference where the lower was paid before
            alone = [i for i in (0, 1) if sums[i] == max(sums)]
            return frozenset([*(_only(i, sums) for i in alone), _made_up(first, sums)])
        case "top_up":
            return frozenset([_made_up(first, sums)])
        case "only_once":
            return frozenset([_only(first, sums)])
        case "sequence":
            return frozenset([_only(by.names[0], sums)]) if len(set(by.names)) == 2 else None
        case "bare":  # not both in full, whoever gives way and however much is made up
            return frozenset([_only(0, sums), _only(1, sums), _made_up(first, sums), _made_up(1 - first, sums)])
        case _:  # ladder: it only forbids a lower step after a higher, and nobody says that the lower must be paid
            return None


def _only(which: int, sums: Paid) -> Paid:
    return (sums[0], 0) if which == 0 else (0, sums[1])


def _made_up(first: int, sums: Paid) -> Paid:
    """The earlier in full, and of the later what it is more."""
    rest = max(0, sums[1 - first] - sums[first])
    return (sums[0], rest) if first == 0 else (rest, sums[1])


def each_two() -> Iterator[tuple[Shaped, Shaped]]:
    """Every two shapes there can be, with whatever they can name of the two claims."""
    named = [
        Shaped(shape, names)
        for shape in SHAPES
        for names in {"named_loser": ((0,), (1,)), "sequence": ((0, 1), (1, 0))}.get(shape, ((),))
    ]
    return ((one, other) for i, one in enumerate(named) for other in named[i:])
