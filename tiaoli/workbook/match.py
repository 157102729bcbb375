"""The sheet read by its headings, and each row matched with the case it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compiler.diagnostics.problem import Log
from compiler.source.record import dataclass
from tiaoli.words import words_of
from tiaoli.workbook.book import Sheet, address
from tiaoli.workbook.cells import CellValue, Unusable, plain, show_name, split, unquoted
from tiaoli.workbook.changes import given
from tiaoli.workbook.columns import COMPUTED, Column, Headings
from tiaoli.workbook.ledger import Recorded, digest
from tiaoli.workbook.sources import Source, Sources, inside, is_name


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its number, its cells by column, the key, file and name it gives. ``recorded``: the case it was made from;
    ``index``: where that stands in its file now (None: not any more)."""

    number: int
    cells: dict[Column, CellValue]
    key: str
    file: str
    name: str
    documents: tuple[str, ...] = ()
    recorded: Recorded | None = None
    index: int | None = None


@dataclass(frozen=True, slots=True)
class Matched:
    """``lines``: every row that says something. ``absent``: recorded cases without a row, and where they stand."""

    lines: tuple[Line, ...]
    absent: tuple[tuple[Recorded, int | None], ...]


class Grid:
    """The columns and rows of a sheet. What is wrong with the sheet itself goes to the log, with the cell."""

    def __init__(self, sheet: Sheet, book: str, sources: Sources, log: Log) -> None:
        self.sheet, self.book, self.log = sheet, book, log
        self.columns: dict[Column, int] = {}
        self.own: list[str] = []
        self._files(sources)
        if log.problems:
            return
        headings = Headings(sources.laws())
        self._headings(headings)
        self._formulas()
        self._merged()
        self.lines = [self._line(number, values) for number, values in sheet.rows]

    def say(self, code: str, row: int, column: Column | int, near: tuple[str, ...] = (), **fields: object) -> None:
        """Report a fault of a cell; of a column that the sheet has not, at the name of the case."""
        at = column if isinstance(column, int) else self.columns.get(column, self.columns.get(Column("case"), 1))
        head = self.sheet.headings[at - 1] if at <= len(self.sheet.headings) else ""
        where = (self.book, address(self.sheet.title, row, at), *((head,) if head and row > self.sheet.head else ()))
        self.log.say(code, None, near=near, path=where, **fields)

    def _files(self, sources: Sources) -> None:
        """Read the files that rows name and the ledger does not: they may bring words of their own."""
        at = next(i for i, text in enumerate(self.sheet.headings) if Headings(()).read(text)[0] == Column("file"))
        for _, values in self.sheet.rows:
            name = _text(values[at] if at < len(values) else None).replace("\\", "/")
            if name not in sources.read and is_name(name):
                path = sources.base / name
                if path.is_file():
                    sources.add(name)
                elif path.parent.is_dir():
                    sources.start(name)

    def _headings(self, headings: Headings) -> None:
        for at, text in enumerate(self.sheet.headings, 1):
            if not text:
                continue
            column, near = headings.read(text)
            if column is not None and column in self.columns:
                self.say("TL0809", self.sheet.head, at, found=text)
            elif column is not None:
                self.columns[column] = at
            elif near:
                self.say("TL0808", self.sheet.head, at, near, found=text)
            else:
                self.own.append(text)
        for text in self.sheet.ledger.headings:
            column, _ = headings.read(text)
            if column is not None and column not in self.columns:
                self.say("TL0809", self.sheet.head, 1, found=text)

    def _formulas(self) -> None:
        ours = {at: column for column, at in self.columns.items() if column.group not in COMPUTED}
        values = dict(self.sheet.rows) if self.sheet.formulas else {}
        for (row, at), formula in self.sheet.formulas.items():
            if at not in ours or row <= self.sheet.head:
                continue
            held = values.get(row, ())
            value = held[at - 1] if at <= len(held) else None
            if "[" in formula and formula.startswith("="):
                self.say("TL0820", row, at, found=formula)
            elif value is None or not formula.startswith("=") or (isinstance(value, str) and value.startswith("#")):
                self.say("TL0806", row, at, found=formula)

    def _merged(self) -> None:
        ours = {at for column, at in self.columns.items() if column.group not in COMPUTED}
        for top, left, bottom, right in self.sheet.merged:
            if bottom > self.sheet.head and any(left <= at <= right for at in ours):
                at = next(a for a in sorted(ours) if left <= a <= right)
                row = max(top, self.sheet.head + 1)
                self.say("TL0807", row, at, found=f"{address('', top, left)[3:]}:{address('', bottom, right)[3:]}")

    def _line(self, number: int, values: tuple[object, ...]) -> Line:
        cells: dict[Column, CellValue] = {}
        for column, at in self.columns.items():
            value = values[at - 1] if at <= len(values) else None
            cells[column] = value  # type: ignore[assignment]
        texts = {group: _text(cells.get(Column(group))) for group in ("key", "file", "case", "documents")}
        file = texts["file"].replace("\\", "/")
        return Line(number, cells, texts["key"], file, unquoted(texts["case"]), tuple(split(texts["documents"])))


