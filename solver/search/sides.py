"""The claims and payments under one rule between claims, and what each is compared with the others by."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.rulebook.model import Benefit, Cap, GroupDecl, LimitDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID, PAID_FIELDS
from compiler.rulebook.terms import Cond, FieldOf, Term, Var
from compiler.rulebook.terms import Type as TermType
from compiler.source.record import dataclass
from solver.engine.meet import claims_near
from solver.search.evaluate import Env, Evaluator
from solver.search.leaves import Between

Claim = tuple[str, str]
"""A benefit's id, or that of the record of payments, and an object."""
Rule = GroupDecl | LimitDecl | Cap
"""A rule between claims; a cap or floor that claims share is one."""
Placed = tuple[Term, Env]
"""A term and the objects it is about."""
_WEIGHING = frozenset({"higher", "ladder", "top_up"})


@dataclass(frozen=True, slots=True)
class Side:
    """A claim, or a payment that was made: what it is for (``keys``, the unit first; None: nobody can tell), its day,
    its sum or level, and the condition under which the rule is about it."""

    claim: Claim
    keys: tuple[Placed | None, ...]
    day: Placed | None
    sum: Placed | None
    condition: Cond | None = None

    @property
    def object(self) -> str:
        """The fact it is about."""
        return self.claim[1]

    @property
    def is_payment(self) -> bool:
        """Whether it was paid already."""
        return self.claim[0] == PAID


def rules_of(rulebook: Rulebook, own: frozenset[Claim]) -> list[GroupDecl | LimitDecl]:
    """The rules between claims that some claims come under: groups first, then limits."""
    ids = {id for id, _ in own}
    groups = [g for g in rulebook.groups if any(m.benefit in ids for m in g.members)]
    return [*groups, *(x for x in rulebook.limits if any(c.benefit in ids for c in x.covers))]


def caps_of(rulebook: Rulebook, own: frozenset[Claim]) -> list[Cap]:
    """The caps and floors that some claims share with others."""
    ids = {id for id, _ in own}
    return list({c.id: c for b in rulebook.benefits if b.id in ids for c in b.caps}.values())


def sides(rulebook: Rulebook, evaluator: Evaluator, rule: Rule, own: frozenset[Claim]) -> tuple[Side, ...]:
    """All that can matter to some claims under a rule, themselves included."""
    return evaluator.by_payments(("sides", id(rule), own), lambda: _sides(rulebook, evaluator, rule, own))


def _sides(rulebook: Rulebook, evaluator: Evaluator, rule: Rule, own: frozenset[Claim]) -> tuple[Side, ...]:
    if isinstance(rule, Cap):
        return tuple(_under_cap(rulebook, evaluator, rule))
    if isinstance(rule, LimitDecl):
        return tuple(_under_limit(rulebook, evaluator, rule))
    near = claims_near(rule, own, evaluator.objects)
    found = [_member(rulebook, member, object_) for member, object_ in near]
    if not any(m.benefit == PAID for m in rule.members):
        found += _payments(rulebook, evaluator, rule)
    return tuple(found)


def paid_for(rulebook: Rulebook, evaluator: Evaluator, record: str) -> frozenset[str]:
    """The ids of the benefits of which a payment may be: those of its name, in its document where it names one that is
    known."""
    name, document = _said(evaluator, record, "待遇"), _said(evaluator, record, "文件")
    known = any(b.document == document for b in rulebook.benefits)
    return frozenset(b.id for b in rulebook.benefits if b.name == name and (not known or b.document == document))


def conditions(rulebook: Rulebook, side: Side, own: frozenset[Claim] = frozenset()) -> tuple[Cond, ...]:
    """The conditions under which a claim counts under a rule: that of the rule and, unless it is one's ``own``, those
    of its benefit. A payment that was made has none of its own."""
    benefit = rulebook.benefit(side.claim[0]) if side.claim not in own else None
    found = (side.condition, *(benefit.counting if benefit is not None else ()))
    return tuple(c for c in found if c is not None)


def is_weighed(rule: Rule) -> bool:
    """Whether sums or levels are held against each other."""
    if isinstance(rule, Cap):
        return False
    return rule.order == "highest" if isinstance(rule, LimitDecl) else rule.shape in _WEIGHING


def compared(a: Side, b: Side, rule: Rule, weighed: bool) -> Iterator[Between]:
    """How two lie to each other: what they are for, their days, and where they are ``weighed`` their sums."""
    pairs = [("key", k, m) for k, m in zip(a.keys, b.keys, strict=False)]
    pairs.append(("day", a.day, b.day))
    if weighed:
        pairs.append(("sum", a.sum, b.sum))
    for sort, one, other in pairs:
        if one is not None and other is not None:
            yield between(sort, one, other, rule)


