"""A workbook back into its case files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from compiler.diagnostics.problem import Log
from compiler.source.files import written_alike
from tiaoli.library import find_library
from tiaoli.opening import Opener, Wanted
from tiaoli.workbook import ledger as ledgers
from tiaoli.workbook.book import Sheet, open_sheet
from tiaoli.workbook.export import near
from tiaoli.workbook.ledger import Ledger
from tiaoli.workbook.plan import Plan, plan
from tiaoli.workbook.sources import Sources, find_base
from tiaoli.workbook.store import write_all


def bring(book: Path, wanted: Wanted, *, folder: str | None, delete: bool, write: bool) -> Plan:
    """Import a workbook: all files that change are written, or none, and the workbook notes that they were; without
    ``write`` nothing is. With ``delete`` cases without a row are taken out. Raises Rejected with every fault."""
    sheet = open_sheet(book)
    planned = plan(sheet, book, sources_of(sheet, book, wanted, folder), wanted, delete=delete)
    if write and (planned.files or planned.ledger != sheet.ledger):
        files: dict[Path, bytes | None] = {}
        if planned.ledger != sheet.ledger:
            files[book] = with_ledger(sheet, planned.ledger)
        for path, text in planned.files.items():
            files[path] = None if text is None else written_alike(planned.old[path], text)
        write_all(files)
    return planned


def sources_of(sheet: Sheet, book: Path, wanted: Wanted, folder: str | None) -> Sources:
    """The files that a workbook was made from."""
    noted = sheet.ledger
    starts = dict.fromkeys((Path.cwd(), book.absolute().parent))
    roots = dict.fromkeys(find_library(wanted.library, start) for start in starts) if noted.base == "library" else {}
    files = tuple(dict.fromkeys(r.file for r in noted.cases))
    base = find_base(noted.base, noted.folder, files, book, roots, folder)
    return Sources(near(base), Opener(wanted, Log()))


def with_ledger(sheet: Sheet, ledger: Ledger) -> bytes:
    """The workbook with another ledger and everything else as it is: no program but the drafter's own rewrites it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet.data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = _sheet_xml(ledger) if entry.filename == sheet.ledger_part else old.read(entry)
            new.writestr(entry, data, compress_type=entry.compress_type)
    return out.getvalue()


def _sheet_xml(ledger: Ledger) -> bytes:
    rows = "".join(
        f'<row r="{number}">'
        + "".join(f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>' for text in texts)
        + "</row>"
        for number, texts in enumerate(ledgers.rows(ledger), 1)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()
