"""Which benefits can meet, and whether two laws let them meet alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from itertools import combinations, combinations_with_replacement

from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID
from solver.engine.meet import kept_apart
from solver.regions.meaning import Meaning

Key = tuple[str, str]
"""A benefit by its name and the kind of fact it is for."""
BLIND = ("named_loser", "sequence", "only_once", "claimants_choice", "bare")
"""Shapes in which it does not matter how much the claims are: who stays follows from which of them hold."""


def keys(law: Rulebook) -> dict[str, Key]:
    """The key of each benefit's id."""
    return {b.id: (b.name, b.kind) for b in law.benefits}


def meetings(*laws: Rulebook) -> list[tuple[Key, ...]]:
    """The benefits that can meet in one of the laws, each set in the order of the first law."""
    root: dict[Key, Key] = {}

    def find(key: Key) -> Key:
        while root.setdefault(key, key) != key:
            key = root[key]
        return key

    order: dict[Key, None] = {}
    for law in laws:
        of = keys(law)
        order |= dict.fromkeys(of.values())
        for one, other in _ties(law):
            if one in of and other in of:
                root[find(of[other])] = find(of[one])
    sets: dict[Key, list[Key]] = {}
    for key in order:
        sets.setdefault(find(key), []).append(key)
    return [tuple(s) for s in sets.values() if len(s) > 1]


def _ties(law: Rulebook) -> Iterable[tuple[str, str]]:
    """Every two benefits of which claims can meet, nothing having been paid before."""
    for group in law.groups:
        if group.shape not in ("precedence", "tie"):
            members = [m for m in group.members if m.benefit != PAID]
            yield from ((a.benefit, b.benefit) for a, b in combinations(members, 2) if not kept_apart(a, b))
    shared: dict[str, str] = {}
    for benefit in law.benefits:
        yield from ((shared.setdefault(c.id, benefit.id), benefit.id) for c in benefit.caps)
    for limit in law.limits:
        yield from ((limit.covers[0].benefit, c.benefit) for c in limit.covers[1:])


def rules_between(law: Rulebook, meaning: Meaning, benefits: frozenset[Key]) -> Hashable:
    """The groups and limits over these benefits, by what they mean."""
    of, known = keys(law), {b.id: b for b in law.benefits}
    found: list[Hashable] = []
    for group in law.groups:
        if group.shape in ("precedence", "tie") or not any(of.get(m.benefit) in benefits for m in group.members):
            continue
        members = sorted(
            (
                of.get(m.benefit, (PAID, PAID)),
                meaning.of(m.unit),
                tuple(meaning.of(k) for k in m.keys),
                meaning.of(m.amount),
                meaning.of(m.condition),
                meaning.of(known[m.benefit].decides) if m.benefit in known else -1,
            )
            for m in group.members
        )
        names = [of.get(n, (PAID, PAID)) for n in group.names]
        order = tuple(names) if group.shape == "sequence" else tuple(sorted(names))
        found.append(("group", group.shape, group.window, tuple(members), order))
    for limit in law.limits:
        covers = [c for c in limit.covers if of.get(c.benefit) in benefits]
        if covers:
            rows = sorted(
                (of[c.benefit], meaning.of(c.unit), meaning.of(c.count), meaning.of(c.condition)) for c in covers
            )
            found.append(("limit", limit.window, limit.order, tuple(rows)))
    for benefit in law.benefits:
        if of[benefit.id] in benefits:
            others = {
                c.id: sorted({of[b.id] for b in law.benefits for x in b.caps if x.id == c.id}) for c in benefit.caps
            }
            found += [("cap", of[benefit.id], c.kind, c.window, tuple(others[c.id])) for c in benefit.caps]
    pairs = sorted((of[a], of[b]) for a, b in law.together if a in of and b in of and of[a] in benefits)
    return (tuple(sorted(map(repr, found))), tuple(pairs))


def is_blind(law: Rulebook, benefits: frozenset[Key]) -> bool:
    """Whether no rule between these benefits looks at how much the claims are."""
    of = keys(law)
    for group in law.groups:
        members = [m for m in group.members if of.get(m.benefit) in benefits]
        if group.shape not in (*BLIND, "precedence", "tie") and any(
            not kept_apart(a, b) for a, b in combinations_with_replacement(members, 2)
        ):
            return False
    if any(b.caps for b in law.benefits if of[b.id] in benefits):
        return False
    return all(x.order != "highest" for x in law.limits if any(of.get(c.benefit) in benefits for c in x.covers))
