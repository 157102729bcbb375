"""What would have to change, what may still come out, and what each reading would mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Console

from solver.answers.model import Assessment, Receipt, Result
from solver.questions.lasting import pays_of
from solver.questions.possible import Possibility
from solver.questions.readings import Meaning
from solver.questions.routes import Route, WhatIf
from solver.questions.standing import Standing
from tiaoli.notebook.html import Html, block, colored, join, line, listed, quiet, quoted, sign, tag
from tiaoli.notebook.markup import head, headline
from tiaoli.notebook.money import Exact, Money
from tiaoli.notebook.view import Plain, View
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.assess import pays_text
from tiaoli.screen.facts import Facts
from tiaoli.screen.possible import LOOK, matter_text, possible_amount
from tiaoli.screen.whatif import blocker_text, change_text, rule_text, verdict_text

if TYPE_CHECKING:
    from tiaoli.notebook.case import Case

Wanted = Money | Exact | str
"""A sum to be reached: yuan as an exact number, or a text such as ``3万元``."""


class _Search(View):
    """A question about a case as it stands."""

    def __init__(self, case: Case, assessment: Assessment) -> None:
        super().__init__(case.words)
        self.case, self.assessment = case, assessment

    @property
    def receipt(self) -> Receipt:
        """What the answer was made with."""
        from tiaoli.receipt import receipt_of

        opened = self.case.opened
        return receipt_of(((opened.case.documents, opened.case.known, opened.rulebook),))

    @property
    def _facts(self) -> Facts:
        opened = self.case.opened
        return Facts(opened.rulebook, opened.case, self.words)

    def _object(self, result: Result) -> Html:
        return line(quiet(self.words.say("assess.object", object=result.object, kind=result.object_kind)), indent=True)


class Changes(_Search):
    """The least that would have to change. ``found`` has one :class:`~solver.questions.routes.WhatIf` for each object
    of the benefit that the question can be asked of; ``routes`` are those of all of them, nearest first."""

    def __init__(self, case: Case, assessment: Assessment, found: Sequence[WhatIf]) -> None:
        super().__init__(case, assessment)
        self.found = tuple(found)

    @property
    def routes(self) -> tuple[Route, ...]:
        """Changes that lead there together, and what comes out then."""
        return tuple(sorted((r for one in self.found for r in one.routes), key=lambda r: r.cost))

    def __iter__(self) -> Iterator[WhatIf]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def to_dict(self) -> Plain:
        """What ``tiaoli whatif --json`` writes: ``#/$defs/whatif`` of the published schema."""
        from tiaoli.report.whatif import report

        return report(self.found, self.assessment, self.receipt, self.words)

    def _draw(self, console: Console) -> None:
        from tiaoli.screen.whatif import show_whatif

        opened = self.case.opened
        show_whatif(console, self.assessment, self.found, opened.rulebook, opened.case, self.words)

    def _markup(self) -> Html:
        return block(head(self.assessment, self.words), *(self._question(one) for one in self.found))

    def _question(self, found: WhatIf) -> Html:
        blockers = () if found.routes or found.limit else found.blockers
        searched = quiet(self.words.say("whatif.searched", tried=str(found.tried)))
        return tag(
            "div",
            headline(found.now, self.words),
            self._object(found.now),
            line(tag("b", verdict_text(found, self.words))),
            *(self._route(number, route) for number, route in enumerate(found.routes, 1)),
            listed(blocker_text(blocker, self._facts) for blocker in blockers),
            line(searched),
            style="margin-top:0.8em",
        )

    def _route(self, number: int, route: Route) -> Html:
        cost = str(route.cost) if route.cost else ""
        changes = [join((change_text(c, self._facts), line(quiet(rule_text(c, self.words))))) for c in route.changes]
        then = join((self.words.say("whatif.then"), " ", headline(route.result, self.words)))
        return join((line(self.words.say("whatif.route", number=str(number), cost=cost)), listed((*changes, then))))


