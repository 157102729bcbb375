"""``tiaoli cases``: exit codes, both languages, answers for programs, and what happens without the library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.tiaoli.library import NUMBER, case, make, run
from tests.tiaoli.test_schema import faults
from tests.workbook.desk import Desk, put

ENGLISH = case("elementary", "初级", "1000元", "refused").replace("案例", "case").replace("文件", "documents")
ENGLISH = ENGLISH.replace("事实", "facts").replace("应得", "expect")


@pytest.fixture
def book(tmp_path: Path, quiet: None) -> Path:
    """Where a workbook of the small library goes, from a folder that holds the library."""
    make(tmp_path)
    return tmp_path / "案例.xlsx"


def test_export_import_and_their_exit_codes(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "cases", "export", book.name) == (0, "案例.xlsx：4 个案例，来自 1 个文件。\n", "")
    assert run(capsys, "cases", "import", book.name) == (0, "没有要改的，文件一字未动。\n", "")
    assert run(capsys, "cases", "export", book.name)[0] == 2
    assert run(capsys, "cases", "export", book.name, "--update")[0] == 0
    assert run(capsys, "cases", "import", "没有.xlsx")[0] == 2


def test_a_case_that_comes_out_otherwise_is_found(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book.parent / "policy" / NUMBER / "案例" / "取证.yaml"
    file.write_text(case("错的", "高级", "1000元", "一次性601元"), encoding="utf-8")
    code, out, _ = run(capsys, "cases", "export", book.name)
    assert code == 1 and "1 个案例与应得不符" in out
    assert run(capsys, "cases", "export", "另一份.xlsx", "--no-found")[0] == 0


@pytest.mark.parametrize("language", ["zh", "en"])
def test_answers_for_programs(tmp_path: Path, quiet: None, capsys: pytest.CaptureFixture[str], language: str) -> None:
    import json

    desk = Desk(tmp_path)
    told = json.loads(run(capsys, "cases", "export", "案例.xlsx", "--json", "--lang", language)[1])
    assert faults(told, "workbook") == []
    title, heading = ("案例", "案例") if language == "zh" else ("Cases", "Case")
    desk.work(put("取证.级别", "高级"), put(heading, "二", 4), put("取证.人员", "李四", 4), title=title)
    told = json.loads(run(capsys, "cases", "import", "案例.xlsx", "--json", "--check")[1])
    assert faults(told, "import") == []
    assert [(c["what"], c["case"]) for c in told["import"]["cases"]] == [("changed", "一"), ("new", "二")]
    assert told["import"]["cases"][0]["cells"] == [
        {"cell": f"「{title}」!{_letter(desk, title)}3", "column": "取证.级别", "old": "中级", "new": "高级"}
    ]
    assert desk.text.count("案例:") == 1
    desk.work(put("取证.级别", "特级"), title=title)
    told = json.loads(run(capsys, "cases", "import", "案例.xlsx", "--json")[1])
    assert faults(told, "problems") == [] and [p["code"] for p in told["problems"]] == ["TL0626"]


def _letter(desk: Desk, title: str) -> str:
    import openpyxl

    sheet = openpyxl.load_workbook(desk.book)[title]
    return next(str(cell.column_letter) for cell in sheet[2] if cell.value == "取证.级别")


def test_english_keys_stay_english(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = book.parent / "policy" / NUMBER / "案例" / "取证.yaml"
    file.write_text(ENGLISH, encoding="utf-8")
    assert run(capsys, "cases", "export", book.name, "--lang", "en")[:2] == (0, "案例.xlsx: cases 1, files 1.\n")
    desk = object.__new__(Desk)
    desk.book = book
    desk.work(put("Expected: 取证补贴", "once 600"), put("取证.级别", "中级"), put("Complete", "yes"), title="Cases")
    assert run(capsys, "cases", "import", book.name, "--lang", "en")[0] == 0
    new = ENGLISH.replace("refused", "once 600").replace("级别: 初级", "级别: 中级")
    new = new.replace(f"documents: {NUMBER}\n", f"documents: {NUMBER}\ncomplete: yes\n")
    assert file.read_text(encoding="utf-8") == new


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("exprot",),
        ("export",),
        ("export", "a.xlsx", "--update", "b"),
        ("import",),
        ("export", "a.xlsx", "--folder", "."),
        ("export", "a.xlsx", "--update", "--no-found"),
    ],
)
def test_what_cannot_be_meant(quiet: None, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    code, out, err = run(capsys, "cases", *words)
    assert code == 2 and out == "" and err.startswith("用法不对：")


def test_help_of_both_ways(quiet: None, capsys: pytest.CaptureFixture[str]) -> None:
    for language in ("zh", "en"):
        for words, told in ((("-h",), "export"), (("export", "-h"), "--update"), (("import", "-h"), "--delete")):
            code, out, _ = run(capsys, "cases", *words, "--lang", language)
            assert code == 0 and told in out, out


def test_without_the_library_all_else_works(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: object
) -> None:
    assert isinstance(monkeypatch, pytest.MonkeyPatch)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for words in (("export", book.name), ("import", book.name), ("export", book.name, "--update")):
        code, _, err = run(capsys, "cases", *words)
        assert code == 2 and "pip install 'tiaoli[excel]'" in err
    assert run(capsys, "test")[0] == 0
    assert not book.exists()


def test_nothing_else_loads_it() -> None:
    code = "import sys, tiaoli.main as m; m.main(['list']); m.main(['cases', '-h']); print('openpyxl' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
