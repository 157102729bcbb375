"""When a clause applies: the dates of its document, its own, retroactive starts, repeal, stop and sunset.

Everything becomes one condition on the deciding date, so that an explanation can show which date decided.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from compiler.corpus import Entry, Sheet, Turn, Version
from compiler.diagnostics.problem import Log
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.scope import Scope
from compiler.rulebook.terms import DATE, All, Any, Cond, Const, Label, Term, Test
from compiler.source.text import Span
from compiler.surface import tree as t

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ended:
    """A document or benefit that ends: ``last`` day, and the document and clause that end it."""

    last: dt.date
    document: str
    clause: str
    quote: str


class Dates:
    """Knows when the clauses of a library apply."""

    def __init__(self, sheets: tuple[Sheet, ...], binder: Binder, log: Log) -> None:
        self.binder, self.log = binder, log
        self.repealed: dict[str, list[Ended]] = {}
        self.stopped: dict[str, list[Ended]] = {}
        self.halted: dict[str, list[dt.date]] = {}
        for sheet in sheets:
            for entry in sheet.entries:
                if isinstance(entry.item, t.Relation):
                    self._relation(sheet, entry, entry.item)

    def _relation(self, sheet: Sheet, entry: Entry, item: t.Relation) -> None:
        if item.kind not in ("repeals", "stops", "closes"):
            return
        start = item.date.value if item.date else self.start(sheet, entry.clause.item if entry.clause else None)
        if start is None:
            self.log.say("TL0508", item.span, name=item.names[0].text, line="自")
            return
        gone = entry.version.ends if entry.version is not None else None
        if gone is not None and gone.day <= start:
            return  # an amendment took it back before it had any effect
        quote = next((q.text for b in item.basis for q in b.quotes), "")
        ended = Ended(start - _DAY, sheet.name, entry.clause.id if entry.clause else "", quote)
        table = self.repealed if item.kind == "repeals" else self.stopped
        for name in item.names:
            if item.kind == "stops":  # what is being paid ends as well; 停办 lets it go on
                self.halted.setdefault(name.text, []).append(start)
            table.setdefault(name.text, []).append(ended)

    def start(self, sheet: Sheet, clause: t.Clause | None) -> dt.date | None:
        """The first day on which a clause applies."""
        head = sheet.head
        if clause is not None and clause.applies is not None:
            return clause.applies.value
        if not isinstance(head, t.Document):
            return None
        day = head.applies or head.in_force or head.published or head.signed
        return day.value if day is not None else None

    def ends(self, sheet: Sheet, clause: t.Clause | None, benefit: str) -> tuple[Ended, ...]:
        """Every last day that was set for a clause, earliest first."""
        ends: list[Ended] = []
        own = clause.id.text if clause is not None else ""
        if clause is not None and clause.expires is not None:
            ends.append(Ended(clause.expires.value, sheet.name, own, ""))
        if isinstance(sheet.head, t.Document) and sheet.head.expires is not None:
            ends.append(Ended(sheet.head.expires.value, sheet.name, "", ""))
        ends += self.repealed.get(sheet.name, [])
        ends += self.stopped.get(benefit, [])
        return tuple(sorted(ends, key=lambda e: (e.last, e.document, e.clause)))

    def in_force(self, scope: Scope, day: Term, sheet: Sheet, clause: t.Clause | None, benefit: str) -> Cond:
        """The condition that the clause applies on ``day``."""
        start = self.start(sheet, clause)
        place = clause.span if clause is not None else sheet.head.span
        fresh = scope.counter.next
        own = clause.id.text if clause is not None else ""
        if start is None:
            self.log.say("TL0508", place, name=sheet.name, line="施行")
            start = dt.date(1, 1, 1)
        ends = self.ends(sheet, clause, benefit)
        tests: list[Cond] = [self.on(scope, "ge", day, start, self._start_place(sheet, clause))]
        for end in ends[:1]:
            test = self.on(scope, "le", day, end.last, place)
            tests.append(Label(fresh(), "ended", sheet.name, test, end.document, end.clause, end.quote, place))
            if end.last < start:
                self.log.say("TL0515", place, first=start.isoformat(), second=end.last.isoformat())
        ways: list[Cond] = [tests[0] if len(tests) == 1 else All(fresh(), tuple(tests), "", place)]
        for back in clause.retroactions if clause is not None else ():
            parts: list[Cond] = [self.on(scope, "ge", day, back.date.value, back.span)]
            parts.append(self.on(scope, "lt", day, start, back.date.span))
            if back.when is not None:
                parts.append(self.binder.condition(scope, back.when))
            quote = next((q.text for b in back.basis for q in b.quotes), "")
            joined = All(fresh(), tuple(parts), "", back.span)
            ways.append(Label(fresh(), "retroactive", own, joined, sheet.name, own, quote, back.span))
            if back.date.value >= start:
                self.log.say("TL0515", back.span, first=back.date.value.isoformat(), second=start.isoformat())
        whole = ways[0] if len(ways) == 1 else Any(fresh(), tuple(ways), "", place)
        return Label(fresh(), "in_force", sheet.name, whole, sheet.name, own, "", place)

    def turned(self, scope: Scope, op: str, day: Term, turn: Turn) -> Cond:
        """That ``day`` lies on or after the day of a change (``ge``), or before it (``lt``)."""
        test = self.on(scope, op, day, turn.day, turn.place)
        kind = "reworded" if op == "ge" else "before_change"
        return Label(
            scope.counter.next(), kind, turn.document, test, turn.document, turn.clause, turn.quote, turn.place
        )

    def between(self, scope: Scope, day: Term, version: Version, place: Span) -> Cond:
        """That ``day`` lies between the changes that a wording stands between."""
        tests: list[Cond] = []
        if version.begins is not None:
            tests.append(self.turned(scope, "ge", day, version.begins))
        if version.ends is not None:
            tests.append(self.turned(scope, "lt", day, version.ends))
        return tests[0] if len(tests) == 1 else All(scope.counter.next(), tuple(tests), "wording", place)

    def on(self, scope: Scope, op: str, day: Term, date: dt.date, place: Span) -> Cond:
        """A comparison of the deciding date with a date of the law."""
        return Test(scope.counter.next(), op, day, Const(date, DATE, date.isoformat(), place), "", "sign", (), place)

    def _start_place(self, sheet: Sheet, clause: t.Clause | None) -> Span:
        if clause is not None and clause.applies is not None:
            return clause.applies.span
        head = sheet.head
        if isinstance(head, t.Document):
            day = head.applies or head.in_force or head.published or head.signed
            return day.span if day is not None else head.span
        return head.span
