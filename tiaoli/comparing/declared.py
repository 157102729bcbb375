"""What a change is meant to change, from a file of its own."""

from __future__ import annotations

from pathlib import Path

from compiler.diagnostics.problem import Log, Rejected, problem
from compiler.driver import declared_intents
from compiler.rulebook.model import IntentDecl
from compiler.source.files import read_text
from tiaoli.comparing.sides import Side
from tiaoli.library import held_documents


def declared_in(written: str, side: Side) -> tuple[IntentDecl, ...]:
    """The intents of a Markdown file, their names bound to the documents of the new side.

    Raises Rejected: with what is wrong in the file, or TL0782 when it declares no intent.
    """
    log = Log()
    file = read_text(Path(written), log)
    log.stop()
    assert file is not None  # a file that cannot be read was reported
    documents = side.documents or tuple(d for d in held_documents(side.root) if d not in side.without)
    found = declared_intents(side.root, documents, file)
    if not found:
        raise Rejected((problem("TL0782", found=written),))
    return found
