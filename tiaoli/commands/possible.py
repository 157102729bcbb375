"""``tiaoli possible CASE [BENEFIT]``: what is certain, what is impossible, and what still matters?"""

from __future__ import annotations

import datetime as dt

import click

from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

SECONDS = 0.6
"""An answer comes within a second. What was not looked into by then is said to be open, and is no less right for it: a
question too many rather than one too few."""


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str,
        benefit: str | None,
        seconds: float,
        tries: int,
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
        return answer(subject, benefit, seconds, tries, settings)

    params = [
        options.argument("subject", "CASE"),
        options.argument("benefit", "BENEFIT", required=False),
        click.Option(
            ["--seconds"],
            type=options.seconds,
            default=SECONDS,
            metavar="N",
            help=words.say("help.option_seconds_few"),
        ),
        click.Option(
            ["--tries"], type=options.count, default=600, metavar="N", help=words.say("help.option_tries_each")
        ),
        *options.asking(words),
    ]
    return Verb("possible", words, run, params, (("CASE", "argument_case"), ("BENEFIT", "argument_benefit")))


def answer(path: str, benefit: str | None, seconds: float, tries: int, settings: Settings) -> int:
    """Print what each benefit may come to; 0."""
    from tiaoli.asking import possible
    from tiaoli.commands.answers import receipt
    from tiaoli.commands.cases import open_one

    opened = open_one(path, settings)
    assessment, found = possible(opened, benefit, seconds, tries)
    if settings.json:
        from tiaoli.report.json import write
        from tiaoli.report.possible import report

        click.echo(write(report(found, assessment, receipt((opened,)), settings.words)), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.possible import show_possible

    show_possible(make_console(settings.color), assessment, found, opened.rulebook, opened.case, settings.words)
    return 0
