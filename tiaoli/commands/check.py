"""``tiaoli check [DOC|PATH]``: what is wrong in documents and vocabularies?"""

from __future__ import annotations

from pathlib import Path

import click

from compiler.diagnostics.problem import Log, Problem, Rejected, near_names, problem
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(subject: str | None, library: str | None, json: bool, lang: str | None, plain: bool) -> int:
        return answer(subject, Settings(words, json, not plain, library))

    params = [
        options.argument("subject", "DOC|PATH", required=False),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("check", words, run, params, (("DOC|PATH", "argument_doc_or_path"),))


def answer(subject: str | None, settings: Settings) -> int:
    """Print every problem; 1 when there is one, else 0."""
    from compiler.driver import check
    from tiaoli.commands.answers import print_problems

    found = dict.fromkeys(_nameless(subject, settings))
    try:
        root, names = _scope(subject, settings)
    except Rejected:
        if not found:
            raise
        root, names = Path(), ()
    for name in names:
        found.update(dict.fromkeys(check(root, (name,))))
    if found or settings.json:
        print_problems(tuple(found), settings, as_answer=True)
        return 1 if found else 0
    from tiaoli.screen.console import make_console, put
    from tiaoli.screen.lines import wrap

    console = make_console(settings.color)
    from rich.text import Text

    for name in names:
        put(console, wrap(Text(settings.words.say("check.fine", document=name)), console.width))
    return 0


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
