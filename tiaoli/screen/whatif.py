"""What would have to change: the routes, nearest first, each with what it leads to; or what blocks them all."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.source.text import width
from solver.answers.model import Assessment
from solver.questions.blockers import Blocker
from solver.questions.routes import Change, Route, WhatIf
from solver.search.cells import CHOICE, WHOLE, current
from tiaoli.screen.amounts import money_text
from tiaoli.screen.assess import INDENT, heading, headline
from tiaoli.screen.console import HEADING, QUIET, columns_of, put
from tiaoli.screen.facts import Facts
from tiaoli.screen.lines import NARROWEST, hang
from tiaoli.screen.phrases import clean, place
from tiaoli.words import Words


def show_whatif(
    console: Console, assessment: Assessment, found: Sequence[WhatIf], rulebook: Rulebook, case: Case, words: Words
) -> None:
    """Print the answer for each benefit and object asked about."""
    put(console, heading(assessment, console, words))
    for one in found:
        console.print()
        put(console, _Drawing(console, Facts(rulebook, case, words), words, one).lines())


class _Drawing:
    def __init__(self, console: Console, facts: Facts, words: Words, found: WhatIf) -> None:
        self.console, self.facts, self.words, self.found = console, facts, words, found
        self.columns = columns_of(console)

    def lines(self) -> list[Text]:
        """Now, then the routes or the blockers, then what was searched."""
        found, words = self.found, self.words
        lines = headline(found.now, self.console, words)
        lead = " " * INDENT
        place_of = words.say("assess.object", object=clean(found.now.object), kind=clean(found.now.object_kind))
        lines += self._line(lead, place_of, QUIET)
        lines += [Text(), *self._line(lead, verdict_text(found, words), "" if self._plain() else HEADING)]
        for number, route in enumerate(found.routes, 1):
            lines += self._route(number, route)
        if not found.routes and not self._plain():
            for blocker in found.blockers:
                lines += self._line(lead * 2 + "· ", blocker_text(blocker, self.facts))
        lines += self._line(lead, words.say("whatif.searched", tried=str(found.tried)), QUIET)
        return lines

    def _plain(self) -> bool:
        """Whether what the search came to is all there is to say."""
        return not self.found.routes and (bool(self.found.limit) or reached(self.found))

    def _line(self, lead: str, text: str, style: str = "") -> list[Text]:
        return hang(Text(lead), Text(text, style=style), self.columns)

    def _route(self, number: int, route: Route) -> list[Text]:
        lead = " " * INDENT * 2
        head = self.words.say("whatif.route", number=str(number), cost=str(route.cost) if route.cost else "")
        lines = [Text(), *self._line(" " * INDENT, head, HEADING)]
        for change in route.changes:
            lines += self._line(lead + "· ", change_text(change, self.facts))
            rule = rule_text(change, self.words)
            if rule:
                lines += self._line(lead + "  ", rule, QUIET)
        first = Text.assemble(lead, self.words.say("whatif.then"), " ")
        room = max(self.columns - width(first.plain), NARROWEST)
        then = headline(route.result, self.console, self.words, columns=room)
        behind = Text(" " * width(first.plain))
        return lines + [Text.assemble(behind if n else first, line) for n, line in enumerate(then)]


def goal_text(found: WhatIf, words: Words) -> str:
    """What was asked for: to be granted, to reach a sum, to be lost."""
    if found.lose:
        return words.say("whatif.goal_lose")
    if found.want is not None:
        return words.say("whatif.goal_sum", amount=money_text(found.want, words))
    return words.say("whatif.goal_grant")


def verdict_text(found: WhatIf, words: Words) -> str:
    """What the search came to, as a heading for the routes or the blockers, or alone when there are neither."""
    goal, tried = goal_text(found, words), str(found.tried)
    if found.routes:
        key = f"whatif.routes_{found.limit}" if found.limit else "whatif.routes"
        below = str(found.below) if found.below else ""
        return words.say(key, goal=goal, count=str(len(found.routes)), below=below)
    if found.limit:
        return words.say(f"whatif.limit_{found.limit}", tried=tried)
    if found.most is not None:
        return words.say("whatif.none_most", goal=goal, most=money_text(found.most, words))
    return words.say("whatif.already" if reached(found) else "whatif.none", goal=goal)


def reached(found: WhatIf) -> bool:
    """Whether it is as wanted already."""
    now = found.now
    if found.lose:
        return now.outcome in ("refused", "displaced")
    enough = found.want is None or (now.amount.low is not None and now.amount.low >= found.want)
    return now.outcome == "granted" and enough


def change_text(change: Change, facts: Facts) -> str:
    """One change: what, before and after."""
    words, rulebook = facts.words, facts.rulebook
    kind, id, name = change.cell
    if kind == WHOLE:
        return words.say("whatif.whole", kind=clean(id))
    if kind == CHOICE:
        benefit = rulebook.benefit(id)
        return words.say("whatif.choice", benefit=clean(benefit.name if benefit else id), object=clean(name))
    if change.before is None:
        return words.say("whatif.learn", said=facts.stated(change.cell, change.after))
    return facts.changed(change.cell, change.before, change.after)


def rule_text(change: Change, words: Words) -> str:
    """The rule a change is for; empty when it is for none."""
    if not change.text:
        return ""
    return words.say("whatif.rule", rule=clean(change.text), place=place(change.document, change.clause, "", words))


def blocker_text(blocker: Blocker, facts: Facts) -> str:
    """What no change gets past."""
    words = facts.words
    key = f"whatif.block_{blocker.kind}"
    subject = clean(blocker.name)
    if blocker.cell is not None:
        now = current(facts.case, blocker.cell)
        subject = facts.stated(blocker.cell, now) if now is not None else facts.blank(blocker.cell)
    rule = "" if blocker.text in ("", blocker.name) else clean(blocker.text)
    where = place(blocker.document, blocker.clause, "", words)
    return words.say(key if words.has(key) else "whatif.block_other", subject=subject, rule=rule, place=where)
