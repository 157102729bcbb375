"""``tiaoli readings [CASE]``: the readings that are open, and what each would mean, for a case or in general."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator

import click

from compiler.rulebook.model import ReadingDecl, Rulebook
from solver.questions.apart import Witness
from solver.questions.witness import NoWitness
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str | None,
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
        return of_case(subject, settings) if subject is not None else of_document(seconds, settings)

    params = [
        options.argument("subject", "CASE", required=False),
        click.Option(
            ["--seconds"], type=options.seconds, default=5.0, metavar="N", help=words.say("help.option_seconds_each")
        ),
        *options.asking(words),
    ]
    return Verb("readings", words, run, params, (("CASE", "argument_case"),))


def of_case(path: str, settings: Settings) -> int:
    """What each reading would mean for a case; 0."""
    from tiaoli.asking import readings
    from tiaoli.commands.answers import receipt
    from tiaoli.commands.cases import open_one

    opened = open_one(path, settings)
    assessment, found, stands = readings(opened)
    if settings.json:
        from tiaoli.report.json import write
        from tiaoli.report.readings import report_case

        told = report_case(found, stands, assessment, receipt((opened,)), settings.words)
        click.echo(write(told), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.readings import show_meanings

    show_meanings(make_console(settings.color), assessment, found, stands, settings.words)
    return 0


def of_document(seconds: float, settings: Settings) -> int:
    """The readings of a document (or of all that the folder holds), each with a small case that tells two apart; 0."""
    from compiler.driver import load
    from tiaoli.library import default_documents, find_library, held_documents

    root = find_library(settings.library, options.here())
    documents = (settings.policy,) if settings.policy else default_documents(options.here(), root)
    documents = documents or held_documents(root)
    rulebooks = [(d, load(root, (d,), known=settings.known)) for d in documents]
    found = [(d, list(_witnesses(d, rulebook, seconds, settings))) for d, rulebook in rulebooks]
    if settings.json:
        from tiaoli.receipt import receipt_of
        from tiaoli.report.json import write
        from tiaoli.report.readings import report_document

        receipt = receipt_of(((d,), settings.known, r) for d, r in rulebooks)
        told = report_document(found, receipt, settings.words)
        click.echo(write(told), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.readings import show_readings

    show_readings(make_console(settings.color), found, settings.words)
    return 0


def _witnesses(
    document: str, rulebook: Rulebook, seconds: float, settings: Settings
) -> Iterator[tuple[ReadingDecl, Witness | NoWitness]]:
    """Each reading of the document's own; who watches a terminal sees which one is being looked at."""
    from solver.questions.witness import witness

    wanted = dict(settings.readings)
    own = [r for r in rulebook.readings if r.choices and r.document == document and (not wanted or r.name in wanted)]
    for number, decl in enumerate(own, 1):
        if sys.stderr.isatty():
            click.echo(f"\r\x1b[K{number}/{len(own)} {decl.name}", nl=False, err=True)
        yield decl, witness(rulebook, (document,), decl.name, seconds=seconds)
    if own and sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
