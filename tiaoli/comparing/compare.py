"""Compares two sides: reads both, decides every recorded case under both laws, and says what changed and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from compiler.cases.model import Case
from compiler.compare.causes import Causes
from compiler.compare.documents import DocumentChange, compare_documents
from compiler.compare.meaning import Key
from compiler.compare.reach import Reach, Reaching
from compiler.compare.rules import RuleChange
from compiler.diagnostics.problem import Log, Problem, Rejected
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from solver.answers.comparison import CaseChange, Cause, Change
from solver.answers.model import Assessment
from solver.questions.assess import assess
from solver.questions.difference import differences
from solver.questions.sums import sums
from tiaoli.comparing.casebooks import Bound, Recorded, bind, recorded
from tiaoli.comparing.comparison import Comparison, Reached, Touch
from tiaoli.comparing.laws import Laws
from tiaoli.comparing.sides import Side

_HEADS = frozenset({"document", "clause"})
# Reasons that come from what a claim meets, and not from its own rule.
_MEETING = frozenset({"displaced_by", "contest", "limit", "incomplete", "offset", "shared_doubt"})
Documents = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The laws of both sides for the same documents (None: a side that holds none of them), without and with a day of
    knowledge, and what is known of their difference."""

    old: Rulebook | None
    new: Rulebook | None
    whole_old: Rulebook | None
    whole_new: Rulebook | None
    reaching: Reaching
    causes: Causes


class Comparer:
    """Compares; keeps the laws, so that each is loaded once."""

    def __init__(self, old: Side, new: Side, language: str) -> None:
        self.old, self.new = Laws(old), Laws(new)
        self.documents = compare_documents(self.old.sheets(), self.new.sheets(), self._replaced(), language)
        self.changes: tuple[RuleChange, ...] = tuple(r for d in self.documents for r in d.rules)
        self._pairs: dict[tuple[Documents, Documents, dt.date | None], Pair] = {}

    def compare(self, only: str | None = None) -> Comparison:
        """Everything; ``only``: the one recorded case that is wanted. Raises Rejected when either side has a fault, or
        a case that neither side can read."""
        log, over = Log(), 0
        cases: list[CaseChange] = []
        self._overall()
        for one in recorded(self.old.side, self.new.side, only):
            both = self.sides_of(one.documents)
            if both is None:
                over += 1
                continue
            found = self.case(one, *both, log)
            over += found is None
            cases += [found] if found is not None else []
        log.stop()
        return Comparison(
            self.old.side.label,
            self.new.side.label,
            self.documents,
            all(p.reaching.equal() for p in self._pairs.values()),
            bool(self.changes),
            self._reached(),
            tuple(cases),
            sums(c for case in cases for c in case.changes),
            over,
        )

    # ------------------------------------------------------------ laws

    def _replaced(self) -> tuple[tuple[str, str], ...]:
        """The document of the old side that another one takes the place of, where single documents are compared."""
        old, new = self.old.side.documents, self.new.side.documents
        return ((old[0], new[0]),) if len(old) == len(new) == 1 and old != new else ()

    def sides_of(self, documents: Documents) -> tuple[Documents, Documents] | None:
        """Under which documents a case is decided on each side; None when it is not about what is compared.

        Where single documents are compared they stand in for those that the case names, and for any that would bring
        in what only one side has.
        """
        old, new = self.old.side.documents, self.new.side.documents
        if not old and not new:
            return documents, documents
        meant = {*old, *new}
        about = {d: self.new.uses(d) | self.old.uses(d) for d in documents}
        # Where documents arrive beside others or leave them, the cases of those others are meant.
        asked = set(old) & set(new) or meant
        if not any(uses & asked for uses in about.values()):
            return None
        shared = self._closure(old, self.old) & self._closure(new, self.new)
        kept = tuple(d for d in documents if not about[d] & (meant - shared) and d not in meant)
        return tuple(dict.fromkeys((*old, *kept))), tuple(dict.fromkeys((*new, *kept)))

    @staticmethod
    def _closure(documents: Documents, laws: Laws) -> frozenset[str]:
        return frozenset().union(*(laws.uses(d) for d in documents))

    def pair(self, old: Documents, new: Documents, known: dt.date | None) -> Pair:
        """The laws of both sides; raises Rejected."""
        key = (old, new, known)
        if key not in self._pairs:
            laws = (self.old.rulebook(old, known), self.new.rulebook(new, known))
            whole = laws if known is None else (self.old.rulebook(old), self.new.rulebook(new))
            reaching = Reaching(*laws, self._replaced())
            self._pairs[key] = Pair(*laws, *whole, reaching, Causes(self.changes, *laws))
        return self._pairs[key]

    def _overall(self) -> None:
        """Look at every document, whether or not there is a case of it."""
        old, new = self.old.side.documents, self.new.side.documents
        if old or new:
            self.pair(old, new, None)
            return
        for number in dict.fromkeys((*self.new.held, *self.old.held)):
            self.pair((number,), (number,), None)

    def _reached(self) -> Reached:
        touched: dict[Key, str] = {}
        told: dict[Key, str] = {}
        every: dict[Key, tuple[str, str]] = {}
        for pair in self._pairs.values():
            found = pair.reaching.overall()
            for rulebook in (pair.old, pair.new):
                for b in rulebook.benefits if rulebook is not None else ():
                    every[b.name, b.document] = (b.document, b.clause)
            for key in sorted(found.touched):
                touched[key] = _by(key, pair)
            told |= dict.fromkeys(found.grounds, "told")
        named = dict(self._replaced())
        rows = [Touch(k[0], *every.get(k, (k[1], "")), touched.get(k, told.get(k, ""))) for k in every]
        for key, by in touched.items():
            if key not in every:
                rows.append(Touch(key[0], named.get(key[1], key[1]), "", by))
        order = {d.new or d.old: i for i, d in enumerate(self.documents)}
        rows.sort(key=lambda t: order.get(t.document, -1))
        return Reached(
            tuple(t for t in rows if t.by not in ("", "told")),
            tuple(t for t in rows if t.by == "told"),
            tuple(t for t in rows if not t.by),
        )

    # ------------------------------------------------------------ one case

    def case(self, one: Recorded, old: Documents, new: Documents, log: Log) -> CaseChange | None:
        """One recorded case under both laws. A case that no side can read goes to the log, unless it is recorded for
        other documents than those compared: then it is not about them (None)."""
        pair = self.pair(old, new, one.known)
        before = _bound(one, "old", pair, old)
        alike = pair.reaching.same and old == new and not one.edited
        after = before if alike else _bound(one, "new", pair, new)
        reach = _reach(pair, before, after)
        explain = bool(reach.touched or reach.grounds) and not alike
        before, first = _decided(pair.old, before, explain)
        after, second = (before, first) if alike else _decided(pair.new, after, explain)
        told = CaseChange(one.file, one.name, one.side, (), True, one.edited, dropped=_dropped(before, after))
        broken = [side for side, b in (("old", before), ("new", after)) if b is not None and b.faults]
        if broken:
            faults = [p for b in (before, after) if b is not None for p in b.faults]
            if first is None and second is None:
                meant = {*self.old.side.documents, *self.new.side.documents}
                if meant and not meant & set(one.documents):
                    return None
                log.problems.extend(dict.fromkeys(faults))
            return replace(told, unreadable=broken[0], faults=tuple(dict.fromkeys(_fault(p) for p in faults)))
        found = differences(_named(first, one), _named(second, one), told=explain)
        _hold(found, reach)
        changes = tuple(replace(c, causes=_causes(c, pair.causes)) if c.sort != "kept" else c for c in found)
        return replace(told, changes=changes, touched=bool(reach.touched))


