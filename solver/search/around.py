"""What decides about the other claims that a claim may have to give way to, or that count with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from compiler.cases.model import Scalar
from compiler.rulebook.model import Benefit, GroupDecl, LimitDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import DATE, Cond, FieldOf, Term, Type, Var
from compiler.rulebook.wordings import wordings
from solver.engine.meet import claims_near, members_near
from solver.search.evaluate import Cell, Evaluator
from solver.search.leaves import Between, Instance, blame, instances, touched


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
    objects = evaluator.objects
    own = frozenset((b.id, object_) for b in wordings(rulebook, benefit.id))
    for group in rulebook.groups:
        if any((m.benefit, object_) in own for m in group.members):
            near = claims_near(group, own, objects)
            claims = [(m.benefit, o, (m.unit, *m.keys), m.amount) for m, o in near]
            yield from _compared(rulebook, claims, own, group, group.shape in _WEIGHING)
    for limit in rulebook.limits:
        if any((c.benefit, object_) in own for c in limit.covers):
            kinds = {c.benefit: rulebook.benefit(c.benefit) for c in limit.covers}
            claims = [
                (c.benefit, o, (c.unit,), None)
                for c in limit.covers
                if (decl := kinds[c.benefit]) is not None
                for o in objects.get(decl.kind, ())
            ]
            claims += [(PAID, o, (None,), None) for o in objects.get(PAID, ())]
            yield from _compared(rulebook, claims, own, limit, limit.order == "highest")


_Claim = tuple[str, str, tuple[Term | None, ...], Term | None]
_WEIGHING = frozenset({"higher", "ladder", "top_up"})


def _compared(
    rulebook: Rulebook,
    claims: list[_Claim],
    own: frozenset[tuple[str, str]],
    rule: GroupDecl | LimitDecl,
    weighed: bool,
) -> Iterator[Instance]:
    pairs = [
        (a, b)
        for i, a in enumerate(claims)
        for b in claims[i + 1 :]
        if len(claims) <= MANY or own & {(a[0], a[1]), (b[0], b[1])}
    ]
    for (name, o, keys, level), (other, p, keys_of_other, level_of_other) in pairs:
        terms = [("key", k, m) for k, m in zip(keys, keys_of_other, strict=False)]
        terms.append(("day", _decides(rulebook, name), _decides(rulebook, other)))
        if weighed:
            terms.append(("sum", level or _sum(rulebook, name), level_of_other or _sum(rulebook, other)))
        for sort, one, another in terms:
            if one is not None and another is not None:
                leaf = Between(
                    sort,
                    one,
                    (o,),
                    another,
                    (p,),
                    rule.window,
                    rule.document,
                    rule.clause,
                    rule.quote,
                    rule.origin,
                )
                yield Instance(leaf, ())


def _decides(rulebook: Rulebook, name: str) -> Term | None:
    if name == PAID:
        return FieldOf(Var(0, PAID, Type("entity", PAID)), PAID, "日期", DATE)
    benefit = rulebook.benefit(name)
    return benefit.decides if benefit is not None else None


def _sum(rulebook: Rulebook, name: str) -> Term | None:
    if name == PAID:
        return FieldOf(Var(0, PAID, Type("entity", PAID)), PAID, "金额", Type("money", unit="元"))
    benefit = rulebook.benefit(name)
    return benefit.amount if benefit is not None else None


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
