"""Does a case still come out as recorded? Compares what a case expects with what was answered; plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from compiler.cases.model import Case, Expectation, ExpectedAmount
from solver.answers.model import Amount, Assessment, Reason, Result

ABSENT, AMBIGUOUS = "absent", "ambiguous"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise.

    ``field``: result outcome amount per clause payee because displaced_by missing.
    ``expected`` and ``found`` are plain: a code, a name, or an amount as ``low`` or ``[low,high]`` in yuan with ``~``
    for no end, ``open`` or ``none``. For ``result``, ``found`` is ``absent`` or ``ambiguous``.
    """

    benefit: str
    object: str
    field: str
    expected: str
    found: str


def compare(assessment: Assessment, case: Case) -> tuple[Difference, ...]:
    """Every difference, in the order of the expectations."""
    return tuple(d for expected in case.expected for d in _compare(assessment, expected))


def _compare(assessment: Assessment, expected: Expectation) -> Iterator[Difference]:
    found = [r for r in assessment.results if _concerns(expected, r)]
    if len(found) != 1:
        seen = AMBIGUOUS if found else ABSENT
        yield Difference(expected.benefit, expected.object or "", "result", expected.benefit, seen)
        return
    result = found[0]

    def differs(field: str, wanted: str, seen: str) -> Difference:
        return Difference(expected.benefit, result.object, field, wanted, seen)

    outcome = expected.outcome or ("granted" if expected.amount is not None else None)
    if outcome is not None and outcome != result.outcome:
        yield differs("outcome", outcome, result.outcome)
    if expected.amount is not None:
        wanted, seen = _expected_amount(expected.amount), _found_amount(result.amount)
        if wanted != seen:
            yield differs("amount", wanted, seen)
        if expected.amount.per is not None and expected.amount.per != result.amount.per:
            yield differs("per", expected.amount.per, result.amount.per)
    if expected.clause is not None and expected.clause != result.clause:
        yield differs("clause", expected.clause, result.clause)
    if expected.payee is not None and expected.payee != result.payee:
        yield differs("payee", expected.payee, result.payee)
    reasons = tuple(_told(result))
    for word in expected.because:
        if not any(_about(reason, word) for reason in reasons):
            yield differs("because", word, "、".join(_named(r) for r in result.because))
    if expected.displaced_by is not None and expected.displaced_by not in result.displaced_by:
        yield differs("displaced_by", expected.displaced_by, "、".join(result.displaced_by))
    for word in expected.missing:
        if not _missing(result, reasons, word):
            yield differs("missing", word, "、".join(result.missing))


def _concerns(expected: Expectation, result: Result) -> bool:
    return (
        expected.benefit in (result.benefit, result.benefit_id)
        and expected.object in (None, result.object)
        and expected.document in (None, result.document)
    )


def _expected_amount(amount: ExpectedAmount) -> str:
    return "open" if amount.open else _range(amount.low, amount.high)


def _found_amount(amount: Amount) -> str:
    return amount.kind if amount.kind in ("open", "none") else _range(amount.low, amount.high)


def _range(low: Fraction | None, high: Fraction | None) -> str:
    """An amount that may be anything from 0 up is the same whether the 0 is written or not."""
    if low is not None and low == high:
        return str(low)
    return f"[{low if low is not None else 0},{'~' if high is None else high}]"


_DECIDING = {"granted": "yes", "refused": "no", "displaced": "no", "undetermined": "unknown"}


def _told(result: Result) -> Iterator[Reason]:
    """The short reasons, and from the whole tree (where it was asked for) those that lead to the outcome."""
    for reason in result.because:
        yield from _leading(reason)
    for reason in result.why:
        if reason.state in (_DECIDING[result.outcome], "note"):
            yield from _leading(reason)


def _leading(node: Reason) -> Iterator[Reason]:
    """A reason and those under it that go its way: the same way, or under a denial the other."""
    yield node
    for child in node.children:
        if node.kind == "not" or "note" in (node.state, child.state) or child.state == node.state:
            yield from _leading(child)


def _about(reason: Reason, word: str) -> bool:
    """Whether a reason is about a word: its label, name or text, what is missing, the field, the clause or kind."""
    if word in (reason.name, reason.text, reason.about, reason.fact, reason.kind, reason.quote, reason.document):
        return True
    return _field(reason.fact) == word or _mentions(reason.text, word)


def _mentions(text: str, word: str) -> bool:
    """Whether ``word`` stands in the text of a condition as a field or name of its own (``甲.级别 = 县级``: 级别)."""
    start = text.find(word) if word else -1
    while start >= 0:
        end = start + len(word)
        before, after = text[start - 1 : start], text[end : end + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        start = text.find(word, start + 1)
    return False


def _missing(result: Result, reasons: tuple[Reason, ...], word: str) -> bool:
    if any(word in (name, _field(name)) or word == name.split(".", 1)[0] for name in result.missing):
        return True
    return any(_about(reason, word) for reason in reasons if reason.state == "unknown")


def _field(fact: str) -> str:
    return fact.rsplit(".", 1)[-1] if "." in fact else fact


def _named(reason: Reason) -> str:
    return reason.name or reason.text or reason.about or reason.fact or reason.kind
