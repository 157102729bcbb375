"""How the command is used wrongly, and what it says then; help, bugs, pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.tiaoli.library import run
from tiaoli import main as command
from tiaoli.commands.frame import VERBS
from tiaoli.words import words_of

pytestmark = pytest.mark.usefixtures("quiet")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_in_both_languages(verb: str, language: str) -> None:
    words = words_of(language)
    result = CliRunner().invoke(command.program(words), [verb, "-h"])
    assert result.exit_code == 0
    assert " ".join(result.output.split()).startswith(words.say(f"help.{verb}"))
    assert words.say("help.option_help") in result.output and f"tiaoli {verb}" in result.output


def test_no_verb_shows_the_verbs_and_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys)
    assert code == 2
    assert all(f"  {verb} " in out for verb in VERBS)


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (("asess", "x"), "没有命令 asess，是不是 assess", "no command asess, did you mean assess"),
        (("assess",), "缺少 CASE", "CASE is missing"),
        (("assess", "x", "--bogus"), "没有选项 --bogus", "no option --bogus"),
        (("assess", "x", "--policy"), "--policy", "--policy"),
        (("explain", "a", "b", "c"), "多出了 c", "c is one too many"),
        (("list", "--json=1"), "--json", "--json"),
        (("whatif", "x", "y", "--want", "1元", "--lose"), "--want 与 --lose 不能一起用", "do not go together"),
    ],
)
def test_wrong_usage_is_said_in_both_languages(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], zh: str, en: str
) -> None:
    for language, said in (("zh", zh), ("en", en)):
        code, out, err = run(capsys, "--lang", language, *arguments)
        assert (code, out) == (2, "")
        assert said in err and "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("assess", "不在.yaml"), "TL0611"),
        (("assess", "x", "--lang", "fr"), "TL0711"),
        (("assess", "x", "--known", "2024-13-01"), "TL0710"),
        (("assess", "x", "--reading", "没有等号"), "TL0711"),
        (("explain", "TL9999"), "TL0705"),
        (("check", "--library", "没有这个文件夹"), "TL0701"),
        (("fmt", "不在.md"), "TL0611"),
    ],
)
def test_wrong_input_is_a_problem_of_the_catalogue(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], code: str
) -> None:
    exit_code, out, err = run(capsys, *arguments)
    assert (exit_code, out) == (2, "")
    assert err.startswith(code)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("assess", "{cases}", "--case", "没有"), "TL0709"),
        (("explain", "{cases}"), "TL0706"),
        (("explain", "{cases}", "无此补贴", "--case", "中级"), "TL0703"),
        (("whatif", "{cases}", "取证补贴", "--case", "中级", "--want", "0元"), "TL0711"),
        (("whatif", "{cases}", "取证补贴", "--case", "中级", "--want", "-5元"), "TL0711"),
        (("assess", "{cases}", "--policy", "样发〔2024〕9号"), "TL0206"),
        (("assess", "{cases}", "--reading", "无此读法=甲"), "TL0630"),
        (("show", "99"), "TL0704"),
        (("sentences", "样发〔2024〕9号"), "TL0206"),
        (("check", "样发〔2024〕9号"), "TL0206"),
        (("test", "policy/词汇"), "TL0707"),
        (("new", "policy"), "TL0708"),
    ],
)
def test_names_that_are_not_there(
    capsys: pytest.CaptureFixture[str], cases: str, arguments: tuple[str, ...], code: str
) -> None:
    exit_code, out, err = run(capsys, *(a.format(cases=cases) for a in arguments))
    assert (exit_code, out) == (2, "")
    assert err.startswith(code)


def test_of_a_benefit_for_another_object_the_objects_are_named(capsys: pytest.CaptureFixture[str], cases: str) -> None:
    code, out, err = run(capsys, "whatif", cases, "取证补贴@证九", "--case", "中级")
    assert (code, out) == (2, "")
    assert err.startswith("TL0703") and "是不是想写：取证补贴@证1\n" in err


def test_problems_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "assess", "不在.yaml", "--json")
    assert (code, err) == (2, "")
    assert json.loads(out)["problems"][0]["code"] == "TL0611"


def test_the_page_of_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("TL0201", "tl0201"):
        code, out, _ = run(capsys, "explain", name)
        assert code == 0 and out.startswith("TL0201 ") and "怎么办：" in out and "有这个问题：" in out
    code, out, _ = run(capsys, "explain", "TL0201", "--lang", "en")
    assert code == 0 and "What to do:" in out and "Has the fault:" in out


def test_our_own_bug_is_a_short_message_and_3(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(arguments: list[str], words: object) -> int:
        raise RuntimeError("first line\nsecond line")

    monkeypatch.setattr(command, "_invoke", broken)
    code, out, err = run(capsys, "list")
    assert (code, out) == (3, "")
    assert "RuntimeError: first line" in err and "second line" not in err and "Traceback" not in err
    monkeypatch.setenv("TIAOLI_DEBUG", "1")
    assert "Traceback" in run(capsys, "list")[2]


def test_interrupted_is_quiet(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(arguments: list[str], words: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "_invoke", interrupted)
    assert run(capsys, "list") == (130, "", "")


def test_a_closed_pipe_is_quiet(cases: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    process = subprocess.Popen(
        [sys.executable, "-c", "from tiaoli.main import run; run()", "explain", "TL0201"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=tmp_path,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(timeout=60) == 141


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "--version")
    assert code == 0 and out.startswith("tiaoli ")
