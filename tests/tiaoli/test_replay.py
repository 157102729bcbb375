"""Comparing what a case expects with what was answered."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from compiler.cases.model import Case, Expectation, ExpectedAmount
from solver.answers.model import Amount, Result
from solver.questions.replay import compare
from tests.tiaoli.answers import ASSESSMENT, DISPLACED, GRANTED, REFUSED, UNDETERMINED, drawn, exact
from tiaoli.screen.replay import show_replay
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
    lines = drawn(lambda console: show_replay(console, [(case, "甲.yaml", found)], words), 80)
    text = "\n".join(lines)
    assert words.say("replay.expected") in text and words.say("replay.found") in text
    assert ("不超过1000元" if language == "zh" else "at most 1,000 yuan") in text
