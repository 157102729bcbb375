"""``tiaoli show [CLAUSE] [--on DATE]``: the text as it stands on a day, amendments worked in, its rules beside it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import click

from compiler.diagnostics.problem import Rejected, near_names, problem
from compiler.source.text import Span
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

if TYPE_CHECKING:
    from compiler.amendments.clauses import Standing
    from compiler.amendments.editions import Edition


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        clause: str | None,
        on: dt.date | None,
        known: dt.date | None,
        clean: bool,
        policy: str | None,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        return answer(clause, on, clean, Settings(words, json, not plain, library, policy, known=known))

    params = [
        options.argument("clause", "[CLAUSE]", required=False),
        click.Option(["--on"], type=options.day, metavar="DATE", help=words.say("help.option_on")),
        click.Option(["--known"], type=options.day, metavar="DATE", help=words.say("help.option_known")),
        click.Option(["--clean"], is_flag=True, help=words.say("help.option_clean")),
        options.policy(words),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("show", words, run, params, (("CLAUSE", "argument_clause"),))


def answer(wanted: str | None, on: dt.date | None, clean: bool, settings: Settings) -> int:
    """Print the clause, or the whole text; 0. Raises Rejected (TL0704) when the document has no such clause then."""
    from compiler.driver import editions
    from tiaoli.library import find_library, one_document

    root = find_library(settings.library, options.here())
    document = one_document(settings.policy, options.here(), root)
    found = editions(root, document, settings.known)
    edition = [e for e in found if e.since is None or on is None or e.since <= on][-1]
    shown = edition.marked if wanted is None else (_clause(edition, wanted),)
    day = on.isoformat() if on is not None else None
    if settings.json:
        from tiaoli.report.show import text_as_json

        click.echo(text_as_json(document, day, edition, found, shown, wanted is not None, rules_of), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.show import show_clause, show_text

    console = make_console(settings.color)
    if wanted is None:
        show_text(console, found, edition, clean, settings.words)
        return 0
    for clause in shown:
        rules = "\n\n".join(rules_of(edition, clause)).strip("\n")
        show_clause(console, document, found, edition, clause, rules, clean, settings.words)
    return 0


def _clause(edition: Edition, wanted: str) -> Standing:
    ids = [c.id for c in edition.marked if c.gone is None]
    id = wanted if wanted in ids else wanted.removeprefix("第").removesuffix("条")
    clause = next((c for c in edition.marked if c.id == id), None)
    if clause is None:
        raise Rejected((problem("TL0704", near=near_names(id, ids) or tuple(ids[:6]), found=wanted),))
    return clause


def rules_of(edition: Edition, clause: Standing) -> tuple[str, ...]:
    """The rules of a clause as they are written, in the order of the text."""
    places = [e.item.span for e in edition.sheet.entries if e.clause is not None and e.clause.id == clause.id]
    texts = [as_written(span) for span in sorted(places, key=lambda s: (s.file.name, s.start))]
    own = as_written(clause.clause.span) if clause.original is not None else ""
    return (*((own,) if "\n" in own else ()), *dict.fromkeys(x for x in texts if x))


def as_written(span: Span) -> str:
    """The rule that stands at ``span``, with every line of it: its first line, and the indented ones below."""
    first = span.line
    lines = [span.file.line(first)]
    number = first + 1
    total = span.file.position(len(span.file.text))[0]
    while number <= total:
        line = span.file.line(number)
        if line.strip() and not line[:1].isspace():
            break
        lines.append(line.rstrip())
        number += 1
    return "\n".join(lines).strip("\n")
