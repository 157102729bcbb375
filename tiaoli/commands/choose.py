"""``tiaoli choose CASE``: which lawful choice pays most?"""

from __future__ import annotations

import datetime as dt

import click

from compiler.rulebook.model import Rulebook
from solver.questions.choose import Over
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

_OVER: dict[str, Over] = {"month": "month", "year": "year", "life": "life"}


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str,
        over: str,
        end: dt.date | None,
        seconds: float,
        policy: str | None,
        case: str | None,
        readings: tuple[tuple[str, str], ...],
        known: dt.date | None,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        settings = Settings(words, json, not plain, library, policy, case, readings, known)
        return answer(subject, _OVER[over], end, seconds, settings)

    params = [
        options.argument("subject", "CASE"),
        click.Option(
            ["--over"],
            type=options.one_of(tuple(_OVER)),
            default="year",
            metavar="month|year|life",
            help=words.say("help.option_over"),
        ),
        click.Option(["--to", "end"], type=options.day, metavar="DATE", help=words.say("help.option_to_life")),
        click.Option(
            ["--seconds"], type=options.seconds, default=10.0, metavar="N", help=words.say("help.option_seconds")
        ),
        *options.asking(words),
    ]
    return Verb("choose", words, run, params, (("CASE", "argument_case"),))


def answer(path: str, over: Over, end: dt.date | None, seconds: float, settings: Settings) -> int:
    """Print the choice that pays most, what the others would have paid, and what is then had; 0."""
    from solver.questions.choose import choose
    from tiaoli.commands.answers import receipt
    from tiaoli.commands.cases import decide, open_one

    opened = open_one(path, settings)
    (assessment,) = decide((opened,))
    found = choose(opened.rulebook, opened.case, over, end, seconds)
    names = names_of(opened.rulebook)
    if settings.json:
        from tiaoli.report.choose import report
        from tiaoli.report.json import write

        told = report(found, over, names, assessment, receipt((opened,)), settings.words)
        click.echo(write(told), nl=False)
        return 0
    from tiaoli.screen.choose import show_choice
    from tiaoli.screen.console import make_console

    show_choice(make_console(settings.color), assessment, found, over, names, settings.words)
    return 0


def names_of(rulebook: Rulebook) -> dict[str, str]:
    """What each benefit is called, by id."""
    return {b.id: b.name for b in rulebook.benefits}
