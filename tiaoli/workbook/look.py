"""What a casebook looks like: fonts, colours, widths."""

from __future__ import annotations

from typing import Any, Final

from compiler.source.text import width
from tiaoli.words import Words
from tiaoli.workbook.columns import COMPUTED, Column

FONT: Final = "Microsoft YaHei"
# Background of the heading and of its band, by what the columns hold.
_COLOURS: Final = {
    "row": ("3B4A5A", "5B6B7B"),
    "fact": ("1F5F8B", "3A7CA8"),
    "part": ("6B6B6B", "8A8A8A"),
    "expect": ("2E7D4F", "4C9A6C"),
}
_COMPUTED_HEAD: Final = "B58B2A"
_QUIET, _WRONG, _RIGHT, _MOVED, _TEXT = "F5F3EC", "F8CBAD", "E2F0D9", "FFF2B3", "FDEBD0"
BANDS: Final = {
    "key": "row",
    "status": "row",
    "case": "row",
    "file": "row",
    "fact": "fact",
    "expect": "expect",
    "found": "expect",
    "kept": "expect",
    "rest": "expect",
}
NARROWEST, WIDEST = 8, 38


class Styles:
    """The styles of one workbook, each made once: giving a cell its style is then one assignment."""

    def __init__(self, book: Any, words: Words) -> None:
        from openpyxl.cell import Cell

        self.words = words
        self._cell: Any = Cell
        self._sheet = book.active or book.worksheets[0]
        self._made: dict[tuple[str, ...], Any] = {}

    def band(self, column: Column) -> Any:
        """The coloured band above the headings."""
        dark, _ = _COLOURS[BANDS.get(column.group, "part")]
        return self._style("band", dark)

    def head(self, column: Column) -> Any:
        """A heading."""
        _, light = _COLOURS[BANDS.get(column.group, "part")]
        colour = _COMPUTED_HEAD if column.group in COMPUTED else light
        return self._style("head", colour)

    def cell(self, format_: str, state: str = "") -> Any:
        """A cell with a number format. ``state``: computed, differs, fine, moved, text (a number that stayed text),
        strong; with ``!`` behind it the cell is marked as text that must not be taken for a formula."""
        return self._style("cell", format_, state)

    def title(self) -> Any:
        """A title of a page to read."""
        return self._style("title")

    def _style(self, *key: str) -> Any:
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _make(self, kind: str, *more: str) -> Any:
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell = self._cell(self._sheet, row=1, column=1)
        edge = Side(style="thin", color="D9D9D9")
        if kind in ("band", "head"):
            cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor=more[0])
            cell.alignment = Alignment(vertical="center", wrap_text=kind == "head")
            cell.border = Border(left=Side(style="thin", color="FFFFFF")) if kind == "head" else Border()
        elif kind == "title":
            cell.font = Font(name=FONT, size=13, bold=True, color=_COLOURS["row"][0])
            cell.alignment = Alignment(vertical="top", wrap_text=True)
        else:
            format_, state = more[0], more[1].removesuffix("!")
            cell.font = Font(name=FONT, size=10, italic=state == "text", bold=state == "strong")
            fills = {"computed": _QUIET, "differs": _WRONG, "fine": _RIGHT, "moved": _MOVED, "text": _TEXT}
            if state in fills:
                cell.fill = PatternFill("solid", fgColor=fills[state])
            cell.alignment = Alignment(vertical="top", wrap_text=format_ in ("@", "General"))
            cell.border = Border(bottom=edge, right=edge)
            cell.number_format = format_
            if more[1].endswith("!"):
                cell.quotePrefix = True
        return cell._style


def column_width(head: str, texts: list[str]) -> float:
    """A width in which the heading breaks over two or three lines and most contents fit."""
    longest = max((width(line) for text in texts for line in text.split("\n")), default=0)
    pieces = [width(piece) for piece in head.replace("：", "：\0").replace(".", ".\0").split("\0")]
    wanted = max(longest + 2, max(pieces) + 2, width(head) // 2 + 2)
    return float(min(max(wanted, NARROWEST), WIDEST))
