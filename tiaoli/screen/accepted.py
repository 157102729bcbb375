"""What was written into case files, and what was not, and why."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from tiaoli.casebook.accept import Accepted
from tiaoli.screen.console import QUIET, columns_of, put, sign
from tiaoli.screen.lines import hang
from tiaoli.screen.phrases import clean
from tiaoli.words import Words


def show_accepted(console: Console, accepted: Sequence[Accepted], words: Words) -> None:
    """Print a line for each case, then how many were rewritten."""
    columns = columns_of(console)
    for one in accepted:
        if one.reason:
            reason = words.say(f"replay.reason_{one.reason}")
            said = words.say("replay.not_accepted", case=clean(one.case), reason=reason)
        else:
            said = words.say("replay.accepted", case=clean(one.case), count=str(one.count))
        put(console, hang(Text.assemble(sign(console, "no" if one.reason else "yes"), " "), Text(said), columns))
        put(console, [Text(f"  {one.path}:{one.line}", style=QUIET)])
    written = [one for one in accepted if not one.reason]
    files = len({one.path for one in written})
    put(console, [Text(words.say("replay.summary_accepted", files=str(files), cases=str(len(written))))])
