"""Drop-down lists: what may be chosen in a column, on a hidden sheet that the columns point to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from compiler.cases.words import OUTCOMES, UNKNOWN
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from tiaoli.words import Words
from tiaoli.workbook.columns import COMPUTED, Column
from tiaoli.workbook.layout import Placed
from tiaoli.workbook.rows import Row, type_of

MOST_NAMES: Final = 2_000
SPARE_ROWS: Final = 1_000
"""Rows below the last case that have lists and formats too, for new cases."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be chosen; ``strict``: nothing else is taken."""

    values: tuple[str, ...]
    strict: bool


def choices(
    columns: Iterable[Placed], rows: Sequence[Row], files: Sequence[str], laws: Sequence[Rulebook], words: Words
) -> dict[Column, Choice]:
    """The list of each column that has one."""
    names = _names(rows, laws)
    found = {}
    for placed in columns:
        column = placed.column
        choice = None if column.group in COMPUTED else _choice(column, names, files, laws, words)
        if choice is not None and choice.values:
            found[column] = choice
    return found


def _choice(
    column: Column, names: dict[str, tuple[str, ...]], files: Sequence[str], laws: Sequence[Rulebook], words: Words
) -> Choice | None:
    yes_no = (words.say("value.yes"), words.say("value.no"))
    if column.group == "file":
        return Choice(tuple(files), False)
    if column.group == "complete":
        return Choice(yes_no, False)
    if column.group == "reading":
        found = [c for law in laws for r in law.readings if r.name == column.name for c, _ in r.choices]
        return Choice(tuple(dict.fromkeys(found)), True)
    if column.group == "expect" and not column.part:
        side = 0 if words.language == "zh" else 1
        return Choice(tuple(OUTCOMES)[side::2], False)
    if column.group != "fact" or not column.part:
        return None
    unknown = UNKNOWN[0 if words.language == "zh" else -1]
    types = [t for t in (type_of(column, law) for law in laws) if t is not None]
    values: dict[str, None] = {}
    for type_ in types:
        if type_.kind == "boolean":
            values |= dict.fromkeys((*yes_no, unknown))
        elif type_.kind == "enum":
            values |= dict.fromkeys(v for law in laws for e in (law.enum(type_.name),) if e for v in e.values)
        elif type_.kind == "entity":
            values |= dict.fromkeys(names.get(type_.name, ()))
        else:
            return None
    if any(t.kind == "enum" for t in types):
        values |= {unknown: None}
    strict = all(t.kind in ("boolean", "enum") and not t.list for t in types)
    return Choice(tuple(values), strict)


def _names(rows: Sequence[Row], laws: Sequence[Rulebook]) -> dict[str, tuple[str, ...]]:
    """The names that facts of each kind bear, and those that are only referred to, in the whole workbook."""
    found: dict[str, dict[str, None]] = {}
    kinds: dict[tuple[str, str], str] = {}
    for law in laws:
        kinds |= {(k.name, f.name): f.type.name for k in law.kinds for f in k.fields if f.type.kind == "entity"}
    for row in rows:
        for (kind, _), path in row.facts.items():
            found.setdefault(kind, {})[path[-1][0]] = None
        for column, entry in row.entries.items():
            kind_ = kinds.get((column.name, column.part)) if column.group == "fact" and column.part else None
            if kind_ is not None and isinstance(entry.shown.value, str) and not (entry.type and entry.type.list):
                found.setdefault(kind_, {})[entry.shown.value] = None
    return {kind: tuple(names)[:MOST_NAMES] for kind, names in found.items()}


def list_rows(choices: Iterable[Choice]) -> tuple[dict[tuple[str, ...], str], list[list[str]]]:
    """The lists as columns of a sheet: for each the range that holds it, and the rows of the sheet."""
    from openpyxl.utils import get_column_letter

    lists = list(dict.fromkeys(c.values for c in choices))
    ranges = {v: f"${get_column_letter(i)}$1:${get_column_letter(i)}${len(v)}" for i, v in enumerate(lists, 1)}
    longest = max((len(v) for v in lists), default=0)
    return ranges, [[v[i] if i < len(v) else "" for v in lists] for i in range(longest)]


def validations(
    choices: dict[Column, Choice], places: dict[Column, str], first: int, last: int, sheet: str, words: Words
) -> list[Any]:
    """The rules that put the lists on the columns. ``places``: the letters of each column."""
    from openpyxl.worksheet.datavalidation import DataValidation

    ranges, _ = list_rows(choices.values())
    made: dict[tuple[str, bool], Any] = {}
    for column, choice in choices.items():
        key = (ranges[choice.values], choice.strict)
        if key not in made:
            made[key] = DataValidation(
                type="list",
                formula1=f"'{sheet}'!{key[0]}",
                allow_blank=True,
                showErrorMessage=choice.strict,
                errorTitle=words.say("workbook.choose_title") if choice.strict else None,
                error=words.say("workbook.choose") if choice.strict else None,
            )
        letter = places[column]
        made[key].add(f"{letter}{first}:{letter}{last}")
    return list(made.values())
