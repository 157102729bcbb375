"""Writing several files so that all are written or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from compiler.diagnostics.problem import Rejected, problem


def write_all(files: Mapping[Path, bytes | None]) -> None:
    """Put these contents in place of the files, None for a file that goes. First everything is laid out beside the
    files, then each takes its place in one step; when one cannot, those before it are put back. Raises Rejected."""
    staged: list[tuple[Path, str | None]] = []
    kept: list[tuple[Path, bytes | None, int]] = []
    try:
        for path, data in files.items():
            staged.append((path.resolve(), _staged(path, data) if data is not None else None))
        for path, name in staged:
            held = path.read_bytes() if path.exists() else None
            kept.append((path, held, path.stat().st_mode & 0o777 if held is not None else 0o644))
            if name is None:
                path.unlink(missing_ok=True)
            else:
                Path(name).replace(path)
    except OSError as error:
        for path, held, mode in reversed(kept):
            with suppress(OSError):
                _put_back(path, held, mode)
        for _, name in staged:
            if name is not None:
                with suppress(OSError):
                    Path(name).unlink(missing_ok=True)
        raise Rejected((problem("TL0613", found=error.filename or "…"),)) from None


def _staged(path: Path, data: bytes) -> str:
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tiaoli-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "", str(path))
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise OSError(error.errno, error.strerror, str(path)) from None
    return name


def _put_back(path: Path, held: bytes | None, mode: int) -> None:
    if held is None:
        path.unlink(missing_ok=True)
    else:
        path.write_bytes(held)
        path.chmod(mode)
