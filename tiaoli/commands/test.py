"""``tiaoli test [PATH…]``: does every recorded case still come out as recorded?"""

from __future__ import annotations

import click

from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(paths: tuple[str, ...], library: str | None, json: bool, lang: str | None, plain: bool) -> int:
        return answer(paths, Settings(words, json, not plain, library))

    params = [
        options.argument("paths", "PATH", many=True, required=False),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("test", words, run, params, (("PATH", "argument_path"),))


def answer(paths: tuple[str, ...], settings: Settings) -> int:
    """Replay the cases in the paths, or in the library, and print what differs; 1 when something does, else 0."""
    from solver.questions.replay import compare
    from tiaoli.commands.cases import decide, open_cases
    from tiaoli.library import find_library

    if not paths:
        paths = (str(find_library(settings.library, options.here())),)
    opened = open_cases(paths, settings)
    answers = decide(opened, explain=True)
    replayed = [(one, compare(answer, one.case)) for one, answer in zip(opened, answers, strict=True)]
    broken = sum(1 for _, differences in replayed if differences)
    if settings.json:
        from tiaoli.report.json import VERSION, write

        listed = [
            {
                "case": one.case.name,
                "file": str(one.path),
                "line": one.case.origin.line,
                "expectations": len(one.case.expected),
                "differences": [
                    {
                        "benefit": d.benefit,
                        "object": d.object or None,
                        "field": d.field,
                        "expected": d.expected,
                        "found": d.found,
                    }
                    for d in differences
                ],
            }
            for one, differences in replayed
        ]
        click.echo(write({"tiaoli": VERSION, "cases": listed, "broken": broken}), nl=False)
    else:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.replay import show_replay

        rows = [(one.case, str(one.path), differences) for one, differences in replayed]
        show_replay(make_console(settings.color), rows, settings.words)
    return 1 if broken else 0
