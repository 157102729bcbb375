"""``tiaoli diff`` as it is typed: exit codes, screens in both languages and widths, JSON, comments, faults."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from compiler.source.text import width
from tests.comparing.laws import CASES, LAW, NUMBER, compared, library
from tests.comparing.test_revisions import git
from tests.tiaoli.library import run
from tiaoli.report.comment import LIMIT, comment
from tiaoli.words import LANGUAGES, words_of

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "tiaoli-1.schema.json").read_text(encoding="utf-8")
)
DIFF = Draft202012Validator({"$ref": "#/$defs/diff", "$defs": SCHEMA["$defs"]})
SHORT = LAW.replace("满10天", "满15天").replace("满 10", "满 15")


@pytest.fixture(autouse=True)
def somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Chinese, 80 columns, no colour, no cache but its own, two libraries in the working folder."""
    for name, value in (("TIAOLI_LANG", "zh"), ("COLUMNS", "80"), ("TIAOLI_CACHE", str(tmp_path / "cache"))):
        monkeypatch.setenv(name, value)
    for name in ("FORCE_COLOR", "NO_COLOR", "TIAOLI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    library(tmp_path / "旧")
    library(tmp_path / "新", SHORT)


def test_nothing_differs_is_0_and_something_is_1(capsys: pytest.CaptureFixture[str]):
    assert run(capsys, "diff", "旧", "旧")[0] == 0
    assert run(capsys, "diff", "旧", "新")[0] == 1


def test_the_summary_comes_first_and_names_every_sort(capsys: pytest.CaptureFixture[str]):
    code, out, err = run(capsys, "diff", "旧", "新")
    assert (code, err) == (1, "")
    head = out.split("合计")[0]
    assert re.search(r"失去 +1 个结果", head) and re.search(r"结果相同、依据不同 +1 个结果", head)
    assert re.search(r"不变 +\d+ 个结果", head) and re.search(r"增加 +0 个结果", head)
    assert "不可能受影响的待遇 2 项（已证明）" in head
    assert re.search(r"任何案例  没有人多得（已证明），有人少得", head)
    assert "每月200元，另有 1 次待定" in re.sub(" +", " ", out)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [40, 60, 80, 120])
def test_every_line_fits_and_the_columns_stand_under_each_other(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, columns: int
):
    monkeypatch.setenv("COLUMNS", str(columns))
    out = run(capsys, "diff", "旧", "新", "--lang", language)[1]
    assert max(width(line) for line in out.splitlines()) <= columns
    places = {width(line.split(" │ ")[0]) for line in out.splitlines() if " │ " in line}
    assert len(places) == (1 if columns >= 80 else 0)
    assert "\x1b" not in out
    if columns < 80:
        assert "- " in out and "+ " in out


def test_what_is_not_listed_is_said(capsys: pytest.CaptureFixture[str]):
    out = run(capsys, "diff", "旧", "新", "--limit", "1")[1]
    assert "还有 1 个案例没有列出" in out
    assert re.search(r"还有 \d+ 处没有列出", out)


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_fits_the_schema_and_is_the_same_each_time(capsys: pytest.CaptureFixture[str], language: str):
    asked = ("diff", "旧", "新", "--recorded", "--lang", language)
    first = run(capsys, *asked, "--json")
    assert first == run(capsys, *asked, "--format", "json")
    answer = json.loads(first[1])
    assert [e.message for e in DIFF.iter_errors(answer)] == []
    assert [e.message for e in Draft202012Validator(SCHEMA).iter_errors(answer)] == []
    assert answer["summary"] == {
        "lost": 1,
        "less": 0,
        "undecided": 0,
        "otherwise": 0,
        "gained": 0,
        "more": 0,
        "decided": 0,
        "grounds": 1,
        "kept": answer["summary"]["kept"],
    }
    assert answer["universal"] is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_case_at_all_is_asked_about_unless_only_recorded_ones_are_wanted(
    capsys: pytest.CaptureFixture[str], language: str
):
    answer = json.loads(run(capsys, "diff", "旧", "新", "--json", "--lang", language)[1])
    assert [e.message for e in DIFF.iter_errors(answer)] == []
    (law,) = answer["universal"]
    (course,) = [f for f in law["findings"] if f["verdict"] != "equal"]
    # From 10 to 14 days the new law gives nothing; nowhere does it give more.
    assert (law["verdict"], course["benefits"]) == ("nobody_gains", ["培训补贴"])
    assert (course["loss"]["state"], course["gain"]["state"]) == ("yes", "no")
    assert course["loss"]["worst"]["change"] == "-100.00"
    assert "没有问" in run(capsys, "diff", "旧", "新", "--recorded")[1]
    assert "两边完全一样（已证明）" in run(capsys, "diff", "旧", "旧")[1]


# ---------------------------------------------------------------- sides


