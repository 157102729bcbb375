"""Opening text files that may be anything: too large, a folder, a device, not text."""

from __future__ import annotations

import stat
from pathlib import Path

from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile

MEGABYTE = 1_000_000
CASE_LIMIT = 20 * MEGABYTE


def read_text(path: Path, log: Log, limit: int = CASE_LIMIT) -> SourceFile | None:
    """The text of a file; None when it cannot be had, and the reason in ``log``.

    A byte order mark is taken off and line ends become ``\\n``. ``limit`` is in bytes.
    """
    name = str(path)
    try:
        status = path.stat()
    except (OSError, ValueError):
        log.say("TL0611", found=name)
        return None
    if stat.S_ISDIR(status.st_mode):
        log.say("TL0612", found=name)
        return None
    if not stat.S_ISREG(status.st_mode):
        log.say("TL0613", found=name)
        return None
    if status.st_size > limit:
        log.say("TL0602", found=name, limit=f"{limit // MEGABYTE} MB")
        return None
    try:
        data = path.read_bytes()
    except OSError:
        log.say("TL0613", found=name)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        log.say("TL0614", found=name)
        return None
    if "\0" in text:
        log.say("TL0614", found=name)
        return None
    return SourceFile(name, text.replace("\r\n", "\n").replace("\r", "\n"))
