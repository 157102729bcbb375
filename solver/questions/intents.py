"""Does a change of the law change what it was meant to change, and nothing else?

Every change of a result must lie inside some declared intent: it is of a benefit that the intent names, for an object
that it is about, by no more than it says. What cannot be shown to lie inside counts as outside; unknown is never yes.
A change of the reasons alone takes nothing from anybody and gives nothing, so no intent is asked about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Literal

from compiler.cases.model import Case
from compiler.rulebook.model import Benefit, IntentDecl, Rulebook
from compiler.rulebook.terms import YUAN, Always, Const, Var
from compiler.rulebook.terms import Type as Kind
from compiler.source.record import dataclass
from solver.answers.comparison import CaseChange, Change
from solver.answers.universal import Extent, Universal
from solver.questions.assess import assess_many
from solver.questions.worth import Ends, Holds, gains, loses, plus, size

Broken = Literal[
    "benefit",
    "object",
    "object_unknown",
    "each",
    "each_unknown",
    "in_all",
    "loses",
    "may_lose",
    "gains",
    "may_gain",
    "case",
    "any_benefit",
    "any_loses",
    "any_gains",
    "any_each",
]


@dataclass(frozen=True, slots=True)
class Outside:
    """A change outside of what was declared. ``broken``: no intent names the benefit; none is about the object, or it
    cannot be told; it is by more than ``limit``, or that cannot be told; in all by more; somebody loses or gains, or
    that cannot be excluded; or a case cannot be read any more. Those that begin with ``any`` are of no recorded case:
    there is a case in which it is so. ``by``: how much it is; ``intent``: which is broken."""

    broken: Broken
    file: str
    case: str
    benefit: str
    object: str
    intent: str = ""
    by: Ends | None = None
    limit: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The intents that were declared, how many changes lie inside of each, and every one that lies outside of all."""

    intents: tuple[IntentDecl, ...]
    inside: tuple[int, ...]
    outside: tuple[Outside, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A changed case with its facts as the new law reads them (None: it cannot) and that law."""

    change: CaseChange
    case: Case | None
    rulebook: Rulebook | None


@dataclass(frozen=True, slots=True)
class Held:
    """Some cases held against the intents: how many changes lie inside of each, by how much they are in all, and every
    change that lies outside of all."""

    inside: tuple[int, ...]
    sums: tuple[Ends, ...]
    outside: tuple[Outside, ...]


def hold(intents: Sequence[IntentDecl], asked: Sequence[Asked]) -> Held:
    """Hold every change of a result in these cases against the intents."""
    who = _who(intents, asked)
    inside = [0] * len(intents)
    sums: list[Ends] = [(Fraction(0), Fraction(0))] * len(intents)
    outside: list[Outside] = []
    for number, one in enumerate(asked):
        if one.change.unreadable:
            outside.append(Outside("case", one.change.file, one.change.case, "", ""))
        for change in filter(_counts, one.change.changes):
            faults: list[Outside] = []
            at = Outside("benefit", one.change.file, one.change.case, change.benefit, change.object)
            for index, intent in enumerate(intents):
                fault = _against(intent, change, who.get((number, index, change.object), "unknown"), at)
                if fault is None:
                    inside[index] += 1
                    sums[index] = plus(sums[index], size(change))
                    break
                faults.append(fault)
            else:
                outside.append(_nearest(faults, at))
    return Held(tuple(inside), tuple(sums), tuple(outside))


def judge(intents: Sequence[IntentDecl], held: Iterable[Held]) -> Verdict:
    """The verdict over all cases, from what was held lot by lot."""
    inside = [0] * len(intents)
    sums: list[Ends] = [(Fraction(0), Fraction(0))] * len(intents)
    outside: list[Outside] = []
    for one in held:
        inside = [a + b for a, b in zip(inside, one.inside, strict=True)]
        sums = [plus(a, b) for a, b in zip(sums, one.sums, strict=True)]
        outside += one.outside
    for intent, total in zip(intents, sums, strict=True):
        if intent.in_all is not None and (total[1] is None or total[1] > intent.in_all):
            outside.append(Outside("in_all", "", "", "", "", intent.name, total, intent.in_all))
    return Verdict(tuple(intents), tuple(inside), tuple(outside))


def _counts(change: Change) -> bool:
    """Whether a change has to lie inside of an intent: who had something has other than that, or may have."""
    return change.sort not in ("kept", "grounds")


def with_any_case(verdict: Verdict, found: Sequence[Universal]) -> Verdict:
    """The verdict with what lies outside in any case whatever: a benefit that no intent names changes, or one that is
    named loses or gains although that was excluded, or by more than was declared. Intents that are about some objects
    only are not held against cases that nobody recorded."""
    outside = list(verdict.outside)
    for finding in (f for u in found for f in u.findings if not f.apart):
        sides = (finding.loss, finding.gain, finding.undecided, finding.decided, finding.other)
        if all(extent.state != "yes" for extent in sides):
            continue
        names = "、".join(finding.names)
        at = Outside("any_benefit", "", "", names, "")
        named = [i for i in verdict.intents if set(finding.names) <= set(i.benefits)]
        if not named:
            outside.append(at)
            continue
        whole = [i for i in named if not i.kind]
        if len(whole) < len(named):
            continue
        barring: tuple[tuple[bool, Extent, Broken], ...] = (
            (all(i.nobody_loses for i in whole), finding.loss, "any_loses"),
            (all(i.nobody_gains for i in whole), finding.gain, "any_gains"),
        )
        for barred, extent, broken in barring:
            if barred and extent.state == "yes":
                outside.append(replace(at, broken=broken, intent=whole[0].name, by=_most(extent)))
        limit = max((i.each for i in whole if i.each is not None), default=None)
        for extent in (finding.loss, finding.gain):
            by = _most(extent)
            if all(i.each is not None for i in whole) and limit is not None and by is not None and by[0] > limit:
                outside.append(replace(at, broken="any_each", intent=whole[0].name, by=by, limit=limit))
    return replace(verdict, outside=tuple(outside))


def _most(extent: Extent) -> Ends | None:
    """The largest change that was found on one side."""
    changes = [abs(w.change) for w in (extent.smallest, extent.worst) if w is not None and w.change is not None]
    return (max(changes), None if extent.grows else max(changes)) if changes else None


def _nearest(faults: Sequence[Outside], at: Outside) -> Outside:
    """The fault against the intent that comes nearest to allowing it."""
    order = ("benefit", "object", "object_unknown")
    return max(faults, key=lambda f: order.index(f.broken) if f.broken in order else len(order), default=at)


def _against(intent: IntentDecl, change: Change, who: Holds, at: Outside) -> Outside | None:
    """What of a change lies outside of one intent; None when it lies inside."""
    if change.benefit not in intent.benefits:
        return at
    if intent.kind and (intent.kind != change.object_kind or who == "no"):
        return replace(at, broken="object", intent=intent.name)
    if intent.kind and who == "unknown":
        return replace(at, broken="object_unknown", intent=intent.name)
    by = size(change)
    signs: tuple[tuple[bool, Holds, Broken, Broken], ...] = (
        (intent.nobody_loses, loses(change), "loses", "may_lose"),
        (intent.nobody_gains, gains(change), "gains", "may_gain"),
    )
    for barred, found, surely, perhaps in signs:
        if barred and found != "no":
            return replace(at, broken=surely if found == "yes" else perhaps, intent=intent.name, by=by)
    if intent.each is not None and (by[1] is None or by[1] > intent.each):
        broken: Broken = "each" if by[0] > intent.each else "each_unknown"
        return replace(at, broken=broken, intent=intent.name, by=by, limit=intent.each)
    return None


# ---------------------------------------------------------------- who is meant


def _who(intents: Sequence[IntentDecl], asked: Sequence[Asked]) -> Mapping[tuple[int, int, str], Holds]:
    """Whether each object is one that an intent is about: its condition, decided like that of a benefit."""
    found: dict[tuple[int, int, str], Holds] = {}
    by_law: dict[int, tuple[Rulebook, list[tuple[int, Case]]]] = {}
    meant = {f"意图{i}": i for i, intent in enumerate(intents) if intent.kind}
    for number, one in enumerate(asked):
        if meant and one.rulebook is not None and one.case is not None and any(map(_counts, one.change.changes)):
            by_law.setdefault(id(one.rulebook), (one.rulebook, []))[1].append((number, one.case))
    for rulebook, cases in by_law.values():
        benefits = tuple(_as_benefit(name, intents[i]) for name, i in meant.items())
        only = replace(rulebook, benefits=benefits, groups=(), limits=(), together=(), assertions=())
        for (number, _), answer in zip(cases, assess_many(only, [c for _, c in cases], terse=True), strict=True):
            for r in () if isinstance(answer, Exception) else answer.results:
                holds: Holds = "yes" if r.outcome == "granted" else "no" if r.outcome == "refused" else "unknown"
                found[number, meant[r.benefit_id], r.object] = holds
    return found


def _as_benefit(name: str, intent: IntentDecl) -> Benefit:
    """A benefit of nothing, whose condition is that of the intent."""
    object_ = Var(0, "甲", Kind("entity", intent.kind))
    nothing = Const(Fraction(0), YUAN, "0元")
    return Benefit(
        id=name,
        name=name,
        sort="benefit",
        document=intent.document,
        clause=intent.clause,
        quotes=(),
        categories=(),
        kind=intent.kind,
        variable="甲",
        beneficiary=object_,
        applicant=None,
        payee=object_,
        decides=None,
        condition=intent.condition if intent.condition is not None else Always(f"{name}.1", True),
        form="once",
        amount=nothing,
        open="",
        gives="",
        unit="元",
        caps=(),
        duration=None,
        duration_at_most=False,
        duration_usually=False,
        starting=None,
        starting_next_month=False,
        stops=(),
        parts=(),
        fund="",
        readings=(),
        notes=(),
    )
