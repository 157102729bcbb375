"""Does an answer hold however the text is read?

Readings are opened, and those that an answer then waits for are taken, choice by choice. What several answers of a
case ask is asked together: they are decided in one solve, and one way to read the text serves all that see no
difference in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import Reads, walk
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.answers.model import Otherwise, Pays, Result
from solver.questions.assess import Assessor, engine_of
from solver.questions.lasting import alike, as_long, open_in_time, payments, pays_of
from solver.questions.ways import View, Ways

SOLVES = 300
_LISTED = 8  # what else may come out, told one by one
Holds = Literal["all", "some", "default", "open"]
Taken = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Under:
    """What comes out when these readings are taken; the others do not matter then."""

    readings: Taken
    result: Result


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an answer holds under ``all`` readings, under ``some`` (which: those of ``under`` that come to the same),
    or only because of ``default`` choices; ``open``: it waits for a reading. ``limit``: not every reading was tried."""

    holds: Holds
    under: tuple[Under, ...]
    limit: bool = False


def standing(rulebook: Rulebook, case: Case, result: Result) -> Standing:
    """How an answer stands to the readings that the case does not fix itself."""
    return standings(rulebook, case, (result,))[0]


def standings(rulebook: Rulebook, case: Case, results: Iterable[Result]) -> tuple[Standing, ...]:
    """The same for several answers of one case, in their order, much faster than one by one."""
    assessor = Assessor(engine_of(rulebook))
    stands = [_Stand(assessor, case, result) for result in results]
    while any(stand.waiting for stand in stands):
        _ask(assessor, case, stands)
    return tuple(stand.found() for stand in stands)


def with_standing(rulebook: Rulebook, case: Case, results: Iterable[Result]) -> tuple[Result, ...]:
    """The results, each saying under which readings it holds and what would come out under the others."""
    asked = tuple(results)
    return tuple(_said(rulebook, r, s) for r, s in zip(asked, standings(rulebook, case, asked), strict=True))


def _said(rulebook: Rulebook, result: Result, found: Standing) -> Result:
    other = [
        Otherwise(u.readings, u.result.outcome, u.result.amount, _pays(rulebook, u.result, result))
        for u in found.under
        if u.readings and not _alike(rulebook, u.result, result)
    ]
    if len(other) > _LISTED:  # the ways to read combine: of those that come to the same the first stands for all
        other = list({(o.outcome, o.amount, o.pays): o for o in reversed(other)}.values())[::-1]
    return replace(result, holds=found.holds, otherwise=tuple(other))


def _alike(rulebook: Rulebook, a: Result, b: Result) -> bool:
    return alike(a, b, payments(rulebook, a), payments(rulebook, b))


def _pays(rulebook: Rulebook, result: Result, other: Result) -> Pays | None:
    """How often a result is paid; None where the other is paid as often."""
    paid = payments(rulebook, result)
    return None if paid is None or as_long(paid, payments(rulebook, other)) else pays_of(paid)


class _Node:
    """Readings that are taken, and those that are open; then what comes out, or the choices of what it waits for."""

    def __init__(self, taken: Taken, free: frozenset[str]) -> None:
        self.taken, self.free = taken, free
        self.under: Under | None = None
        self.choices: list[_Node] = []

    @property
    def view(self) -> View:
        """How each reading in sight is read."""
        return {**dict.fromkeys(self.free), **dict(self.taken)}

    def leaves(self) -> Iterator[Under]:
        """All that may come out, in the order of the choices."""
        if self.under is not None:
            yield self.under
        for node in self.choices:
            yield from node.leaves()


