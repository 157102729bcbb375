"""``tiaoli list``: what does the library hold?"""

from __future__ import annotations

from pathlib import Path

import click

from compiler.source.library import files_below
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(library: str | None, json: bool, lang: str | None, plain: bool) -> int:
        return answer(Settings(words, json, not plain, library))

    return Verb("list", words, run, [options.library(words), *options.screen(words)])


def answer(settings: Settings) -> int:
    """Print documents and vocabularies with the number of case files beside each; 0."""
    from tiaoli.library import find_library, holdings

    root = find_library(settings.library, options.here())
    held = holdings(root)
    if settings.json:
        from tiaoli.report.json import VERSION, write

        listed = [
            {
                "name": h.name,
                "kind": "document" if h.document else "vocabulary",
                "title": h.title or None,
                "path": str(h.path.relative_to(root)),
                "case_files": case_files(h.path.parent) if h.document else 0,
            }
            for h in held
        ]
        click.echo(write({"tiaoli": VERSION, "library": str(root), "holdings": listed}), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.listing import show_holdings

    counted = [(h, case_files(h.path.parent) if h.document else 0) for h in held]
    show_holdings(make_console(settings.color), root, counted, settings.words)
    return 0


def case_files(folder: Path) -> int:
    """How many case files lie in a folder and below."""
    return len(files_below(folder, ".yaml", ".yml"))
