"""Source files, spans, and positions on the screen.

Columns shown to people are *screen* columns: a full-width character counts two,
so that a caret stands under the character it means in a terminal.
"""

from __future__ import annotations

import bisect
import re
import unicodedata
from dataclasses import field

from compiler.source.record import dataclass

_LINE_END = re.compile("\n")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A text with a name. ``name`` is the path as the user gave it; ``text`` has ``\\n`` line ends."""

    name: str
    text: str = field(repr=False)
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        starts = [0]
        starts.extend(m.end() for m in _LINE_END.finditer(self.text))
        object.__setattr__(self, "_starts", tuple(starts))

    def position(self, offset: int) -> tuple[int, int]:
        """Line (from 1) and character column (from 0) of ``offset``."""
        line = bisect.bisect_right(self._starts, offset) - 1
        return line + 1, offset - self._starts[line]

    def line(self, number: int) -> str:
        """The text of line ``number`` (from 1), without its line end."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open range of character offsets in a file. Two nodes that differ only in span are equal."""

    file: SourceFile
    start: int
    end: int

    @property
    def line(self) -> int:
        """Line of the first character, from 1."""
        return self.file.position(self.start)[0]

    @property
    def column(self) -> int:
        """Screen column of the first character, from 1."""
        line, char = self.file.position(self.start)
        return width(self.file.line(line)[:char]) + 1

    @property
    def text(self) -> str:
        """The characters of the span."""
        return self.file.text[self.start : self.end]

    def to(self, other: Span) -> Span:
        """The span from the start of this one to the end of ``other``."""
        return Span(self.file, self.start, max(self.end, other.end))


NOWHERE = Span(SourceFile("", ""), 0, 0)
"""The place of what was written nowhere."""


def width(text: str) -> int:
    """Columns that ``text`` takes on a terminal: wide and full-width characters take two."""
    columns = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Me", "Mn"):
            continue
        columns += 2 if unicodedata.east_asian_width(char) in "WF" else 1
    return columns
