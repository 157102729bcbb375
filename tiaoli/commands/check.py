"""``tiaoli check [DOC|PATH]``: what is wrong in documents and vocabularies?"""

from __future__ import annotations

from pathlib import Path

import click

from compiler.diagnostics.problem import Log, Problem, Rejected, near_names, problem
from tiaoli.commands import options
from tiaoli.commands.frame import Misuse, Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

FORMATS = ("text", "json", "github", "sarif")


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        subject: str | None,
        format: str | None,
        out: str | None,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        chosen = format or ("json" if json else "text")
        if json and chosen != "json":
            raise Misuse("not_together", first="--json", second="--format")
        return answer(subject, Settings(words, chosen == "json", not plain, library), chosen, out)

    params = [
        options.argument("subject", "DOC|PATH", required=False),
        *options.report(words, FORMATS),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("check", words, run, params, (("DOC|PATH", "argument_doc_or_path"),))


def answer(subject: str | None, settings: Settings, format: str = "text", out: str | None = None) -> int:
    """Report every problem; 1 when there is one, else 0."""
    from tiaoli.report.output import Output

    names, found = _found(subject, settings)
    if format not in ("text", "json") or out is not None:
        with Output(out) as output:
            output.write(_written(format, names, found, settings))
    else:
        _print(names, found, settings)
    return 1 if found else 0


def _found(subject: str | None, settings: Settings) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """The names that were looked at, and every problem."""
    from compiler.driver import check

    found = dict.fromkeys(_nameless(subject, settings))
    try:
        root, names = _scope(subject, settings)
    except Rejected:
        if not found:
            raise
        root, names = Path(), ()
    for name in names:
        found.update(dict.fromkeys(check(root, (name,))))
    return names, tuple(found)


def _print(names: tuple[str, ...], found: tuple[Problem, ...], settings: Settings) -> None:
    if found or settings.json:
        from tiaoli.commands.answers import print_problems

        print_problems(found, settings, as_answer=True)
        return
    from rich.text import Text

    from tiaoli.screen.console import make_console, put
    from tiaoli.screen.lines import wrap

    console = make_console(settings.color)
    for name in names:
        put(console, wrap(Text(settings.words.say("check.fine", document=name)), console.width))


def _written(format: str, names: tuple[str, ...], found: tuple[Problem, ...], settings: Settings) -> str:
    """The report as text."""
    from tiaoli.report.finding import of_problem, rules_of
    from tiaoli.report.github import annotation
    from tiaoli.report.json import VERSION, write
    from tiaoli.report.sarif import sarif
    from tiaoli.screen.problems import in_order, problem_json
    from tiaoli.version import version

    language = settings.words.language
    listed = in_order(found)
    findings = [of_problem(p, language) for p in listed]
    if format == "sarif":
        rules = rules_of((p.code for p in listed), language)
        return write(sarif(findings, rules, version(), language, options.here()))
    if format == "github":
        return "".join(map(annotation, findings))
    if format == "json":
        return write({"tiaoli": VERSION, "problems": [problem_json(p, language) for p in listed]})
    return _plain(names, found, settings)


def _plain(names: tuple[str, ...], found: tuple[Problem, ...], settings: Settings) -> str:
    import io

    from tiaoli.screen.console import make_console
    from tiaoli.screen.problems import show_problems

    stream = io.StringIO()
    if found:
        show_problems(make_console(False, stream), found, settings.words.language)
    for name in () if found else names:
        stream.write(settings.words.say("check.fine", document=name) + "\n")
    return stream.getvalue()


def _nameless(subject: str | None, settings: Settings) -> list[Problem]:
    """What is wrong in files that have rules and do not say which document they are: no library holds those."""
    from compiler.corpus import headless
    from compiler.source.library import files_below
    from tiaoli.library import find_library

    path = Path(subject) if subject is not None else None
    if path is None:
        path = find_library(settings.library, options.here())
    elif not path.exists():
        return []
    log = Log()
    for file in (path,) if path.is_file() else files_below(path, ".md"):
        headless(file, log)
    return log.problems


def _scope(subject: str | None, settings: Settings) -> tuple[Path, tuple[str, ...]]:
    """The library and the names to look at: those in a path, the one named, or all."""
    from tiaoli.library import find_library, holdings

    path = Path(subject) if subject is not None else None
    if path is not None and path.exists():
        start = path if path.is_dir() else path.absolute().parent
        root = find_library(settings.library, start)
        inside = path.resolve()
        held = [h.name for h in holdings(root) if h.path.resolve().is_relative_to(inside)]
        if not held and path.is_dir():
            held = [h.name for h in holdings(path)]
        if not held:
            raise Rejected((problem("TL0701", found=subject),))
        return root, tuple(held)
    root = find_library(settings.library, options.here())
    known = [h.name for h in holdings(root)]
    if subject is None:
        if not known:
            raise Rejected((problem("TL0701", found=root),))
        return root, tuple(known)
    if subject not in known:
        raise Rejected((problem("TL0206", near=near_names(subject, known), found=subject),))
    return root, (subject,)
