"""``tiaoli timeline CASE [BENEFIT]``: what happens when, what is paid in each stretch, on which days the law turns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

import click

from compiler.diagnostics.problem import Rejected, problem
from compiler.rulebook.model import Rulebook
from solver.answers.model import Result
from solver.questions.turns import Turns
from tiaoli.commands import options
from tiaoli.commands.cases import Opened
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str,
        benefit: str | None,
        start: dt.date | None,
        end: dt.date | None,
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
        return answer(subject, benefit, (start, end), rules, settings)

    params = [
        options.argument("subject", "CASE"),
        options.argument("benefit", "BENEFIT", required=False),
        click.Option(["--from", "start"], type=options.day, metavar="DATE", help=words.say("help.option_from_day")),
        click.Option(["--to", "end"], type=options.day, metavar="DATE", help=words.say("help.option_to_day")),
        click.Option(["--rules"], is_flag=True, help=words.say("help.option_rules")),
        *options.asking(words),
    ]
    return Verb("timeline", words, run, params, (("CASE", "argument_case"), ("BENEFIT", "argument_benefit")))


def answer(
    path: str, benefit: str | None, between: tuple[dt.date | None, dt.date | None], rules: bool, settings: Settings
) -> int:
    """Print the timeline between two days; with a benefit also the answer on every other day, and as the law was known;
    0. ``rules``: reasons as the rules are written. Raises Rejected (TL0711) when it would end before it begins."""
    from solver.questions.timeline import timeline
    from tiaoli.asking import chosen
    from tiaoli.commands.answers import receipt
    from tiaoli.commands.cases import decide, open_one

    start, end = between
    if start is not None and end is not None and end < start:
        raise Rejected((problem("TL0711", found=f"{start} … {end}", takes="order"),))
    opened = open_one(path, settings)
    (assessment,) = decide((opened,))
    results = chosen(assessment, benefit)
    wanted = frozenset(r.benefit_id for r in results) if benefit is not None else frozenset()
    found = timeline(opened.rulebook, opened.case, start, end, wanted)
    tables = _tables(opened, results, settings) if benefit is not None else iter(())
    if settings.json:
        from tiaoli.report.json import write
        from tiaoli.report.timeline import report

        click.echo(write(report(found, tables, assessment, receipt((opened,)), settings.words)), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.timeline import show_timeline

    show_timeline(make_console(settings.color), assessment, found, tables, settings.words, rules)
    return 0


def _tables(opened: Opened, results: Sequence[Result], settings: Settings) -> Iterator[tuple[Turns, ...]]:
    """For each object the answer on every day, under the law as it was known on each day on which more of it was
    published; the last of each is the law as it is known now. Each as soon as it is known."""
    from compiler.driver import load
    from solver.questions.turns import merged, published, turns
    from solver.search.memory import Memory
    from tiaoli.library import find_library

    root = find_library(settings.library, opened.path.absolute().parent)
    limit = opened.case.known
    days = [d for d in published(opened.rulebook) if limit is None or d <= limit]
    # Before the first of them there may be law of which no day of publication is known.
    days = [days[0] - dt.timedelta(days=1), *days[:-1]] if days else []
    laws: list[tuple[dt.date | None, Rulebook, Memory]] = []
    for day in days:
        with suppress(Rejected):  # nothing of the case's law was known yet
            laws.append((day, load(root, opened.case.documents, known=day), Memory()))
    laws.append((limit, opened.rulebook, Memory()))
    for name, object_ in dict.fromkeys((r.benefit, r.object) for r in results):
        same = [r for r in results if (r.benefit, r.object) == (name, object_)]
        row: list[Turns] = []
        for known, law, memory in laws:
            ids = {b.family: b.id for b in reversed(law.benefits)}
            held = [replace(r, benefit_id=ids[r.claim[:2]]) for r in same if r.claim[:2] in ids]
            found = [t for t in (turns(law, opened.case, r, known, memory) for r in held) if t is not None]
            row += [merged(found)] if found else []
        if row:
            yield tuple(row)
