"""What a workbook knows of the files it was made from: a hidden sheet that lets an import tell what has changed since.

A row of the sheet is a word and its texts: ``tiaoli-cases``, ``heading``, ``case``. It is read as hostile input.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from compiler.source.record import dataclass
from tiaoli.workbook.cells import CellValue, Unusable, plain
from tiaoli.workbook.columns import COMPUTED, Column

MAGIC: Final = "tiaoli-cases"
VERSION: Final = "1"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case as it was when it was last exported or imported. ``text`` and ``cells`` are digests of its text in the
    file and of its row. ``key`` stands in the row."""

    key: str
    file: str
    name: str
    text: str
    cells: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """``folder``: where the files lie, seen from ``base`` (``library`` or ``workbook``); ``title``: the name of the
    sheet of cases; ``rules``: digest of the rules that gave the found values; ``headings``: of columns that held
    something."""

    language: str
    base: str
    folder: str
    title: str
    rules: str
    headings: tuple[str, ...]
    cases: tuple[Recorded, ...]


def digest(text: str) -> str:
    """Tells two texts apart."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def fingerprint(cells: Mapping[Column, CellValue]) -> str:
    """Tells two rows apart by what a drafter can change in them, however a program wrote the cells."""
    said = []
    for column, value in cells.items():
        if column.group in COMPUTED:
            continue
        try:
            text = plain(value)
        except Unusable:
            text = repr(value)
        if text:
            said.append(f"{column.group}\t{column.name}\t{column.slot}\t{column.part}\t{text}")
    return digest("\n".join(sorted(said)))


def rows(ledger: Ledger) -> list[tuple[str, ...]]:
    """The rows of the sheet."""
    head = (MAGIC, VERSION, ledger.language, ledger.base, ledger.folder, ledger.title, ledger.rules)
    headings = [("heading", text) for text in ledger.headings]
    cases = [("case", c.key, c.file, c.name, c.text, c.cells) for c in ledger.cases]
    return [head, *headings, *cases]


def read(found: Iterable[Sequence[object]]) -> Ledger | None:
    """The ledger in these rows; None when they are none."""
    texts = [tuple(str(v) if v is not None else "" for v in row) for row in found]
    head = _padded(texts[0], 7) if texts else ()
    if not head or head[0] != MAGIC or head[1] != VERSION:
        return None
    headings = tuple(row[1] for row in texts if len(row) > 1 and row[0] == "heading")
    cases = tuple(Recorded(*_padded(row, 6)[1:6]) for row in texts if row and row[0] == "case")
    language = head[2] if head[2] in ("zh", "en") else "zh"
    return Ledger(language, head[3], head[4], head[5], head[6], headings, cases)


def _padded(row: tuple[str, ...], size: int) -> tuple[str, ...]:
    return (*row, *("" for _ in range(size)))[:size]
