"""Where in a rulebook there is something to see: every condition, row, bound and date, with the rule it is written in.

A written condition may stand in the rulebook several times, as definitions and exceptions are put in where they are
used. It is one goal by its place in the text, and seen wherever it decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import (
    Aggregate,
    All,
    Any,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Holds,
    Label,
    Marginal,
    Named,
    Not,
    OneOf,
    Open,
    Quantifier,
    Recursive,
    Series,
    Term,
    Test,
)
from compiler.source.record import dataclass

Node = Cond | Term
CHANGES = ("reworded", "before_change")
RULES = ("exception", "analogy", "transition", "definition")


@dataclass(frozen=True, slots=True)
class Owner:
    """The written rule that a node stands in."""

    sort: str
    name: str
    document: str
    clause: str


@dataclass(frozen=True, slots=True)
class Root:
    """A condition or value of a claim. ``part``: condition (decides the claim), answer (what a claim that is due comes
    to: its sum, its dates, who is paid), ending (when payment stops or an instalment is due), limit or member (whether
    a rule between claims applies), each of ``benefit``. ``group`` is the id of that limit or group."""

    part: str
    node: Node
    benefit: Benefit | None
    owner: Owner
    group: str = ""
    index: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """A node to look at: ``sort`` of its goal, and what it hangs under. ``index``: the row of a table, the slice."""

    sort: str
    node: Node
    root: Root
    owner: Owner
    index: int = 0
    role: str = ""


def roots(rulebook: Rulebook) -> Iterator[Root]:
    """Every root, in the order of the rulebook."""
    by_id = {b.id: b for b in rulebook.benefits}
    for benefit in rulebook.benefits:
        owner = Owner(benefit.sort, benefit.name, benefit.document, benefit.clause)
        yield Root("condition", benefit.condition, benefit, owner)
        answers = (benefit.amount, benefit.starting, benefit.duration, benefit.payee, benefit.applicant)
        for term in (*answers, *(c.amount for c in benefit.caps)):
            if term is not None:
                yield Root("answer", term, benefit, owner)
        for stop in benefit.stops:
            yield Root("ending", stop.condition, benefit, owner)
            if stop.date is not None:
                yield Root("answer", stop.date, benefit, owner)
        for part in benefit.parts:
            if part.condition is not None:
                yield Root("ending", part.condition, benefit, owner)
            if part.due is not None:
                yield Root("answer", part.due, benefit, owner)
    for benefit in rulebook.benefits:
        for index, cap in enumerate(benefit.caps):
            if cap.condition is not None:
                owner = Owner("exception", cap.id, cap.document, cap.clause)
                yield Root("shared", cap.condition, benefit, owner, cap.id, index)
    for limit in rulebook.limits:
        for index, covered in enumerate(limit.covers):
            owner = Owner("limit", limit.name, limit.document, limit.clause)
            if covered.condition is not None:
                yield Root("limit", covered.condition, by_id[covered.benefit], owner, limit.id, index)
    for group in rulebook.groups:
        owner = Owner("nodup", group.name, group.document, group.clause)
        for index, member in enumerate(group.members):
            if member.condition is not None:
                yield Root("member", member.condition, by_id.get(member.benefit), owner, group.id, index)


def sites(root: Root, rulebook: Rulebook) -> Iterator[Site]:
    """Everything there is to see under a root, outermost first. Each body of a recursive definition is gone through
    once."""
    bodies = {d.name: d.body for d in rulebook.recursive}
    held = frozenset(d.number for d in rulebook.documents if d.held)
    seen: set[str] = set()

    def under(node: object, owner: Owner) -> Iterator[Site]:
        match node:
            case Label(_, kind, name, operand, document, clause):
                if kind == "in_force":
                    of = Owner("clause", name, document, clause)
                    yield from _dates(node, operand, root, of, under)
                    return
                if kind in CHANGES and isinstance(operand, Test):
                    yield Site("date", operand, root, Owner("clause", "", document, clause), 0, kind)
                    return
                if kind in RULES:
                    owner = Owner(
                        kind, name, *((document, clause) if document in held else (owner.document, owner.clause))
                    )
                    yield Site("rule", node, root, owner)
                yield from under(operand, owner)
            case Not(_, operand):
                yield from under(operand, owner)
            case All(_, operands) | Any(_, operands):
                for part in operands:
                    yield from under(part, owner)
            case Test(_, op, left, right):
                yield Site("condition", node, root, owner)
                if op not in ("eq", "ne"):
                    yield Site("boundary", node, root, owner)
                yield from under(left, owner)
                yield from under(right, owner)
            case OneOf(_, term) | Holds(_, term):
                yield Site("condition", node, root, owner)
                if isinstance(term, Apply) and term.op == "within":
                    yield Site("boundary", node, root, owner)
                yield from under(term, owner)
            case Open():
                yield Site("condition", node, root, owner)
            case Quantifier(_, _, members, where):
                yield Site("condition", node, root, owner)
                yield from under(members.list, owner)
                yield from under(where, owner)
            case Recursive(_, definition, args):
                yield Site("condition", node, root, owner)
                for arg in args:
                    yield from under(arg, owner)
                if definition not in seen:
                    seen.add(definition)
                    yield from under(bodies[definition], Owner("definition", definition, owner.document, owner.clause))
            case Choose(_, cases, otherwise):
                if shown(node):
                    for index in range(len(cases) + (otherwise is not None)):
                        yield Site("row", node, root, owner, index)
                for cond, term in cases:
                    yield from under(cond, owner)
                    yield from under(term, owner)
                yield from under(otherwise, owner)
            case Marginal(_, subject, slices):
                for index in range(len(slices)):
                    yield Site("band", node, root, owner, index)
                yield from under(subject, owner)
            case Apply(_, _, args, _, label):
                if label in ("cap", "floor"):
                    yield Site("bound", node, root, owner)
                for arg in args:
                    yield from under(arg, owner)
            case Named(_, name, body):
                yield from under(body, Owner("definition", name, owner.document, owner.clause))
            case Aggregate(_, _, members, where, key):
                yield from under(members.list, owner)
                yield from under(where, owner)
                yield from under(key, owner)
            case Series(_, _, day, values):
                for index in range(len(values)):
                    yield Site("date", node, root, owner, index, "value")
                yield from under(day, owner)
                for _, term in values:
                    yield from under(term, owner)
            case FieldOf(base):
                yield from under(base, owner)
            case _:
                return

    yield from under(root.node, root.owner)


def _dates(
    label: Label, whole: Cond, root: Root, owner: Owner, under: Callable[[object, Owner], Iterator[Site]]
) -> Iterator[Site]:
    """The edges of a clause's time, and the conditions of its retroactive starts."""
    ways = whole.operands if isinstance(whole, Any) else (whole,)
    for way in ways:
        parts = way.operands if isinstance(way, All) else (way,)
        if isinstance(way, Label):  # retroactive: from its own first day up to the ordinary one, on its condition
            assert isinstance(way.operand, All)
            start, _, *conditions = way.operand.operands
            yield Site("date", start, root, owner, 0, "back")
            for cond in conditions:
                yield from under(cond, owner)
            continue
        for part in parts:
            inner = part.operand if isinstance(part, Label) else part
            if isinstance(inner, Test):
                yield Site("date", inner, root, owner, 0, "start" if inner.op == "ge" else "end")


