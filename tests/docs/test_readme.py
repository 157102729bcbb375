"""The screens of both readmes are what the program prints."""

from pathlib import Path

import pytest

from tests.docs.test_tutorial import Player

ROOT = Path(__file__).parents[2]
READMES = {"en": "README.md", "zh": "README.zh-CN.md"}


@pytest.mark.parametrize("language", READMES)
def test_the_screens_are_what_the_program_prints(
    language: str, quiet: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIAOLI_LANG", language)
    page = (ROOT / READMES[language]).read_text(encoding="utf-8")
    assert "```console\n$ tiaoli" in page
    assert Player(ROOT, monkeypatch, capsys).play(page) == page
