"""Compiled rulebooks kept between runs: keyed by content and version, safe against corruption and other writers (see
:mod:`compiler.source.kept`); what cannot be used is compiled anew."""

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
from compiler.source import kept
from compiler.source.library import MAX_BYTES


@lru_cache(maxsize=4)
def stamp(folder: Path) -> bytes:
    """A hash over the files of a program, so that a changed one never reads the work of another."""
    parts = [sys.version]
    for entry in _files(str(folder), (".py", ".lark", ".lp")):
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
    digest = hashlib.sha256(stamp(Path(__file__).parent))
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
    body = kept.get(name)
    if body is None:
        return None
    rulebook, program = pickle.loads(body)
    return (rulebook, program) if isinstance(rulebook, Rulebook) and isinstance(program, Program) else None


def put(name: str, rulebook: Rulebook, program: Program) -> None:
    """Keep a rulebook and its program."""
    kept.put(name, pickle.dumps((rulebook, program), protocol=pickle.HIGHEST_PROTOCOL))
