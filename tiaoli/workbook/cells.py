"""Values in cells: what a case states becomes a cell that a spreadsheet can work with, and a cell that text again.

A number goes into a cell only if the cell holds it exactly; what fifteen digits cannot hold stays text. A date is a
date from 1 March 1900 on, before which spreadsheets count a day that never was.
"""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import Final

from compiler.cases.place import silent, unknown
from compiler.cases.values import Unreadable, read_date, read_money, read_number, read_value
from compiler.cases.words import BLANK, FALSE, TRUE, UNKNOWN
from compiler.cases.write import write_number
from compiler.rulebook.terms import Type
from compiler.source import yaml_tree as y
from compiler.source.record import dataclass
from compiler.source.yaml_edit import Word
from tiaoli.words import LANGUAGES, Words, words_of

FIRST_DAY: Final = dt.date(1900, 3, 1)
DATE_FORMAT: Final = "yyyy-mm-dd"
TEXT_FORMAT: Final = "@"
PLAIN: Final = "General"
LIST_MARK: Final = "、"
MAX_CELL: Final = 32_000
"""Characters that a cell may hold; the file format ends a little above."""
_DIGITS: Final = 15
_SURE: Final = 12
_SPLIT: Final = re.compile("[、；;\n]")
_HALF: Final = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, ord("−"): ord("-")}
# The file format reads _x0041_ as a character by its number, and not every program writes it back as it was.
_CODED: Final = re.compile("_x[0-9A-Fa-f]{4}_|x005F_")
_TEXTUAL: Final = frozenset({"text", "enum", "entity"})

CellValue = str | int | float | bool | dt.datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What goes into a cell, and its number format. ``exact`` is False for a number or date that had to stay text."""

    value: CellValue
    format: str = TEXT_FORMAT
    exact: bool = True


class Unusable(ValueError):
    """A cell holds what cannot be taken: ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@lru_cache(maxsize=1)
def empties() -> tuple[str, ...]:
    """What says that a list is stated and has no member."""
    return ("[]", *(words_of(language).say("workbook.empty") for language in LANGUAGES))


@lru_cache(maxsize=1)
def elsewheres() -> tuple[str, ...]:
    """What stands for a value that only the file can hold."""
    return tuple(words_of(language).say("workbook.elsewhere") for language in LANGUAGES)


# ---------------------------------------------------------------- into cells


def show(node: y.Node, type_: Type | None, words: Words) -> Shown:
    """The cell of a value that is stated; ``type_`` is None for a plain text or list of texts. What no cell can carry
    is told to be in the file."""
    if isinstance(node, y.Sequence) and all(isinstance(item, y.Scalar) for item in node.items):
        items = [_item(str(_scalar(i, type_, words).value)) for i in node.items if isinstance(i, y.Scalar)]
        shown = Shown(LIST_MARK.join(items) if items else words.say("workbook.empty"))
    elif not isinstance(node, y.Scalar):
        shown = Shown(words.say("workbook.elsewhere"))
    elif type_ is not None and type_.list and not silent(node):
        shown = Shown(_item(node.text.strip()))
    else:
        shown = _scalar(node, type_, words)
    if isinstance(shown.value, str) and (len(shown.value) > MAX_CELL or _CODED.search(shown.value)):
        return Shown(words.say("workbook.elsewhere"))
    return shown


def show_name(name: str, words: Words) -> Shown:
    """The cell of a name."""
    carried = len(name) <= MAX_CELL and not _CODED.search(name)
    return Shown(quoted(name) if carried else words.say("workbook.elsewhere"))


def _scalar(node: y.Scalar, type_: Type | None, words: Words) -> Shown:
    text = node.text.strip()
    if unknown(node):
        return Shown(text)
    if silent(node):
        return Shown(None)
    kind = type_.kind if type_ is not None else "text"
    listed = type_ is not None and type_.list
    try:
        if kind == "boolean":
            return Shown(words.say("value.yes" if read_value(text, Type("boolean")) else "value.no"))
        if kind == "date":
            day = read_date(text)
            if listed or day < FIRST_DAY:
                return Shown(day.isoformat(), exact=listed)
            return Shown(dt.datetime(day.year, day.month, day.day), DATE_FORMAT)
        if kind == "number" and not listed:
            return _number(text)
        if kind == "money" and not listed and type_ is not None:
            return _money(text, type_)
    except Unreadable:
        return Shown(text)
    return Shown(quoted(text) if kind in _TEXTUAL and not listed else text)


def _number(text: str) -> Shown:
    value = read_number(text)
    cell = exactly(value)
    if cell is None:
        return Shown(text, exact=False)
    percent = text.rstrip().endswith(("%", "％"))
    places = write_number(value * 100).partition(".")[2]
    return Shown(cell, ("0." + "0" * len(places) if places else "0") + "%" if percent else PLAIN)


def _money(text: str, type_: Type) -> Shown:
    value = read_money(text, type_.unit)[0]
    cell = exactly(value)
    if cell is None or (value * 100).denominator != 1:
        return Shown(text, exact=False)
    return Shown(cell, money_format(type_))


def money_format(type_: Type) -> str:
    """The number format of an amount: ``#,##0.00"元/月"``."""
    unit = (type_.unit or "元").replace('"', "")
    return f'#,##0.00"{unit}"'


