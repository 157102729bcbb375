"""What a library holds, in columns."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from compiler.source.text import width
from tiaoli.library import Holding
from tiaoli.screen.console import HEADING, QUIET, columns_of, put
from tiaoli.screen.lines import hang, pad, wrap
from tiaoli.screen.phrases import clean
from tiaoli.words import Words

_INDENT = "  "


def show_holdings(console: Console, root: Path, held: Sequence[tuple[Holding, int]], words: Words) -> None:
    """Print the documents with their titles and numbers of case files, then the vocabularies."""
    columns = columns_of(console)
    put(console, wrap(Text(str(root), style=QUIET), columns))
    if not held:
        put(console, wrap(Text(words.say("list.empty", folder=str(root))), columns))
        return
    names = max(width(clean(h.name)) for h, _ in held)
    titles = max(width(clean(h.title)) for h, _ in held)
    for key, documents in (("list.documents", True), ("list.vocabularies", False)):
        members = [(h, count) for h, count in held if h.document is documents]
        if not members:
            continue
        console.print()
        put(console, [Text(words.say(key), style=HEADING)])
        for holding, count in members:
            first = Text(f"{_INDENT}{pad(clean(holding.name), names)}  ")
            cases = words.say("list.cases", count=str(count)) if count else ""
            told = (pad(clean(holding.title), titles if cases else 0) + ("  " + cases if cases else "")).rstrip()
            put(console, hang(first, Text(told, style=QUIET), columns) if told else [Text(first.plain.rstrip())])
