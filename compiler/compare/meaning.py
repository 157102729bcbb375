"""What each benefit of a rulebook means, together with everything that can decide what it comes to.

A benefit rests on its own rule and, through groups of non-duplication, limits and shared caps, on every benefit that
its claims can meet, and on those that these can meet. All of that is written as one text for each benefit; where two
rulebooks give the same text, no case comes out differently (see :mod:`compiler.compare.canon` for what a text leaves
out). A *key* is the name of a benefit and the document that has it; several versions of one benefit share a key.

``kinds`` narrows the question to cases that hold facts of these kinds and no others: a benefit whose objects are not in
the case makes no claim, and so meets none. Payments made before can be of any benefit, so a case that states some is
asked about everything.
"""

from __future__ import annotations

from functools import cache

from compiler.compare.canon import Canon, call
from compiler.rulebook.model import Benefit, GroupDecl, LimitDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID

Key = tuple[str, str]


class Meaning:
    """The meaning of one rulebook; with ``grounds`` also what the explanations rest on. ``alias``: a document that goes
    by another number here, so that a document and the one that takes its place can be held against each other."""

    def __init__(self, rulebook: Rulebook, grounds: bool = False, alias: tuple[tuple[str, str], ...] = ()) -> None:
        self.rulebook, self.grounds, self.alias = rulebook, grounds, dict(alias)
        self.kinds_of = {b.id: b.kind for b in rulebook.benefits} | {PAID: PAID}
        self._own = {b.id: self._benefit(b) for b in rulebook.benefits}
        self._memo: dict[frozenset[str] | None, dict[Key, str]] = {}
        self._member = cache(self._member_text)
        self._cover = cache(self._cover_text)

    def key(self, benefit: Benefit) -> Key:
        """The name of a benefit and the document that has it."""
        return benefit.name, self.alias.get(benefit.document, benefit.document)

    def of(self, kinds: frozenset[str] | None = None) -> dict[Key, str]:
        """The meaning of each benefit that has objects of these kinds (None: of any)."""
        if kinds is not None and PAID in kinds:
            kinds = frozenset(kinds | set(self.kinds_of.values()))
        if kinds not in self._memo:
            if len(self._memo) > 256:
                self._memo.clear()
            self._memo[kinds] = self._of(kinds)
        return self._memo[kinds]

    def assertions(self, kinds: frozenset[str] | None = None) -> frozenset[str]:
        """What a case must not contradict."""
        found = set()
        for decl in self.rulebook.assertions:
            if kinds is None or decl.kind in kinds:
                canon = Canon(self.rulebook, self.grounds)
                when = canon.whether(decl.when)
                text = call("assert", repr(decl.kind), when, canon.cond(decl.must))
                found.add(call(text, *sorted(canon.needs)))
        return frozenset(found)

    def paying(self) -> frozenset[str]:
        """The documents that have benefits: a payment is taken to be of another document's benefit only when that
        document is one of these."""
        return frozenset(b.document for b in self.rulebook.benefits)

    # ------------------------------------------------------------ what claims can meet

    def _of(self, kinds: frozenset[str] | None) -> dict[Key, str]:
        inside = [b for b in self.rulebook.benefits if kinds is None or b.kind in kinds]
        ties = [(self._group(g, kinds), self._in_group(g, kinds)) for g in self.rulebook.groups]
        ties += [(self._limit(x, kinds), self._in_limit(x, kinds)) for x in self.rulebook.limits]
        ties += [("shares_cap", members) for members in _sharing(inside)]
        ties = [(text, members) for text, members in ties if members]
        parts = _components([b.id for b in inside], [members for _, members in ties])
        found: dict[Key, list[str]] = {}
        meeting: dict[int, str] = {}
        for benefit in inside:
            part = parts[benefit.id]
            if id(part) not in meeting:
                meeting[id(part)] = self._meeting(part, ties)
            found.setdefault(self.key(benefit), []).append(call("benefit", self._own[benefit.id], meeting[id(part)]))
        return {key: call("versions", *texts) for key, texts in found.items()}

    def _meeting(self, part: frozenset[str], ties: list[tuple[str, frozenset[str]]]) -> str:
        """Everything that a set of benefits meets in; ids decide between claims of one day, so they count here."""
        met = sorted(text for text, members in ties if members & part)
        if not met:
            return "alone"
        order = sorted(part)
        beside = sorted(repr(p) for p in self.rulebook.together if set(p) & part)
        return call("meeting", *(call(repr(i), self._own.get(i, "-")) for i in order), *met, *beside)

    def _in_group(self, group: GroupDecl, kinds: frozenset[str] | None) -> frozenset[str]:
        return frozenset(m.benefit for m in group.members if m.benefit != PAID and (kinds is None or m.kind in kinds))

    def _in_limit(self, limit: LimitDecl, kinds: frozenset[str] | None) -> frozenset[str]:
        covered = (c.benefit for c in limit.covers)
        return frozenset(b for b in covered if kinds is None or self.kinds_of.get(b) in kinds)

    def _group(self, group: GroupDecl, kinds: frozenset[str] | None) -> str:
        members = [m for m in group.members if kinds is None or m.kind in kinds]
        names = [n for n in group.names if kinds is None or self.kinds_of.get(n) in kinds]
        if group.shape != "sequence":
            names.sort()
        told = (repr((group.name, group.document, group.clause, group.quote)),) if self.grounds else ()
        written = sorted(self._member(group.id, group.members.index(m)) for m in members)
        days = (str(group.since), str(group.until))
        return call("group", group.shape, group.window, *days, repr(names), *told, *written)

    def _member_text(self, group: str, index: int) -> str:
        decl = next(g for g in self.rulebook.groups if g.id == group)
        member: MemberDecl = decl.members[index]
        canon = Canon(self.rulebook, self.grounds)
        parts = [canon.maybe(member.unit), call("keys", *map(canon.term, member.keys)), canon.maybe(member.amount)]
        parts.append(canon.whether(member.condition))
        if member.amount is not None:
            parts.append(repr(member.amount.type.kind))
        return call("member", repr(member.benefit), repr(member.kind), *parts, *sorted(canon.needs))

    def _limit(self, limit: LimitDecl, kinds: frozenset[str] | None) -> str:
        told = (repr((limit.name, limit.document, limit.clause, limit.quote)),) if self.grounds else ()
        covers = [i for i, c in enumerate(limit.covers) if kinds is None or self.kinds_of.get(c.benefit) in kinds]
        return call("limit", limit.window, limit.order, *told, *sorted(self._cover(limit.id, i) for i in covers))

    def _cover_text(self, limit: str, index: int) -> str:
        covered = next(x for x in self.rulebook.limits if x.id == limit).covers[index]
        canon = Canon(self.rulebook, self.grounds)
        cond = canon.whether(covered.condition)
        parts = (canon.term(covered.unit), canon.term(covered.count), cond, str(covered.counts_only))
        return call("covers", repr(covered.benefit), *parts, *sorted(canon.needs))

    # ------------------------------------------------------------ one benefit

    def _benefit(self, benefit: Benefit) -> str:
        canon = Canon(self.rulebook, self.grounds)
        cond = canon.cond(benefit.condition)
        who = [canon.maybe(t) for t in (benefit.beneficiary, benefit.applicant, benefit.payee, benefit.decides)]
        what = [benefit.form, canon.maybe(benefit.amount), repr(benefit.open), repr(benefit.gives)]
        owner = benefit.beneficiary
        caps = [
            call(
                c.kind,
                repr(c.id),
                canon.term(c.amount),
                canon.term(c.unit or owner),
                c.window,
                canon.whether(c.condition),
            )
            for c in benefit.caps
        ]
        span = [canon.maybe(benefit.duration), str(benefit.duration_at_most), str(benefit.duration_usually)]
        span += [canon.maybe(benefit.starting), str(benefit.starting_next_month)]
        stops = [call(s.kind, canon.cond(s.condition), canon.maybe(s.date), str(s.next_month)) for s in benefit.stops]
        shares = [
            call("part", canon.term(p.share), canon.maybe(p.due), canon.whether(p.condition)) for p in benefit.parts
        ]
        told: tuple[str, ...] = ()
        if self.grounds:
            quotes = tuple(q.text for q in benefit.quotes)
            document = self.rulebook.document(benefit.document)
            by = document.interpreters if document is not None else ()
            named = (tuple((c.document, c.clause, c.quote) for c in benefit.caps), tuple(s.name for s in benefit.stops))
            told = (repr((named, benefit.document, benefit.clause, quotes, benefit.fund, benefit.notes, by)),)
        head = (benefit.sort, repr(benefit.kind), *who)
        body = (call("when", cond), call("what", *what), call("caps", *caps), call("span", *span))
        governs = canon.whether(benefit.wording.governs if benefit.wording is not None else None)
        rest = (call("stops", *stops), call("parts", *shares), governs, *told, *sorted(canon.needs))
        return call("rule", *head, *body, *rest)


def _sharing(benefits: list[Benefit]) -> list[frozenset[str]]:
    """Benefits that use up one cap together."""
    users: dict[str, set[str]] = {}
    for benefit in benefits:
        for cap in benefit.caps:
            users.setdefault(cap.id, set()).add(benefit.id)
    return [frozenset(ids) for ids in users.values() if len(ids) > 1]


def _components(ids: list[str], ties: list[frozenset[str]]) -> dict[str, frozenset[str]]:
    """For each benefit all those that it can meet, directly or through others."""
    above = {i: i for i in ids}

    def root(one: str) -> str:
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for members in ties:
        first, *rest = sorted(members)
        for other in rest:
            above[root(other)] = root(first)
    together: dict[str, set[str]] = {}
    for i in ids:
        together.setdefault(root(i), set()).add(i)
    frozen = {r: frozenset(members) for r, members in together.items()}
    return {i: frozen[root(i)] for i in ids}