class Possibilities(_Search):
    """What may still come out. ``found`` has one :class:`~solver.questions.possible.Possibility` for each benefit and
    object: its status (certain, possible, impossible), the sums between which it lies, and the facts that matter."""

    def __init__(self, case: Case, assessment: Assessment, found: Sequence[Possibility]) -> None:
        super().__init__(case, assessment)
        self.found = tuple(found)

    def __iter__(self) -> Iterator[Possibility]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def to_dict(self) -> Plain:
        """What ``tiaoli possible --json`` writes: ``#/$defs/possible`` of the published schema."""
        from tiaoli.report.possible import report

        return report(self.found, self.assessment, self.receipt, self.words)

    def _draw(self, console: Console) -> None:
        from tiaoli.screen.possible import show_possible

        show_possible(
            console, self.assessment, self.found, self.case.opened.rulebook, self.case.opened.case, self.words
        )

    def _markup(self) -> Html:
        return block(head(self.assessment, self.words), *(self._one(one) for one in self.found))

    def _one(self, found: Possibility) -> Html:
        words, look = self.words, LOOK[found.status]
        separator = words.table["assess.separator"]
        matters = listed(matter_text(m, self._facts) for m in found.matters)
        outcomes = separator.join(words.say(f"outcome.{o}") for o in found.outcomes)
        idle = separator.join(self._facts.blank(c) for c in found.idle)
        amount = possible_amount(found, words)
        return tag(
            "div",
            line(
                sign(look),
                " ",
                colored(words.say(f"possible.{found.status}"), look),
                " ",
                tag("b", found.now.benefit),
                " ",
                colored(amount, look) if amount else "",
            ),
            self._object(found.now),
            line(words.say("possible.outcomes", outcomes=outcomes), indent=True) if len(found.outcomes) > 1 else "",
            join((line(words.say("possible.matters"), indent=True), matters)) if found.matters else "",
            line(words.say("possible.open", names=separator.join(found.open)), indent=True) if found.open else "",
            line(quiet(words.say("possible.idle", names=idle)), indent=True) if idle else "",
            line(words.say(f"possible.limit_{found.limit}", tried=str(found.tried))) if found.limit else "",
            style="margin-top:0.8em",
        )


class Meanings(_Search):
    """What each reading would mean for the case. ``found`` has one :class:`~solver.questions.readings.Meaning` for
    each reading; ``standings`` say for each answer whether it holds however the text is read."""

    def __init__(
        self, case: Case, assessment: Assessment, found: Sequence[Meaning], standings: Sequence[Standing]
    ) -> None:
        super().__init__(case, assessment)
        self.found, self.standings = tuple(found), tuple(standings)

    @property
    def matters(self) -> tuple[Meaning, ...]:
        """The readings that make a difference to this case."""
        return tuple(m for m in self.found if m.matters)

    def __iter__(self) -> Iterator[Meaning]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    def to_dict(self) -> Plain:
        """What ``tiaoli readings CASE --json`` writes: ``#/$defs/readings_of_case`` of the published schema."""
        from tiaoli.report.readings import report_case

        return report_case(self.found, self.standings, self.assessment, self.receipt, self.words)

    def _draw(self, console: Console) -> None:
        from tiaoli.screen.readings import show_meanings

        show_meanings(console, self.assessment, self.found, self.standings, self.words)

    def _markup(self) -> Html:
        stands = listed(
            join((self._outcome(result), " ", quiet(self.words.say(f"readings.{stand.holds}"))))
            for result, stand in zip(self.assessment.results, self.standings, strict=True)
        )
        rest = len(self.found) - len(self.matters)
        told = line(quiet(self.words.say("readings.rest", count=str(rest)))) if rest else ""
        return block(head(self.assessment, self.words), stands, *(self._meaning(m) for m in self.matters), told)

    def _meaning(self, found: Meaning) -> Html:
        decl, words = found.reading, self.words
        choices = []
        for (choice, results), pays in zip(found.under, found.pays, strict=True):
            how = found.taken if choice == found.choice and found.taken in ("default", "fixed") else ""
            mark = words.say(f"readings.taken_{how}") if how else ""
            meaning = dict(decl.choices).get(choice, "")
            said = words.say("readings.choice", choice=choice, meaning=meaning, mark=mark)
            told = (
                join((self._outcome(r), " ", quiet(pays_text(pays_of(s), words)) if s is not None else ""))
                for r, s in zip(results, pays, strict=True)
            )
            choices.append(join((said, listed(told))))
        return tag(
            "div",
            line(tag("b", decl.name), " ", decl.question),
            line(quoted(decl.quote), indent=True) if decl.quote else "",
            listed(choices),
            style="margin-top:0.8em",
        )

    def _outcome(self, result: Result) -> Html:
        amount = amount_text(result.amount, result.gives, self.words) if result.outcome == "granted" else ""
        said = self.words.say(f"outcome.{result.outcome}")
        return join((sign(result.outcome), " ", colored(said, result.outcome), " ", result.benefit, " ", amount))
