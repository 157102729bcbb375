"""A casebook written as a new workbook. The same cases give the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from typing import Any, Final

from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from compiler.source.text import width
from tiaoli.words import Words
from tiaoli.workbook import ledger as ledgers
from tiaoli.workbook.cells import DATE_FORMAT, PLAIN, TEXT_FORMAT, CellValue, Shown, money_format
from tiaoli.workbook.columns import COMPUTED, Column, heading
from tiaoli.workbook.found import DIFFERS, FAULTY, FINE, Found
from tiaoli.workbook.layout import Layout, Placed
from tiaoli.workbook.ledger import Ledger
from tiaoli.workbook.lists import SPARE_ROWS, choices, list_rows, validations
from tiaoli.workbook.look import BANDS, Styles, column_width
from tiaoli.workbook.pages import Line, guide, vocabulary
from tiaoli.workbook.rows import Row, type_of

HEAD_ROW: Final = 2
_MOMENT: Final = (1980, 1, 1, 0, 0, 0)
_MODIFIED: Final = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_SAMPLE: Final = 300
# What would run as a formula where a cell is taken as typed.
_LOADED: Final = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Exported:
    """A case as a row of the workbook: its key, file and cells, and what was found (None: not asked)."""

    key: str
    file: str
    row: Row
    found: Found | None


def write_book(
    cases: Sequence[Exported], layout: Layout, laws: Sequence[Rulebook], ledger: Ledger, words: Words
) -> bytes:
    """The bytes of the workbook."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "tiaoli"
    titles = {name: words.say(f"workbook.sheet.{name}") for name in ("guide", "cases", "vocabulary", "lists")}
    sheets = {name: book.create_sheet(title) for name, title in titles.items()}
    hidden = book.create_sheet("tiaoli")
    sheets["lists"].sheet_state = hidden.sheet_state = "hidden"
    styles = Styles(book, words)
    _cases(sheets["cases"], cases, layout, laws, titles["lists"], styles, words)
    _page(sheets["guide"], list(guide(words)), (22, 96), styles)
    _page(sheets["vocabulary"], list(vocabulary(laws, words)), (34, 16, 44, 14, 64), styles, frozen="B2")
    picks = choices(layout.columns, [c.row for c in cases], _files(cases), laws, words)
    for texts in list_rows(picks.values())[1]:
        sheets["lists"].append([_styled(sheets["lists"], text, None) for text in texts])
    for noted in ledgers.rows(ledger):
        hidden.append([_styled(hidden, text, None) for text in noted])
    book.active = list(titles).index("cases")
    return saved(book)


def saved(book: Any) -> bytes:
    """A workbook as bytes that depend on nothing but what it holds."""
    raw, out = io.BytesIO(), io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>2000-01-01T00:00:00Z\g<2>", data)
                data = re.sub(rb"(<dcterms:created[^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", data)
            info = zipfile.ZipInfo(entry.filename, _MOMENT)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(info, data)
    return out.getvalue()


def _files(cases: Sequence[Exported]) -> list[str]:
    return list(dict.fromkeys(case.file for case in cases))


def _cases(
    sheet: Any,
    cases: Sequence[Exported],
    layout: Layout,
    laws: Sequence[Rulebook],
    lists: str,
    styles: Styles,
    words: Words,
) -> None:
    from openpyxl.utils import get_column_letter

    heads = [heading(placed.column, words) for placed in layout.columns]
    letters = {p.column: get_column_letter(i) for i, p in enumerate(layout.columns, 1)}
    lines = [[content(case, p.column, words) for p in layout.columns] for case in cases]
    last = HEAD_ROW + len(cases)
    _columns(sheet, layout.columns, heads, lines, letters, laws, styles)
    sheet.freeze_panes = f"{letters[Column('file')]}{HEAD_ROW + 1}"
    sheet.sheet_view.zoomScale = 90
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(heads))}{max(last, HEAD_ROW + 1)}"
    _print(sheet, words)
    sheet.sheet_properties.outlinePr = _outline()
    sheet.print_title_rows = f"1:{HEAD_ROW}"
    sheet.print_title_cols = "A:C"
    picks = choices(layout.columns, [c.row for c in cases], _files(cases), laws, words)
    for rule in validations(picks, letters, HEAD_ROW + 1, last + SPARE_ROWS, lists, words):
        sheet.data_validations.append(rule)
    sheet.row_dimensions[1].height = 20
    sheet.append(_band(sheet, layout.columns, styles, words))
    sheet.row_dimensions[HEAD_ROW].height = 44
    sheet.append([_styled(sheet, head, styles.head(p.column)) for head, p in zip(heads, layout.columns, strict=True)])
    for line in lines:
        sheet.append([_filled(sheet, shown, state, styles) for shown, state in line])


def _band(sheet: Any, columns: Sequence[Placed], styles: Styles, words: Words) -> list[Any]:
    """The coloured row above the headings; each group is named once, where it begins to be seen."""
    cells, told = [], ""
    for placed in columns:
        group = BANDS.get(placed.column.group, "part")
        seen = placed.column.group != "key" and not placed.folded
        text = words.say(f"workbook.band.{group}") if group != told and seen else ""
        told = group if text else told
        cells.append(_styled(sheet, text or None, styles.band(placed.column)))
    return cells


