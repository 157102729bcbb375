"""Case files into a new workbook."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from compiler.diagnostics.problem import Log, Rejected, problem
from compiler.source.record import dataclass
from tiaoli.library import find_library
from tiaoli.opening import Opened, Opener, Wanted, case_files
from tiaoli.receipt import receipt_of
from tiaoli.words import Words
from tiaoli.workbook.book import need_library
from tiaoli.workbook.cells import CellValue
from tiaoli.workbook.columns import COMPUTED, Column, heading
from tiaoli.workbook.found import DIFFERS, FAULTY, find
from tiaoli.workbook.layout import Layout, lay_out
from tiaoli.workbook.ledger import Ledger, Recorded, digest, fingerprint
from tiaoli.workbook.rows import Row, row_of
from tiaoli.workbook.sources import Sources, common, placed
from tiaoli.workbook.store import write_all
from tiaoli.workbook.write import Exported, write_book


@dataclass(frozen=True, slots=True)
class Summary:
    """What an export came to. ``differ``, ``faulty``: how many cases; ``inexact``: case and heading of values that no
    cell holds exactly and that stayed text; ``left_out``: case, kind, how many facts, how many of them have columns.
    ``refreshed``, ``added``, ``gone``: rows that an update brought up to their files, made, and found without a case;
    ``pending``: rows that differ from their files and were answered as they stand in the workbook."""

    path: str
    cases: int
    files: int
    differ: int
    faulty: int
    inexact: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str, int, int], ...] = ()
    refreshed: int = 0
    added: int = 0
    gone: int = 0
    pending: int = 0


def export(book: Path, paths: Sequence[str], wanted: Wanted, words: Words, *, ask: bool) -> Summary:
    """Write the workbook; with ``ask`` every case is decided and the found columns are filled. Raises Rejected with
    every fault of the cases, and TL0708 when there is such a file already."""
    need_library()
    if os.path.lexists(book):
        raise Rejected((problem("TL0708", found=book),))
    if book.suffix.lower() != ".xlsx" or not book.absolute().parent.is_dir():
        raise Rejected((problem("TL0821", found=book),))
    log = Log()
    files = case_files(paths, log)
    opener = Opener(wanted, log)
    sources = Sources(near(common(files)) if files else Path(), opener)
    for path in files:
        if path.suffix not in (".yaml", ".yml"):
            log.say("TL0815", found=path)
        elif (
            sources.add(path.absolute().relative_to(sources.base.absolute()).as_posix()) is None and not path.is_file()
        ):
            log.say("TL0611", found=path)
    log.stop()
    opened = [
        (source, i, raw, opener.bind(raw, source.path.absolute().parent, source.path))
        for source in sources.read.values()
        for i, raw in enumerate(source.raws)
    ]
    log.stop()
    if not opened:
        raise Rejected((problem("TL0707", found="、".join(paths)),))
    cases, records, bound = [], [], []
    for number, (source, i, raw, one) in enumerate(opened, 1):
        law = sources.law(source, raw)
        assert one is not None and law is not None
        row = row_of(raw, law, words)
        bound.append(one)
        cases.append(Exported(str(number), source.name, row, None))
        name = raw.name if "case" in raw.parts else ""
        cells = cells_of(row, source.name)
        records.append(Recorded(str(number), source.name, name, digest(source.pieces.bodies[i]), fingerprint(cells)))
    if ask:
        asked = list(zip(bound, (case.row for case in cases), strict=True))
        cases = [replace(c, found=f) for c, f in zip(cases, find(asked, words), strict=True)]
    laws = sources.laws()
    layout = lay_out([c.row for c in cases], laws, telling(cases))
    cases = [_sorted(case, layout, words) for case in cases] if ask else cases
    base, folder = placed(sources.base, find_library(wanted.library, sources.base.absolute()), book)
    title = words.say("workbook.sheet.cases")
    heads = headings_of(cases, layout, words)
    ledger = Ledger(words.language, base, folder, title, rules_of(bound), heads, tuple(records))
    write_all({book: write_book(cases, layout, laws, ledger, words)})
    names = [one.case.name for one in bound]
    return Summary(
        str(book),
        len(cases),
        len(sources.read),
        sum(1 for c in cases if c.found is not None and c.found.state == DIFFERS),
        sum(1 for c in cases if c.found is not None and c.found.state == FAULTY),
        inexact(cases, names, words),
        tuple((names[i], kind, count, most) for i, kind, count, most in layout.left_out),
    )


def near(folder: Path) -> Path:
    """A folder as seen from the working folder, where it lies in there, so that messages stay short."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def telling(cases: Sequence[Exported]) -> frozenset[str]:
    """The benefits that come to something in one of the cases."""
    return frozenset(name for case in cases if case.found is not None for name in case.found.telling)


def _sorted(case: Exported, layout: Layout, words: Words) -> Exported:
    """The case with its results sorted into the columns there are."""
    assert case.found is not None
    shown = frozenset(p.column.name for p in layout.columns if p.column.group == "found")
    return replace(case, found=case.found.sorted(case.row, shown, words))


def cells_of(row: Row, file: str) -> dict[Column, CellValue]:
    """The cells of a row by column, as they are compared."""
    cells: dict[Column, CellValue] = {column: entry.shown.value for column, entry in row.entries.items()}
    cells[Column("file")] = file
    return cells


def headings_of(cases: Sequence[Exported], layout: Layout, words: Words) -> tuple[str, ...]:
    """The headings of columns that hold something of the cases."""
    used = {column for case in cases for column, entry in case.row.entries.items() if entry.shown.value is not None}
    columns = (p.column for p in layout.columns if p.column.group not in COMPUTED)
    return tuple(heading(c, words) for c in columns if c in used or c.group in ("case", "file"))


def rules_of(bound: Sequence[Opened]) -> str:
    """The digest of the rules that the answers are given under."""
    return receipt_of((one.case.documents, one.case.known, one.rulebook) for one in bound).rulebook


def inexact(cases: Sequence[Exported], names: Sequence[str], words: Words) -> tuple[tuple[str, str], ...]:
    """Values that stayed text, as case and heading."""
    return tuple(
        (name, heading(column, words))
        for case, name in zip(cases, names, strict=True)
        for column, entry in case.row.entries.items()
        if not entry.shown.exact
    )
