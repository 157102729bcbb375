"""The page on coverage, in both languages: its policy is sound and each screen is what the program prints."""

from pathlib import Path

import pytest

from compiler.driver import check, sentences
from tests.docs.test_tutorial import Player

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "coverage.md", "zh": DOCS / "coverage.zh-CN.md"}
NUMBER = "某民发〔2024〕8号"


@pytest.mark.parametrize("language", PAGES)
def test_the_screens_are_what_the_program_prints(language, tmp_path, monkeypatch, capsys):
    for name, value in (("LANG", language), ("CACHE", str(tmp_path / "cache"))):
        monkeypatch.setenv(f"TIAOLI_{name}", value)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    folder = tmp_path / "play"
    folder.mkdir()
    page = PAGES[language].read_text(encoding="utf-8")
    assert Player(folder, monkeypatch, capsys).play(page) == page
    assert check(folder / "policy", (NUMBER,)) == ()
    assert [s.text for s in sentences(folder / "policy", NUMBER) if not s.uses] == []
