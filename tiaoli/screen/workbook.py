"""What became of a workbook: an export's figures, an import's changes cell by cell."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from tiaoli.screen.console import HEADING, QUIET, columns_of, put
from tiaoli.screen.lines import hang, wrap
from tiaoli.screen.phrases import clean
from tiaoli.words import Words
from tiaoli.workbook.export import Summary
from tiaoli.workbook.plan import Plan

_MOST = 10
_MOST_CASES = 50
_KEYS = {"absent": "absent", "gone": "orphan"}


def show_summary(console: Console, summary: Summary, words: Words, *, updated: bool) -> None:
    """What was exported, and what a drafter has to know of it."""
    columns = columns_of(console)

    def say(key: str, style: str = "", **places: str) -> None:
        put(console, wrap(Text(words.say(f"workbook.said.{key}", **places), style=style), columns))

    key = "updated" if updated else "exported"
    say(key, path=summary.path, cases=str(summary.cases), files=str(summary.files))
    for name in ("refreshed", "added", "gone", "pending"):
        count = getattr(summary, name)
        if count:
            say(name, count=str(count))
    for name in ("differ", "faulty"):
        count = getattr(summary, name)
        if count:
            say(name, "red", count=str(count))
    if summary.inexact:
        say("inexact", count=str(len(summary.inexact)))
        lines = [words.say("workbook.said.inexact_line", case=clean(c), heading=h) for c, h in summary.inexact]
        _some(console, lines, words)
    lines = [
        words.say("workbook.said.left_out", case=clean(case), kind=kind, count=str(count), most=str(most))
        for case, kind, count, most in summary.left_out
    ]
    _some(console, lines, words)


def show_plan(console: Console, plan: Plan, words: Words, *, wrote: bool) -> None:
    """Each case that changes with its cells, then how many there are."""
    columns = columns_of(console)
    for done in plan.done[:_MOST_CASES]:
        key = _KEYS.get(done.what, done.what)
        told = words.say(f"workbook.said.{key}", case=clean(done.case), file=clean(done.file))
        put(console, wrap(Text(told, style=HEADING if done.cells else "yellow"), columns))
        nothing = words.say("workbook.said.nothing")
        for address, head, old, new in done.cells if done.what == "changed" else ():
            first = Text(f"  {address}  ", style=QUIET)
            places = {"heading": clean(head), "old": clean(old) or nothing, "new": clean(new) or nothing}
            put(console, hang(first, Text(words.say("workbook.said.cell", **places)), columns))
    if len(plan.done) > _MOST_CASES:
        put(console, [Text(words.say("workbook.said.more", count=str(len(plan.done) - _MOST_CASES)))])
    if plan.own:
        names = "、".join(clean(name) for name in plan.own)
        put(console, wrap(Text(words.say("workbook.said.own", names=names), style=QUIET), columns))
    counts = {what: str(sum(1 for d in plan.done if d.what == what)) for what in ("changed", "new", "deleted")}
    key = "same" if not plan.files else "wrote" if wrote else "would"
    told = words.say(f"workbook.said.{key}", files=str(len(plan.files)), **counts)
    put(console, wrap(Text(told, style="green"), columns))
    if any(done.what == "absent" for done in plan.done):
        put(console, wrap(Text(words.say("workbook.said.delete_hint")), columns))


def _some(console: Console, lines: list[str], words: Words) -> None:
    columns = columns_of(console)
    for line in lines[:_MOST]:
        put(console, hang(Text("  "), Text(line), columns))
    if len(lines) > _MOST:
        put(console, [Text("  " + words.say("workbook.said.more", count=str(len(lines) - _MOST)))])
