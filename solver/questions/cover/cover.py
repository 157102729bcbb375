"""Which goals of a document have recorded cases seen, which are missing, and which no case can see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Reads, walk
from solver.questions.cover.eye import Sight
from solver.questions.cover.goals import MISSING, SEEN, UNDECIDED, UNREACHABLE, Cause, Coverage, Found, Goal
from solver.questions.cover.keys import Key
from solver.questions.cover.listing import Listed, in_order, listing
from solver.questions.cover.reach import Reach
from solver.questions.cover.sites import Root, roots
from solver.questions.cover.watch import BETWEEN, Watcher, crowded

SECONDS = 2.0
"""The time for a single proof."""
TOGETHER = 32
"""So many cases are decided in one go."""
MANY = 64
"""So many cases are decided before it is asked what of the rest can be seen at all."""


def cover(
    rulebook: Rulebook,
    document: str,
    cases: Iterable[tuple[Rulebook, Case]],
    only: Callable[[Goal], bool] = lambda _: True,
    seconds: float = SECONDS,
) -> Coverage:
    """What the cases, each with the rulebook that decides it, have seen of a document of ``rulebook``.

    ``only`` leaves goals out. ``seconds``: the time for the proof that a single goal is out of reach.
    """
    pairs = [(law, case) for law, case in cases if (held := law.document(document)) is not None and held.held]
    laws = list({id(law): law for law in (rulebook, *(law for law, _ in pairs))}.values())
    listed = [one for one in _listed(laws, document) if only(one.goal)]
    sight, reach = Sight(), Reached(laws, document, seconds)
    wanted = frozenset(one.key for one in listed)
    watchers = {id(law): Watcher(law, sight, wanted.__contains__) for law in laws}
    for law, case in pairs:
        watchers[id(law)].look(case)
    _settle(rulebook, listed, [(watchers[id(law)], case) for law, case in pairs], sight, reach)
    return Coverage(document, tuple(_found(one, sight, reach) for one in listed), len(pairs), tuple(sight.passed))


def _listed(laws: list[Rulebook], document: str) -> tuple[Listed, ...]:
    """What the document has to show by itself; and of its rules that act on benefits of other documents what they show
    in the laws of the cases."""
    own = listing(laws[0], document)
    known = {one.key: one for one in own}
    more: dict[Key, Listed] = {}
    for law in laws[1:]:
        for one in listing(law, document):
            if one.key in known:
                known[one.key].sites += one.sites
            elif one.sites:
                more.setdefault(one.key, one)
    return in_order((*own, *more.values()), laws[0], document)


class Reached:
    """Whether goals can be seen under any of several laws."""

    def __init__(self, laws: list[Rulebook], document: str, seconds: float) -> None:
        self._laws, self._document = laws, document
        self._reaches = [Reach(law, seconds) for law in laws]
        self._listed: list[dict[Key, Listed] | None] = [None for _ in laws]

    def cause(self, one: Listed) -> Cause | str | None:
        """Why a goal can be seen under none of them; None when nothing stands against it under one."""
        causes: list[Cause | str] = []
        for index, reach in enumerate(self._reaches):
            listed = self._listed[index]
            if listed is None:
                listed = self._listed[index] = {x.key: x for x in listing(self._laws[index], self._document)}
            here = listed.get(one.key)
            if here is None:
                continue
            cause = reach.cause(here)
            if cause is None:
                return None
            causes.append(cause)
        return UNDECIDED if UNDECIDED in causes else causes[0]


def _settle(
    rulebook: Rulebook, listed: list[Listed], looked: list[tuple[Watcher, Case]], sight: Sight, reach: Reached
) -> None:
    """Have the solver decide cases as long as they can show something between claims that was not seen.

    Those with the most facts come first, as they show the most; what can be seen at all is asked only when many cases
    have been decided. For readings, of which every one has to be tried out, those with the fewest facts come first."""
    waiting = {one: needs for one in listed if one.key not in sight.by and (needs := kinds_of(one, rulebook))}
    passed = frozenset(sight.passed)
    cases = sorted((x for x in looked if x[1].name not in passed), key=lambda x: -len(x[1].facts))
    readings = {one: needs for one, needs in waiting.items() if one.goal.sort == "reading"}
    others = {one: needs for one, needs in waiting.items() if one.goal.sort != "reading"}
    settled, start = 0, 0
    while start < len(cases):
        chosen: dict[Watcher, list[Case]] = {}
        while start < len(cases) and sum(map(len, chosen.values())) < TOGETHER:
            watcher, case = cases[start]
            start += 1
            if _may_show(case, others, sight):
                chosen.setdefault(watcher, []).append(case)
        for watcher, some in chosen.items():
            watcher.settle(some)
            settled += len(some)
        if settled >= MANY:
            settled = -len(cases)
            unseen = {one: needs for one, needs in others.items() if one.key not in sight.by}
            others = {one: needs for one, needs in unseen.items() if not isinstance(reach.cause(one), Cause)}
    for watcher, case in reversed(cases):
        if _may_show(case, readings, sight):
            watcher.turn(case)


def _may_show(case: Case, waiting: dict[Listed, tuple[frozenset[str], ...]], sight: Sight) -> bool:
    kinds = frozenset(f.kind for f in case.facts)
    return any(one.key not in sight.by and any(need <= kinds for need in needs) for one, needs in waiting.items())


def kinds_of(one: Listed, rulebook: Rulebook) -> tuple[frozenset[str], ...]:
    """For a goal between claims, which kinds of facts a case must have to show it: one of these sets. Empty for the
    goals that stand in one claim."""
    kinds = {b.id: b.kind for b in rulebook.benefits} | {PAID: PAID}
    match one.goal.sort:
        case "pair" | "limit":
            return (frozenset(kinds[x] for x in one.claims),)
        case "outcome" if one.claims[0] in crowded(rulebook):
            return (frozenset({kinds[one.claims[0]]}),)
        case "bound" if not one.sites:
            return (frozenset({kinds[one.claims[0]]}),)
        case "reading":
            found = [r for r in roots(rulebook) if r.part in BETWEEN and _reads(r, one.goal.rule)]
            return tuple(frozenset({r.benefit.kind if r.benefit is not None else PAID}) for r in found)
    found = [s.root for s in one.sites if s.root.part in BETWEEN]
    return tuple(frozenset({r.benefit.kind if r.benefit is not None else PAID}) for r in found)


def _reads(root: Root, name: str) -> bool:
    return any(isinstance(part, Reads) and part.reading == name for part in walk(root.node))


def _found(one: Listed, sight: Sight, reach: Reached) -> Found:
    by = sight.by.get(one.key)
    if by is not None:
        return Found(one.goal, SEEN, by)
    near = sight.near.get(one.key)
    nearest = _written(near) if near is not None else ""
    cause = reach.cause(one)
    if cause is None:
        return Found(one.goal, MISSING, nearest=nearest)
    if isinstance(cause, str):
        return Found(one.goal, UNDECIDED, nearest=nearest)
    return Found(one.goal, UNREACHABLE, cause=cause)


def _written(value: Fraction) -> str:
    """A distance as a plain number: whole, or with decimals."""
    if value.denominator == 1:
        return str(value.numerator)
    thousandths = round(value * 10_000)
    return f"{thousandths // 10_000}.{thousandths % 10_000:04d}".rstrip("0")
