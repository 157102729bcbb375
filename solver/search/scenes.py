"""Which small cases are worth growing where it is asked what a reading of the text decides.

A scene is a benefit, an object of it, and what stands beside it: further objects of its kind, the records that its rule
counts or looks through, the claims and payments that it can meet. How many there are follows from the rules: one more
than any number that a count or a limit is held against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from compiler.cases.model import Case, Fact, FieldValue
from compiler.rulebook.model import Benefit, LimitDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Aggregate, Const, Quantifier, Test, walk
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.search.evaluate import Evaluator
from solver.search.rivals import Asks
from solver.search.skeleton import skeleton

MOST = 5
"""Objects of one kind in a scene, at most."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A benefit, the object that it is asked about, and a case of which nothing is said yet."""

    benefit: Benefit
    object: str
    base: Case


def scenes(
    rulebook: Rulebook, documents: tuple[str, ...], benefit: Benefit, asks: Asks, meets: Callable[[Case, str], bool]
) -> Iterator[Scene]:
    """The scenes of a benefit, the smaller ones first, of these those in which a reading (``asks``) is likely to
    matter. ``meets``: whether a rule between claims can matter to a benefit in a case."""
    apart = _through(benefit) | _shared(rulebook, benefit)
    for kinds, listed in _casts(rulebook, benefit, asks):
        base = skeleton(rulebook, documents, kinds, listed)
        if len(kinds) > 1 and kinds[1] not in apart and not meets(base, benefit.id):
            continue
        object_ = next(f.id for f in base.facts if f.kind == benefit.kind)
        yield Scene(benefit, object_, _with_payments(rulebook, base, benefit, object_))


def _casts(rulebook: Rulebook, benefit: Benefit, asks: Asks) -> list[tuple[tuple[str, ...], int]]:
    """Which kinds of objects, one entry for each object, and how many members the lists have."""
    own = benefit.kind
    looked = [n for n in walk(_parts(benefit)) if isinstance(n, Quantifier | Aggregate)]
    asked = {n.members.kind for n in looked if n.members.list is None and asks(n)}
    through = _through(benefit)
    lists = any(n.members.list is not None for n in looked)
    ids = {b.id for b in wordings(rulebook, benefit.id)}
    groups = [g for g in rulebook.groups if any(m.benefit in ids for m in g.members)]
    limits = [x for x in rulebook.limits if any(c.benefit in ids for c in x.covers)]
    met = {m.kind for g in groups for m in g.members} | {PAID for _ in limits}
    of_limits = {b.kind for x in limits for c in x.covers if (b := rulebook.benefit(c.benefit)) is not None}
    of_limits |= _shared(rulebook, benefit)
    first = {m.kind for g in groups if asks(g) for m in g.members}
    first |= (of_limits | {PAID}) if asks(*limits, benefit.caps) else set()
    beside = through if asks(_parts(benefit)) else frozenset[str]()
    counts = _counts(benefit, limits)
    found: dict[tuple[str, ...], tuple[int, int]] = {(own,): (1, 1)}
    for kind in sorted(through | met | of_limits):
        hint = 0 if kind in asked | first else 1 if kind in beside else 2
        for number in range(1, MOST):
            if number > 1 and number + (kind == own) not in counts:
                continue
            found[own, *(kind,) * number] = (hint, number + 1)
    casts = sorted(found, key=lambda kinds: (found[kinds][1], found[kinds][0], PAID in kinds, kinds))
    return [(kinds, listed) for kinds in casts for listed in ((1, 2) if lists else (0,))]


def _through(benefit: Benefit) -> frozenset[str]:
    """The kinds of facts that a rule looks through."""
    found = (n for n in walk(_parts(benefit)) if isinstance(n, Quantifier | Aggregate))
    return frozenset(n.members.kind for n in found if n.members.list is None)


def _shared(rulebook: Rulebook, benefit: Benefit) -> frozenset[str]:
    """The kinds of the claims that count towards the same cap or floor."""
    caps = {c.id for c in benefit.caps}
    return frozenset(b.kind for b in rulebook.benefits if caps & {c.id for c in b.caps})


def _parts(benefit: Benefit) -> tuple[object, ...]:
    more = (benefit.decides, benefit.stops, benefit.parts, benefit.caps, benefit.starting, benefit.duration)
    return (benefit.condition, benefit.amount, *more)


def _counts(benefit: Benefit, limits: list[LimitDecl]) -> frozenset[int]:
    """Numbers of objects at which a count or a limit turns over: each constant, and one more."""
    found: set[int] = {2}
    constants = [
        c
        for n in walk(_parts(benefit))
        if isinstance(n, Test)
        and any(isinstance(x, Aggregate) and x.kind == "count" for side in (n.left, n.right) for x in walk(side))
        for side in (n.left, n.right)
        for c in walk(side)
    ]
    constants += [c for x in limits for covered in x.covers for c in walk(covered.count)]
    for c in constants:
        if isinstance(c, Const) and isinstance(c.value, Fraction) and c.value.denominator == 1:
            found |= {int(c.value), int(c.value) + 1}
    return frozenset(n for n in found if 1 <= n <= MOST)


def _with_payments(rulebook: Rulebook, case: Case, benefit: Benefit, object_: str) -> Case:
    """Payments made before, where the case has any: of this benefit, for this object, to whoever it is for."""
    whose = Evaluator(rulebook, case, {}).value(benefit.beneficiary, (object_,))
    said = {"待遇": benefit.name, "事由": object_, "享受人": str(whose or object_)}
    facts = [
        Fact(PAID, f.id, tuple(FieldValue(n, v, v) for n, v in said.items())) if f.kind == PAID else f
        for f in case.facts
    ]
    return replace(case, facts=tuple(facts))
