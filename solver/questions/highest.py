"""Benefits of which the highest is paid, whatever facts they are for: a total that follows from the single findings.

Where claims meet in one group and the higher of any two is kept, claims fall into sets of which all meet: each set pays
what the highest of it comes to. What is the highest of several sums cannot fall where none of them falls and none goes.
So nobody loses in total where nobody loses of any single one, and likewise for gains; for any number of facts. This
holds only where meeting is the same on both sides and goes on from claim to claim: :func:`obstacles` says what of it is
missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compiler.rulebook.model import Benefit, GroupDecl, Rulebook
from compiler.rulebook.paid import PAID
from solver.answers.universal import Gap
from solver.questions.meetings import Key

_MOVING = "rollyear"
"""A window that moves with the day: the first of three claims may meet the second, and the second the third, alone."""
_ORDER = ("precedence", "tie")
Benefits = Mapping[Key, tuple[Benefit, ...]]


def obstacles(laws: Sequence[Rulebook], of: Sequence[Benefits], keys: Sequence[Key], alike: bool) -> tuple[Gap, ...]:
    """Why the total of benefits that can meet does not follow from the single ones; nothing when it does. ``of``: the
    benefits of each law by key; ``alike``: whether the rules between them mean the same in both laws."""
    found = [gap for law, benefits in zip(laws, of, strict=True) for gap in _in_law(law, benefits, keys)]
    forms = {b.form for benefits in of for k in keys for b in benefits.get(k, ())}
    if len(forms) > 1:
        found.append(Gap("construct", "forms"))
    if not alike:
        names = [g.name for law in laws for g in _groups(law, _ids(of, keys))]
        found.append(Gap("construct", "between", "、".join(dict.fromkeys(names))))
    return tuple(dict.fromkeys(found))


def _in_law(law: Rulebook, of: Benefits, keys: Sequence[Key]) -> Iterator[Gap]:
    ids = _ids([of], keys)
    groups = _groups(law, ids)
    if len(groups) > 1:
        yield Gap("construct", "groups", "、".join(g.name for g in groups))
    for group in groups:
        yield from _in_group(group, ids)
    if any(c.benefit in ids for limit in law.limits for c in limit.covers):
        yield Gap("construct", "limit")
    for benefit in (b for k in keys for b in of.get(k, ())):
        yield from _in_benefit(benefit)
    if any(len(of.get(k, ())) > 1 for k in keys) or any(
        g.shape in _ORDER and any(m.benefit in ids for m in g.members) for g in law.groups
    ):
        yield Gap("construct", "precedence")
    if any(ids & set(pair) for pair in law.together):
        yield Gap("construct", "meeting", groups[0].name if groups else "")


def _in_group(group: GroupDecl, ids: frozenset[str]) -> Iterator[Gap]:
    members = [m for m in group.members if m.benefit in ids]
    if group.shape != "higher":
        yield Gap("construct", "shape", group.name)
    if group.window == _MOVING:
        yield Gap("construct", "window", group.name)
    once = len({m.benefit for m in members}) == len(members)
    bounded = group.since is not None or group.until is not None
    if bounded or not once or len({len(m.keys) for m in members}) > 1 or any(m.amount is not None for m in members):
        yield Gap("construct", "meeting", group.name)


def _in_benefit(benefit: Benefit) -> Iterator[Gap]:
    if benefit.amount is None or benefit.open or benefit.sort != "benefit":
        yield Gap("construct", "no_sum", benefit.name)
    if benefit.caps:
        yield Gap("construct", "cap", benefit.name)
    if benefit.parts or benefit.stops or benefit.duration is not None or benefit.starting is not None:
        yield Gap("construct", "schedule", benefit.name)
    if benefit.wording is not None:
        yield Gap("construct", "precedence", benefit.name)


def _groups(law: Rulebook, ids: frozenset[str]) -> list[GroupDecl]:
    """The groups in which claims to these benefits can meet."""
    return [
        g
        for g in law.groups
        if g.shape not in _ORDER and any(m.benefit in ids and m.benefit != PAID for m in g.members)
    ]


def _ids(of: Sequence[Benefits], keys: Sequence[Key]) -> frozenset[str]:
    return frozenset(b.id for benefits in of for k in keys for b in benefits.get(k, ()))
