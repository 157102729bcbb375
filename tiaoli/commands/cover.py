"""``tiaoli cover [DOCUMENT]``: which parts of a policy has no recorded case seen deciding, each way?"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import click

from compiler.cases.model import Case
from compiler.diagnostics.problem import Rejected, near_names, problem
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from solver.questions.cover.goals import Goal
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be covered by what. ``cases``: files and folders, else every case of the library; ``clauses`` and
    ``benefits`` leave out the rest; ``least``: the per cent below which the exit code is 1."""

    cases: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    least: Fraction | None = None
    html: str | None = None
    everything: bool = False
    seconds: float = 2.0


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        document: str | None,
        cases: tuple[str, ...],
        clauses: tuple[str, ...],
        benefits: tuple[str, ...],
        least: Fraction | None,
        page: str | None,
        everything: bool,
        seconds: float,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        asked = Asked(cases, clauses, benefits, least, page, everything, seconds)
        return answer(asked, Settings(words, json, not plain, library, document))

    def option(names: list[str], metavar: str, key: str, **more: object) -> click.Option:
        return click.Option(names, metavar=metavar, help=words.say(f"help.{key}"), **more)  # type: ignore[arg-type]

    params = [
        options.argument("document", "DOC", required=False),
        option(["--cases"], "PATH", "option_cases", multiple=True),
        option(["--clause", "clauses"], "ID", "option_clause", multiple=True),
        option(["--benefit", "benefits"], "NAME", "option_benefit", multiple=True),
        option(["--fail-under", "least"], "PERCENT", "option_fail_under", type=percent),
        option(["--html", "page"], "FILE", "option_html"),
        click.Option(["--all", "everything"], is_flag=True, help=words.say("help.option_cover_all")),
        option(["--seconds"], "N", "option_proof_seconds", type=options.seconds, default=2.0),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("cover", words, run, params, (("DOC", "argument_doc"),))


def percent(value: str) -> Fraction:
    """Takes a number from 0 to 100, exactly; raises Rejected (TL0711)."""
    plain = value.strip().removesuffix("%").removesuffix("％")
    whole, _, rest = plain.partition(".")
    if not whole.isdecimal() or not (rest or "0").isdecimal() or len(plain) > 20 or Fraction(plain) > 100:
        raise Rejected((problem("TL0711", found=value, takes="percent"),))
    return Fraction(plain)


def answer(asked: Asked, settings: Settings) -> int:
    """Print what was seen and what is missing; 1 below the least per cent asked for, else 0."""
    from compiler.driver import load, sentences
    from solver.questions.cover.cover import cover
    from solver.questions.cover.goals import counted
    from solver.questions.cover.sentences import sentences as by_sentence
    from tiaoli.library import find_library, one_document

    root = find_library(settings.library, options.here())
    document = one_document(settings.policy, options.here(), root)
    rulebook = load(root, (document,))
    only = _only(asked, rulebook, document)
    coverage = cover(rulebook, document, _cases(asked, root, settings), only, asked.seconds)
    told = by_sentence(sentences(root, document), coverage)
    if asked.html is not None:
        from tiaoli.commands.fmt import replace_text
        from tiaoli.report.cover_page import page

        replace_text(Path(asked.html), page(coverage, told, rulebook, settings.words))
    if settings.json:
        from tiaoli.report.cover import report
        from tiaoli.report.json import write

        click.echo(write(report(coverage, told, rulebook)), nl=False)
    else:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.cover import show_coverage

        show_coverage(make_console(settings.color), coverage, told, rulebook, asked.everything, settings.words)
    count = counted(coverage.found)
    return int(asked.least is not None and count.seen * 100 < asked.least * count.within)


def _cases(asked: Asked, root: Path, settings: Settings) -> list[tuple[Rulebook, Case]]:
    """The cases to look at, each with its rulebook; every case of the library where none are named."""
    from compiler.source.library import files_below
    from tiaoli.commands.cases import open_cases
    from tiaoli.opening import CASE_ENDINGS

    if not asked.cases and not files_below(root, *CASE_ENDINGS):
        return []
    whole = Settings(settings.words, library=settings.library)
    return [(one.rulebook, one.case) for one in open_cases(asked.cases or (str(root),), whole)]


def _only(asked: Asked, rulebook: Rulebook, document: str) -> Callable[[Goal], bool]:
    """The filter; raises Rejected for a clause (TL0704) or benefit (TL0703) that the document has not."""
    clauses = {c.id for c in rulebook.clauses if c.document == document}
    benefits = {b.name for b in rulebook.benefits}
    for id in asked.clauses:
        if id not in clauses:
            raise Rejected((problem("TL0704", near=near_names(id, clauses), found=id),))
    for name in asked.benefits:
        if name not in benefits:
            raise Rejected((problem("TL0703", near=near_names(name, benefits), found=name),))

    def only(goal: Goal) -> bool:
        if asked.clauses and goal.clause not in asked.clauses:
            return False
        return not asked.benefits or bool(set(asked.benefits) & set(goal.benefits))

    return only