def between(sort: str, one: Placed, other: Placed, rule: Rule) -> Between:
    """The comparison of two of their terms under a rule."""
    name = "" if isinstance(rule, Cap) else rule.name
    return Between(sort, *one, *other, rule.window, name, rule.document, rule.clause, rule.quote, rule.origin)


def _member(rulebook: Rulebook, member: MemberDecl, object_: str) -> Side:
    env = (object_,)
    keys = tuple((k, env) if k is not None else None for k in (member.unit, *member.keys))
    level = (member.amount, env) if member.amount is not None else _sum(rulebook, member.benefit, object_)
    return Side((member.benefit, object_), keys, _day(rulebook, member.benefit, object_), level, member.condition)


def _payments(rulebook: Rulebook, evaluator: Evaluator, group: GroupDecl) -> Iterator[Side]:
    """The payments of a group's benefits, where the group does not say itself which payments belong to it: for what the
    claim is for that was paid, if the case holds it; else for whom the record names."""
    for record in evaluator.objects.get(PAID, ()):
        of = paid_for(rulebook, evaluator, record)
        members = [m for m in group.members if m.benefit in of]
        reason = _said(evaluator, record, "事由")
        named = next((m for m in members if reason in evaluator.objects.get(m.kind, ())), None)
        own = (record,)
        if named is not None:
            side = _member(rulebook, named, reason)
            level = side.sum if group.shape == "ladder" else (_field("金额"), own)
            yield Side((PAID, record), side.keys, (_field("日期"), own), level)
        elif members:
            yield Side((PAID, record), ((_field("享受人"), own),), (_field("日期"), own), (_field("金额"), own))


def _under_limit(rulebook: Rulebook, evaluator: Evaluator, limit: LimitDecl) -> Iterator[Side]:
    for covered in limit.covers:
        decl = rulebook.benefit(covered.benefit)
        for object_ in evaluator.objects.get(decl.kind, ()) if decl is not None else ():
            day, sum_ = _day(rulebook, covered.benefit, object_), _sum(rulebook, covered.benefit, object_)
            yield Side((covered.benefit, object_), ((covered.unit, (object_,)),), day, sum_, covered.condition)
    yield from _records(rulebook, evaluator, {c.benefit for c in limit.covers})


def _under_cap(rulebook: Rulebook, evaluator: Evaluator, cap: Cap) -> Iterator[Side]:
    """The claims that share a cap or floor, and those of other wordings of their rules, which count with them."""
    families = {b.family for b in rulebook.benefits if cap.id in {c.id for c in b.caps}}
    found = [b for b in rulebook.benefits if b.family in families]
    for benefit in found:
        unit, condition = _shared_by(benefit, cap)
        for object_ in evaluator.objects.get(benefit.kind, ()):
            day, sum_ = _day(rulebook, benefit.id, object_), _sum(rulebook, benefit.id, object_)
            yield Side((benefit.id, object_), ((unit, (object_,)),), day, sum_, condition)
    yield from _records(rulebook, evaluator, {b.id for b in found})


def _shared_by(benefit: Benefit, cap: Cap) -> tuple[Term, Cond | None]:
    """For whom a claim of the benefit counts under a cap or floor, and when."""
    own = next((c for c in benefit.caps if c.id == cap.id), None)
    if own is None:
        return benefit.beneficiary, None
    return own.unit if own.unit is not None else benefit.beneficiary, own.condition


def _records(rulebook: Rulebook, evaluator: Evaluator, benefits: set[str]) -> Iterator[Side]:
    """The payments that may be of some benefits, for whom the record names."""
    for record in evaluator.objects.get(PAID, ()):
        if benefits & paid_for(rulebook, evaluator, record):
            own = (record,)
            yield Side((PAID, record), ((_field("享受人"), own),), (_field("日期"), own), (_field("金额"), own))


def _day(rulebook: Rulebook, name: str, object_: str) -> Placed | None:
    benefit = rulebook.benefit(name)
    decides = _field("日期") if name == PAID else benefit.decides if benefit is not None else None
    return (decides, (object_,)) if decides is not None else None


def _sum(rulebook: Rulebook, name: str, object_: str) -> Placed | None:
    benefit = rulebook.benefit(name)
    amount = _field("金额") if name == PAID else benefit.amount if benefit is not None else None
    return (amount, (object_,)) if amount is not None else None


def _field(name: str) -> Term:
    return _OF_PAYMENTS[name]


# One term for each field: comparisons are told apart by the identity of what they compare.
_OF_PAYMENTS: dict[str, Term] = {
    name: FieldOf(Var(0, PAID, TermType("entity", PAID)), PAID, name, type_) for name, type_ in PAID_FIELDS
}


def _said(evaluator: Evaluator, record: str, field: str) -> str:
    value = evaluator.value(_field(field), (record,))
    return value if isinstance(value, str) else ""
