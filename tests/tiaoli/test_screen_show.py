"""A clause on the screen: text and rules, what amendments brought and took, and who said so."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.driver import editions
from compiler.source.text import width
from tests.amendments.small import NUMBER, amendment, document
from tests.tiaoli.answers import drawn
from tiaoli.screen.show import show_clause, show_text
from tiaoli.words import words_of

ZH, EN = words_of("zh"), words_of("en")
RULE = "待遇 补贴\n    依据 「给予一次性{n}元补贴」\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 {n}元"
RULES = "待遇 甲\n    对 认定 甲"


@pytest.fixture
def changed(tmp_path: Path):
    """A document with one clause, and an amendment that changes 100 to 200."""
    (tmp_path / "办法.md").write_text(
        document("取得证书的，给予一次性100元补贴。", RULE.format(n=100)), encoding="utf-8"
    )
    words = "将第一条中的“100元”修改为“200元”"
    change = f"修改 条款 1\n    依据 「{words}」\n    替换 「100元」 为 「200元」\n\n{RULE.format(n=200)}"
    (tmp_path / "通知.md").write_text(amendment(f"{words}。", change), encoding="utf-8")
    return editions(tmp_path, NUMBER)


@pytest.mark.parametrize("columns", [60, 99])
def test_text_and_rules_stand_below_each_other_on_a_narrow_screen(changed, columns: int) -> None:
    last = changed[-1]
    lines = drawn(lambda c: show_clause(c, NUMBER, changed, last, last.marked[0], RULES, False, ZH), columns)
    assert lines.index("条文") < lines.index("规则")
    at = lines.index("规则")
    assert lines[at + 1 : at + 3] == ["待遇 甲", "    对 认定 甲"]


def test_text_and_rules_stand_side_by_side_on_a_wide_screen(changed) -> None:
    last = changed[-1]
    lines = drawn(lambda c: show_clause(c, NUMBER, changed, last, last.marked[0], RULES, False, ZH), 100)
    rows = [line for line in lines if "│" in line]
    assert {width(row[: row.index("│")]) for row in rows} == {49}
    assert rows[0].split() == ["条文", "│", "规则"]
    assert rows[2].endswith("│     对 认定 甲")
    assert all(width(row) <= 100 for row in rows)


def test_what_changed_is_marked_and_its_source_is_named(changed) -> None:
    last = changed[-1]
    lines = drawn(lambda c: show_clause(c, NUMBER, changed, last, last.marked[0], RULES, False, ZH), 80)
    assert "取得证书的，给予一次性〖100元 → 200元〗①补贴。" in lines
    assert "① 甲发〔2023〕1号第1条，自2023-01-01起：「将第一条中的“100元”修改为“200元”」" in lines
    assert "以上是2023-01-01起的条文。" in lines


def test_the_text_alone_and_the_original(changed) -> None:
    first, last = changed
    clean = drawn(lambda c: show_clause(c, NUMBER, changed, last, last.marked[0], RULES, True, EN), 80)
    assert "取得证书的，给予一次性200元补贴。" in clean and not any("〖" in line for line in clean)
    original = drawn(lambda c: show_text(c, changed, first, False, EN), 80)
    assert "取得证书的，给予一次性100元补贴。" in original
    assert "This is the original text." in original
