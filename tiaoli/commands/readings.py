"""``tiaoli readings [CASE]``: the readings that are open, and what each would mean, for a case or in general."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from compiler.rulebook.model import ReadingDecl, Rulebook
from compiler.source.record import dataclass
from solver.questions.apart import Witness
from solver.questions.witness import NoWitness
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """How witnesses are looked for: seconds for each reading, and how many processes (None: one a core)."""

    seconds: float
    jobs: int | None = None


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str | None,
        seconds: float,
        jobs: int | None,
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
        return of_case(subject, settings) if subject is not None else of_document(Asked(seconds, jobs), settings)

    params = [
        options.argument("subject", "CASE", required=False),
        click.Option(
            ["--seconds"], type=options.seconds, default=5.0, metavar="N", help=words.say("help.option_seconds_each")
        ),
        click.Option(["-j", "--jobs"], type=options.count, metavar="N", help=words.say("help.test_jobs")),
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


def of_document(asked: Asked, settings: Settings) -> int:
    """The readings of a document (or of all that the folder holds), each with a small case that tells two apart; 0."""
    from compiler.driver import load
    from tiaoli.library import default_documents, find_library, held_documents

    root = find_library(settings.library, options.here())
    documents = (settings.policy,) if settings.policy else default_documents(options.here(), root)
    documents = documents or held_documents(root)
    rulebooks = [(d, load(root, (d,), known=settings.known)) for d in documents]
    _check(rulebooks, settings)
    found = _found(root, rulebooks, asked, settings)
    if settings.json:
        from tiaoli.receipt import receipt_of
        from tiaoli.report.json import write
        from tiaoli.report.readings import report_document

        receipt = receipt_of(((d,), settings.known, r) for d, r in rulebooks)
        told = report_document([(d, list(some)) for d, some in found], receipt, settings.words)
        click.echo(write(told), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.readings import show_readings

    show_readings(make_console(settings.color), found, settings.words)
    return 0


def _check(rulebooks: Sequence[tuple[str, Rulebook]], settings: Settings) -> None:
    """Raises Rejected for a reading, or a choice of one, that none of the documents has."""
    from compiler.diagnostics.problem import Log
    from tiaoli.opening import fixed

    log = Log()
    for wanted in settings.readings:
        every = [law for _, law in rulebooks]
        having = [law for law in every if any(r.name == wanted[0] and r.choices for r in law.readings)]
        for law in (having or every)[:1]:
            fixed({}, law, (wanted,), log)
    log.stop()


def _found(
    root: Path, rulebooks: Sequence[tuple[str, Rulebook]], asked: Asked, settings: Settings
) -> Iterator[tuple[str, Iterator[tuple[ReadingDecl, Witness | NoWitness]]]]:
    """Of each document its own readings, each as soon as it is known; who watches a terminal sees which one is being
    looked at."""
    from tiaoli.witnesses import witnesses

    wanted = dict(settings.readings)

    def own(document: str, rulebook: Rulebook) -> list[ReadingDecl]:
        decls = (r for r in rulebook.readings if r.choices and r.document == document)
        return [r for r in decls if not wanted or r.name in wanted]

    listed = [(document, own(document, rulebook)) for document, rulebook in rulebooks]
    sought = [(document, decl.name) for document, decls in listed for decl in decls]
    told = witnesses(root, settings.known, sought, asked.seconds, asked.jobs)
    number = 0

    def each(decls: list[ReadingDecl]) -> Iterator[tuple[ReadingDecl, Witness | NoWitness]]:
        nonlocal number
        for decl in decls:
            number += 1
            _watch(f"{number}/{len(sought)} {decl.name}")
            found = next(told)
            _watch("")
            yield decl, found

    for document, decls in listed:
        yield document, each(decls)


def _watch(text: str) -> None:
    """Tell who watches a terminal how far it has come, on a line that gives way to what comes next."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)
