"""Comparing what a case expects with what was answered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from compiler.cases.model import Case, Expectation, ExpectedAmount, ExpectedTotal
from solver.answers.model import Amount, Result
from solver.questions.replay import compare
from tests.tiaoli.answers import ASSESSMENT, DISPLACED, GRANTED, REFUSED, UNDETERMINED, drawn, exact
from tiaoli.casebook.replay import Outcome
from tiaoli.screen.replay import difference_text, show_outcome
from tiaoli.words import words_of

NOTHING = Expectation("", None, None, None, None, None, None, (), None, ())


def differences(result: Result, expectation: Expectation) -> list[tuple[str, str, str]]:
    case = Case("甲", (), (), expected=(replace(expectation, benefit=result.benefit),))
    found = compare(replace(ASSESSMENT, results=(result,)), case)
    return [(d.field, d.expected, d.found) for d in found]


def sum_of(low: int | None, high: int | None, per: str | None = None) -> ExpectedAmount:
    return ExpectedAmount(
        None if low is None else Fraction(low), None if high is None else Fraction(high), False, per, ""
    )


@pytest.mark.parametrize(
    ("result", "expectation"),
    [
        (GRANTED, replace(NOTHING, outcome="granted", clause="3", payee="某机械厂")),
        (GRANTED, replace(NOTHING, amount=sum_of(30000, 30000, "once"))),
        (GRANTED, replace(NOTHING, amount=sum_of(30000, 30000))),
        (REFUSED, replace(NOTHING, outcome="refused", because=("得分",))),
        (REFUSED, replace(NOTHING, outcome="refused", because=("甲.得分 满 90",))),
        (REFUSED, replace(NOTHING, because=("特别推荐",))),
        (DISPLACED, replace(NOTHING, outcome="displaced", displaced_by="大师工作室建设资助")),
        (UNDETERMINED, replace(NOTHING, outcome="undetermined", missing=("级别", "桐人社发〔2020〕33号"))),
    ],
)
def test_as_recorded(result: Result, expectation: Expectation) -> None:
    assert differences(result, expectation) == []


@pytest.mark.parametrize(
    ("result", "expectation", "found"),
    [
        (GRANTED, replace(NOTHING, outcome="refused"), [("outcome", "refused", "granted")]),
        (GRANTED, replace(NOTHING, amount=sum_of(20000, 20000)), [("amount", "20000", "30000")]),
        (GRANTED, replace(NOTHING, amount=sum_of(0, 30000)), [("amount", "[0,30000]", "30000")]),
        (GRANTED, replace(NOTHING, amount=sum_of(30000, 30000, "month")), [("per", "month", "once")]),
        (REFUSED, replace(NOTHING, amount=sum_of(1, 1)), [("outcome", "granted", "refused"), ("amount", "1", "none")]),
        (GRANTED, replace(NOTHING, clause="5"), [("clause", "5", "3")]),
        (GRANTED, replace(NOTHING, payee="老李工作室"), [("payee", "老李工作室", "某机械厂")]),
        (REFUSED, replace(NOTHING, because=("级别",)), [("because", "级别", "甲.得分 满 90")]),
        (REFUSED, replace(NOTHING, because=("分",)), [("because", "分", "甲.得分 满 90")]),
        (DISPLACED, replace(NOTHING, displaced_by="甲"), [("displaced_by", "甲", "大师工作室建设资助")]),
        (
            UNDETERMINED,
            replace(NOTHING, missing=("日期",)),
            [("missing", "日期", "服务/服务丙.级别、桐人社发〔2020〕33号")],
        ),
    ],
)
def test_otherwise(result: Result, expectation: Expectation, found: list[tuple[str, str, str]]) -> None:
    assert differences(result, expectation) == found


def test_a_condition_that_holds_is_no_reason_for_a_refusal() -> None:
    held = replace(REFUSED, because=(), why=GRANTED.why)
    assert differences(held, replace(NOTHING, because=("级别",))) == [("because", "级别", "")]


def test_an_interval_from_nothing_is_one_from_zero() -> None:
    at_most = replace(GRANTED, amount=Amount("interval", Fraction(0), Fraction(1000), "time"))
    assert differences(at_most, replace(NOTHING, amount=sum_of(None, 1000, "time"))) == []
    opened = replace(GRANTED, amount=Amount("open", None, None, "once", "一定的"))
    assert differences(opened, replace(NOTHING, amount=ExpectedAmount(None, None, True, None, ""))) == []


def test_a_benefit_that_is_not_there_or_there_twice() -> None:
    case = Case("甲", (), (), expected=(replace(NOTHING, benefit="无"), replace(NOTHING, benefit=GRANTED.benefit)))
    twice = replace(ASSESSMENT, results=(GRANTED, replace(GRANTED, object="认定丙")))
    assert [(d.field, d.found) for d in compare(twice, case)] == [("result", "absent"), ("result", "ambiguous")]
    named = replace(case, expected=(replace(NOTHING, benefit=GRANTED.benefit, object="认定丙", outcome="refused"),))
    assert [(d.object, d.field) for d in compare(twice, named)] == [("认定丙", "outcome")]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_expected_stands_beside_found(language: str) -> None:
    words = words_of(language)
    wanted = replace(NOTHING, benefit=GRANTED.benefit, amount=sum_of(0, 1000, "month"), payee="")
    case = Case("甲案", (), (), expected=(wanted,))
    found = compare(replace(ASSESSMENT, results=(replace(GRANTED, amount=exact(2000)),)), case)
    outcome = Outcome(case.name, Path("甲.yaml"), 1, 1, found, ASSESSMENT)
    text = "\n".join(drawn(lambda console: show_outcome(console, outcome, words), 80))
    assert words.say("replay.expected") in text and words.say("replay.found") in text
    assert ("不超过1000元" if language == "zh" else "at most 1,000 yuan") in text


def test_the_law_and_the_reasons_stand_below_what_was_found() -> None:
    words = words_of("zh")
    wanted = replace(NOTHING, benefit=REFUSED.benefit, outcome="granted")
    case = Case("甲案", (), (), expected=(wanted,))
    found = compare(replace(ASSESSMENT, results=(REFUSED,)), case)
    outcome = Outcome(case.name, Path("甲.yaml"), 1, 1, found, replace(ASSESSMENT, results=(REFUSED,)))
    lines = drawn(lambda console: show_outcome(console, outcome, words), 80)
    assert "    实为的理由" in lines
    below = "\n".join(lines[lines.index("    实为的理由") :])
    assert f"第{REFUSED.clause}条" in below and all(f"「{q}」" in below for q in REFUSED.quotes)
    assert "得分" in below


# ---------------------------------------------------------------- which clause decides, what is no reason


def test_a_grant_is_decided_by_its_clause_and_a_refusal_by_that_of_its_reason() -> None:
    assert differences(GRANTED, replace(NOTHING, decided_by="3")) == []
    assert differences(GRANTED, replace(NOTHING, decided_by="4")) == [("decided_by", "4", "3")]
    elsewhere = replace(REFUSED, because=(replace(REFUSED.because[0], document="甲发〔2023〕1号", clause="2"),), why=())
    assert differences(elsewhere, replace(NOTHING, decided_by="甲发〔2023〕1号 2")) == []
    assert differences(elsewhere, replace(NOTHING, decided_by="甲发〔2023〕1号2")) == []
    own = REFUSED.clause
    assert differences(elsewhere, replace(NOTHING, decided_by=own)) == [("decided_by", own, "甲发〔2023〕1号 2")]


def test_what_must_be_no_reason() -> None:
    assert differences(REFUSED, replace(NOTHING, not_because=("级别",))) == []
    assert [d[:2] for d in differences(REFUSED, replace(NOTHING, not_because=("得分",)))] == [("not_because", "得分")]


def test_a_winner_may_be_named_with_its_object() -> None:
    (beaten,) = [r for r in DISPLACED.because if r.kind == "displaced_by"]
    named = replace(beaten, fact="认定甲")
    result = replace(DISPLACED, because=(named,))
    assert differences(result, replace(NOTHING, displaced_by=f"{beaten.name}@认定甲")) == []
    assert differences(result, replace(NOTHING, displaced_by=f"{beaten.name}@认定乙")) != []


# ---------------------------------------------------------------- totals


def total(results: tuple[Result, ...], *wanted: ExpectedTotal) -> list[tuple[str, str]]:
    case = Case("甲", (), (), totals=wanted)
    return [(d.expected, d.found) for d in compare(replace(ASSESSMENT, results=results), case)]


def paid(low: int, high: int | None, per: str = "once", payee: str = "甲厂") -> Result:
    kind = "exact" if low == high else "interval"
    amount = Amount(kind, Fraction(low), None if high is None else Fraction(high), per)  # type: ignore[arg-type]
    return replace(GRANTED, amount=amount, payee=payee)


WAITING = replace(UNDETERMINED, amount=Amount("none", None, None, "once"), payee="")


@pytest.mark.parametrize(
    ("results", "wanted", "found"),
    [
        ((paid(3000, 3000), paid(500, 500)), sum_of(3500, 3500), []),
        ((paid(3000, 3000), paid(500, 500)), sum_of(3000, 3000), [("3000", "once=3500")]),
        # What is refused or gives way is due nothing.
        ((paid(3000, 3000), REFUSED, DISPLACED), sum_of(3000, 3000, "once"), []),
        # Ranges add up end by end; one without an end leaves the sum without one.
        ((paid(3000, 3000), paid(0, 1000)), sum_of(3000, 4000), []),
        ((paid(3000, 3000), paid(500, None)), sum_of(3500, None), []),
        # What is undetermined is not nothing.
        ((paid(3000, 3000), WAITING), sum_of(3000, 3000, "once"), [("once=3000", "once=[3000,~]")]),
        ((paid(3000, 3000), WAITING), sum_of(3000, None, "once"), []),
        # Sums that are paid in different ways do not add up.
        ((paid(3000, 3000), paid(300, 300, "month")), sum_of(3300, 3300), [("3300", "once=3000;month=300")]),
        ((paid(3000, 3000), paid(300, 300, "month")), sum_of(300, 300, "month"), []),
        ((REFUSED,), sum_of(0, 0), []),
        ((REFUSED,), sum_of(1, 1, "year"), [("year=1", "year=0")]),
        # A treatment is no money.
        ((paid(10, 10), replace(WAITING, money=False)), sum_of(10, 10), []),
    ],
)
def test_totals(results: tuple[Result, ...], wanted: ExpectedAmount, found: list[tuple[str, str]]) -> None:
    assert total(results, ExpectedTotal("合计", wanted)) == found


def test_a_total_of_what_one_is_paid() -> None:
    some = (paid(10, 10), paid(20, 20, payee="乙厂"), paid(5, 5, payee=""))
    # Who is paid the five is not known: it may be either.
    assert total(some, ExpectedTotal("合计", sum_of(10, 15), "甲厂")) == []
    assert total(some, ExpectedTotal("合计", sum_of(20, 25), "乙厂")) == []
    assert total(some, ExpectedTotal("合计", sum_of(35, 35))) == []
    assert total(some, ExpectedTotal("合计", sum_of(0, 0), benefits=("别的补贴",))) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_difference_in_one_line(language: str) -> None:
    words = words_of(language)
    case = Case("甲", (), (), totals=(ExpectedTotal("合计", sum_of(1, 1)),))
    (found,) = compare(replace(ASSESSMENT, results=(paid(2, 2), paid(3, 3, "month"))), case)
    told = difference_text(found, words)
    assert ("每月3元" if language == "zh" else "3 yuan a month") in told and "1" in told
