"""One benefit in two laws, for any case, before it meets others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from compiler.rulebook.model import Benefit
from compiler.source.record import dataclass
from solver.answers.universal import Extent, Finding, Gap, State, Verdict
from solver.engine.regions import TimeUp
from solver.questions.asking_both import Both, alone
from solver.questions.extent import Searching
from solver.questions.looking_through import looked_through
from solver.regions.conditions import Conditions
from solver.regions.events import events, mark
from solver.regions.formulas import Formula, Formulas
from solver.regions.meaning import Meaning
from solver.regions.realise import Maker
from solver.regions.rules import side
from solver.regions.space import Space
from solver.regions.stage import Stage
from solver.regions.ties import ties
from solver.regions.vocabulary import Beyond, Vocabulary

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """Two laws and what is shared by all searches over them. ``meanings``: one for each, over one table. ``anchor``: a
    day near which dates are plausible."""

    meanings: tuple[Meaning, Meaning]
    vocabulary: Vocabulary
    documents: tuple[str, ...]
    anchor: dt.date

    def conditions(self, space: Space, stage: Stage) -> tuple[Conditions, Conditions]:
        """Both laws over the cells of one search."""
        first, second = (Conditions(m.rulebook, m, self.vocabulary, space, stage) for m in self.meanings)
        return first, second


def one_benefit(
    setting: Setting, key: Key, ours: tuple[Benefit, ...], theirs: tuple[Benefit, ...], deadline: float
) -> Finding:
    """The finding for the benefits of one name, in the old law and in the new."""
    first, second = setting.meanings
    if sorted(map(first.benefit, ours)) == sorted(map(second.benefit, theirs)) and _order(first, ours) == _order(
        second, theirs
    ):
        no = Extent("no")
        return Finding((key[0],), key[1], "equal", no, no, no, no, no, "meaning")
    found = _Pair(setting, key, ours, theirs, deadline).run()
    gaps = list(found.gaps)
    if ours and theirs and {first.terms(b) for b in ours} != {second.terms(b) for b in theirs}:
        gaps.append(Gap("terms", key[0]))
    return replace(found, verdict=verdict(found, gaps), gaps=tuple(dict.fromkeys(gaps)))


def _order(meaning: Meaning, benefits: Sequence[Benefit]) -> list[tuple[str, tuple[int, ...], tuple[int, ...]]]:
    """Which of several documents prevails, by what their benefits mean."""
    numbers = {b.id: meaning.benefit(b) for b in benefits}
    return sorted(
        (g.shape, tuple(numbers[m.benefit] for m in g.members), tuple(numbers[n] for n in g.names))
        for g in meaning.rulebook.groups
        if g.shape in ("precedence", "tie") and all(m.benefit in numbers for m in g.members)
    )


class _Pair:
    def __init__(
        self, setting: Setting, key: Key, ours: tuple[Benefit, ...], theirs: tuple[Benefit, ...], deadline: float
    ) -> None:
        self.setting, self.key, self.sides, self.deadline = setting, key, (ours, theirs), deadline
        self.laws = [
            alone(m.rulebook, frozenset(b.id for b in bs)) for m, bs in zip(setting.meanings, self.sides, strict=True)
        ]

    def run(self) -> Finding:
        """Search with each history as a whole; then, where that leaves a case unbuilt, record by record."""
        stage = Stage()
        found = self._search(stage)
        if stage.identities:
            found = _either_way(found, self._search(Stage(one_each=True)), stage.most() <= 2)
        if any(g.about in ("unbuilt", "identity") for g in found.gaps):
            benefits = (*self.sides[0], *self.sides[1])
            found = looked_through(self._search, found, self.key[1], benefits, self.deadline)
        return found

    def _refer(self, stage: Stage, object_: str) -> None:
        """All parties of the object, before a record is asked for its own."""
        kind = self.key[1]
        for law in self.laws:
            decl = law.kind(kind)
            for field in decl.fields if decl is not None else ():
                if field.type.kind == "entity" and not field.type.list:
                    stage.party(kind, object_, field.name, field.type.name)

    def _search(self, stage: Stage) -> Finding:
        name, kind = self.key
        formulas = Formulas()
        space = Space(formulas)
        object_ = next((i for k, i in stage.facts if k == kind), None) or stage.object(kind)
        laws = self.setting.conditions(space, stage)
        if stage.looked_through:
            self._refer(stage, object_)
        try:
            both = Both(self.laws[0], self.laws[1], kind, object_)
            old, new = (side(law, bs, object_) for law, bs in zip(laws, self.sides, strict=True))
            unwanted = [f for law in laws for f in rejected(law, stage)]
            mark(space, old, new)
            unwanted += ties(space)
            found = events(space, old, new, self.deadline)
        except Beyond as beyond:
            return unsettled(self.key, (Gap("construct", beyond.construct, beyond.about),))
        except TimeUp:
            return unsettled(self.key, (Gap("time"),))
        doubts = (formulas.either(old.granted, old.refused), formulas.either(new.granted, new.refused))
        free = {f: b for law in laws for f, b in law.free.items()}
        approximate = {c: b for law in laws for c, b in law.approximate.items()}
        rough = bool(free) or not both.plain or any(c.key[0] in ("quantity", "opaque") for c in space.cells)
        maker = Maker(space, stage, self.setting.vocabulary, self.setting.documents, self.setting.anchor)
        search = Searching(space, maker, found, doubts, unwanted, both.proposed, self.deadline, rough)
        sides = [search.extent("loss"), search.extent("gain"), search.doubt("undecided"), search.doubt("decided")]
        sides.append(search.extent("other"))
        gaps = list(search.gaps)
        if any(g.about == "unbuilt" for g in gaps):
            gaps += [Gap("construct", b.construct, b.about) for b in (*free.values(), *approximate.values())]
        told = [_told(both, e) for e in sides]
        loss, gain, undecided, decided, other = told
        return Finding((name,), kind, "not_settled", loss, gain, undecided, decided, other, "search", gaps=tuple(gaps))


def _either_way(apart: Finding, same: Finding, all_ways: bool) -> Finding:
    """Rules that ask whether two parties are the same: searched with parties of their own and with one of each kind.
    Where those are not ``all_ways`` there are, nothing is proved by it."""

    def joined(one: Extent, other: Extent) -> Extent:
        seen = [e for e in (one, other) if e.state == "yes"]
        if seen:
            return max(seen, key=_size)
        return Extent("no") if all_ways and one.state == other.state == "no" else Extent("unknown")

    gaps = () if all_ways else (Gap("construct", "identity"),)
    return replace(
        apart,
        loss=joined(apart.loss, same.loss),
        gain=joined(apart.gain, same.gain),
        undecided=joined(apart.undecided, same.undecided),
        decided=joined(apart.decided, same.decided),
        other=joined(apart.other, same.other),
        gaps=tuple(dict.fromkeys((*apart.gaps, *same.gaps, *gaps))),
    )


def _size(extent: Extent) -> Fraction:
    change = extent.worst.change if extent.worst is not None else None
    return abs(change) if change is not None else Fraction(0)


def _told(both: Both, extent: Extent) -> Extent:
    """The witnesses without what they do not need."""
    if extent.smallest is None:
        return extent
    small = both.fewer(extent.smallest)
    worst = extent.worst
    if worst is not None:
        worst = small if worst.change == small.change else both.fewer(worst)
    return replace(extent, smallest=small, worst=worst)


def rejected(law: Conditions, stage: Stage) -> list[Formula]:
    """What the assertions of a law rule out, for every fact of the cases."""
    found = []
    f = law.formulas
    for assertion in law.rulebook.assertions:
        for kind, id in list(stage.facts):
            if kind == assertion.kind:
                when = law.of(assertion.when, (id,)) if assertion.when is not None else f.every(())
                found.append(f.every((when, f.negate(law.of(assertion.must, (id,))))))
    return found


def unsettled(key: Key, gaps: tuple[Gap, ...]) -> Finding:
    """A finding of which nothing is known."""
    open_ = Extent("unknown")
    return Finding((key[0],), key[1], "not_settled", open_, open_, open_, open_, open_, "search", gaps=gaps)


def verdict(found: Finding, gaps: Iterable[Gap]) -> Verdict:
    """The one word for what was found."""
    if any(g.kind == "terms" for g in gaps):
        return "both" if found.loss.state == found.gain.state == "yes" else "not_settled"
    states: tuple[State, State] = (found.loss.state, found.gain.state)
    match states:
        case ("yes", "yes"):
            return "both"
        case ("no", "yes"):
            return "nobody_loses"
        case ("yes", "no"):
            return "nobody_gains"
        case ("no", "no"):
            rest = {found.undecided.state, found.decided.state, found.other.state}
            return "equal" if rest == {"no"} else "neither"
    return "not_settled"
