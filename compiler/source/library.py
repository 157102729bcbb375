"""Which documents and vocabularies a folder holds, found without parsing them."""

from __future__ import annotations

import os
import re
from pathlib import Path

_HEAD = re.compile(r"^(?:文件|document|词汇|vocabulary)[ \t\u3000]+(\S+)", re.M)
_AMENDS = re.compile(r"^[ \t\u3000]+(?:修改|amends)[ \t\u3000]+(.+)$", re.M)
_HEAD_END = re.compile(r"^(?:[^ \t\u3000\n]|```)", re.M)
MAX_BYTES = 8_000_000


def files_below(folder: Path, *endings: str) -> list[Path]:
    """The files with these endings in a folder and below it, by path. What vanishes meanwhile, or may not be read, is
    passed over: a folder that is looked through may belong to somebody else."""
    found = [Path(where, name) for where, _, names in os.walk(folder) for name in names if name.endswith(endings)]
    return sorted(found)


def index_library(root: Path) -> dict[str, Path]:
    """Name of each document and vocabulary under ``root`` and the file that holds it, by file name order."""
    found: dict[str, Path] = {}
    for path in files_below(root, ".md"):
        name = head_of(path)
        if name:
            found.setdefault(name, path)
    return found


def amending(index: dict[str, Path]) -> dict[str, tuple[str, ...]]:
    """The documents of a library that amend others: by the number of what is amended, in the order of the library."""
    found: dict[str, list[str]] = {}
    for name, path in index.items():
        for amended in amends_of(path):
            found.setdefault(amended, []).append(name)
    return {name: tuple(of) for name, of in found.items()}


def amends_of(path: Path) -> tuple[str, ...]:
    """The documents that the head of a file says it amends."""
    text = _text(path)
    fence = text.find("```tiaoli")
    head = _HEAD.search(text, fence) if fence >= 0 else None
    if head is None:
        return ()
    end = _HEAD_END.search(text, head.end())
    lines = text[head.end() : end.start() if end else len(text)]
    numbers = (re.split(r"[、，,\s]+", found.split("#")[0].strip()) for found in _AMENDS.findall(lines))
    return tuple(dict.fromkeys(n for group in numbers for n in group if n))


def head_of(path: Path) -> str:
    """The name of the document or vocabulary that a file holds; empty when it holds none."""
    text = _text(path)
    fence = text.find("```tiaoli")
    head = _HEAD.search(text, fence) if fence >= 0 else None
    return head[1] if head else ""


def _text(path: Path) -> str:
    """The text of a file that may hold a document; empty when it may not, or cannot be read."""
    if path.name.lower().startswith("readme") or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
