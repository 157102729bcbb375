"""What a drafter, another program or an attacker does to a workbook, written as steps."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.chart import BarChart, Reference

HEAD = 2


def work(path: Path, steps: tuple[str, ...], case: Path) -> None:
    """Do the steps, in order; each is a word and what it is done to, set apart by ``|``."""
    for step in steps:
        word, *more = step.split("|")
        if word == "file":
            old, new = "|".join(more).split("=>")
            text = case.read_text(encoding="utf-8")
            assert old in text
            case.write_text(text.replace(old, new, 1), encoding="utf-8")
        elif word in _FILES:
            path.write_bytes(_FILES[word](path.read_bytes(), *more))
        else:
            book = openpyxl.load_workbook(path)
            _SHEETS[word](book, *more)
            book.save(path)


def cases(book: Any) -> Any:
    """The sheet of cases, in either language."""
    return book["案例" if "案例" in book.sheetnames else "Cases"]


def columns(sheet: Any) -> dict[str, int]:
    """The headings and the numbers of their columns."""
    return {str(cell.value): cell.column for cell in sheet[HEAD] if cell.value}


def value(text: str) -> object:
    """A cell as a drafter types it: numbers are numbers, dates dates, blank is nothing."""
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"-?\d+\.\d+", text):
        return float(text)
    if re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", text):
        return dt.datetime.fromisoformat(text)
    return text or None


def _set(book: Any, heading: str, row: str, text: str) -> None:
    sheet = cases(book)
    cell = sheet.cell(int(row), columns(sheet)[heading])
    cell.value = value(text)
    cell.number_format = "yyyy-mm-dd" if isinstance(cell.value, dt.datetime) else "General"


def _merge(book: Any, heading: str, first: str, last: str) -> None:
    sheet = cases(book)
    at = columns(sheet)[heading]
    sheet.merge_cells(start_row=int(first), end_row=int(last), start_column=at, end_column=at)


def _add(book: Any, heading: str) -> None:
    sheet = cases(book)
    sheet.cell(HEAD, sheet.max_column + 1).value = heading


def _drop(book: Any, heading: str) -> None:
    cases(book).delete_cols(columns(cases(book))[heading])


def _copy(book: Any, row: str) -> None:
    sheet = cases(book)
    sheet.append([cell.value for cell in sheet[int(row)]])


def _forget(book: Any) -> None:
    del book["tiaoli"]


def _chart(book: Any) -> None:
    chart = BarChart()
    chart.add_data(Reference(cases(book), min_col=1, min_row=2, max_row=3))
    cases(book).add_chart(chart, "A9")


def bomb(data: bytes) -> bytes:
    """The workbook with a part that is small here and enormous unpacked."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/big.bin", "w") as part:
        for _ in range(401):
            part.write(b"\0" * 1_000_000)
    return out.getvalue()


_FILES = {
    "bytes": lambda _, text: text.encode(),
    "old": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096,
    "bomb": bomb,
}
_SHEETS = {
    "set": _set,
    "merge": _merge,
    "add": _add,
    "drop": _drop,
    "copy": _copy,
    "forget": _forget,
    "chart": _chart,
}
