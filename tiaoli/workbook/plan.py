"""What an import would do: every row against the case it belongs to, and the files as they would then be.

Nothing is written here. A row that is as it was exported leaves its case alone, whatever became of the file; a row that
was changed changes only what differs; a row and a case that were both changed are a conflict.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from compiler.cases.pieces import cut, join
from compiler.cases.read import RawCase, read_cases
from compiler.diagnostics.problem import Log, Problem
from compiler.source.record import dataclass
from compiler.source.text import SourceFile, Span
from compiler.source.yaml_edit import written
from tiaoli.opening import Opened, Opener, Wanted
from tiaoli.words import words_of
from tiaoli.workbook.book import Sheet, address
from tiaoli.workbook.cells import CellValue, unquoted
from tiaoli.workbook.changes import Changed, Changes, changes
from tiaoli.workbook.columns import Column, heading
from tiaoli.workbook.ledger import Ledger, Recorded, digest, fingerprint
from tiaoli.workbook.match import Grid, Line, Matched, match
from tiaoli.workbook.rows import Row, forms, row_of
from tiaoli.workbook.sources import Source, Sources


@dataclass(frozen=True, slots=True)
class Done:
    """What becomes of one case. ``what``: changed, new, deleted, absent (its row is gone, it stays), gone (its row is
    there, the case is not). ``cells``: address, heading, old and new content."""

    what: str
    case: str
    file: str
    cells: tuple[tuple[str, str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """A case as it would be. ``number``: its row (0: it has none yet); ``recorded``: the case it was made from;
    ``changed``: the row says otherwise than the file; ``body``: its text."""

    number: int
    file: str
    one: Opened
    row: Row
    recorded: Recorded | None
    changed: bool
    body: str


@dataclass(frozen=True, slots=True)
class Plan:
    """``files``: each file to be written with its text, None to be deleted; ``old``: what they hold. ``lines``: the
    cases of the rows, ``fresh``: those that are new in the files, both where every case was asked for; ``gone``: rows
    without a case. ``own``: headings of the drafter's own columns."""

    files: dict[Path, str | None]
    old: dict[Path, bytes]
    done: tuple[Done, ...]
    ledger: Ledger
    columns: dict[Column, int]
    lines: tuple[Planned, ...]
    fresh: tuple[Planned, ...]
    gone: tuple[int, ...]
    own: tuple[str, ...]


def plan(sheet: Sheet, book: Path, sources: Sources, wanted: Wanted, *, delete: bool, bind_all: bool = False) -> Plan:
    """Raises Rejected with everything that is wrong in the workbook or would be in the files. With ``bind_all`` every
    row gets its case, else only those that change."""
    log = sources.opener.log
    for name in dict.fromkeys(r.file for r in sheet.ledger.cases):
        sources.add(name)
    log.stop()
    grid = Grid(sheet, book.name, sources, log)
    log.stop()
    matched = match(grid, sources, log)
    planner = _Planner(sheet, grid, sources, matched, log, delete)
    planner.work()
    log.stop()
    return planner.plan(wanted, bind_all)


