"""Where the pages are played."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """80 columns, no colour, a cache of its own."""
    for name, value in (("TIAOLI_CACHE", str(tmp_path / "cache")), ("COLUMNS", "80"), ("NO_COLOR", "1")):
        monkeypatch.setenv(name, value)


@pytest.fixture
def stage(quiet: None, language: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to play a page in, where the program speaks the page's language."""
    monkeypatch.setenv("TIAOLI_LANG", language)
    folder = tmp_path / "play"
    folder.mkdir()
    return folder
