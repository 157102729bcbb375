"""Answers printed in the form asked for: on the screen or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from compiler.diagnostics.problem import Problem
from solver.answers.model import Assessment, Receipt
from tiaoli.commands.options import Settings

if TYPE_CHECKING:
    from tiaoli.commands.cases import Opened


def print_json(assessments: Sequence[Assessment], opened: Sequence[Opened], settings: Settings) -> None:
    """Print the answers to the opened cases as one JSON object."""
    from tiaoli.report.json import report

    click.echo(report(assessments, receipt(opened), settings.words), nl=False)


def receipt(opened: Iterable[Opened]) -> Receipt:
    """What the answers to these cases were made with."""
    from tiaoli.receipt import receipt_of

    return receipt_of((one.case.documents, one.case.known, one.rulebook) for one in opened)


def print_problems(problems: Sequence[Problem], settings: Settings, *, as_answer: bool = False) -> None:
    """Print problems: as JSON where that was asked for, else on the screen. They go to standard error unless they are
    what was asked about."""
    if settings.json:
        from tiaoli.report.json import VERSION, write
        from tiaoli.screen.problems import in_order, problem_json

        listed = [problem_json(p, settings.words.language) for p in in_order(problems)]
        click.echo(write({"tiaoli": VERSION, "problems": listed}), nl=False)
        return
    import sys

    from tiaoli.screen.console import make_console
    from tiaoli.screen.problems import show_problems

    stream = sys.stdout if as_answer else sys.stderr
    show_problems(make_console(settings.color, stream), problems, settings.words.language)
