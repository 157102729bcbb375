"""What the sums due under a case come to together, form by form. What is not known never counts as nothing."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from compiler.cases.model import ExpectedTotal
from compiler.source.record import dataclass
from solver.answers.model import Result


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of what is due in one form, in yuan; ``high`` is None while a part has no upper end.

    ``parts``: the results it is made of. Those that are undetermined, or of which the law names no figure, may come to
    anything from nothing up.
    """

    per: str
    low: Fraction
    high: Fraction | None
    parts: tuple[Result, ...]


def totals(results: Iterable[Result], wanted: ExpectedTotal) -> tuple[Total, ...]:
    """A total for each form in which there may be something, in the order in which they come; refused and displaced
    claims are due nothing. With a form in ``wanted`` there is one total, of that form."""
    parts: dict[str, list[Result]] = {}
    if wanted.amount.per is not None:
        parts[wanted.amount.per] = []
    for result in results:
        if result.money and result.outcome in ("granted", "undetermined") and _counts(result, wanted):
            parts.setdefault(result.amount.per, []).append(result)
    if wanted.amount.per is not None:
        parts = {wanted.amount.per: parts[wanted.amount.per]}
    found = [_total(per, tuple(some), wanted.payee) for per, some in parts.items()]
    return tuple(t for t in found if wanted.amount.per is not None or t.low or t.high != Fraction(0))


def _counts(result: Result, wanted: ExpectedTotal) -> bool:
    """Whether a result is among those wanted. One that does not know yet who is paid may be."""
    if wanted.benefits and not {result.benefit, result.benefit_id} & set(wanted.benefits):
        return False
    return wanted.payee in (None, result.payee) or not result.payee


def _total(per: str, parts: tuple[Result, ...], payee: str | None) -> Total:
    low, high = Fraction(0), Fraction(0)
    ended = True
    for part in parts:
        known = part.outcome == "granted" and part.amount.kind in ("exact", "interval")
        if known and payee in (None, part.payee):
            low += part.amount.low or Fraction(0)
        if known and part.amount.high is not None:
            high += part.amount.high
        else:
            ended = False
    return Total(per, low, high if ended else None, parts)
