"""A quotation must stand verbatim in the clause whose rule rests on it. White space and ``*`` do not count."""

from __future__ import annotations

from compiler.corpus import Entry, Sheet
from compiler.diagnostics.problem import Log
from compiler.source.markdown import fold
from compiler.surface.tree.walk import bases


def check_quotes(sheets: tuple[Sheet, ...], log: Log) -> None:
    """Report every quotation that its clause does not have. In the head of a document the whole text counts."""
    for sheet in sheets:
        whole = fold("\n".join([p.text for p in sheet.paragraphs] + [h.text for h in sheet.headings])).text
        for entry in sheet.grounded:
            text = fold(entry.clause.text + "".join(entry.clause.path)).text if entry.clause else whole
            clause = entry.clause.id if entry.clause else sheet.name
            for basis in bases(entry.item):
                for quote in basis.quotes:
                    folded = fold(quote.text).text
                    if not folded:
                        log.say("TL0209", quote.span)
                    elif folded not in text:
                        log.say("TL0201", quote.span, found=quote.text, clause=clause)


def quoted_by(entry: Entry) -> tuple[tuple[str, str], ...]:
    """The folded quotations of an item, each with its sentence id."""
    return tuple((fold(q.text).text, b.id.text if b.id else "") for b in bases(entry.item) for q in b.quotes)
