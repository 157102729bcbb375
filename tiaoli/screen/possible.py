"""What is certain, impossible or possible, and which facts still matter, in the order in which answers settle most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from compiler.cases.model import Case, Scalar
from compiler.rulebook.model import Rulebook
from compiler.source.text import width
from solver.answers.model import Amount, Assessment, Outcome
from solver.questions.completions import Fact
from solver.questions.possible import Possibility
from solver.search.cells import declared
from solver.search.landmarks import Scale, scale_of
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.assess import INDENT, heading
from tiaoli.screen.console import HEADING, QUIET, columns_of, put, sign, style_of
from tiaoli.screen.facts import Facts
from tiaoli.screen.lines import hang, pad, wrap
from tiaoli.screen.phrases import clean
from tiaoli.words import Words

LOOK: dict[str, Outcome] = {"certain": "granted", "impossible": "refused", "possible": "undetermined"}


def show_possible(
    console: Console,
    assessment: Assessment,
    found: Sequence[Possibility],
    rulebook: Rulebook,
    case: Case,
    words: Words,
) -> None:
    """Print the answer for each benefit and object."""
    put(console, heading(assessment, console, words))
    if not found:
        console.print()
        put(console, wrap(Text(words.say("assess.none")), columns_of(console)))
    for one in found:
        console.print()
        put(console, _lines(one, Facts(rulebook, case, words), console, words))


def _lines(found: Possibility, facts: Facts, console: Console, words: Words) -> list[Text]:
    columns = columns_of(console)
    look = LOOK[found.status]
    statuses = max(width(words.say(f"possible.{s}")) for s in LOOK)
    head = Text.assemble(
        sign(console, look), " ", (pad(words.say(f"possible.{found.status}"), statuses), style_of(look)), "  "
    )
    name = Text(clean(found.now.benefit), style=HEADING)
    amount = possible_amount(found, words)
    if amount:
        name.append("   " + amount, style=style_of(look))
    lines = hang(head, name, columns)
    lead = Text(" " * INDENT)

    def say(text: str, style: str = "") -> None:
        lines.extend(hang(lead, Text(text, style=style), columns))

    say(words.say("assess.object", object=clean(found.now.object), kind=clean(found.now.object_kind)), QUIET)
    if len(found.outcomes) > 1:
        separator = words.table["assess.separator"]
        say(words.say("possible.outcomes", outcomes=separator.join(words.say(f"outcome.{o}") for o in found.outcomes)))
    if found.matters:
        say(words.say("possible.matters"))
        for fact in found.matters:
            lines.extend(hang(Text(" " * INDENT * 2 + "· "), Text(matter_text(fact, facts)), columns))
    if found.open:
        say(words.say("possible.open", names=words.table["assess.separator"].join(clean(o) for o in found.open)))
    if found.idle:
        names = words.table["assess.separator"].join(facts.blank(c) for c in found.idle)
        say(words.say("possible.idle", names=names), QUIET)
    if found.limit:
        say(words.say(f"possible.limit_{found.limit}", tried=str(found.tried)), "yellow")
    return lines


def possible_amount(found: Possibility, words: Words) -> str:
    """What is paid where it is granted; empty when nothing can be."""
    per = found.now.would_be.per
    if "granted" not in found.outcomes or (found.low is None and found.high is None):
        return ""
    kind = "exact" if found.low == found.high else "interval"
    return amount_text(Amount("exact" if kind == "exact" else "interval", found.low, found.high, per), "", words)


def matter_text(fact: Fact, facts: Facts) -> str:
    """The fact, the answers that make a difference, and how many of them settle the matter."""
    settled = int(fact.settles * len(fact.answers))
    key = "fact_all" if settled == len(fact.answers) else "fact_some" if settled else "fact"
    return facts.words.say(f"possible.{key}", what=facts.blank(fact.cell), answers=_answers(fact, facts))


def _answers(fact: Fact, facts: Facts) -> str:
    """The answers that come to different things; of a scale the stretches between its turning points."""
    field = declared(facts.rulebook, fact.cell)
    scale = scale_of(field.type, next(iter(fact.answers), None)) if field is not None else None
    if scale is None or field is None:
        return facts.words.table["possible.or"].join(facts.value(fact.cell, a) for a in fact.answers)
    sort = "day" if field.type.kind == "date" else "number"
    return facts.words.table["possible.or"].join(
        facts.words.say(
            f"possible.{sort}_{name}",
            low="" if low is None else facts.value(fact.cell, low),
            high="" if high is None else facts.value(fact.cell, high),
        )
        for name, low, high in _stretches(fact.answers, scale)
    )


def _stretches(answers: Sequence[Scalar], scale: Scale) -> list[tuple[str, Scalar | None, Scalar | None]]:
    """From turning point to turning point, both ends included; nothing where nothing turns over."""
    places = sorted({scale.place(a) for a in answers})
    turns = [b for a, b in pairwise(places) if b == a + 1]
    if not turns:
        return []
    found: list[tuple[str, Scalar | None, Scalar | None]] = [("until", None, scale.at(turns[0] - 1))]
    for low, high in pairwise(turns):
        exact = low == high - 1
        found.append(("exactly" if exact else "between", scale.at(low), scale.at(high - 1)))
    return [*found, ("since", scale.at(turns[-1]), None)]
