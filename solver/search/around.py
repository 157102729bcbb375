"""What decides about the other claims that a claim may have to give way to, or that count with it."""

from __future__ import annotations

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import Cond, Term
from solver.search.evaluate import Evaluator
from solver.search.leaves import Instance, instances


def around(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str) -> tuple[Instance, ...]:
    """The comparisons of every claim in a group or under a limit with this one, and of the groups themselves."""
    objects: dict[str, list[str]] = {}
    for fact in evaluator.case.facts:
        objects.setdefault(fact.kind, []).append(fact.id)
    parts: dict[tuple[Cond | Term, str], None] = {}
    rivals: set[str] = set()
    for group in rulebook.groups:
        if not any(m.benefit == benefit.id for m in group.members):
            continue
        for member in group.members:
            own = [p for p in (member.condition, member.unit, *member.keys) if p is not None]
            parts |= {(p, o): None for o in objects.get(member.kind, ()) for p in own}
            rivals.add(member.benefit)
    for limit in rulebook.limits:
        if any(c.benefit == benefit.id for c in limit.covers):
            rivals |= {c.benefit for c in limit.covers}
    for id in sorted(rivals):
        other = rulebook.benefit(id)
        if other is None:
            continue
        of_other: list[Cond | Term] = [p for p in (other.condition, other.amount, other.decides) if p is not None]
        parts |= {
            (p, o): None for o in objects.get(other.kind, ()) if (id, o) != (benefit.id, object_) for p in of_other
        }
    return tuple(dict.fromkeys(i for part, o in parts for i in instances(part, (o,), evaluator)))
