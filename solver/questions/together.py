"""What benefits that can meet come to together, for one object: the total that a claimant has of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

from compiler.cases.model import Case
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit, Rulebook
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.answers.universal import Extent, Finding, Gap, Proof, Sort, Verdict, Witness
from solver.engine.regions import LARGEST, Assignment, Regions, TimeUp
from solver.engine.run import Engine
from solver.questions.assess import Assessor
from solver.regions.conditions import Conditions
from solver.regions.formulas import YES, Formula, Formulas
from solver.regions.layout import corner, layout
from solver.regions.payoffs import Claim, Payoffs, form, payoffs
from solver.regions.realise import Maker
from solver.regions.rules import side
from solver.regions.space import Space
from solver.regions.ties import ties
from solver.regions.vocabulary import Beyond, seen_by

_TRIES = 6


def only(rulebook: Rulebook, ids: frozenset[str]) -> Rulebook:
    """The rulebook with these benefits, and the rules between them."""
    groups = tuple(
        replace(g, members=tuple(m for m in g.members if m.benefit in ids), names=tuple(n for n in g.names if n in ids))
        for g in rulebook.groups
        if sum(m.benefit in ids for m in g.members) > 1
    )
    pairs = tuple(p for p in rulebook.together if set(p) <= ids)
    benefits = tuple(b for b in rulebook.benefits if b.id in ids)
    return replace(rulebook, benefits=benefits, groups=groups, limits=(), together=pairs)


@dataclass(frozen=True, slots=True)
class Total:
    """What results come to: ``open`` when one of them is not decided."""

    open: bool
    amount: Fraction


def total(results: Sequence[Result]) -> Total:
    """The sum of what is granted."""
    if any(r.outcome == "undetermined" or (r.outcome == "granted" and r.amount.kind != "exact") for r in results):
        return Total(True, Fraction(0))
    return Total(False, sum((r.amount.low or Fraction(0) for r in results if r.outcome == "granted"), Fraction(0)))


class Totals:
    """The benefits of one kind of object in two laws, held against each other by what they come to together."""

    def __init__(
        self, laws: Sequence[Conditions], space: Space, maker: Maker, object_: str, deadline: float, worst_only: bool
    ) -> None:
        self.worst_only = worst_only
        self.laws, self.space, self.maker, self.object, self.deadline = laws, space, maker, object_, deadline
        self.gaps: list[Gap] = []

    def finding(
        self,
        names: tuple[str, ...],
        kind: str,
        benefits: Sequence[Sequence[Benefit]],
        rejected: Callable[[], list[Formula]],
    ) -> Finding:
        """The finding for these benefits. ``rejected``: what no case makes yes. Raises :class:`Beyond` where their
        total is not looked into."""
        ids = [frozenset(b.id for b in bs) for bs in benefits]
        self._sums = Sums([only(law.rulebook, i) for law, i in zip(self.laws, ids, strict=True)])
        claims = [
            {b.id: Claim(b.id, side(law, (b,), self.object)) for b in bs}
            for law, bs in zip(self.laws, benefits, strict=True)
        ]
        if len({form(list(c.values())) for c in claims if c}) > 1:
            raise Beyond("forms")
        sides = [payoffs(law, c, law.rulebook.groups, self.object) for law, c in zip(self.laws, claims, strict=True)]
        self.unwanted = [*rejected(), *ties(self.space)]
        f = self.space.formulas
        decided = f.every(f.either(c.side.granted, c.side.refused) for cs in claims for c in cs.values())
        found = {sort: self._extent(sort, sides, decided) for sort in ("loss", "gain")}
        return finding(names, kind, found["loss"], found["gain"], self.gaps)

    def _extent(self, sort: Sort, sides: Sequence[Payoffs], decided: Formula) -> Extent:
        before, after = sides if sort == "loss" else sides[::-1]
        changes = self._changes(before, after)
        falls = [f for f, amount in changes.items() if amount > 0]
        if not falls:
            return Extent("no")
        scaled = _whole(changes)
        if scaled is None:
            self.gaps.append(Gap("construct", "size"))
            return Extent("unknown")
        some = self.space.formulas.some(falls)
        regions = Regions(layout(self.space, [some, decided], self.unwanted, False, scaled))
        wanted = [(some, True), (decided, True)]
        try:
            first = regions.find(wanted, self.deadline)
        except TimeUp:
            self.gaps.append(Gap("time"))
            return Extent("unknown")
        if first is None:
            return Extent("no")
        best, proved = regions.heaviest([(decided, True)], self.deadline)
        if not proved:
            self.gaps.append(Gap("time"))
        weight = self._weight(changes, best) if best is not None else Fraction(0)
        if proved and weight <= 0:
            return Extent("no")
        witness = self._build(best, sort) if best is not None and weight > 0 else None
        smallest = witness
        if witness is not None and self.worst_only:
            return Extent("yes", witness, witness, self._proof(witness, weight, proved))
        for count, one in enumerate(self._few(regions, first, wanted)):
            if self._weight(changes, one) > 0:
                smallest = self._build(one, sort)
            if smallest is not None or count >= _TRIES:
                break
        witness = witness or smallest
        if witness is None:
            self.gaps.append(Gap("construct", "unbuilt"))
            return Extent("unknown")
        return Extent("yes", smallest or witness, witness, self._proof(witness, weight, proved))

    @staticmethod
    def _proof(witness: Witness, weight: Fraction, proved: bool) -> Proof:
        return "largest" if proved and witness.change is not None and abs(witness.change) == weight else "found"

    def _few(self, regions: Regions, first: Assignment, wanted: list[tuple[Formula, bool]]) -> Iterator[Assignment]:
        yield first
        try:
            yield from regions.each(wanted, self.deadline)
        except TimeUp:
            return

    def _changes(self, before: Payoffs, after: Payoffs) -> Payoffs:
        """What each formula takes away, in the terms of both sides: what holds on both is left out, and a step that one
        side reaches and the other does not counts as one thing."""
        found: Payoffs = dict(before)
        for formula, amount in after.items():
            found[formula] = found.get(formula, Fraction(0)) - amount
        found = {formula: amount for formula, amount in found.items() if amount}
        return _paired(self.space, found)

    def _weight(self, changes: Payoffs, found: Assignment | None) -> Fraction:
        if found is None:
            return Fraction(0)
        return sum((a for f, a in changes.items() if f in found.yes or f == YES), Fraction(0))

    def _build(self, found: Assignment, sort: Sort) -> Witness | None:
        for case in self.maker.cases(corner(self.space, found), {}):
            if time.monotonic() > self.deadline + 1:
                return None
            witness = self._sums.witness(case, sort)
            if witness is not None:
                return witness
        return None


class Sums:
    """Two laws asked what a case comes to in total."""

    def __init__(self, laws: Sequence[Rulebook]) -> None:
        self.laws = laws
        self._assessors = [Assessor(Engine(law)) for law in laws]

    def witness(self, case: Case, wanted: Sort) -> Witness | None:
        """The case as a witness of the total, if it is one."""
        found = []
        for law, assessor in zip(self.laws, self._assessors, strict=True):
            try:
                found.append(assessor.assess(seen_by(law, case), False).results)
            except Rejected:
                return None
        old, new = (total(results) for results in found)
        if old.open or new.open:
            return None
        change = new.amount - old.amount
        sort = "loss" if change < 0 else "gain" if change > 0 else ""
        told = [tuple(r for r in results if r.outcome != "refused") for results in found]
        return Witness(wanted, case, told[0], told[1], change) if sort == wanted else None


def finding(names: tuple[str, ...], kind: str, loss: Extent, gain: Extent, gaps: Sequence[Gap]) -> Finding:
    """What is known of a total; who decides what is told benefit by benefit."""
    asked = Extent("unknown")
    words: dict[tuple[str, str], Verdict] = {
        ("yes", "yes"): "both",
        ("no", "yes"): "nobody_loses",
        ("yes", "no"): "nobody_gains",
        ("no", "no"): "neither",
    }
    verdict = words.get((loss.state, gain.state), "not_settled")
    return Finding(
        names, kind, verdict, loss, gain, asked, asked, asked, "search", True, gaps=tuple(dict.fromkeys(gaps))
    )


def _paired(space: Space, changes: Payoffs) -> Payoffs:
    """A step taken on one side and lost on the other, of the same size: one formula for what is lost, one for what is
    won, so that what both reach weighs nothing by itself."""
    f = space.formulas
    plus = [(g, a) for g, a in changes.items() if a > 0]
    minus: dict[Fraction, list[Formula]] = {}
    for g, a in changes.items():
        if a < 0:
            minus.setdefault(-a, []).append(g)
    found: Payoffs = {}

    def add(formula: Formula, amount: Fraction) -> None:
        found[formula] = found.get(formula, Fraction(0)) + amount

    for g, a in plus:
        other = _nearest(f, g, minus.get(a, []))
        if other is None:
            add(g, a)
            continue
        minus[a].remove(other)
        add(f.every((g, f.negate(other))), a)
        add(f.every((other, f.negate(g))), -a)
    for a, rest in minus.items():
        for g in rest:
            add(g, -a)
    return {g: a for g, a in found.items() if a}


def _nearest(f: Formulas, formula: Formula, others: Sequence[Formula]) -> Formula | None:
    """Of several formulas the one that shares most with another."""
    if len(others) <= 1:
        return others[0] if others else None
    mine = set(f.under([formula]))
    return max(others, key=lambda o: len(mine & set(f.under([o]))))


def _whole(changes: Mapping[Formula, Fraction]) -> dict[Formula, int] | None:
    """The amounts as whole numbers in the same proportion; None where the solver cannot hold them."""
    scale = lcm(*(a.denominator for a in changes.values()))
    numbers = {f: int(a * scale) for f, a in changes.items()}
    common = gcd(*numbers.values())
    found = {f: n // common for f, n in numbers.items()}
    return found if max(map(abs, found.values())) <= LARGEST else None
