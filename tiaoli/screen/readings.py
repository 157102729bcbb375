"""Readings on the screen: each with its question, its choices, and what they would mean."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compiler.rulebook.model import ReadingDecl
from solver.answers.model import Assessment, Result
from solver.questions.apart import Witness
from solver.questions.lasting import pays_of
from solver.questions.readings import Meaning
from solver.questions.schedule import Schedule
from solver.questions.standing import Standing
from solver.questions.witness import NoWitness
from tiaoli.report.readings import Found, facts_of
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.assess import INDENT, heading, pays_text
from tiaoli.screen.console import HEADING, QUIET, QUOTE, columns_of, put, sign, style_of
from tiaoli.screen.lines import hang
from tiaoli.screen.phrases import clean, place
from tiaoli.words import Words


def show_meanings(
    console: Console, assessment: Assessment, found: Sequence[Meaning], stands: Sequence[Standing], words: Words
) -> None:
    """What each reading would mean for a case; readings that change nothing are counted, not listed."""
    put(console, heading(assessment, console, words))
    drawing = _Drawing(console, words)
    console.print()
    if not assessment.results:
        put(console, hang(Text(""), Text(words.say("assess.none")), drawing.columns))
    for result, stand in zip(assessment.results, stands, strict=True):
        line = Text.assemble(*drawing.outcome(result), "  ", (words.say(f"readings.{stand.holds}"), QUIET))
        put(console, hang(Text(""), line, drawing.columns))
    for meaning in found:
        if meaning.matters:
            console.print()
            put(console, drawing.reading(meaning.reading))
            for (choice, results), pays in zip(meaning.under, meaning.pays, strict=True):
                taken = choice == meaning.choice
                put(console, drawing.choice(meaning.reading, choice, meaning.taken if taken else ""))
                for result, payments in zip(results, pays, strict=True):
                    beside = [r for _, others in meaning.under for r in others if r.claim == result.claim]
                    told = Text.assemble(*drawing.outcome(result, payments, beside))
                    put(console, hang(Text(" " * INDENT * 3), told, drawing.columns))
    rest = sum(not m.matters for m in found)
    if rest:
        console.print()
        put(console, hang(Text(""), Text(words.say("readings.rest", count=str(rest)), style=QUIET), drawing.columns))


def show_readings(console: Console, found: Found, words: Words) -> None:
    """Every reading of the documents, with the smallest case that was found to tell two choices apart; each is printed
    as soon as it is known."""
    drawing = _Drawing(console, words)
    for document, listed in found:
        put(console, hang(Text(""), Text(clean(document), style=HEADING), drawing.columns))
        empty = True
        for decl, witness in listed:
            empty = False
            console.print()
            put(console, drawing.reading(decl))
            for choice, _ in decl.choices:
                put(console, drawing.choice(decl, choice, "default" if choice == decl.default else ""))
            put(console, drawing.witness(witness))
        if empty:
            put(console, drawing.say(words.say("readings.none"), QUIET))
        console.print()


class _Drawing:
    def __init__(self, console: Console, words: Words) -> None:
        self.console, self.words, self.columns = console, words, columns_of(console)

    def say(self, text: str, style: str = "", depth: int = 1) -> list[Text]:
        return hang(Text(" " * INDENT * depth), Text(text, style=style), self.columns)

    def reading(self, decl: ReadingDecl) -> list[Text]:
        """Name, severity, clause, question, quotation."""
        where = place(decl.document, decl.clause, decl.document, self.words)
        head = self.words.say("readings.head", name=clean(decl.name), severity=decl.severity, place=where)
        lines = hang(Text(""), Text(head, style=HEADING), self.columns)
        lines += self.say(clean(decl.question))
        return lines + (self.say(f"「{clean(decl.quote)}」", QUOTE) if decl.quote else [])

    def choice(self, decl: ReadingDecl, choice: str, how: str) -> list[Text]:
        """A choice and what it says; marked when it is the one taken."""
        meaning = clean(dict(decl.choices).get(choice, ""))
        mark = self.words.say(f"readings.taken_{how}") if how in ("default", "fixed") else ""
        line = self.words.say("readings.choice", choice=clean(choice), meaning=meaning, mark=mark)
        return hang(Text(" " * INDENT + "· "), Text(line), self.columns)

    def witness(self, found: Witness | NoWitness) -> list[Text]:
        """The case in few words, and what each choice gives; or why there is none."""
        if isinstance(found, NoWitness):
            return self.say(self.words.say(f"readings.no_witness_{found.why}"), QUIET)
        lines = self.say(self.words.say("readings.witness"))
        for kind, facts in facts_of(found.case).items():
            for id, fields in facts.items():
                if fields:
                    told = self.words.table["assess.separator"].join(
                        f"{clean(n)} {clean(v)}" for n, v in fields.items()
                    )
                    lines += self.say(
                        self.words.say("readings.fact", kind=clean(kind), id=clean(id), fields=told), "", 2
                    )
        for name, choice in found.case.readings:
            lines += self.say(self.words.say("assess.taken", name=clean(name), choice=clean(choice)), QUIET, 2)
        for choice, result, payments in zip(found.choices, found.results, found.pays, strict=True):
            lead = Text(" " * INDENT * 2 + f"{clean(choice)}  ")
            lines += hang(lead, Text.assemble(*self.outcome(result, payments, found.results)), self.columns)
        return lines + (self.say(self.words.say("readings.witness_limit"), QUIET, 2) if found.limit else [])

    def outcome(
        self, result: Result, payments: Schedule | None = None, beside: Sequence[Result] = ()
    ) -> list[Text | str | tuple[str, str]]:
        """Sign, word, benefit, amount, and for how long it is paid; to whom, where that is not the same in each of
        those ``beside`` it."""
        parts: list[Text | str | tuple[str, str]] = [
            sign(self.console, result.outcome),
            " ",
            (self.words.say(f"outcome.{result.outcome}"), style_of(result.outcome)),
            f"  {clean(result.benefit)}",
        ]
        amount = clean(amount_text(result.amount, result.gives, self.words)) if result.outcome == "granted" else ""
        parts += [f"  {amount}"] if amount else []
        if result.outcome == "granted" and result.payee and len({r.payee for r in beside}) > 1:
            parts.append(f"  {self.words.say('assess.payee', payee=clean(result.payee))}")
        return [*parts, (f"  {pays_text(pays_of(payments), self.words)}", QUIET)] if payments is not None else parts
