"""The best lawful choice: where benefits exclude each other and the claimant may choose, which choice pays most?

Claims that can meet, by whatever rule, form a *tangle*; tangles do not touch each other, so the best of all is the best
of each. In a tangle in which only choices decide, every sum is known beforehand: small ones are tried out whole, large
ones are given to the solver as an optimisation, which proves its answer. In any other tangle each choice is assessed.
The whole choice is assessed in the end; where a cap that claims share makes it pay less than its parts, that is said
and nothing is called proven.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from math import gcd
from typing import Literal

from compiler.cases.model import Case
from compiler.rulebook.model import LimitDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.arithmetic import numbers
from solver.arithmetic.dates import add_months, share_window
from solver.arithmetic.values import Number, ends
from solver.engine.atoms import Atoms, Claim
from solver.engine.optimum import LARGEST, heaviest
from solver.questions.assess import Assessor, Telling, engine_of
from solver.questions.schedule import Schedule, schedule, total
from solver.search.packing import pack
from solver.search.tangles import Edges

Over = Literal["month", "year", "life"]
MONTHS = {"month": 1, "year": 12}
ENDLESS_YEARS = 10
"""How many years of a payment without an end count over a lifetime."""
SMALL, CHOICES, SECONDS = 16, 2000, 10.0
CHOSEN = "claimants_choice"


@dataclass(frozen=True, slots=True)
class Option:
    """One way to choose within a tangle: the claims taken, and what they pay. ``lawful`` ways that leave out a claim
    which could be taken as well are not listed."""

    taken: tuple[Claim, ...]
    pays: Number


@dataclass(frozen=True, slots=True)
class Tangle:
    """Claims between which something is chosen. ``options``: the ways to choose, the one that pays most first; all of
    them when ``whole``, else the best alone. ``proved``: nothing pays more."""

    claims: tuple[Claim, ...]
    options: tuple[Option, ...]
    whole: bool
    proved: bool
    tried: int


@dataclass(frozen=True, slots=True)
class Best:
    """The best choice of a case. ``results``: every result under it. ``pays``: all that is paid from ``start`` to
    ``end`` (both included), ``endless`` when something is paid beyond without an end. ``certain``: the sums are exact,
    so that the comparison is one of numbers and not of ranges; ``short``: what the choice pays less than its parts."""

    tangles: tuple[Tangle, ...]
    results: tuple[Result, ...]
    pays: Number
    start: dt.date | None
    end: dt.date | None
    endless: bool
    proved: bool
    certain: bool
    short: Fraction


def choose(
    rulebook: Rulebook, case: Case, over: Over = "year", end: dt.date | None = None, seconds: float = SECONDS
) -> Best:
    """Find the choice that pays most in the first month, in the first year, or in a lifetime (payments without an end
    are counted until ``end``, by default for ten years). What the case says was chosen is left aside.

    Raises Rejected when the case contradicts an assertion.
    """
    return _Chooser(rulebook, replace(case, choices=()), over, end, seconds).run()


class _Chooser:
    def __init__(self, rulebook: Rulebook, case: Case, over: Over, end: dt.date | None, seconds: float) -> None:
        self.rulebook, self.case, self.over, self.seconds = rulebook, case, over, seconds
        self.engine = engine_of(rulebook)
        self.assessor = Assessor(self.engine)
        self.readings = {r.name: r.default for r in rulebook.readings if r.default is not None} | dict(case.readings)
        self.shapes = {g.id: g.shape for g in rulebook.groups}
        self.until = time.monotonic() + seconds
        base = self.assessor.assess(case, explain=False)  # raises Rejected
        self.base = {(r.benefit_id, r.object): r for r in base.results}
        days = [r.on for r in base.results if r.on is not None and r.outcome in ("granted", "undetermined")]
        self.start = min(days, default=None)
        self.end = end or self._end(days)

    def _end(self, days: Sequence[dt.date]) -> dt.date | None:
        if self.start is None:
            return None
        if self.over != "life":
            after = add_months(self.start, MONTHS[self.over])
            return after - dt.timedelta(days=1) if after is not None else dt.date.max
        far = add_months(max(days), 12 * ENDLESS_YEARS) or dt.date.max
        found = [schedule(self.rulebook, _granted(r), far) for r in self.base.values()]
        ticks = [t.day for s in found if s is not None for t in s.ticks]
        return max([*ticks, *days])

    def run(self) -> Best:
        """Untangle, choose in each tangle, assess the whole."""
        atoms = self.engine.solve(self.case, self.readings)
        tangles = tuple(self._best(claims, edges) for claims, edges in self._tangles(atoms))
        picks = tuple(c for t in tangles for c in t.options[0].taken)
        results = self._under(picks)
        pays = total(tuple(self._value(r) for r in results if r.outcome == "granted"))
        short = Fraction(0)
        for tangle in tangles:
            inside = set(tangle.claims)
            got = total(tuple(self._value(r) for r in results if _claim(r) in inside and r.outcome == "granted"))
            short += max(Fraction(0), _low(tangle.options[0].pays) - _low(got))
        endless = any(s is not None and s.ending == "open" for s in (self._schedule(r) for r in results))
        exact = all(isinstance(o.pays, Fraction) for t in tangles for o in t.options)
        return Best(
            tangles,
            results,
            pays,
            self.start,
            self.end,
            endless,
            all(t.proved for t in tangles) and short == 0,
            exact,
            short,
        )

    # ------------------------------------------------------------ tangles

    def _tangles(self, atoms: Atoms) -> Iterator[tuple[tuple[Claim, ...], Edges]]:
        """The connected parts of the claims that can meet, in which there is something to choose."""
        fine = {(b, e) for b, e in atoms.rows("ok")}
        edges = Edges()
        for group, xb, xe, yb, ye in atoms.rows("in_doubt"):
            if {(xb, xe), (yb, ye)} <= fine and PAID not in (xb, yb):  # nobody chooses what was paid already
                edges.join((xb, xe), (yb, ye), self.shapes.get(group) == CHOSEN)
        for _, xb, xe, yb, ye in (*atoms.rows("beaten"), *atoms.rows("offset")):
            if {(xb, xe), (yb, ye)} <= fine and PAID not in (xb, yb):
                edges.join((xb, xe), (yb, ye), False)
        for limit in self.rulebook.limits:
            self._counts(limit, atoms, fine, edges)
        for claims in edges.parts():
            if edges.chosen & set(claims):
                yield claims, edges

    def _counts(self, limit: LimitDecl, atoms: Atoms, fine: set[Claim], edges: Edges) -> None:
        """Which claims count together under a limit, and how many may be had beside each."""
        allowed = {(b, e): int(n) for id, b, e, n in atoms.rows("allowed") if id == limit.id}
        used: dict[Claim, int] = {}
        for id, b, e, record, _ in atoms.rows("used"):
            if id == limit.id and record == PAID:
                used[b, e] = used.get((b, e), 0) + 1
        units: dict[str, list[Claim]] = {}
        for id, b, e, unit in atoms.rows("limit_unit"):
            if id == limit.id and (b, e) in fine and (b, e) in allowed:
                units.setdefault(unit, []).append((b, e))
        days = {(b, e): dt.date.fromisoformat(d) for b, e, d in atoms.rows("day")}
        for claims in units.values():
            for one, other in permutations(claims, 2):
                if self._meet(limit.window, one, other, days) and not edges.excludes(one, other):
                    spare = allowed[other] - used.get(other, 0) - 1
                    edges.count(one, other, limit.id, spare, limit.order == "claimant")

    @staticmethod
    def _meet(window: str, one: Claim, other: Claim, days: dict[Claim, dt.date]) -> bool:
        """Whether two claims fall into one window; those without a day may."""
        if window == "sameevent":
            return one[1] == other[1]
        if one not in days or other not in days:
            return True
        return share_window(window, days[one], days[other])

    def _best(self, claims: tuple[Claim, ...], edges: Edges) -> Tangle:
        pure = edges.pure(claims)
        values = {c: self._value(_granted(self.base[c])) for c in claims if c in self.base}
        if pure and len(claims) > SMALL:
            found = self._optimise(claims, edges, values)
            if found is not None:
                return found
        options: list[Option] = []
        whole = True
        for taken in edges.choices(claims, self.until):
            if taken is None or len(options) >= CHOICES:
                whole = False
                break
            options.append(Option(taken, self._pays(taken, claims, values, pure)))
        options.sort(key=lambda o: (-_low(o.pays), o.taken))
        return Tangle(claims, tuple(options) or (Option((), Fraction(0)),), whole, whole, len(options))

    def _pays(
        self, taken: tuple[Claim, ...], claims: tuple[Claim, ...], values: dict[Claim, Number], pure: bool
    ) -> Number:
        if pure:
            return total(tuple(values[c] for c in taken if c in values))
        inside = set(claims)
        results = self._under(taken)
        return total(tuple(self._value(r) for r in results if _claim(r) in inside and r.outcome == "granted"))

    def _optimise(self, claims: tuple[Claim, ...], edges: Edges, values: dict[Claim, Number]) -> Tangle | None:
        """A large tangle: many small ones that share a few counts are put together one by one; anything else is left
        to the solver. None when neither can hold it."""
        lows = {c: _low(values.get(c, Fraction(0))) for c in claims}
        rooms, alone = edges.rooms(set(claims))
        if not alone:
            packed = pack(edges.without_counts(claims), lows, edges.foes(claims), rooms, self.until)
            if packed is not None:
                return self._tangle(claims, packed, values, True)
        if any(low < 0 or (low * 100).denominator != 1 for low in lows.values()):
            return None
        step = gcd(*(int(low * 100) for low in lows.values())) or 1
        weights = [int(lows[c] * 100) // step for c in claims]
        if max(weights) > LARGEST:
            return None
        place = {c: i for i, c in enumerate(claims)}
        taken, proved = heaviest(
            weights,
            [(place[a], place[b]) for a, b in edges.apart if a in place and b in place],
            [(place[a], place[b]) for a, b, limit in edges.near if a in place and limit in alone],
            [(place[c], n) for (c, limit), n in edges.spare.items() if c in place and limit in alone],
            [([place[c] for c in members], count) for members, count in rooms],
            max(self.until - time.monotonic(), 0.1),
        )
        return self._tangle(claims, tuple(claims[i] for i in taken), values, proved)

    @staticmethod
    def _tangle(
        claims: tuple[Claim, ...], taken: tuple[Claim, ...], values: dict[Claim, Number], proved: bool
    ) -> Tangle:
        option = Option(taken, total(tuple(values[c] for c in taken)))
        return Tangle(claims, (option,), False, proved, 0)

    # ------------------------------------------------------------ what a claim pays

    def _under(self, picks: tuple[Claim, ...]) -> tuple[Result, ...]:
        case = replace(self.case, choices=picks)
        atoms = self.engine.solve(case, self.readings)
        return Telling(self.engine, case, atoms, self.readings, False).results()

    def _schedule(self, result: Result) -> Schedule | None:
        return schedule(self.rulebook, result, self.end) if self.end is not None else None

    def _value(self, result: Result) -> Number:
        """What a result pays from start to end; its plain sum where no day is known."""
        found = self._schedule(result)
        if found is None:
            return Fraction(0)
        assert self.start is not None and self.end is not None
        inside = tuple(t for t in found.ticks if self.start <= t.day <= self.end)
        return total((*(t.amount if t.sure else numbers.at_most(t.amount) for t in inside), *found.undated))


def _claim(result: Result) -> Claim:
    return result.benefit_id, result.object


def _granted(result: Result) -> Result:
    """The result as it would be if nothing stood in its way."""
    return result if result.outcome == "granted" else replace(result, outcome="granted", amount=result.would_be)


def _low(value: Number) -> Fraction:
    low = ends(value)[0]
    return low if low is not None else Fraction(0)
