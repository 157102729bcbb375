"""Ends of payment, as far as they decide whether anything is paid: one that comes before the first payment leaves
nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

from compiler.rulebook.model import Benefit, Stop
from compiler.source.record import dataclass
from solver.arithmetic.dates import next_month, unpaid_from
from solver.search.evaluate import Cell, Evaluator
from solver.search.homes import home_of
from solver.search.leaves import Asked, Instance, blame


@dataclass(frozen=True, slots=True)
class Ending:
    """An end of payment of a benefit for an object, which goes by its id."""

    benefit: Benefit
    stop: Stop
    object_id: str

    def leaves_nothing(self, evaluator: Evaluator) -> bool | None:
        """Whether it takes hold and comes before the first payment; None when nobody can tell. Payments go by months or
        by days, and may begin or end with the month after."""
        env = (self.object_id,)
        holds = evaluator.state(self.stop.condition, env)
        start = self.benefit.starting if self.benefit.starting is not None else self.benefit.decides
        first, last = (evaluator.value(day, env) if day is not None else None for day in (start, self.stop.date))
        if holds is False:
            return False
        if not isinstance(first, dt.date) or not isinstance(last, dt.date):
            return None
        if self.benefit.starting is not None and self.benefit.starting_next_month:
            first = next_month(first) or dt.date.max
        # Where it comes after the first payment it does not matter whether it takes hold.
        return holds if unpaid_from(self.benefit.form, last, self.stop.next_month) <= first else False

    def blamed(self, lose: bool, evaluator: Evaluator, usable: Callable[[Cell], bool]) -> tuple[Instance, ...]:
        """Comparisons of which at least one has to come out otherwise before it leaves nothing (``lose``), or before it
        leaves something again."""
        condition, env = self.stop.condition, (self.object_id,)
        if lose and evaluator.state(condition, env) is not True:
            return blame(condition, env, True, evaluator, usable)
        return (*blame(condition, env, lose, evaluator, usable), replace(self.instance, wanted=lose))

    @property
    def instance(self) -> Instance:
        """As a comparison."""
        return Instance(self.asked, ())

    @property
    def asked(self) -> Asked:
        """What is asked of it: whether it leaves nothing."""
        home = home_of(self.benefit)
        return Asked(self.leaves_nothing, home.document, home.clause, home.quote, self.stop.condition.origin)


def endings(benefit: Benefit, object_: str) -> Iterator[Ending]:
    """The ends of payment of a benefit that is paid again and again."""
    if benefit.form not in ("once", "time"):
        for stop in benefit.stops:
            if stop.kind == "ends":
                yield Ending(benefit, stop, object_)
