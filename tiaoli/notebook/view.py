"""What every answer can do: be read in a shell, be shown in a notebook, be written for programs."""

from __future__ import annotations

import io
import shutil
from abc import ABC, abstractmethod
from collections.abc import Callable

from rich.console import Console

from tiaoli.notebook.html import Html
from tiaoli.words import Words

Plain = dict[str, object]
"""Plain Python values under names, as JSON has them."""


class View(ABC):
    """An answer. ``str`` and ``repr`` are what the command shows, without colour; a notebook shows the HTML."""

    def __init__(self, words: Words) -> None:
        self.words = words

    @abstractmethod
    def _draw(self, console: Console) -> None:
        """Print it on a console."""

    @abstractmethod
    def _markup(self) -> Html:
        """It as HTML."""

    @abstractmethod
    def to_dict(self) -> Plain:
        """What the command writes with ``--json``, as plain Python values (``docs/schema``)."""

    def to_json(self) -> str:
        """What the command writes with ``--json``, byte for byte."""
        from tiaoli.report.json import write

        return write(self.to_dict())

    def __str__(self) -> str:
        return drawn(self._draw)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return str.__str__(self._markup())


def drawn(draw: Callable[[Console], object]) -> str:
    """The lines that ``draw`` prints, without colour, as wide as the terminal (else 80 columns)."""
    stream = io.StringIO()
    columns = shutil.get_terminal_size().columns
    draw(Console(file=stream, width=columns, color_system=None, highlight=False, markup=False, emoji=False))
    return stream.getvalue().rstrip("\n")
