"""A timeline: a strip that can be read in 80 columns, what happened when, what is paid in each stretch, and the answer
on every other day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from compiler.source.text import width
from solver.answers.model import Amount, Assessment, Result
from solver.arithmetic.values import Number, ends
from solver.questions.plainly import plainly
from solver.questions.proofs import by_the_rules
from solver.questions.schedule import Schedule
from solver.questions.timeline import Change, Span, Timeline
from solver.questions.turns import Turns
from solver.search.landmarks import FIRST_DAY
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.assess import heading
from tiaoli.screen.console import HEADING, QUIET, columns_of, put, style_of
from tiaoli.screen.lines import hang, pad
from tiaoli.screen.phrases import clean, place, sentence
from tiaoli.screen.reasons import Drawing, tree
from tiaoli.screen.wrapping import cuts
from tiaoli.words import Words

_LABEL = 22
_MARKS = {"sure": ("█", "#"), "perhaps": ("░", "?"), "once": ("●", "o"), "nothing": ("·", "."), "law": ("─", "-")}


def show_timeline(
    console: Console,
    assessment: Assessment,
    found: Timeline | None,
    tables: Iterable[tuple[Turns, ...]],
    words: Words,
    rules: bool = False,
) -> None:
    """Print the strip, the changes, the stretches with their sums, and the tables of turns. ``rules``: reasons as the
    rules are written."""
    put(console, heading(assessment, console, words))
    drawing = _Drawing(console, words, assessment, rules)
    console.print()
    if found is None:
        put(console, drawing.line("", words.say("timeline.nothing")))
    else:
        put(console, drawing.strip(found))
        put(console, drawing.changes(found))
        put(console, drawing.stretches(found))
    for table in tables:
        put(console, drawing.turns(table))


class _Drawing:
    def __init__(self, console: Console, words: Words, assessment: Assessment, rules: bool) -> None:
        self.console, self.words, self.told = console, words, by_the_rules if rules else plainly
        self.columns = columns_of(console)
        self.home = assessment.documents[0] if len(assessment.documents) == 1 else ""

    def line(self, lead: str, text: str, style: str = "") -> list[Text]:
        """A wrapped line."""
        return hang(Text(lead), Text(text, style=style), self.columns)

    def _heading(self, key: str, **places: str) -> list[Text]:
        return [Text(), *self.line("", self.words.say(f"timeline.{key}", **places), HEADING)]

    def mark(self, name: str) -> str:
        """A mark of the strip; a plain one where the output cannot hold it."""
        drawn, plain = _MARKS[name]
        try:
            drawn.encode(self.console.encoding)
        except (UnicodeEncodeError, LookupError):
            return plain
        return drawn

    # ------------------------------------------------------------ the strip

    def strip(self, found: Timeline) -> list[Text]:
        """A row a benefit, a row a document, the years above."""
        names = [self._label(s.result, found, _LABEL) for s in found.schedules]
        laws = sorted({c.name for c in found.changes if c.mark in ("in_force", "expires", "applies")})
        label = min(max([width(n) for n in (*names, *laws)], default=0), _LABEL)
        room = self.columns - label - 2
        scale = _Scale(found.start, found.end, room)
        lines = self.line("", self.words.say("timeline.range", start=str(found.start), end=str(found.end)), QUIET)
        lines.append(Text(" " * (label + 2) + scale.years(), style=QUIET))
        for name, one in zip(names, found.schedules, strict=True):
            row = Text(pad(_cut(name, label), label) + "  ")
            lines.append(row.append(self._row(one, scale, found)))
        for name in laws:
            row = Text(pad(_cut(name, label), label) + "  ", style=QUIET)
            lines.append(row.append(self._law(name, found, scale)))
        legend = {key: self.mark(key) for key in _MARKS}
        return [*lines, *self.line("", self.words.say("timeline.legend", **legend), QUIET)]

    def _label(self, result: Result, found: Timeline, columns: int = 0) -> str:
        """The benefit; with its object where there are several of it, which stay readable when the name is cut."""
        name = clean(result.benefit)
        if sum(s.result.benefit == result.benefit for s in found.schedules) < 2:
            return name
        whose = self.words.say("timeline.whose", object=clean(result.object))
        return (_cut(name, columns - width(whose)) if 0 < width(whose) < columns else name) + whose

    def _row(self, one: Schedule, scale: _Scale, found: Timeline) -> Text:
        cells = ["nothing"] * scale.room
        for index, tick in enumerate(one.ticks):
            if not found.start <= tick.day <= found.end:
                continue
            first = scale.column(tick.day)
            if one.ending == "single" or one.result.would_be.per == "year":
                cells[first] = "once" if tick.sure else "perhaps"
                continue
            after = one.ticks[index + 1].day if index + 1 < len(one.ticks) else tick.day + dt.timedelta(days=27)
            for column in range(first, scale.column(min(after, found.end)) + 1):
                if cells[column] != "sure":
                    cells[column] = "sure" if tick.sure else "perhaps"
        styles = {"sure": style_of("granted"), "once": style_of("granted"), "perhaps": style_of("unknown")}
        return Text.assemble(*((self.mark(c), styles.get(c, QUIET)) for c in cells))

    def _law(self, name: str, found: Timeline, scale: _Scale) -> Text:
        begun = [c.day for c in found.changes if c.name == name and c.mark in ("in_force", "applies")]
        over = [c.day for c in found.changes if c.name == name and c.mark == "expires"]
        over += [
            c.day
            for c in found.changes
            if (c.mark, c.name) == ("relation", "repeals") and name in c.subject.split("、")
        ]
        first = scale.column(min(begun)) if begun else 0
        last = scale.column(min(over)) if over else scale.room
        drawn = "".join(self.mark("law") if first <= i < last else " " for i in range(scale.room))
        return Text(drawn, style="blue")

    # ------------------------------------------------------------ what happened, what is paid

    def changes(self, found: Timeline) -> list[Text]:
        """Day by day."""
        lines = self._heading("changes")
        before = ""
        for change in found.changes:
            day = str(change.day)
            lead = Text("  " + (day if day != before else " " * len(day)) + "  ")
            lines += hang(lead, Text(self._change(change, found)), self.columns)
            for reason in self.told(change.why):
                lines += hang(Text(" " * 14 + "· "), Text(sentence(reason, self.words), style=QUIET), self.columns)
            before = day
        return lines

    def _change(self, change: Change, found: Timeline) -> str:
        where = place(change.document, change.clause, self.home, self.words)
        name = change.name
        if change.mark == "event":
            kind, _, field = name.partition(".")
            return self.words.say("timeline.event", kind=clean(kind), field=clean(field), subject=clean(change.subject))
        if change.mark in ("starts", "ends"):
            paid = [s.result for s in found.schedules]
            name = next(
                (self._label(r, found) for r in paid if (r.benefit, r.object) == (change.name, change.subject)), name
            )
        if change.mark == "relation":
            name = self.words.say(f"timeline.relation_{change.name}")
        return self.words.say(f"timeline.{change.mark}", name=clean(name), subject=clean(change.subject), place=where)

    def stretches(self, found: Timeline) -> list[Text]:
        """Each stretch in which something is paid, and the total."""
        lines = self._heading("stretches")
        for span in found.spans:
            if span.paid:
                lines += self._span(span, found)
        lines += self.line("  ", self.words.say("timeline.total", amount=self._sum(found.total)), HEADING)
        for one in found.schedules:
            name = self._label(one.result, found)
            for amount in one.undated:
                told = self.words.say("timeline.undated", benefit=name, amount=self._sum(amount))
                lines += self.line("  ", told, style_of("unknown"))
            if one.ending == "open" and one.ticks:
                told = self.words.say("timeline.open", benefit=name, end=str(found.end))
                lines += self.line("  ", told, style_of("unknown"))
        if found.outside:
            lines += self.line("  ", self.words.say("timeline.outside", count=str(found.outside)), QUIET)
        paid = {(s.result.benefit, s.result.object) for s in found.schedules}
        told_already: set[str] = set()
        for result in found.unpaid:
            if (result.benefit, result.object) in paid:
                continue  # another document pays it
            outcome = self.words.say(f"outcome.{result.outcome}")
            told = self.words.say("timeline.unpaid", benefit=clean(result.benefit), outcome=outcome, gives=result.gives)
            if told not in told_already:
                lines += self.line("  ", told, QUIET)
            told_already.add(told)
        return lines

    def _span(self, span: Span, found: Timeline) -> list[Text]:
        stretch = self.words.say("timeline.stretch", start=str(span.start), end=str(span.end))
        lines = self.line("  ", stretch)
        for paid in span.paid:
            one = found.schedules[paid.schedule]
            lines += self.line(
                "    · ",
                self.words.say(
                    "timeline.paid" if paid.sure else "timeline.perhaps",
                    benefit=self._label(one.result, found),
                    count=str(paid.count) if paid.count > 1 else "",
                    each=self._sum(one.ticks[0].amount) if paid.count > 1 else "",
                    amount=self._sum(paid.amount),
                ),
                "" if paid.sure else style_of("unknown"),
            )
        return lines

    def _sum(self, value: Number) -> str:
        low, high = ends(value)
        return amount_text(Amount("exact" if low == high else "interval", low, high, ""), "", self.words)

    # ------------------------------------------------------------ the answer on other days

    def turns(self, table: tuple[Turns, ...]) -> list[Text]:
        """What turns when, under the law as it is known now; then valid time against known time."""
        now = table[-1]
        kind, subject, field = now.cell
        fact = self.words.say("timeline.fact", kind=clean(kind), subject=clean(subject), field=clean(field))
        lines = self._heading("turns", fact=fact, benefit=clean(now.stretches[0].result.benefit))
        first = now.stretches[0].result
        drawing = Drawing(self.console, self.words, first.document, first.clause, frozenset(map(clean, first.quotes)))
        for index, stretch in enumerate(now.stretches):
            lines += self.line("  ", self._stretch(now, index) + "  " + self._outcome(stretch.result))
            lines += tree(self.told((*stretch.causes, *stretch.waits)), drawing, 4)
        if len(table) > 1:
            lines += self._known(table)
        return lines

    def _stretch(self, turns: Turns, index: int) -> str:
        start = turns.stretches[index].start
        after = turns.stretches[index + 1].start if index + 1 < len(turns.stretches) else None
        return self._between(start, after)

    def _between(self, start: dt.date, after: dt.date | None) -> str:
        end = "" if after is None else str(after - dt.timedelta(days=1))
        if start == FIRST_DAY:
            return self.words.say("timeline.until", end=end) if end else self.words.say("timeline.always")
        return (
            self.words.say("timeline.stretch", start=str(start), end=end)
            if end
            else self.words.say("timeline.since", start=str(start))
        )

    def _outcome(self, result: Result) -> str:
        outcome = self.words.say(f"outcome.{result.outcome}")
        amount = amount_text(result.amount, result.gives, self.words) if result.outcome == "granted" else ""
        where = result.document if self.home and result.document != self.home and result.outcome == "granted" else ""
        return "  ".join(part for part in (f"{outcome} {amount}".strip(), clean(where)) if part)

    def _cell(self, result: Result) -> str:
        """The sum alone where it is granted: what grants it stands above."""
        if result.outcome != "granted":
            return self.words.say(f"outcome.{result.outcome}")
        return amount_text(result.amount, result.gives, self.words)

    def _known(self, table: tuple[Turns, ...]) -> list[Text]:
        """A column a day of knowledge, a row a stretch of the decisive day."""
        starts = sorted({s.start for turns in table for s in turns.stretches})
        heads = [str(t.known) if t.known is not None else self.words.say("timeline.now") for t in table]
        rows: list[tuple[str, list[str]]] = []
        for index, start in enumerate(starts):
            after = starts[index + 1] if index + 1 < len(starts) else None
            rows.append((self._between(start, after), [self._cell(t.on(start)) for t in table]))
        first = max([width(name) for name, _ in rows] + [width(self.words.say("timeline.valid"))])
        wide = [max([width(h)] + [width(cells[i]) for _, cells in rows]) for i, h in enumerate(heads)]
        lines = self._heading("known")
        if first + sum(w + 2 for w in wide) + 2 > self.columns:
            for name, cells in rows:
                lines += self.line("  ", name)
                for head, cell in zip(heads, cells, strict=True):
                    lines += self.line("    · ", f"{head}  {cell}")
            return lines
        lines.append(
            Text(f"  {pad(self.words.say('timeline.valid'), first)}  ", style=QUIET).append(
                "  ".join(pad(h, w) for h, w in zip(heads, wide, strict=True))
            )
        )
        for name, cells in rows:
            lines.append(
                Text(f"  {pad(name, first)}  " + "  ".join(pad(c, w) for c, w in zip(cells, wide, strict=True)))
            )
        return lines


class _Scale:
    """Days to columns."""

    def __init__(self, start: dt.date, end: dt.date, room: int) -> None:
        self.start, self.days, self.room = start, max((end - start).days, 1), room

    def column(self, day: dt.date) -> int:
        """The column of a day within the range."""
        return max(0, min(self.room - 1, (day - self.start).days * (self.room - 1) // self.days))

    def years(self) -> str:
        """The years, each where it begins, as far as there is room."""
        drawn = [" "] * self.room
        free = 0
        for year in range(self.start.year, self.start.year + self.days // 365 + 3):
            first = max(dt.date(min(year, 9999), 1, 1), self.start)
            column = self.column(first)
            if (first - self.start).days > self.days or column < free or column + 4 > self.room:
                continue
            drawn[column : column + 4] = f"{year:04d}"
            free = column + 5
        return "".join(drawn)


def _cut(text: str, columns: int) -> str:
    """As much of a name as there is room for."""
    if width(text) <= columns:
        return text
    places = cuts(text, columns - 1)
    return text[: places[0]].rstrip() + "…" if places else text
