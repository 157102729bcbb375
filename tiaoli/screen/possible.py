"""What is certain, impossible or possible, and which facts still matter, in the order in which answers settle most."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from compiler.rulebook.model import Rulebook
from compiler.source.text import width
from solver.answers.model import Amount, Assessment, Outcome
from solver.questions.possible import Fact, Possibility
from solver.search.cells import WHOLE, declared
from solver.search.evaluate import Cell
from solver.search.landmarks import scale_of
from tiaoli.screen.amounts import amount_text
from tiaoli.screen.assess import INDENT, heading
from tiaoli.screen.console import HEADING, QUIET, columns_of, put, sign, style_of
from tiaoli.screen.lines import hang, pad
from tiaoli.screen.phrases import clean, fact_text
from tiaoli.screen.values import value_text
from tiaoli.words import Words

LOOK: dict[str, Outcome] = {"certain": "granted", "impossible": "refused", "possible": "undetermined"}


def show_possible(
    console: Console, assessment: Assessment, found: Sequence[Possibility], rulebook: Rulebook, words: Words
) -> None:
    """Print the answer for each benefit and object."""
    put(console, heading(assessment, console, words))
    for one in found:
        console.print()
        put(console, _lines(one, rulebook, console, words))


def _lines(found: Possibility, rulebook: Rulebook, console: Console, words: Words) -> list[Text]:
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
        separator = words.say("assess.separator")
        say(words.say("possible.outcomes", outcomes=separator.join(words.say(f"outcome.{o}") for o in found.outcomes)))
    if found.matters:
        say(words.say("possible.matters"))
        for fact in found.matters:
            lines.extend(hang(Text(" " * INDENT * 2 + "· "), Text(matter_text(fact, rulebook, words)), columns))
    if found.open:
        say(words.say("possible.open", names=words.say("assess.separator").join(clean(o) for o in found.open)))
    if found.idle:
        names = words.say("assess.separator").join(cell_text(c, words) for c in found.idle)
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


def matter_text(fact: Fact, rulebook: Rulebook, words: Words) -> str:
    """The fact, the answers that make a difference, and how many of them settle the matter."""
    what = cell_text(fact.cell, words)
    settled = int(fact.settles * len(fact.answers))
    key = "possible.fact_settles" if settled else "possible.fact"
    return words.say(key, what=what, answers=_answers(fact, rulebook, words), share=f"{settled}/{len(fact.answers)}")


def _answers(fact: Fact, rulebook: Rulebook, words: Words) -> str:
    """The answers; of a scale only where something turns over, not its ends."""
    field = declared(rulebook, fact.cell)
    scale = scale_of(field.type, None) if field is not None else None
    shown = [a for a in fact.answers if scale is None or scale.place(a) not in (0, scale.last)]
    return words.say("possible.or").join(value_text(rulebook, fact.cell, a, words) for a in shown)


def cell_text(cell: Cell, words: Words) -> str:
    """A fact in words."""
    if cell[0] == WHOLE:
        return words.say("possible.whole", kind=clean(cell[1]))
    return fact_text(f"{cell[0]}/{cell[1]}.{cell[2]}", words)