class _Stand:
    """What one answer asks: ``waiting`` holds what it wants to know next."""

    def __init__(self, assessor: Assessor, case: Case, result: Result) -> None:
        self.rulebook, self.result = assessor.rulebook, result
        self.choices = {r.name: tuple(c for c, _ in r.choices) for r in self.rulebook.readings if r.choices}
        self.near = assessor.engine.near(case, result.benefit_id)
        fixed = dict(case.readings)
        free = frozenset(n for n in readings_near(assessor, case, result.benefit_id) if n not in fixed)
        self.root = _Node((), free)
        self.waiting = [self.root] if free else []
        self.asked, self.limit = len(self.waiting), False

    def tell(self, node: _Node, results: Sequence[Result]) -> None:
        """What comes out at a node, of all that is decided with it."""
        result = next(r for r in results if r.claim == self.result.claim)
        waiting = self._waiting(node, result, [r for r in results if r.benefit_id in self.near])
        if waiting is None:
            node.under = Under(node.taken, result)
            return
        for choice in self.choices[waiting]:
            if self.asked >= SOLVES:
                self.limit = True
                return
            self.asked += 1
            node.choices.append(_Node((*node.taken, (waiting, choice)), node.free - {waiting}))
            self.waiting.append(node.choices[-1])

    def found(self) -> Standing:
        """How the answer stands, once nothing is left to ask."""
        under = tuple(self.root.leaves())
        if not under and not self.limit:
            return Standing("all", ())
        agreeing = [u for u in under if _alike(self.rulebook, u.result, self.result)]
        if len(agreeing) == len(under) and not self.limit:
            return Standing("open" if self._waits() else "all", ())
        if self._waits() or not agreeing:
            return Standing("open", under, self.limit)
        defaults = {r.name: r.default for r in self.rulebook.readings if r.default is not None}
        only = all(any(defaults.get(n) == c for n, c in u.readings) for u in agreeing) and len(agreeing) <= 1
        return Standing("default" if only else "some", under, self.limit)

    def _waits(self) -> bool:
        if self.result.outcome == "undetermined" and any(n in self.choices for n in self.result.missing):
            return True
        return any(n in self.choices for n in open_in_time(self.result.notes))

    def _waiting(self, node: _Node, result: Result, results: Sequence[Result]) -> str | None:
        """The first open reading that the answer waits for."""
        waiting = [n for n in result.missing if n in node.free] if result.outcome == "undetermined" else []
        if not waiting and any(r.kind in ("contest", "limit") for r in result.because):
            # It waits for another claim, which may wait for a reading.
            waiting = [n for r in results if r.outcome == "undetermined" for n in r.missing if n in node.free]
        if not waiting and result.outcome == "granted":
            waiting = [n for n in open_in_time(result.notes) if n in node.free]
            if not waiting and result.amount.kind == "interval" and result.amount != self.result.amount:
                waiting = [n for n in self._of_amount() if n in node.free]
        return waiting[0] if waiting else None

    def _of_amount(self) -> tuple[str, ...]:
        """The readings that the amount of the benefit is reckoned with, and those that say which caps apply."""
        of = wordings(self.rulebook, self.result.benefit_id)
        found = {n.reading for b in of for n in walk((b.amount, b.caps)) if isinstance(n, Reads)}
        return tuple(r for r in self.choices if r in found)


def _ask(assessor: Assessor, case: Case, stands: Sequence[_Stand]) -> None:
    """Decide all that is waited for."""
    ways = Ways[tuple[_Stand, _Node]]()
    for stand in stands:
        for node in stand.waiting:
            ways.ask(node.view, (stand, node))
    focus = frozenset(s.result.benefit_id for s in stands if s.waiting)
    for stand in stands:
        stand.waiting = []
    for (stand, node), answer in ways.answers(assessor, case, focus):
        stand.tell(node, answer.results)


def readings_near(assessor: Assessor, case: Case, benefit: str) -> tuple[str, ...]:
    """The readings that a benefit's outcome can hang on in a case: those of all that it can meet there too."""
    rulebook, kinds = assessor.rulebook, {f.kind for f in case.facts}
    near = assessor.engine.near(case, benefit)
    asked = [b.id for b in rulebook.benefits if b.id in near and b.kind in kinds]
    ids = {decl.id for id in (*asked, benefit) for decl in wordings(rulebook, id)}
    found = {name for b in rulebook.benefits if b.id in ids for name in b.readings}
    for group in rulebook.groups:
        if any(m.benefit in ids for m in group.members):
            found |= assessor.engine.read_between[group.id]
    return tuple(r.name for r in rulebook.readings if r.name in found)


def readings_of(rulebook: Rulebook, benefit: str) -> tuple[str, ...]:
    """The readings a benefit's outcome can hang on: its own, and those of groups it is in."""
    of = wordings(rulebook, benefit)
    found = dict.fromkeys(name for decl in of for name in decl.readings)
    for group in rulebook.groups:
        if {m.benefit for m in group.members} & {decl.id for decl in of}:
            found |= {n.reading: None for n in walk(group.members) if isinstance(n, Reads)}
    order = {r.name: i for i, r in enumerate(rulebook.readings)}
    return tuple(sorted((n for n in found if n in order), key=order.__getitem__))
