"""A clause of the law and its rules, side by side where there is room, else one below the other."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from compiler.source.text import width
from tiaoli.screen.console import HEADING, QUIET, QUOTE, columns_of, put
from tiaoli.screen.lines import hang, wrap
from tiaoli.words import Words

SIDE_BY_SIDE = 100
_GUTTER = " │ "


def show_clause(console: Console, title: str, path: tuple[str, ...], text: str, rules: str, words: Words) -> None:
    """Print the heading, then ``text`` (paragraphs, a line each) and ``rules`` (as written in the document)."""
    columns = columns_of(console)
    put(console, wrap(Text(title, style=HEADING), columns))
    if path:
        put(console, wrap(Text(" › ".join(path), style=QUIET), columns))
    console.print()
    rules = rules.strip("\n") or words.say("show.no_rules")
    if columns >= SIDE_BY_SIDE:
        put(console, _beside(text, rules, columns, words))
        return
    put(console, [Text(words.say("show.text"), style=HEADING), *_paragraphs(text, columns), Text()])
    put(console, [Text(words.say("show.rules"), style=HEADING), *_code(rules, columns)])


def _beside(text: str, rules: str, columns: int, words: Words) -> list[Text]:
    side = (columns - width(_GUTTER)) // 2
    left = [Text(words.say("show.text"), style=HEADING), *_paragraphs(text, side)]
    right = [Text(words.say("show.rules"), style=HEADING), *_code(rules, side)]
    rows = max(len(left), len(right))
    left += [Text()] * (rows - len(left))
    right += [Text()] * (rows - len(right))
    lines = []
    for one, other in zip(left, right, strict=True):
        blank = " " * (side - width(one.plain))
        line = Text.assemble(one, blank, (_GUTTER, QUIET), other)
        line.rstrip()
        lines.append(line)
    return lines


def _paragraphs(text: str, columns: int) -> list[Text]:
    lines: list[Text] = []
    for paragraph in text.split("\n"):
        if paragraph.strip():
            lines.extend(wrap(Text(paragraph.strip(), style=QUOTE), columns))
    return lines


def _code(rules: str, columns: int) -> list[Text]:
    """Rules keep their indentation; a line that is too long goes on four columns further in."""
    lines: list[Text] = []
    for line in rules.split("\n"):
        bare = line.lstrip(" ")
        if not bare:
            lines.append(Text())
            continue
        indent = len(line) - len(bare)
        lines.extend(hang(Text(" " * indent), Text(bare), columns, Text(" " * (indent + 4))))
    return lines
