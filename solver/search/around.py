"""What decides about the other claims that a claim may have to give way to, or that count with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from compiler.cases.model import Scalar
from compiler.rulebook.model import Benefit, GroupDecl, LimitDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond, Term
from compiler.rulebook.wordings import wordings
from solver.engine.meet import claims_near, members_near
from solver.search.evaluate import Cell, Evaluator
from solver.search.leaves import Instance, blame, instances, touched
from solver.search.sides import compared, is_weighed, sides


def around(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str) -> tuple[Instance, ...]:
    """The comparisons of every claim in a group or under a limit with this one, and of the groups themselves."""
    conditions, others = _parts(rulebook, evaluator, benefit, object_)
    found = [i for part, o in (*conditions, *others) for i in instances(part, (o,), evaluator)]
    return _told((*found, *between(rulebook, evaluator, benefit, object_)))


def swings(
    rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str, usable: Callable[[Cell], bool]
) -> tuple[Instance, ...]:
    """Of those the comparisons of which at least one has to come out otherwise before anything around the claim does:
    for each condition those that keep it as it is; for days, sums and keys all."""
    conditions, others = _parts(rulebook, evaluator, benefit, object_)
    found: list[Instance] = [i for part, o in others for i in instances(part, (o,), evaluator)]
    for part, o in conditions:
        for wanted in (True, False):
            found += blame(part, (o,), wanted, evaluator, usable)
    return _told((*found, *between(rulebook, evaluator, benefit, object_)))


def _told(found: Iterable[Instance]) -> tuple[Instance, ...]:
    """Each comparison once. Those of the rulebook are told apart by identity: it is quick, and they outlive this."""
    return tuple({(id(i.leaf), i.env): i for i in found}.values())


MANY = 12
"""With more claims than this in a group, only pairs with the claim asked about are compared, not all pairs."""


def between(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str) -> Iterator[Instance]:
    """How the claims and payments of each group and limit of the benefit lie to each other: sums, days, keys."""
    own = frozenset((b.id, object_) for b in wordings(rulebook, benefit.id))
    ids = {id for id, _ in own}
    rules: tuple[GroupDecl | LimitDecl, ...] = (*rulebook.groups, *rulebook.limits)
    for rule in rules:
        parts = rule.members if isinstance(rule, GroupDecl) else rule.covers
        if any(p.benefit in ids for p in parts):
            claims = sides(rulebook, evaluator, rule, own)
            for a, b in combinations(claims, 2):
                if len(claims) <= MANY or own & {a.claim, b.claim}:
                    yield from (Instance(leaf, ()) for leaf in compared(a, b, rule, is_weighed(rule)))


_Part = tuple[Cond, str]


def _parts(
    rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str
) -> tuple[list[_Part], list[tuple[Cond | Term, str]]]:
    """What is asked of the other claims and of each as a member of a group, and what else they are compared by."""
    objects = evaluator.objects
    conditions: dict[tuple[int, str], _Part] = {}
    others: dict[tuple[int, str], tuple[Cond | Term, str]] = {}
    rivals: dict[tuple[str, str], None] = {}
    own = frozenset((b.id, object_) for b in wordings(rulebook, benefit.id))
    own_ids = {b for b, _ in own}
    for group in rulebook.groups:
        for member, o in claims_near(group, own, objects):
            if member.condition is not None:
                conditions[id(member.condition), o] = (member.condition, o)
            others |= {(id(p), o): (p, o) for p in (member.unit, *member.keys) if p is not None}
            rivals[member.benefit, o] = None
    for limit in rulebook.limits:
        if any(c.benefit in own_ids for c in limit.covers):
            covered = [b for c in limit.covers if (b := rulebook.benefit(c.benefit)) is not None]
            rivals |= {(b.id, o): None for b in covered for o in objects.get(b.kind, ())}
    for name, o in sorted(rivals.keys() - own):
        other = rulebook.benefit(name)
        if other is not None:
            conditions[id(other.condition), o] = (other.condition, o)
            others |= {(id(p), o): (p, o) for p in (other.amount, other.decides) if p is not None}
    return list(conditions.values()), list(others.values())


def meeting(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit) -> dict[Cell, tuple[Scalar, ...]]:
    """The facts by which claims and payments are found to be for the same thing: what units and keys are read from, and
    what a record of a payment says it was for. With each the names at which it would meet another."""
    objects = evaluator.objects
    found: dict[Cell, dict[Scalar, None]] = {}
    own_ids = frozenset(b.id for b in wordings(rulebook, benefit.id))
    for group in rulebook.groups:
        near = members_near(group, own_ids)
        if not near:
            continue
        columns: dict[int, dict[Scalar, None]] = {}
        read: list[tuple[int, Cell]] = []
        for member in near:
            for number, term in enumerate((member.unit, *member.keys)):
                for object_ in objects.get(member.kind, ()) if term is not None else ():
                    assert term is not None
                    value = evaluator.value(term, (object_,))
                    if isinstance(value, str):
                        columns.setdefault(number, {})[value] = None
                    read += [(number, cell) for cell in sorted(touched(term, (object_,), evaluator))]
        for number, cell in read:
            found.setdefault(cell, {}).update(columns.get(number, {}))
        members = [rulebook.benefit(m.benefit) for m in near]
        named: dict[str, dict[Scalar, None]] = {
            "待遇": {m.name: None for m in members if m is not None},
            "事由": {o: None for m in near for o in objects.get(m.kind, ()) if m.kind != PAID},
            "享受人": columns.get(0, {}),
        }
        for record in objects.get(PAID, ()):
            for field, names in named.items():
                found.setdefault((PAID, record, field), {}).update(names)
    return {cell: tuple(names) for cell, names in found.items()}
