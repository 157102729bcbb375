"""What a shared cap leaves a claim, or a shared floor makes of it: where a sum that is wanted is reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from compiler.rulebook.model import Benefit, Cap, Rulebook
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.arithmetic.dates import share_window
from solver.search.evaluate import Evaluator
from solver.search.leaves import Asked, Instance
from solver.search.sides import Side, caps_of, conditions, sides


@dataclass(frozen=True, slots=True)
class Room:
    """Whether a claim comes to ``want`` yuan under a cap or floor that it shares with ``others``. ``places``: where the
    claims stand in the law, which decides between those of one day."""

    cap: Cap
    own: Side
    others: tuple[Side, ...]
    want: Fraction
    rulebook: Rulebook

    def holds(self, evaluator: Evaluator) -> bool | None:
        """By direct evaluation, every other claim whose conditions hold counted; None where something is not known."""
        amount, limit = self._number(self.own, evaluator), evaluator.value(self.cap.amount, (self.own.object,))
        used = [self._number(other, evaluator) for other in self.others if self._counts(other, evaluator)]
        if amount is None or not isinstance(limit, Fraction) or None in used:
            return None
        left = max(Fraction(0), limit - sum(u for u in used if u is not None))
        return (min if self.cap.kind == "cap" else max)(amount, left) >= self.want

    def _number(self, side: Side, evaluator: Evaluator) -> Fraction | None:
        value = evaluator.value(*side.sum) if side.sum is not None else None
        return value if isinstance(value, Fraction) else None

    def _counts(self, other: Side, evaluator: Evaluator) -> bool:
        """Whether another claim or payment is for the same, in the same window, and counts before this one."""
        for a, b in zip(self.own.keys, other.keys, strict=False):
            if a is not None and b is not None and evaluator.value(*a) != evaluator.value(*b):
                return False
        days = [evaluator.value(*s.day) if s.day is not None else None for s in (self.own, other)]
        own, theirs = (d if isinstance(d, dt.date) else None for d in days)
        if own is not None and theirs is not None and not share_window(self.cap.window, own, theirs):
            return False
        if other.is_payment:
            return True
        if any(evaluator.state(c, (other.object,)) is not True for c in conditions(self.rulebook, other)):
            return False
        return self.cap.kind != "cap" or self._rank(other, theirs) < self._rank(self.own, own)

    def _rank(self, side: Side, day: dt.date | None) -> tuple[dt.date, int, str]:
        """What decides which of two claims uses a cap up before the other: their days, then the order of the law."""
        place = next((n for n, b in enumerate(self.rulebook.benefits) if b.id == side.claim[0]), -1)
        return (day or dt.date.max, place, side.object)


def rooms(
    rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str, want: Fraction
) -> Iterator[Instance]:
    """One for each cap and floor that a claim shares with others in this case."""
    own = frozenset((b.id, object_) for b in wordings(rulebook, benefit.id))
    for cap in caps_of(rulebook, own):
        near = sides(rulebook, evaluator, cap, own)
        others = tuple(s for s in near if s.claim not in own)
        for mine in (s for s in near if s.claim in own and others):
            room = Room(cap, mine, others, want, rulebook)
            yield Instance(Asked(room.holds, cap.document, cap.clause, cap.quote, cap.origin), ())
