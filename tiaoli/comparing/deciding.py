"""Decides recorded cases under both laws and says, case by case, what came out otherwise and why.

Cases are bound one by one, decided many at a time, and compared one by one. What the change cannot touch comes out
alike under both laws, as is proved, and is asked about under the new one; what it can touch is asked about under both,
with all reasons. Now and then a case is asked about under both laws all the same: the proof is then held against the
answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from compiler.cases.model import Case
from compiler.compare.reach import Reach
from compiler.diagnostics.problem import Problem, Rejected
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from solver.answers.comparison import CaseChange, Change
from solver.answers.model import Assessment
from solver.questions.assess import assess_many
from solver.questions.difference import differences
from solver.questions.intents import Asked
from tiaoli.comparing.casebooks import Bound, Recorded, bind
from tiaoli.comparing.causing import causes_of
from tiaoli.comparing.pairs import Documents, Pair

_HELD: Final = 200
"""One case in so many is asked about under both laws although the change cannot touch it."""
_Which = Literal["old", "new", "rest"]
"""An answer of one law to what is asked in full, or that of the new law to all else."""
_Answer = Assessment | Rejected | None


@dataclass(frozen=True, slots=True)
class Laws:
    """A case with the laws it is decided under, and its number in its casebook."""

    one: Recorded
    old: Documents
    new: Documents
    pair: Pair
    number: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a case; ``asked`` is None when it is not about what is compared, and ``problems`` say why no side
    can read it."""

    asked: Asked | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ready:
    """A case bound to both laws. ``alone``: the new law answers for both; ``names``: the benefits that are asked about
    in full, None for all; ``explain``: whether reasons can differ."""

    one: Recorded
    pair: Pair
    old: Bound | None
    new: Bound | None
    reach: Reach
    alone: bool
    names: frozenset[str] | None
    explain: bool


def decide(cases: Sequence[Laws], renamed: Mapping[str, str], meant: frozenset[str]) -> Iterator[Decided]:
    """Every case in order. ``renamed``: the new names of benefits by their old ones; ``meant``: the documents that are
    compared, where single ones are."""
    ready = [_ready(one, renamed) for one in cases]
    answers = _answers(ready)
    for number, r in enumerate(ready):
        old, new = (answers.get((number, side)) for side in ("old", "new"))
        rest = answers.get((number, "rest"))
        if r.alone:
            old = new = rest
        elif r.names is not None:
            old, new = _before(old, rest, r.names), _after(new, rest, r.names)
        yield _told(r, old, new, renamed, meant)


def _ready(laws: Laws, renamed: Mapping[str, str]) -> _Ready:
    one, pair = laws.one, laws.pair
    alike = pair.reaching.same and laws.old == laws.new and not one.edited
    before = after = None
    if pair.new is not None and pair.whole_new is not None and not alike:
        after = bind(one, "new", pair.whole_new, laws.new)
    if after is not None and after.case is not None and pair.words and laws.old == laws.new and not _chooses(one):
        before = after
    elif pair.old is not None and pair.whole_old is not None:
        before = bind(one, "old", pair.whole_old, laws.old)
    after = before if alike else after
    reach = _reach(pair, before, after)
    names = frozenset(name for name, _ in reach.touched | reach.grounds)
    held = laws.number % _HELD == 0 and not alike
    alone = alike or not (names or reach.whole or held)
    whole = reach.whole or held or any((a in names) != (b in names) for a, b in renamed.items())
    whole = whole or bool(names and after is not None and after.case is not None and _all(pair, after.case, names))
    return _Ready(one, pair, before, after, reach, alone, None if whole else names, bool(names) and not alike)


def _all(pair: Pair, case: Case, names: frozenset[str]) -> bool:
    """Whether the case can hold claims to these benefits only, so that nothing is left to be asked apart."""
    kinds = {f.kind for f in case.facts}
    laws = (law for law in (pair.old, pair.new) if law is not None)
    return all(b.name in names for law in laws for b in law.benefits if b.kind in kinds)


def _chooses(one: Recorded) -> bool:
    """Whether the case names benefits, which are words of the law like its kinds."""
    return "choices" in one.raw.parts


def _reach(pair: Pair, old: Bound | None, new: Bound | None) -> Reach:
    a: Case | None = old.case if old is not None else None
    b: Case | None = new.case if new is not None else None
    if a is not None and b is not None:
        return pair.reaching.in_case(a, b)
    return replace(pair.reaching.overall(), whole=True)


# ---------------------------------------------------------------- the answers


@dataclass(frozen=True, slots=True)
class _Question:
    """What is asked of a law: about some benefits by their ids (None: all), with all reasons, or tersely."""

    focus: frozenset[str] | None
    explain: bool


