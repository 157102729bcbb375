"""Opening a workbook that may be anything: what it holds is copied out, nothing in it is run, followed or kept open.

A workbook is a zip of XML. It is measured before it is unpacked: a few kilobytes can be made to hold gigabytes.
Formulas are never computed: the value that the spreadsheet program left beside a formula is read.
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from compiler.diagnostics.problem import Log, Rejected, problem
from compiler.source.files import MEGABYTE, read_bytes
from compiler.source.record import dataclass
from tiaoli.workbook import ledger as ledgers
from tiaoli.workbook.columns import Headings
from tiaoli.workbook.ledger import Ledger

MOST_BYTES: Final = 100 * MEGABYTE
MOST_UNPACKED: Final = 400 * MEGABYTE
MOST_PARTS: Final = 5_000
MOST_CELLS: Final = 20_000_000
_HEAD_ROWS: Final = 20
_OLD: Final = b"\xd0\xcf\x11\xe0"  # old Excel files, and new ones under a password
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s/>]|t=\"e\"")
_MERGED: Final = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)\"")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of cases. ``head`` is the number of the row of headings; ``rows`` are all rows below it with their
    numbers, as values by position. ``formulas``: (row, column) to the formula, or to the error a cell shows.
    ``merged``: first and last row and column of merged ranges. ``part``, ``ledger_part``: where in the file."""

    title: str
    head: int
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[object, ...]], ...]
    formulas: dict[tuple[int, int], str]
    merged: tuple[tuple[int, int, int, int], ...]
    ledger: Ledger
    ledger_part: str
    parts: tuple[str, ...]
    data: bytes


def open_sheet(path: Path) -> Sheet:
    """The sheet of cases of a workbook; raises Rejected: TL0602, TL0611, TL0613 for the file, TL0801 without the
    library, TL0802 no workbook, TL0803 under a password or of the old kind, TL0804 too large, TL0805 no casebook."""
    need_library()
    log = Log()
    data = read_bytes(path, log, MOST_BYTES)
    log.stop()
    assert data is not None
    name = str(path)
    try:
        parts = _parts(data, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(data, parts, name)
    except Rejected:
        raise
    except Exception:
        # A file can be malformed in any way, and then the library fails in any way; it is no workbook.
        raise Rejected((problem("TL0802", found=name),)) from None


def need_library() -> None:
    """Raise Rejected (TL0801) when the library that reads workbooks is not installed."""
    try:
        import openpyxl  # noqa: F401
    except ImportError:
        raise Rejected((problem("TL0801", found="pip install 'tiaoli[excel]'"),)) from None


def _parts(data: bytes, name: str) -> tuple[str, ...]:
    """The names of the parts, after they were measured."""
    if data.startswith(_OLD):
        raise Rejected((problem("TL0803", found=name),))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > MOST_UNPACKED:
            raise Rejected((problem("TL0804", found=name, limit=f"{MOST_UNPACKED // MEGABYTE} MB"),))
        if any(e.flag_bits & 1 for e in entries):
            raise Rejected((problem("TL0803", found=name),))
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                with archive.open(entry) as part:
                    start = part.read(4096)
                # A workbook defines no entities; one that does means to grow while it is read.
                if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
                    raise Rejected((problem("TL0802", found=name),))
    return tuple(e.filename for e in entries)


def _read(data: bytes, parts: tuple[str, ...], name: str) -> Sheet:
    from openpyxl import load_workbook

    budget = [MOST_CELLS]
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    ledger, ledger_part, found = None, "", []
    for sheet in book.worksheets:
        rows = _rows(sheet, budget, name)
        first = next(rows, None)
        if first is None:
            continue
        if first and first[0] == ledgers.MAGIC:
            ledger, ledger_part = ledgers.read([first, *rows]), str(getattr(sheet, "_worksheet_path", ""))
            continue
        start = [first]
        head = _head(first)
        while head is None and len(start) < _HEAD_ROWS:
            row = next(rows, None)
            if row is None:
                break
            start.append(row)
            head = _head(row)
        if head is not None:
            body = tuple((n, row) for n, row in enumerate(rows, len(start) + 1) if any(v is not None for v in row))
            found.append((sheet.title, len(start), head, body, str(getattr(sheet, "_worksheet_path", ""))))
    if ledger is None:
        raise Rejected((problem("TL0805", found=name),))
    if len(found) > 1:
        found = [f for f in found if f[0] == ledger.title] or found
    if len(found) != 1:
        raise Rejected((problem("TL0805", found=name),))
    title, number, headings, body, part = found[0]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        raw = archive.read(part.lstrip("/"))
    formulas = _formulas(data, title, budget, name) if _FORMULA.search(raw) else {}
    merged = tuple(
        (int(top), _number(left.decode()), int(bottom), _number(right.decode()))
        for left, top, right, bottom in _MERGED.findall(raw)
    )
    return Sheet(title, number, headings, body, formulas, merged, ledger, ledger_part.lstrip("/"), parts, data)


def _rows(sheet: Any, budget: list[int], name: str) -> Iterator[tuple[object, ...]]:
    """The rows of a sheet as values; raises Rejected (TL0804) when there are more cells than anyone fills."""
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        budget[0] -= len(row) + 1
        if budget[0] < 0:
            raise Rejected((problem("TL0804", found=name, limit=f"{MOST_CELLS // 1_000_000}M"),))
        yield row


def _head(row: tuple[object, ...]) -> tuple[str, ...] | None:
    """The headings, if this is their row."""
    texts = tuple(str(v).strip() if v is not None else "" for v in row)
    reader = Headings(())
    singles = {column.group for column, _ in map(reader.read, texts) if column is not None}
    return texts if {"case", "file"} <= singles else None


def _formulas(data: bytes, title: str, budget: list[int], name: str) -> dict[tuple[int, int], str]:
    """Where formulas and errors stand."""
    from openpyxl import load_workbook

    sheet = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)[title]
    sheet.reset_dimensions()
    found: dict[tuple[int, int], str] = {}
    for row in sheet.iter_rows():
        budget[0] -= len(row) + 1
        if budget[0] < 0:
            raise Rejected((problem("TL0804", found=name, limit=f"{MOST_CELLS // 1_000_000}M"),))
        for cell in row:
            if cell.data_type in ("f", "e") and cell.row and cell.column:
                found[cell.row, cell.column] = str(cell.value)
    return found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def address(title: str, row: int, column: int) -> str:
    """A cell as people name it: 「案例」!D7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"「{title}」!{letters}{row}"
