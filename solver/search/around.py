"""What decides about the other claims that a claim may have to give way to, or that count with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from compiler.cases.model import Scalar
from compiler.rulebook.model import Benefit, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond
from compiler.rulebook.wordings import wordings
from solver.engine.meet import members_near
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.leaves import Instance, blame, instances, touched
from solver.search.near import Out, counting, rules_around
from solver.search.sides import Claim, Placed, compared, conditions, is_weighed


def around(
    rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str, out: Out | None = None
) -> tuple[Instance, ...]:
    """The comparisons of every claim in a group or under a limit with this one, and of the groups themselves. ``out``:
    which of them never count."""
    asked, others = _parts(rulebook, evaluator, benefit, object_, out)
    found = [i for part, env in (*asked, *others) for i in instances(part, env, evaluator)]
    return _told((*found, *between(rulebook, evaluator, benefit, object_, out)))


def swings(
    rulebook: Rulebook,
    evaluator: Evaluator,
    benefit: Benefit,
    object_: str,
    usable: Callable[[Cell], bool],
    out: Out | None = None,
) -> tuple[Instance, ...]:
    """Of those the comparisons of which at least one has to come out otherwise before anything around the claim does:
    for each condition those that keep it as it is; for days, sums and keys all."""
    asked, others = _parts(rulebook, evaluator, benefit, object_, out)
    found: list[Instance] = [i for part, env in others for i in instances(part, env, evaluator)]
    for part, env in asked:
        for wanted in (True, False):
            found += blame(part, env, wanted, evaluator, usable)
    return _told((*found, *between(rulebook, evaluator, benefit, object_, out)))


def _told(found: Iterable[Instance]) -> tuple[Instance, ...]:
    """Each comparison once. Those of the rulebook are told apart by identity: it is quick, and they outlive this."""
    return tuple({(id(i.leaf), i.env, i.wanted): i for i in found}.values())


MANY = 12
"""With more claims than this under a rule, only pairs with one by which it was come upon are compared."""


def between(
    rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str, out: Out | None = None
) -> tuple[Instance, ...]:
    """How the claims and payments of each group and limit of the benefit lie to each other: sums, days, keys."""
    own = _own(rulebook, benefit, object_)
    # Of what may come under a rule only the way the text is read keeps anything out, which is the same throughout.
    key = ("between", own, id(out))
    return evaluator.by_payments(key, lambda: tuple(_between(rulebook, evaluator, own, out)))


def _between(rulebook: Rulebook, evaluator: Evaluator, own: frozenset[Claim], out: Out | None) -> Iterator[Instance]:
    for rule, through in rules_around(rulebook, evaluator, own, out):
        claims = counting(rulebook, evaluator, rule, through, own, out)
        for a, b in combinations(claims, 2):
            if len(claims) <= MANY or through & {a.claim, b.claim}:
                yield from (Instance(leaf, ()) for leaf in compared(a, b, rule, is_weighed(rule)))


def _parts(
    rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit, object_: str, out: Out | None
) -> tuple[list[tuple[Cond, Env]], list[Placed]]:
    """What is asked of the other claims and of each as a member of a rule, and what else they are compared by."""
    asked: dict[tuple[int, Env], tuple[Cond, Env]] = {}
    others: dict[tuple[int, Env], Placed] = {}
    own = _own(rulebook, benefit, object_)
    for rule, through in rules_around(rulebook, evaluator, own, out):
        for side in counting(rulebook, evaluator, rule, through, own, out):
            other = rulebook.benefit(side.claim[0]) if side.claim not in own else None
            for condition in conditions(rulebook, side, own):
                asked[id(condition), (side.object,)] = (condition, (side.object,))
            compared_by = side.keys if other is None else (*side.keys, side.sum, side.day)
            others |= {(id(placed[0]), placed[1]): placed for placed in compared_by if placed is not None}
    return list(asked.values()), list(others.values())


def _own(rulebook: Rulebook, benefit: Benefit, object_: str) -> frozenset[Claim]:
    return frozenset((b.id, object_) for b in wordings(rulebook, benefit.id))


def _groups_near(rulebook: Rulebook, own: frozenset[str]) -> list[tuple[MemberDecl, ...]]:
    """The members of each group that can matter to claims of some benefits, through others as well."""
    reached, before = own, frozenset[str]()
    found: list[tuple[MemberDecl, ...]] = []
    while reached != before:
        before = reached
        found = [near for group in rulebook.groups if (near := members_near(group, before))]
        reached |= {m.benefit for near in found for m in near if m.benefit != PAID}
    return found


def meeting(rulebook: Rulebook, evaluator: Evaluator, benefit: Benefit) -> dict[Cell, tuple[Scalar, ...]]:
    """The facts by which claims and payments are found to be for the same thing: what units and keys are read from, and
    what a record of a payment says it was for. With each the names at which it would meet another."""
    objects = evaluator.objects
    found: dict[Cell, dict[Scalar, None]] = {}
    for near in _groups_near(rulebook, frozenset(b.id for b in wordings(rulebook, benefit.id))):
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
