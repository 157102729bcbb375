"""The page of a fault: what it means, what to do, an input that has it and one that has not."""

from __future__ import annotations

import re

from rich.console import Console
from rich.text import Text

from compiler.diagnostics.catalogue import Wording
from tiaoli.screen.console import HEADING, QUIET, columns_of, put
from tiaoli.screen.lines import hang, wrap
from tiaoli.words import Words

_FIELD = re.compile(r"\{(\w+)\}")


def show_page(console: Console, code: str, wording: Wording, examples: tuple[str, str], words: Words) -> None:
    """Print the page; places of the message that depend on the input are shown as ``…``."""
    columns = columns_of(console)
    head = Text.assemble((f"{code} ", "bold red"))
    put(console, hang(head, Text(_FIELD.sub("…", wording.message), style=HEADING), columns))
    for paragraph in wording.page.split("\n"):
        if paragraph.strip():
            console.print()
            put(console, wrap(Text(paragraph.strip()), columns))
    console.print()
    remedy = Text.assemble((words.say("page.remedy"), HEADING), " ", _FIELD.sub("…", wording.remedy))
    put(console, wrap(remedy, columns))
    for key, example in zip(("page.trips", "page.passes"), examples, strict=True):
        console.print()
        put(console, [Text(words.say(key), style=HEADING)])
        for line in example.strip("\n").split("\n"):
            written = line.rstrip()
            lead = "  " + written[: len(written) - len(written.lstrip(" "))]
            put(console, hang(Text(lead if written else ""), Text(written.lstrip(" "), style=QUIET), columns))
