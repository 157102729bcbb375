"""What a change does, at the lines of the cases and of the changed rules: annotations and SARIF."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.comparing.laws import LAW, library
from tests.comparing.test_revisions import git
from tests.report.test_formats import SARIF
from tests.tiaoli.library import run

LONGER = LAW.replace("满10天", "满15天").replace("满 10", "满 15")
RULE = LONGER.splitlines().index("待遇 培训补贴") + 1
BOOK, PAGE = "办法/案例/案例.yaml", "办法/办法.md"
LOST, GROUNDS = 7, 10  # the lines in which the cases of 12 and of 20 days begin
INTENT = "```tiaoli\n意图 收紧\n    涉及 培训补贴\n{lines}```\n"


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("TIAOLI_LANG", "en")
    monkeypatch.setenv("TIAOLI_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    library(tmp_path / "旧")
    library(tmp_path / "新", LONGER)


def annotations(capsys: pytest.CaptureFixture[str], *words: str) -> list[tuple[str, str]]:
    """The first part of each annotation, and its text."""
    out = run(capsys, "diff", *words, "--recorded", "--format", "github")[1]
    return [(line[2:].split(",title=")[0], line.split("::", 2)[2]) for line in out.splitlines()]


def test_a_rule_and_the_cases_that_it_is_behind(capsys: pytest.CaptureFixture[str]):
    rule, lost, grounds = annotations(capsys, "旧", "新")
    assert rule[0] == f"warning file=新/{PAGE},line={RULE}"
    assert "lost 1; the same on other grounds 1" in rule[1] and "培训12天; 培训20天" in rule[1]
    assert lost[0] == f"warning file=新/{BOOK},line={LOST}"
    assert "lost 培训补贴 班: granted 100 yuan a month → refused%0Acause: changed benefit “培训补贴”" in lost[1]
    assert grounds[0] == f"notice file=新/{BOOK},line={GROUNDS}"
    assert annotations(capsys, "旧", "旧") == []


def test_what_was_declared_is_a_note_and_what_was_not_an_error(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    path = tmp_path / "意图.md"
    path.write_text(INTENT.format(lines=""), encoding="utf-8")
    assert {a.split()[0] for a, _ in annotations(capsys, "旧", "新", "--intent", "意图.md")} == {"notice"}
    path.write_text(INTENT.format(lines="    无人减少\n"), encoding="utf-8")
    found = annotations(capsys, "旧", "新", "--intent", "意图.md")
    assert [a.split()[0] for a, _ in found] == ["error", "error", "notice"]
    assert found[1][1].startswith("“收紧” says that nobody loses, 培训补贴 班 does%0Alost ")


def test_what_lies_outside_in_no_recorded_case_stands_at_the_rule(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    """No case is recorded: that somebody loses is found in the search over any case at all."""
    for side in ("旧", "新"):
        (tmp_path / side / BOOK).unlink()
    (tmp_path / "意图.md").write_text(INTENT.format(lines="    无人减少\n"), encoding="utf-8")
    code, out, _ = run(capsys, "diff", "旧", "新", "--intent", "意图.md", "--format", "github")
    assert code == 1 and out.startswith(f"::error file=新/{PAGE},line={RULE},title=")
    assert "there is a case in which 培训补贴 does" in out and len(out.splitlines()) == 1


def test_sarif_names_the_changed_rule_beside_the_case(capsys: pytest.CaptureFixture[str]):
    code, out, _ = run(capsys, "diff", "旧", "新", "--recorded", "--format", "sarif")
    log = json.loads(out)
    assert code == 1 and [e.message for e in SARIF.iter_errors(log)] == []
    found = {(r["ruleId"], r["level"]): r for r in log["runs"][0]["results"]}
    assert list(found) == [("rule-changed", "warning"), ("result-changed", "warning"), ("result-changed", "note")]
    lost = found["result-changed", "warning"]
    assert lost["locations"][0]["physicalLocation"]["region"] == {"startLine": LOST}
    (rule,) = lost["relatedLocations"]
    assert rule["physicalLocation"]["region"] == {"startLine": RULE}
    assert rule["physicalLocation"]["artifactLocation"]["uriBaseId"] == "%SRCROOT%"


def test_lines_of_a_revision_are_those_of_the_working_tree(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """What only the older revision has is told without a line: nobody could open it."""
    root = tmp_path / "仓库"
    library(root / "policy")
    git(root, "init", "-q", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "old")
    (root / "policy" / PAGE).write_text(LONGER, encoding="utf-8")
    (root / "policy" / BOOK).rename(root / "policy" / "办法" / "案例" / "改名.yaml")
    monkeypatch.chdir(root)
    at = [a for a, _ in annotations(capsys, "--against", "main")]
    moved = BOOK.replace("案例.yaml", "改名.yaml")
    here = [
        f"file=policy/{PAGE},line={RULE}",
        f"file=policy/{moved},line={LOST}",
        f"file=policy/{moved},line={GROUNDS}",
    ]
    assert [a.split(" ", 1)[1] for a in at if " file=" in a] == here
    assert sum(" file=" not in a for a in at) == 2
    git(root, "add", "-A")
    git(root, "commit", "-qm", "new")
    assert [a.split(" ", 1)[1] for a, _ in annotations(capsys, "main~1..HEAD") if " file=" in a] == here


def test_a_case_that_cannot_be_read_is_an_error_at_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    narrow = LAW.replace("    费用 钱数\n", "")
    (tmp_path / "新" / PAGE).write_text(narrow, encoding="utf-8")
    case = (
        "案例: 有费用\n事实: {人员: {张三: {}}, 取证: {证: {人员: 张三, 等级: 中级, 费用: 90元, 日期: 2024-05-01}}}\n"
    )
    for side in ("旧", "新"):
        (tmp_path / side / BOOK).write_text(case, encoding="utf-8")
    ((at, text),) = annotations(capsys, "旧", "新")
    assert at == f"error file=新/{BOOK},line=1" and "the new rules cannot read this case: TL0623[费用]" in text
