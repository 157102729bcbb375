"""By how much is somebody better or worse off? Sums before and after, with their ends where they are not exact.

Forms of payment are not reckoned against each other: a little less each month is a loss, whatever is paid once. What
nobody can decide may come to nothing, or to what it would be.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from solver.answers.comparison import Change, Comes

Holds = Literal["yes", "no", "unknown"]
Ends = tuple[Fraction, Fraction | None]
"""The least and the most that something can be, in yuan; None: without end."""
_NOTHING: Ends = (Fraction(0), Fraction(0))
_ANYTHING: Ends = (Fraction(0), None)


def worth(comes: Comes | None) -> dict[str, Ends]:
    """What something is worth in each form of payment, from the least to the most. A treatment that is no money, and a
    sum for which the law has no figure, is worth what nobody can put a figure on."""
    if comes is None or comes.outcome in ("refused", "displaced"):
        return {}
    found: dict[str, Ends] = {}
    for a in comes.amounts:
        low, high = (a.low or Fraction(0), a.high) if a.kind in ("exact", "interval") else _ANYTHING
        found[a.per] = plus(found.get(a.per, _NOTHING), (low if comes.outcome == "granted" else Fraction(0), high))
    return found or {"": _ANYTHING}


def loses(change: Change) -> Holds:
    """Whether somebody has less afterwards."""
    if change.sort in ("lost", "less"):
        return "yes"
    ends = _more(change)
    if any(most is not None and most < 0 for _, most in ends):
        return "yes"
    return "unknown" if any(least is None or least < 0 for least, _ in ends) else "no"


def gains(change: Change) -> Holds:
    """Whether somebody has more afterwards."""
    if change.sort in ("gained", "more"):
        return "yes"
    ends = _more(change)
    if any(least is not None and least > 0 for least, _ in ends):
        return "yes"
    return "unknown" if any(most is None or most > 0 for _, most in ends) else "no"


def size(change: Change) -> Ends:
    """The size of a change, whichever way it goes, over all forms of payment together."""
    total = _NOTHING
    for least, most in _more(change):
        top = None if least is None or most is None else max(abs(least), abs(most))
        sure = [
            abs(x) for x in (least if least is not None and least > 0 else None, most if _below(most) else None) if x
        ]
        total = plus(total, (max(sure, default=Fraction(0)), top))
    return total


def _below(value: Fraction | None) -> bool:
    return value is not None and value < 0


def plus(one: Ends, other: Ends) -> Ends:
    """Two ranges added up."""
    return one[0] + other[0], None if one[1] is None or other[1] is None else one[1] + other[1]


def _more(change: Change) -> list[tuple[Fraction | None, Fraction | None]]:
    """In each form of payment, by how much there is more afterwards, from the least (negative: less) to the most."""
    old, new = change.old, change.new
    if (
        old is not None
        and new is not None
        and (old.outcome, old.amounts, old.gives)
        == (
            new.outcome,
            new.amounts,
            new.gives,
        )
    ):
        if old.payees != new.payees:  # whoever had it loses all of it, and somebody else has it
            had = [(None if b is None else -b, -a) for a, b in worth(old).values()]
            return [*had, *worth(new).values()]
        # Paid at another time or for another while: by how much that is nobody says.
        return [(None, None)] if change.sort == "otherwise" else []
    before, after = worth(old), worth(new)
    found: list[tuple[Fraction | None, Fraction | None]] = []
    for per in sorted(before.keys() | after.keys()):
        (a, b), (c, d) = before.get(per, _NOTHING), after.get(per, _NOTHING)
        found.append((None if b is None else c - b, None if d is None else d - a))
    return found
