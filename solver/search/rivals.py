"""The claims and payments that one claim can meet in a case, as a search looks at them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond, Reads, Term, walk
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.engine.meet import claims_near
from solver.search.evaluate import Evaluator


@dataclass(frozen=True, slots=True)
class Rival:
    """A claim or payment that meets another under a rule: what has to hold for it, its own condition and that of the
    member; what the two are then compared by. ``itself``: the claim that is asked about, as a member of the rule."""

    itself: bool
    object: str
    conditions: tuple[Cond, ...]
    terms: tuple[Term, ...]


Known = dict[int, tuple[object, frozenset[str]]]
"""Which readings parts of a rulebook ask for; a part is held, so that no other takes its place."""


class Asks:
    """Whether a part of the rulebook asks how a reading is taken. Parts are told apart by identity. ``known`` may be
    shared where several readings are looked at."""

    def __init__(self, reading: str, known: Known | None = None) -> None:
        self._reading = reading
        self._known: Known = {} if known is None else known

    def __call__(self, *parts: object) -> bool:
        """Whether any of them does."""
        return any(self._one(part) for part in parts)

    def _one(self, part: object) -> bool:
        if isinstance(part, tuple):
            return self(*part)
        known = self._known.get(id(part))
        if known is None:
            known = self._known[id(part)] = part, frozenset(n.reading for n in walk(part) if isinstance(n, Reads))
        return self._reading in known[1]


def concerned(rulebook: Rulebook, asks: Asks) -> Rulebook:
    """The rulebook with those groups and limits only in which a reading has a say: they ask for it, or one of their
    benefits does."""
    asking = {b.id for b in rulebook.benefits if asks(b.counting, b.amount, b.decides)}
    groups = tuple(g for g in rulebook.groups if asking & {m.benefit for m in g.members} or asks(g))
    limits = tuple(x for x in rulebook.limits if asking & {c.benefit for c in x.covers} or asks(x))
    return replace(rulebook, groups=groups, limits=limits)


def rivals(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str) -> Iterator[Rival]:
    """Every claim and payment beside this one in its groups, limits and shared caps."""
    objects = evaluator.objects
    own = frozenset(b.id for b in wordings(rulebook, benefit.id))
    for group in rulebook.groups:
        if any(m.benefit in own for m in group.members):
            for m, o in claims_near(group, frozenset((id, object_) for id in own), objects):
                terms = [t for t in (m.unit, *m.keys, m.amount) if t is not None]
                yield from _of(rulebook, {m.kind: [o]}, own, object_, m.benefit, m.condition, terms)
    for limit in rulebook.limits:
        if any(c.benefit in own for c in limit.covers):
            for c in limit.covers:
                yield from _of(rulebook, objects, own, object_, c.benefit, c.condition, [c.unit, c.count])
            yield from _of(rulebook, objects, own, object_, PAID, None, [])
    shared = {c.id for c in benefit.caps}
    for other in rulebook.benefits if shared else ():
        for cap in other.caps:
            if cap.id in shared:
                terms = [t for t in (cap.unit, cap.amount) if t is not None]
                yield from _of(rulebook, objects, own, object_, other.id, cap.condition, terms)


def _of(
    rulebook: Rulebook,
    objects: dict[str, list[str]],
    own: frozenset[str],
    object_: str,
    name: str,
    condition: Cond | None,
    terms: list[Term],
) -> Iterator[Rival]:
    decl = rulebook.benefit(name)
    if decl is None and name != PAID:
        return
    own_conditions = decl.counting if decl is not None else ()
    conditions = tuple(c for c in (condition, *own_conditions) if c is not None)
    more = [t for t in (decl.decides, decl.amount) if t is not None] if decl is not None else []
    for other in objects.get(decl.kind if decl is not None else PAID, ()):
        if name in own and other == object_:
            yield Rival(True, other, tuple(c for c in (condition,) if c is not None), tuple(terms))
        else:
            yield Rival(False, other, conditions, (*terms, *more))
