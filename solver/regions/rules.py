"""What a law gives by one name for one object: when it is granted, when refused, and which sum under which formula.

A name may stand for several benefits: versions of one, each governing its dates, and benefits of several documents, of
which one prevails. They are taken together, the one that prevails first.
"""

from __future__ import annotations

from dataclasses import dataclass

from compiler.rulebook.model import Benefit, Rulebook
from solver.regions.conditions import Conditions
from solver.regions.formulas import Formula
from solver.regions.quantities import cells_of, constant
from solver.regions.values import Span
from solver.regions.vocabulary import Beyond


@dataclass(frozen=True)
class Worth:
    """What is given: a sum ``span`` paid ``per``; or, without one, what the text leaves ``open``, or a treatment."""

    span: Span | None
    per: str
    words: str = ""


@dataclass(frozen=True)
class Side:
    """One law's answer for one object. ``rows`` exclude each other; ``granted`` is yes when a row is, ``refused`` when
    every benefit of the name is refused."""

    granted: Formula
    refused: Formula
    rows: tuple[tuple[Formula, Worth], ...]


def ranked(rulebook: Rulebook, benefits: tuple[Benefit, ...]) -> tuple[Benefit, ...]:
    """The benefits of one name, whichever prevails first. Raises :class:`Beyond` where none does."""
    ids = {b.id for b in benefits}
    below: dict[str, set[str]] = {i: set() for i in ids}
    for group in rulebook.groups:
        members = {m.benefit for m in group.members}
        if group.shape in ("precedence", "tie") and members <= ids:
            if group.shape == "tie":
                raise Beyond("tie", group.name)
            for loser in group.names:
                below[loser] |= members - {loser}
    found = sorted(benefits, key=lambda b: len(below[b.id]))
    for index, one in enumerate(found):
        for other in found[index + 1 :]:
            if one.document != other.document and one.id not in below[other.id]:
                raise Beyond("precedence", one.name)
    return tuple(found)


def side(conditions: Conditions, benefits: tuple[Benefit, ...], object_: str) -> Side:
    """What a law's benefits of one name come to for an object; without benefits it refuses."""
    f, env = conditions.formulas, (object_,)
    rows: list[tuple[Formula, Worth]] = []
    refusals: list[Formula] = []
    for benefit in ranked(conditions.rulebook, benefits):
        holds = f.every(conditions.of(condition, env) for condition in benefit.counting)
        guard = f.every((*refusals, holds))
        for inner, worth in _worths(conditions, benefit, env):
            row = f.every((guard, inner))
            if not f.is_hopeless(row):
                rows.append((row, worth))
        refusals.append(f.negate(holds))
    return Side(f.some([g for g, _ in rows]), f.every(refusals), tuple(rows))


def _worths(conditions: Conditions, benefit: Benefit, env: tuple[str, ...]) -> list[tuple[Formula, Worth]]:
    f = conditions.formulas
    if benefit.amount is None:
        return [(f.every(()), Worth(None, benefit.form, benefit.open or benefit.gives))]
    found = []
    for guard, value in conditions.values.rows(benefit.amount, env):
        span = value if isinstance(value, Span) else Span(value, value)
        cells = cells_of(span.low) | (cells_of(span.high) if span.high is not None else frozenset())
        known = f.every((guard, *(f.stated(c) for c in sorted(cells))))
        for bounded, capped in _capped(conditions, benefit, env, known, span):
            found.append((bounded, Worth(capped, benefit.form)))
    return found


def _capped(
    conditions: Conditions, benefit: Benefit, env: tuple[str, ...], guard: Formula, span: Span
) -> list[tuple[Formula, Span]]:
    """The sum of a single claim under caps and floors that claims share, nothing being paid yet."""
    found = [(guard, span)]
    values, f = conditions.values, conditions.formulas
    for bound in sorted(benefit.caps, key=lambda c: c.kind != "cap"):
        if bound.unit is not None:
            conditions.whose(bound.unit, env)
        applies = f.every(()) if bound.condition is None else conditions.of(bound.condition, env)
        without = [(f.every((g, f.negate(applies))), s) for g, s in found]
        limits = values.rows(bound.amount, env)
        found = [
            (f.every((g, applies, h)), values.bounded(s, limit, bound.kind == "cap"))
            for g, s in found
            for h, limit in limits
        ]
        found += [(g, s) for g, s in without if not f.is_hopeless(g)]
    return [(g, _turned(conditions, s) if benefit.sort == "recovery" else s) for g, s in found]


def _turned(conditions: Conditions, span: Span) -> Span:
    """A sum that is taken back is a loss."""
    if span.high is None:
        raise Beyond("interval")
    less = conditions.values.negated
    return Span(less(span.high), less(span.low))


NOTHING = Worth(Span(constant(0), constant(0)), "")
