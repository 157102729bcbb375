"""The command from the outside: what it prints, where, and its exit code."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from compiler.diagnostics.problem import Log, Rejected
from compiler.source.text import SourceFile, Span
from tests.tiaoli.library import NUMBER, run
from tiaoli.library import find_library

pytestmark = pytest.mark.usefixtures("quiet")


# ---------------------------------------------------------------- the main job


def test_assess_answers_every_case_of_a_file(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    code, out, err = run(capsys, "assess", cases)
    assert (code, err) == (0, "")
    assert [line for line in out.splitlines() if line[:1] in "✓✗?" and line] == [
        "✓ 准予  取证补贴   一次性600元",
        "✓ 准予  取证补贴   一次性1000元",
        "✗ 不予  取证补贴",
        "? 待定  取证补贴",
    ]
    assert "\x1b" not in out


def test_explain_shows_the_arithmetic_and_what_the_cap_cut(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    code, out, _ = run(capsys, "explain", cases, "取证补贴", "--case", "到顶")
    assert code == 0
    # 60% of 2000 is 1200, cut to 1000.
    assert "× " in out and " ＝ 1200元" in out and "由 1200元 减为 1000元" in out


def test_explain_shows_why_not_and_what_is_missing(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    _, out, _ = run(capsys, "explain", cases, "取证补贴@证1", "--case", "初级")
    assert "✗ 级别：实为 初级，要求 ≥ 中级" in out
    _, out, _ = run(capsys, "explain", cases, "--case", "未填级别")
    assert "还缺 取证「证1」的级别" in out and "由 样例局 解释" in out


def test_assess_json_is_the_same_every_time(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    first = run(capsys, "assess", "--json", cases)[1]
    assert run(capsys, "assess", "--json", cases)[1] == first
    read = json.loads(first)
    assert read["receipt"]["rulebook"].startswith("sha256:")
    values = [c["results"][0]["amount"]["value"] for c in read["cases"]]
    assert values == ["600.00", "1000.00", None, None]


def test_known_leaves_out_what_was_not_published(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    code, out, _ = run(capsys, "assess", cases, "--case", "中级", "--known", "2023-12-01")
    assert code == 0 and "准予" in out and "只算 2023-12-01 及以前公布的文件" in out
    code, out, _ = run(capsys, "assess", cases, "--case", "中级", "--known", "2023-11-30")
    assert "准予" not in out


def test_recorded_cases_come_out_as_recorded(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    code, out, _ = run(capsys, "test")
    assert (code, out) == (0, "4 个案例，4 项应得，全部相符。\n")


def test_a_changed_rule_breaks_a_case(capsys: pytest.CaptureFixture[str], cases: str, tmp_path: Path) -> None:
    document = tmp_path / "policy" / NUMBER / "办法.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("的 60%", "的 50%"), encoding="utf-8")
    code, out, _ = run(capsys, "test", cases)
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "✗ 中级"
    assert lines[2:5] == ["  取证补贴@证1 · 金额", "    应为  600元", "    实为  500元"]
    assert lines[-1] == "4 个案例，4 项应得，1 个案例不符。"
    read = json.loads(run(capsys, "test", cases, "--json")[1])
    assert read["broken"] == 1
    assert read["cases"][0]["differences"] == [
        {"benefit": "取证补贴", "object": "证1", "field": "amount", "line": 7, "expected": "600", "found": "500"}
    ]
    assert [r["why"] != [] for r in read["cases"][0]["results"]] == [True]


def test_show_prints_the_text_and_the_rules_as_written(
    capsys: pytest.CaptureFixture[str], cases: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run(capsys, "show", "1")
    assert code == 0
    assert "第1条 取证补贴" in out and "待遇 取证补贴\n" in out and "    封顶 1000元\n" in out
    monkeypatch.setenv("COLUMNS", "120")
    wide = run(capsys, "show", "第1条")[1]
    assert "│ 待遇 取证补贴" in wide
    read = json.loads(run(capsys, "show", "1", "--json")[1])
    assert read["rules"][0].startswith("待遇 取证补贴\n    依据")


def test_sentences_are_accounted_for_or_the_exit_code_says_so(
    capsys: pytest.CaptureFixture[str], cases: str, tmp_path: Path
) -> None:
    code, out, _ = run(capsys, "sentences", NUMBER)
    assert code == 0 and "→ 待遇 取证补贴" in out and "共 1 句，句句有交代。" in out
    document = tmp_path / "policy" / NUMBER / "办法.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("最高不超过1000元。\n", "最高不超过1000元。鼓励多学。\n"), encoding="utf-8")
    code, out, _ = run(capsys, "sentences", NUMBER)
    assert code == 1 and "✗ 鼓励多学。" in out and "共 2 句，1 句未交代。" in out


def test_check_says_nothing_found_or_what(capsys: pytest.CaptureFixture[str], cases: str, tmp_path: Path) -> None:
    code, out, _ = run(capsys, "check", NUMBER)
    assert (code, out) == (0, f"{NUMBER}：没有发现问题。\n")
    document = tmp_path / "policy" / NUMBER / "办法.md"
    text = document.read_text(encoding="utf-8")
    document.write_text(text.replace("依据 「对取得", "依据 「对获得"), encoding="utf-8")
    for subject in ((), (NUMBER,), (str(document),), ("policy",)):
        code, out, err = run(capsys, "check", *subject)
        assert (code, err) == (1, "") and out.startswith("TL0201")


def test_asp_is_the_program_with_the_words_of_the_clause(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    code, out, _ = run(capsys, "asp")
    assert code == 0 and "% 第一条 对取得中级以上证书的人员" in out
    assert run(capsys, "asp", "--policy", NUMBER)[1] == out


def test_list_names_documents_vocabularies_and_cases(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    code, out, _ = run(capsys, "list")
    assert code == 0
    assert f"  {NUMBER}  样例办法  1 个案例文件" in out.splitlines() and "  样例词汇" in out.splitlines()
    read = json.loads(run(capsys, "list", "--json")[1])
    assert [(h["name"], h["kind"], h["case_files"]) for h in read["holdings"]] == [
        (NUMBER, "document", 1),
        ("样例词汇", "vocabulary", 0),
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_folder_compiles_and_its_cases_come_out(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, language: str
) -> None:
    code, out, _ = run(capsys, "new", "样例新策", "--lang", language)
    assert code == 0 and out.count("样例新策") == 4
    assert run(capsys, "check", "样例新策")[0] == 0
    assert run(capsys, "sentences", "--library", "样例新策")[0] == 0
    code, out, _ = run(capsys, "test", "样例新策")
    assert code == 0 and out.startswith("2 ")
    code, _, err = run(capsys, "new", "样例新策")
    assert code == 2 and err.startswith("TL0708")


def test_two_new_folders_side_by_side_do_not_clash(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("first", "second"):
        assert run(capsys, "new", name)[0] == 0
    code, out, _ = run(capsys, "list")
    assert code == 0 and "示例〔2024〕1号" in out and "示例〔2024〕2号" in out
    assert run(capsys, "test", "first", "second")[0] == 0


# ---------------------------------------------------------------- fmt


@pytest.fixture
def formatter(monkeypatch: pytest.MonkeyPatch) -> None:
    """A formatter that does something plain: two blanks become one; the language asked for is written at the end."""

    def format_page(file: SourceFile, language: str | None, log: Log) -> str:
        if "坏" in file.text:
            log.say("TL0101", Span(file, file.text.index("坏"), file.text.index("坏") + 1), found="坏", expected="好")
        return file.text.replace("  ", " ") + (f"({language})\n" if language else "")

    module = ModuleType("compiler.surface.format")
    vars(module)["format_page"] = format_page
    monkeypatch.setitem(sys.modules, "compiler.surface.format", module)


def test_fmt_check_writes_nothing_and_exits_1(
    capsys: pytest.CaptureFixture[str], formatter: None, tmp_path: Path
) -> None:
    page, fine = tmp_path / "甲.md", tmp_path / "乙.md"
    page.write_text("甲  乙\n", encoding="utf-8")
    fine.write_text("甲 乙\n", encoding="utf-8")
    assert run(capsys, "fmt", "--check", "甲.md", "乙.md") == (1, "需改写 甲.md\n", "")
    assert page.read_text(encoding="utf-8") == "甲  乙\n"
    assert run(capsys, "fmt", "甲.md", "乙.md") == (0, "已改写 甲.md\n", "")
    assert page.read_text(encoding="utf-8") == "甲 乙\n"
    assert run(capsys, "fmt", "--check", "甲.md", "乙.md") == (0, "2 个文件，均已是规范写法。\n", "")


def test_fmt_writes_nothing_when_a_file_has_a_fault(
    capsys: pytest.CaptureFixture[str], formatter: None, tmp_path: Path
) -> None:
    (tmp_path / "甲.md").write_text("甲  乙\n", encoding="utf-8")
    (tmp_path / "丙.md").write_text("坏  \n", encoding="utf-8")
    code, out, err = run(capsys, "fmt", "甲.md", "丙.md")
    assert (code, out) == (2, "") and err.startswith("TL0101")
    assert (tmp_path / "甲.md").read_text(encoding="utf-8") == "甲  乙\n"


def test_fmt_of_a_folder_takes_its_documents_and_the_language(
    capsys: pytest.CaptureFixture[str], formatter: None, cases: str, tmp_path: Path
) -> None:
    (tmp_path / "policy" / "README.md").write_text("a  b\n", encoding="utf-8")
    code, out, _ = run(capsys, "fmt", "policy", "--to", "en")
    assert code == 0 and len(out.splitlines()) == 2
    assert (tmp_path / "policy" / "词汇" / "词汇.md").read_text(encoding="utf-8").endswith("(en)\n")
    assert (tmp_path / "policy" / "README.md").read_text(encoding="utf-8") == "a  b\n"


# ---------------------------------------------------------------- the library


def test_the_library_is_found_from_a_case_from_a_folder_and_from_the_option(cases: str, tmp_path: Path) -> None:
    root = tmp_path / "policy"
    for start in (Path(cases).parent, root / NUMBER, root, tmp_path):
        assert find_library(None, start).resolve() == root.resolve()
    assert find_library(str(root / NUMBER), tmp_path) == root / NUMBER
    with pytest.raises(Rejected):
        find_library("无", tmp_path)


def test_a_case_without_a_document_takes_the_one_of_its_folder(
    capsys: pytest.CaptureFixture[str], cases: str, tmp_path: Path
) -> None:
    path = Path(cases)
    path.write_text(path.read_text(encoding="utf-8").replace(f"文件: {NUMBER}\n", ""), encoding="utf-8")
    code, out, _ = run(capsys, "assess", cases, "--case", "中级")
    assert code == 0 and out.splitlines()[1] == NUMBER


def test_every_faulty_case_of_every_file_is_reported_at_once(
    capsys: pytest.CaptureFixture[str], cases: str, tmp_path: Path
) -> None:
    for number, level in enumerate(("特级", "超级")):
        text = Path(cases).read_text(encoding="utf-8").replace("级别: 高级", f"级别: {level}")
        (tmp_path / f"坏{number}.yaml").write_text(text, encoding="utf-8")
    code, out, err = run(capsys, "assess", "坏0.yaml", "坏1.yaml")
    assert (code, out) == (2, "")
    assert err.count("TL0626") == 2 and "特级" in err and "超级" in err
