"""A workbook brought up to date in its place: found values anew, those of the rules before kept beside them.

Each row is answered as it stands in the workbook, imported or not. Rows that nobody changed take what is new in their
files. Whatever else the drafter put into the workbook stays.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from compiler.diagnostics.problem import Rejected, problem
from compiler.rulebook.model import Rulebook
from tiaoli.opening import Wanted
from tiaoli.words import Words, words_of
from tiaoli.workbook import ledger as ledgers
from tiaoli.workbook.book import Sheet, open_sheet
from tiaoli.workbook.bring import sources_of
from tiaoli.workbook.columns import COMPUTED, Column
from tiaoli.workbook.export import Summary, cells_of, rules_of
from tiaoli.workbook.found import DIFFERS, FAULTY, find
from tiaoli.workbook.layout import Placed
from tiaoli.workbook.ledger import Recorded, digest, fingerprint
from tiaoli.workbook.lists import SPARE_ROWS, choices, list_rows, validations
from tiaoli.workbook.look import Styles
from tiaoli.workbook.plan import Plan, Planned, plan
from tiaoli.workbook.sources import Sources
from tiaoli.workbook.store import write_all
from tiaoli.workbook.write import Exported, content, put, saved

# What a rewrite of the workbook would drop.
_LOST: Final = re.compile(
    r"xl/(?:charts?|chartsheets|media|embeddings|pivot\w+|slicers?\w*|timelines?\w*|activeX|ctrlProps|diagrams"
    r"|threadedComments|model|customUI|drawings/drawing\w*\.xml)|.*vbaProject"
)


def update_book(book: Path, wanted: Wanted, *, folder: str | None) -> Summary:
    """Update the workbook; raises Rejected with every fault in it, and TL0817 when it holds what would be lost."""
    sheet = open_sheet(book)
    lost = next((part for part in sheet.parts if _LOST.match(part)), None)
    if lost is not None:
        raise Rejected((problem("TL0817", found=book, part=lost),))
    sources = sources_of(sheet, book, wanted, folder)
    planned = plan(sheet, book, sources, wanted, delete=False, bind_all=True)
    return _Updater(sheet, book, sources, planned).run()


class _Updater:
    def __init__(self, sheet: Sheet, book: Path, sources: Sources, planned: Plan) -> None:
        self.sheet, self.book, self.sources, self.planned = sheet, book, sources, planned
        self.words: Words = words_of(sheet.ledger.language)
        self.columns: dict[Column, int] = planned.columns
        self.shown = frozenset(c.name for c in self.columns if c.group == "found")
        self.laws: tuple[Rulebook, ...] = sources.laws()
        self.done: list[Exported] = []
        self.records: dict[str, Recorded] = {r.key: r for r in sheet.ledger.cases}
        self.refreshed = self.added = self.gone = self.pending = 0

    def run(self) -> Summary:
        from openpyxl import load_workbook

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(self.sheet.data))
        target = workbook[self.sheet.title]
        self.styles = Styles(workbook, self.words)
        rules = rules_of([p.one for p in (*self.planned.lines, *self.planned.fresh)])
        moved = rules != self.sheet.ledger.rules
        every = (*self.planned.lines, *self.planned.fresh)
        self.found = dict(zip(map(id, every), find([(p.one, p.row) for p in every], self.words), strict=True))
        for line in self.planned.lines:
            self._line(target, line, moved)
        for number in self.planned.gone:
            self._put(target, number, Column("status"), self.words.say("workbook.state.gone"), "computed")
            self.gone += 1
        last = max((number for number, _ in self.sheet.rows), default=self.sheet.head)
        for line in self.planned.fresh:
            last += 1
            self._fresh(target, line, last)
        self._lists(workbook, target, last)
        self._ledger(workbook, rules)
        write_all({self.book: saved(workbook)})
        states = [e.found.state for e in self.done if e.found is not None]
        return Summary(
            str(self.book),
            len(self.done),
            len(self.sources.read),
            states.count(DIFFERS),
            states.count(FAULTY),
            refreshed=self.refreshed,
            added=self.added,
            gone=self.gone,
            pending=self.pending,
        )

    def _line(self, target: Any, line: Planned, moved: bool) -> None:
        """A row that was there: answered, and refreshed where only its file changed."""
        recorded = line.recorded
        if recorded is not None and not line.changed and digest(line.body) != recorded.text:
            self._refresh(target, line, recorded)
        self.pending += line.changed
        key = recorded.key if recorded is not None else ""
        self._results(target, line.number, self._found(key, line), moved)

    def _refresh(self, target: Any, line: Planned, recorded: Recorded) -> None:
        fresh = Exported(recorded.key, line.file, line.row, None)
        for column in self.columns:
            if column.group not in COMPUTED and column.group != "file":
                shown, _ = content(fresh, column, self.words)
                cell = target.cell(line.number, self.columns[column])
                put(cell, shown.value)
                if shown.value is not None:
                    cell.number_format = shown.format
        cells = {c: v for c, v in cells_of(line.row, line.file).items() if c in self.columns}
        name = str(line.one.case.name) if Column("case") in line.row.entries else ""
        self.records[recorded.key] = replace(recorded, name=name, text=digest(line.body), cells=fingerprint(cells))
        self.refreshed += 1

    def _fresh(self, target: Any, line: Planned, number: int) -> None:
        """A case that is new in a file: a row below the last."""
        key = str(1 + max((int(k) for k in self.records if k.isdecimal()), default=0))
        made = self._found(key, line)
        for column in self.columns:
            shown, state = content(made, column, self.words)
            self._put(target, number, column, shown.value, state, shown.format)
        cells = {c: v for c, v in cells_of(line.row, line.file).items() if c in self.columns}
        name = str(line.one.case.name) if Column("case") in line.row.entries else ""
        self.records[key] = Recorded(key, line.file, name, digest(line.body), fingerprint(cells))
        self.added += 1

    def _found(self, key: str, line: Planned) -> Exported:
        found = self.found[id(line)].sorted(line.row, self.shown, self.words)
        self.done.append(made := Exported(key, line.file, line.row, found))
        return made

    def _results(self, target: Any, number: int, made: Exported, moved: bool) -> None:
        """Fill the columns of the program. The found value of other rules becomes the one before."""
        for column, at in self.columns.items():
            if column.group == "kept":
                found = Column("found", column.name, column.slot)
                before = target.cell(number, self.columns[found]).value if found in self.columns else None
                kept = before if moved else target.cell(number, at).value
                now = content(made, found, self.words)[0].value
                state = "moved" if kept and str(kept) != str(now or "") else "computed"
                self._put(target, number, column, kept, state)
        for column in self.columns:
            if column.group in ("status", "found", "rest") or (column.group == "key" and made.key):
                shown, state = content(made, column, self.words)
                self._put(target, number, column, shown.value, state)

    def _put(self, target: Any, number: int, column: Column, value: Any, state: str, format_: str = "@") -> None:
        at = self.columns.get(column)
        if at is not None:
            cell = target.cell(number, at)
            put(cell, value)
            cell._style = self.styles.cell(format_, state)

    def _lists(self, workbook: Any, target: Any, last: int) -> None:
        """The drop-down lists anew: enumerations may have grown, names have come and gone."""
        from openpyxl.utils import get_column_letter

        title = self.words.say("workbook.sheet.lists")
        if title not in workbook.sheetnames:
            return
        hidden = workbook[title]
        hidden.delete_rows(1, hidden.max_row)
        rows = [e.row for e in self.done]
        files = tuple(dict.fromkeys(e.file for e in self.done))
        picks = choices([Placed(c) for c in self.columns], rows, files, self.laws, self.words)
        for texts in list_rows(picks.values())[1]:
            hidden.append(texts)
        for row in hidden.iter_rows():
            for cell in row:
                put(cell, cell.value)
        ours = [rule for rule in target.data_validations.dataValidation if title in str(rule.formula1)]
        for rule in ours:
            target.data_validations.dataValidation.remove(rule)
        letters = {column: get_column_letter(at) for column, at in self.columns.items()}
        for rule in validations(picks, letters, self.sheet.head + 1, last + SPARE_ROWS, title, self.words):
            target.add_data_validation(rule)

    def _ledger(self, workbook: Any, rules: str) -> None:
        """The hidden sheet anew. What was not imported is still noted as it was."""
        noted = replace(self.sheet.ledger, rules=rules, title=self.sheet.title, cases=tuple(self.records.values()))
        hidden = next(s for s in workbook.worksheets if s.cell(1, 1).value == ledgers.MAGIC)
        hidden.delete_rows(1, hidden.max_row)
        for texts in _texts(ledgers.rows(noted)):
            hidden.append(texts)
        for row in hidden.iter_rows():
            for cell in row:
                put(cell, cell.value)


def _texts(rows: Sequence[tuple[str, ...]]) -> list[list[str]]:
    return [list(row) for row in rows]
