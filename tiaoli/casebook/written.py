"""What was found, written as a case states what it expects; in the language of the file."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from compiler.cases.edit import Unwritable, scalar
from compiler.cases.words import AT_LEAST, AT_MOST, FORM_WORDS, FORMS, OPEN, OUTCOMES
from compiler.cases.write import write_number
from solver.answers.model import Amount, Reason
from solver.questions.totals import Total

CHINESE, ENGLISH = 0, 1
"""Which column of the tables of words."""


def key(name: str, language: int) -> str:
    """A key by its English name."""
    return FORMS[name][language]


def outcome(found: str, language: int) -> str:
    """The word for an outcome."""
    return [word for word, meant in OUTCOMES.items() if meant == found][language]


def form(per: str, language: int) -> str:
    """The word for how an amount is paid."""
    words = [word for word, meant in FORM_WORDS.items() if meant == per]
    if not words:
        raise Unwritable(per)
    return words[language]


def amount(found: Amount, with_form: bool, language: int) -> str:
    """A sum, a range, or that the law names no figure. Raises Unwritable for a sum that has no decimals."""
    if found.kind == "none":
        raise Unwritable("none")
    lead = form(found.per, language) if with_form and found.per else ""
    blank = " " if language == ENGLISH and lead else ""
    if found.kind == "open":
        return lead + blank + OPEN[language]
    return lead + blank + _range(found.low, found.high, language)


def total(found: Sequence[Total], with_form: bool, language: int) -> str:
    """What several come to: one sum, or ``{一次性: 3万元, 每月: 300元}`` where they are paid in different ways."""
    if not found:
        return _money(Fraction(0), language)
    if len(found) == 1:
        (one,) = found
        kind: Literal["exact", "interval"] = "exact" if one.low == one.high else "interval"
        return amount(Amount(kind, one.low, one.high, one.per), with_form, language)
    sums = (f"{scalar(form(t.per, language))}: {scalar(_range(t.low, t.high, language))}" for t in found)
    return "{" + ", ".join(sums) + "}"


def _range(low: Fraction | None, high: Fraction | None, language: int) -> str:
    if low is not None and low == high:
        return _money(low, language)
    blank = " " if language == ENGLISH else ""
    parts = []
    if low or high is None:
        parts.append(AT_LEAST[language] + blank + _money(low or Fraction(0), language))
    if high is not None:
        parts.append(AT_MOST[language] + blank + _money(high, language))
    return blank.join(parts)


def _money(value: Fraction, language: int) -> str:
    if language == CHINESE and abs(value) >= 10_000 and value % 1000 == 0:
        return _decimal(value / 10_000) + "万元"
    return _decimal(value) + ("元" if language == CHINESE else " yuan")


def _decimal(value: Fraction) -> str:
    written = write_number(value)
    if "/" in written:
        raise Unwritable(written)
    return written


def word(reason: Reason) -> str:
    """What a case calls a reason: its name, the field it is about, or its text."""
    field = reason.fact.rsplit(".", 1)[-1] if "." in reason.fact else reason.fact
    return reason.name or field or reason.about or reason.text or reason.kind