def test_two_documents_of_one_library(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    second = SHORT.replace("〔2024〕1号", "〔2025〕2号").replace("施行 2024-01-01", "施行 2025-01-01")
    both = library(tmp_path / "政策")
    (both / "新办法").mkdir()
    (both / "新办法" / "办法.md").write_text(second, encoding="utf-8")
    code, out, _ = run(capsys, "diff", NUMBER, "试发〔2025〕2号", "--library", str(both), "--json")
    answer = json.loads(out)
    # The cases are of 2024, when the new document was not yet in force: all that was granted is lost.
    assert code == 1 and answer["summary"]["lost"] == 3 and answer["documents"][0]["old"] == NUMBER
    assert {c["file"] for c in answer["cases"]} == {"办法/案例/案例.yaml"}


def test_git_revisions(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    root = tmp_path / "仓库"
    root.mkdir()
    git(root, "init", "-q", "-b", "main")
    library(root / "policy")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "old")
    (root / "policy" / "办法" / "办法.md").write_text(SHORT, encoding="utf-8")
    monkeypatch.chdir(root)
    lost = {"lost": 1, "grounds": 1}

    def told(*words: str) -> tuple[int, dict[str, int]]:
        code, out, err = run(capsys, "diff", *words, "--json")
        assert not err, err
        return code, {k: n for k, n in json.loads(out)["summary"].items() if n and k != "kept"}

    assert told("--against", "main") == (1, lost)
    assert told("main..") == (1, lost)
    assert told("main..HEAD") == (0, {})
    git(root, "commit", "-qam", "new")
    assert told("main~1..HEAD") == (1, lost)
    assert told("main~1", "main") == (1, lost)
    assert told("HEAD~1...HEAD") == (1, lost)
    assert told("--against", "main") == (0, {})
    assert run(capsys, "diff", "--against", "没有")[0] == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ((), None),
        (("旧",), None),
        (("旧", "没有的"), "TL0780"),
        (("旧", "旧", "旧"), None),
        (("--against", "main"), "TL0781"),
        (("旧", "新", "--intent", "没有.md"), "TL0611"),
        (("旧", "新", "--intent", "新/办法/办法.md"), "TL0782"),
        (("旧", "新", "--format", "pdf"), "TL0711"),
        (("旧", "新", "--limit", "0"), "TL0711"),
        (("旧", "新", "--without", "没有"), "TL0206"),
    ],
)
def test_faults_of_the_input_are_2(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str | None):
    found, out, err = run(capsys, "diff", *words)
    assert found == 2 and out == ""
    assert code is None or code in err


def test_a_fault_in_either_law_is_2_and_has_its_place(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    path = tmp_path / "新" / "办法" / "办法.md"
    path.write_text(SHORT.replace("甲.天数 满", "甲.时长 满"), encoding="utf-8")
    for words in (("旧", "新"), ("新", "旧")):
        code, _, err = run(capsys, "diff", *words)
        assert code == 2 and "TL0302" in err and "办法.md" in err


# ---------------------------------------------------------------- intents


def test_with_an_intent_the_exit_code_is_that_of_what_lies_outside(capsys: pytest.CaptureFixture[str], tmp_path: Path):
    narrow = "意图 收紧\n    涉及 培训补贴\n    对 培训 甲\n    当 甲.天数 不满 15\n"
    (tmp_path / "意图.md").write_text(f"# 意图\n\n```tiaoli\n{narrow}```\n", encoding="utf-8")
    code, out, _ = run(capsys, "diff", "旧", "新", "--intent", "意图.md")
    assert code == 0 and "所有改动都在声明的范围内" in out
    (tmp_path / "意图.md").write_text("```tiaoli\n意图 收紧\n    涉及 培训补贴\n    无人减少\n```\n", encoding="utf-8")
    code, out, _ = run(capsys, "diff", "旧", "新", "--intent", "意图.md")
    assert code == 1 and "「收紧」说无人减少，培训补贴 班 减少了" in out.replace("\n          ", "")
    code, out, _ = run(capsys, "diff", "旧", "新", "--intent", "意图.md", "--json")
    answer = json.loads(out)
    assert [e.message for e in DIFF.iter_errors(answer)] == []
    assert [o["broken"] for o in answer["intent"]["outside"]] == ["loses", "any_loses"]


# ---------------------------------------------------------------- comments


def test_a_comment_says_the_result_first_and_folds_the_rest(capsys: pytest.CaptureFixture[str]):
    code, out, _ = run(capsys, "diff", "旧", "新", "--format", "markdown")
    assert code == 1
    head, *details = out.split("<details>")
    assert "| 失去 | 1 |" in head and "有人少得" in head and len(details) == 4
    assert out.count("</details>") == 4
    assert "+     当 天数：甲.天数 满 15".replace("     ", " ") in out
    assert run(capsys, "diff", "旧", "旧", "--format", "markdown")[1].count("<details>") == 1


def test_a_comment_is_never_longer_than_it_may_be_and_says_what_was_cut(tmp_path: Path):
    one = CASES.split("---\n")[2]
    many = "---\n".join(one.replace("培训12天", f"培训12天之{n}") for n in range(400))
    found = compared(tmp_path / "x", LAW, SHORT, many)
    words = words_of("zh")
    text = comment(found, words)
    assert len(text) <= LIMIT and "放不下，这里没有列出：结果有变的案例 " in text
    left = int(re.findall(r"没有列出：结果有变的案例 (\d+)", text)[0])
    assert text.count("**失去**") == 400 - left and left > 0
    for limit in (2_000, 5_000, 20_000):
        assert len(comment(found, words, limit)) <= limit


def test_text_of_a_policy_cannot_become_markup(tmp_path: Path):
    evil = "案例: '**粗** <script>alert(1)</script> [链](http://x) @all #1'\n" + CASES.split("\n", 1)[1].split("---")[0]
    new = LAW.replace("性500元", "性800元").replace("性 500元", "性 800元")
    text = comment(compared(tmp_path / "x", LAW, new, evil), words_of("zh"))
    outside = re.sub(r"```.*?```", "", text, flags=re.S)
    assert "<script>" not in re.sub(r"\\.", "", outside)
    assert r"\*\*粗\*\*" in outside and r"\[链\]" in outside and r"\@all" in outside
