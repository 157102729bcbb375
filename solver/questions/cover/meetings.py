"""What a case shows of the rules between claims: who met whom, who gave way, which count was reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from compiler.cases.model import Case
from compiler.rulebook.model import Covered, GroupDecl, LimitDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID
from solver.answers.model import Result
from solver.arithmetic.dates import share_window
from solver.arithmetic.values import Value
from solver.engine.atoms import Atoms, Claim
from solver.questions.cover.forced import Forced
from solver.questions.cover.keys import Key, limit_key, pair_key
from solver.questions.cover.sites import Root
from solver.search.evaluate import Env


class Meetings:
    """The claims and payments of one case, as the rules between claims see them."""

    def __init__(
        self,
        rulebook: Rulebook,
        case: Case,
        ev: Forced,
        atoms: Atoms,
        results: tuple[Result, ...],
        cut: frozenset[tuple[str, str, str]] = frozenset(),
    ) -> None:
        self.cut = cut  # (benefit, object, cap): caps and floors shared by claims that changed a sum
        self.rulebook, self.case, self.ev, self.atoms = rulebook, case, ev, atoms
        self.outcome = {(r.benefit_id, r.object): r.outcome for r in results}
        self.sum = {(r.benefit_id, r.object): r.would_be.low for r in results}
        self.day = {(b, e): d for b, e, d in atoms.rows("day")}
        self.of: dict[Claim, tuple[str, ...]] = {}
        for b, e, benefit in atoms.rows("of"):
            self.of[b, e] = (*self.of.get((b, e), ()), benefit)
        self.groups = {g.id: g for g in rulebook.groups}
        self.limits = {x.id: x for x in rulebook.limits}
        self.contests = {(g, (xb, xe), (yb, ye)) for g, xb, xe, yb, ye in atoms.rows("contest")}
        self.full = {(x, (b, e)) for x, b, e in atoms.rows("full")}

    def shown(self) -> Iterator[tuple[Key, str]]:
        """Every goal between claims that the case shows, with its way."""
        for predicate, way in (("beaten", "wins"), ("offset", "made_up"), ("in_doubt", "open")):
            for group, xb, xe, yb, ye in self.atoms.rows(predicate):
                if way == "made_up" and not self._paid((xb, xe), (yb, ye)):
                    continue
                for first in self._members(group, (xb, xe)):
                    for second in self._members(group, (yb, ye)):
                        yield pair_key(group, first, second), way
                        if way == "open":
                            yield pair_key(group, second, first), way
        for group, x, y in sorted(self.contests):
            if y[0] == PAID and self.outcome.get(x) == "granted":
                for first in self._members(group, x):
                    for second in self._members(group, y):
                        yield pair_key(group, first, second), "stands"
        yield from self._apart()
        for limit, b, _ in self.atoms.rows("full"):
            yield limit_key(limit, b), "reached"
        for limit, b, e in self.atoms.rows("under"):
            if self.outcome.get((b, e)) == "granted" and (limit, (b, e)) not in self.full:
                yield limit_key(limit, b), "free"

    def _paid(self, first: Claim, second: Claim) -> bool:
        """Whether a sum was taken off another one: the first was paid or is, the second would be but for it."""
        given = first[0] == PAID or self.outcome.get(first) == "granted"
        return given and self.outcome.get(second) in ("granted", "displaced")

    def _apart(self) -> Iterator[tuple[Key, str]]:
        inside: dict[str, list[Claim]] = {}
        for group, b, e in self.atoms.rows("in"):
            inside.setdefault(group, []).append((b, e))
        for group, claims in inside.items():
            for x in claims:
                for y in claims:
                    if x < y and (x[0], y[0]) != (PAID, PAID) and (group, x, y) not in self.contests:
                        for first in self._members(group, x):
                            for second in self._members(group, y):
                                yield pair_key(group, first, second), "apart"
                                yield pair_key(group, second, first), "apart"

    def _members(self, group: str, claim: Claim) -> tuple[str, ...]:
        """Which members of a group a claim or payment stands for."""
        if claim[0] != PAID:
            return (claim[0],)
        named = {m.benefit for m in self.groups[group].members}
        return (PAID,) if PAID in named else tuple(b for b in self.of.get(claim, ()) if b in named)

    # ------------------------------------------------------------ conditions of rules between claims

    def concerned(self, root: Root) -> list[Env]:
        """The objects for which a rule between claims asks a condition."""
        kind = root.benefit.kind if root.benefit is not None else PAID
        return [(f.id,) for f in self.case.facts if f.kind == kind]

    def matters(self, root: Root, env: Env, state: bool) -> bool:
        """Whether it makes a difference to the claim that the rule applies to it, or does not."""
        claim = (root.benefit.id if root.benefit is not None else PAID, env[0])
        if root.part == "shared":
            return (*claim, root.group) in self.cut if state else self._would_be_cut(root, claim)
        if root.part == "limit":
            limit = self.limits[root.group]
            if state:
                return (limit.id, claim) in self.full
            return self.outcome.get(claim) == "granted" and self._would_be_full(limit, limit.covers[root.index], claim)
        group = self.groups[root.group]
        if state:
            told = [row for p in ("beaten", "in_doubt", "offset") for row in self.atoms.rows(p) if row[0] == group.id]
            return any(claim in ((row[1], row[2]), (row[3], row[4])) for row in told)
        return any(
            self._would_meet(group, group.members[root.index], claim, other, (other.benefit, f.id))
            for other in group.members
            for f in self.case.facts
            if f.kind == other.kind
        )

    def _would_be_cut(self, root: Root, claim: Claim) -> bool:
        """Whether the claims that would share a cap with this one come to more than it allows."""
        assert root.benefit is not None
        env, cap = (claim[1],), root.benefit.caps[root.index]
        most, unit = self.ev.value(cap.amount, env), self.ev.value(cap.unit or root.benefit.beneficiary, env)
        total = Fraction(0)
        for benefit in self.rulebook.benefits:
            for other in benefit.caps:
                for b, e in self.outcome if other.id == cap.id else ():
                    mine = b == benefit.id and self.outcome[b, e] == "granted" and self._near(cap.window, claim, (b, e))
                    if mine and self.ev.value(other.unit or benefit.beneficiary, (e,)) == unit:
                        total += self.sum[b, e] or Fraction(0)
        return isinstance(most, Fraction) and total > most and self.outcome.get(claim) == "granted"

    def _would_meet(self, group: GroupDecl, member: MemberDecl, x: Claim, other: MemberDecl, y: Claim) -> bool:
        if x == y or (x[0] == PAID and y[0] == PAID):
            return False
        if any(c[0] != PAID and self.outcome.get(c) in (None, "refused") for c in (x, y)):
            return False
        if other.condition is not None and self.ev.state(other.condition, (y[1],)) is not True:
            return False
        pairs = [(member.unit, other.unit), *zip(member.keys, other.keys, strict=False)]
        for first, second in pairs:
            if first is None or second is None:
                continue
            if self.ev.value(first, (x[1],)) != self.ev.value(second, (y[1],)):
                return False
        return self._near(group.window, x, y)

    def _near(self, window: str, x: Claim, y: Claim) -> bool:
        if x not in self.day or y not in self.day:
            return True
        return share_window(window, dt.date.fromisoformat(self.day[x]), dt.date.fromisoformat(self.day[y]))

    def _would_be_full(self, limit: LimitDecl, covered: Covered, claim: Claim) -> bool:
        """Whether there are so many others that the count would be reached, were the claim under it."""
        allowed = self.ev.value(covered.count, (claim[1],))
        unit = self.ev.value(covered.unit, (claim[1],))
        others = sum(
            self._counts(limit, other, unit, claim, (other.benefit, f.id))
            for other in limit.covers
            for f in self.case.facts
            if f.kind == self._kind(other)
        )
        others += sum(self._paid_before(limit, f.id, unit, claim) for f in self.case.facts if f.kind == PAID)
        return isinstance(allowed, Fraction) and others >= allowed

    def _paid_before(self, limit: LimitDecl, record: str, unit: Value | None, claim: Claim) -> bool:
        """Whether a payment counts towards a limit, for a claim."""
        of = self.of.get((PAID, record), ())
        who = next((v.value for f in self.case.facts if f.id == record for v in f.values if v.field == "享受人"), None)
        return (
            any(c.benefit in of for c in limit.covers)
            and who == unit
            and self._near(limit.window, claim, (PAID, record))
        )

    def _kind(self, covered: Covered) -> str:
        benefit = self.rulebook.benefit(covered.benefit)
        return benefit.kind if benefit is not None else ""

    def _counts(self, limit: LimitDecl, other: Covered, unit: Value | None, claim: Claim, y: Claim) -> bool:
        if y == claim or self.outcome.get(y) != "granted" or self.ev.value(other.unit, (y[1],)) != unit:
            return False
        if limit.order == "earliest" and (self.day.get(y, ""), y) > (self.day.get(claim, ""), claim):
            return False
        mine, its = self.sum.get(claim), self.sum.get(y)
        if limit.order == "highest" and (mine is None or its is None or (-its, y) > (-mine, claim)):
            return False
        return self._near(limit.window, claim, y)
