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
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from compiler.asp.program import Program
from compiler.rulebook.model import Rulebook
from compiler.source.kept import folder, put_file
from compiler.source.library import MAX_BYTES

_MAGIC = b"tiaoli-rulebook-2\n"


@lru_cache(maxsize=1)
def _engine() -> bytes:
    """A hash over the compiler's own files, so that a changed compiler never reads old work."""
    parts = [sys.version]
    for entry in _files(str(Path(__file__).parent), (".py", ".lark", ".lp")):
        stat = entry.stat()
        parts.append(f"{entry.path}:{stat.st_size}:{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).digest()


def _files(folder: str, endings: tuple[str, ...]) -> list[os.DirEntry[str]]:
    """The files below a folder by path. Every question passes here, so it walks with what the system hands out. What
    vanishes meanwhile, or may not be read, is passed over, as in :func:`~compiler.source.library.files_below`."""
    found: list[os.DirEntry[str]] = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    found += _files(entry.path, endings)
            elif entry.name.endswith(endings) and entry.is_file():
                found.append(entry)
    return sorted(found, key=lambda e: e.path)


def key(root: Path, documents: tuple[str, ...], known: dt.date | None, without: frozenset[str] = frozenset()) -> str:
    """A name for the library's content, the documents asked for, the day of knowledge, the amendments left out and this
    compiler."""
    digest = hashlib.sha256(_engine())
    place = os.path.realpath(root)
    digest.update(repr((documents, known, sorted(without), place)).encode())
    for entry in _files(place, (".md",)):
        with suppress(OSError):
            stat = entry.stat()
            digest.update(os.fsencode(entry.path) + f":{stat.st_size}:".encode())
            if stat.st_size <= MAX_BYTES:
                digest.update(hashlib.sha256(Path(entry.path).read_bytes()).digest())
    return digest.hexdigest()


def get(name: str) -> tuple[Rulebook, Program] | None:
    """The rulebook kept under ``name`` and its program; None when there is none or it is damaged."""
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
    rulebook, program = pickle.loads(body)
    return (rulebook, program) if isinstance(rulebook, Rulebook) and isinstance(program, Program) else None


def put(name: str, rulebook: Rulebook, program: Program) -> None:
    """Keep a rulebook and its program; a folder that cannot be written to is no reason to fail."""
    body = pickle.dumps((rulebook, program), protocol=pickle.HIGHEST_PROTOCOL)
    put_file(name, _MAGIC + hashlib.sha256(body).digest() + body)
