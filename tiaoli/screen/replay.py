"""Recorded cases played again: those that differ, with what was expected beside what was found."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from compiler.cases.model import Case
from compiler.source.text import width
from solver.answers.model import Amount
from solver.questions.replay import ABSENT, AMBIGUOUS, Difference
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.console import HEADING, QUIET, columns_of, put, sign
from tiaoli.screen.lines import hang, pad, wrap
from tiaoli.screen.phrases import clean, fact_text, place
from tiaoli.words import Words

Row = tuple[Case, str, tuple[Difference, ...]]


def show_replay(console: Console, rows: Sequence[Row], words: Words) -> None:
    """Print each case that differs, then how many did."""
    columns = columns_of(console)
    for case, path, differences in rows:
        if not differences:
            continue
        head = Text.assemble(sign(console, "no"), " ")
        put(console, hang(head, Text(clean(case.name), style=HEADING), columns))
        put(console, wrap(Text(f"  {path}:{case.origin.line}", style=QUIET), 10_000))
        for difference in differences:
            put(console, _lines(difference, columns, words))
        console.print()
    broken = sum(1 for _, _, differences in rows if differences)
    checks = sum(len(case.expected) for case, _, _ in rows)
    key = "replay.summary_differs" if broken else "replay.summary_fine"
    total = words.say(key, cases=str(len(rows)), checks=str(checks), broken=str(broken))
    put(console, wrap(Text(total, style="red" if broken else "green"), columns))


def _lines(difference: Difference, columns: int, words: Words) -> list[Text]:
    named = clean(difference.benefit) + (f"@{clean(difference.object)}" if difference.object else "")
    field = words.say(f"replay.field_{difference.field}")
    lines = hang(Text("  "), Text(f"{named} · {field}"), columns)
    labels = [words.say("replay.expected"), words.say("replay.found")]
    label_width = max(width(label) for label in labels)
    for label, value, style in zip(labels, (difference.expected, difference.found), ("green", "red"), strict=True):
        first = Text(f"    {pad(label, label_width)}  ")
        lines += hang(first, Text(_value(difference.field, value, words), style=style), columns)
    return lines


def _value(field: str, value: str, words: Words) -> str:
    if field == "outcome":
        return words.say(f"outcome.{value}")
    if field == "per":
        return words.say(f"form.{value}") if words.has(f"form.{value}") else value
    if field == "amount":
        return _amount(value, words)
    if field == "clause":
        return place("", value, "", words)
    if field == "result" and value in (ABSENT, AMBIGUOUS):
        return words.say(f"replay.{value}")
    if not value:
        return words.say("replay.nothing")
    return "、".join(fact_text(part, words) for part in value.split("、"))


def _amount(value: str, words: Words) -> str:
    """An amount from its plain form (:class:`~solver.questions.replay.Difference`)."""
    if value == "none":
        return words.say("replay.nothing")
    if value == "open":
        return amount_text(Amount("open", None, None, ""), "", words)
    ends = value.strip("[]").split(",")
    low, high = (None if end == "~" else Fraction(end) for end in (ends[0], ends[-1]))
    kind = Amount("exact" if low == high else "interval", low, high, "")
    return amount_text(kind, "", words)
