"""Ends of payment, as far as they decide whether anything is paid: one that comes before the first payment leaves
nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from compiler.rulebook.model import Benefit, Stop
from compiler.source.record import dataclass
from solver.search.evaluate import Evaluator
from solver.search.leaves import Asked, Instance


@dataclass(frozen=True, slots=True)
class Ending:
    """An end of payment of a benefit for an object, which goes by its id."""

    benefit: Benefit
    stop: Stop
    object_id: str

    def lag(self, evaluator: Evaluator) -> object:
        """Whether it takes hold, and how far it lies behind the start as far as that matters: payments go by days or
        by months, and may begin or end with the month after."""
        env = (self.object_id,)
        start = self.benefit.starting if self.benefit.starting is not None else self.benefit.decides
        holds = evaluator.state(self.stop.condition, env)
        first, last = (evaluator.value(day, env) if day is not None else None for day in (start, self.stop.date))
        if not isinstance(first, dt.date) or not isinstance(last, dt.date):
            return holds
        months = (last.year - first.year) * 12 + last.month - first.month
        return holds, (last > first) - (last < first), max(-2, min(2, months))

    @property
    def instance(self) -> Instance:
        """As a comparison."""
        benefit, quotes = self.benefit, self.benefit.quotes
        quote = quotes[0].text if quotes else ""
        leaf = Asked(self.lag, benefit.document, benefit.clause, quote, self.stop.condition.origin)
        return Instance(leaf, ())


def endings(benefit: Benefit, object_: str) -> Iterator[Ending]:
    """The ends of payment of a benefit that is paid again and again."""
    if benefit.form not in ("once", "time"):
        for stop in benefit.stops:
            if stop.kind == "ends":
                yield Ending(benefit, stop, object_)
