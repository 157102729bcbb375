"""``tiaoli diff OLD NEW``: what does a change of the law do to recorded cases, and what can it not touch?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from compiler.source.record import dataclass
from tiaoli.commands import options
from tiaoli.commands.frame import Misuse, Verb
from tiaoli.commands.options import Settings, one_of
from tiaoli.words import Words

if TYPE_CHECKING:
    from tiaoli.comparing.comparison import Comparison

EXAMPLES = (
    "tiaoli diff 沪人社规〔2024〕13号 沪人社规〔2025〕9号",
    "tiaoli diff --against main",
    "tiaoli diff main..HEAD --format markdown",
    "tiaoli diff --without 文号",
)
FORMATS = ("text", "markdown", "json", "github", "sarif")
SHOWN = 20
SECONDS = "10"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says beyond the two sides."""

    form: str = "text"
    limit: int = SHOWN
    intent: str | None = None
    seconds: float | None = None


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        old: str | None,
        new: str | None,
        against: str | None,
        old_without: tuple[str, ...],
        new_without: tuple[str, ...],
        intent: str | None,
        case: str | None,
        limit: int,
        recorded: bool,
        seconds: float,
        form: str,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        from tiaoli.comparing.sides import Asked

        asked = Asked(old, new, against, old_without, new_without, library)
        if old is None and against is None and not old_without and not new_without:
            raise Misuse("missing_argument", click.get_current_context(), name="OLD")
        if old is not None and new is None and against is None and not (old_without or new_without) and ".." not in old:
            raise Misuse("missing_argument", click.get_current_context(), name="NEW")
        settings = Settings(words, json or form == "json", not plain, library, case=case)
        return answer(asked, Wanted("json" if json else form, limit, intent, None if recorded else seconds), settings)

    def option(
        name: str,
        key: str,
        metavar: str,
        variable: str,
        multiple: bool = False,
        type: Callable[[str], object] | None = None,
        default: object = None,
    ) -> click.Option:
        told = words.say(f"help.option_{key}")
        return click.Option([name, variable], metavar=metavar, help=told, multiple=multiple, type=type, default=default)

    params: list[click.Parameter] = [
        options.argument("old", "OLD", required=False),
        options.argument("new", "NEW", required=False),
        option("--against", "against", "REVISION", "against"),
        option("--without", "without", "DOC", "old_without", multiple=True),
        option("--new-without", "new_without", "DOC", "new_without", multiple=True),
        option("--intent", "intent", "FILE", "intent"),
        option("--case", "case", "NAME", "case"),
        option("--limit", "limit", "N", "limit", type=options.count, default=SHOWN),
        click.Option(["--recorded"], is_flag=True, help=words.say("help.option_recorded")),
        option("--seconds", "seconds", "N", "seconds", type=options.seconds, default=SECONDS),
        option(
            "--format",
            "format",
            "FORMAT",
            "form",
            type=one_of(FORMATS),
            default="text",
        ),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("diff", words, run, params, (("OLD", "argument_old"), ("NEW", "argument_new")), EXAMPLES)


def answer(asked: object, wanted: Wanted, settings: Settings) -> int:
    """Print what differs. Without a declared intent: 1 when a recorded case comes out otherwise, else 0. With one: 1
    when a change lies outside of it, else 0."""
    from tiaoli.comparing.compare import compare
    from tiaoli.comparing.declared import declared_in
    from tiaoli.comparing.lots import Looking
    from tiaoli.comparing.sides import Asked, open_sides
    from tiaoli.screen.progress import progress

    assert isinstance(asked, Asked)
    words = settings.words
    looking = Looking(
        settings.case, wanted.form == "json", progress=lambda files: progress(files, None, settings.color, words)
    )
    with open_sides(asked, options.here()) as (old, new):
        declared = declared_in(wanted.intent, new) if wanted.intent is not None else None
        found = compare(old, new, words.language, declared, wanted.seconds, looking)
    if wanted.form == "json":
        from tiaoli.report.diff import report
        from tiaoli.report.json import write

        click.echo(write(report(found, settings.words)), nl=False)
    elif wanted.form == "markdown":
        from tiaoli.report.comment import comment

        click.echo(comment(found, settings.words), nl=False)
    elif wanted.form in ("github", "sarif"):
        click.echo(_findings(found, wanted.form, words), nl=False)
    else:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.diff import show_comparison

        show_comparison(make_console(settings.color), found, wanted.limit, settings.words)
    if found.verdict is not None:
        return 1 if found.verdict.outside else 0
    return 1 if found.differs else 0


def _findings(found: Comparison, form: str, words: Words) -> str:
    """What was found at the lines it is about: as annotations of GitHub, or as SARIF."""
    from tiaoli.report.changed import findings, rules

    told = findings(found, words, options.here())
    if form == "github":
        from tiaoli.report.github import annotation

        return "".join(map(annotation, told))
    from tiaoli.report.json import write
    from tiaoli.report.sarif import sarif
    from tiaoli.version import version

    return write(sarif(told, rules(words), version(), words.language, options.here()))
