"""Styled lines that fit the screen."""

from __future__ import annotations

from rich.text import Text

from compiler.source.text import width
from tiaoli.screen.wrapping import cuts, pad

NARROWEST = 24
__all__ = ["NARROWEST", "hang", "pad", "wrap"]


def wrap(text: Text, columns: int) -> list[Text]:
    """``text`` in lines of at most ``columns``, keeping its styles; at least one line."""
    places = cuts(text.plain, columns)
    lines = list(text.divide(places)) if places else [text.copy()]
    for number, line in enumerate(lines):
        line.rstrip()
        lead = len(line.plain) - len(line.plain.lstrip(" ")) if number else 0
        if lead:
            lines[number] = line[lead:]
    return lines


def hang(first: Text, body: Text, columns: int, rest: Text | None = None) -> list[Text]:
    """``body`` wrapped behind ``first``; lines after the first stand behind ``rest`` (default: blanks as wide)."""
    following = Text(" " * width(first.plain)) if rest is None else rest
    room = max(columns - max(width(first.plain), width(following.plain)), NARROWEST // 2)
    lines = wrap(body, room)
    return [Text.assemble(first if number == 0 else following, line) for number, line in enumerate(lines)]
