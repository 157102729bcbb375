"""What a case gets, loses or waits for: a heading, and a block for each benefit and object."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compiler.source.text import width
from solver.answers.model import Amount, Assessment, Pays, Result
from solver.questions.plainly import in_short
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.console import HEADING, QUIET, QUOTE, columns_of, put, sign, style_of
from tiaoli.screen.lines import hang, pad, wrap
from tiaoli.screen.phrases import clean, fact_text, place, sentence
from tiaoli.screen.reasons import Drawing, short, simplified
from tiaoli.words import Words

OUTCOMES = ("granted", "refused", "displaced", "undetermined")
INDENT = 2
_REASONS = 4
_GAP = 3


def show_assessment(console: Console, assessment: Assessment, words: Words) -> None:
    """Print the whole answer to one case."""
    put(console, heading(assessment, console, words))
    if assessment.findings:
        console.print()
        put(console, [Text(words.say("assess.findings"), style="bold red")])
        home = assessment.documents[0] if assessment.documents else ""
        for finding in assessment.findings:
            put(console, short(finding, Drawing(console, words, home, ""), INDENT))
    if not assessment.results:
        console.print()
        put(console, wrap(Text(words.say("assess.none")), columns_of(console)))
        return
    names = _name_columns(assessment.results, columns_of(console), words)
    for result in assessment.results:
        console.print()
        put(console, headline(result, console, words, names))
        put(console, details(result, assessment, console, words))
    console.print()
    put(console, wrap(Text(summary_text(assessment.results, words), style=QUIET), columns_of(console)))
    if asked := questions_text(assessment.results, words):
        put(console, wrap(Text(asked, style=QUIET), columns_of(console)))


def heading(assessment: Assessment, console: Console, words: Words) -> list[Text]:
    """The name of the case; its documents and dates."""
    columns = columns_of(console)
    parts = [words.table["assess.separator"].join(clean(d) for d in assessment.documents)]
    if assessment.on:
        parts.append(words.say("assess.on", date=str(assessment.on)))
    if assessment.known:
        parts.append(words.say("assess.known", date=str(assessment.known)))
    lines = wrap(Text(words.say("assess.title", case=clean(assessment.case)), style=HEADING), columns)
    return lines + wrap(Text(joined(parts), style=QUIET), columns) if any(parts) else lines


def headline(
    result: Result, console: Console, words: Words, names: int = 0, columns: int = 0, whose: str = ""
) -> list[Text]:
    """Sign, outcome, benefit and amount in one row, with ``whose`` it is behind them; what makes the row too long goes
    below. ``names``: how wide the column of benefits is; ``columns``: how wide the row may be, if not the screen."""
    columns = columns or columns_of(console)
    lines = _row(result, console, words, names, columns)
    if whose and width(lines[-1].plain) + width(whose) <= columns:
        lines[-1].append(whose, style=QUIET)
    elif whose:
        lines += hang(Text(" " * INDENT * 2), Text(whose.strip(), style=QUIET), columns)
    return lines


def _row(result: Result, console: Console, words: Words, names: int, columns: int) -> list[Text]:
    outcome = words.say(f"outcome.{result.outcome}")
    outcomes = max(width(words.say(f"outcome.{o}")) for o in OUTCOMES)
    first = Text.assemble(sign(console, result.outcome), " ", (pad(outcome, outcomes), style_of(result.outcome)), "  ")
    name = clean(result.benefit)
    amount = due_text(result, words)
    if not amount:
        return hang(first, Text(name, style=HEADING), columns)
    row = pad(name, names) + " " * _GAP
    if width(first.plain) + width(row) + width(amount) <= columns:
        return [Text.assemble(first, (row, HEADING), (amount, style_of(result.outcome)))]
    lines = hang(first, Text(name, style=HEADING), columns)
    return lines + hang(Text(" " * width(first.plain)), Text(amount, style=style_of(result.outcome)), columns)


def facts_of(result: Result, assessment: Assessment, words: Words) -> str:
    """Object, date, who is paid and by which clause, in one line; what the heading has already is left out."""
    parts = []
    if result.object:
        key = "object" if result.object_kind and result.object_kind != result.object else "object_plain"
        parts.append(words.say(f"assess.{key}", object=clean(result.object), kind=clean(result.object_kind)))
    if result.on and result.on != assessment.on:
        parts.append(words.say("assess.date", date=str(result.on)))
    if result.beneficiary and result.beneficiary not in (result.payee, result.object):
        parts.append(words.say("assess.beneficiary", beneficiary=clean(result.beneficiary)))
    if result.applicant and result.applicant not in (result.payee, result.beneficiary):
        parts.append(words.say("assess.applicant", applicant=clean(result.applicant)))
    if result.payee:
        parts.append(words.say("assess.payee", payee=clean(result.payee)))
    if result.fund:
        parts.append(words.say("assess.fund", fund=clean(result.fund)))
    home = result.document if assessment.documents == (result.document,) else ""
    parts.append(place(result.document, result.clause, home, words))
    return joined(parts)


def standing(result: Result, words: Words, said: str = "") -> list[str]:
    """What else hangs on the outcome: its sum otherwise, the winner, what is missing, who interprets, readings.

    Names that stand in ``said`` already are not repeated.
    """
    lines = []
    would = amount_text(result.would_be, "", words)
    if would and result.would_be.kind != "none":
        if result.outcome == "displaced":
            lines.append(words.say("assess.would_be", amount=would))
        elif result.outcome == "undetermined" and result.would_be.low is not None:
            lines.append(words.say("assess.would_be_open", amount=would))
        elif result.outcome == "granted" and would != amount_text(result.amount, "", words):
            lines.append(words.say("assess.would_be_more", amount=would))
    for key, names in (
        ("displaced_by", result.displaced_by),
        ("missing", result.missing),
        ("interpreters", result.interpreters),
    ):
        told = [fact_text(n, words) for n in names]
        new = [n for n in told if n not in said]
        if new:
            lines.append(words.say(f"assess.{key}", names=words.table["assess.separator"].join(new)))
    for name, choice, how in result.readings:
        if how == "fixed" or not result.holds or result.holds in ("default", "open"):
            lines.append(words.say(f"assess.reading_{how}", name=clean(name), choice=clean(choice)))
    return lines + under_readings(result, words)


def under_readings(result: Result, words: Words) -> list[str]:
    """Whether the result holds however the text is read, and what would come out otherwise."""
    if not result.holds or (result.holds == "all" and not any(how != "fixed" for _, _, how in result.readings)):
        return []
    lines = [words.say(f"assess.holds_{result.holds}")] if result.holds != "open" else []
    separator = words.table["assess.separator"]
    for other in result.otherwise:
        taken = separator.join(words.say("assess.taken", name=clean(n), choice=clean(c)) for n, c in other.readings)
        amount = clean(amount_text(other.amount, "", words)) if other.outcome == "granted" else ""
        outcome, paid = words.say(f"outcome.{other.outcome}"), pays_text(other.pays, words)
        lines.append(words.say("assess.otherwise", taken=taken, outcome=outcome, amount=amount, paid=paid))
    return lines


def pays_text(pays: Pays | None, words: Words) -> str:
    """How often it is paid and what that comes to; or that no end is named, or that it is not known yet."""
    if pays is None:
        return ""
    if pays.times is None:
        return words.say("readings.pays_open" if pays.ending == "open" else "readings.pays_unsure")
    total = Amount("exact" if pays.low == pays.high else "interval", pays.low, pays.high, "")
    return words.say("readings.pays", count=str(pays.times), amount=amount_text(total, "", words))


def quotation(result: Result, console: Console, indent: int) -> list[Text]:
    """The law's own words, in their own marks and colour."""
    lead = Text(" " * indent)
    lines: list[Text] = []
    for quote in result.quotes:
        lines.extend(hang(lead, Text(f"「{clean(quote)}」", style=QUOTE), columns_of(console)))
    return lines


