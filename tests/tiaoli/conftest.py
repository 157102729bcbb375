"""Where the command is tried: an empty working folder, plain Chinese, a cache of its own, a small library."""

from __future__ import annotations

from pathlib import Path

import pytest

import tiaoli
from tests.tiaoli.course import COUNTY, POLICY
from tests.tiaoli.library import NUMBER, make


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Chinese, no colour, 80 columns, a cache of its own, an empty working folder."""
    for name, value in (("TIAOLI_LANG", "zh"), ("COLUMNS", "80"), ("TIAOLI_CACHE", str(tmp_path / "cache"))):
        monkeypatch.setenv(name, value)
    for name in ("FORCE_COLOR", "NO_COLOR", "TIAOLI_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def cases(tmp_path: Path, quiet: None) -> str:
    """The case file of a small library."""
    return str(make(tmp_path) / NUMBER / "案例" / "取证.yaml")


@pytest.fixture(scope="module")
def library() -> tiaoli.Library:
    """The real library."""
    return tiaoli.open(POLICY, language="zh")


@pytest.fixture(scope="module")
def law(library: tiaoli.Library) -> tiaoli.Law:
    """The county's measure."""
    return library[COUNTY]
