"""What is due in the end: sums already paid are taken off where the rule says so, shared caps are used up in the
order of dates. Exact; an amount that is not exact keeps its bounds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from fractions import Fraction

from compiler.cases.model import Case
from compiler.rulebook.model import Cap, Rulebook
from compiler.rulebook.paid import PAID
from solver.answers.model import Reason, Shown
from solver.arithmetic import numbers
from solver.arithmetic.dates import share_window
from solver.arithmetic.text import number, write
from solver.arithmetic.values import Interval, Number
from solver.engine.atoms import Atoms, Claim


@dataclass(slots=True)
class Due:
    """What a claim comes to, and the steps that changed it."""

    amount: Number
    steps: list[Reason] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def settle(rulebook: Rulebook, case: Case, atoms: Atoms, granted: list[Claim]) -> dict[Claim, Due]:
    """The sums due for the claims that are granted, in the order of their dates."""
    days = {(b, e): d for b, e, d in atoms.rows("day")}
    amounts = {(b, e): number(v) for b, e, v in atoms.rows("amount") if not (b == PAID and not v)}
    offsets: dict[Claim, list[tuple[str, Claim]]] = {}
    for group, xb, xe, yb, ye in atoms.rows("offset"):
        offsets.setdefault((yb, ye), []).append((group, (xb, xe)))
    due: dict[Claim, Due] = {}
    used: dict[tuple[str, int, str], list[tuple[str | None, Number]]] = {}
    for claim in sorted(granted, key=lambda c: (days.get(c, "9999"), c)):
        if claim not in amounts:
            continue
        due[claim] = Due(amounts[claim])
        for group, other in offsets.get(claim, ()):
            earlier = due[other].amount if other in due else amounts.get(other)
            if earlier is None or (other[0] != PAID and other not in due):
                continue
            left = numbers.maximum(Fraction(0), numbers.subtract(due[claim].amount, earlier))
            due[claim].steps.append(
                Reason("offset", "note", name=group, about=_called(other), left=_money(left), right=_money(earlier))
            )
            due[claim].taken.append(_called(other))
            due[claim].amount = left
        benefit = rulebook.benefit(claim[0])
        for index, cap in enumerate(benefit.caps if benefit is not None else ()):
            _share(rulebook, case, atoms, claim, index, cap, days.get(claim), due[claim], used)
    return due


def _share(
    rulebook: Rulebook,
    case: Case,
    atoms: Atoms,
    claim: Claim,
    index: int,
    cap: Cap,
    day: str | None,
    due: Due,
    used: dict[tuple[str, int, str], list[tuple[str | None, Number]]],
) -> None:
    """One claim's part in a cap (or floor) that claims share by unit and window."""
    limit = atoms.one("cap", claim[0], str(index), claim[1])
    unit = atoms.one("cap_unit", claim[0], str(index), claim[1])
    if limit is None or unit is None:
        due.steps.append(Reason("shared_cap", "unknown", cap.origin.text))
        due.amount = numbers.at_most(due.amount)
        return
    bound = number(limit)
    if cap.kind == "floor":
        due.amount = numbers.floor_at(due.amount, bound)
        return
    # 同一事由: a window of its own for each object.
    same = claim[1] if cap.window == "sameevent" else None
    key = (claim[0], index, unit if same is None else f"{unit}\x1f{same}")
    if key not in used:
        used[key] = _paid(rulebook, case, claim, unit, same)
    before: Number = Fraction(0)
    for other, amount in used[key]:
        if _together(cap.window, other, day):
            before = numbers.add(before, amount)
    left = numbers.maximum(Fraction(0), numbers.subtract(bound, before))
    allowed = numbers.minimum(due.amount, left)
    if allowed != due.amount:
        due.steps.append(
            Reason(
                "shared_cap",
                "note",
                cap.origin.text,
                name=cap.window,
                left=_money(allowed),
                right=_money(left),
                about=write(due.amount),
            )
        )
    due.amount = allowed
    used[key].append((day, allowed))


def _together(window: str, first: str | None, second: str | None) -> bool:
    """Whether two payments share the window of a cap; a payment without a date is taken to."""
    if first is None or second is None:
        return True
    return share_window(window, dt.date.fromisoformat(first), dt.date.fromisoformat(second))


def _paid(
    rulebook: Rulebook, case: Case, claim: Claim, unit: str, ground: str | None
) -> list[tuple[str | None, Number]]:
    """Stated earlier payments of the same benefit to the same unit (for the same ground, if one is named), each with
    its date."""
    benefit = rulebook.benefit(claim[0])
    found: list[tuple[str | None, Number]] = []
    for fact in case.facts:
        said = {v.field: v.value for v in fact.values} if fact.kind == PAID else {}
        amount, day = said.get("金额"), said.get("日期")
        same = benefit is not None and said.get("待遇") == benefit.name and said.get("享受人") == unit
        if same and isinstance(amount, Fraction) and (ground is None or said.get("事由") in (None, ground)):
            found.append((day.isoformat() if isinstance(day, dt.date) else None, amount))
    return found


def _called(claim: Claim) -> str:
    return claim[1] if claim[0] == PAID else f"{claim[0]}@{claim[1]}"


def _money(value: Number) -> Shown:
    return Shown("money", write(value), "元")


def exact(value: Number) -> Fraction | None:
    """The number itself when it is exact."""
    return None if isinstance(value, Interval) else value


def day_of(text: str | None) -> dt.date | None:
    """A date from its text."""
    return dt.date.fromisoformat(text) if text is not None else None