def _bound(one: Recorded, side: str, pair: Pair, documents: Documents) -> Bound | None:
    """The case bound to the law of one side; None where that side has no law for it."""
    rulebook, whole = (pair.old, pair.whole_old) if side == "old" else (pair.new, pair.whole_new)
    return None if rulebook is None or whole is None else bind(one, side, whole, documents)


def _decided(rulebook: Rulebook | None, bound: Bound | None, explain: bool) -> tuple[Bound | None, Assessment | None]:
    """What a bound case comes to; a case that contradicts the law cannot be decided by it."""
    if rulebook is None or bound is None or bound.case is None:
        return bound, None
    try:
        return bound, assess(rulebook, bound.case, explain=explain)
    except Rejected as rejected:
        return Bound(None, rejected.problems), None


def _reach(pair: Pair, old: Bound | None, new: Bound | None) -> Reach:
    a: Case | None = old.case if old is not None else None
    b: Case | None = new.case if new is not None else None
    if a is not None and b is not None:
        return pair.reaching.in_case(a, b)
    return replace(pair.reaching.overall(), whole=True)


def _named(found: Assessment | None, one: Recorded) -> Assessment:
    return found if found is not None else Assessment(one.name, (), None, one.known, ())


def _dropped(*bound: Bound | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for b in bound if b is not None for name in b.dropped))


def _fault(found: Problem) -> tuple[str, str]:
    return found.code, dict(found.fields).get("found", "")


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


def _by(key: Key, pair: Pair) -> str:
    name = key[0]
    names = [{b.name for b in r.benefits} if r is not None else set() for r in (pair.old, pair.new)]
    if name not in names[0]:
        return "came"
    if name not in names[1]:
        return "went"
    return "rule" if pair.causes.direct(name) else "meets"


def _causes(change: Change, causes: Causes) -> tuple[Cause, ...]:
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
    near = [c for c in (*own, *around) if _place(c) in places or c.name in said]
    met = {r.name for r in reasons if r.kind in _MEETING}
    near = [c for c in near if c.name in met] or near
    if not met and any(c in own for c in near):
        near = [c for c in near if c in own]
    chosen: Sequence[RuleChange] = near or own or around
    chosen = [c for c in chosen if c.sort not in _HEADS] or chosen
    return tuple(
        Cause(c.kind, c.sort, c.name, c.place.document, c.place.clause, c in own) for c in dict.fromkeys(chosen)
    )


def _place(change: RuleChange) -> tuple[str, str]:
    return change.place.document, change.place.clause


__all__ = ["Comparer", "Comparison", "DocumentChange"]
