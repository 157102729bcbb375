"""The page on architecture names what is there: paths, modules, what stands in modules; and it leaves no module out."""

from __future__ import annotations

import importlib
import importlib.util
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
QUOTED = sorted(set(re.findall(r"(?<!`)`([^`\n]+)`(?!`)", re.sub(r"```.*?```", "", PAGE, flags=re.S))))
PACKAGES = ("compiler", "solver", "tiaoli")
PATHS = [q for q in QUOTED if "/" in q or re.fullmatch(r"\.?[\w-]+\.(md|toml|lark|lp|py)", q) or q == ".importlinter"]
NAMES = [q for q in QUOTED if q not in PATHS and re.fullmatch(rf"({'|'.join(PACKAGES)})(\.\w+)*", q)]


def modules() -> set[str]:
    """Every module with code of its own; a package whose only word is its docstring is none."""
    found = set()
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if parts[-1] == "__main__" or (parts[-1] == "__init__" and parts != ("tiaoli", "words", "__init__")):
                continue
            found.add(".".join(p for p in parts if p != "__init__"))
    return found


@pytest.mark.parametrize("path", PATHS)
def test_every_path_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_a_module_or_stands_in_one(name: str) -> None:
    parts = name.split(".")
    known = next(n for n in range(len(parts), 0, -1) if _is_module(".".join(parts[:n])))
    found: object = importlib.import_module(".".join(parts[:known]))
    for part in parts[known:]:
        found = getattr(found, part)
    assert found is not None


def test_no_module_is_left_out() -> None:
    assert sorted(modules() - set(QUOTED)) == []


def test_there_is_something_to_check() -> None:
    assert len(PATHS) > 15
    assert len(NAMES) > 100


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False
