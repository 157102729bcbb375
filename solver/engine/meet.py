"""Which claims can meet in a group at all: a claim is kept apart from another whose key is another word of the law."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from compiler.rulebook.model import GroupDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Const, Var

_KNOWN: dict[int, tuple[GroupDecl, dict[str, frozenset[str]]]] = {}
_MOST = 512


def meeting_in(group: GroupDecl) -> dict[str, frozenset[str]]:
    """For each benefit of a group those of which a claim can meet one of its own there."""
    known = _KNOWN.get(id(group))
    if known is None or known[0] is not group:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        known = _KNOWN[id(group)] = group, _meeting(group)
    return known[1]


def members_near(group: GroupDecl, own: frozenset[str]) -> tuple[MemberDecl, ...]:
    """The members of a group that can matter to claims of these benefits: those that a chain of claims leads to of
    which each can meet the next, and the payments that one of them can meet. A payment has been made, whatever else it
    meets: no chain goes on from it."""
    meet = meeting_in(group)
    near, before = own & meet.keys(), 0
    while len(near) > before:
        before = len(near)
        near |= frozenset[str]().union(*(meet[b] for b in near))
    claims = [m for m in group.members if m.benefit in near]
    return tuple(
        m
        for m in group.members
        if m.benefit in near or (m.benefit == PAID and any(not kept_apart(m, c) for c in claims))
    )


def claims_near(
    group: GroupDecl, own: frozenset[tuple[str, str]], objects: Mapping[str, Sequence[str]]
) -> tuple[tuple[MemberDecl, str], ...]:
    """The claims of a group that can matter to these (benefit and object), themselves included, and the payments, among
    the objects of each kind: as :func:`members_near`, object by object."""
    members = members_near(group, frozenset(benefit for benefit, _ in own))
    claims = [(m, o) for m in members for o in objects.get(m.kind, ())]
    near = {i for i, (m, o) in enumerate(claims) if (m.benefit, o) in own}
    waiting, rest = list(near), set(range(len(claims))) - near
    while waiting:
        one = claims[waiting.pop()]
        met = {i for i in rest if not _apart(one[0], claims[i][0], one[1] != claims[i][1])}
        rest -= met
        near |= met
        waiting += [i for i in met if claims[i][0].benefit != PAID]
    return tuple(claims[i] for i in sorted(near))


def can_meet(group: GroupDecl, count: Counter[str]) -> bool:
    """Whether a group can matter to a case: two claims that can meet in it, or one where history is looked back at."""
    claims = sum(count[m.kind] for m in group.members if m.kind != PAID)
    lists_records = any(m.kind == PAID for m in group.members)
    if claims and (group.shape in ("only_once", "ladder") or (count[PAID] and not lists_records)):
        return True
    return any(
        count[a.kind] >= (2 if a is b else 1) and count[b.kind] >= 1 and not kept_apart(a, b)
        for index, a in enumerate(group.members)
        for b in group.members[index:]
    )


def _meeting(group: GroupDecl) -> dict[str, frozenset[str]]:
    """For each benefit of a group those of which a claim can meet one of its own there."""
    members = [m for m in group.members if m.benefit != PAID]
    found: dict[str, set[str]] = {m.benefit: set() for m in members}
    for index, a in enumerate(members):
        for b in members[index:]:
            if not kept_apart(a, b):
                found[a.benefit].add(b.benefit)
                found[b.benefit].add(a.benefit)
    return {benefit: frozenset(others) for benefit, others in found.items()}


def sharing(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """For each cap or floor that claims share the benefits whose claims do."""
    found: dict[str, set[str]] = {}
    for benefit in rulebook.benefits:
        for cap in benefit.caps:
            found.setdefault(cap.id, set()).add(benefit.id)
    return {id: frozenset(benefits) for id, benefits in found.items()}


def can_share(rulebook: Rulebook, shared: Mapping[str, frozenset[str]], ids: set[str], count: Counter[str]) -> bool:
    """Whether a shared cap or floor can matter to a claim of one of these benefits: others share it, or payments."""
    kinds = [{b.kind for b in rulebook.benefits if b.id in of} for of in shared.values() if of & ids]
    return any(count[PAID] or sum(count[kind] for kind in found) > 1 for found in kinds)


def kept_apart(a: MemberDecl, b: MemberDecl) -> bool:
    """Whether two members' claims differ in a key whatever the case says: other words, or each its own object."""
    return _apart(a, b, a is b)


def _apart(a: MemberDecl, b: MemberDecl, other_objects: bool) -> bool:
    """The same of two claims. ``other_objects``: they are known to be for different ones."""
    for first, second in zip(a.keys, b.keys, strict=False):
        if isinstance(first, Const) and isinstance(second, Const) and first.value != second.value:
            return True
        own = isinstance(first, Var) and isinstance(second, Var) and first.depth == second.depth == 0
        if own and other_objects:
            return True
    return False
