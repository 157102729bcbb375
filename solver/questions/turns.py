"""On which days the law would answer otherwise: the answer to a benefit as the day that decides moves, and as more of
the documents become known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import Cond, FieldOf, Series, Term, walk
from compiler.rulebook.wordings import whole
from compiler.source.record import dataclass
from solver.answers.model import Assessment, Reason, Result
from solver.questions.assess import Assessor, engine_of
from solver.questions.lasting import same
from solver.questions.plainly import ENDS, plainly
from solver.questions.turning import Turning
from solver.search.around import around
from solver.search.cells import apply, declared
from solver.search.endings import endings
from solver.search.evaluate import Cell, Evaluator
from solver.search.landmarks import FIRST_DAY, Probe, Reach, probe, values
from solver.search.leaves import Between, instances, sums
from solver.search.memory import Memory
from solver.search.near import Out

_FIRST = ("granted", "undetermined", "displaced", "refused")


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` on, until the next stretch, the answer is ``result``; ``causes``: what turned on that day;
    ``waits``: what is lacking where it is undetermined."""

    start: dt.date
    result: Result
    causes: tuple[Reason, ...] = ()
    waits: tuple[Reason, ...] = ()

    def is_like(self, other: Stretch) -> bool:
        """Whether the answer is the same, and waits for the same."""
        return same(self.result, other.result) and self.waits == other.waits


@dataclass(frozen=True, slots=True)
class Turns:
    """The answers to one benefit and object as the day ``cell`` moves; ``known``: as the law was published by then."""

    cell: Cell
    known: dt.date | None
    stretches: tuple[Stretch, ...]

    def on(self, day: dt.date) -> Result:
        """The answer if the decisive day were this one."""
        return self.at(day).result

    def at(self, day: dt.date) -> Stretch:
        """The stretch that a day lies in."""
        return next(s for s in reversed(self.stretches) if s.start <= day or s is self.stretches[0])


def decisive(rulebook: Rulebook, case: Case, result: Result) -> Cell | None:
    """The field with the day that decides over a result; None where it is no single field of the case."""
    benefit = rulebook.benefit(result.benefit_id)
    term = benefit.decides if benefit is not None else None
    if not isinstance(term, FieldOf):
        return None
    object_ = Evaluator(rulebook, case, {}).value(term.base, (result.object,))
    cell = (term.owner, str(object_), term.name)
    return cell if isinstance(object_, str) and declared(rulebook, cell) is not None else None


def turns(
    rulebook: Rulebook, case: Case, result: Result, known: dt.date | None = None, memory: Memory | None = None
) -> Turns | None:
    """Every day at which the answer turns over while all else stays; None where there is no single decisive day.
    ``memory`` may be shared by all questions about the case under one law."""
    cell = decisive(rulebook, case, result)
    benefit = whole(rulebook, result.benefit_id)
    if cell is None or benefit is None:
        return None
    readings = {r.name: r.default for r in rulebook.readings if r.default is not None} | dict(case.readings)
    evaluator = Evaluator(rulebook, case, readings, memory=memory)
    env = (result.object,)
    parts = [p for p in (benefit.condition, benefit.starting, benefit.payee, *sums(benefit)) if p is not None]
    own = dict.fromkeys(i for part in parts for i in instances(part, env, evaluator))
    out = Out(rulebook, evaluator, lambda one: one == cell)
    evaluator.memory.held.append(out)
    near = around(rulebook, evaluator, benefit, result.object, out)
    reach = Reach(tuple(dict.fromkeys((*own, *near))), evaluator)
    middle = result.on or dt.date(2020, 1, 1)
    ends = tuple(endings(benefit, result.object))
    turning = Turning(rulebook, case, readings, benefit, result.object, cell, evaluator.memory)
    probes = [*reach.probes(cell), *(probe(end.instance, evaluator) for end in ends)]
    places = values(rulebook, evaluator, cell, probes, reach.mentions(cell), middle)
    days = sorted({FIRST_DAY, *_apart(places), *_series(parts)})
    assessor = Assessor(engine_of(rulebook))
    found: list[Stretch] = []
    cases = [apply(rulebook, case, {cell: day}) for day in days]
    answers = _answers(assessor, cases, benefit, result.object)
    for day, at, answer in zip(days, cases, answers, strict=True):
        if answer is None:
            continue
        waits = turning.waits(day) if answer.outcome == "undetermined" else ()
        if not waits and any(r.kind == "early_end" for r in answer.because):
            (whole_answer,) = _answers(assessor, [at], benefit, result.object, terse=False)
            waits = plainly(whole_answer.because) if whole_answer is not None else ()
        open_ = answer.outcome == "undetermined"
        stretch = Stretch(day, answer, waits=(waits or answer.because) if open_ else ())
        if found and found[-1].is_like(stretch):
            continue
        if found:
            turned = _turned(evaluator, cell, day)
            beside = tuple(i.leaf for i in near if isinstance(i.leaf, Between) and turned(probe(i, evaluator)))
            ended = tuple(end.stop for end in ends if turned(probe(end.instance, evaluator)))
            refused = any(r.kind in ENDS and r.state == "no" for r in answer.because)
            causes = turning.reasons(day - dt.timedelta(days=1), day, beside, ended, refused) or answer.because
            stretch = replace(stretch, causes=causes)
        found.append(stretch)
    return Turns(cell, known, tuple(found))


