"""Answers printed in the form asked for: on the screen or as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from compiler.diagnostics.problem import Problem
from compiler.rulebook.model import Rulebook
from solver.answers.model import Assessment, Receipt
from tiaoli.commands.options import Settings


def print_json(assessments: Sequence[Assessment], rulebooks: Iterable[Rulebook], settings: Settings) -> None:
    """Print the answers as one JSON object."""
    from tiaoli.report.json import report

    click.echo(report(assessments, receipt(rulebooks), settings.words), nl=False)


def receipt(rulebooks: Iterable[Rulebook]) -> Receipt:
    """What the answers were made with; several rulebooks are hashed together, each once, in order."""
    import hashlib

    from compiler.driver import fingerprint
    from tiaoli.version import version

    distinct = {id(r): r for r in rulebooks}
    prints = list(dict.fromkeys(fingerprint(r) for r in distinct.values()))
    if len(prints) == 1:
        return Receipt(prints[0], version())
    return Receipt("sha256:" + hashlib.sha256("\n".join(prints).encode()).hexdigest(), version())


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
