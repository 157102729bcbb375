"""What a change did to the casebook: what changed, the cases that differ now, and how all stands."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.text import Text

from compiler.diagnostics.problem import Problem
from tiaoli.casebook.replay import Outcome
from tiaoli.casebook.watch import State
from tiaoli.screen.console import QUIET, columns_of, put
from tiaoli.screen.lines import wrap
from tiaoli.screen.problems import show_problems
from tiaoli.screen.replay import show_outcome, show_summary
from tiaoli.words import Words


def show_change(
    console: Console,
    changed: Sequence[Path],
    outcomes: Sequence[Outcome],
    problems: Sequence[Problem],
    state: State,
    words: Words,
) -> None:
    """Print what was replayed, at once, for someone who waits: on a terminal, or at the other end of a pipe."""
    columns = columns_of(console)
    for path in changed:
        put(console, [Text(words.say("replay.changed", path=str(path)), style=QUIET)])
    if changed:
        key = "again" if outcomes or problems else "unaffected"
        put(console, wrap(Text(words.say(f"replay.{key}", cases=str(len(outcomes))), style=QUIET), columns))
        console.print()
    for outcome in outcomes:
        if outcome.differences:
            show_outcome(console, outcome, words)
    if problems:
        show_problems(console, problems, words.language)
        console.print()
    every = [o for some in state.outcomes.values() for o in some]
    broken = sum(1 for o in every if o.differences)
    checks = sum(o.expectations for o in every)
    counts = (("cases", str(len(every))), ("checks", str(checks)), ("broken", str(broken)))
    show_summary(console, counts, bool(broken), words)
    if any(state.problems.values()):
        put(console, wrap(Text(words.say("replay.faulty"), style="red"), columns))
    if not changed:
        put(console, wrap(Text(words.say("replay.watching", files=str(len(state.outcomes))), style=QUIET), columns))
    console.file.flush()
