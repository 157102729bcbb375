"""``tiaoli asp``: the compiled program, to be read."""

from __future__ import annotations

import click

from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(policy: str | None, library: str | None, lang: str | None, plain: bool) -> int:
        return answer(Settings(words, False, not plain, library, policy))

    params = [options.policy(words), options.library(words), *options.screen(words, json=False)]
    return Verb("asp", words, run, params)


def answer(settings: Settings) -> int:
    """Print the program of a document and all it uses; 0."""
    from compiler.driver import emit, load
    from tiaoli.library import find_library, one_document

    root = find_library(settings.library, options.here())
    program = emit(load(root, (one_document(settings.policy, options.here(), root),)))
    click.echo(program if program.endswith("\n") else f"{program}\n", nl=False)
    return 0