def shown(node: Choose) -> bool:
    """Whether a choice is a table of the text: not the truth of a condition, nor the place where exceptions set
    another amount (they are goals themselves)."""
    values = [term for _, term in node.cases]
    if all(isinstance(v, Const) and isinstance(v.value, bool) for v in values):
        return False
    return not any(_is_exception(cond) for cond, _ in node.cases)


def _is_exception(cond: Cond) -> bool:
    match cond:
        case Label(_, "exception"):
            return True
        case All(_, operands):
            return bool(operands) and _is_exception(operands[0])
        case _:
            return False


_SIGNS = {"eq": "=", "ne": "≠", "lt": "<", "le": "≤", "gt": ">", "ge": "≥"}


def told(cond: Cond) -> str:
    """A condition in the words it is written in, on one line. A date of the law has none of its own, and a row of a
    table says its subject once for all rows: these are put before it."""
    text = " ".join(cond.origin.text.split())
    if not isinstance(cond, Test):
        return text
    subject, own = cond.left.origin, cond.origin
    if subject.file == own.file and own.start <= subject.start and subject.end <= own.end:
        return text
    name = " ".join(subject.text.split())
    if isinstance(cond.left, FieldOf) and (not name or "\n" in subject.text.strip()):
        name = cond.left.name
    if cond.right.origin == own:
        written = cond.right.written if isinstance(cond.right, Const) and cond.right.type.kind == "date" else text
        return f"{name} {_SIGNS[cond.op]} {written}"
    # What stands for the date or the person of a rule (事由日, 享受人) has the whole rule for its place.
    return text if "\n" in subject.text.strip() else f"{name} {text}"
