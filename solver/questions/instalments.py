"""A sum that is paid in parts: what each part comes to, and what is left where a part's condition does not hold.

In: the amount of a result and its notes, of which those of kind ``part`` say when each part is due and whether its
condition holds. Out: the amount that is paid, and the notes with the sum of each part. Every part is rounded to the
fen; the last takes what that leaves over, so that nothing is lost.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from compiler.rulebook.model import Benefit
from solver.answers.model import Amount, Reason, Shown
from solver.arithmetic import numbers
from solver.arithmetic.text import write
from solver.arithmetic.values import Number, ends, interval

_FEN = Fraction(1, 100)


def divided(benefit: Benefit, amount: Amount, notes: tuple[Reason, ...]) -> tuple[Amount, tuple[Reason, ...]]:
    """The amount without the parts that are not paid (a range where that is not known), and the notes with sums."""
    told = [n for n in notes if n.kind == "part"]
    if not benefit.parts or len(told) != len(benefit.parts) or amount.kind not in ("exact", "interval"):
        return amount, notes
    whole = left = interval(amount.low, amount.high)
    paid: Number = Fraction(0)
    sums: dict[int, Reason] = {}
    for index, (part, note) in enumerate(zip(benefit.parts, told, strict=True)):
        share = part.share.value
        assert isinstance(share, Fraction)
        last = index == len(told) - 1
        piece = left if last else numbers.round_half_up(numbers.multiply(whole, share), _FEN) or Fraction(0)
        left = numbers.subtract(left, piece)
        sums[id(note)] = replace(note, right=Shown("money", write(piece), "元"))
        if note.state != "no":
            paid = numbers.add(paid, numbers.at_most(piece) if note.state == "unknown" else piece)
    low, high = ends(paid)
    exact = low == high and low is not None
    due = replace(amount, kind="exact" if exact else "interval", low=low, high=high)
    return due, tuple(sums.get(id(n), n) for n in notes)
