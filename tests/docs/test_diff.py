"""The pages on comparisons and on CI: screens are what the program prints, hooks and commands run."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from compiler.driver import check
from tests.docs.test_tutorial import Player
from tiaoli.commands.frame import VERBS
from tiaoli.main import main

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = {"en": DOCS / "diff.md", "zh": DOCS / "diff.zh-CN.md"}
CI = {"en": DOCS / "ci.md", "zh": DOCS / "ci.zh-CN.md"}
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", PAGES)
def test_the_screens_are_what_the_program_prints(language, stage, monkeypatch, capsys):
    page = PAGES[language].read_text(encoding="utf-8")
    assert Player(stage, monkeypatch, capsys).play(page) == page
    assert check(stage / "旧", ("某人社发〔2024〕5号",)) == check(stage / "新", ("某人社发〔2024〕5号",)) == ()


# ---------------------------------------------------------------- the workflow


def workflow(language: str) -> dict:
    """The workflow that a page shows."""
    (text,) = [
        b for b in re.findall(r"```yaml\n(.*?)```", CI[language].read_text(encoding="utf-8"), re.S) if "jobs:" in b
    ]
    return yaml.safe_load(text)


def test_both_pages_show_the_same_workflow():
    one, other = workflow("en"), workflow("zh")
    for flow, language in ((one, "en"), (other, "zh")):
        (step,) = [s for s in flow["jobs"]["check"]["steps"] if s.get("id") == "diff"]
        assert step["env"].pop("TIAOLI_LANG") == language
    assert one == other


def test_the_workflow_asks_for_what_it_needs():
    flow = workflow("en")
    steps = flow["jobs"]["check"]["steps"]
    assert {s["uses"].partition("@")[0] for s in steps if "uses" in s} == {"actions/checkout", "actions/setup-python"}
    assert steps[0]["with"]["fetch-depth"] == 0
    assert flow["permissions"] == {"contents": "read", "pull-requests": "write"}
    run = "\n".join(s["run"] for s in steps if "run" in s)
    verbs = re.findall(r"tiaoli (\w+)", run.replace("pip install tiaoli", ""))
    assert verbs == ["check", "test", "cover", "diff", "diff"]
    assert set(verbs) <= set(VERBS)
    # What comes from outside reaches the shell as a variable and never as text of the script.
    assert "${{" not in run


# ---------------------------------------------------------------- the hooks


def test_the_hooks_are_those_that_the_pages_name():
    names = [h["id"] for h in HOOKS]
    assert names == ["tiaoli-check", "tiaoli-fmt", "tiaoli-test"]
    for page in CI.values():
        text = page.read_text(encoding="utf-8")
        assert re.findall(r"- id: (\S+)", text) == names
    for hook in HOOKS:
        assert hook["language"] == "python" and hook["name"] == hook["entry"]
        re.compile(hook["files"])


@pytest.mark.parametrize("hook", HOOKS, ids=lambda h: h["id"])
def test_the_entry_of_a_hook_runs_and_fails_where_something_is_wrong(hook, tmp_path, monkeypatch, capsys, quiet):
    page = PAGES["zh"].read_text(encoding="utf-8")
    law, cases = (
        re.search(rf"<!-- file 旧/{n} -->\n\n`+\w+\n(.*?)\n`{{3,}}\n\n<!--", page, re.S)[1]
        for n in ("办法.md", "案例.yaml")
    )
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "办法.md").write_text(law + "\n", encoding="utf-8")
    (folder / "案例.yaml").write_text(cases.split("---")[0] + "应得: {证书补贴: 一次性1000元}\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(hook["entry"])
    assert program == "tiaoli"
    names = ["policy/办法.md"] if hook.get("pass_filenames", True) else []
    assert all(re.search(hook["files"], n) for n in names)
    assert main([*words, *names]) == 0, capsys.readouterr()
    wrong = law.replace("甲.天数 满", "甲.时长 满").replace("一次性 1000元", "一次性 900元")
    (folder / "办法.md").write_text(
        wrong if hook["id"] == "tiaoli-check" else law.replace("性 1000元", "性 900元"), encoding="utf-8"
    )
    if hook["id"] == "tiaoli-fmt":
        untidy = law.replace("    享受 甲.人员", "    享受    甲.人员")
        (folder / "办法.md").write_text(untidy, encoding="utf-8")
        main([*words, *names])
        assert "享受    甲" not in (folder / "办法.md").read_text(encoding="utf-8")
    else:
        assert main(words) == 1
    capsys.readouterr()


def test_the_program_is_on_the_path_of_its_environment():
    found = Path(sys.executable).with_name("tiaoli")
    assert subprocess.run((str(found), "--version"), check=True, capture_output=True, text=True).stdout.startswith(
        "tiaoli"
    )
