"""Answers for programs: one JSON object, the same bytes for the same answers.

Money is written with two decimals when it is exact in fen, else as an exact fraction (``1000/3``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction

from compiler.source.record import dataclass
from solver.answers.model import Amount, Assessment, Otherwise, Reason, Receipt, Result, Shown
from solver.arithmetic.values import Number, ends
from tiaoli.screen.phrases import sentence
from tiaoli.words import Words

VERSION = 1


@dataclass(frozen=True, slots=True)
class Ground:
    """What a reason rests on: document, clause (empty: no clause), and the law's own words there."""

    document: str
    clause: str
    quotes: tuple[str, ...]

    def under(self, node: Reason) -> Ground:
        """What ``node`` rests on when it stands under this: its own rule where it has one, else this one.

        A rule of the same clause that quotes nothing of its own rests on the same words.
        """
        document = node.document or self.document
        same = document == self.document
        if not node.quote and same and node.clause in ("", self.clause):
            return self
        return Ground(document, node.clause, (node.quote,) if node.quote else ())


NOWHERE = Ground("", "", ())


def report(assessments: Sequence[Assessment], receipt: Receipt, words: Words) -> str:
    """The object for the answers to several cases, in their order, as text; ends with a line end."""
    return write(answers(assessments, receipt, words))


def answers(assessments: Sequence[Assessment], receipt: Receipt, words: Words) -> dict[str, object]:
    """The object for the answers to several cases, in their order."""
    return {
        "tiaoli": VERSION,
        "receipt": stamp(receipt),
        "cases": [case(assessment, words) for assessment in assessments],
    }


def stamp(receipt: Receipt) -> dict[str, object]:
    """What the answers were made with: see :class:`~solver.answers.model.Receipt`."""
    return {
        "rulebook": receipt.rulebook,
        "engine": receipt.engine,
        "laws": [
            {
                "documents": list(law.documents),
                "known": _day(law.known),
                "rulebook": law.rulebook,
                "texts": dict(law.texts),
            }
            for law in receipt.laws
        ],
    }


def write(value: object) -> str:
    """Any JSON value as text: two columns of indentation, characters as they are, a line end at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def case(assessment: Assessment, words: Words) -> dict[str, object]:
    """One case with its results."""
    return {
        "case": assessment.case,
        "documents": list(assessment.documents),
        "on": _day(assessment.on),
        "known": _day(assessment.known),
        "results": [result(r, words) for r in assessment.results],
        "findings": [reason(r, words) for r in assessment.findings],
    }


def result(found: Result, words: Words) -> dict[str, object]:
    """One benefit for one object. ``why`` is there when the tree was asked for."""
    ground = Ground(found.document, found.clause, found.quotes)
    written: dict[str, object] = {
        "benefit": found.benefit,
        "id": found.benefit_id,
        "document": found.document,
        "clause": found.clause,
        "quotes": list(found.quotes),
        "object": found.object,
        "kind": found.object_kind,
        "on": _day(found.on),
        "beneficiary": found.beneficiary,
        "applicant": found.applicant,
        "payee": found.payee,
        "outcome": found.outcome,
        "amount": amount(found.amount),
        "would_be": amount(found.would_be),
        "gives": found.gives or None,
        "fund": found.fund or None,
        "because": [reason(r, words, ground) for r in found.because],
        "missing": list(found.missing),
        "displaced_by": list(found.displaced_by),
        "interpreters": list(found.interpreters),
        "readings": [{"reading": name, "choice": choice or None, "how": how} for name, choice, how in found.readings],
        "notes": [reason(r, words, ground) for r in found.notes],
    }
    if found.holds:
        written["holds"] = found.holds
        written["otherwise"] = [_otherwise(o) for o in found.otherwise]
    if found.why:
        written["why"] = [reason(r, words, ground) for r in found.why]
    return written


def _otherwise(other: Otherwise) -> dict[str, object]:
    """What comes out under other readings; ``pays`` only where it is paid for another time."""
    written: dict[str, object] = {
        "readings": [{"reading": name, "choice": choice} for name, choice in other.readings],
        "outcome": other.outcome,
        "amount": amount(other.amount),
    }
    if (pays := other.pays) is not None:
        total = Amount("exact" if pays.low == pays.high else "interval", pays.low, pays.high, "once")
        ended = pays.ending == "ended"
        written["pays"] = {"ending": pays.ending, "count": pays.times, "total": amount(total) if ended else None}
    return written


def amount(value: Amount) -> dict[str, object]:
    """``value`` when exact, ``min`` and ``max`` when an interval; null where there is no end or no figure."""
    exact = value.kind == "exact"
    interval = value.kind == "interval"
    written: dict[str, object] = {
        "kind": value.kind,
        "value": money(value.low) if exact else None,
        "min": money(value.low) if interval else None,
        "max": money(value.high) if interval else None,
        "unit": None if value.kind == "none" else "CNY",
        "per": value.per or None,
    }
    if value.text:
        written["text"] = value.text
    return written


def sum_of(value: Number) -> dict[str, object]:
    """A sum that may be a range, as an amount paid once."""
    low, high = ends(value)
    return amount(Amount("exact" if low == high else "interval", low, high, "once"))


def money(value: Fraction | None) -> str | None:
    """Two decimals when exact in fen, else the fraction."""
    if value is None:
        return None
    fen = value * 100
    if fen.denominator != 1:
        return f"{value.numerator}/{value.denominator}"
    sign = "-" if fen < 0 else ""
    whole, rest = divmod(abs(fen.numerator), 100)
    return f"{sign}{whole}.{rest:02d}"


def reason(node: Reason, words: Words, above: Ground = NOWHERE) -> dict[str, object]:
    """A reason and those under it; ``text`` is a sentence in the chosen language, ``rule`` the drafter's own words.

    ``quotes`` are the law's own words that it rests on, in ``clause`` of ``document``; ``quote`` is the first of them.
    """
    ground = above.under(node)
    written: dict[str, object] = {
        "kind": node.kind,
        "state": node.state,
        "document": ground.document,
        "clause": ground.clause,
        "quote": ground.quotes[0] if ground.quotes else "",
        "quotes": list(ground.quotes),
        "text": sentence(node, words),
    }
    named = {
        "rule": node.text,
        "name": node.name,
        "about": node.about,
        "op": node.op,
        "decided": node.decided,
        "fact": node.fact,
    }
    written.update({key: value for key, value in named.items() if value})
    if node.left is not None:
        written["left"] = _shown(node.left)
    if node.right is not None:
        written["right"] = _shown(node.right)
    if node.children:
        written["children"] = [reason(child, words, ground) for child in node.children]
    return written


def _shown(value: Shown) -> dict[str, str]:
    return {"type": value.type, "value": value.value, "unit": value.unit}


def _day(value: object) -> str | None:
    return None if value is None else str(value)
