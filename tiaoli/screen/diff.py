"""A comparison on the screen: a summary first, then sums, the cases that come out otherwise, the texts and rules."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compiler.source.text import width
from solver.answers.comparison import SORTS, CaseChange, Change, Sums
from solver.questions.plainly import in_short
from tiaoli.comparing.comparison import Comparison
from tiaoli.screen import universal
from tiaoli.screen.changes import (
    came_to,
    cause_text,
    counts,
    fault_text,
    headline,
    more_text,
    outside_text,
    payees,
    reach_text,
    rules_text,
    total_text,
)
from tiaoli.screen.console import HEADING, QUIET, columns_of, put, style_of
from tiaoli.screen.diff_texts import documents
from tiaoli.screen.lines import hang, pad, wrap
from tiaoli.screen.phrases import clean
from tiaoli.screen.reasons import Drawing, short
from tiaoli.words import Words

_STYLES = {
    "lost": "bold red",
    "less": "red",
    "undecided": "yellow",
    "otherwise": "magenta",
    "gained": "bold green",
    "more": "green",
    "decided": "cyan",
    "grounds": "dim",
    "kept": "dim",
}
_REASONS = 6


def show_comparison(console: Console, found: Comparison, limit: int, words: Words) -> None:
    """Print it; ``limit``: how many cases, and how many changes of texts and rules, are listed."""
    drawing = _Drawing(console, words, limit)
    put(console, drawing.summary(found))
    if found.sums:
        console.print()
        put(console, drawing.sums(found.sums))
    changed = [c for c in found.cases if c.differs]
    if changed:
        console.print()
        put(console, drawing.cases(changed))
    for one in found.universal or ():
        console.print()
        put(console, universal.findings(one.found, limit, columns_of(console), words))
    if found.documents:
        console.print()
        put(console, [Text(words.say("diff.texts"), style=HEADING)])
        put(console, documents(found.documents, limit, columns_of(console), words))


class _Drawing:
    def __init__(self, console: Console, words: Words, limit: int) -> None:
        self.console, self.words, self.limit, self.columns = console, words, limit, columns_of(console)
        names = ("rules", "reach", "cases", "intent", "universal")
        self.label = max(width(words.say(f"diff.{n}")) for n in names) + 2

    # ------------------------------------------------------------ summary

    def summary(self, found: Comparison) -> list[Text]:
        """One line for each question, and one for each sort of result."""
        words = self.words
        title = words.say("diff.title", old=clean(found.old), new=clean(found.new))
        lines = [*wrap(Text(title, style=HEADING), self.columns), Text()]
        lines += self._row("rules", [Text(rules_text(found, words))])
        lines += self._row("reach", [Text(t) for t in reach_text(found, words)])
        told = [self._count(sort, number) for sort, number in counts(found)]
        broken = sum(bool(c.unreadable) for c in found.cases)
        if broken:
            told.insert(0, self._counted("unreadable", words.say("diff.in_cases", count=str(broken)), "bold red"))
        lines += self._row("cases", told)
        if found.passed_over:
            lines += self._row("", [Text(words.say("diff.passed_over", count=str(found.passed_over)), style=QUIET)])
        if found.verdict is not None:
            lines += self._row("intent", self._verdict(found))
        lines += self._row("universal", self._any_case(found))
        return lines

    def _any_case(self, found: Comparison) -> list[Text]:
        if found.universal is None:
            return [Text(self.words.say("diff.not_asked"), style=QUIET)]
        if not found.universal:
            return [Text(self.words.say("universal.overall_equal"))]
        lines: list[Text] = []
        for one in found.universal:
            if len(found.universal) > 1:
                lines.append(Text(self.words.table["assess.separator"].join(map(clean, one.new)), style=QUIET))
            lines += universal.overall(one.found, self.words)
        return lines

    def _row(self, key: str, bodies: Sequence[Text]) -> list[Text]:
        lines: list[Text] = []
        for number, body in enumerate(bodies):
            lead = self.words.say(f"diff.{key}") if key and not number else ""
            lines += hang(Text(pad(lead, self.label), style=HEADING), body, self.columns, Text(" " * self.label))
        return lines

    def _count(self, sort: str, number: int) -> Text:
        style = _STYLES[sort] if number else QUIET
        return self._counted(f"sort_{sort}", self.words.say("diff.results", count=str(number)), style)

    def _counted(self, key: str, count: str, style: str) -> Text:
        longest = max(width(self.words.say(f"diff.sort_{s}")) for s in SORTS) + 2
        return Text.assemble((pad(self.words.say(f"diff.{key}"), longest), style), count)

    def _verdict(self, found: Comparison) -> list[Text]:
        words, verdict = self.words, found.verdict
        assert verdict is not None  # asked for only where there is one
        lines = []
        if verdict.outside:
            text = words.say("diff.intent_broken", count=str(len(verdict.outside)))
            lines.append(Text(text, style=style_of("no")))
        else:
            lines.append(Text(words.say("diff.intent_fine"), style=style_of("yes")))
        for intent, count in zip(verdict.intents, verdict.inside, strict=True):
            lines.append(Text(words.say("diff.intent_inside", name=clean(intent.name), count=str(count))))
        for one in verdict.outside[: self.limit]:
            where = words.say("diff.case", case=clean(one.case)) if one.case else ""
            lines.append(Text.assemble(("✗ ", style_of("no")), outside_text(one, words), (f"  {where}", QUIET)))
        if len(verdict.outside) > self.limit:
            more = words.say("diff.more_parts", count=str(len(verdict.outside) - self.limit))
            lines.append(Text(more, style=QUIET))
        return lines

    # ------------------------------------------------------------ sums

    def sums(self, found: Sequence[Sums]) -> list[Text]:
        """Old and new sums of each benefit, in columns where there is room."""
        words = self.words
        heads = [words.say(f"diff.{k}") for k in ("benefit", "old", "new", "difference")]
        rows = [
            [
                clean(s.benefit),
                total_text(s.old, s.per, words),
                total_text(s.new, s.per, words),
                more_text(s.old, s.new, words),
            ]
            for s in found
        ]
        lines = [Text(words.say("diff.sums"), style=HEADING)]
        sizes = [max(width(row[i]) for row in (heads, *rows)) for i in range(4)]
        if sum(sizes) + 2 * 4 <= self.columns:
            for number, row in enumerate((heads, *rows)):
                line = "  " + "  ".join(pad(cell, size) for cell, size in zip(row, sizes, strict=True))
                lines.append(Text(line.rstrip(), style=QUIET if not number else ""))
            return lines
        for name, old, new, more in rows:
            lines += hang(Text("  "), Text(name, style=HEADING), self.columns)
            told = words.say("diff.title", old=old, new=new) + (f"  {more}" if more else "")
            lines += hang(Text("    "), Text(told), self.columns)
        return lines

    # ------------------------------------------------------------ cases

    def cases(self, changed: Sequence[CaseChange]) -> list[Text]:
        """Each case that comes out otherwise, those first whose results change most for somebody."""
        order = {sort: number for number, sort in enumerate(SORTS)}

        def worst(case: CaseChange) -> int:
            return -1 if case.unreadable else min(order[c.sort] for c in case.changes)

        lines = [Text(self.words.say("diff.changed"), style=HEADING)]
        for case in sorted(changed, key=worst)[: self.limit]:
            lines += [Text(), *self._case(case)]
        if len(changed) > self.limit:
            more = self.words.say("diff.more_cases", count=str(len(changed) - self.limit))
            lines += [Text(), *wrap(Text(more, style=QUIET), self.columns)]
        return lines

    def _case(self, case: CaseChange) -> list[Text]:
        words, lead = self.words, Text("  ")
        lines = hang(lead, Text.assemble((clean(case.case), HEADING), (f"  {clean(case.file)}", QUIET)), self.columns)
        notes = [words.say(f"diff.recorded_{case.recorded}")] if case.recorded != "both" else []
        notes += [words.say("diff.edited")] if case.edited else []
        if case.dropped:
            names = words.table["assess.separator"].join(map(clean, case.dropped))
            notes.append(words.say("diff.dropped", names=names))
        for note in notes:
            lines += hang(Text("    "), Text(note, style=QUIET), self.columns)
        if case.unreadable:
            return lines + hang(Text("    "), Text(fault_text(case, words), style=style_of("no")), self.columns)
        for change in case.changes:
            if change.sort != "kept":
                lines += self._change(change)
        return lines

    def _change(self, change: Change) -> list[Text]:
        words, lead = self.words, Text(" " * 6)
        sort = words.say(f"diff.sort_{change.sort}")
        first = Text.assemble("    ", (sort, _STYLES[change.sort]), "  ")
        told = words.say("diff.title", old=came_to(change.old, words), new=came_to(change.new, words))
        claim = Text(headline(change, words), style=HEADING)
        beside = width(first.plain) <= self.columns // 2
        lines = hang(first, claim, self.columns, lead) if beside else [first, *hang(lead, claim, self.columns)]
        lines += hang(lead, Text(told), self.columns)
        if payees(change, words):
            lines += hang(lead, Text(payees(change, words)), self.columns)
        for cause in change.causes[:_REASONS]:
            lines += hang(lead, Text(cause_text(cause, words)), self.columns)
        results = [r for c in (change.new, change.old) if c is not None for r in c.deciding]
        home = (results[0].document, results[0].clause) if results else ("", "")
        drawing = Drawing(self.console, words, *home)
        for key, reasons in (("gone", change.gone), ("come", change.come)):
            if not reasons:
                continue
            lines.append(Text.assemble(lead, (words.say(f"diff.{key}"), QUIET)))
            for reason in in_short(reasons[:_REASONS]):
                lines += short(reason, drawing, 8)
            if len(reasons) > _REASONS:
                more = words.say("diff.more_reasons", count=str(len(reasons) - _REASONS))
                lines += hang(Text(" " * 8), Text(more, style=QUIET), self.columns)
        return lines
