"""What the program finds for a case, in the words that an expectation is written in, beside what was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from fractions import Fraction

from compiler.cases.model import Expectation
from compiler.cases.words import AT_LEAST, AT_MOST, FORM_WORDS, OPEN, OUTCOMES
from compiler.cases.write import write_number
from compiler.diagnostics import catalogue
from compiler.diagnostics.problem import Rejected
from compiler.source.record import dataclass
from solver.answers.model import Amount, Assessment, Result
from solver.questions.assess import assess_many
from solver.questions.replay import ABSENT, Difference, compare
from tiaoli.opening import Opened
from tiaoli.words import Words
from tiaoli.workbook.columns import Column
from tiaoli.workbook.rows import Row

_CHINESE, _ENGLISH = 0, -1
FINE, DIFFERS, UNCHECKED, FAULTY = "fine", "differs", "unchecked", "faulty"


@dataclass(frozen=True, slots=True)
class Found:
    """``state``: fine, differs, unchecked (nothing was expected), faulty (``told`` says why). ``cells``: what was found
    for each expectation, and whether it differs. ``loose``: results that were not expected; ``rest``: those of them
    that no column shows, but for refusals."""

    state: str
    told: str = ""
    cells: dict[Column, tuple[str, bool]] = field(default_factory=dict)
    loose: tuple[Result, ...] = ()
    rest: str = ""

    @property
    def telling(self) -> frozenset[str]:
        """The benefits that were not expected and come to something."""
        return frozenset(r.benefit for r in self.loose if r.outcome != "refused")

    def sorted(self, row: Row, shown: frozenset[str], words: Words) -> Found:
        """The same with loose results put into columns. ``shown`` are the benefits that have columns."""
        cells, rest = dict(self.cells), []
        listed: dict[str, list[Result]] = {}
        for result in self.loose:
            name = next((n for n in (result.benefit_id, result.benefit) if n in shown), None)
            if name is not None and (name, 1) not in row.expected:
                listed.setdefault(name, []).append(result)
            elif result.outcome != "refused":
                rest.append(f"{result.benefit}@{result.object} {result_text(result, words)}")
        for name, results in listed.items():
            cells[Column("found", name, 1)] = (_listed(results, words), False)
        return replace(self, cells=cells, rest="\n".join(rest))


def find(asked: Sequence[tuple[Opened, Row]], words: Words) -> list[Found]:
    """Decide cases, those of one law together, and hold the results against what they expect; in their order."""
    together: dict[tuple[int, bool], list[int]] = {}
    for number, (one, _) in enumerate(asked):
        # The whole tree of reasons costs time, and only what is expected of reasons needs it.
        deep = any(e.because or e.missing for e in one.case.expected)
        together.setdefault((id(one.rulebook), deep), []).append(number)
    found: dict[int, Found] = {}
    for (_, deep), numbers in together.items():
        cases = [asked[number][0].case for number in numbers]
        answers = assess_many(asked[numbers[0]][0].rulebook, cases, explain=deep)
        for number, answer in zip(numbers, answers, strict=True):
            found[number] = _held(*asked[number], answer, words)
    return [found[number] for number in range(len(asked))]


def _held(one: Opened, row: Row, answer: Assessment | Rejected, words: Words) -> Found:
    """The answer to a case beside what it expects."""
    case = one.case
    if isinstance(answer, Rejected):
        told = "\n".join(f"{p.code} {catalogue.message(p, words.language)}" for p in answer.problems)
        return Found(FAULTY, told)
    cells: dict[Column, tuple[str, bool]] = {}
    seen: set[int] = set()
    count = 0
    # What a row expects stands in the order of the file, and so does what the case expects.
    for (name, slot), expected in zip(row.expected, case.expected, strict=True):
        differences = compare(answer, replace(case, expected=(expected,)))
        results = [r for r in answer.results if _concerns(expected, r)]
        seen |= {id(r) for r in results}
        count += len(differences)
        cells[Column("found", name, slot)] = (_told(results, differences, words), bool(differences))
    loose = tuple(r for r in answer.results if id(r) not in seen)
    state = DIFFERS if count else FINE if case.expected else UNCHECKED
    return Found(state, str(count) if count else "", cells, loose)


def result_text(result: Result, words: Words) -> str:
    """A result as an expectation is written: ``一次性3万元``, ``不予``, ``准予``."""
    if result.outcome == "granted" and result.amount.kind != "none":
        return amount_text(result.amount, words)
    side = _CHINESE if words.language == "zh" else _ENGLISH
    return [word for word, outcome in OUTCOMES.items() if outcome == result.outcome][side]


def amount_text(amount: Amount, words: Words) -> str:
    """An amount in the words in which a case expects it; it reads back as the same."""
    chinese = words.language == "zh"
    side = _CHINESE if chinese else _ENGLISH
    forms = [word for word, per in FORM_WORDS.items() if per == amount.per]
    form = forms[0 if chinese else 1] + ("" if chinese else " ") if forms else ""
    if amount.kind == "open":
        return form + OPEN[side]
    if amount.low is not None and amount.low == amount.high:
        return form + sum_text(amount.low, chinese)
    least = "" if not amount.low else _bound(AT_LEAST, amount.low, chinese)
    most = "" if amount.high is None else _bound(AT_MOST, amount.high, chinese)
    return form + (" " if least and most and not chinese else "").join((least, most)) or OPEN[side]


def _bound(word: tuple[str, ...], value: Fraction, chinese: bool) -> str:
    return word[0] + sum_text(value, True) if chinese else f"{word[1]} {sum_text(value, False)}"


def sum_text(value: Fraction, chinese: bool) -> str:
    """Yuan as they are written: whole thousands from 1万 on in 万."""
    if chinese and value >= 10**4 and value % 10**3 == 0:
        return write_number(value / 10**4) + "万元"
    return write_number(value) + ("元" if chinese else "")


def _concerns(expected: Expectation, result: Result) -> bool:
    named = expected.benefit in (result.benefit, result.benefit_id)
    return named and expected.object in (None, result.object) and expected.document in (None, result.document)


def _told(results: list[Result], differences: tuple[Difference, ...], words: Words) -> str:
    """The result, and below it what else differs."""
    if len(results) != 1:
        key = ABSENT if not results else "ambiguous"
        return words.say(f"replay.{key}") + ("\n" + _listed(results, words) if results else "")
    lines = [result_text(results[0], words)]
    for difference in differences:
        if difference.field not in ("outcome", "amount", "per", "result"):
            label = words.say(f"replay.field_{difference.field}")
            lines.append(f"{label} {difference.found or words.say('replay.nothing')}")
    return "\n".join(lines)


def _listed(results: list[Result], words: Words) -> str:
    if len(results) == 1:
        return result_text(results[0], words)
    return "\n".join(f"{r.object} {result_text(r, words)}" for r in results)
