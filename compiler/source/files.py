"""Opening text files that may be anything: too large, a folder, a device, a pipe, not text.

In: a path as the user gave it. Out: a :class:`~compiler.source.text.SourceFile` or a reason. Nothing is read that is
too large, and nothing is waited for that may never end.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from compiler.diagnostics.problem import Log, Problem
from compiler.source.text import SourceFile

MEGABYTE: Final = 1_000_000
CASE_LIMIT: Final = 20 * MEGABYTE
# Opening a pipe for reading would wait for a writer; the flag is missing where there are no such pipes.
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def read_text(path: Path, log: Log, limit: int = CASE_LIMIT) -> SourceFile | None:
    """The text of a file; None when it cannot be had, and the reason in ``log``.

    A byte order mark is taken off and line ends become ``\\n``. ``limit`` is in bytes. Codes: TL0602 too large, TL0611
    not there, TL0613 a folder or what cannot be read, TL0614 not UTF-8 text (field ``offset``: the first bad byte).
    """
    data = read_bytes(path, log, limit)
    return None if data is None else _decoded(_shown(path), data, log)


def read_bytes(path: Path, log: Log, limit: int = CASE_LIMIT) -> bytes | None:
    """What a file holds; None when it cannot be had, and the reason in ``log``, with the codes of :func:`read_text`."""
    name = _shown(path)
    try:
        data = _read(path, limit)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        log.say("TL0611", found=name)
        return None
    except OSError:
        log.say("TL0613", found=name)
        return None
    if data is None:
        log.say("TL0602", found=name, limit=f"{limit / MEGABYTE:g} MB")
    return data


def written_alike(old: bytes, new: str) -> bytes:
    """The bytes of a text that takes the place of ``old``: with its byte order mark and its line ends, each line that
    is in both with its own."""
    mark = b"\xef\xbb\xbf" if old.startswith(b"\xef\xbb\xbf") else b""
    if b"\r" not in old:
        return mark + new.encode("utf-8")
    from difflib import SequenceMatcher

    before = [
        (line.rstrip("\r\n"), line[len(line.rstrip("\r\n")) :]) for line in _LINE.findall(old.decode("utf-8-sig"))
    ]
    after = new.split("\n")
    ends = [end for _, end in before if end]
    usual = max(sorted(set(ends)), key=ends.count) if ends else "\n"
    chosen = [usual] * len(after)
    matcher = SequenceMatcher(None, [line for line, _ in before], after, autojunk=False)
    for block in matcher.get_matching_blocks():
        for i in range(block.size):
            chosen[block.b + i] = before[block.a + i][1] or usual
    text = "".join(line + end for line, end in zip(after[:-1], chosen[:-1], strict=True)) + after[-1]
    return mark + text.encode("utf-8")


def _shown(path: Path) -> str:
    """The name of a file as text that can be printed, whatever bytes it is made of."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


def _read(path: Path, limit: int) -> bytes | None:
    """What the file holds; None when it is larger than ``limit``. Raises OSError; ValueError for no name."""
    _size(path.stat(), path)
    descriptor = os.open(path, _FLAGS)
    with os.fdopen(descriptor, "rb") as file:
        # Asked again of what is really open: the name may have come to mean something else.
        if _size(os.fstat(descriptor), path) > limit:
            return None
        data = file.read(limit + 1)
    return data if len(data) <= limit else None


def _size(status: os.stat_result, path: Path) -> int:
    """The size of an ordinary file; raises OSError for anything else."""
    if not stat.S_ISREG(status.st_mode):
        raise OSError(path)
    return status.st_size


def _decoded(name: str, data: bytes, log: Log) -> SourceFile | None:
    bad = data.find(b"\0")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        text, bad = "", error.start if bad < 0 else min(bad, error.start)
    if bad >= 0:
        log.problems.append(Problem("TL0614", fields=(("found", name), ("offset", str(bad)))))
        return None
    return SourceFile(name, text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
