"""Which claims share a cap or floor with which, by unit and window; and of which that is not known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from compiler.rulebook.model import Benefit, Cap, Rulebook
from solver.arithmetic.dates import share_window
from solver.arithmetic.values import Number
from solver.engine.atoms import Atoms, Claim


def together(window: str, first: str | None, second: str | None) -> bool:
    """Whether two payments share the window of a cap; a payment without a date is taken to."""
    if first is None or second is None:
        return True
    return share_window(window, dt.date.fromisoformat(first), dt.date.fromisoformat(second))


class Sharing:
    """Looks at the claims of one case. A cap is told by a claim and its place among the caps of the claim's benefit."""

    def __init__(
        self,
        rulebook: Rulebook,
        atoms: Atoms,
        claims: Sequence[Claim],
        days: Mapping[Claim, str],
        amounts: Mapping[Claim, Number],
    ) -> None:
        self._rulebook, self._atoms, self._days, self._amounts = rulebook, atoms, days, amounts
        self._vague = [c for c in claims if self._is_vague(c)]

    def applies(self, claim: Claim, index: int, bound: Cap) -> bool | None:
        """Whether a cap or floor concerns this claim; None when nobody can say."""
        row = (claim[0], str(index), claim[1])
        if bound.condition is None or row in self._atoms.rows("cap_on"):
            return True
        return False if row in self._atoms.rows("cap_off") else None

    def identity(self, claim: Claim, index: int) -> tuple[str, ...]:
        """A cap or floor whatever the wording of its benefit: which one it is of those with the same window; one that
        several benefits share goes by its own name."""
        benefit = self._law(claim)
        bound = benefit.caps[index]
        if bound.condition is not None:
            return (bound.kind, bound.id)
        before = [c for c in benefit.caps[:index] if c.kind == bound.kind and c.condition is None]
        count = sum(c.window == bound.window for c in before)
        return (bound.kind, *benefit.family, bound.window, str(count))

    def same(self, claim: Claim, like: Claim, index: int) -> int | None:
        """Which cap or floor of another claim's benefit is the one that ``like`` has at ``index``."""
        caps, wanted = self._law(claim).caps, self.identity(like, index)
        found = [n for n in range(len(caps)) if self.identity(claim, n) == wanted]
        # Of two wordings of one exception the one that governs the claim.
        return next((n for n in found if self.applies(claim, n, caps[n]) is not False), found[0] if found else None)

    def unit_of(self, claim: Claim, like: Claim, index: int) -> str | None:
        """The unit of another claim under a cap or floor of ``like``; None where that does not concern it, or nobody
        knows. A wording of the same benefit without such a cap counts by its beneficiary."""
        if not self._concerns(claim, like, index):
            return None
        n = self.same(claim, like, index)
        return self._atoms.one("cap_unit", claim[0], str(n), claim[1]) if n is not None else self._who(claim)

    def _concerns(self, claim: Claim, like: Claim, index: int) -> bool:
        """Whether a cap or floor of ``like`` concerns another claim, as far as anybody can say."""
        caps, n = self._law(claim).caps, self.same(claim, like, index)
        if n is not None:
            return self.applies(claim, n, caps[n]) is not False
        wanted = self._law(like)
        return wanted.caps[index].condition is None and self._law(claim).family == wanted.family

    # ------------------------------------------------------------ what is not known

    def unsure(self, claim: Claim, index: int, unit: str, same: str | None) -> list[Claim]:
        """The other claims that may share a window with this one, of which it is not known for whom they count, how
        much they are, or on which day. ``same``: the object that they have to be about, if any."""
        window = self._law(claim).caps[index].window
        return [
            other
            for other in self._vague
            if other != claim
            and same in (None, other[1])
            and self._concerns(other, claim, index)
            and (theirs := self.unit_of(other, claim, index)) in (unit, None)
            and together(window, self._days.get(other), self._days.get(claim))
            and (theirs is None or other not in self._amounts or not self.has_day(other))
        ]

    def has_day(self, claim: Claim) -> bool:
        """Whether the day that decides is known, or the law names none."""
        return claim in self._days or self._law(claim).decides is None

    def _is_vague(self, claim: Claim) -> bool:
        """Whether it is not known how much a claim is, on which day, or for whom it may count."""
        bounds = range(len(self._law(claim).caps))
        units = [self._atoms.one("cap_unit", claim[0], str(n), claim[1]) for n in bounds]
        return claim not in self._amounts or not self.has_day(claim) or None in (*units, self._who(claim))

    def _who(self, claim: Claim) -> str | None:
        return self._atoms.one("who", *claim)

    def _law(self, claim: Claim) -> Benefit:
        found = self._rulebook.benefit(claim[0])
        assert found is not None
        return found
