"""A document as it stands on a day."""

from __future__ import annotations

import datetime as dt

from compiler.amendments.clauses import Standing, opened
from compiler.corpus import Sheet, Turn
from compiler.source.record import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """A document as it stands from a day on (None: from the beginning) until the next edition.

    ``sheet`` reads as if the document had been written so; ``turns`` are the changes that begin on the day; ``marked``
    holds, clause by clause, the words with what came and went, clauses that were removed included, in their order.
    """

    since: dt.date | None
    turns: tuple[Turn, ...]
    sheet: Sheet
    marked: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Consolidated:
    """``sheets``: every sheet, those that are amended with their rules in all wordings. ``editions``: by document, from
    the first on; only documents that are amended are there."""

    sheets: tuple[Sheet, ...]
    editions: tuple[tuple[str, tuple[Edition, ...]], ...]


def editions_of(whole: Consolidated, document: str) -> tuple[Edition, ...]:
    """The editions of a document, from the first on; one that nothing amends has one."""
    found = dict(whole.editions).get(document, ())
    if found:
        return found
    sheet = next(s for s in whole.sheets if s.name == document)
    return (Edition(None, (), sheet, as_written(sheet)),)


def as_written(sheet: Sheet) -> tuple[Standing, ...]:
    """The clauses of a document before any amendment."""
    return tuple(opened(c, tuple(e.item for e in sheet.entries if e.clause is c)) for c in sheet.clauses)
