"""The reasons on the screen: grouped, nested, quoted, in both languages; and clause and rules side by side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compiler.source.text import width
from solver.answers.model import Reason, Result, Shown
from tests.tiaoli.answers import ASSESSMENT, DISPLACED, GRANTED, QUOTE, REFUSED, UNDETERMINED, drawn, exact
from tiaoli.screen.explain import grouped, show_explanation
from tiaoli.screen.phrases import sentence
from tiaoli.screen.reasons import simplified
from tiaoli.words import words_of

ZH, EN = words_of("zh"), words_of("en")


def screen(result: Result, columns: int = 120, language: str = "zh") -> list[str]:
    return drawn(lambda c: show_explanation(c, ASSESSMENT, (result,), words_of(language)), columns)


@pytest.mark.parametrize("columns", [48, 80, 120])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("result", ASSESSMENT.results, ids=lambda r: r.outcome)
def test_no_line_is_wider_than_the_screen(columns: int, language: str, result: Result) -> None:
    assert all(width(line) <= columns for line in screen(result, columns, language))


def test_a_grant_shows_conditions_with_values_and_dates_that_fit() -> None:
    lines = screen(GRANTED)
    conditions, dates = lines.index("  条件"), lines.index("  时间")
    assert lines[conditions + 1] == "    ✓ 级别：甲.级别 = 县级：实为 县级"
    assert lines[dates + 1 : dates + 3] == [
        "    ✓ 桐人社发〔2021〕7号 在适用期内",
        "    └ ✓ 时点 2021-06-01，要求 不早于2021-04-01",
    ]


def test_the_arithmetic_stands_line_by_line_with_what_the_cap_cut() -> None:
    # 60% of a fee of 12000 is 7200, which the cap of 6000 cuts.
    steps = Reason(
        "amount",
        "note",
        children=(
            Reason("given", "note", "甲.培训费", left=Shown("money", "12000", "元")),
            Reason("step", "note", "甲.培训费 的 60%", name="12000 × 3/5", left=Shown("money", "7200", "元")),
            Reason(
                "cap",
                "note",
                "6000元",
                left=Shown("money", "6000", "元"),
                right=Shown("money", "6000", "元"),
                about="7200",
            ),
        ),
    )
    capped = replace(GRANTED, amount=exact(6000), would_be=exact(7200), why=(steps,))
    lines = screen(capped)
    at = lines.index("  金额怎么算")
    assert [line.strip("├└│ ·") for line in lines[at + 1 : at + 4]] == [
        "甲.培训费 ＝ 1.2万元",
        "甲.培训费 的 60%：12000 × 0.6 ＝ 7200元",
        "封顶 6000元：由 7200元 减为 6000元",
    ]
    assert any("封顶、限次之前：一次性7200元" in line for line in lines)


def test_a_refusal_shows_every_way_in_with_value_beside_threshold() -> None:
    lines = screen(REFUSED)
    at = lines.index("  条件")
    assert "各条途径均不成立" in lines[at + 1]
    assert lines[at + 2 :] == [
        "    ✗ 以下任一即可，但无一满足",
        "    ├ ✗ 甲.得分 满 90：实为 89，要求 ≥ 90（是否含本数依《民法典》第1259条）",
        "    └ ✗ 甲.特别推荐：否",
    ]


def test_a_displacement_shows_winner_rule_quotation_and_what_it_would_have_been() -> None:
    text = "\n".join(screen(DISPLACED))
    assert "若不让位：一次性2万元" in text and "让位于 大师工作室建设资助" in text
    assert "  重复与先后" in text
    assert "「按照“不重复”的原则执行」" in text


def test_the_undetermined_says_what_is_missing_and_who_interprets() -> None:
    text = "\n".join(screen(UNDETERMINED))
    assert "还缺 服务「服务丙」的级别、桐人社发〔2020〕33号" in text
    assert "由 县人力社保局 解释" in text
    assert "  为何不能决定" in text


def test_the_words_of_the_law_stand_in_their_own_marks_once() -> None:
    text = "\n".join(screen(GRANTED))
    assert text.count(QUOTE) == 1 and f"「{QUOTE}」" in text


def test_english_headings() -> None:
    lines = screen(GRANTED, 120, "en")
    assert "  Conditions" in lines and "  Dates" in lines
    assert "    └ ✓ decided on 2021-06-01, needs not before 2021-04-01" in lines


def test_notes_are_not_lost_and_not_doubled() -> None:
    note = Reason("note", "note", name="五家左右", about="“5家左右”是目标，不作为名额限制。", clause="3")
    noted = replace(GRANTED, notes=(note,), why=(*GRANTED.why, note))
    text = "\n".join(screen(noted))
    assert text.count("五家左右：“5家左右”是目标") == 1 and "  附注" in text


def test_a_question_that_touches_several_answers_is_told_once_with_their_names() -> None:
    alone, two, every = (Reason("note", "note", name=n, about="原文没有写。", clause="3") for n in ("独", "两", "都"))
    noted = tuple(
        replace(result, notes=notes)
        for result, notes in ((GRANTED, (alone, two, every)), (REFUSED, (two, every)), (UNDETERMINED, (every,)))
    )
    text = "\n".join(drawn(lambda c: show_explanation(c, ASSESSMENT, noted, ZH), 120))
    assert [text.count(f"{name}：原文没有写") for name in "独两都"] == [1, 1, 1]
    answers, questions = text.split("牵涉几项答案的疑问")
    assert "独：原文" in answers
    some, all_ = f"牵涉 {GRANTED.benefit}、{REFUSED.benefit}：", "以上各项都牵涉到："
    assert [line.split("：")[0].strip("· ") for line in questions.splitlines() if line.strip()] == [
        some.rstrip("："),
        "两",
        all_.rstrip("："),
        "都",
    ]


def test_groups_without_reasons_are_left_out_and_none_is_lost() -> None:
    kinds = ("test", "in_force", "payee", "cap", "limit", "document", "note", "something_new")
    nodes = tuple(Reason(kind, "note", text=f"话{number}") for number, kind in enumerate(kinds))
    groups = grouped(replace(GRANTED, why=nodes, notes=()))
    assert [name for name, _ in groups] == [
        "conditions",
        "dates",
        "parties",
        "amounts",
        "precedence",
        "waiting",
        "notes",
    ]
    assert sorted(n.text for _, members in groups for n in members) == sorted(n.text for n in nodes)


def test_a_group_of_one_is_its_member_and_groups_in_groups_are_one() -> None:
    leaf, other = Reason("holds", "yes", "甲"), Reason("holds", "no", "乙")
    assert simplified((Reason("all", "yes", children=(leaf,)),)) == (leaf,)
    nested = Reason("all", "no", children=(Reason("all", "yes", children=(leaf, leaf)), other))
    assert simplified((nested,)) == (Reason("all", "no", children=(leaf, leaf, other)),)
    assert simplified((Reason("all", "yes"),)) == ()


def test_a_denied_exception_is_told_by_the_exception() -> None:
    inner = Reason("exception", "no", name="失信者除外", children=(Reason("holds", "no", "甲.失信"),))
    denial = Reason("not", "yes", text="例外 失信者除外\n    不予", children=(inner,))
    assert sentence(denial, ZH) == "例外「失信者除外」不成立"
    lines = screen(replace(GRANTED, why=(denial,)))
    at = lines.index("  条件")
    assert lines[at + 1 : at + 3] == ["    ✓ 例外「失信者除外」不成立", "    └ ✗ 甲.失信"]
