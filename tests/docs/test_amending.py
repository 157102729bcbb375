"""The page on changing a measure, in both languages: each screen is what the program prints."""

from pathlib import Path

import pytest

from tests.docs.test_tutorial import Player

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "amending.md", "zh": DOCS / "amending.zh-CN.md"}


@pytest.mark.parametrize("language", PAGES)
def test_the_screens_are_what_the_program_prints(language, tmp_path, monkeypatch, capsys):
    for name, value in (("LANG", language), ("CACHE", str(tmp_path / "cache"))):
        monkeypatch.setenv(f"TIAOLI_{name}", value)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    folder = tmp_path / "play"
    folder.mkdir()
    page = PAGES[language].read_text(encoding="utf-8")
    assert page.count("$ tiaoli") == 10
    assert Player(folder, monkeypatch, capsys).play(page) == page
