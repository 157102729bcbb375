"""Sums by benefit over many cases, before and after: exact, with everything that has no figure counted beside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from solver.answers.comparison import Change, Comes, Sums, Total

_NOTHING = Total(0, Fraction(0), Fraction(0), 0, 0)


def sums(changes: Iterable[Change]) -> tuple[Sums, ...]:
    """The sums of every benefit that was granted, or left undetermined, on either side, in the order met."""
    found: dict[str, dict[str, list[Total]]] = {}
    for change in changes:
        for side, comes in enumerate((change.old, change.new)):
            if comes is None or comes.outcome not in ("granted", "undetermined"):
                continue
            forms = found.setdefault(change.benefit, {})
            for per, total in _parts(comes):
                both = forms.setdefault(per, [_NOTHING, _NOTHING])
                both[side] = _joined(both[side], total)
    return _listed(found)


def together(parts: Iterable[Sequence[Sums]]) -> tuple[Sums, ...]:
    """The sums over several lots of cases, as :func:`sums` gives them for all of these at once."""
    found: dict[str, dict[str, list[Total]]] = {}
    for one in (s for part in parts for s in part):
        both = found.setdefault(one.benefit, {}).setdefault(one.per, [_NOTHING, _NOTHING])
        both[:] = _joined(both[0], one.old), _joined(both[1], one.new)
    return _listed(found)


def _listed(found: dict[str, dict[str, list[Total]]]) -> tuple[Sums, ...]:
    return tuple(
        Sums(name, per, old, new) for name, forms in found.items() for per, (old, new) in sorted(forms.items())
    )


def _parts(comes: Comes) -> Iterable[tuple[str, Total]]:
    if comes.outcome == "undetermined":
        for per in sorted({a.per for a in comes.amounts} or {r.amount.per for r in comes.deciding}):
            yield per, replace(_NOTHING, undetermined=1)
        return
    for amount in comes.amounts:
        if amount.kind == "open":
            yield amount.per, replace(_NOTHING, granted=1, open=1)
        elif amount.kind == "none":
            yield amount.per, replace(_NOTHING, granted=1)
        else:
            yield amount.per, Total(1, amount.low or Fraction(0), amount.high, 0, 0)


def _joined(one: Total, other: Total) -> Total:
    high = None if one.high is None or other.high is None else one.high + other.high
    return Total(
        one.granted + other.granted,
        one.low + other.low,
        high,
        one.open + other.open,
        one.undetermined + other.undetermined,
    )
