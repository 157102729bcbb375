"""The timeline on the screen and as JSON."""

from __future__ import annotations

import json

import pytest

from compiler.source.text import width
from tests.tiaoli.library import NUMBER, make, run

ALLOWANCE = """
待遇 技师津贴
    依据 「对取得中级以上证书的人员，按培训费的60%给予补贴，最高不超过1000元」
    对 取证 甲
    享受 甲.人员
    当 甲.级别 = 高级
    金额 每月 200元
    期限 12个月
    起付 甲.日期 次月
"""


@pytest.fixture
def monthly(tmp_path, quiet):
    """A case file of the small library with a monthly allowance beside the benefit it has."""
    root = make(tmp_path)
    (file,) = [p for p in root.rglob("*.md") if f"文件 {NUMBER}" in p.read_text("utf-8")]
    text = file.read_text(encoding="utf-8").rstrip()
    file.write_text(text.removesuffix("```") + ALLOWANCE + "```\n", encoding="utf-8")
    case = root / NUMBER / "案例" / "津贴.yaml"
    case.write_text(
        "案例: 高级\n事实:\n  取证: {证1: {人员: 张三, 级别: 高级, 培训费: 500元, 日期: 2024-05-20}}\n",
        encoding="utf-8",
    )
    return str(case)


def test_the_strip_the_changes_and_the_sums(capsys, monthly):
    code, out, err = run(capsys, "timeline", monthly)
    assert (code, err) == (0, "")
    # June 2024 to May 2025: 12 × 200; 60 % of 500 once
    assert "技师津贴 12 次，每次 200元，共 2400元" in out and "取证补贴，共 300元" in out and "合计 2700元" in out
    assert "2024-05-20  取证「证1」的日期" in out and "「技师津贴」开始发放（第1条）" in out
    assert "●" in out and "█" in out and "2024" in out
    assert all(width(line) <= 80 for line in out.splitlines())


def test_a_part_of_the_time(capsys, monthly):
    _, out, _ = run(capsys, "timeline", monthly, "技师津贴", "--from", "2024-12-01", "--to", "2025-01-31")
    assert "技师津贴 2 次，每次 200元，共 400元" in out and "还有 10 笔在这段时间以外" in out
    code, _, err = run(capsys, "timeline", monthly, "--from", "2024-12-01", "--to", "2024-01-31")
    assert code == 2 and err.startswith("TL0711")


def test_another_day_would_have_been_answered_so(capsys, monthly):
    _, out, _ = run(capsys, "timeline", monthly, "取证补贴")
    assert "2023-12-31 及以前  不予" in out and "2024-01-01 起  准予 一次性300元" in out and "✓ 时点 2024-01-01" in out


def test_json_and_english(capsys, monthly):
    _, out, _ = run(capsys, "timeline", monthly, "技师津贴", "--json")
    read = json.loads(out)
    assert read["timeline"]["total"]["value"] == "2400.00"
    assert [p["on"] for p in read["timeline"]["schedules"][0]["payments"]][::11] == ["2024-06-01", "2025-05-01"]
    assert [s["outcome"] for s in read["turns"][0]["stretches"]] == ["refused", "granted"]
    _, out, _ = run(capsys, "timeline", monthly, "--lang", "en", "--no-color")
    assert "What is paid in each stretch" in out and "total 2,700 yuan" in out