def details(result: Result, assessment: Assessment, console: Console, words: Words) -> list[Text]:
    """What stands under the headline of a result: facts, short reasons, what else hangs on it, the law's words."""
    columns = columns_of(console)
    lead = Text(" " * INDENT)
    lines = hang(lead, Text(facts_of(result, assessment, words), style=QUIET), columns)
    drawing = Drawing(console, words, result.document, result.clause, frozenset(clean(q) for q in result.quotes))
    reasons = simplified(in_short(result.because))
    for reason in reasons[:_REASONS]:
        # What is so and stands in the way is no fulfilled condition: it gets no tick.
        state = "note" if result.outcome == "refused" and reason.state == "yes" else ""
        lines.extend(short(reason, drawing, INDENT, state))
    if len(reasons) > _REASONS:
        more = words.say("assess.more", count=str(len(reasons) - _REASONS))
        lines.extend(hang(lead, Text(more, style=QUIET), columns))
    said = " ".join(sentence(r, words) for r in in_short(result.because))
    for line in standing(result, words, said):
        lines.extend(hang(lead, Text(line), columns))
    return lines + quotation(result, console, INDENT)


def due_text(result: Result, words: Words) -> str:
    """What the row says is due: nothing for what is refused or gives way; no figure where none is known."""
    if result.outcome in ("refused", "displaced"):
        return ""
    if result.outcome == "undetermined" and (result.amount.kind == "none" or _unbounded(result)):
        return ""
    return clean(amount_text(result.amount, result.gives, words))


def _unbounded(result: Result) -> bool:
    amount = result.amount
    return amount.kind != "open" and amount.low in (None, 0) and not amount.high


def _name_columns(results: Sequence[Result], columns: int, words: Words) -> int:
    """How wide the column of names is: the longest that leaves half of the row for the amounts."""
    return max((w for w in (width(clean(r.benefit)) for r in results) if w <= columns // 2), default=0)


def summary_text(results: Sequence[Result], words: Words) -> str:
    """How many results there are, and of which outcomes."""
    counts = [(o, sum(r.outcome == o for r in results)) for o in OUTCOMES]
    parts = [words.say("assess.part", word=words.say(f"outcome.{o}"), count=str(n)) for o, n in counts if n]
    joined = words.table["assess.separator"].join(parts)
    return words.say("assess.summary", count=str(len(results)), parts=joined)


def questions_text(results: Sequence[Result], words: Words) -> str:
    """The open questions of the text that touch these answers, each once, in one sentence; what is refused is touched
    by none that is worth a line here (its explanation has them)."""
    notes = [n for r in results if r.outcome != "refused" for n in r.notes if n.kind == "note"]
    names = dict.fromkeys(clean(n.name) for n in notes)
    return words.say("assess.questions", names=words.table["assess.separator"].join(names)) if names else ""


def joined(parts: Sequence[str]) -> str:
    """What belongs in one line, side by side; empty parts are left out."""
    return " · ".join(part for part in parts if part)
