"""``tiaoli test`` on the command line: what it looks at, how it reports, how it ends."""

from __future__ import annotations

import json
import xml.etree.ElementTree as tree
from pathlib import Path

import pytest

from tests.tiaoli.library import NUMBER, case, run


@pytest.fixture
def folder(cases: str) -> Path:
    """The casebook of the small library, with a second file of which two cases differ: 60% of 1000 yuan is 600."""
    path = Path(cases).with_name("乙.yaml")
    wrong = [case("少了", "中级", "1000元", "一次性500元"), case("对的", "中级", "1000元", "一次性600元")]
    path.write_text("---\n".join([*wrong, case("多了", "中级", "1000元", "一次性700元")]), encoding="utf-8")
    return path.parent


def names(out: str) -> list[str]:
    return [line[2:] for line in out.splitlines() if line.startswith("✗ ")]


def test_every_case_is_looked_at_and_what_differs_is_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, out, err = run(capsys, "test", str(folder))
    assert (code, names(out), err) == (1, ["少了", "多了"], "")
    assert out.splitlines()[-1] == "7 个案例，7 项应得，2 个案例不符。"
    lines = out.splitlines()
    assert lines[2:6] == ["  取证补贴@证1 · 金额", "    应为  500元", "    实为  600元", "    实为的理由"]
    assert any("60%" in line and "600元" in line for line in lines) and any("第1条" in line for line in lines)
    assert run(capsys, "test", str(folder), "-j", "2")[1] == out


@pytest.mark.parametrize(
    ("options", "code", "last"),
    [
        (("--case", "了"), 1, "2 个案例，2 项应得，2 个案例不符。"),
        (("--case", "对*", "--case", "初级"), 0, "2 个案例，2 项应得，全部相符。"),
        (("--benefit", "取证补贴", "--clause", "1"), 1, "7 个案例，7 项应得，2 个案例不符。"),
        (("--document", NUMBER, "--case", "到顶"), 0, "1 个案例，1 项应得，全部相符。"),
        (("--fail-fast",), 1, "已有 1 个案例不符，到此为止；后面的没有核对。"),
        (("-x", "-j", "2"), 1, "已有 1 个案例不符，到此为止；后面的没有核对。"),
        (("--maxfail", "2"), 1, "已有 2 个案例不符，到此为止；后面的没有核对。"),
        (("--maxfail", "3"), 1, "7 个案例，7 项应得，2 个案例不符。"),
    ],
)
def test_options(
    capsys: pytest.CaptureFixture[str], folder: Path, options: tuple[str, ...], code: int, last: str
) -> None:
    found, out, _ = run(capsys, "test", str(folder), *options)
    assert (found, out.splitlines()[-1]) == (code, last)


@pytest.mark.parametrize(
    "options", [("--case", "没有"), ("--benefit", "没有"), ("--clause", "9"), ("--document", "没有")]
)
def test_nothing_to_look_at_is_not_in_order(
    capsys: pytest.CaptureFixture[str], folder: Path, options: tuple[str, ...]
) -> None:
    code, out, err = run(capsys, "test", str(folder), *options)
    assert (code, out) == (2, "") and "TL0720" in err


