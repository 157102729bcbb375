"""A benefit in all its wordings as one rule, for questions that ask what could be.

Which wording governs is then one more thing that can come out either way.
"""

from __future__ import annotations

from dataclasses import replace

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import Any, Choose, Cond, Term


def wordings(rulebook: Rulebook, id: str) -> tuple[Benefit, ...]:
    """Every wording of the benefit, in order of time; the benefit alone where it has one; none that is not there."""
    found = rulebook.benefit(id)
    if found is None or found.wording is None:
        return (found,) if found is not None else ()
    return tuple(b for b in rulebook.benefits if b.family == found.family)


def whole(rulebook: Rulebook, id: str) -> Benefit | None:
    """The benefit whatever its wording: its condition holds when that of the governing wording does, and its amount is
    that wording's. It goes by the id that was asked for."""
    found = wordings(rulebook, id)
    if len(found) < 2:
        return found[0] if found else None
    first = next(b for b in found if b.id == id)
    ways = tuple(b.condition for b in found)
    cases: list[tuple[Cond, Term]] = [
        (b.wording.governs, b.amount) for b in found if b.wording is not None and b.amount is not None
    ]
    amount = None
    if cases:
        amount = Choose(f"{first.name}.wordings.amount", tuple(cases), None, cases[0][1].type, origin=first.origin)
    return replace(
        first,
        condition=Any(f"{first.name}.wordings", ways, "", first.origin),
        amount=amount,
        caps=tuple(cap for b in found for cap in b.caps),
    )
