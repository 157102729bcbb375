"""What does this case get, lose, or wait for? One result per benefit and object, in the order of the clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compiler.cases.model import Case
from compiler.diagnostics.problem import Problem, Rejected, problem
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import All, Cond
from solver.answers.model import Amount, Assessment, Outcome, Reason, Result, Shown, State
from solver.arithmetic.text import number
from solver.arithmetic.values import Number, ends
from solver.engine.atoms import Atoms, Claim
from solver.engine.run import Engine, Focus
from solver.questions.hindrances import Hindrances
from solver.questions.instalments import divided
from solver.questions.lasting import open_in_time
from solver.questions.notes import early_ends, notes
from solver.questions.reasons import Explainer, deciding, lacking
from solver.questions.schedule import never_paid
from solver.questions.settle import Due, day_of, settle
from solver.questions.values import Reader
from solver.questions.waiting import besides, missing_in, open_under


def assess(rulebook: Rulebook, case: Case, explain: bool = False) -> Assessment:
    """Decide every benefit for every object of the case. ``explain`` adds the whole tree of reasons.

    Raises :class:`~compiler.diagnostics.problem.Rejected` when the case contradicts an assertion of the policy.
    """
    return Assessor(engine_of(rulebook)).assess(case, explain)


def assess_many(
    rulebook: Rulebook,
    cases: Sequence[Case],
    explain: bool = False,
    terse: bool = False,
    focus: frozenset[str] | None = None,
) -> list[Assessment | Rejected]:
    """The same for many cases, in their order, much faster than one by one: cases that need the same rules are decided
    in one solve. A case that contradicts an assertion has what :func:`assess` would have raised in its place.
    ``terse``: outcomes and sums, and of reasons only what stands between claims, in half the time. ``focus``: the ids
    of the benefits that are asked about; those they can meet are told with them."""
    return Assessor(engine_of(rulebook)).assess_many(cases, explain, terse, focus)


_BESIDE = frozenset({"displaced_by", "contest", "limit", "incomplete", "offset", "ends", "early_end"})
"""Kinds of reasons of which the condition of a benefit says nothing."""
_ENGINES: dict[int, Engine] = {}


def engine_of(rulebook: Rulebook) -> Engine:
    """One engine per rulebook object; a few are kept."""
    found = _ENGINES.get(id(rulebook))
    if found is None or found.rulebook is not rulebook:
        if len(_ENGINES) >= 8:
            _ENGINES.pop(next(iter(_ENGINES)))
        found = _ENGINES[id(rulebook)] = Engine(rulebook)
    return found


class Assessor:
    """Assesses cases under one rulebook."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.rulebook = engine, engine.rulebook

    def assess(
        self,
        case: Case,
        explain: bool,
        focus: str | None = None,
        open_readings: frozenset[str] = frozenset(),
        terse: bool = False,
    ) -> Assessment:
        """Solve once and tell everything; with ``focus``, a benefit's id, only of that one and those it can meet.
        ``open_readings`` take no default. ``terse``: outcomes and sums, and of reasons only what stands between claims
        (for searches that ask many times)."""
        readings = self._readings(case, open_readings)
        near = frozenset({focus}) if focus is not None else None
        short = terse and not self._needs_all(case, near)
        return self._told(case, readings, self.engine.solve(case, readings, near, short), explain, terse)

    def _needs_all(self, case: Case, focus: Focus) -> bool:
        """Whether there is a claim to a benefit whose wordings have to be told apart: by conditions, which are what
        reasons are made of."""
        near = None if focus is None else frozenset[str]().union(*(self.engine.near(case, id) for id in focus))
        kinds = {f.kind for f in case.facts}  # of others there are no claims
        claimed = [b for b in self.rulebook.benefits if b.kind in kinds and (near is None or b.id in near)]
        return any(b.wording is not None for b in claimed)

    def assess_many(
        self,
        cases: Sequence[Case],
        explain: bool,
        terse: bool = False,
        focus: Focus = None,
        open_readings: Sequence[frozenset[str]] | None = None,
    ) -> list[Assessment | Rejected]:
        """See :func:`assess_many`. ``open_readings``: for each case the readings that take no default."""
        opened = [frozenset[str]()] * len(cases) if open_readings is None else open_readings
        asked = [(case, self._readings(case, free)) for case, free in zip(cases, opened, strict=True)]
        short = [terse and not self._needs_all(case, focus) for case in cases]
        solved: dict[int, Atoms] = {}
        for way in (True, False):
            some = [i for i, is_so in enumerate(short) if is_so == way]
            solved.update(zip(some, self.engine.solve_many([asked[i] for i in some], way, focus), strict=True))
        found: list[Assessment | Rejected] = []
        for index, (case, readings) in enumerate(asked):
            try:
                found.append(self._told(case, readings, solved[index], explain, terse))
            except Rejected as rejected:
                found.append(rejected)
        return found

    def _readings(self, case: Case, open_readings: frozenset[str] = frozenset()) -> dict[str, str]:
        readings = {r.name: r.default for r in self.rulebook.readings if r.default is not None}
        return {n: c for n, c in readings.items() if n not in open_readings} | dict(case.readings)

    def _told(
        self, case: Case, readings: dict[str, str], atoms: Atoms, explain: bool, terse: bool = False
    ) -> Assessment:
        self._assertions(case, atoms)
        telling = Telling(self.engine, case, atoms, readings, explain, terse)
        return Assessment(case.name, case.documents, case.on, case.known, telling.results())

    def _assertions(self, case: Case, atoms: Atoms) -> None:
        found: list[Problem] = []
        for id, object_ in atoms.rows("violated"):
            decl = next(a for a in self.rulebook.assertions if a.id == id)
            fact = next((f for f in case.facts if f.id == object_), None)
            found.append(problem("TL0640", fact.origin if fact else None, name=decl.name, says=decl.says))
        if found:
            raise Rejected(tuple(found))


