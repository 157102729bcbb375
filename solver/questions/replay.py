"""Does a case still come out as recorded? Compares what a case expects with what was answered; plain values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from compiler.cases.model import Case, Expectation, ExpectedAmount, ExpectedTotal
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Rulebook
from solver.answers.model import Amount, Assessment, Reason, Result
from solver.questions.assess import assess_many
from solver.questions.totals import totals

ABSENT, AMBIGUOUS = "absent", "ambiguous"
SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise.

    ``field``: result outcome amount per clause decided_by payee because not_because displaced_by missing total.
    ``expected`` and ``found`` are plain: a code, a name, or an amount as ``low`` or ``[low,high]`` in yuan with ``~``
    for no end, ``open`` or ``none``; several names are set apart by ``、``. For ``result``, ``found`` is ``absent`` or
    ``ambiguous``. For ``total`` each amount has its form before it (``once=3000``), where that is known; several are
    set apart by ``;``. ``line``: where the case says what it expects, from 1.
    """

    benefit: str
    object: str
    field: str
    expected: str
    found: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of a case: ``differences``, and, where there are any, the answer with all its reasons."""

    case: Case
    differences: tuple[Difference, ...]
    assessment: Assessment


def replay(rulebook: Rulebook, cases: Sequence[Case]) -> list[Replayed | Rejected]:
    """Each case in turn, or why it cannot be decided. Reasons are gone into only where something differs."""
    found: list[Replayed | Rejected] = []
    again: list[int] = []
    for case, answer in zip(cases, _answers(rulebook, cases), strict=True):
        if isinstance(answer, Rejected):
            found.append(answer)
            continue
        differences = compare(answer, case)
        # The short reasons are some of all: what is found among them is found, what is not may be.
        if differences or any(e.not_because for e in case.expected):
            again.append(len(found))
        found.append(Replayed(case, differences, answer))
    explained = assess_many(rulebook, [cases[i] for i in again], explain=True)
    for index, answer in zip(again, explained, strict=True):
        assert not isinstance(answer, Rejected)  # it was not the first time
        found[index] = Replayed(cases[index], compare(answer, cases[index]), answer)
    return found


def _answers(rulebook: Rulebook, cases: Sequence[Case]) -> list[Assessment | Rejected]:
    """Answers with as many reasons as the cases ask for."""
    found: dict[int, Assessment | Rejected] = {}
    for terse in (True, False):
        some = [i for i, case in enumerate(cases) if terse != any(map(_asks_why, case.expected))]
        found.update(zip(some, assess_many(rulebook, [cases[i] for i in some], terse=terse), strict=True))
    return [found[index] for index in range(len(cases))]


def _asks_why(expected: Expectation) -> bool:
    return bool(expected.because or expected.not_because or expected.missing or expected.decided_by)


def compare(assessment: Assessment, case: Case) -> tuple[Difference, ...]:
    """Every difference, in the order of the expectations, totals last."""
    found = [d for expected in case.expected for d in _compare(assessment, expected)]
    return (*found, *(d for expected in case.totals for d in _total(assessment, expected)))


def concerned(assessment: Assessment, case: Case, differences: Sequence[Difference]) -> tuple[Result, ...]:
    """The results that differences are about: those named, and for a total all its parts."""
    wanted = {(d.benefit, d.object) for d in differences if d.field != "total"}
    summed = [
        part
        for expected in case.totals
        if any(True for _ in _total(assessment, expected))
        for total in totals(assessment.results, expected)
        for part in total.parts
    ]
    return tuple(r for r in assessment.results if (r.benefit, r.object) in wanted or r in summed)


def found_for(assessment: Assessment, expected: Expectation) -> tuple[Result, ...]:
    """The results that an expectation may mean."""
    return tuple(r for r in assessment.results if _concerns(expected, r))


def _compare(assessment: Assessment, expected: Expectation) -> Iterator[Difference]:
    line = expected.origin.line
    found = found_for(assessment, expected)
    if len(found) != 1:
        seen = AMBIGUOUS if found else ABSENT
        yield Difference(expected.benefit, expected.object or "", "result", expected.benefit, seen, line)
        return
    result = found[0]

    def differs(field: str, wanted: str, seen: str) -> Difference:
        return Difference(expected.benefit, result.object, field, wanted, seen, line)

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
    reasons = told(result)
    if expected.decided_by is not None:
        clauses = deciding_clauses(result, reasons)
        if not any(_is_clause(clause, expected.decided_by) for clause in clauses):
            yield differs("decided_by", expected.decided_by, SEPARATOR.join(clauses))
    for word in expected.because:
        if not any(about(reason, word) for reason in reasons):
            yield differs("because", word, SEPARATOR.join(_named(r) for r in result.because))
    for word in expected.not_because:
        if any(about(reason, word) for reason in reasons):
            yield differs("not_because", word, SEPARATOR.join(_named(r) for r in reasons if about(r, word)))
    if expected.displaced_by is not None and expected.displaced_by not in winners(result):
        yield differs("displaced_by", expected.displaced_by, SEPARATOR.join(result.displaced_by))
    for word in expected.missing:
        if not lacks(result, reasons, word):
            yield differs("missing", word, SEPARATOR.join(result.missing))


def _total(assessment: Assessment, expected: ExpectedTotal) -> Iterator[Difference]:
    found = totals(assessment.results, expected)
    wanted = _expected_amount(expected.amount)
    ranges = [(t.per, _range(t.low, t.high)) for t in found]
    if [text for _, text in ranges] == [wanted] or (not ranges and wanted == "0"):
        return
    per = expected.amount.per
    seen = ";".join(f"{form}={text}" for form, text in ranges) or "0"
    yield Difference(
        expected.written,
        expected.payee or "",
        "total",
        f"{per}={wanted}" if per is not None else wanted,
        seen,
        expected.origin.line,
    )


def winners(result: Result) -> frozenset[str]:
    """What a result gives way to, as a case may write it: the benefit, or the benefit with its object or record."""
    beaten = [r for r in result.because if r.kind == "displaced_by"]
    return frozenset(result.displaced_by) | {f"{r.name}@{r.fact}" for r in beaten}


def deciding_clauses(result: Result, reasons: Sequence[Reason] | None = None) -> tuple[str, ...]:
    """The clauses that decide: that of the benefit where it is granted, else those of the reasons; of another document
    with its number before (``财社〔2023〕181号 2``)."""
    # A reason without a clause of its own stands in that of the benefit.
    clauses = [(result.document, result.clause)] if result.outcome == "granted" or not result.because else []
    reasons = told(result) if reasons is None else reasons
    for reason in result.because if result.outcome != "granted" else ():
        own = reason.document or result.document
        clauses.append((own, reason.clause) if reason.clause or own != result.document else (own, result.clause))
    clauses += [(r.document or result.document, r.clause) for r in reasons if r.clause]
    return tuple(dict.fromkeys(c if d == result.document else f"{d} {c}".strip() for d, c in clauses))


def _is_clause(clause: str, written: str) -> bool:
    return "".join(clause.split()) == "".join(written.split())


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


def told(result: Result) -> tuple[Reason, ...]:
    """The short reasons, and from the whole tree (where it was asked for) those that lead to the outcome."""
    found = [part for reason in result.because for part in _leading(reason)]
    for reason in result.why:
        if reason.state in (_DECIDING[result.outcome], "note"):
            found.extend(_leading(reason))
    return tuple(found)


def leading(node: Reason) -> Reason:
    """A reason with only those under it that go its way, as deep as there are any."""
    kept = tuple(
        leading(child)
        for child in node.children
        if node.kind == "not" or "note" in (node.state, child.state) or child.state == node.state
    )
    return replace(node, children=kept)


def _leading(node: Reason) -> Iterator[Reason]:
    """A reason and those under it that go its way: the same way, or under a denial the other."""
    yield node
    for child in node.children:
        if node.kind == "not" or "note" in (node.state, child.state) or child.state == node.state:
            yield from _leading(child)


def about(reason: Reason, word: str) -> bool:
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


def lacks(result: Result, reasons: tuple[Reason, ...], word: str) -> bool:
    """Whether what a word names is missing: a fact, its field or kind, a document, a reading, whoever decides."""
    if any(word in (name, _field(name)) or word == name.split(".", 1)[0] for name in result.missing):
        return True
    return any(about(reason, word) for reason in reasons if reason.state == "unknown")


def _field(fact: str) -> str:
    return fact.rsplit(".", 1)[-1] if "." in fact else fact


def _named(reason: Reason) -> str:
    return reason.name or reason.text or reason.about or reason.fact or reason.kind
