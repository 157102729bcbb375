"""What the claims of one object come to together: formulas, each with what it adds to the total when it holds.

The claims meet because they are of one object: their units and keys are the same whatever the case. Shapes in which who
stays follows from which claims hold (a named loser, an order, precedence), and the higher of sums that are fixed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from compiler.rulebook.model import GroupDecl, MemberDecl
from solver.regions.conditions import Conditions
from solver.regions.formulas import Formula
from solver.regions.quantities import fixed
from solver.regions.rules import Side
from solver.regions.vocabulary import Beyond

_TIMELESS = ("lifetime", "sameevent")


@dataclass(frozen=True)
class Claim:
    """A benefit's id and what it comes to for the object, by itself."""

    benefit: str
    side: Side


Payoffs = dict[Formula, Fraction]


def sums(claim: Claim) -> list[tuple[Formula, Fraction]]:
    """The fixed sums of a claim, each with its formula."""
    found = []
    for guard, worth in claim.side.rows:
        low = fixed(worth.span.low) if worth.span is not None else None
        high = fixed(worth.span.high) if worth.span is not None and worth.span.high is not None else None
        if low is None or low != high:
            raise Beyond("varying", claim.benefit)
        found.append((guard, low))
    return found


def form(claims: Sequence[Claim]) -> str:
    """The one form in which the claims are paid."""
    forms = {worth.per for c in claims for _, worth in c.side.rows}
    if len(forms) > 1:
        raise Beyond("forms", "、".join(sorted(forms)))
    return next(iter(forms), "once")


def payoffs(conditions: Conditions, claims: Mapping[str, Claim], groups: Sequence[GroupDecl], object_: str) -> Payoffs:
    """What the claims of an object come to under the groups they are in, at most one each."""
    found: Payoffs = {}
    left = dict(claims)
    for group in groups:
        members = [m for m in group.members if m.benefit in claims]
        if len(members) < 2:
            continue
        if any(m.benefit not in left for m in members):
            raise Beyond("groups", group.name)
        _one_thing(conditions, group, members, object_)
        of = [left.pop(m.benefit) for m in members]
        for formula, amount in _together(conditions, group, of):
            found[formula] = found.get(formula, Fraction(0)) + amount
    for claim in left.values():
        for formula, amount in sums(claim):
            found[formula] = found.get(formula, Fraction(0)) + amount
    return found


def _one_thing(conditions: Conditions, group: GroupDecl, members: Sequence[MemberDecl], object_: str) -> None:
    """Raise :class:`Beyond` unless the claims of one object surely meet in the group."""
    of = conditions.meaning.of
    if any(m.condition is not None for m in members) or len({tuple(of(k) for k in m.keys) for m in members}) > 1:
        raise Beyond("meeting", group.name)
    if len({of(m.unit) for m in members}) > 1 or any(m.kind != members[0].kind for m in members):
        raise Beyond("meeting", group.name)
    days = {of(b.decides) for b in conditions.rulebook.benefits if b.id in {m.benefit for m in members}}
    if group.window not in _TIMELESS and len(days) > 1:
        raise Beyond("meeting", group.name)
    for member in members:
        for term in (member.unit, *member.keys):
            if term is not None:
                conditions.whose(term, (object_,))


def _together(conditions: Conditions, group: GroupDecl, claims: Sequence[Claim]) -> list[tuple[Formula, Fraction]]:
    f = conditions.formulas
    if group.shape == "higher":
        return _higher(conditions, claims)
    order = list(group.names)
    found: list[tuple[Formula, Fraction]] = []
    for claim in claims:
        match group.shape:
            case "named_loser" | "precedence":
                over = [c for c in claims if claim.benefit in order and c.benefit not in order]
            case "sequence":
                over = [
                    c
                    for c in claims
                    if {c.benefit, claim.benefit} <= set(order) and order.index(c.benefit) < order.index(claim.benefit)
                ]
            case _:
                raise Beyond("shape", group.shape)
        free = f.every(f.negate(c.side.granted) for c in over)
        found += [(f.every((guard, free)), amount) for guard, amount in sums(claim)]
    return found


def _higher(conditions: Conditions, claims: Sequence[Claim]) -> list[tuple[Formula, Fraction]]:
    """Step by step: what each sum adds to the next lower one, where it or a higher one is granted."""
    found = [pair for c in claims for pair in sums(c)]
    if any(amount < 0 for _, amount in found):
        raise Beyond("shape", "higher")
    steps = sorted({amount for _, amount in found} - {Fraction(0)})
    f = conditions.formulas
    return [
        (f.some([g for g, amount in found if amount >= step]), step - before)
        for before, step in zip([Fraction(0), *steps], steps, strict=False)
    ]
