"""Two laws for any case at all: nobody loses, nobody gains, or the smallest and the worst case on each side.

Every benefit by itself first: rules that mean the same need no search; the others are searched over the regions of the
facts they look at (:mod:`solver.regions`). What is proved and what is not is written in ``docs/semantics.md``.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable
from dataclasses import replace

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from solver.answers.universal import Extent, Finding, Gap, State, Universal, Verdict
from solver.questions.asking_both import Both, alone
from solver.questions.extent import Searching
from solver.questions.looking_through import looked_through
from solver.engine.regions import TimeUp
from solver.regions.conditions import Conditions
from solver.regions.events import events, mark
from solver.regions.formulas import Formula, Formulas
from solver.regions.meaning import Meaning, Meanings
from solver.regions.realise import Maker
from solver.regions.rules import side
from solver.regions.space import Space
from solver.regions.stage import Stage
from solver.regions.ties import ties
from solver.regions.vocabulary import Beyond, Vocabulary

SECONDS = 10.0
Key = tuple[str, str]
"""A benefit by its name and the kind of fact it is for."""
_NO = Extent("no")


def universal(
    old: Rulebook,
    new: Rulebook,
    documents: tuple[str, ...] = (),
    seconds: float = SECONDS,
    names: frozenset[str] | None = None,
) -> Universal:
    """What the new law means beside the old one, for any case. ``documents``: those that witnesses name as theirs (the
    new law's own, when none are given). ``names``: only these benefits. After ``seconds`` what is not settled is said
    to be so."""
    return _Universal(old, new, documents, seconds, names).run()


class _Universal:
    def __init__(
        self,
        old: Rulebook,
        new: Rulebook,
        documents: tuple[str, ...],
        seconds: float,
        names: frozenset[str] | None,
    ) -> None:
        self.old, self.new, self.seconds, self.names = old, new, seconds, names
        self.documents = documents or tuple(d.number for d in new.documents if d.held)[:1]
        self.deadline = time.monotonic() + seconds
        meanings = Meanings()
        self.meaning = (Meaning(old, meanings), Meaning(new, meanings))
        self.vocabulary = Vocabulary(old, new)
        begun = [d.in_force for law in (old, new) for d in law.documents if d.in_force is not None]
        self.anchor = max(begun, default=dt.date(2020, 1, 1))

    def run(self) -> Universal:
        """Every benefit in the order of the new law, then those that only the old one has."""
        findings: list[Finding] = []
        pairs = [p for p in self._pairs() if self.names is None or p[0][0] in self.names]
        for key, ours, theirs in pairs:
            findings.append(self._finding(key, ours, theirs))
        late = any(g.kind == "time" for f in findings for g in f.gaps)
        return Universal(overall(findings), tuple(findings), self.seconds, late, self.vocabulary.differences())

    def _pairs(self) -> list[tuple[Key, tuple[Benefit, ...], tuple[Benefit, ...]]]:
        keys = dict.fromkeys((b.name, b.kind) for law in (self.new, self.old) for b in law.benefits)
        return [
            (k, *(tuple(b for b in law.benefits if (b.name, b.kind) == k) for law in (self.old, self.new)))  # type: ignore[misc]
            for k in keys
        ]

    def _finding(self, key: Key, ours: tuple[Benefit, ...], theirs: tuple[Benefit, ...]) -> Finding:
        apart = any(_meets(law, {b.id for b in bs}) for law, bs in ((self.old, ours), (self.new, theirs)))
        mine, yours = (
            sorted(m.benefit(b) for b in bs) for m, bs in zip(self.meaning, (ours, theirs), strict=True)
        )
        notes = self._notes(ours, theirs)
        if mine == yours and self._same_order(ours, theirs) and not self._asserted_otherwise():
            return Finding((key[0],), key[1], "equal", _NO, _NO, _NO, _NO, _NO, "meaning", apart=apart, notes=notes)
        found = _Pair(self, key, ours, theirs).run()
        gaps = list(found.gaps)
        terms = [sorted(m.terms(b) for b in bs) for m, bs in zip(self.meaning, (ours, theirs), strict=True)]
        if ours and theirs and terms[0] != terms[1]:
            gaps.append(Gap("terms", key[0]))
        return replace(found, verdict=verdict(found, gaps), gaps=tuple(dict.fromkeys(gaps)), apart=apart, notes=notes)

    def _same_order(self, ours: tuple[Benefit, ...], theirs: tuple[Benefit, ...]) -> bool:
        """Benefits of one name in several documents: which prevails has to be the same as well."""
        if len(ours) <= 1:
            return True
        orders = []
        for law, meaning, benefits in zip((self.old, self.new), self.meaning, (ours, theirs), strict=True):
            numbers = {b.id: meaning.benefit(b) for b in benefits}
            orders.append(
                sorted(
                    (g.shape, tuple(numbers[m.benefit] for m in g.members), tuple(numbers[n] for n in g.names))
                    for g in law.groups
                    if g.shape in ("precedence", "tie") and all(m.benefit in numbers for m in g.members)
                )
            )
        return bool(orders[0] == orders[1])

    def _asserted_otherwise(self) -> bool:
        """Whether one law rejects other cases than the other does; then equal rules say nothing of those."""
        return False

    def _notes(self, ours: tuple[Benefit, ...], theirs: tuple[Benefit, ...]) -> tuple[str, ...]:
        if not ours or not theirs:
            return ()
        first, second = self.meaning
        found = []
        if sorted(first.parties(b) for b in ours) != sorted(second.parties(b) for b in theirs):
            found.append("parties")
        if sorted(b.fund for b in ours) != sorted(b.fund for b in theirs):
            found.append("fund")
        return tuple(found)


def _meets(law: Rulebook, ids: set[str]) -> bool:
    """Whether claims of these benefits can meet others: in a group, or under a limit."""
    groups = (
        {m.benefit for m in g.members} - {PAID} for g in law.groups if g.shape not in ("precedence", "tie")
    )
    limits = ({c.benefit for c in x.covers} for x in law.limits)
    return any(ids & m for m in (*groups, *limits)) or any(b.caps for b in law.benefits if b.id in ids)


class _Pair:
    """One name on both sides."""

    def __init__(
        self, whole: _Universal, key: Key, ours: tuple[Benefit, ...], theirs: tuple[Benefit, ...]
    ) -> None:
        self.whole, self.key, self.ours, self.theirs = whole, key, ours, theirs
        self.laws = [
            alone(law, frozenset(b.id for b in bs)) for law, bs in ((whole.old, ours), (whole.new, theirs))
        ]

    def run(self) -> Finding:
        """Search with each history as a whole; then, where that leaves a case unbuilt, record by record."""
        found = self._search(Stage())
        if found.gaps and any(g.about in ("unbuilt", "identity") for g in found.gaps):
            found = looked_through(self._search, found, self.key[1], (*self.ours, *self.theirs), self.whole.deadline)
        return found

    def _search(self, stage: Stage) -> Finding:
        whole, (name, kind) = self.whole, self.key
        formulas = Formulas()
        space = Space(formulas)
        object_ = next((i for k, i in stage.facts if k == kind), None) or stage.object(kind)
        laws = [
            Conditions(law, meaning, whole.vocabulary, space, stage)
            for law, meaning in zip((whole.old, whole.new), whole.meaning, strict=True)
        ]
        try:
            both = Both(*self.laws, name, kind, object_)
            old, new = (
                side(law, benefits, object_) for law, benefits in zip(laws, (self.ours, self.theirs), strict=True)
            )
            unwanted = [f for law in laws for f in _rejected(law, stage)]
            mark(space, old, new)
            unwanted += ties(space)
            found = events(space, old, new, whole.deadline)
        except Beyond as beyond:
            return unsettled(self.key, (Gap("construct", beyond.construct, beyond.about),))
        except TimeUp:
            return unsettled(self.key, (Gap("time"),))
        doubts = tuple(formulas.either(s.granted, s.refused) for s in (old, new))
        free = {f: b for law in laws for f, b in law.free.items()}
        rough = bool(free) or any(c.key[0] in ("quantity", "opaque") for c in space.cells)

        maker = Maker(space, stage, whole.documents, whole.anchor)
        search = Searching(
            space, maker, found, (doubts[0], doubts[1]), unwanted, both.witness, whole.deadline, rough
        )
        loss, gain = search.extent("loss"), search.extent("gain")
        undecided, decided = search.doubt("undecided"), search.doubt("decided")
        other = search.extent("other")
        gaps = list(search.gaps)
        if any(g.about == "unbuilt" for g in gaps):
            approximate = {c: b for law in laws for c, b in law.approximate.items()}
            gaps += [Gap("construct", b.construct, b.about) for b in (*free.values(), *approximate.values())]
        if stage.identities and not stage.one_each:
            gaps.append(Gap("construct", "identity"))
        return Finding(
            (name,),
            kind,
            "not_settled",
            *(_told(both, e) for e in (loss, gain, undecided, decided, other)),
            by="search",
            gaps=tuple(gaps),
        )


def _told(both: Both, extent: Extent) -> Extent:
    """The witnesses without what they do not need."""
    if extent.smallest is None:
        return extent
    small = both.fewer(extent.smallest)
    worst = extent.worst
    if worst is not None:
        worst = small if worst is extent.smallest else both.fewer(worst)
    return replace(extent, smallest=small, worst=worst)


def _rejected(law: Conditions, stage: Stage) -> list[Formula]:
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


def overall(findings: Iterable[Finding]) -> Verdict:
    """The word for all of them: what one loses another does not make up for."""
    words = {f.verdict for f in findings}
    loses = any(f.loss.state == "yes" for f in findings)
    gains = any(f.gain.state == "yes" for f in findings)
    if loses and gains:
        return "both"
    if "not_settled" in words:
        return "not_settled"
    if loses or gains:
        return "nobody_gains" if loses else "nobody_loses"
    return "neither" if "neither" in words else "equal"
