"""Where lines may break, by screen columns, as Chinese is set: a full-width character counts two."""

from __future__ import annotations

import unicodedata

from compiler.source.text import width

_NEVER_FIRST = frozenset("，。；：！？、）》」』”’…,.;:!?)％%〔〕")
_NEVER_LAST = frozenset("（《「『“‘(〔")


def cuts(plain: str, columns: int) -> list[int]:
    """Where to cut ``plain`` into lines of at most ``columns``.

    A line may end at a space or beside a full-width character, not before a closing mark nor after an opening one;
    the blanks at a cut do not count.
    """
    found: list[int] = []
    start, used, last = 0, 0, 0
    for at, char in enumerate(plain):
        if at > start and _may_break(plain[at - 1], char):
            last = at
        size = width(char)
        while used + size > columns and at > start and char != " ":
            cut = last if last > start else at
            found.append(cut)
            start = cut
            used = width(plain[cut:at].lstrip(" "))
        used += size
    return found


def wrapped(text: str, columns: int) -> list[str]:
    """``text`` in lines of at most ``columns``; at least one line."""
    ends = [*cuts(text, columns), len(text)]
    starts = [0, *ends[:-1]]
    lines = [text[start:end].rstrip(" ") for start, end in zip(starts, ends, strict=True)]
    return [lines[0], *(line.lstrip(" ") for line in lines[1:])]


def pad(text: str, columns: int) -> str:
    """``text`` with blanks behind it until it takes ``columns``."""
    return text + " " * max(columns - width(text), 0)


def _may_break(before: str, after: str) -> bool:
    if after in _NEVER_FIRST or before in _NEVER_LAST or after == " ":
        return False
    if (before == "〕" and after.isdigit()) or (before.isdigit() and after == "号"):
        return False
    return before == " " or _wide(before) or _wide(after)


def _wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
