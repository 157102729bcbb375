"""Where a report goes: to the standard output, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from types import TracebackType
from typing import IO

import click

from compiler.diagnostics.problem import Rejected, problem


class Output:
    """Takes the text of a report piece by piece. Used as a context: at its end a file takes its place in one step; if
    something went wrong meanwhile, what was there before is still there.

    Raises Rejected (TL0613) when the file cannot be written.
    """

    def __init__(self, path: str | None) -> None:
        self.path = Path(path) if path is not None else None
        self._file: IO[str] | None = None

    def __enter__(self) -> Output:
        if self.path is not None:
            try:
                if self.path.is_dir() or "\0" in str(self.path):
                    raise IsADirectoryError(self.path)
                self._file = tempfile.NamedTemporaryFile(
                    "w", encoding="utf-8", newline="\n", dir=self.path.absolute().parent, delete=False
                )
            except (OSError, ValueError):
                raise self._refused() from None
        return self

    def write(self, text: str) -> None:
        """Add to the report."""
        if self._file is None:
            click.echo(text, nl=False)
            return
        try:
            self._file.write(text)
        except OSError:
            raise self._refused() from None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is None or self.path is None:
            return
        made = Path(self._file.name)
        try:
            self._file.close()
            if kind is None:
                made.chmod(_mode(self.path))
                made.replace(self.path)
        except OSError:
            raise self._refused() from None
        finally:
            made.unlink(missing_ok=True)

    def _refused(self) -> Rejected:
        return Rejected((problem("TL0613", found=self.path),))


def _mode(path: Path) -> int:
    """What a file at that place may be used for: as the one that is there, else as files are made here."""
    try:
        return path.stat().st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
