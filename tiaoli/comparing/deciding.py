"""Decides recorded cases under both laws and says, case by case, what came out otherwise and why.

Cases are bound one by one, decided many at a time, and compared one by one. Both laws are asked even where the change
is proved to be out of reach: the proof is then held against the answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from compiler.cases.model import Case
from compiler.compare.causes import Causes
from compiler.compare.reach import Reach
from compiler.compare.rules import RuleChange
from compiler.diagnostics.problem import Log, Problem, Rejected
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from solver.answers.comparison import CaseChange, Cause, Change
from solver.answers.model import Assessment
from solver.questions.assess import assess_many
from solver.questions.difference import differences
from solver.questions.intents import Asked
from tiaoli.comparing.casebooks import Bound, Recorded, bind
from tiaoli.comparing.pairs import Documents, Pair, Pairs

_AT_ONCE = 1000
_HEADS = frozenset({"document", "clause"})
# Reasons that come from what a claim meets, and not from its own rule.
_MEETING = frozenset({"displaced_by", "contest", "limit", "incomplete", "offset", "shared_doubt"})
_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Ready:
    """A case bound to both laws. ``alike``: both sides are the very same, so one answer does for both; ``explain``:
    whether reasons can differ."""

    one: Recorded
    pair: Pair
    old: Bound | None
    new: Bound | None
    reach: Reach
    alike: bool
    explain: bool


def decide(cases: Iterable[Recorded], pairs: Pairs, renamed: Mapping[str, str], log: Log) -> tuple[list[Asked], int]:
    """Every case that is about what is compared, in order, and how many are not. A case that no side can read goes to
    the log."""
    found: list[Asked] = []
    over = 0
    for some in _batches(cases):
        ready: list[_Ready] = []
        for one in some:
            sides = pairs.sides_of(one.documents)
            if sides is None:
                over += 1
            else:
                ready.append(_ready(one, pairs, *sides))
        for case in _decided(ready, pairs, renamed, log):
            over += case is None
            found += [case] if case is not None else []
    return found, over


def _batches(cases: Iterable[Recorded]) -> Iterator[Sequence[Recorded]]:
    waiting: list[Recorded] = []
    for one in cases:
        waiting.append(one)
        if len(waiting) == _AT_ONCE:
            yield waiting
            waiting = []
    yield waiting


def _ready(one: Recorded, pairs: Pairs, old: Documents, new: Documents) -> _Ready:
    pair = pairs.get(old, new, one.known)
    alike = pair.reaching.same and old == new and not one.edited
    before = bind(one, "old", pair.whole_old, old) if pair.old is not None and pair.whole_old is not None else None
    after = before if alike else None
    if not alike and pair.new is not None and pair.whole_new is not None:
        after = bind(one, "new", pair.whole_new, new)
    reach = _reach(pair, before, after)
    return _Ready(one, pair, before, after, reach, alike, bool(reach.touched or reach.grounds) and not alike)


def _reach(pair: Pair, old: Bound | None, new: Bound | None) -> Reach:
    a: Case | None = old.case if old is not None else None
    b: Case | None = new.case if new is not None else None
    if a is not None and b is not None:
        return pair.reaching.in_case(a, b)
    return replace(pair.reaching.overall(), whole=True)


def _decided(ready: Sequence[_Ready], pairs: Pairs, renamed: Mapping[str, str], log: Log) -> Iterator[Asked | None]:
    """Decide all cases of a batch, those of one law together."""
    queues: dict[tuple[int, bool], tuple[Rulebook, list[tuple[_Key, Case]]]] = {}
    for number, r in enumerate(ready):
        for side, rulebook, bound in (("old", r.pair.old, r.old), ("new", r.pair.new, r.new)):
            if (
                rulebook is not None
                and bound is not None
                and bound.case is not None
                and not (r.alike and side == "new")
            ):
                queue = queues.setdefault((id(rulebook), r.explain), (rulebook, []))
                queue[1].append(((number, side), bound.case))
    answers: dict[_Key, Assessment | Rejected] = {}
    for (_, explain), (rulebook, waiting) in queues.items():
        found = assess_many(rulebook, [case for _, case in waiting], explain)
        answers |= {key: answer for (key, _), answer in zip(waiting, found, strict=True)}
    meant = {*pairs.old.side.documents, *pairs.new.side.documents}
    for number, r in enumerate(ready):
        old = answers.get((number, "old"))
        new = old if r.alike else answers.get((number, "new"))
        change = _told(r, old, new, renamed, meant, log)
        yield None if change is None else Asked(change, r.new.case if r.new is not None else None, r.pair.new)


def _told(
    r: _Ready,
    old: Assessment | Rejected | None,
    new: Assessment | Rejected | None,
    renamed: Mapping[str, str],
    meant: set[str],
    log: Log,
) -> CaseChange | None:
    one = r.one
    dropped = tuple(dict.fromkeys(name for b in (r.old, r.new) if b is not None for name in b.dropped))
    told = CaseChange(one.file, one.name, one.side, (), True, one.edited, dropped=dropped)
    faults = {side: _faults(b, a) for side, b, a in (("old", r.old, old), ("new", r.new, new))}
    broken = [side for side, found in faults.items() if found]
    if broken:
        every = tuple(dict.fromkeys(p for found in faults.values() for p in found))
        if not isinstance(old, Assessment) and not isinstance(new, Assessment):
            if meant and not meant & set(one.documents):
                return None
            log.problems.extend(every)
        return replace(told, unreadable=broken[0], faults=tuple(dict.fromkeys(map(_fault, every))))
    found = differences(_whole(old, one), _whole(new, one), renamed, r.explain)
    _hold(found, r.reach)
    causes = r.pair.causes
    changes = tuple(replace(c, causes=causes_of(c, causes)) if c.sort != "kept" else c for c in found)
    return replace(told, changes=changes, touched=bool(r.reach.touched))


def _faults(bound: Bound | None, answer: Assessment | Rejected | None) -> tuple[Problem, ...]:
    """Why a case cannot be decided under one law: it cannot be read, or contradicts what the law asserts."""
    if isinstance(answer, Rejected):
        return answer.problems
    return bound.faults if bound is not None and bound.case is None else ()


def _fault(found: Problem) -> tuple[str, str]:
    said = dict(found.fields)
    return found.code, said.get("found", said.get("name", ""))


def _whole(found: Assessment | Rejected | None, one: Recorded) -> Assessment:
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


def causes_of(change: Change, causes: Causes) -> tuple[Cause, ...]:
    """The changes of rules behind a change: those that its differing reasons come from, else those of its own rules,
    else those of what it meets. The head of a document is named only where nothing else is."""
    names = [n for n in (change.benefit, change.former) if n]
    own = [c for n in names for c in causes.direct(n)]
    around = [c for n in names for c in causes.around(n) if c not in own]
    # A reason without a place of its own comes from the rule of the benefit itself.
    homes = {(r.document, r.clause) for side in (change.old, change.new) if side is not None for r in side.results}
    reasons = (*change.gone, *change.come)
    places = {(r.document, r.clause) for r in reasons if r.clause}
    places |= homes if any(not r.clause for r in reasons) else set()
    said = {r.name for r in reasons if r.name}
    met = {r.name for r in reasons if r.kind in _MEETING}
    near = [c for c in (*own, *around) if _place(c) in places or c.name in said]
    near = [c for c in near if c.name in met] or near
    if not met and any(c in own for c in near):
        near = [c for c in near if c in own]
    chosen: Sequence[RuleChange] = near or own or around
    chosen = [c for c in chosen if c.sort not in _HEADS] or chosen
    return tuple(
        Cause(c.kind, c.sort, c.name, c.place.document, c.place.clause, c in own, c.place.by)
        for c in dict.fromkeys(chosen)
    )


def _place(change: RuleChange) -> tuple[str, str]:
    return change.place.document, change.place.clause
