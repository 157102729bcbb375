"""Recorded cases played again: those that differ, with what was expected beside what was found, and why."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import groupby
from typing import Final

from rich.console import Console
from rich.text import Text

from compiler.source.text import width
from solver.answers.model import Amount, Reason, Result
from solver.questions.plainly import plainly
from solver.questions.replay import ABSENT, AMBIGUOUS, SEPARATOR, Difference, leading
from tiaoli.casebook.replay import Outcome
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.assess import headline, joined, quotation
from tiaoli.screen.console import HEADING, QUIET, columns_of, make_console, put, sign
from tiaoli.screen.lines import hang, pad, wrap
from tiaoli.screen.phrases import clean, fact_text, place
from tiaoli.screen.reasons import Drawing, tree
from tiaoli.words import Words

# Of these the sum is the matter; the conditions are as they were expected.
_SUMS: Final = frozenset({"amount", "per", "total"})
_PLAIN_COLUMNS: Final = 100


def show_outcome(console: Console, outcome: Outcome, words: Words) -> None:
    """Print a case that differs: what differs of each benefit, and below it why that was found."""
    columns = columns_of(console)
    head = Text.assemble(sign(console, "no"), " ")
    put(console, hang(head, Text(clean(outcome.case), style=HEADING), columns))
    put(console, wrap(Text(f"  {outcome.path}:{outcome.line}", style=QUIET), 10_000))
    for _, some in groupby(outcome.differences, key=lambda d: (d.benefit, d.object, d.field == "total")):
        differences = tuple(some)
        for difference in differences:
            put(console, _lines(difference, columns, words))
        put(console, why(differences, outcome, console, words))
    console.print()


def why(differences: Sequence[Difference], outcome: Outcome, console: Console, words: Words) -> list[Text]:
    """Why what was found was found, for differences of one benefit and object, or of one total."""
    if outcome.answer is None:
        return []
    first = differences[0]
    if first.field == "total":
        results = [r for r in outcome.answer.results if r.money and r.outcome in ("granted", "undetermined")]
    else:
        results = [r for r in outcome.answer.results if (r.benefit, r.object) == (first.benefit, first.object)]
    if not results:
        return []
    lines = [Text.assemble("    ", (words.say("replay.why"), HEADING))]
    for result in results:
        lines += _because(result, {d.field for d in differences}, outcome, console, words)
    return lines


def _because(result: Result, fields: set[str], outcome: Outcome, console: Console, words: Words) -> list[Text]:
    """What a result is, by which clause and in which words, and the reasons that led there."""
    columns = columns_of(console)
    lines = [Text.assemble("      ", line) for line in headline(result, _narrowed(console, 6), words)]
    home = outcome.answer.documents[0] if outcome.answer is not None and len(outcome.answer.documents) == 1 else ""
    where = joined((place(result.document, result.clause, home, words), clean(result.object)))
    lines += hang(Text("        "), Text(where, style=QUIET), columns)
    if fields == {"total"}:
        missing = words.table["assess.separator"].join(fact_text(n, words) for n in result.missing)
        return lines + (
            hang(Text("        "), Text(words.say("assess.missing", names=missing)), columns) if missing else []
        )
    lines += quotation(result, console, 8)
    drawing = Drawing(console, words, result.document, result.clause, frozenset(clean(q) for q in result.quotes))
    return lines + tree(plainly(_reasons(result, fields)), drawing, 8)


def _reasons(result: Result, fields: set[str]) -> tuple[Reason, ...]:
    """The reasons that led to a result; those of the sum alone where nothing but the sum differs."""
    if result.outcome != "granted":
        return result.because
    sums = tuple(r for r in result.why if r.kind == "amount")
    if not fields - _SUMS:
        return tuple(part for r in sums for part in r.children)
    led = tuple(leading(r) for r in result.why if r.state == "yes")
    return (*led, *(part for r in sums for part in r.children))


def _narrowed(console: Console, columns: int) -> Console:
    """The same terminal with less room."""
    return Console(
        file=console.file,
        width=max(console.width - columns, 1),
        color_system=None,
        no_color=True,
        highlight=False,
        markup=False,
        emoji=False,
    )


def plain_text(outcome: Outcome, words: Words) -> str:
    """All that the screen says of a case that differs, as text for a report."""
    return _plain(lambda console: show_outcome(console, outcome, words))


def why_text(difference: Difference, outcome: Outcome, words: Words) -> str:
    """Why what was found was found, as text for a report."""
    return _plain(lambda console: put(console, why((difference,), outcome, console, words)))


def _plain(draw: Callable[[Console], None]) -> str:
    stream = io.StringIO()
    console = make_console(False, stream)
    console.width = _PLAIN_COLUMNS
    draw(console)
    return textwrap.dedent(stream.getvalue().strip("\n"))


def difference_text(difference: Difference, words: Words) -> str:
    """One difference in one line."""
    return words.say(
        "replay.told",
        benefit=clean(difference.benefit),
        object=clean(difference.object),
        field=words.say(f"replay.field_{difference.field}"),
        expected=value_text(difference.field, difference.expected, words),
        found=value_text(difference.field, difference.found, words),
    )


def _lines(difference: Difference, columns: int, words: Words) -> list[Text]:
    named = clean(difference.benefit) + (f"@{clean(difference.object)}" if difference.object else "")
    field = words.say(f"replay.field_{difference.field}")
    lines = hang(Text("  "), Text(f"{named} · {field}"), columns)
    labels = [words.say("replay.expected"), words.say("replay.found")]
    label_width = max(width(label) for label in labels)
    for label, value, style in zip(labels, (difference.expected, difference.found), ("green", "red"), strict=True):
        first = Text(f"    {pad(label, label_width)}  ")
        lines += hang(first, Text(value_text(difference.field, value, words), style=style), columns)
    return lines


def value_text(field: str, value: str, words: Words) -> str:
    """A plain value of a difference, as people read it."""
    if field == "outcome":
        return words.say(f"outcome.{value}")
    if field == "per":
        return words.say(f"form.{value}") if words.has(f"form.{value}") else value
    if field == "amount":
        return _amount(value, "", words)
    if field == "total":
        return words.table["assess.separator"].join(_total(part, words) for part in value.split(";"))
    if field == "clause":
        return place("", value, "", words)
    if field == "decided_by":
        return words.table["assess.separator"].join(_clause(part, words) for part in value.split(SEPARATOR))
    if field == "result" and value in (ABSENT, AMBIGUOUS):
        return words.say(f"replay.{value}")
    if not value:
        return words.say("replay.nothing")
    return SEPARATOR.join(fact_text(part, words) for part in value.split(SEPARATOR))


def _clause(value: str, words: Words) -> str:
    document, _, clause = value.rpartition(" ")
    return place(document, clause, "", words)


def _total(value: str, words: Words) -> str:
    per, _, amount = value.rpartition("=")
    return _amount(amount, per, words)


def _amount(value: str, per: str, words: Words) -> str:
    """An amount from its plain form (:class:`~solver.questions.replay.Difference`)."""
    if value == "none":
        return words.say("replay.nothing")
    if value == "open":
        return amount_text(Amount("open", None, None, ""), "", words)
    ends = value.strip("[]").split(",")
    low, high = (None if end == "~" else Fraction(end) for end in (ends[0], ends[-1]))
    kind = Amount("exact" if low == high else "interval", low, high, per)
    return amount_text(kind, "", words)


def show_summary(console: Console, counts: Sequence[tuple[str, str]], broken: bool, words: Words) -> None:
    """Print how many cases there were and how many differ. ``counts`` fill the places of the sentence."""
    key = "replay.summary_differs" if broken else "replay.summary_fine"
    total = words.say(key, **dict(counts))
    put(console, wrap(Text(total, style="red" if broken else "green"), columns_of(console)))
