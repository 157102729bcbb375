"""Two laws for any case at all: nobody loses, nobody gains, or the smallest and the worst case on each side.

Every benefit by itself first: rules that mean the same need no search; the others are searched over the regions of the
facts they look at (:mod:`solver.regions`). Then the benefits that can meet, by what they come to together. What is
proved and what is not is written in ``docs/semantics.md``.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace

from compiler.rulebook.model import Benefit, Rulebook
from solver.answers.universal import Extent, Finding, Gap, Universal, Verdict
from solver.questions.highest import obstacles
from solver.questions.meetings import Key, is_blind, meetings, rules_between
from solver.questions.one_benefit import Setting, one_benefit, rejected
from solver.questions.together import Sums, Totals, finding, only
from solver.regions.formulas import Formulas
from solver.regions.meaning import Meaning, Meanings
from solver.regions.realise import Maker
from solver.regions.space import Space
from solver.regions.stage import Stage
from solver.regions.vocabulary import Beyond, Vocabulary

SECONDS = 10.0
_LEAST = 0.5
"""Seconds that a search gets however many others there are."""
_TOTAL = 0.2
"""The time for a total, beside that for a single benefit."""
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
    found = tuple(findings(old, new, documents, seconds, names))
    late = any(g.kind == "time" for f in found for g in f.gaps)
    return Universal(overall(found), found, seconds, late, Vocabulary(old, new).differences())


def findings(
    old: Rulebook,
    new: Rulebook,
    documents: tuple[str, ...] = (),
    seconds: float = SECONDS,
    names: frozenset[str] | None = None,
) -> Iterator[Finding]:
    """The same, finding by finding as each is made."""
    return _Universal(old, new, documents, seconds, names).findings()


class _Universal:
    def __init__(
        self, old: Rulebook, new: Rulebook, documents: tuple[str, ...], seconds: float, names: frozenset[str] | None
    ) -> None:
        self.laws, self.names = (old, new), names
        self.end = time.monotonic() + seconds
        table = Meanings()
        begun = [d.in_force for law in (old, new) for d in law.documents if d.in_force is not None]
        self.setting = Setting(
            (Meaning(old, table), Meaning(new, table)),
            Vocabulary(old, new),
            documents or tuple(d.number for d in new.documents if d.held)[:1],
            max(begun, default=dt.date(2020, 1, 1)),
        )
        self.of: tuple[dict[Key, tuple[Benefit, ...]], ...] = tuple(_by_key(law) for law in self.laws)

    def findings(self) -> Iterator[Finding]:
        """Every benefit in the order of the new law, then those that only the old one has; then those that can meet."""
        wanted = [k for k in dict.fromkeys((*self.of[1], *self.of[0])) if self.names is None or k[0] in self.names]
        equal = {k for k in wanted if self._is_equal(k)}
        sets = [s for s in meetings(self.laws[1], self.laws[0]) if self.names is None or set(s) <= set(wanted)]
        met = {k for s in sets for k in s}
        changed = [s for s in sets if not (set(s) <= equal and self._meet_alike(s))]
        left = len(wanted) - len(equal) + (len(changed) + 1) * _TOTAL
        found: dict[Key, Finding] = {}
        for key in wanted:
            found[key] = self._single(key, self._share(left))
            left -= key not in equal
            if key in met or any(b.caps for of in self.of for b in of.get(key, ())):
                found[key] = replace(found[key], apart=True)
            yield found[key]
        for one in sets:
            if one in changed:
                yield self._set(one, [found[k] for k in one], self._share(left))
                left -= _TOTAL
            else:
                yield Finding(tuple(n for n, _ in one), one[0][1], "equal", _NO, _NO, _NO, _NO, _NO, "meaning", True)
        yield from self._of_one_kind(found, changed)

    def _share(self, left: float) -> float:
        now = time.monotonic()
        return min(self.end, now + max(_LEAST, (self.end - now) / max(left, 1)))

    def _benefits(self, key: Key) -> tuple[tuple[Benefit, ...], tuple[Benefit, ...]]:
        return self.of[0].get(key, ()), self.of[1].get(key, ())

    def _is_equal(self, key: Key) -> bool:
        ours, theirs = (
            sorted(m.benefit(b) for b in bs) for m, bs in zip(self.setting.meanings, self._benefits(key), strict=True)
        )
        return ours == theirs

    def _single(self, key: Key, deadline: float) -> Finding:
        ours, theirs = self._benefits(key)
        return replace(one_benefit(self.setting, key, ours, theirs, deadline), notes=self._notes(ours, theirs))

    def _notes(self, ours: tuple[Benefit, ...], theirs: tuple[Benefit, ...]) -> tuple[str, ...]:
        if not ours or not theirs:
            return ()
        first, second = self.setting.meanings
        found = []
        if {first.parties(b) for b in ours} != {second.parties(b) for b in theirs}:
            found.append("parties")
        if {b.fund for b in ours} != {b.fund for b in theirs}:
            found.append("fund")
        return tuple(found)

    # ------------------------------------------------------------ together

    def _meet_alike(self, keys: tuple[Key, ...]) -> bool:
        ours, theirs = (rules_between(m.rulebook, m, frozenset(keys)) for m in self.setting.meanings)
        return ours == theirs

    def _set(self, keys: tuple[Key, ...], singles: list[Finding], deadline: float) -> Finding:
        """Benefits that can meet. Where the rules between them are the same and look at no sums, who stays is the same,
        and what each single one comes to says all."""
        names, kind = tuple(n for n, _ in keys), keys[0][1]
        alike = self._meet_alike(keys)
        if alike and all(f.verdict == "equal" and not f.gaps and f.records is None for f in singles):
            return Finding(names, kind, "equal", _NO, _NO, _NO, _NO, _NO, "search", True)
        if alike and all(is_blind(law, frozenset(keys)) for law in self.laws):
            conditions = [
                [sorted([m.of(c) for c in b.counting] for b in of.get(k, ())) for k in keys]
                for m, of in zip(self.setting.meanings, self.of, strict=True)
            ]
            if conditions[0] == conditions[1] and all(f.loss.state != "unknown" != f.gain.state for f in singles):
                return self._from_singles(keys, singles)
        apart = any(k != kind for _, k in keys)
        found = self._total(keys, deadline) if not apart else None
        if found is not None and not any(g.kind == "construct" for g in found.gaps):
            return found
        missing = obstacles(self.laws, self.of, keys, alike)
        if not missing:
            return self._from_singles(keys, singles)
        if found is not None:
            return found
        return finding(names, kind, Extent("unknown"), Extent("unknown"), (Gap("construct", "kinds"), *missing))

    def _from_singles(self, keys: tuple[Key, ...], singles: list[Finding]) -> Finding:
        """Nobody has less in total if nobody has less of any: who stays is the same on both sides, or it is the highest
        of each set. A case in which one has less by itself is a witness if it is one with all of them."""
        ids = [frozenset(b.id for k in keys for b in of.get(k, ())) for of in self.of]
        sums = Sums([only(law, i) for law, i in zip(self.laws, ids, strict=True)])
        sides = {}
        gaps = [g for f in singles for g in f.gaps]
        for sort in ("loss", "gain"):
            extents = [getattr(f, sort) for f in singles if getattr(f, sort).state == "yes"]
            cases = [w.case for e in extents for w in (e.worst, e.smallest) if w is not None]
            told = next((w for c in cases if (w := sums.witness(c, sort)) is not None), None)
            state = Extent("no" if all(getattr(f, sort).state == "no" for f in singles) else "unknown")
            sides[sort] = Extent("yes", told, told) if told is not None else state
            if extents and told is None:
                gaps.append(Gap("construct", "unbuilt"))
        found = finding(tuple(n for n, _ in keys), keys[0][1], sides["loss"], sides["gain"], gaps)
        records = [f.records for f in singles if f.records is not None]
        found = replace(found, records=min(records, default=None))
        return replace(found, verdict="not_settled") if any(g.kind == "terms" for g in gaps) else found

    def _total(self, keys: tuple[Key, ...], deadline: float, worst_only: bool = False) -> Finding:
        names, kind = tuple(n for n, _ in keys), keys[0][1]
        space, stage = Space(Formulas()), Stage()
        object_ = stage.object(kind)
        laws = self.setting.conditions(space, stage)
        maker = Maker(space, stage, self.setting.vocabulary, self.setting.documents, self.setting.anchor)
        totals = Totals(laws, space, maker, object_, deadline, worst_only)
        benefits = [[b for k in keys for b in of.get(k, ())] for of in self.of]
        try:
            for law, of in zip(self.laws, benefits, strict=True):
                ids = {b.id for b in of}
                if any(ids & {c.benefit for c in x.covers} for x in law.limits):
                    raise Beyond("limit")
                if any(len({b.id for b in law.benefits if c in {x.id for x in b.caps}}) > 1 for c in caps_of(of)):
                    raise Beyond("shared_cap")
            return totals.finding(names, kind, benefits, lambda: [f for law in laws for f in rejected(law, stage)])
        except Beyond as beyond:
            open_ = Extent("unknown")
            return finding(names, kind, open_, open_, (Gap("construct", beyond.construct, beyond.about),))

    def _of_one_kind(self, found: dict[Key, Finding], changed: list[tuple[Key, ...]]) -> Iterator[Finding]:
        """All that is changed for one kind of object, where that is more than one thing: its total."""
        parts: dict[str, list[tuple[Key, ...]]] = {}
        inside = {k for s in changed for k in s}
        for one in changed:
            if all(kind == one[0][1] for _, kind in one):
                parts.setdefault(one[0][1], []).append(one)
        for key, single in found.items():
            if key not in inside and single.by == "search":
                parts.setdefault(key[1], []).append((key,))
        for things in parts.values():
            if len(things) > 1:
                total = self._total(tuple(k for one in things for k in one), self.end, True)
                if not any(g.kind == "construct" for g in total.gaps):
                    yield total


def caps_of(benefits: Iterable[Benefit]) -> set[str]:
    """The ids of the caps and floors that benefits have."""
    return {c.id for b in benefits for c in b.caps}


def _by_key(law: Rulebook) -> dict[Key, tuple[Benefit, ...]]:
    found: dict[Key, list[Benefit]] = {}
    for benefit in law.benefits:
        found.setdefault((benefit.name, benefit.kind), []).append(benefit)
    return {k: tuple(bs) for k, bs in found.items()}


def overall(findings: Iterable[Finding]) -> Verdict:
    """The word for all of them: what one loses another does not make up for."""
    told = list(findings)
    loses = any(f.loss.state == "yes" for f in told)
    gains = any(f.gain.state == "yes" for f in told)
    if loses and gains:
        return "both"
    if any(f.verdict == "not_settled" for f in told):
        return "not_settled"
    if loses or gains:
        return "nobody_gains" if loses else "nobody_loses"
    return "neither" if any(f.verdict == "neither" for f in told) else "equal"
