"""Texts and rules of two versions: what changed, what moved, what has another number."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.compare.rules import canonical
from compiler.compare.texts import ClauseText, compare_texts
from compiler.compare.wording import wording
from tests.comparing.laws import CERTIFICATE, COURSE, HEAD, LAW, PRIZE, compared


def marked(old: str, new: str) -> tuple[str, str]:
    """Both texts with what is only on one side in brackets."""
    found = wording(old, new)
    return tuple("".join(p.text if p.same else f"[{p.text}]" for p in side) for side in (found.old, found.new))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("给予3万元补助。", "给予5万元补助。", ("给予[3]万元补助。", "给予[5]万元补助。")),
        ("每月2255元", "每月2305元", ("每月[2255]元", "每月[2305]元")),
        ("补贴60%。", "补贴60.5%。", ("补贴[60%]。", "补贴[60.5%]。")),
        ("职工可以申请。", "职工和学徒可以申请。", ("职工可以申请。", "职工[和学徒]可以申请。")),
        ("一样", "一样", ("一样", "一样")),
        ("甲", "", ("[甲]", "")),
        # A lone character between two changes goes with them.
        ("由县人社局审核", "由市财政局审核", ("由[县人社]局审核", "由[市财政]局审核")),
    ],
)
def test_sentences_are_compared_word_by_word(old: str, new: str, expected: tuple[str, str]):
    assert marked(old, new) == expected


def test_what_is_cut_and_what_is_kept_make_up_each_text():
    old, new = "第三条　新认定的，给予3万元；年度优秀的2万元。", "第三条　新认定的县级工作室，一次性给予5万元。"
    found = wording(old, new)
    assert "".join(p.text for p in found.old) == old
    assert "".join(p.text for p in found.new) == new
    assert [p.text for p in found.old if p.same] == [p.text for p in found.new if p.same]


def test_very_long_texts_are_shown_whole_and_at_once():
    old, new = "甲乙" * 3000, "丙丁" * 3000
    found = wording(old, new)
    assert [(len(p.text), p.same) for p in (*found.old, *found.new)] == [(6000, False)] * 2


# ---------------------------------------------------------------- clauses


def clause(id: str, *sentences: str, title: str = "", path: tuple[str, ...] = ()) -> ClauseText:
    """A clause."""
    return ClauseText(id, title, path, sentences)


ONE = clause("1", "取得证书的，给予补贴五百元。", "每人每年限一次。")
TWO = clause("2", "培训满十天的，每月补贴一百元。", "由培训机构代为申请。")
THREE = clause("3", "所需资金从就业补助资金列支。")


def renumbered(one: ClauseText, id: str) -> ClauseText:
    """The same clause under another number."""
    return ClauseText(id, one.title, one.path, one.sentences)


def told(found) -> list[tuple[str, str | None, str | None]]:
    """Kind and both numbers of each clause that is not the same."""
    return [(c.kind, c.old.id if c.old else None, c.new.id if c.new else None) for c in found if c.kind != "same"]


def test_a_clause_put_in_between_shifts_the_others_and_changes_none():
    new = clause("2", "获得竞赛奖项的，给予奖励三千元。")
    found = compare_texts((ONE, TWO, THREE), (ONE, new, renumbered(TWO, "3"), renumbered(THREE, "4")))
    assert told(found) == [("added", None, "2"), ("renumbered", "2", "3"), ("renumbered", "3", "4")]


def test_a_clause_is_found_again_under_another_number_though_its_words_changed():
    changed = clause("3", "培训满十五天的，每月补贴一百元。", "由培训机构代为申请。")
    found = compare_texts((ONE, TWO), (ONE, clause("2", "获得竞赛奖项的，给予奖励三千元。"), changed))
    assert told(found) == [("added", None, "2"), ("changed", "2", "3")]
    (sentence,) = next(c for c in found if c.old is not None and c.old.id == "2").sentences
    assert (sentence.kind, sentence.old, sentence.new) == ("changed", TWO.sentences[0], changed.sentences[0])


def test_a_clause_of_the_same_number_with_quite_other_words_went_and_another_came():
    found = compare_texts((ONE,), (clause("1", "本办法由县人力社保局负责解释。"),))
    assert sorted(told(found), key=str) == [("added", None, "1"), ("removed", "1", None)]


def test_a_sentence_that_stands_in_another_clause_now_was_moved():
    old = (ONE, TWO)
    new = (clause("1", ONE.sentences[0]), clause("2", *TWO.sentences, ONE.sentences[1]))
    found = compare_texts(old, new)
    moves = {(c.new.id, s.kind, s.elsewhere) for c in found if c.new for s in c.sentences}
    assert moves == {("1", "moved", "2"), ("2", "moved", "1")}


def test_blanks_and_emphasis_are_no_difference():
    spaced = clause("1", "取得 **证书** 的，给予补贴五百元。", "每人每年限一次。")
    assert told(compare_texts((ONE,), (spaced,))) == []


# ---------------------------------------------------------------- rules


def rules(tmp_path: Path, old: str, new: str) -> list[tuple[str, str, str]]:
    """What became of which rule."""
    return [(r.kind, r.sort, r.name) for d in compared(tmp_path, old, new, "").documents for r in d.rules]


def test_only_the_lines_that_changed_are_named_by_their_part(tmp_path: Path):
    new = (
        LAW.replace("满10天的，每月补贴100元", "满15天的，每月补贴120元")
        .replace("满 10", "满 15")
        .replace("每月 100", "每月 120")
    )
    (change,) = [r for d in compared(tmp_path, LAW, new, "").documents for r in d.rules]
    assert (change.kind, change.sort, change.name, change.place.clause) == ("changed", "benefit", "培训补贴", "2")
    assert [(x.part, x.old, x.new) for x in change.lines] == [
        ("basis", "依据 「培训满10天的，每月补贴100元」", "依据 「培训满15天的，每月补贴120元」"),
        ("condition", "当 天数：甲.天数 满 10", "当 天数：甲.天数 满 15"),
        ("amount", "金额 每月 100元", "金额 每月 120元"),
    ]


def test_layout_comments_and_the_language_of_keywords_are_no_difference(tmp_path: Path):
    new = LAW.replace("    金额 每月 100元", "    # 每月\n    amount   monthly  100元")
    assert rules(tmp_path, LAW, new) == []
    assert canonical("benefit 甲\n  amount monthly 100元 # “x”\n  for 取证 乙", "zh").split("\n")[:2] == [
        "待遇 甲",
        "    金额 每月 100元",
    ]


def test_rules_that_came_and_went(tmp_path: Path):
    prize = PRIZE.replace("三、", "二、").replace("条款 3", "条款 2")
    shorter = HEAD + CERTIFICATE + prize
    # 「奖励」 is the same clause under another number, and its rule the same rule.
    assert rules(tmp_path / "a", LAW, shorter) == [("removed", "benefit", "培训补贴")]
    assert ("added", "benefit", "培训补贴") in rules(tmp_path / "b", shorter, LAW)


def test_a_rule_that_stands_in_another_clause_was_moved(tmp_path: Path):
    text, _, block = PRIZE.partition("```tiaoli\n条款 3 「奖励」\n\n")
    merged = HEAD + CERTIFICATE + COURSE + text + "```tiaoli\n" + block
    assert [r for r in rules(tmp_path, LAW, merged) if r[1] == "benefit"] == [("moved", "benefit", "高级奖励")]


def test_a_rule_that_changed_its_name_went_and_came(tmp_path: Path):
    assert sorted(rules(tmp_path, LAW, LAW.replace("待遇 培训补贴", "待遇 学习补贴"))) == [
        ("added", "benefit", "学习补贴"),
        ("removed", "benefit", "培训补贴"),
    ]
