"""``tiaoli explain CASE [BENEFIT]``: why, or why not? ``tiaoli explain TL0201``: what does this fault mean?"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import click

from compiler.diagnostics.problem import Rejected, near_names, problem
from compiler.source.record import dataclass
from solver.answers.model import Result
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

_CODE = re.compile(r"TL\d+", re.I)


@dataclass(frozen=True, slots=True)
class Telling:
    """How much of the reasons is told: ``depth`` levels (None: all), ``every`` way in which the same follows, the
    ``rules`` as they are written."""

    depth: int | None = None
    every: bool = False
    rules: bool = False


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str,
        benefit: str | None,
        depth: int | None,
        every: bool,
        rules: bool,
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
        return answer(subject, benefit, Telling(depth, every, rules), settings)

    params = [
        options.argument("subject", "CASE"),
        options.argument("benefit", "BENEFIT", required=False),
        click.Option(["--depth"], type=options.count, metavar="N", help=words.say("help.option_depth")),
        click.Option(["--all", "every"], is_flag=True, help=words.say("help.option_all")),
        click.Option(["--rules"], is_flag=True, help=words.say("help.option_rules")),
        *options.asking(words),
    ]
    return Verb("explain", words, run, params, (("CASE", "argument_case"), ("BENEFIT", "argument_benefit")))


def answer(path: str, benefit: str | None, telling: Telling, settings: Settings) -> int:
    """Print the reasons for one benefit of a case, or for all; 0."""
    from solver.questions.standing import with_standing
    from tiaoli.asking import chosen
    from tiaoli.commands.answers import print_json
    from tiaoli.commands.cases import decide, open_one

    opened = open_one(path, settings)
    (assessment,) = decide((opened,), explain=True)
    # How an answer stands to the readings takes several solves: only for what was asked about.
    asked = with_standing(opened.rulebook, opened.case, chosen(assessment, benefit))
    wanted = tuple(told(result, telling, settings.json) for result in asked)
    if settings.json:
        print_json([replace(assessment, results=wanted)], [opened], settings)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.explain import show_explanation

    show_explanation(make_console(settings.color), assessment, wanted, settings.words)
    return 0


def told(result: Result, telling: Telling, data: bool) -> Result:
    """The result with as much of its reasons as was asked for. Programs (``data``) get shared parts each time."""
    from solver.questions.plainly import plainly
    from solver.questions.proofs import by_the_rules, canonical, folded, shared_once

    why = result.why if telling.every else canonical(result.why)
    because, notes = result.because, result.notes
    if not (data or telling.rules):
        why, because, notes = plainly(why), plainly(because), plainly(notes)
    why = why if data else shared_once(why)
    why = by_the_rules(why) if telling.rules else why
    why = why if telling.depth is None else folded(why, telling.depth)
    because = by_the_rules(because) if telling.rules else because
    return replace(result, why=why, because=because, notes=notes)


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
