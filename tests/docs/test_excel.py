"""The pages on Excel, played: files are written, workbooks worked on, and each screen is what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.compiler import workbooks
from tests.docs.test_tutorial import STEP, Player

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "excel.md", "zh": DOCS / "excel.zh-CN.md"}
HAND = re.compile(rf"{STEP.pattern}|^<!-- in (?P<where>\S+): (?P<what>[^\n]+) -->$", re.M | re.S)


class Drafter(Player):
    """Works on workbooks as well: ``<!-- in BOOK: STEP -->`` does a step to it, ``<!-- in FILE: OLD=>NEW -->`` changes
    a text."""

    def play(self, page: str) -> str:
        """The page, with the output of this program in the place of what it showed."""
        return HAND.sub(self._hand, page)

    def _hand(self, step: re.Match[str]) -> str:
        if not step["where"]:
            return self._step(step)
        path = self.here / step["where"]
        if path.suffix == ".xlsx":
            workbooks.work(path, (step["what"],), path)
        else:
            old, new = step["what"].split("=>")
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return step[0]


@pytest.mark.parametrize("language", PAGES)
def test_the_screens_are_what_the_program_prints(language, stage, monkeypatch, capsys):
    page = PAGES[language].read_text(encoding="utf-8")
    assert Drafter(stage, monkeypatch, capsys).play(page) == page
