"""What is due in the end: sums already paid are taken off where the rule says so, shared caps are used up and shared
floors made up in the order of dates. Exact; an amount that is not exact keeps its bounds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass as mutable
from dataclasses import field
from fractions import Fraction

from compiler.cases.model import Case
from compiler.rulebook.model import Cap, Rulebook
from compiler.rulebook.paid import PAID
from compiler.source.record import dataclass
from compiler.source.wordings import plain
from solver.answers.model import Reason, Shown
from solver.arithmetic import numbers
from solver.arithmetic.dates import EVERYWHERE
from solver.arithmetic.text import number, write
from solver.arithmetic.values import Interval, Number, ends, interval
from solver.engine.atoms import Atoms, Claim
from solver.questions.sharing import Sharing, together


@mutable(slots=True)
class Due:
    """What a claim comes to, and the steps that changed it."""

    amount: Number
    steps: list[Reason] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


_Shared = tuple[tuple[str, ...], str]
"""A cap that claims share: the benefit, which of its caps, and the unit."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One sum within a shared window: its day (None: not stated), what it comes to, the claim that is open, and whose
    it is (None: a payment)."""

    day: str | None
    amount: Number
    doubt: str = ""
    claim: Claim | None = None


def settle(
    rulebook: Rulebook, case: Case, atoms: Atoms, granted: list[Claim], pending: list[Claim]
) -> dict[Claim, Due]:
    """The sums due for the claims that are granted, in the order of their dates.

    ``pending`` are the claims that nobody can decide: what they may use up of a shared cap is a range, and so is then
    what is left for others.
    """
    return _Settlement(rulebook, case, atoms, granted, pending).run()


class _Settlement:
    def __init__(
        self, rulebook: Rulebook, case: Case, atoms: Atoms, granted: list[Claim], pending: list[Claim]
    ) -> None:
        self.rulebook, self.case, self.atoms = rulebook, case, atoms
        self.days = {(b, e): d for b, e, d in atoms.rows("day")}
        self.amounts = {(b, e): number(v) for b, e, v in atoms.rows("amount") if not (b == PAID and not v)}
        self.offsets: dict[Claim, list[tuple[str, Claim]]] = {}
        for group, xb, xe, yb, ye in atoms.rows("offset"):
            self.offsets.setdefault((yb, ye), []).append((group, (xb, xe)))
        place = {b.id: n for n, b in enumerate(rulebook.benefits)}
        # Of one day: in the order of the law, and of the objects' names, so that the order of facts does not matter.
        self.order = sorted([*granted, *pending], key=lambda c: (self.days.get(c, "9999"), place.get(c[0], -1), c[1]))
        self.pending = frozenset(pending)
        money = {b.id for b in rulebook.benefits if b.amount is not None or b.open}
        self.unsettled = frozenset(c for c in granted if c[0] in money and c not in self.amounts)
        self.due: dict[Claim, Due] = {}
        self.capped: dict[Claim, Number] = {}
        self.used: dict[_Shared, list[_Part]] = {}
        self.shared: dict[str, dict[str, int]] = {}
        for benefit in rulebook.benefits:
            for index, bound in enumerate(benefit.caps):
                self.shared.setdefault(bound.id, {})[benefit.id] = index
        self.sharing = Sharing(rulebook, atoms, self.order, self.days, self.amounts)

    def run(self) -> dict[Claim, Due]:
        """Take off what was paid, use up the caps from the first claim to the last, then make up the floors."""
        for claim in self.order:
            if claim in self.amounts:
                self.due[claim] = Due(self.amounts[claim])
                self._offset(claim)
                self._each(claim, "cap")
        self.capped = {claim: due.amount for claim, due in self.due.items()}
        for claim in self.order:
            if claim in self.due:
                self._each(claim, "floor")
        return {claim: due for claim, due in self.due.items() if claim not in self.pending}

    def _offset(self, claim: Claim) -> None:
        due = self.due[claim]
        for group, other in self.offsets.get(claim, ()):
            earlier = self._earlier(other)
            if earlier is None:
                continue
            left = numbers.maximum(Fraction(0), numbers.subtract(due.amount, earlier))
            due.steps.append(
                Reason(
                    "offset",
                    "note",
                    name=self._called_group(group),
                    about=_called(other),
                    left=_money(left),
                    right=_money(earlier),
                )
            )
            due.taken.append(_called(other))
            due.amount = left

    def _earlier(self, other: Claim) -> Number | None:
        """What an earlier claim or payment takes off: a range where that is not certain, None where it pays nothing."""
        if other[0] == PAID:
            return self.amounts.get(other, interval(Fraction(0), None))
        if other in self.pending:
            return numbers.at_most(self.amounts.get(other, interval(Fraction(0), None)))
        if other in self.due:
            return self.due[other].amount
        # Granted, and how much is not known, or for others to say; what gives no money takes nothing off.
        return interval(Fraction(0), None) if other in self.unsettled else None

    def _called_group(self, id: str) -> str:
        return next((g.name for g in self.rulebook.groups if g.id == id), id)

    def _each(self, claim: Claim, kind: str) -> None:
        benefit = self.rulebook.benefit(claim[0])
        for index, bound in enumerate(benefit.caps if benefit is not None else ()):
            if bound.kind == kind:
                self._share(claim, index, bound)

    def _share(self, claim: Claim, index: int, bound: Cap) -> None:
        """One claim's part in a cap or floor that claims share by unit and window."""
        due = self.due[claim]
        limit = self.atoms.one("cap", claim[0], str(index), claim[1])
        unit = self.atoms.one("cap_unit", claim[0], str(index), claim[1])
        applies = self.sharing.applies(claim, index, bound)
        if applies is False:
            return
        if limit is None or unit is None or (applies is None and bound.kind == "floor"):
            due.steps.append(Reason(_step(bound), "unknown", bound.origin.text))
            due.amount = numbers.at_most(due.amount) if bound.kind == "cap" else interval(ends(due.amount)[0], None)
            return
        # 同一事由: a window of its own for each object.
        same = claim[1] if bound.window == "sameevent" else None
        key = (self.sharing.identity(claim, index), unit if same is None else f"{unit}\x1f{same}")
        if bound.kind == "cap":
            self._cap(claim, index, bound, number(limit), key, unit, same, applies is None)
        else:
            self._floor(claim, index, bound, number(limit), unit, same)

    def _cap(
        self,
        claim: Claim,
        index: int,
        bound: Cap,
        limit: Number,
        key: _Shared,
        unit: str,
        same: str | None,
        doubtful: bool,
    ) -> None:
        """Use up a cap. One of which nobody can say whether it applies cuts nothing that it would leave whole."""
        due, day = self.due[claim], self.days.get(claim)
        if key not in self.used:
            self.used[key] = self._paid(bound, unit, same) + self._elsewhere(claim, index, unit, same)
        others = [p for p in self.used[key] if together(bound.window, p.day, day)]
        counted = {p.claim for p in others}
        others += [p for p in self._perhaps(claim, index, unit, same) if p.claim not in counted]
        left = numbers.maximum(Fraction(0), numbers.subtract(limit, _total(others)))
        allowed = numbers.minimum(due.amount, left)
        if allowed != due.amount and doubtful:
            due.steps.append(Reason(_step(bound), "unknown", bound.origin.text))
        elif allowed != due.amount:
            due.steps.append(
                Reason(
                    "shared_cap",
                    "note",
                    bound.origin.text,
                    name=bound.window,
                    left=_money(allowed),
                    right=_money(left),
                    about=write(due.amount),
                    document=bound.document,
                    clause=bound.clause,
                    quote=bound.quote,
                )
            )
            due.steps += [Reason("shared_doubt", "unknown", about=p.doubt) for p in others if p.doubt]
        due.amount = interval(ends(allowed)[0], ends(due.amount)[1]) if doubtful else allowed
        if claim in self.pending or doubtful:
            allowed = numbers.at_most(allowed)
        self.used[key].append(_Part(day, allowed, _called(claim) if claim in self.pending else "", claim))

    def _perhaps(self, claim: Claim, index: int, unit: str, same: str | None) -> list[_Part]:
        """What claims may have used up before of which not all is known: how much, for whom, or on which day."""
        return [
            _Part(self.days.get(other), numbers.at_most(self._sum_of(other)), _called(other), other)
            for other in self.sharing.unsure(claim, index, unit, same)
            if not self.sharing.has_day(other) or not self.sharing.has_day(claim) or self._is_before(other, claim)
        ]

    def _sum_of(self, claim: Claim) -> Number:
        """What a claim comes to without floors, as far as that is known."""
        due = self.due.get(claim)
        if claim in self.capped:
            return self.capped[claim]
        return due.amount if due is not None else self.amounts.get(claim, interval(Fraction(0), None))

    def _is_before(self, one: Claim, other: Claim) -> bool:
        return self.order.index(one) < self.order.index(other)

    def _elsewhere(self, claim: Claim, index: int, unit: str, same: str | None) -> list[_Part]:
        """What other wordings without such a cap gave before."""
        found: list[_Part] = []
        for other in self.order[: self.order.index(claim)]:
            if other[0] == claim[0] or other not in self.due or self.sharing.same(other, claim, index) is not None:
                continue
            if self.sharing.unit_of(other, claim, index) == unit and same in (None, other[1]):
                amount, open_ = self.due[other].amount, other in self.pending
                part = numbers.at_most(amount) if open_ else amount
                found.append(_Part(self.days.get(other), part, _called(other) if open_ else ""))
        return found

    def _floor(self, claim: Claim, index: int, bound: Cap, limit: Number, unit: str, same: str | None) -> None:
        """Make up what the sums of a window lack, with the last of them. Where a later one is open, it may be that one
        that is made up."""
        due, day = self.due[claim], self.days.get(claim)
        place = self.order.index(claim)
        mates = [
            c
            for c in self.order
            if c != claim
            and c in self.due
            and self.sharing.unit_of(c, claim, index) == unit
            and (same is None or c[1] == same)
            and together(bound.window, self.days.get(c), day)
        ]
        unsure = [c for c in self.sharing.unsure(claim, index, unit, same) if c not in mates]
        later = [c for c in mates if self.order.index(c) > place]
        if any(c not in self.pending for c in later):
            return
        parts = self._paid(bound, unit, same)
        parts = [p for p in parts if together(bound.window, p.day, day)]
        parts += [
            _Part(
                self.days.get(c),
                numbers.at_most(self.due[c].amount) if c in self.pending else self.due[c].amount,
                _called(c) if c in self.pending else "",
            )
            for c in mates
            if c not in later
        ]
        parts += [_Part(self.days.get(c), numbers.at_most(self._sum_of(c)), _called(c)) for c in unsure]
        later += [c for c in unsure if not self.sharing.has_day(c) or self.order.index(c) > place]
        raised = numbers.maximum(due.amount, numbers.subtract(limit, _total(parts)))
        if later:
            raised = interval(ends(due.amount)[0], ends(raised)[1])
        if raised != due.amount:
            due.steps.append(
                Reason(
                    "shared_floor",
                    "note",
                    bound.origin.text,
                    name=bound.window,
                    left=_money(raised),
                    right=_money(limit),
                    about=write(due.amount),
                    document=bound.document,
                    clause=bound.clause,
                    quote=bound.quote,
                )
            )
            doubts = dict.fromkeys([p.doubt for p in parts if p.doubt] + [_called(c) for c in later])
            due.steps += [Reason("shared_doubt", "unknown", about=doubt) for doubt in doubts]
        due.amount = raised

    def _paid(self, bound: Cap, unit: str, ground: str | None) -> list[_Part]:
        """Stated earlier payments of the benefits that share ``bound`` to the same unit (for the same ground, if one is
        named), each with its date. A record that leaves open whether it is one of these, whether it was in time, or how
        much it was, counts as a range."""
        names = {b.name for b in self.rulebook.benefits if b.id in self.shared[bound.id]}
        wanted = {"待遇": names, "享受人": {unit}}
        if ground is not None:
            wanted["事由"] = {ground}
        found: list[_Part] = []
        for fact in self.case.facts:
            if fact.kind != PAID:
                continue
            said = {v.field: v.value for v in fact.values}
            if any(name in said and said[name] not in values for name, values in wanted.items()):
                continue
            amount, day = said.get("金额"), said.get("日期")
            whole: Number = amount if isinstance(amount, Fraction) else interval(Fraction(0), None)
            open_ = [name for name in wanted if name not in said and name != "事由"]
            if bound.window not in EVERYWHERE and not isinstance(day, dt.date):
                open_.append("日期")
            doubt = f"{PAID}/{fact.id}" if open_ or not isinstance(amount, Fraction) else ""
            found.append(
                _Part(
                    day.isoformat() if isinstance(day, dt.date) else None,
                    numbers.at_most(whole) if open_ else whole,
                    doubt,
                )
            )
        return found


def _total(parts: list[_Part]) -> Number:
    total: Number = Fraction(0)
    for part in parts:
        total = numbers.add(total, part.amount)
    return total


def _step(bound: Cap) -> str:
    return "shared_cap" if bound.kind == "cap" else "shared_floor"


def _called(claim: Claim) -> str:
    return claim[1] if claim[0] == PAID else f"{plain(claim[0])}@{claim[1]}"


def _money(value: Number) -> Shown:
    return Shown("money", write(value), "元")


def exact(value: Number) -> Fraction | None:
    """The number itself when it is exact."""
    return None if isinstance(value, Interval) else value


def day_of(text: str | None) -> dt.date | None:
    """A date from its text."""
    return dt.date.fromisoformat(text) if text is not None else None
