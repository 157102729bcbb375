"""What would have to change: the routes, nearest first, each with what it leads to; or what blocks them all."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compiler.rulebook.model import Rulebook
from solver.answers.model import Assessment
from solver.questions.whatif import Blocker, Change, Route, WhatIf
from solver.search.cells import CHOICE, WHOLE
from tiaoli.screen.amounts import money_text
from tiaoli.screen.assess import INDENT, heading, headline
from tiaoli.screen.console import HEADING, QUIET, columns_of, put
from tiaoli.screen.lines import hang
from tiaoli.screen.phrases import clean, fact_text, place
from tiaoli.screen.values import value_text
from tiaoli.words import Words


def show_whatif(
    console: Console, assessment: Assessment, found: Sequence[WhatIf], rulebook: Rulebook, words: Words
) -> None:
    """Print the answer for each benefit and object asked about."""
    put(console, heading(assessment, console, words))
    for one in found:
        console.print()
        put(console, _Drawing(console, rulebook, words, one).lines())


class _Drawing:
    def __init__(self, console: Console, rulebook: Rulebook, words: Words, found: WhatIf) -> None:
        self.console, self.rulebook, self.words, self.found = console, rulebook, words, found
        self.columns = columns_of(console)

    def lines(self) -> list[Text]:
        """Now, then the routes or the blockers, then what was searched."""
        found, words = self.found, self.words
        lines = headline(found.now, self.console, words)
        lead = " " * INDENT
        place_of = words.say("assess.object", object=clean(found.now.object), kind=clean(found.now.object_kind))
        lines += self._line(lead, place_of, QUIET)
        goal = self._goal()
        if found.routes:
            key = "whatif.routes" if not found.limit else "whatif.routes_limit"
            lines += [Text(), *self._line(lead, words.say(key, goal=goal, count=str(len(found.routes))), HEADING)]
            for number, route in enumerate(found.routes, 1):
                lines += self._route(number, route)
        elif found.limit:
            lines += [Text(), *self._line(lead, words.say(f"whatif.limit_{found.limit}", tried=str(found.tried)))]
        elif self._reached():
            lines += [Text(), *self._line(lead, words.say("whatif.already", goal=goal))]
        else:
            lines += [Text(), *self._line(lead, words.say("whatif.none", goal=goal), HEADING)]
            for blocker in found.blockers:
                lines += self._line(lead * 2 + "· ", self._blocker(blocker))
        lines += self._line(lead, words.say("whatif.searched", tried=str(found.tried)), QUIET)
        return lines

    def _line(self, lead: str, text: str, style: str = "") -> list[Text]:
        return hang(Text(lead), Text(text, style=style), self.columns)

    def _goal(self) -> str:
        if self.found.lose:
            return self.words.say("whatif.goal_lose")
        if self.found.want is not None:
            return self.words.say("whatif.goal_sum", amount=money_text(self.found.want, self.words))
        return self.words.say("whatif.goal_grant")

    def _reached(self) -> bool:
        now = self.found.now
        if self.found.lose:
            return now.outcome in ("refused", "displaced")
        enough = self.found.want is None or (now.amount.low is not None and now.amount.low >= self.found.want)
        return now.outcome == "granted" and enough

    def _route(self, number: int, route: Route) -> list[Text]:
        lead = " " * INDENT * 2
        head = self.words.say("whatif.route", number=str(number), cost=str(route.cost) if route.cost else "")
        lines = [Text(), *self._line(" " * INDENT, head, HEADING)]
        for change in route.changes:
            lines += self._line(lead + "· ", self._change(change))
            if change.text:
                rule = self.words.say(
                    "whatif.rule", rule=clean(change.text), place=place(change.document, change.clause, "", self.words)
                )
                lines += self._line(lead + "  ", rule, QUIET)
        then = headline(route.result, self.console, self.words)
        return (
            lines
            + [Text.assemble(lead, self.words.say("whatif.then"), " ", line) for line in then[:1]]
            + [Text.assemble(lead, line) for line in then[1:]]
        )

    def _change(self, change: Change) -> str:
        kind, id, name = change.cell
        if kind == WHOLE:
            return self.words.say("whatif.whole", kind=clean(id))
        if kind == CHOICE:
            benefit = self.rulebook.benefit(id)
            return self.words.say("whatif.choice", benefit=clean(benefit.name if benefit else id), object=clean(name))
        what = fact_text(f"{kind}/{id}.{name}", self.words)
        after = value_text(self.rulebook, change.cell, change.after, self.words)
        if change.before is None:
            return self.words.say("whatif.learn", what=what, after=after)
        return self.words.say(
            "whatif.change",
            what=what,
            before=value_text(self.rulebook, change.cell, change.before, self.words),
            after=after,
        )

    def _blocker(self, blocker: Blocker) -> str:
        words = self.words
        key = f"whatif.block_{blocker.kind}"
        subject = fact_text(blocker.name, words) if blocker.kind in ("fixed", "forward") else clean(blocker.name)
        rule = "" if blocker.text in ("", blocker.name) else clean(blocker.text)
        return words.say(key if words.has(key) else "whatif.block_other", subject=subject, rule=rule)
