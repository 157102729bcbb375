"""Histories and lists record by record: where a search that takes them as a whole cannot build a case."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from compiler.rulebook.model import Benefit
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Aggregate, Const, Members, Test, walk
from solver.answers.universal import Extent, Finding, Witness
from solver.regions.stage import Stage

MOST = 4
"""Further records of a kind that are looked at, at most."""


def looked_through(
    search: Callable[[Stage], Finding],
    whole: Finding,
    kind: str,
    benefits: tuple[Benefit, ...],
    deadline: float,
) -> Finding:
    """The finding with histories written out: nothing further stated, one record more, two, and so on, as many as the
    rules can tell apart. What was proved for histories as a whole stays proved for any number of records."""
    kinds = _kinds(benefits)
    most = _most(benefits) if kinds else 0
    found: list[Finding] = []
    seen = -1
    both = (False, True) if any(g.about == "identity" for g in whole.gaps) else (False,)
    for count in range(most + 1):
        for one_each in both:
            for strangers in range(min(count, 1) + 1):
                stage = Stage(one_each, looked_through=True)
                stage.object(kind)
                for other in kinds:
                    for number in range(count):
                        stage.object(other, record=number >= strangers)
                found.append(search(stage))
        if time.monotonic() > deadline:
            break
        seen = count
    loss, gain, undecided, decided, other_ways = (
        _joined(getattr(whole, name), [getattr(f, name) for f in found], seen == most)
        for name in ("loss", "gain", "undecided", "decided", "other")
    )
    now = (loss, gain, undecided, decided, other_ways)
    pairs = ((whole.loss, loss), (whole.gain, gain))
    bounded = any(before.state == "unknown" and after.state == "no" for before, after in pairs)
    gaps = [g for f in (*found, whole) for g in f.gaps]
    if all(s.state != "unknown" for s in now):
        gaps = [g for g in gaps if g.kind not in ("construct", "time")]
    return replace(
        whole,
        loss=loss,
        gain=gain,
        undecided=undecided,
        decided=decided,
        other=other_ways,
        records=most if bounded else None,
        gaps=tuple(dict.fromkeys(gaps)),
    )


def _joined(whole: Extent, found: list[Extent], all_seen: bool) -> Extent:
    """One side: what was proved for all histories stays; else what was found record by record."""
    if whole.state == "no":
        return whole
    seen = [e for e in (whole, *found) if e.state == "yes"]
    if seen:
        smallest = min((e.smallest for e in seen if e.smallest is not None), key=_facts, default=None)
        best = max(seen, key=_change)
        endless = next((e for e in seen if e.proof == "endless"), None)
        top = endless or best
        proof = top.proof if endless or (whole.state == "yes" and top is whole) else "found"
        return Extent("yes", smallest, top.worst, proof, top.grows)
    if all_seen and all(e.state == "no" for e in found):
        return Extent("no")
    return whole


def _facts(witness: Witness) -> int:
    case = witness.case
    return sum(1 for f in case.facts for v in f.values if v.stated) + len(case.facts)


def _change(extent: Extent) -> Fraction:
    if extent.worst is None or extent.worst.change is None:
        return Fraction(0)
    return abs(extent.worst.change)


def _kinds(benefits: tuple[Benefit, ...]) -> list[str]:
    """The kinds of facts that the rules look through, but the record of payments."""
    found = (
        p.kind for b in benefits for p in walk((b.counting, b.amount)) if isinstance(p, Members) and p.list is None
    )
    return [k for k in dict.fromkeys(found) if k != PAID]


def _most(benefits: tuple[Benefit, ...]) -> int:
    """One more than the largest count that is asked for, and at least one."""
    counts = [
        int(c.value)
        for b in benefits
        for t in walk(b.counting)
        if isinstance(t, Test) and any(isinstance(x, Aggregate) and x.kind == "count" for x in (t.left, t.right))
        for c in (t.left, t.right)
        if isinstance(c, Const) and isinstance(c.value, Fraction)
    ]
    return min(MOST, max([0, *counts]) + 1)