def match(grid: Grid, sources: Sources, log: Log) -> Matched:
    """Match rows with cases: by the key in the row; a copied row keeps the key, and is known by another name; rows
    without a key by file and name."""
    records = grid.sheet.ledger.cases
    places = _places(records, sources)
    lines = [line for line in grid.lines if given(line.cells)]
    claimed = _claims(grid, lines, {r.key: r for r in records})
    taken, language = set(claimed.values()), grid.sheet.ledger.language
    free = {(r.file, _as_shown(r.name, language)): r for r in reversed(records) if r.key not in taken}
    by_key = {r.key: r for r in records}
    files = {r.file for r in records}
    only = next(iter(files)) if len(files) == 1 else ""
    found: list[Line] = []
    for line in lines:
        line = replace(line, file=line.file or only)
        key = claimed.get(line.number)
        recorded = by_key[key] if key else free.pop((line.file, line.name), None)
        if recorded is not None:
            if line.file != recorded.file and grid.columns.get(Column("file")) is not None and line.file:
                grid.say("TL0815", line.number, Column("file"), found=line.file)
            found.append(replace(line, recorded=recorded, index=places[recorded.key]))
        elif _new(grid, line, sources):
            found.append(line)
    bearing = {line.recorded.key for line in found if line.recorded is not None}
    return Matched(tuple(found), tuple((r, places[r.key]) for r in records if r.key not in bearing))


def _claims(grid: Grid, lines: Iterable[Line], records: dict[str, Recorded]) -> dict[int, str]:
    """The key that each row may claim. Of rows with one key the one that bears the name of the case is the case, the
    others are copies of it."""
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        if line.key in records:
            by_key.setdefault(line.key, []).append(line)
    claimed = {}
    for key, same in by_key.items():
        named = [line for line in same if line.name == _as_shown(records[key].name, grid.sheet.ledger.language)]
        if len(same) == 1 or len(named) == 1:
            claimed[(named[0] if len(named) == 1 else same[0]).number] = key
        else:
            claimed[same[0].number] = key
            for line in same[1:]:
                grid.say("TL0814", line.number, Column("case"), found=line.name)
    return claimed


def _as_shown(name: str, language: str) -> str:
    """A name as a row has it."""
    return unquoted(str(show_name(name, words_of(language)).value))


def _places(records: tuple[Recorded, ...], sources: Sources) -> dict[str, int | None]:
    """Where each recorded case stands now: where its very text is, else where its name is."""
    places: dict[str, int | None] = {r.key: None for r in records}
    for name, source in sources.read.items():
        mine = [r for r in records if r.file == name]
        free = {i: digest(body) for i, body in enumerate(source.pieces.bodies)}
        by_text: dict[str, list[int]] = {}
        for i, text in free.items():
            by_text.setdefault(text, []).append(i)
        for r in mine:
            if by_text.get(r.text):
                places[r.key] = i = by_text[r.text].pop(0)
                del free[i]
        by_name: dict[str, list[int]] = {}
        for i in free:
            by_name.setdefault(case_name(source, i), []).append(i)
        for r in mine:
            if places[r.key] is None and len(by_name.get(r.name, ())) == 1:
                places[r.key] = by_name[r.name].pop()
    return places


def case_name(source: Source, index: int) -> str:
    """The name that a case states; empty when it states none."""
    raw = source.raws[index]
    return raw.name if "case" in raw.parts else ""


def _new(grid: Grid, line: Line, sources: Sources) -> bool:
    """Whether a row without a case can become one: it needs a file below the folder and a name."""
    if not is_name(line.file) or line.file not in sources.read or not inside(sources.base / line.file, sources.base):
        grid.say("TL0815", line.number, Column("file"), found=line.file)
        return False
    if not line.name:
        grid.say("TL0816", line.number, Column("case"))
        return False
    return True


def _text(value: object) -> str:
    try:
        return plain(value)
    except Unusable:
        return ""
