"""What one law gives beside what another gives: more, less, otherwise, or no longer decided."""

from __future__ import annotations

from fractions import Fraction

from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.answers.universal import Sort


@dataclass(frozen=True, slots=True)
class Given:
    """What results of one law come to together. ``state``: sum (``low`` to ``high``, None: no end), words (something
    whose worth the text does not say), nothing, or open (not decided)."""

    state: str
    low: Fraction | None = Fraction(0)
    high: Fraction | None = Fraction(0)
    per: str = ""


NOTHING = Given("nothing")
OPEN = Given("open", None, None)


def given(rulebook: Rulebook, results: tuple[Result, ...]) -> Given:
    """What results of benefits of one name for one object come to; at most one of them is granted."""
    granted = [r for r in results if r.outcome == "granted"]
    if not granted:
        return OPEN if any(r.outcome == "undetermined" for r in results) else NOTHING
    result = granted[0]
    amount = result.amount
    if amount.kind in ("open", "none"):
        return Given("words", per=amount.per)
    benefit = rulebook.benefit(result.benefit_id)
    if benefit is not None and benefit.sort == "recovery":
        low = -amount.high if amount.high is not None else None
        return Given("sum", low, -amount.low if amount.low is not None else None, amount.per)
    return Given("sum", amount.low, amount.high, amount.per)


def weigh(old: Given, new: Given) -> tuple[frozenset[Sort], Fraction | None]:
    """In which ways the two differ, and by how much (None: no sum says); a range may both lose and gain."""
    if "open" in (old.state, new.state):
        if old.state == new.state:
            return frozenset(), None
        return frozenset({"decided" if old.state == "open" else "undecided"}), None
    if "words" in (old.state, new.state):
        if old.state == new.state:
            return (frozenset({"other"}) if old.per != new.per else frozenset()), None
        if "nothing" in (old.state, new.state):
            return frozenset({"gain" if old.state == "nothing" else "loss"}), None
        return frozenset({"other"}), None
    if old.state == new.state == "sum" and old.per != new.per:
        return frozenset({"other"}), None
    gaps = [_gap(old.low, new.low), _gap(old.high, new.high)]
    found: set[Sort] = set()
    if any(g is not None and g < 0 for g in gaps) or (old.high is None and new.high is not None):
        found.add("loss")
    if any(g is not None and g > 0 for g in gaps) or (new.high is None and old.high is not None):
        found.add("gain")
    if not found and old.state != new.state:
        found.add("other")
    known = [g for g in gaps if g is not None]
    return frozenset(found), max(known, key=abs) if known else None


def _gap(old: Fraction | None, new: Fraction | None) -> Fraction | None:
    return new - old if old is not None and new is not None else None
