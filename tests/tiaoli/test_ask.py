"""The interview in a pipe: it reads lines, ends with them, explains, and keeps the case."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.tiaoli.library import run

pytestmark = pytest.mark.usefixtures("cases")


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Runs ``ask`` with these lines on its input."""

    def ask(lines: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        return run(capsys, "ask", *arguments)

    return ask


def test_it_asks_answers_explains_and_saves(say, capsys, tmp_path) -> None:
    code, out, err = say("2024-05-01\n中级\n2000\n", "取证补贴")
    assert (code, err) == (0, "")
    assert "第1条 取证补贴" in out and "「对取得中级以上证书的人员" in out and "规则：甲.级别 ≥ 中级" in out
    # 60% of 2000 is 1200, cut to 1000
    assert "✓ 准予  取证补贴   一次性1000元" in out and "由 1200元 减为 1000元" in out
    saved = Path("取证补贴.yaml")
    assert saved.exists() and str(saved) in out
    code, out, _ = run(capsys, "assess", str(saved))
    assert code == 0 and "✓ 准予  取证补贴   一次性1000元" in out


def test_a_number_stands_for_the_option_and_full_width_is_as_good(say) -> None:
    _, out, _ = say("2024年5月1日\n1\n", "取证补贴")
    # 初级 is the first of the list; nothing else matters then
    assert "✗ 不予  取证补贴" in out and "问完了" in out


def test_what_cannot_be_understood_is_asked_again(say) -> None:
    _, out, _ = say("某天\n2024-02-30\n2024-05-01\n很高\n初级\n", "取证补贴")
    assert "看不懂“某天”" in out and "没有“2024-02-30”这一天" in out and "看不懂“很高”" in out
    assert "✗ 不予" in out


def test_one_step_back(say) -> None:
    _, out, _ = say("<\n2024-05-01\n初级\n", "取证补贴")
    assert "已经是第一个问题了" in out
    _, out, _ = say("2020-01-01\n", "取证补贴")
    assert "✗ 不予" in out and "级别？" not in out  # before it was in force: no level matters
    _, out, _ = say("2024-05-01\n?\n<\n中级\n100\n", "取证补贴")
    assert "✓ 准予  取证补贴   一次性60元" in out


def test_not_known_leads_to_undetermined_and_says_what_is_missing(say) -> None:
    code, out, _ = say("2024-05-01\n?\n?\n", "取证补贴")
    assert code == 0 and "? 待定  取证补贴" in out and "还缺 取证「某取证」的级别" in out


def test_the_end_of_the_input_ends_the_interview_and_nothing_is_lost(say) -> None:
    code, out, _ = say("2024-05-01\n", "取证补贴")
    assert code == 0 and "到此为止" in out and "? 待定" in out
    assert "2024-05-01" in Path("取证补贴.yaml").read_text(encoding="utf-8")


def test_json_stands_alone_on_standard_output(say) -> None:
    _, out, err = say("2024-05-01\n中级\n100\n", "取证补贴", "--json")
    (result,) = json.loads(out)["cases"][0]["results"]
    assert (result["outcome"], result["amount"]["value"]) == ("granted", "60.00") and "级别？" in err


def test_the_case_alone_on_standard_output(say, capsys) -> None:
    _, out, err = say("2024-05-01\n中级\n100\n", "取证补贴", "--out", "-")
    assert out.startswith("案例: 取证补贴\n") and "✓ 准予" in err and not Path("取证补贴.yaml").exists()


def test_nothing_is_overwritten(say) -> None:
    for name in ("取证补贴.yaml", "取证补贴-2.yaml"):
        say("2024-05-01\n", "取证补贴")
        assert Path(name).exists()
    code, out, err = say("2024-05-01\n", "取证补贴", "--out", "取证补贴.yaml")
    assert (code, out) == (2, "") and err.startswith("TL0708")
    code, out, err = say("2024-05-01\n", "取证补贴", "--out", "没有/这里.yaml")
    assert code == 2 and "TL0613" in err and "日期: 2024-05-01" in out


def test_it_goes_on_from_a_case(say, cases) -> None:
    _, out, _ = say("中级\n", "取证补贴", "--from", cases, "--case", "未填级别")
    assert "✓ 准予" in out and "日期？" not in out


def test_a_benefit_that_nobody_has(say) -> None:
    code, out, err = say("", "取证补帖")
    assert (code, out) == (2, "") and err.startswith("TL0703") and "取证补贴" in err


def test_english(say) -> None:
    _, out, _ = say("2024-05-01\n1\n", "取证补贴", "--lang", "en")
    assert "clause 1 取证补贴" in out and "refused" in out


HOSTILE = {
    "control characters": "\x00\x01\x1b[31mred\x1b[0m\x07",
    "a title for the terminal": "\x1b]0;title\x07",
    "text that runs backwards": "\u202e2024",
    "clingo": "a). :- #true. #script(python) import os #end.",
    "YAML": "!!python/object/apply:os.system [id]",
    "too long": "9" * 5000,
    "half a character": "\udcff",
    "shapes of one letter": "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "nothing": "",
}


@pytest.mark.parametrize("answer", HOSTILE.values(), ids=HOSTILE)
def test_hostile_answers_are_asked_again(say, answer) -> None:
    """For each question in turn: nothing is taken, nothing wide or unseen comes back, and the interview goes on."""
    code, out, err = say(f"{answer}\n2024-05-01\n{answer}\n中级\n{answer}\n100\n", "取证补贴")
    assert (code, err) == (0, "") and "一次性60元" in out
    assert not [c for c in out if (ord(c) < 32 and c != "\n") or c == "\u202e"]
    assert max(map(len, out.splitlines())) <= 80
    saved = Path("取证补贴.yaml").read_text(encoding="utf-8")
    assert "级别: 中级" in saved and "培训费: 100" in saved


@pytest.mark.parametrize("lines", ["", "2024-05-01\n", "2024-05-01\n中级\n", "2024-05-01\n中级", "2024-0"])
def test_the_input_may_end_anywhere(say, lines) -> None:
    code, out, err = say(lines, "取证补贴")
    assert (code, err) == (0, "") and "到此为止" in out
    assert Path("取证补贴.yaml").exists()
