"""A bar that shows how far a long run has come: on a terminal only, and gone when it is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from tiaoli.screen.console import make_console
from tiaoli.words import Words


@contextmanager
def progress(
    files: Sequence[Path], console: Console | None, color: bool, words: Words
) -> Iterator[Callable[[int], None]]:
    """Gives a function that takes how many more cases are done.

    ``console``: what is written on meanwhile, so that the bar stays below it; None where that is no screen, and the bar
    is drawn on standard error. Nothing is drawn where there is no terminal.
    """
    screen = console if console is not None else make_console(color, sys.stderr)
    if not screen.is_terminal or screen.is_dumb_terminal:
        yield lambda count: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from tiaoli.casebook.pieces import count_cases

    total = sum(count_cases(path) for path in files)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    # No thread draws: the processes that work are copies of this one.
    with Progress(*columns, console=screen, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(words.say("replay.progress"), total=total)

        def advance(count: int) -> None:
            bar.advance(task, count)
            bar.refresh()

        yield advance
