"""Whether what is paid again and again is paid at all."""

from __future__ import annotations

from compiler.rulebook.model import Benefit
from compiler.rulebook.scope import Counter
from compiler.rulebook.terms import DATE, All, Apply, Cond, Not, Test


def paid_at_all(benefit: Benefit, counter: Counter) -> Cond | None:
    """No end of payment that holds comes before the first payment. An end of which the law names no day comes after
    it."""
    first = benefit.starting if benefit.starting is not None else benefit.decides
    if benefit.form not in ("day", "month", "year") or first is None:
        return None
    if benefit.starting is not None and benefit.starting_next_month:
        first = Apply(counter.next(), "next_month", (first,), DATE, origin=benefit.origin)
    parts: list[Cond] = []
    for stop in benefit.stops:
        if stop.kind != "ends" or stop.date is None:
            continue
        span, last = stop.condition.origin, stop.date
        if benefit.form == "month":
            last = Apply(counter.next(), "next_month" if stop.next_month else "month_start", (last,), DATE, origin=span)
        before = Test(counter.next(), "le", last, first, "", "sign", origin=span)
        parts.append(Not(counter.next(), All(counter.next(), (stop.condition, before), "", span), span))
    return All(counter.next(), tuple(parts), "", benefit.origin) if parts else None