def exactly(value: Fraction) -> int | float | None:
    """The number as a cell holds it; None when fifteen digits do not."""
    if value.denominator == 1:
        return int(value) if abs(value) < 10**_DIGITS else None
    try:
        near = float(value)
        return near if Fraction(f"{near:.{_DIGITS}g}") == value else None
    except (OverflowError, ValueError):
        return None


def quoted(text: str) -> str:
    """A text as a cell has it: in 「」 where it would be taken for something else."""
    odd = (
        text.lower() in (*UNKNOWN, *BLANK)
        or text in (*empties(), *elsewheres())
        or (text.startswith("「") and text.endswith("」"))
    )
    return f"「{text}」" if odd else text


def _item(text: str) -> str:
    """A member of a list, in 「」 where a mark in it would divide it; a 」 in it is then doubled."""
    odd = _SPLIT.search(text) or "「" in text or "」" in text
    return f"「{text.replace('」', '」」')}」" if odd else quoted(text)


# ---------------------------------------------------------------- out of cells


def plain(value: object) -> str:
    """The content of a cell as text: trimmed, numbers in decimals, dates as 2021-05-20; empty for nothing.

    Raises :class:`Unusable`: TL0810 for a number that a cell cannot hold exactly, TL0811 for what is no value (a time
    of day, a length of time).
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return TRUE[0] if value else FALSE[0]
    if isinstance(value, int | float):
        return _digits(value)
    if isinstance(value, dt.datetime):
        if value.time() != dt.time():
            raise Unusable("TL0811")
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str):
        raise Unusable("TL0811")
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


def _digits(value: int | float) -> str:
    """The decimals of a number. One that a formula left a hair beside a short number is that number."""
    if abs(value) >= 10**_DIGITS or value != value:
        raise Unusable("TL0810")
    if isinstance(value, int):
        return str(value)
    near = f"{value:.{_DIGITS}g}"
    if float(near) != value:
        near = f"{value:.{_SURE}g}"
        if f"{float(near):.{_DIGITS}g}" != f"{value:.{_DIGITS}g}":
            raise Unusable("TL0810")
    return write_number(Fraction(near))


def unquoted(text: str) -> str:
    """A text without the 「」 around it."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == "「" and text[-1] == "」" else text


def split(text: str) -> list[str]:
    """The members of a list: parted by 、 ； or line ends outside 「」; none for an empty list."""
    if text in empties():
        return []
    parts, start, at = [], 0, 0
    inside = False
    while at < len(text):
        if inside and text.startswith("」」", at):
            at += 1  # a 」 of the member itself
        elif inside:
            inside = text[at] != "」"
        elif text[at] == "「" and not text[start:at].strip():
            inside = True
        elif _SPLIT.match(text[at]):
            parts.append(text[start:at])
            start = at + 1
        at += 1
    parts.append(text[start:])
    return [_member(p.strip()) for p in parts if p.strip()]


def _member(part: str) -> str:
    whole = unquoted(part)
    return whole.replace("」」", "」") if whole != part else part


def value_of(value: object, type_: Type | None, old: str = "") -> object:
    """What a case file should say for a cell that is not empty: a text, a word, or a list of texts. ``old`` is what it
    says now. Raises :class:`Unusable`, also for a date or number in a cell of another type (TL0811)."""
    text = plain(value)
    if text in elsewheres():
        raise Unusable("TL0812")
    kind = type_.kind if type_ is not None else "text"
    if text.lower() in UNKNOWN:
        return Word(UNKNOWN[0])
    if type_ is not None and type_.list:
        return [part if kind in _TEXTUAL else part.translate(_HALF).strip() for part in split(text)]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if (isinstance(value, dt.date) and kind != "date") or (number and kind in ("date", "period", "boolean")):
        raise Unusable("TL0811")
    if number and kind == "money" and type_ is not None:
        return text + (type_.unit or "元")
    if number and kind == "number" and old.rstrip().endswith(("%", "％")):
        return write_number(Fraction(text) * 100) + "%"
    return _typed(text, kind)


def _typed(text: str, kind: str) -> str:
    return unquoted(text) if kind in _TEXTUAL else text.translate(_HALF).strip()


def same(first: object, second: object, type_: Type | None) -> bool:
    """Whether two values that a case could state are one: ``3万元`` and ``30000元``, ``是`` and ``yes``."""
    if isinstance(first, list) or isinstance(second, list):
        ones, others = (v if isinstance(v, list) else [v] for v in (first, second))
        return len(ones) == len(others) and all(same(a, b, type_) for a, b in zip(ones, others, strict=True))
    if isinstance(first, Word) != isinstance(second, Word):
        return False
    if first == second or isinstance(first, Word):
        return True
    if type_ is None or type_.kind in _TEXTUAL:
        return False
    try:
        return read_value(str(first), type_) == read_value(str(second), type_)
    except Unreadable:
        return False


def stated(node: y.Node) -> object:
    """What a node says, in the form of :func:`value_of`; None when it says nothing."""
    if isinstance(node, y.Sequence):
        return [i.text.strip() for i in node.items if isinstance(i, y.Scalar)]
    if not isinstance(node, y.Scalar):
        return None
    if unknown(node):
        return Word(UNKNOWN[0])
    return None if silent(node) else node.text.strip()
