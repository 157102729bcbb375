"""``tiaoli verify RECEIPT``: was this answer given under this law, by this engine?"""

from __future__ import annotations

from pathlib import Path

import click

from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

EXAMPLES = (
    "tiaoli assess CASE.yaml --json > answer.json",
    "tiaoli verify answer.json",
    "tiaoli verify answer.json --library policy",
)


def build(words: Words) -> click.Command:
    """The verb."""

    def run(subject: str, library: str | None, json: bool, lang: str | None, plain: bool) -> int:
        return answer(subject, Settings(words, json, not plain, library))

    params = [options.argument("subject", "RECEIPT"), options.library(words), *options.screen(words)]
    return Verb("verify", words, run, params, (("RECEIPT", "argument_receipt"),), EXAMPLES)


def answer(path: str, settings: Settings) -> int:
    """Print whether the law and the engine are still those of the receipt; 0 when they are, 1 when not."""
    from tiaoli.library import find_library
    from tiaoli.report.receipt import read_receipt
    from tiaoli.verification import verify

    receipt = read_receipt(Path(path))
    root = find_library(settings.library, Path(path).absolute().parent)
    found = verify(receipt, root)
    if settings.json:
        from tiaoli.report.json import write
        from tiaoli.report.verification import report

        click.echo(write(report(found)), nl=False)
    else:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.verification import show_verification

        show_verification(make_console(settings.color), found, root, settings.words)
    return 0 if found.same else 1
