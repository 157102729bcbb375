"""The best lawful choice on the screen and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from compiler.source.text import width
from tests.tiaoli.library import NUMBER, make, run

MORE = """
待遇 技师津贴
    依据 「对取得中级以上证书的人员，按培训费的60%给予补贴，最高不超过1000元」
    对 取证 甲
    享受 甲.人员
    当 甲.级别 = 高级
    金额 每月 100元

不重复 二选一
    成员 取证补贴 甲 每 甲.人员
    成员 技师津贴 甲 每 甲.人员
    窗口 终身
    方式 自选
"""


@pytest.fixture
def chosen(tmp_path, quiet):
    """A case in which one of two benefits can be had: 900 yuan once, or 100 yuan a month."""
    root = make(tmp_path)
    (file,) = [p for p in root.rglob("*.md") if f"文件 {NUMBER}" in p.read_text("utf-8")]
    text = file.read_text(encoding="utf-8").rstrip()
    file.write_text(text.removesuffix("```") + MORE + "```\n", encoding="utf-8")
    case = root / NUMBER / "案例" / "选.yaml"
    facts = "证1: {人员: 张三, 级别: 高级, 培训费: 1500元, 日期: 2024-05-20}"
    case.write_text(f"案例: 选\n历史完整: 是\n事实:\n  取证: {{{facts}}}\n", encoding="utf-8")
    return str(case)


def test_the_year_and_the_month_come_out_differently(capsys, chosen):
    code, out, err = run(capsys, "choose", chosen)
    assert (code, err) == (0, "")
    # from 20 May 2024 to 19 May 2025: 13 calendar months of 100 against 900
    assert "头一年（2024-05-20 至 2025-05-19）" in out
    assert "选 技师津贴（证1），共 1300元" in out and "选 取证补贴（证1），共 900元，少 400元" in out
    assert "2 种选法全都算过，没有更多的" in out and "选择: 技师津贴@证1" in out
    assert "✓ 准予  技师津贴" in out and "→ 让位  取证补贴" in out
    assert all(width(line) <= 80 for line in out.splitlines())
    _, out, _ = run(capsys, "choose", chosen, "--over", "month")
    # until 19 June: the payments of May and June
    assert "选 取证补贴（证1），共 900元" in out and "选 技师津贴（证1），共 200元，少 700元" in out


def test_a_payment_without_end_is_counted_until_a_day_that_is_told(capsys, chosen):
    _, out, _ = run(capsys, "choose", chosen, "--over", "life", "--to", "2024-12-31")
    # eight months of 100 against 900
    assert "选 取证补贴（证1），共 900元" in out and "少 100元" in out
    _, out, _ = run(capsys, "choose", chosen, "--over", "life")
    assert "没有写发到什么时候" in out and "选 技师津贴" in out


def test_the_choice_that_is_told_does_what_it_says(capsys, chosen):
    file = Path(chosen)
    file.write_text("选择: 技师津贴@证1\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    _, out, _ = run(capsys, "assess", chosen)
    assert "✓ 准予  技师津贴   每月100元" in out and "→ 让位  取证补贴" in out


def test_json_english_and_wrong_options(capsys, chosen):
    _, out, _ = run(capsys, "choose", chosen, "--json")
    read = json.loads(out)
    assert (read["pays"]["value"], read["proved"], len(read["choices"][0]["options"])) == ("1300.00", True, 2)
    _, out, _ = run(capsys, "choose", chosen, "--lang", "en")
    assert "take 技师津贴 (证1): 1,300 yuan" in out and "400 yuan less" in out
    code, _, err = run(capsys, "choose", chosen, "--over", "century")
    assert code == 2 and err.startswith("TL0711")


def test_nobody_chooses_what_was_paid_already(tmp_path, quiet, capsys):
    """The text only says 不重复, and something was paid before: which stays is for the office to say, so nothing is
    offered as a choice, and what is undetermined is not counted as if it were nothing."""
    root = make(tmp_path)
    (file,) = [p for p in root.rglob("*.md") if f"文件 {NUMBER}" in p.read_text("utf-8")]
    bare = "\n不重复 只一次\n    成员 取证补贴 甲 每 甲.人员\n    窗口 终身\n    方式 原则\n"
    file.write_text(file.read_text("utf-8").rstrip().removesuffix("```") + bare + "```\n", encoding="utf-8")
    case = root / NUMBER / "案例" / "付过.yaml"
    facts = "证1: {人员: 张三, 级别: 高级, 培训费: 1500元, 日期: 2024-05-20}"
    paid = "付: {待遇: 取证补贴, 享受人: 张三, 金额: 500元, 日期: 2024-01-01}"
    case.write_text(f"案例: 付过\n历史完整: 是\n事实:\n  取证: {{{facts}}}\n  已领取: {{{paid}}}\n", encoding="utf-8")
    code, out, err = run(capsys, "choose", str(case))
    assert (code, err) == (0, "") and "没有哪几项要由本人在里面选" in out
    assert "? 待定  取证补贴" in out and "1 项待定，没有算在里面" in out
