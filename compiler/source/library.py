"""Which documents and vocabularies a folder holds, found without parsing them."""

from __future__ import annotations

import re
from pathlib import Path

_HEAD = re.compile(r"^(?:文件|document|词汇|vocabulary)[ \t\u3000]+(\S+)", re.M)
MAX_BYTES = 8_000_000


def index_library(root: Path) -> dict[str, Path]:
    """Name of each document and vocabulary under ``root`` and the file that holds it, by file name order."""
    found: dict[str, Path] = {}
    for path in sorted(root.rglob("*.md")):
        if path.name.lower().startswith("readme") or path.stat().st_size > MAX_BYTES:
            continue
        text = path.read_text(encoding="utf-8-sig", errors="replace")
        fence = text.find("```tiaoli")
        head = _HEAD.search(text, fence) if fence >= 0 else None
        if head:
            found.setdefault(head[1], path)
    return found
