"""What an amendment says and what it does: the words it works with stand in its own text."""

from __future__ import annotations

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log
from compiler.source.markdown import fold
from compiler.surface import tree as t


def check_amending(sheets: tuple[Sheet, ...], log: Log) -> None:
    """Report words of a change that the amending clause does not have, and documents that take an amendment back
    without saying what stands then."""
    amendments = {s.name for s in sheets if s.changes}
    for sheet in sheets:
        for entry in sheet.changes:
            text = fold(entry.clause.text + "".join(entry.clause.path)).text if entry.clause is not None else ""
            for edit in entry.item.edits:
                for word in (edit.old, *edit.new):
                    if word is not None and fold(word.text).text not in text:
                        own = entry.clause.id if entry.clause is not None else sheet.name
                        log.say("TL0223", word.span, found=word.text, clause=own)
        for item in (e.item for e in sheet.entries):
            if isinstance(item, t.Relation) and item.kind == "repeals":
                for word in item.names:
                    if word.text in amendments:
                        log.say("TL0234", word.span, found=word.text, line="废止")