def _answers(ready: Sequence[_Ready]) -> dict[tuple[int, _Which], Assessment | Rejected]:
    """Decide all cases, those of which one law is asked the same together."""
    queues: dict[tuple[int, _Question], tuple[Rulebook, list[tuple[tuple[int, _Which], Case]]]] = {}
    for number, r in enumerate(ready):
        for which, rulebook, case, question in _questions(r):
            queue = queues.setdefault((id(rulebook), question), (rulebook, []))
            queue[1].append(((number, which), case))
    answers: dict[tuple[int, _Which], Assessment | Rejected] = {}
    for (_, question), (rulebook, waiting) in queues.items():
        cases, explain = [case for _, case in waiting], question.explain
        found = assess_many(rulebook, cases, explain, terse=not explain, focus=question.focus)
        answers |= {key: answer for (key, _), answer in zip(waiting, found, strict=True)}
    return answers


def _questions(r: _Ready) -> Iterator[tuple[_Which, Rulebook, Case, _Question]]:
    sides: tuple[tuple[_Which, Rulebook | None, Bound | None], ...] = (
        ("old", r.pair.old, r.old),
        ("new", r.pair.new, r.new),
    )
    for which, rulebook, bound in sides:
        if rulebook is None or bound is None or bound.case is None:
            continue
        if which == "new" and (r.alone or r.names is not None):
            yield "rest", rulebook, bound.case, _Question(None, False)
        if not r.alone:
            yield which, rulebook, bound.case, _Question(_ids(rulebook, r.names), r.explain)


def _ids(rulebook: Rulebook, names: frozenset[str] | None) -> frozenset[str] | None:
    return None if names is None else frozenset(b.id for b in rulebook.benefits if b.name in names)


def _before(told: _Answer, rest: _Answer, names: frozenset[str]) -> _Answer:
    """What the old law says: what was told of some benefits, and of all others the same as the new one."""
    if not isinstance(told, Assessment) or not isinstance(rest, Assessment):
        return told
    own = [r for r in told.results if r.benefit in names]
    return replace(told, results=(*own, *(r for r in rest.results if r.benefit not in names)))


def _after(told: _Answer, rest: _Answer, names: frozenset[str]) -> _Answer:
    """What the new law says, with what was told of some benefits in its place."""
    if not isinstance(told, Assessment) or not isinstance(rest, Assessment):
        return told
    full = {(r.benefit_id, r.object): r for r in told.results}
    found = (full[r.benefit_id, r.object] if r.benefit in names else r for r in rest.results)
    return replace(told, results=tuple(found))


# ---------------------------------------------------------------- what became of a case


def _told(r: _Ready, old: _Answer, new: _Answer, renamed: Mapping[str, str], meant: frozenset[str]) -> Decided:
    one = r.one
    dropped = tuple(dict.fromkeys(name for b in (r.old, r.new) if b is not None for name in b.dropped))
    told = CaseChange(one.file, one.name, one.side, (), True, one.edited, dropped=dropped, line=one.raw.span.line)
    law = r.new.case if r.new is not None else None, r.pair.new
    faults = {side: _faults(b, a) for side, b, a in (("old", r.old, old), ("new", r.new, new))}
    broken = [side for side, found in faults.items() if found]
    if broken:
        every = tuple(dict.fromkeys(p for found in faults.values() for p in found))
        neither = not isinstance(old, Assessment) and not isinstance(new, Assessment)
        if neither and meant and not meant & set(one.documents):
            return Decided(None)
        told = replace(told, unreadable=broken[0], faults=tuple(dict.fromkeys(map(_fault, every))))
        return Decided(Asked(told, *law), every if neither else ())
    found = differences(_whole(old, one), _whole(new, one), renamed, r.explain)
    _hold(found, r.reach)
    causes = r.pair.causes
    changes = tuple(replace(c, causes=causes_of(c, causes)) if c.sort != "kept" else c for c in found)
    return Decided(Asked(replace(told, changes=changes, touched=bool(r.reach.touched)), *law))


def _faults(bound: Bound | None, answer: _Answer) -> tuple[Problem, ...]:
    """Why a case cannot be decided under one law: it cannot be read, or contradicts what the law asserts."""
    if isinstance(answer, Rejected):
        return answer.problems
    return bound.faults if bound is not None and bound.case is None else ()


def _fault(found: Problem) -> tuple[str, str]:
    said = dict(found.fields)
    return found.code, said.get("found", said.get("name", ""))


def _whole(found: _Answer, one: Recorded) -> Assessment:
    """The answer; an empty one where a side has no law for the case."""
    return found if isinstance(found, Assessment) else Assessment(one.name, (), None, one.known, ())


def _hold(changes: Iterable[Change], reach: Reach) -> None:
    """What is said to be out of reach must not have changed: were that ever so, the proof would be wrong, and no
    answer is better than that one."""
    if reach.whole:
        return
    names = {name for name, _ in reach.touched}
    told = names | {name for name, _ in reach.grounds}
    for c in changes:
        held = told if c.sort == "grounds" else names
        if c.sort != "kept" and not {c.benefit, c.former} & held:
            raise RuntimeError(f"out of reach and changed: {c.benefit}@{c.object}")
