"""``tiaoli sentences DOC``: every sentence of a document, and what became of it."""

from __future__ import annotations

import click

from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(document: str | None, library: str | None, json: bool, lang: str | None, plain: bool) -> int:
        return answer(Settings(words, json, not plain, library, document))

    params = [
        options.argument("document", "DOC", required=False),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("sentences", words, run, params, (("DOC", "argument_doc"),))


def answer(settings: Settings) -> int:
    """Print the sentences; 1 when one is not accounted for, else 0."""
    from compiler.driver import sentences
    from tiaoli.library import find_library, one_document

    root = find_library(settings.library, options.here())
    document = one_document(settings.policy, options.here(), root)
    found = sentences(root, document)
    lost = [s for s in found if not s.uses]
    if settings.json:
        from tiaoli.report.json import VERSION, write

        listed = [
            {
                "text": s.text,
                "clause": s.clause,
                "path": list(s.path),
                "file": s.span.file.name,
                "line": s.span.line,
                "uses": [{"kind": u.sort, "name": u.name, "id": u.id} for u in s.uses],
            }
            for s in found
        ]
        written = {"tiaoli": VERSION, "document": document, "sentences": listed, "unaccounted": len(lost)}
        click.echo(write(written), nl=False)
    else:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.sentences import show_sentences

        show_sentences(make_console(settings.color), document, found, settings.words)
    return 1 if lost else 0