class _Planner:
    def __init__(self, sheet: Sheet, grid: Grid, sources: Sources, matched: Matched, log: Log, delete: bool) -> None:
        self.sheet, self.grid, self.sources, self.matched = sheet, grid, sources, matched
        self.log, self.delete = log, delete
        self.words = words_of(sheet.ledger.language)
        self.bodies: dict[str, dict[int, str | None]] = {}
        self.added: dict[str, list[tuple[Line, str]]] = {}
        self.done: list[Done] = []
        self.touched: dict[tuple[str, int], Line] = {}
        self.keys = max((int(r.key) for r in sheet.ledger.cases if r.key.isdecimal() and len(r.key) < 10), default=0)

    def work(self) -> None:
        """Go through all rows, then through the cases without one."""
        for line in self.matched.lines:
            if line.recorded is None:
                self._new(line)
            else:
                self._held(line, line.recorded)
        for recorded, index in self.matched.absent:
            if index is None:
                continue
            if self.delete:
                self.bodies.setdefault(recorded.file, {})[index] = None
            self.done.append(Done("deleted" if self.delete else "absent", recorded.name, recorded.file))

    def _held(self, line: Line, recorded: Recorded) -> None:
        """A row that belongs to a case."""
        same = fingerprint(line.cells) == recorded.cells
        if line.index is None:
            if same:
                self.done.append(Done("gone", recorded.name, recorded.file))
            else:
                self.say("TL0819", line, Column("case"), found=recorded.name, file=recorded.file)
            return
        self.touched[recorded.file, line.index] = line
        if same:
            return
        source = self.sources.read[recorded.file]
        raw = source.raws[line.index]
        law = self.sources.law(source, raw)
        if law is None:
            return
        found = changes(row_of(raw, law, self.words), line.cells, law)
        self._faults(line, found)
        if not found.changed or found.faults:
            return
        body = source.pieces.bodies[line.index]
        if digest(body) != recorded.text:
            at = found.changed[0].column
            self.say("TL0813", line, at, found=recorded.name, file=recorded.file)
            return
        for edit in found.edits:
            body = edit(body)
        self.bodies.setdefault(recorded.file, {})[line.index] = body
        self.done.append(Done("changed", recorded.name, recorded.file, self._told(line, found.changed)))

    def _new(self, line: Line) -> None:
        """A row that makes a case."""
        source = self.sources.read[line.file]
        english = any(key.text.strip() == "facts" for raw in source.raws for key in raw.keys.values())
        english = english or (not source.raws and self.sheet.ledger.language == "en")
        body = f"{forms('case', english)[0]}: {written(unquoted(line.name))}\n"
        (raw,) = read_cases(SourceFile("", body), Log())
        law = self.sources.law(source, replace(raw, documents=line.documents))
        if law is None:
            self.say("TL0638", line, Column("documents"))
            return
        found = changes(row_of(raw, law, self.words), line.cells, law)
        self._faults(line, found)
        if found.faults:
            return
        for edit in found.edits:
            body = edit(body)
        self.added.setdefault(line.file, []).append((line, body))
        self.done.append(Done("new", line.name, line.file, self._told(line, found.changed)))

    def _faults(self, line: Line, found: Changes) -> None:
        for column, code in found.faults:
            self.say(code, line, column, found=shown(line.cells.get(column)))

    def _told(self, line: Line, changed: tuple[Changed, ...]) -> tuple[tuple[str, str, str, str], ...]:
        return tuple((self._address(line, c.column), heading(c.column, self.words), c.old, c.new) for c in changed)

    def _address(self, line: Line, column: Column) -> str:
        at = self.grid.columns.get(column, self.grid.columns[Column("case")])
        return address(self.sheet.title, line.number, at)

    def say(self, code: str, line: Line, column: Column, **fields: object) -> None:
        """Report a fault of a cell."""
        self.grid.say(code, line.number, column, (), **fields)

    # ------------------------------------------------------------ the files as they would be

    def plan(self, wanted: Wanted, bind_all: bool) -> Plan:
        """The files put together, and every case that changes bound to its law again."""
        files: dict[Path, str | None] = {}
        old: dict[Path, bytes] = {}
        lines: list[Planned] = []
        records: list[Recorded] = []
        opener = Opener(wanted, Log(), self.sources.opener.rulebooks)
        for name, source in self.sources.read.items():
            changed, added = self.bodies.get(name, {}), self.added.get(name, [])
            text = join(source.pieces, changed, [body for _, body in added])
            if text != (source.file.text if source.old else None):
                files[source.path], old[source.path] = text, source.old
            if text is not None:
                records += self._bound(source, text, opener, lines, bind_all)
        self.log.problems += opener.log.problems
        self.log.stop()
        ledger = replace(self.sheet.ledger, cases=tuple(records))
        rows = sorted((p for p in lines if p.number), key=lambda p: p.number)
        gone = tuple(line.number for line in self.matched.lines if line.recorded is not None and line.index is None)
        fresh = tuple(p for p in lines if not p.number)
        return Plan(
            files, old, tuple(self.done), ledger, self.grid.columns, tuple(rows), fresh, gone, tuple(self.grid.own)
        )

    def _bound(self, source: Source, text: str, opener: Opener, lines: list[Planned], bind_all: bool) -> list[Recorded]:
        """Bind the cases of a file as it would be, and note each for the ledger."""
        changed, added = self.bodies.get(source.name, {}), self.added.get(source.name, [])
        raws = source.raws
        if text != source.file.text:
            raws = read_cases(SourceFile(str(source.path), text), opener.log)
        left = [i for i in range(len(source.raws)) if changed.get(i, "") is not None]
        rows = [self.touched.get((source.name, i)) for i in left] + [line for line, _ in added]
        fresh = [i in changed for i in left] + [True for _ in added]
        noted = {i for r, i in self.matched.absent if r.file == source.name and i is not None}
        known = [i in noted for i in left] + [False for _ in added]
        if len(raws) != len(rows):
            opener.log.stop()
            raise AssertionError(f"{source.name}: {len(raws)} cases, not {len(rows)}")
        bodies = cut(text, [raw.span for raw in raws]).bodies
        records = []
        for raw, line, new, body, waits in zip(raws, rows, fresh, bodies, known, strict=True):
            if new or (bind_all and not waits):
                one = self._bind(raw, source, opener, line)
                law = self.sources.law(source, raw)
                if one is not None and law is not None:
                    row = row_of(raw, law, self.words)
                    recorded = line.recorded if line is not None else None
                    number = line.number if line is not None else 0
                    lines.append(Planned(number, source.name, one, row, recorded, new, body))
                    if new and line is not None and (left_over := changes(row, line.cells, law).changed):
                        # What was written has to say what the row says; else it is our own fault.
                        raise AssertionError(f"{line.name}: {left_over[0]}")
            if line is not None:
                records.append(self._recorded(line, source, raw, body, new))
        waiting = [r for r, i in self.matched.absent if r.file == source.name and i is not None and i in left]
        gone = [li.recorded for li in self.matched.lines if li.index is None and li.recorded is not None]
        return records + waiting + [r for r in gone if r.file == source.name]

    def _recorded(self, line: Line, source: Source, raw: RawCase, body: str, new: bool) -> Recorded:
        """The case for the ledger. A row that nobody touched stays as it was noted, so that what became of the file
        meanwhile is still seen when it is touched."""
        if line.recorded is not None and not new and fingerprint(line.cells) == line.recorded.cells:
            return line.recorded
        if line.recorded is None:
            self.keys += 1
        key = line.recorded.key if line.recorded is not None else str(self.keys)
        name = raw.name if "case" in raw.parts else ""
        return Recorded(key, source.name, name, digest(body), fingerprint(line.cells))

    def _bind(self, raw: RawCase, source: Source, opener: Opener, line: Line | None) -> Opened | None:
        """The case bound; what is wrong with it is said of the cell it came from."""
        log = Log()
        known = opener.log
        opener.log = log
        one = opener.bind(raw, source.path.absolute().parent, source.path)
        opener.log = known
        for fault in log.problems:
            known.problems.append(self._at_cell(fault, raw, source, line) if line is not None else fault)
        return one

    def _at_cell(self, fault: Problem, raw: RawCase, source: Source, line: Line) -> Problem:
        law = self.sources.law(source, raw)
        row = row_of(raw, law, self.words) if law is not None else None
        column = _column_at(row, fault.span) if row is not None else Column("case")
        # A field that is left out is nowhere in the file, and has a column all the same.
        missing = replace(column, part=dict(fault.fields).get("field", column.part))
        if missing in self.grid.columns:
            column = missing
        at = self.grid.columns.get(column, self.grid.columns[Column("case")])
        where = (self.grid.book, self._address(line, column), self.sheet.headings[at - 1])
        return Problem(fault.code, None, fault.fields, fault.law, where, fault.near)


def shown(value: CellValue) -> str:
    """A cell for a message."""
    return "" if value is None else str(value)


def _column_at(row: Row, span: Span | None) -> Column:
    """The column of the smallest node that a place lies in."""
    if span is None:
        return Column("case")
    around = [
        (entry.node.span.end - entry.node.span.start, number, column)
        for number, (column, entry) in enumerate(row.entries.items())
        if entry.node.span.start <= span.start <= max(entry.node.span.end, entry.node.span.start)
    ]
    return min(around, default=(0, 0, Column("case")), key=lambda found: found[:2])[2]
