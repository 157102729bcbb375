"""``tiaoli whatif CASE BENEFIT``: what is the least that would have to change?"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

import click

from compiler.cases.values import Unreadable, read_money
from compiler.diagnostics.problem import Rejected, problem
from tiaoli.commands import options
from tiaoli.commands.frame import Misuse, Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

if TYPE_CHECKING:
    from solver.questions.routes import Limits


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str,
        benefit: str,
        want: Fraction | None,
        lose: bool,
        routes: int,
        seconds: float | None,
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
        from solver.questions.routes import ENOUGH, SECONDS, Limits

        if want is not None and lose:
            raise Misuse("not_together", first="--want", second="--lose")
        settings = Settings(words, json, not plain, library, policy, case, readings, known)
        limits = Limits(routes, tries, SECONDS, ENOUGH) if seconds is None else Limits(routes, tries, seconds)
        return answer(subject, benefit, want, lose, limits, settings)

    params = [
        options.argument("subject", "CASE"),
        options.argument("benefit", "BENEFIT"),
        click.Option(["--want"], type=_sum, metavar="AMOUNT", help=words.say("help.option_want")),
        click.Option(["--lose"], is_flag=True, help=words.say("help.option_lose")),
        click.Option(["--routes"], type=options.count, default=5, metavar="N", help=words.say("help.option_routes")),
        click.Option(["--seconds"], type=options.seconds, metavar="N", help=words.say("help.option_seconds_route")),
        click.Option(["--tries"], type=options.count, default=1500, metavar="N", help=words.say("help.option_tries")),
        *options.asking(words),
    ]
    return Verb("whatif", words, run, params, (("CASE", "argument_case"), ("BENEFIT", "argument_benefit_one")))


def answer(path: str, benefit: str, want: Fraction | None, lose: bool, limits: Limits, settings: Settings) -> int:
    """Print the least changes; 0 also when there are none, for that is an answer too."""
    from tiaoli.asking import changes
    from tiaoli.commands.answers import receipt
    from tiaoli.commands.cases import open_one

    opened = open_one(path, settings)
    assessment, found = changes(opened, benefit, want, lose, limits)
    if settings.json:
        from tiaoli.report.json import write
        from tiaoli.report.whatif import report

        click.echo(write(report(found, assessment, receipt((opened,)), settings.words)), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.whatif import show_whatif

    show_whatif(make_console(settings.color), assessment, found, opened.rulebook, opened.case, settings.words)
    return 0


def _sum(value: str) -> Fraction:
    """Takes a sum of money; raises Rejected (TL0711)."""
    try:
        return read_money(value)[0]
    except Unreadable:
        raise Rejected((problem("TL0711", found=value, takes="money"),)) from None
