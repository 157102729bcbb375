"""What decides about the other claims that a claim may have to give way to, or that count with it."""

from __future__ import annotations

from compiler.cases.model import Scalar
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond, Term
from compiler.rulebook.wordings import wordings
from solver.search.evaluate import Cell, Evaluator
from solver.search.leaves import Instance, instances, touched


def around(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str) -> tuple[Instance, ...]:
    """The comparisons of every claim in a group or under a limit with this one, and of the groups themselves."""
    objects: dict[str, list[str]] = {}
    for fact in evaluator.case.facts:
        objects.setdefault(fact.kind, []).append(fact.id)
    parts: dict[tuple[Cond | Term, str], None] = {}
    rivals: set[str] = set()
    own_ids = {b.id for b in wordings(rulebook, benefit.id)}
    for group in rulebook.groups:
        if not any(m.benefit in own_ids for m in group.members):
            continue
        for member in group.members:
            own = [p for p in (member.condition, member.unit, *member.keys) if p is not None]
            parts |= {(p, o): None for o in objects.get(member.kind, ()) for p in own}
            rivals.add(member.benefit)
    for limit in rulebook.limits:
        if any(c.benefit in own_ids for c in limit.covers):
            rivals |= {c.benefit for c in limit.covers}
    for id in sorted(rivals):
        other = rulebook.benefit(id)
        if other is None:
            continue
        of_other: list[Cond | Term] = [p for p in (other.condition, other.amount, other.decides) if p is not None]
        parts |= {
            (p, o): None for o in objects.get(other.kind, ()) if id not in own_ids or o != object_ for p in of_other
        }
    return tuple(dict.fromkeys(i for part, o in parts for i in instances(part, (o,), evaluator)))


def meeting(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit) -> dict[Cell, tuple[Scalar, ...]]:
    """The facts by which claims and payments are found to be for the same thing: what units and keys are read from, and
    what a record of a payment says it was for. With each the names at which it would meet another."""
    objects: dict[str, list[str]] = {}
    for fact in evaluator.case.facts:
        objects.setdefault(fact.kind, []).append(fact.id)
    found: dict[Cell, dict[Scalar, None]] = {}
    own_ids = {b.id for b in wordings(rulebook, benefit.id)}
    for group in rulebook.groups:
        if not any(m.benefit in own_ids for m in group.members):
            continue
        columns: dict[int, dict[Scalar, None]] = {}
        read: list[tuple[int, Cell]] = []
        for member in group.members:
            for number, term in enumerate((member.unit, *member.keys)):
                for object_ in objects.get(member.kind, ()) if term is not None else ():
                    assert term is not None
                    value = evaluator.value(term, (object_,))
                    if isinstance(value, str):
                        columns.setdefault(number, {})[value] = None
                    read += [(number, cell) for cell in sorted(touched(term, (object_,), evaluator))]
        for number, cell in read:
            found.setdefault(cell, {}).update(columns.get(number, {}))
        members = [rulebook.benefit(m.benefit) for m in group.members]
        named: dict[str, dict[Scalar, None]] = {
            "待遇": {m.name: None for m in members if m is not None},
            "事由": {o: None for m in group.members for o in objects.get(m.kind, ()) if m.kind != PAID},
            "享受人": columns.get(0, {}),
        }
        for record in objects.get(PAID, ()):
            for field, names in named.items():
                found.setdefault((PAID, record, field), {}).update(names)
    return {cell: tuple(names) for cell, names in found.items()}
