"""``tiaoli show CLAUSE``: the text of a clause, and its rules beside it."""

from __future__ import annotations

import click

from compiler.diagnostics.problem import Log, Rejected, near_names, problem
from compiler.source.text import Span
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(clause: str, policy: str | None, library: str | None, json: bool, lang: str | None, plain: bool) -> int:
        return answer(clause, Settings(words, json, not plain, library, policy))

    params = [
        options.argument("clause", "CLAUSE"),
        options.policy(words),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("show", words, run, params, (("CLAUSE", "argument_clause"),))


def answer(wanted: str, settings: Settings) -> int:
    """Print the clause; 0. Raises Rejected (TL0704) when the document has none of that id."""
    from compiler.checks.sentences import entries_of
    from compiler.corpus import read_sheet
    from compiler.source.library import index_library
    from tiaoli.library import find_library, one_document

    root = find_library(settings.library, options.here())
    document = one_document(settings.policy, options.here(), root)
    log = Log()
    sheet = read_sheet(index_library(root)[document], log)
    if sheet is None:
        raise Rejected(tuple(log.problems))
    ids = [c.id for c in sheet.clauses]
    id = wanted if wanted in ids else wanted.removeprefix("第").removesuffix("条")
    clause = next((c for c in sheet.clauses if c.id == id), None)
    if clause is None:
        raise Rejected((problem("TL0704", near=near_names(id, ids) or tuple(ids[:6]), found=wanted),))
    places = [entry.item.span for entry in entries_of(sheet, id)]
    rules = [rule for rule in (as_written(span) for span in sorted(places, key=lambda s: s.start)) if rule]
    own = as_written(clause.item.span)
    if "\n" in own:
        rules.insert(0, own)
    title = "" if clause.item.title is None else clause.item.title.text
    if settings.json:
        from tiaoli.report.json import VERSION, write

        parts = {"document": document, "clause": id, "title": title, "path": list(clause.path)}
        click.echo(write({"tiaoli": VERSION, **parts, "text": clause.text, "rules": rules}), nl=False)
        return 0
    from tiaoli.screen.console import make_console
    from tiaoli.screen.phrases import place
    from tiaoli.screen.show import show_clause

    named = settings.words.say("show.title", document=document, clause=place("", id, "", settings.words), title=title)
    text, code = clause.text, "\n\n".join(rules)
    show_clause(make_console(settings.color), named, clause.path, text, code, settings.words)
    return 0


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