def test_those_that_failed_the_last_time(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(capsys, "test", str(folder), "--failed") == (0, "上次没有不符的案例。\n", "")
    run(capsys, "test", str(folder))
    code, out, _ = run(capsys, "test", str(folder), "--failed")
    assert (code, names(out), out.splitlines()[-1]) == (1, ["少了", "多了"], "2 个案例，2 项应得，2 个案例不符。")
    # What was not looked at is still known to fail.
    second = folder / "乙.yaml"
    second.write_text(second.read_text(encoding="utf-8").replace("500元", "600元"), encoding="utf-8")
    assert run(capsys, "test", str(folder), "--case", "少了")[0] == 0
    assert names(run(capsys, "test", str(folder), "--failed")[1]) == ["多了"]
    monkeypatch.setenv("TIAOLI_CACHE", "")
    assert run(capsys, "test", str(folder), "--failed")[0] == 2


def test_a_faulty_file_hides_no_other(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "丙.yaml").write_text("案例: [\n", encoding="utf-8")
    (folder / "丁.yaml").write_text(case("错字", "终级", "1元", "不予"), encoding="utf-8")
    code, out, err = run(capsys, "test", str(folder))
    assert (code, names(out)) == (2, ["少了", "多了"])
    assert "7 个案例，7 项应得，2 个案例不符。" in out and "另有问题" in out
    assert "TL0601" in err and "TL0626" in err
    read = json.loads(run(capsys, "test", str(folder), "--json")[1])
    assert {p["code"] for p in read["problems"]} == {"TL0601", "TL0626"} and (read["count"], read["broken"]) == (7, 2)


def test_formats(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    (folder / "丁.yaml").write_text(case("错字", "终级", "1元", "不予"), encoding="utf-8")
    code, out, _ = run(capsys, "test", str(folder), "--format", "github")
    first, second, fault = out.splitlines()
    assert code == 2 and first.startswith(f"::error file={folder / '乙.yaml'},line=7,title=少了::取证补贴@证1")
    assert "title=多了" in second and "丁.yaml,line=5," in fault

    target = tmp_path / "r.xml"
    assert run(capsys, "test", str(folder), "--format", "junit", "--out", str(target))[:2] == (2, "")
    root = tree.parse(target).getroot()
    assert (root.get("tests"), root.get("failures"), root.get("errors")) == ("8", "2", "1")
    failed = [c.get("name") for c in root.iter("testcase") if c.find("failure") is not None]
    assert failed == ["少了", "多了"] and "实为的理由" in (root.findtext(".//failure") or "")

    log = json.loads(run(capsys, "test", str(folder), "--format", "sarif")[1])
    results = log["runs"][0]["results"]
    assert [r["ruleId"] for r in results] == ["case-differs", "case-differs", "TL0626"]
    place = results[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%" and place["region"]["startLine"] == 7

    text = tmp_path / "r.txt"
    assert run(capsys, "test", str(folder), "--out", str(text))[1] == ""
    assert names(text.read_text(encoding="utf-8")) == ["少了", "多了"]


def test_accept_writes_what_was_found_and_says_so(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    before = (folder / "取证.yaml").read_bytes()
    code, out, _ = run(capsys, "test", str(folder), "--accept")
    assert code == 0
    assert out.splitlines()[-5:] == [
        "✓ 少了：已改写 1 处",
        f"  {folder / '乙.yaml'}:1",
        "✓ 多了：已改写 1 处",
        f"  {folder / '乙.yaml'}:{1 + 2 * 8}",
        "1 个文件，改写了 2 个案例。",
    ]
    assert (folder / "取证.yaml").read_bytes() == before
    text = (folder / "乙.yaml").read_text(encoding="utf-8")
    assert text.count("一次性600元") == 3
    assert run(capsys, "test", str(folder), "--failed")[1] == "上次没有不符的案例。\n"
    assert run(capsys, "test", str(folder))[0] == 0


@pytest.mark.parametrize(
    "options",
    [
        ("--json", "--format", "junit"),
        ("--watch", "--accept"),
        ("--watch", "--json"),
        ("--watch", "--out", "a"),
        ("--format", "html"),
        ("--jobs", "0"),
        ("--maxfail", "x"),
    ],
)
def test_options_that_make_no_sense(capsys: pytest.CaptureFixture[str], folder: Path, options: tuple[str, ...]) -> None:
    code, _, _ = run(capsys, "test", str(folder), *options)
    assert code == 2


def test_check_in_the_same_formats(capsys: pytest.CaptureFixture[str], folder: Path, tmp_path: Path) -> None:
    assert run(capsys, "check", "--format", "github") == (0, "", "")
    document = tmp_path / "policy" / NUMBER / "办法.md"
    document.write_text(document.read_text(encoding="utf-8").replace("甲.级别", "甲.等级"), encoding="utf-8")
    code, out, _ = run(capsys, "check", "--format", "github")
    assert code == 1 and out.startswith("::error file=") and "办法.md,line=" in out
    log = json.loads(run(capsys, "check", "--format", "sarif")[1])
    run_ = log["runs"][0]
    assert run_["invocations"] == [{"executionSuccessful": True}]
    assert [r["ruleId"] for r in run_["results"]] == [run_["tool"]["driver"]["rules"][0]["id"]]
    target = tmp_path / "c.sarif"
    assert run(capsys, "check", "--format", "sarif", "--out", str(target))[:2] == (1, "")
    assert json.loads(target.read_text(encoding="utf-8")) == log