class Telling:
    """Turns the atoms of one solve into results."""

    def __init__(
        self,
        engine: Engine,
        case: Case,
        atoms: Atoms,
        readings: dict[str, str],
        explain: bool,
        terse: bool = False,
    ) -> None:
        self.terse = terse
        self.rulebook = rulebook = engine.rulebook
        self.case, self.atoms, self.readings, self.explain = case, atoms, readings, explain
        self.reader = Reader(case, atoms, engine.free)
        self.explainer = Explainer(rulebook, self.reader, readings)
        self.hindrances = Hindrances(rulebook, case, atoms, self.explainer, terse)
        self.contested = bool(rulebook.groups or rulebook.limits)
        self.ok = set(map(_pair, atoms.rows("ok")))
        self.bad = set(map(_pair, atoms.rows("bad")))
        self.sure = set(map(_pair, atoms.rows("sure")))
        self.blocked = set(map(_pair, atoms.rows("blocked")))
        self.settled = "contested" in atoms.facts
        self.decided = {c: self._outcome(c) for c in map(_pair, atoms.rows("claim")) if c[0] != PAID}
        granted = [c for c, o in self.decided.items() if o == "granted"]
        pending = [c for c, o in self.decided.items() if o == "undetermined"]
        self.due = settle(rulebook, case, atoms, granted, pending)

    def _outcome(self, claim: Claim) -> Outcome:
        if claim in self.bad:
            return "refused"
        if not self.settled:
            return "granted" if claim in self.ok else "undetermined"
        if claim in self.sure:
            return "granted"
        return "displaced" if claim in self.ok and claim in self.blocked else "undetermined"

    def results(self) -> tuple[Result, ...]:
        """Every result, in the order of benefits and facts."""
        order = {f.id: i for i, f in enumerate(self.case.facts)}
        families: dict[tuple[str, str], list[tuple[Benefit, str]]] = {}
        claims: dict[str, list[Claim]] = {}
        for claim in self.decided:
            claims.setdefault(claim[0], []).append(claim)
        for benefit in self.rulebook.benefits:
            spoken = [c[1] for c in claims.get(benefit.id, ()) if benefit.wording is None or self._speaks(benefit, c)]
            families.setdefault(benefit.family, []).extend((benefit, object_) for object_ in spoken)
        return tuple(
            self._result(benefit, object_)
            for found in families.values()
            for benefit, object_ in sorted(found, key=lambda of: (order.get(of[1], 0), of[1]))
        )

    def _speaks(self, benefit: Benefit, claim: Claim) -> bool:
        """Whether this wording answers for the claim: the one that governs it; where that is not known the first that
        may and is not refused; where none does (the benefit came later, or has gone) the nearest."""
        wordings = [
            b for b in self.rulebook.benefits if b.family == benefit.family and (b.id, claim[1]) in self.decided
        ]
        states = {b.id: self._governs(b, claim[1]) for b in wordings}
        for state in ("yes", "unknown"):
            found = [b.id for b in wordings if states[b.id] == state]
            found = [id for id in found if self.decided[id, claim[1]] != "refused"] or found
            if found:
                return found[0] == benefit.id
        day = self.atoms.one("day", benefit.id, claim[1]) or ""
        begun = [
            b.id
            for b in wordings
            if b.wording is not None and (b.wording.since is None or b.wording.since.isoformat() <= day)
        ]
        return benefit.id == (begun[-1] if begun else wordings[0].id)

    def _governs(self, benefit: Benefit, object_: str) -> State:
        return "yes" if benefit.wording is None else self.explainer.state(benefit.wording.governs, (object_,))

    def _result(self, benefit: Benefit, object_: str) -> Result:
        claim, env = (benefit.id, object_), (object_,)
        outcome = self.decided[claim]
        text = self.atoms.one("amount", benefit.id, object_)
        would_be = self._would_be(benefit, object_, text)
        due = self.due.get(claim)
        amount = Amount("none", None, None, benefit.form)
        because: tuple[Reason, ...] = ()
        winners: tuple[str, ...] = ()
        if outcome == "granted":
            amount = self._amount(benefit, due.amount if due is not None else None)
            if benefit.amount is not None and text is None:
                outcome, amount = "undetermined", Amount("none", None, None, benefit.form)
                because = () if self.terse else self.explainer.open_amount(benefit.amount, env)
                because = because or (_no_sum(benefit),)
            elif due is not None and due.taken and due.amount == 0:
                outcome, winners = "displaced", tuple(due.taken)
                because, amount = tuple(due.steps), Amount("none", None, None, benefit.form)
        elif outcome == "refused":
            because = self._refused(benefit, env)
        elif outcome == "displaced":
            because = self.hindrances.contest(claim, "beaten") + self.hindrances.limits(claim, "full")
            winners = tuple(dict.fromkeys(r.name for r in because if r.kind == "displaced_by"))
        if outcome == "undetermined" and not because:
            because = self._undetermined(benefit, claim)
        noted = not self.terse or _is_divided(benefit)
        told = notes(self.rulebook, self.explainer, benefit, env, self.terse) if noted else ()
        if outcome in ("granted", "undetermined"):
            paid, told = divided(benefit, amount if outcome == "granted" else would_be, told)
            amount = paid if outcome == "granted" else amount
        document = self.rulebook.document(benefit.document)
        missing = missing_in(because)
        # What is decided while a reading is open is decided under all of its choices; not so for how long it is paid.
        waits = {*missing, *open_in_time(told)} if outcome == "granted" else set(missing)
        used = tuple(
            (n, self.readings.get(n, ""), self._how(n)) for n in benefit.readings if n in self.readings or n in waits
        )
        who = self.atoms.one("who", benefit.id, object_) or ""
        result = Result(
            benefit=benefit.name,
            benefit_id=benefit.id,
            document=benefit.document,
            clause=benefit.clause,
            quotes=tuple(q.text for q in benefit.quotes),
            object=object_,
            object_kind=benefit.kind,
            on=day_of(self.atoms.one("day", benefit.id, object_)),
            beneficiary=who,
            applicant=self.atoms.one("applicant", benefit.id, object_) or "",
            payee=self.atoms.one("payee", benefit.id, object_) or "",
            outcome=outcome,
            amount=amount,
            would_be=would_be,
            gives=benefit.gives,
            fund=benefit.fund,
            because=because,
            why=self._why(benefit, env, due, because) if self.explain else (),
            missing=missing,
            displaced_by=winners,
            interpreters=document.interpreters if document is not None and outcome == "undetermined" else (),
            readings=used,
            notes=besides(told, because) + _below_zero(amount),
            money=benefit.amount is not None or bool(benefit.open),
        )
        ended = never_paid(result)
        if not ended:
            return result
        nothing, why = Amount("none", None, None, benefit.form), (*result.why, *ended) if self.explain else ()
        return replace(result, outcome="refused", amount=nothing, because=ended, why=why)

    def _would_be(self, benefit: Benefit, object_: str, text: str | None) -> Amount:
        """What the claim would come to if granted; where several wordings may govern it, anything between theirs."""
        own = self._amount(benefit, number(text) if text is not None else None)
        if benefit.wording is None or self._governs(benefit, object_) != "unknown":
            return own
        for other in self.rulebook.benefits:
            claim = (other.id, object_)
            if other is benefit or other.family != benefit.family or self.decided.get(claim, "refused") == "refused":
                continue
            written = self.atoms.one("amount", *claim)
            theirs = self._amount(other, number(written) if written is not None else None)
            own = _between(own, theirs)
        return own

    def _how(self, reading: str) -> str:
        if reading in dict(self.case.readings):
            return "fixed"
        return "default" if reading in self.readings else "open"

    @staticmethod
    def _amount(benefit: Benefit, value: Number | None) -> Amount:
        if benefit.open:
            return Amount("open", None, None, benefit.form, benefit.open)
        if value is None:
            return Amount("none", None, None, benefit.form)
        low, high = ends(value)
        return Amount("exact" if low == high and low is not None else "interval", low, high, benefit.form)

    # ------------------------------------------------------------ why

    def _refused(self, benefit: Benefit, env: tuple[str, ...]) -> tuple[Reason, ...]:
        """The conditions that fail; where none does, what ends the payment before it begins."""
        if self.explainer.state(benefit.condition, env) != "no":
            return early_ends(self.explainer, benefit, env, self.terse)
        return () if self.terse else deciding(self.explainer.reason(benefit.condition, env))

    def _undetermined(self, benefit: Benefit, claim: Claim) -> tuple[Reason, ...]:
        found: tuple[Reason, ...] = ()
        env = (claim[1],)
        met = self.explainer.state(benefit.condition, env) == "yes"
        if claim not in self.ok and not met and not self.terse:
            found = lacking(self.explainer.reason(benefit.condition, env))
            found = found or deciding(self.explainer.reason(benefit.condition, env))
        if claim not in self.ok:
            said = {r.fact for r in found}
            early = early_ends(self.explainer, benefit, env, self.terse)
            # What is not known of the claim itself is not said again.
            found += tuple(r for r in early if self.terse or not {o.fact for o in open_under(r)} <= said)
        contests = self.hindrances.contest(claim, "in_doubt")
        found += contests if self.terse else (*self.hindrances.doubts(claim), *contests)
        found += self.hindrances.limits(claim, "nearly_full")
        unseen = [g for g, b, e in self.atoms.rows("unseen") if (b, e) == claim]
        unseen += [g for g, b, e in self.atoms.rows("unseen_count") if (b, e) == claim]
        found += tuple(self.hindrances.rule(g, "incomplete", "unknown", about=PAID) for g in dict.fromkeys(unseen))
        return tuple(dict.fromkeys(found))

    def _why(
        self, benefit: Benefit, env: tuple[str, ...], due: Due | None, because: tuple[Reason, ...]
    ) -> tuple[Reason, ...]:
        tree = [self.explainer.reason(part, env) for part in _parts(benefit.condition)]
        flat = [c for r in tree for c in (r.children if r.kind == "all" and not r.name else (r,))]
        if benefit.amount is not None and self.decided[benefit.id, env[0]] != "refused":
            steps = self.explainer.arithmetic(benefit.amount, env) + (tuple(due.steps) if due is not None else ())
            if steps:
                flat.append(Reason("amount", "note", children=steps))
        contest = tuple(r for r in because if r.kind in _BESIDE)
        return (*flat, *contest)


