"""``tiaoli explain CASE [BENEFIT]``: why, or why not? ``tiaoli explain TL0201``: what does this fault mean?"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import click

from compiler.diagnostics.problem import Rejected, near_names, problem
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

_CODE = re.compile(r"TL\d+", re.I)


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str,
        benefit: str | None,
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
        if _CODE.fullmatch(subject) and not Path(subject).exists():
            return page(subject.upper(), settings)
        return answer(subject, benefit, settings)

    params = [
        options.argument("subject", "CASE"),
        options.argument("benefit", "BENEFIT", required=False),
        *options.asking(words),
    ]
    return Verb("explain", words, run, params, (("CASE", "argument_case"), ("BENEFIT", "argument_benefit")))


def answer(path: str, benefit: str | None, settings: Settings) -> int:
    """Print the reasons for one benefit of a case, or for all; 0."""
    from tiaoli.asking import chosen
    from tiaoli.commands.answers import print_json
    from tiaoli.commands.cases import decide, open_one

    opened = open_one(path, settings)
    (assessment,) = decide((opened,), explain=True, readings=True)
    wanted = chosen(assessment, benefit)
    if settings.json:
        print_json([replace(assessment, results=wanted)], [opened], settings)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.explain import show_explanation

    show_explanation(make_console(settings.color), assessment, wanted, settings.words)
    return 0


def page(code: str, settings: Settings) -> int:
    """Print the page of a code; 0. Raises Rejected (TL0705) when there is none."""
    from compiler.diagnostics import catalogue

    if code not in catalogue.codes():
        raise Rejected((problem("TL0705", near=near_names(code, catalogue.codes()), found=code),))
    found = catalogue.page(code)
    wording = found.wording(settings.words.language)
    if settings.json:
        from tiaoli.report.json import VERSION, write

        parts = {"code": code, "message": wording.message, "remedy": wording.remedy, "page": wording.page}
        click.echo(write({"tiaoli": VERSION, "page": parts}), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.pages import show_page

    examples = (found.trips, found.passes)
    shown = [e.text if e.kind != "arguments" else " ".join(("tiaoli", *e.words)) for e in examples]
    show_page(make_console(settings.color), code, wording, (shown[0], shown[1]), settings.words)
    return 0
