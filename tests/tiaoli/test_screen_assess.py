"""The answer to a case on the screen: what it says, that it fits, that it is aligned, in both languages."""

from __future__ import annotations

import io
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.source.text import width
from solver.answers.model import Amount, Assessment, Reason, Shown
from tests.tiaoli.answers import ASSESSMENT, DISPLACED, GRANTED, REFUSED, UNDETERMINED, drawn, exact
from tiaoli.screen.amounts import amount_text, money_text, shown_text
from tiaoli.screen.assess import show_assessment
from tiaoli.screen.console import make_console
from tiaoli.screen.wrapping import wrapped
from tiaoli.words import words_of

ZH, EN = words_of("zh"), words_of("en")


def screen(assessment: Assessment, columns: int, language: str = "zh") -> list[str]:
    return drawn(lambda console: show_assessment(console, assessment, words_of(language)), columns)


def flat(lines: list[str]) -> str:
    """All lines as one text without blanks, to look for words that a line end may cut."""
    return "".join("".join(lines).split())


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_line_is_wider_than_the_screen(columns: int, language: str) -> None:
    assert all(width(line) <= columns for line in screen(ASSESSMENT, columns, language))


def test_each_outcome_has_its_sign_and_its_word() -> None:
    rows = [line for line in screen(ASSESSMENT, 80) if line[:2] in ("✓ ", "✗ ", "→ ", "? ")]
    assert [row.split()[:3] for row in rows] == [
        ["✓", "准予", "大师工作室建设资助"],
        ["✗", "不予", "年度优秀资助"],
        ["→", "让位", "旧资助"],
        ["?", "待定", "专项服务补贴"],
    ]


def test_a_grant_names_amount_object_payee_clause_and_the_words_of_the_law() -> None:
    lines = screen(replace(ASSESSMENT, results=(GRANTED,)), 120)
    assert lines[0] == "首次认定的县级工作室"
    assert lines[1] == "桐人社发〔2021〕7号 · 基准日 2021-06-01"
    assert lines[3] == "✓ 准予  大师工作室建设资助   一次性3万元"
    assert lines[4] == "  对象 认定甲（工作室认定） · 享受 老李工作室 · 领取 某机械厂 · 第3条"
    assert lines[5] == "  「对新认定（指首次申报）的县级技能大师工作室，给予一次性3万元的建设经费资助」"


def test_amounts_stand_under_each_other_whatever_the_names() -> None:
    monthly = replace(GRANTED, benefit="津贴", amount=exact(300, "month"), would_be=exact(300, "month"))
    rows = [line for line in screen(replace(ASSESSMENT, results=(GRANTED, monthly)), 80) if line.startswith("✓")]
    starts = [width(row[: row.index(sum_)]) for row, sum_ in zip(rows, ("一次性3万元", "每月300元"), strict=True)]
    assert starts[0] == starts[1]


def test_a_refusal_shows_the_value_beside_the_threshold_and_who_decided_the_boundary() -> None:
    text = flat(screen(replace(ASSESSMENT, results=(REFUSED,)), 80))
    assert "✗甲.得分满90：实为89，要求≥90（是否含本数依《民法典》第1259条）" in text
    assert "1万元资助」" in text
    row = next(line for line in screen(replace(ASSESSMENT, results=(REFUSED,)), 80) if line.startswith("✗"))
    assert row.split() == ["✗", "不予", "年度优秀资助"]


def test_a_displacement_names_the_winner_the_rule_and_the_sum_lost() -> None:
    text = flat(screen(replace(ASSESSMENT, results=(DISPLACED,)), 80))
    assert "让位于「大师工作室建设资助」（资助只给一次：就高），对方得3万元" in text
    assert "若不让位：一次性2万元" in text
    assert "「按照“不重复”的原则执行」" in text
    assert "第19条" in text


def test_what_cannot_be_decided_says_what_is_missing_and_who_interprets_and_names_no_zero() -> None:
    lines = screen(replace(ASSESSMENT, results=(UNDETERMINED,)), 80)
    text = flat(lines)
    assert "缺少事实：服务「服务丙」的级别" in text
    assert "由桐人社发〔2020〕33号决定，库中没有这份文件" in text
    assert "由县人力社保局解释" in text
    assert "读法「服务次数」：尚未选定" in text
    assert "若最终准予：每次不超过1000元" in text
    assert lines[3].split() == ["?", "待定", "专项服务补贴"]
    assert text.count("桐人社发〔2020〕33号") == 1


