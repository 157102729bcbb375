"""Which members of a 不重复 can meet at all, and how each shape can settle it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from compiler.rulebook.model import Benefit, GroupDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Const, Term, Var
from solver.questions.cover.keys import Key, pair_key
from solver.questions.cover.ranges import Range


def pair_goals(rulebook: Rulebook, group: GroupDecl) -> Iterator[tuple[Key, str, str, str]]:
    """Key, way and the two members (benefit ids, or the record of payments) of everything that can be seen of a group.
    Two that can never meet, or that may be had together, are no pair."""
    by_id = {b.id: b for b in rulebook.benefits}
    together = frozenset(rulebook.together)
    for index, a in enumerate(group.members):
        for b in group.members[index:]:
            if a.benefit == b.benefit == PAID or (a.benefit, b.benefit) in together or never_meet(a, b, group):
                continue
            ways = list(_ways(group, a, b, by_id))
            for way, first, second in dict.fromkeys(ways):
                yield pair_key(group.id, first, second), way, first, second
            if ways:
                yield pair_key(group.id, a.benefit, b.benefit), "apart", a.benefit, b.benefit


def never_meet(a: MemberDecl, b: MemberDecl, group: GroupDecl) -> bool:
    """Whether two members' claims differ in unit or key whatever a case says."""
    pairs = [*zip(a.keys, b.keys, strict=False), (a.unit, b.unit)]
    for first, second in pairs:
        if isinstance(first, Const) and isinstance(second, Const) and first.value != second.value:
            return True
        if first is not None and second is not None and _kinds_differ(first, second):
            return True
        if a is b and isinstance(first, Var) and first.depth == 0 and first is second:
            return True
    return a is b and any(isinstance(k, Var) and k.depth == 0 for k in (*a.keys, a.unit))


def _kinds_differ(first: Term, second: Term) -> bool:
    one, two = first.type, second.type
    return one.kind == two.kind == "entity" and one.name != two.name


def _ways(group: GroupDecl, a: MemberDecl, b: MemberDecl, by_id: dict[str, Benefit]) -> Iterator[tuple[str, str, str]]:
    """(way, first, second) for everything that the shape can do with a pair."""
    x, y = a.benefit, b.benefit
    orders = [(x, y)] if x == y else [(x, y), (y, x)]
    listed = group.names
    match group.shape:
        case "named_loser" | "precedence":
            for first, second in orders:
                if first not in listed and second in listed:
                    yield ("stands" if second == PAID else "wins"), first, second
        case "sequence":
            for first, second in orders:
                if first in listed and second in listed and listed.index(first) < listed.index(second):
                    yield "wins", first, second
        case "only_once" | "ladder" | "claimants_choice":
            for first, second in orders:
                if second != PAID:
                    yield "wins", first, second
            if group.shape == "claimants_choice" and PAID not in (x, y):
                yield "open", x, y
        case "higher":
            if not _weighable(by_id.get(x), by_id.get(y)):
                yield "open", x, y
                return
            for first, second in orders:
                if second != PAID:
                    yield "wins", first, second
                    if first == PAID:
                        yield "made_up", first, second
        case "top_up":
            for first, second in orders:
                if second != PAID:
                    yield "made_up" if _alike(by_id.get(x), by_id.get(y)) else "open", first, second
        case _:
            yield "open", x, y


class Weigh(Enum):
    """Whether the first of two sums can be the higher one."""

    NEVER = 0
    MAYBE = 1


def weigh(first: Range, second: Range) -> Weigh:
    """Whether a sum in the first range can be as high as one in the second."""
    high, low = first[1], second[0]
    return Weigh.NEVER if high is not None and low is not None and high < low else Weigh.MAYBE


def _weighable(a: Benefit | None, b: Benefit | None) -> bool:
    """Whether two sums can be compared: both are sums, and paid in the same rhythm."""
    return _alike(a, b) and all(x is None or x.amount is not None for x in (a, b))


def _alike(a: Benefit | None, b: Benefit | None) -> bool:
    """Whether two are paid in the same rhythm; a payment made (None) was paid once, or for one time."""
    forms = {x.form for x in (a, b) if x is not None}
    return len(forms) == 1 and (None not in (a, b) or forms <= {"once", "time"})
