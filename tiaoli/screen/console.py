"""The terminal: how wide, in colour or not, and the signs and colours of the four outcomes and of yes, no, unknown."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from typing import TextIO

from rich.console import Console
from rich.text import Text

from tiaoli.screen.lines import NARROWEST

_SIGNS = {
    "granted": ("✓", "v", "bold green"),
    "refused": ("✗", "x", "bold red"),
    "displaced": ("→", ">", "bold magenta"),
    "undetermined": ("?", "?", "bold yellow"),
    "yes": ("✓", "v", "green"),
    "no": ("✗", "x", "red"),
    "unknown": ("?", "?", "yellow"),
    "note": ("·", "-", "dim"),
}
QUOTE = "cyan"
QUIET = "dim"
HEADING = "bold"


class Screen(Console):
    """A console that lets the caller see that the reader has left."""

    def on_broken_pipe(self) -> None:
        """Tell the caller instead of ending the program here."""
        raise BrokenPipeError


def make_console(color: bool, stream: TextIO | None = None, environment: Mapping[str, str] = os.environ) -> Console:
    """A console on ``stream`` (default: standard output). Without colour no control sequence is written at all."""
    plain = not color or bool(environment.get("NO_COLOR"))
    return Screen(
        file=stream or sys.stdout,
        color_system=None if plain else "auto",
        no_color=plain,
        highlight=False,
        markup=False,
        emoji=False,
    )


def columns_of(console: Console) -> int:
    """How many columns to fill; never less than a line needs."""
    return max(console.width, NARROWEST)


def sign(console: Console, name: str) -> Text:
    """The sign of an outcome or state in its colour; a letter where the output cannot hold the sign."""
    drawn, plain, style = _SIGNS[name]
    try:
        drawn.encode(console.encoding)
    except (UnicodeEncodeError, LookupError):
        drawn = plain
    return Text(drawn, style=style)


def style_of(name: str) -> str:
    """The colour of an outcome or state."""
    return _SIGNS[name][2]


def put(console: Console, lines: Iterable[Text]) -> None:
    """Print lines as they are: they fit already."""
    for line in lines:
        console.print(line, no_wrap=True, overflow="ignore", crop=False)