def _is_divided(benefit: Benefit) -> bool:
    """Whether parts, lengths of time or ends have a say in what is paid, which are told with the notes."""
    return bool(benefit.parts or benefit.stops or benefit.duration is not None or benefit.starting is not None)


def _no_sum(benefit: Benefit) -> Reason:
    """The clause names no sum for this case: no tier fits, or a formula has no value."""
    assert benefit.amount is not None
    written = benefit.amount.origin.text.strip().splitlines()
    return Reason("unsettled", "unknown", about=written[0] if written else benefit.name)


def _below_zero(amount: Amount) -> tuple[Reason, ...]:
    """A word of warning: the rules take off more than there is and say nowhere that it stops at nothing."""
    if amount.low is None or amount.low >= 0:
        return ()
    return (Reason("below_zero", "note", left=Shown("money", str(amount.low), "元")),)


def _between(one: Amount, other: Amount) -> Amount:
    """What may be either of two amounts."""
    if one == other:
        return one
    measured = {"exact", "interval"}
    if one.per != other.per or not {one.kind, other.kind} <= measured:
        return Amount("none", None, None, one.per)
    lows, highs = (one.low, other.low), (one.high, other.high)
    low = None if None in lows else min(x for x in lows if x is not None)
    high = None if None in highs else max(x for x in highs if x is not None)
    return Amount("interval", low, high, one.per)


def _pair(row: tuple[str, ...]) -> Claim:
    return row[0], row[1]


def _parts(cond: Cond) -> tuple[Cond, ...]:
    """The dates of the clause and the conditions, side by side."""
    return cond.operands if isinstance(cond, All) else (cond,)
