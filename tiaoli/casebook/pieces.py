"""Casebooks cut into pieces that a process can work on by itself, in the order of files and cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from compiler.source.files import CASE_LIMIT
from compiler.source.record import dataclass

MOST: Final = 800
"""Cases in one lot: enough that those alike are decided together, few enough that progress shows."""
ALONE: Final = 64
"""Fewer cases are not worth another process."""
_FEWEST: Final = 32
_SHARES: Final = 3  # lots for each process at least
_WHOLE: Final = 2000


@dataclass(frozen=True, slots=True)
class Piece:
    """The cases ``first`` to before ``last`` of a file, counted by the marks between them. A file that could not be
    counted is one piece."""

    path: Path
    first: int
    last: int

    @property
    def size(self) -> int:
        """How many cases there are at most."""
        return self.last - self.first


def lots(files: Sequence[Path], jobs: int) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of all files, in lots of a size that keeps ``jobs`` processes busy. Each process that works on a part
    of a file reads all of it, so that none is cut where there are enough of them."""
    counted = [(path, count_cases(path)) for path in files]
    total = sum(count for _, count in counted)
    size = max(_FEWEST, min(MOST, -(-total // (jobs * _SHARES))))
    return tuple(_lots(counted, size, _WHOLE if len(files) >= jobs * _SHARES else 0))


def _lots(counted: Iterable[tuple[Path, int]], size: int, whole: int) -> Iterator[tuple[Piece, ...]]:
    """``whole``: files of up to so many cases stay in one piece."""
    lot: list[Piece] = []
    room = size
    for path, count in counted:
        first = 0
        if room < count <= whole and lot:
            yield tuple(lot)
            lot, room = [], size
        while first < count:
            last = count if count <= whole else min(count, first + room)
            lot.append(Piece(path, first, last))
            room -= last - first
            first = last
            if room <= 0:
                yield tuple(lot)
                lot, room = [], size
    if lot:
        yield tuple(lot)


def count_cases(path: Path) -> int:
    """How many cases a file has at most, without reading it as YAML; 1 for what cannot be opened, so that it is
    complained about once."""
    try:
        if not path.is_file() or path.stat().st_size > CASE_LIMIT:
            return 1
        data = path.read_bytes()
    except (OSError, ValueError):
        return 1
    # A line that begins with these marks ends a document wherever it stands, even within a quoted text.
    return data.count(b"\n---") + data.count(b"\r---") + 1
