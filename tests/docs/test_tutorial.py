"""Both tutorials, played: their files are written, their commands run, and each screen is what the program prints."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import check, compile_library, sentences
from compiler.source.text import SourceFile
from solver.questions.assess import assess
from solver.questions.replay import compare
from tiaoli.main import main

DOCS = Path(__file__).parents[2] / "docs"
TUTORIALS = {"en": DOCS / "tutorial.md", "zh": DOCS / "tutorial.zh-CN.md"}
NUMBERS = {"en": "某卫发〔2024〕6号", "zh": "某民发〔2024〕3号"}
STEP = re.compile(
    r"^<!-- file (?P<file>\S+) -->\n+(?P<fence>`{3,})\w+\n(?P<text>.*?)^(?P=fence)$"
    r"|^```console\n(?P<console>.*?)^```$",
    re.M | re.S,
)


class Player:
    """Plays a tutorial in a folder: writes its files, runs its commands, and fills in what they print.

    A file is a fenced block after ``<!-- file PATH -->``; commands are the lines after ``$`` of ``console`` blocks.
    Paths are shown from the folder one stands in.
    """

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capsys = monkeypatch, capsys
        self.here, self.code = folder, 0
        self.files: list[Path] = []
        monkeypatch.chdir(folder)

    def play(self, page: str) -> str:
        """The page, with the output of this program in the place of what it showed."""
        return STEP.sub(self._step, page)

    def _step(self, step: re.Match[str]) -> str:
        if step["file"]:
            path = self.here / step["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step["text"], encoding="utf-8")
            self.files.append(path)
            return step[0]
        shown = []
        for line in step["console"].splitlines():
            if line.startswith("$ "):
                shown += [line, *self._run(line.removeprefix("$ "))]
        return "```console\n" + "\n".join(shown) + "\n```"

    def _run(self, command: str) -> list[str]:
        words = shlex.split(command)
        if words[0] == "cd":
            self.here = self.here / words[1]
            self.monkeypatch.chdir(self.here)
            return []
        if words == ["echo", "$?"]:
            return [str(self.code)]
        if words[0] != "tiaoli":
            done = subprocess.run(words, capture_output=True, text=True, check=True)
            return self._lines(done.stdout)
        self.code = main(words[1:])
        out, err = self.capsys.readouterr()
        return self._lines(out + err)

    def _lines(self, text: str) -> list[str]:
        return [line.rstrip() for line in text.replace(f"{self.here}/", "").rstrip().splitlines()]


@pytest.fixture(params=["en", "zh"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def player(stage: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Player:
    return Player(stage, monkeypatch, capsys)


def test_the_screens_are_what_the_program_prints(language: str, player: Player) -> None:
    page = TUTORIALS[language].read_text(encoding="utf-8")
    assert page.count("$ tiaoli") > 5
    assert player.play(page) == page


def test_the_policy_leaves_no_sentence_out_and_its_cases_come_out(language: str, player: Player) -> None:
    """The files as they are written, before any command has changed them."""
    number = NUMBERS[language]
    page = TUTORIALS[language].read_text(encoding="utf-8")
    player.play(re.sub(r"^```console\n.*?^```$", "", page, flags=re.M | re.S))
    root = player.here
    assert check(root, (number,)) == ()
    assert [s.text for s in sentences(root, number) if not s.uses] == []
    rulebook = compile_library(root, (number,))
    log = Log()
    texts = [f.read_text(encoding="utf-8") for f in player.files if f.suffix == ".yaml"]
    raws = [raw for text in texts for raw in read_cases(SourceFile("案例.yaml", text), log)]
    assert len(raws) >= 4
    for raw in raws:
        case = bind_case(raw, rulebook, (number,), log)
        assert not log.problems
        assert compare(assess(rulebook, case, explain=True), case) == ()
