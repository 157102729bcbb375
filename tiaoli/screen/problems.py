"""Problems on the screen: what, where, the line itself with a caret, and what to do next.

Every line is cut and wrapped here, by screen columns (a full-width character takes two), so that it reads the same on a
terminal, in a pipe and without colour.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from compiler.diagnostics import catalogue
from compiler.diagnostics.problem import Problem
from compiler.source.text import Span, width

_TABLE: Final = Path(__file__).with_name("problems.toml")
_INDENT: Final = "  "
_NARROWEST: Final = 24
_LONGEST: Final = 160
# Marks that may not begin a line; the character before them goes down with them.
_NEVER_FIRST: Final = frozenset("，。；：！？、）》」』”’…,.;:!?)")


def show_problems(console: Console, problems: Iterable[Problem], language: str = "zh") -> None:
    """Print the problems in the order of files and places, each once, and how many there are."""
    found = in_order(problems)
    for problem in found:
        for line in rendered(problem, language, console.width):
            console.print(line, no_wrap=True, overflow="ignore", crop=False)
        console.print()
    if found:
        words = _words(language)
        total = words["one"] if len(found) == 1 else words["count"].format(count=len(found))
        console.print(Text(total), no_wrap=True, overflow="ignore", crop=False)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Sorted by file and place, without repetitions; problems that are in no file come last."""
    unique = {(_order(p), p.code, p.fields, p.path): p for p in problems}
    return tuple(unique[key] for key in sorted(unique))


def rendered(problem: Problem, language: str, columns: int) -> Iterator[Text]:
    """The lines of one problem, none wider than ``columns`` but for the place, which is never cut.

    A screen narrower than 24 columns is taken for one of 24.
    """
    words, columns = _words(language), max(columns, _NARROWEST)
    head = f"{problem.code} {catalogue.message(problem, language)}"
    for number, line in enumerate(wrapped(head, columns, len(problem.code) + 1)):
        text = Text(line)
        text.stylize("bold", 0)
        if not number:
            text.stylize("bold red", 0, len(problem.code))
        yield text
    span = _span(problem)
    if span:
        yield Text(f"{_INDENT}{_clean(span.file.name)}:{span.line}:{span.column}", style="cyan")
    for name, path in (("law", problem.law), ("path", problem.path)):
        if path:
            yield from _paragraph(words[name], " › ".join(_name(p) for p in path), columns, "dim")
    if span:
        yield from _source(span, columns)
    if problem.near:
        yield from _paragraph(words["near"], words["or"].join(_name(n) for n in problem.near), columns, "green")
    remedy = catalogue.remedy(problem, language)
    if remedy:
        yield from _paragraph(words["remedy"], " ".join(remedy.split("\n")), columns, "")


def problem_json(problem: Problem, language: str = "zh") -> dict[str, object]:
    """One problem for programs: code, words, place (columns are screen columns from 1), path, fields, near names."""
    span = _span(problem)
    return {
        "code": problem.code,
        "message": catalogue.message(problem, language),
        "remedy": catalogue.remedy(problem, language),
        "file": span.file.name if span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
        "law": list(problem.law),
        "path": list(problem.path),
        "near": list(problem.near),
        "fields": dict(problem.fields),
    }


def wrapped(text: str, columns: int, hanging: int) -> list[str]:
    """``text`` in lines of at most ``columns``; lines after the first are indented by ``hanging``.

    A line may end after a space or beside a full-width character, not before a closing mark.
    """
    columns = max(columns, _NARROWEST)
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text):
        size = width(piece)
        if used + size > columns and line.strip():
            lines.append(line.rstrip())
            piece = piece.lstrip()
            line, used = " " * hanging, hanging
        line += piece
        used = width(line)
        while used > columns:
            line, rest = _split(line, columns)
            lines.append(line)
            line = " " * hanging + rest
            used = width(line)
    lines.append(line.rstrip())
    return lines


def _pieces(text: str) -> Iterator[str]:
    """Runs that are not to be broken: a word with its space, or one full-width character with the marks behind it."""
    piece = ""
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        ends = piece[-1:].isspace() or (piece and (wide or unicodedata.east_asian_width(piece[-1]) in "WF"))
        if piece and ends and char not in _NEVER_FIRST and not char.isspace():
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _split(line: str, columns: int) -> tuple[str, str]:
    """The longest start of ``line`` that fits, at least one character, and the rest."""
    at = len(_fitting(line, columns)) or 1
    return line[:at], line[at:]


def _fitting(text: str, columns: int) -> str:
    """The longest start of ``text`` that takes no more than ``columns``."""
    at = used = 0
    while at < len(text) and used + width(text[at]) <= columns:
        used += width(text[at])
        at += 1
    return text[:at]


def _paragraph(label: str, text: str, columns: int, style: str) -> Iterator[Text]:
    for line in wrapped(f"{_INDENT}{label}{text}", columns, len(_INDENT) + 2):
        yield Text(line, style=style)


def _source(span: Span, columns: int) -> Iterator[Text]:
    """The line of the span, cut around the place when it is long, and a caret line under it."""
    number, start = span.file.position(span.start)
    line = span.file.line(number)
    end = min(max(start + span.end - span.start, start + 1), max(len(line), start + 1))
    gutter = f"{number:>5} │ "
    before, marked, after = (_visible(line[a:b]) for a, b in ((0, start), (start, end), (end, len(line))))
    room = columns - width(gutter)
    marked = _cut_end(marked, room - 2)
    if width(before + marked + after) > room:
        before = _cut_start(before, min(room // 3, room - width(marked) - 1))
        after = _cut_end(after, room - width(before + marked))
    yield Text.assemble((gutter, "dim"), before, (marked, "bold"), after)
    caret = " " * width(before) + "^" * max(width(marked), 1)
    yield Text.assemble((" " * (width(gutter) - 2) + "│ ", "dim"), (caret, "bold red"))


def _cut_end(text: str, columns: int) -> str:
    return text if width(text) <= columns else _fitting(text, max(columns - 1, 0)) + "…"


def _cut_start(text: str, columns: int) -> str:
    if width(text) <= columns:
        return text
    return "…" + _fitting(text[::-1], max(columns - 1, 0))[::-1]


def _visible(text: str) -> str:
    """Characters as wide as they are counted: control characters and tabs become a space, invisible ones go.

    A text that turns its own direction, or that moves the cursor, must not change what the reader sees.
    """
    return "".join(" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")


def _name(text: str) -> str:
    """A name of the author on one line; one of a hostile length is cut."""
    return _clean(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def _clean(text: str) -> str:
    return _visible(" ".join(text.split()))


@lru_cache(maxsize=1)
def _tables() -> dict[str, dict[str, str]]:
    read = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {language: dict(words) for language, words in read.items()}


def _words(language: str) -> dict[str, str]:
    return _tables().get(language, _tables()["zh"])


def _span(problem: Problem) -> Span | None:
    """Where the problem is; None as well for the empty place that stands for nowhere."""
    span = problem.span
    return span if span is not None and (span.file.name or span.file.text) else None


def _order(problem: Problem) -> tuple[bool, str, int, int]:
    span = _span(problem)
    return (False, span.file.name, span.start, span.end) if span else (True, "", 0, 0)
