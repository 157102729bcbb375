"""Which recorded cases failed the last time, kept beside the compiled rulebooks: a small file for each casebook."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from compiler.source import kept

_VERSION = 1


def remembered(path: Path) -> frozenset[str]:
    """The names of the cases of a file that failed; none where nothing is known of it."""
    place = _place(path)
    try:
        read = json.loads(place.read_bytes()) if place is not None else None
    except (OSError, ValueError):
        return frozenset()
    if not isinstance(read, dict) or read.get("tiaoli") != _VERSION or not isinstance(read.get("failed"), list):
        return frozenset()
    return frozenset(name for name in read["failed"] if isinstance(name, str))


def remember(path: Path, failed: Iterable[str], passed: Iterable[str]) -> None:
    """Note what became of cases of a file; of the others what was known stays. A folder that cannot be written to is no
    reason to fail."""
    before = remembered(path)
    now = (before - frozenset(passed)) | frozenset(failed)
    place = _place(path)
    if now == before or place is None:
        return
    try:
        if not now:
            place.unlink(missing_ok=True)
            return
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile("w", dir=place.parent, delete=False, encoding="utf-8") as file:
            json.dump({"tiaoli": _VERSION, "file": str(path.absolute()), "failed": sorted(now)}, file)
        Path(file.name).replace(place)
    except OSError:
        return


def _place(path: Path) -> Path | None:
    folder = kept.folder()
    if folder is None:
        return None
    name = hashlib.sha256(os.fsencode(path.absolute())).hexdigest()
    return folder / "failed" / name[:40]
