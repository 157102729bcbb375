"""Which documents and vocabularies a folder holds, found without parsing them."""

from __future__ import annotations

import os
import re
from pathlib import Path

_HEAD = re.compile(r"^(?:文件|document|词汇|vocabulary)[ \t\u3000]+(\S+)", re.M)
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


def head_of(path: Path) -> str:
    """The name of the document or vocabulary that a file holds; empty when it holds none."""
    if path.name.lower().startswith("readme") or not path.is_file() or path.stat().st_size > MAX_BYTES:
        return ""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
    fence = text.find("```tiaoli")
    head = _HEAD.search(text, fence) if fence >= 0 else None
    return head[1] if head else ""
