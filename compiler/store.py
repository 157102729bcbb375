"""Compiled rulebooks kept between runs: keyed by content and version, safe against corruption and other writers.

A kept rulebook is used only if its checksum is right; anything else is ignored and compiled anew. Files are written
beside their place and moved there in one step, so that two processes never see half of one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import pickle
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from compiler.rulebook.model import Rulebook

_MAGIC = b"tiaoli-rulebook-1\n"


def folder() -> Path | None:
    """Where compiled rulebooks are kept; None when TIAOLI_CACHE is set to nothing."""
    chosen = os.environ.get("TIAOLI_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "tiaoli"


@lru_cache(maxsize=1)
def _engine() -> bytes:
    """A hash over the compiler's own files, so that a changed compiler never reads old work."""
    here = Path(__file__).parent
    parts = [sys.version]
    for path in sorted(here.rglob("*")):
        if path.suffix in (".py", ".lark", ".lp") and path.is_file():
            stat = path.stat()
            parts.append(f"{path.relative_to(here)}:{stat.st_size}:{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).digest()


def key(root: Path, documents: tuple[str, ...], known: dt.date | None) -> str:
    """A name for the library's content, the documents asked for, the day of knowledge and this compiler."""
    digest = hashlib.sha256(_engine())
    digest.update(repr((documents, known, str(root.resolve()))).encode())
    for path in sorted(root.rglob("*.md")):
        stat = path.stat()
        digest.update(f"{path.relative_to(root)}:{stat.st_size}:".encode())
        if stat.st_size <= 8_000_000:
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def get(name: str) -> Rulebook | None:
    """The rulebook kept under ``name``; None when there is none or it is damaged."""
    place = folder()
    if place is None:
        return None
    try:
        data = (place / name).read_bytes()
    except OSError:
        return None
    head, checksum, body = data[: len(_MAGIC)], data[len(_MAGIC) : len(_MAGIC) + 32], data[len(_MAGIC) + 32 :]
    if head != _MAGIC or hashlib.sha256(body).digest() != checksum:
        return None
    found = pickle.loads(body)
    return found if isinstance(found, Rulebook) else None


def put(name: str, rulebook: Rulebook) -> None:
    """Keep a rulebook; a folder that cannot be written to is no reason to fail."""
    place = folder()
    if place is None:
        return
    body = pickle.dumps(rulebook, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as file:
            file.write(_MAGIC + hashlib.sha256(body).digest() + body)
        Path(file.name).replace(place / name)
    except OSError:
        return
