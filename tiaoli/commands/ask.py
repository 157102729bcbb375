"""``tiaoli ask [BENEFIT…]``: the interview. Asks what still matters, tells the answer and keeps the case."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from compiler.cases.model import Case
from compiler.diagnostics.problem import Rejected, near_names, problem
from compiler.rulebook.model import Rulebook
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.opening import Opened
from tiaoli.words import Words

if TYPE_CHECKING:
    from tiaoli.screen.ask import Talk


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        benefits: tuple[str, ...],
        start: str | None,
        out: str | None,
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
        return answer(benefits, start, out, seconds, settings, sys.stdin)

    params = [
        options.argument("benefits", "BENEFIT", many=True, required=False),
        click.Option(["--from", "start"], metavar="CASE", help=words.say("help.option_from_case")),
        click.Option(["--out", "out"], metavar="FILE", help=words.say("help.option_out")),
        click.Option(
            ["--seconds"],
            type=options.seconds,
            default=1.0,
            metavar="N",
            help=words.say("help.option_seconds_question"),
        ),
        *options.asking(words),
    ]
    return Verb("ask", words, run, params, (("BENEFIT", "argument_benefits"),))


def answer(
    benefits: tuple[str, ...],
    start: str | None,
    out: str | None,
    seconds: float,
    settings: Settings,
    answers: TextIO,
) -> int:
    """Ask, then print the reasons and where the case was saved; 0. Raises Rejected: TL0703 no such benefit, TL0708 the
    file to save to exists, TL0613 it cannot be written."""
    from tiaoli.screen.ask import Talk

    target = Path(out) if out is not None and out != "-" else None
    if target is not None and target.exists():
        raise Rejected((problem("TL0708", found=str(target)),))
    # The answer alone goes to standard output where a program reads it.
    talk = Talk(settings.words, settings.color, answers, sys.stderr if settings.json or out == "-" else sys.stdout)
    rulebook, case = _begin(benefits, start, settings, talk)
    wanted = _wanted(rulebook, case, benefits, talk)
    case = talk.interview(rulebook, case, wanted, seconds)
    return _tell(rulebook, case, wanted, out, target, settings, talk)


def _begin(benefits: tuple[str, ...], start: str | None, settings: Settings, talk: Talk) -> tuple[Rulebook, Case]:
    """The law to ask under and the case to start from."""
    from compiler.driver import load
    from tiaoli.commands.cases import fixed_readings, open_one
    from tiaoli.library import default_documents, find_library, held_documents, one_document

    if start is not None:
        opened = open_one(start, settings)
        return opened.rulebook, opened.case
    root = find_library(settings.library, options.here())
    if settings.policy is not None:
        names: tuple[str, ...] = (one_document(settings.policy, options.here(), root),)
    else:
        names = default_documents(options.here(), root) or held_documents(root)
    books = [(name, load(root, (name,), known=settings.known)) for name in names]
    asked = [b.partition("@")[0] for b in benefits]
    holding = [(n, r) for n, r in books if all(any(b.name == a or b.id == a for b in r.benefits) for a in asked)]
    own = [(n, r) for n, r in holding if all(any(b.name == a and b.document == n for b in r.benefits) for a in asked)]
    found = own or holding
    if not found:
        every = {b.name for _, r in books for b in r.benefits}
        missing = next(a for a in asked if a not in every) if not set(asked) <= every else asked[0]
        raise Rejected((problem("TL0703", near=near_names(missing, every), found=missing),))
    name, rulebook = found[0] if len(found) == 1 else found[talk.document([(n, r) for n, r in found])]
    readings = fixed_readings(rulebook, settings)
    return rulebook, Case("", (name,), (), readings=readings, known=settings.known)


def _wanted(rulebook: Rulebook, case: Case, benefits: tuple[str, ...], talk: Talk) -> tuple[str, ...]:
    """The ids of the benefits to ask about: those named, else those picked from the list of the document's own."""
    if benefits:
        found: dict[str, None] = {}
        for written in benefits:
            name = written.partition("@")[0]
            ids = [b.id for b in rulebook.benefits if name in (b.name, b.id)]
            if not ids:
                near = near_names(name, {b.name for b in rulebook.benefits})
                raise Rejected((problem("TL0703", near=near, found=written),))
            found |= dict.fromkeys(ids)
        return tuple(found)
    own = [b for b in rulebook.benefits if b.document in case.documents] or list(rulebook.benefits)
    return talk.benefits(own)


def _tell(
    rulebook: Rulebook,
    case: Case,
    wanted: Sequence[str],
    out: str | None,
    target: Path | None,
    settings: Settings,
    talk: Talk,
) -> int:
    from compiler.cases.write import write_case
    from solver.questions.assess import assess
    from solver.questions.interview import lacking
    from solver.questions.possible import possibilities
    from solver.questions.standing import with_standing

    names = [b.name for b in rulebook.benefits if b.id in wanted]
    case = replace(case, name=case.name or names[0])
    written = write_case(case, rulebook)
    if out == "-":
        click.echo(written, nl=False)
    else:
        target = target or _free(Path(f"{_file_name(case.name)}.yaml"))
        try:
            with target.open("x", encoding="utf-8") as file:
                file.write(written)
        except OSError:
            talk.show_case(written)
            raise Rejected((problem("TL0613", found=str(target)),)) from None
    assessment = assess(rulebook, case, explain=True)
    families = {b.family for b in rulebook.benefits if b.id in wanted}
    results = with_standing(rulebook, case, (r for r in assessment.results if r.claim[:2] in families))
    if settings.json:
        from tiaoli.commands.answers import print_json

        print_json([replace(assessment, results=results)], [Opened(case, rulebook, Path())], settings)
    else:
        from solver.questions.interview import SECONDS
        from solver.questions.plainly import readable

        talk.explain(assessment, tuple(readable(r) for r in results))
        open_ = tuple(dict.fromkeys(r.benefit_id for r in results if r.outcome == "undetermined"))
        talk.whatever(possibilities(rulebook, case, open_, seconds=SECONDS) if open_ else ())
    if target is not None:
        talk.saved(target, lacking(rulebook, case))
    return 0


def _file_name(name: str) -> str:
    """A name for a file: without what a system would take for a path."""
    plain = "".join(c for c in name if c.isalnum() or c in "-_（）") or "case"
    return plain[:60]


def _free(path: Path) -> Path:
    """The path, or the next one with a number that is not taken."""
    number, found = 2, path
    while found.exists():
        found, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return found