def content(case: Exported, column: Column, words: Words) -> tuple[Shown, str]:
    """What a cell of a case shows, and the state that colours it."""
    found = case.found
    if column.group == "key":
        return Shown(case.key), "computed"
    if column.group == "file":
        return Shown(case.file), ""
    if column.group == "status":
        if found is None:
            return Shown(None), "computed"
        told = f"{words.say(f'workbook.state.{found.state}')} {found.told}".strip()
        return Shown(told), {FINE: "fine", DIFFERS: "differs", FAULTY: "differs"}.get(found.state, "computed")
    if column.group == "found":
        text, differs = found.cells.get(column, ("", False)) if found is not None else ("", False)
        return Shown(text or None), "differs" if differs else "computed"
    if column.group == "kept":
        return Shown(None), "computed"
    if column.group == "rest":
        return Shown(found.rest or None if found is not None else None), "computed"
    entry = case.row.entries.get(column)
    if entry is None:
        return Shown(None), ""
    return entry.shown, "" if entry.shown.exact else "text"


def _columns(
    sheet: Any,
    columns: Sequence[Placed],
    heads: Sequence[str],
    lines: Sequence[Sequence[tuple[Shown, str]]],
    letters: dict[Column, str],
    laws: Sequence[Rulebook],
    styles: Styles,
) -> None:
    """Widths, folds, and the number format that a new row gets."""
    for i, placed in enumerate(columns):
        texts = [_seen(line[i][0]) for line in lines[:_SAMPLE] if line[i][0].value is not None]
        shape = sheet.column_dimensions[letters[placed.column]]
        shape.width = column_width(heads[i], texts)
        shape._style = styles.cell(format_of(placed.column, laws), _empty(placed.column))
        if placed.column.group == "key":
            shape.hidden = True
        # The fields of a kind fold behind its name; those that no case uses yet are folded already.
        if placed.column.group in ("fact", "expect") and placed.column.part:
            shape.outlineLevel = 1
        if placed.folded:
            shape.outlineLevel, shape.hidden = 2 if shape.outlineLevel else 1, True


def _empty(column: Column) -> str:
    return "computed" if column.group in COMPUTED else ""


def _seen(shown: Shown) -> str:
    """About what a reader sees of a cell."""
    if shown.format == DATE_FORMAT:
        return str(shown.value)[:10]
    if isinstance(shown.value, int | float) and shown.format.startswith("#"):
        return f"{shown.value:,.2f}" + shown.format.partition('"')[2]
    return str(shown.value)


def format_of(column: Column, laws: Sequence[Rulebook]) -> str:
    """The number format of a column, for what is typed in new rows."""
    type_ = next((t for t in (type_of(column, law) for law in laws) if t is not None), None)
    if (column.group == "expect" and not column.part) or (
        type_ is not None and type_.kind == "number" and not type_.list
    ):
        return PLAIN
    if type_ is not None and type_.kind == "money" and not type_.list:
        return money_format(type_)
    return DATE_FORMAT if type_ is not None and type_.kind == "date" and not type_.list else TEXT_FORMAT


def _print(sheet: Any, words: Words) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.HeaderFooter.oddFooter.center.text = words.say("workbook.footer")


def _page(sheet: Any, lines: Sequence[Line], widths: Sequence[int], styles: Styles, frozen: str = "") -> None:
    from openpyxl.utils import get_column_letter

    for i, size in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = size
    sheet.sheet_view.showGridLines = False
    _print(sheet, styles.words)
    sheet.sheet_properties.pageSetUpPr = _fit()
    sheet.page_setup.fitToHeight = 0
    if frozen:
        sheet.freeze_panes = frozen
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(widths))}{len(lines)}"
    looks = {"title": styles.title(), "head": styles.head(Column("case"))}
    for number, (look, texts) in enumerate(lines, 1):
        # Not every program finds the height of broken lines by itself.
        sheet.row_dimensions[number].height = _height(look, texts, widths)
        style = looks.get(look) or styles.cell(TEXT_FORMAT, "strong" if look == "strong" else "")
        sheet.append([_styled(sheet, text, style) for text in texts])


def _height(look: str, texts: Sequence[str], widths: Sequence[int]) -> float:
    if look == "title":
        return 26.0
    # A title may be alone in its line; every other line fills the columns from the left.
    sized = zip(texts, widths, strict=False)
    rows = (sum(-(-max(width(line), 1) // (size - 2)) for line in text.split("\n")) for text, size in sized)
    return 16.0 * max(rows, default=1)


def _outline() -> Any:
    from openpyxl.worksheet.properties import Outline

    return Outline(summaryRight=False)


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _styled(sheet: Any, value: CellValue, style: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell: Any = WriteOnlyCell(sheet, None)
    put(cell, value)
    if style is not None:
        cell._style = style
    return cell


def _filled(sheet: Any, shown: Shown, state: str, styles: Styles) -> Any:
    """A cell of a case. A blank one is left out: it looks as its column does."""
    if shown.value is None:
        return None
    return _styled(sheet, shown.value, styles.cell(shown.format, _loaded(shown.value, state)))


def _loaded(value: CellValue, state: str) -> str:
    return f"{state}!" if isinstance(value, str) and value.startswith(_LOADED) else state


def put(cell: Any, value: CellValue) -> None:
    """Put a value into a cell. A text is a text whatever it begins with: it never becomes a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