def test_english_is_complete() -> None:
    text = "\n".join(screen(ASSESSMENT, 120, "en"))
    assert "✓ granted" in text and "30,000 yuan, once" in text
    assert "甲.得分 满 90: is 89, needs ≥ 90 (Civil Code art. 1259" in text
    assert "gives way to 「大师工作室建设资助」" in text and "without giving way: 20,000 yuan, once" in text
    assert "a fact is missing: 级别 of 服务 「服务丙」" in text
    assert "4 in all: 1 granted, 1 refused, 1 displaced, 1 undetermined" in text


def test_a_condition_that_holds_and_bars_gets_no_tick() -> None:
    barred = replace(REFUSED, because=(Reason("exception", "yes", name="失信者除外", clause="3"),))
    lines = screen(replace(ASSESSMENT, results=(barred,)), 80)
    assert "  · 例外「失信者除外」成立" in lines


def test_a_case_without_results_says_so() -> None:
    assert screen(replace(ASSESSMENT, results=()), 80)[-1] == "没有一项待遇与本案的事实有关。"


def test_control_characters_of_a_case_do_not_reach_the_terminal() -> None:
    lines = screen(replace(ASSESSMENT, case="甲\x1b[31m\u202e乙", results=()), 80)
    assert lines[0] == "甲[31m乙"


def test_markup_in_a_case_is_text() -> None:
    assert screen(replace(ASSESSMENT, case="[red]甲[/red]", results=()), 80)[0] == "[red]甲[/red]"


def test_no_colour_means_no_control_sequence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")

    def written(color: bool, environment: dict[str, str]) -> str:
        stream = io.StringIO()
        show_assessment(make_console(color, stream, environment), ASSESSMENT, ZH)
        return stream.getvalue()

    assert "\x1b[1;32m" in written(True, {})
    assert "\x1b" not in written(False, {})
    assert "\x1b" not in written(True, {"NO_COLOR": "1"})


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (exact(30000), "一次性3万元", "30,000 yuan, once"),
        (exact(15000), "一次性1.5万元", "15,000 yuan, once"),
        (exact(12345), "一次性12345元", "12,345 yuan, once"),
        (exact(300, "month"), "每月300元", "300 yuan a month"),
        (exact(Fraction(3001, 2), "year"), "每年1500.50元", "1,500.50 yuan a year"),
        (Amount("interval", Fraction(0), Fraction(1000), "time"), "每次不超过1000元", "at most 1,000 yuan each time"),
        (Amount("interval", Fraction(3000), None, "year"), "每年不低于3000元", "at least 3,000 yuan a year"),
        (Amount("interval", Fraction(100), Fraction(200), "day"), "每日100元至200元", "100 yuan to 200 yuan a day"),
        (Amount("open", None, None, "once", "一定的经费资助"), "未定额「一定的经费资助」", None),
        (Amount("interval", None, None, "once"), "金额待定", "amount not known"),
        (Amount("interval", Fraction(0), None, "once"), "金额待定", "amount not known"),
        (exact(10**12), "一次性10000亿元", "1,000,000,000,000 yuan, once"),
    ],
)
def test_amounts(amount: Amount, zh: str, en: str | None) -> None:
    assert amount_text(amount, "", ZH) == zh
    if en is not None:
        assert amount_text(amount, "", EN) == en


def test_a_sum_that_is_no_whole_number_of_fen_is_a_fraction_and_an_approximation() -> None:
    assert money_text(Fraction(1000, 3), ZH) == "1000/3元（约333.33元）"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Shown("money", "300", "元/月"), "300元/月"),
        (Shown("ratio", "3/5"), "60%"),
        (Shown("period", "24m"), "2年"),
        (Shown("period", "6m"), "6个月"),
        (Shown("period", "10w"), "10个工作日"),
        (Shown("boolean", "true"), "是"),
        (Shown("boolean", "false"), "否"),
        (Shown("number", "[3,~]"), "至少3"),
        (Shown("money", "[0,1000]", "元"), "0元至1000元"),
        (Shown("number", "1/3"), "1/3"),
        (Shown("unknown", ""), "未知"),
        (Shown("text", "[a,b]"), "[a,b]"),
        (Shown("date", "2021-05-20"), "2021-05-20"),
    ],
)
def test_values(value: Shown, text: str) -> None:
    assert shown_text(value, ZH) == text


@given(st.text(alphabet="甲乙，。（）「」 ab1", max_size=80), st.integers(min_value=8, max_value=40))
def test_wrapping_loses_nothing_but_blanks_and_fits(text: str, columns: int) -> None:
    lines = wrapped(text, columns)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line) <= columns for line in lines)


def test_a_document_number_is_not_torn_apart() -> None:
    for columns in range(16, 40):
        lines = wrapped("另见浙人社发〔2019〕40号和桐人社发〔2020〕33号的规定", columns)
        assert sum("〔2019〕40号" in line for line in lines) == 1
        assert sum("〔2020〕33号" in line for line in lines) == 1
