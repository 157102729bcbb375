"""The interview on a terminal or in a pipe: one question after the other, one line of answer each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from compiler.cases.model import Case, Scalar
from compiler.cases.place import MAX_TEXT
from compiler.cases.values import Unreadable, read_value
from compiler.cases.words import FALSE, TRUE
from compiler.diagnostics import catalogue
from compiler.diagnostics.problem import Problem, Rejected, problem
from compiler.rulebook.model import Benefit, Rulebook
from solver.answers.model import Amount, Assessment, Result
from solver.questions.interview import Interview, Question
from solver.questions.possible import Possibility
from solver.search.evaluate import Cell
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.console import HEADING, QUIET, QUOTE, columns_of, make_console, put
from tiaoli.screen.explain import show_explanation
from tiaoli.screen.facts import Facts
from tiaoli.screen.lines import NARROWEST, hang, wrap
from tiaoli.screen.phrases import clean, fact_text
from tiaoli.screen.values import value_text
from tiaoli.words import Words

UNKNOWN = ("?", "？", "不知道", "未知", "unknown")
BACK = ("<", "《", "上一步", "back")
QUIT = ("q", "Q", "退出", "结束", "quit")
_YES, _NO = (*TRUE, "y"), (*FALSE, "n")
_PARTS = re.compile(r"[\s,，、;；]+")
_WARNING = "yellow"
_SHOWN = 40  # of an answer that is too long


class Talk:
    """Says on ``stream`` and hears lines from ``answers``; the end of the lines ends the interview."""

    def __init__(self, words: Words, color: bool, answers: TextIO, stream: TextIO) -> None:
        self.words, self.answers = words, answers
        self.console: Console = make_console(color, stream)
        self.benefit = ""
        self._quoted: tuple[str, ...] = ()

    # ------------------------------------------------------------ saying and hearing

    def say(self, text: str, style: str = "", lead: str = "") -> None:
        """A paragraph, wrapped."""
        put(self.console, hang(Text(lead), Text(text, style=style), columns_of(self.console)))

    def hear(self) -> str | None:
        """A line of answer; None at the end of them. One that is longer than a case may say is asked for again."""
        while (line := self._line()) is not None and len(line) > MAX_TEXT:
            self._wrong(f"{line[:_SHOWN]}…", self.words.say("ask.too_long", most=str(MAX_TEXT)))
        return line

    def _line(self) -> str | None:
        self.console.print("> ", end="")
        self.console.file.flush()
        try:
            line = self.answers.readline()
        except KeyboardInterrupt:
            line = ""
        except UnicodeDecodeError:
            line = "\ufffd\n"
        if not self.answers.isatty():
            # In a pipe nobody else writes the answer down, and a reader wants to see it.
            shown = line if len(line.strip()) <= MAX_TEXT else f"{line.strip()[:_SHOWN]}…"
            put(self.console, wrap(Text(clean(shown)), max(columns_of(self.console) - 2, NARROWEST)))
        return line.strip() if line else None

    def _number(self, options: Sequence[str], line: str) -> int | None:
        """Which of the options is meant: by its number, or by its words."""
        if line.isdecimal() and 1 <= int(line) <= len(options):
            return int(line) - 1
        return options.index(line) if line in options else None

    def _list(self, options: Sequence[str]) -> None:
        digits = len(str(len(options)))
        for number, option in enumerate(options, 1):
            self.say(clean(option), lead=f"  {number:>{digits}}  ")

    # ------------------------------------------------------------ before the interview

    def document(self, choices: Sequence[tuple[str, Rulebook]]) -> int:
        """Which document to ask under."""
        self.say(self.words.say("ask.which_document"), HEADING)
        names = [name for name, _ in choices]
        titles = [next((d.title for d in book.documents if d.number == name), "") for name, book in choices]
        self._list([f"{name} {title}".strip() for name, title in zip(names, titles, strict=True)])
        while True:
            line = self.hear()
            if line is None:
                raise Rejected((_which(names),))
            found = self._number(names, line)
            if found is not None:
                return found
            self._wrong(line, self.words.say("ask.wrong_number", last=str(len(names))))

    def benefits(self, choices: Sequence[Benefit]) -> tuple[str, ...]:
        """Which benefits to ask about; all when nothing is said."""
        if len(choices) == 1:
            return (choices[0].id,)
        self.say(self.words.say("ask.which_benefits"), HEADING)
        names = [b.name for b in choices]
        self._list(names)
        while True:
            line = self.hear()
            if not line:
                return tuple(b.id for b in choices)
            found = [self._number(names, part) for part in _PARTS.split(line) if part]
            if None not in found:
                return tuple(choices[i].id for i in dict.fromkeys(found) if i is not None)
            self._wrong(line, self.words.say("ask.wrong_number", last=str(len(names))))

    # ------------------------------------------------------------ the interview

    def interview(self, rulebook: Rulebook, case: Case, wanted: tuple[str, ...], seconds: float) -> Case:
        """Ask until nothing matters any more or there are no more answers; the case that came out."""
        interview = Interview(rulebook, case, wanted, seconds)
        self.benefit = next((b.name for b in rulebook.benefits if b.id in wanted), "")
        question = interview.question()
        if question is not None:
            self.say(self.words.say("ask.how"), QUIET)
        while question is not None:
            self._put(question, rulebook, interview.case)
            line = self.hear()
            if line is None or line in QUIT:
                self.say(self.words.say("ask.ended"), QUIET)
                return interview.case
            if self._take(interview, question, line, rulebook):
                question = interview.question()
            if question is None and interview.answers and self._again(interview):
                question = interview.question()
        return interview.case

    def _again(self, interview: Interview) -> bool:
        """Nothing is left to ask: whether the last answer is to be taken back."""
        self.console.print()
        self.say(self.words.say("ask.settled"), QUIET)
        return self.hear() in BACK and interview.back()

    def _put(self, question: Question, rulebook: Rulebook, case: Case) -> None:
        words = self.words
        self._facts = Facts(rulebook, case, words)
        self.console.print()
        if question.benefit:
            place = words.say(
                "ask.place",
                document=question.document if not question.clause else "",
                clause=question.clause,
                benefit=clean(question.benefit),
                left=str(question.left) if question.left > 1 else "",
            )
            self.say(place, QUIET)
            if question.quotes != self._quoted:
                for quote in question.quotes:
                    self.say(f"「{clean(quote)}」", QUOTE, "  ")
                self._quoted = question.quotes
            if question.condition:
                self.say(words.say("ask.rule", condition=clean(question.condition)), QUIET, "  ")
        if not question.left:
            self.say(words.say("ask.must"), QUIET, "  " if question.benefit else "")
        if question.about_more:
            self.say(words.say("ask.more", kind=clean(question.cell[1])), HEADING)
        else:
            self.say(self._facts.asked(question.cell), HEADING)
        options = self._options(question, rulebook)
        if options:
            self._list(options)
        else:
            self.say(words.say(_wanted(question)), QUIET, "  ")

    def _options(self, question: Question, rulebook: Rulebook) -> list[str]:
        if question.about_more:
            return [self.words.say("ask.more_yes"), self.words.say("ask.more_no")]
        return [value_text(rulebook, question.cell, choice, self.words) for choice in question.choices]

    def _take(self, interview: Interview, question: Question, line: str, rulebook: Rulebook) -> bool:
        """Do what the line says; False when the same question is to be put again."""
        if line in BACK:
            if interview.back():
                return True
            self.say(self.words.say("ask.no_back"), _WARNING)
            return False
        if line in UNKNOWN:
            interview.unknown(question)
            return True
        if question.about_more:
            return self._more(interview, question, line, rulebook)
        value = self._value(question, line, rulebook)
        if value is None:
            return False
        try:
            interview.answer(question, value)
        except Rejected as rejected:
            self.say(self.words.say("ask.contradiction"), _WARNING)
            for found in rejected.problems:
                self.say(catalogue.message(found, self.words.language), _WARNING, "  ")
            return False
        self.say(self.words.say("ask.taken", said=self._facts.stated(question.cell, value)), QUIET)
        return True

    def _more(self, interview: Interview, question: Question, line: str, rulebook: Rulebook) -> bool:
        options = self._options(question, rulebook)
        found = 0 if line.lower() in _YES else 1 if line.lower() in _NO else self._number(options, line)
        if found is None:
            self._wrong(line, self.words.say("ask.wrong_number", last="2"))
        elif found == 0:
            interview.add(question)
        else:
            interview.answer(question, True)
        return found is not None

    def _value(self, question: Question, line: str, rulebook: Rulebook) -> Scalar | None:
        """The value that a line states; None when it states none, which has been said."""
        if question.type.kind == "boolean" and line.lower() in (*_YES, *_NO):
            return line.lower() in _YES
        if question.choices:
            options = [value_text(rulebook, question.cell, c, self.words) for c in question.choices]
            found = self._number(options, line)
            if found is not None:
                return question.choices[found]
        if question.choices and question.type.kind != "text":
            self._wrong(line, self.words.say("ask.wrong_number", last=str(len(question.choices))))
            return None
        try:
            return read_value(line, question.type) if line else None
        except Unreadable as fault:
            if fault.code == "TL0625":
                self.say(self.words.say("ask.wrong_day", found=clean(line)), _WARNING)
            else:
                self._wrong(line, self.words.say(_wanted(question)))
            return None

    def _wrong(self, line: str, wanted: str) -> None:
        self.say(self.words.say("ask.wrong", found=clean(line), wanted=wanted), _WARNING)

    # ------------------------------------------------------------ after it

    def explain(self, assessment: Assessment, results: tuple[Result, ...]) -> None:
        """The answer with its reasons."""
        self.console.print()
        show_explanation(self.console, assessment, results, self.words)

    def whatever(self, found: Sequence[Possibility]) -> None:
        """What comes out whatever the facts are that were not asked for, where the case as it stands leaves it open."""
        for one in found:
            if one.now.outcome != "undetermined" or one.status == "possible":
                continue
            (outcome,) = one.outcomes[:1]
            kind = "exact" if one.low == one.high else "interval"
            amount = Amount("exact" if kind == "exact" else "interval", one.low, one.high, one.now.would_be.per)
            paid = amount_text(amount, "", self.words) if outcome == "granted" and one.low is not None else ""
            said = self.words.say(f"outcome.{outcome}")
            name = clean(one.now.benefit)
            self.say(self.words.say("ask.whatever", benefit=name, outcome=said, amount=paid), HEADING)

    def saved(self, path: Path, lacking: Sequence[Cell]) -> None:
        """Where the case is, and what it has to have before it can be read again."""
        self.console.print()
        if lacking:
            names = self.words.table["assess.separator"].join(
                fact_text("{}/{}.{}".format(*c), self.words) for c in lacking
            )
            self.say(self.words.say("ask.unreadable", what=names), _WARNING)
        self.say(self.words.say("ask.saved", path=str(path), benefit=clean(self.benefit)), QUIET)

    def show_case(self, text: str) -> None:
        """The case itself, when it could not be saved, so that no answer is lost."""
        self.say(self.words.say("ask.lost"), _WARNING)
        for line in text.splitlines():
            put(self.console, [Text(line)])


def _wanted(question: Question) -> str:
    """The key of the words that say what form an answer has."""
    kind = question.type.kind
    if kind == "number" and question.type.name == "integer":
        kind = "integer"
    return f"ask.type_{kind}" if kind in ("money", "number", "integer", "date", "period") else "ask.type_text"


def _which(names: Sequence[str]) -> Problem:
    return problem("TL0706", found="ask", choices="、".join(names))