def _apart(places: Iterable[Scalar]) -> Iterator[dt.date]:
    """Of the days on either side of a turn those after it."""
    days = {day for day in places if isinstance(day, dt.date)}
    return (day for day in days if day - dt.timedelta(days=1) in days)


def merged(found: Sequence[Turns]) -> Turns:
    """The answers of several documents that give the same benefit for the same object, as one: on each day that of the
    document that grants it."""
    if len(found) == 1:
        return found[0]
    stretches: list[Stretch] = []
    for start in sorted({s.start for turns in found for s in turns.stretches}):
        now = min((turns.at(start) for turns in found), key=lambda s: _FIRST.index(s.result.outcome))
        before = stretches[-1] if stretches else None
        if before is not None and before.is_like(now) and before.result.document == now.result.document:
            continue
        causes = dict.fromkeys(c for turns in found for s in turns.stretches if s.start == start for c in s.causes)
        stretches.append(replace(now, start=start, causes=tuple(causes)))
    return Turns(found[0].cell, found[0].known, tuple(stretches))


def _answers(
    assessor: Assessor, cases: Sequence[Case], benefit: Benefit, object_: str, terse: bool = True
) -> list[Result | None]:
    """What each case comes to for the claim; None where there is no such case."""
    answers = assessor.assess_many(cases, False, terse, frozenset({benefit.id}))
    return [_own(answer, benefit, object_) for answer in answers]


def _own(told: Assessment | Rejected, benefit: Benefit, object_: str) -> Result | None:
    if isinstance(told, Rejected):
        return None
    return next((r for r in told.results if r.claim == (*benefit.family, object_)), None)


def _series(parts: list[Cond | Term]) -> set[dt.date]:
    """The days on which a parameter takes another value."""
    return {day for part in parts for node in walk(part) if isinstance(node, Series) for day, _ in node.values}


def _turned(evaluator: Evaluator, cell: Cell, day: dt.date) -> Callable[[Probe], bool]:
    """Whether something comes out otherwise on that day than on the day before."""

    def turned(seen: Probe) -> bool:
        states = []
        for at in (day - dt.timedelta(days=1), day):
            with evaluator.supposing(cell, at):
                states.append(seen())
        return bool(states[0] != states[1])

    return turned


def published(rulebook: Rulebook) -> tuple[dt.date, ...]:
    """The days on which documents of the rulebook became known, in order; those without a date are always known."""
    days = {d.published or d.signed for d in rulebook.documents if d.held}
    return tuple(sorted(day for day in days if day is not None))
