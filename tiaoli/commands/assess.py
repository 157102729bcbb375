"""``tiaoli assess CASE…``: what do these cases get, lose, or wait for?"""

from __future__ import annotations

import datetime as dt

import click

from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        cases: tuple[str, ...],
        policy: str | None,
        case: str | None,
        readings: tuple[tuple[str, str], ...],
        known: dt.date | None,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        return answer(cases, Settings(words, json, not plain, library, policy, case, readings, known))

    params = [options.argument("cases", "CASE", many=True), *options.asking(words)]
    return Verb("assess", words, run, params, (("CASE", "argument_case"),))


def answer(paths: tuple[str, ...], settings: Settings) -> int:
    """Print the answers to all cases of the files; 0."""
    from tiaoli.commands.answers import print_json
    from tiaoli.commands.cases import decide, open_cases

    opened = open_cases(paths, settings)
    assessments = decide(opened, readings=True)
    if settings.json:
        print_json(assessments, opened, settings)
        return 0
    from tiaoli.screen.assess import show_assessment
    from tiaoli.screen.console import make_console

    console = make_console(settings.color)
    for number, assessment in enumerate(assessments):
        if number:
            console.print()
            console.print()
        show_assessment(console, assessment, settings.words)
    return 0
