"""Every sentence of a document, and what became of it: which rules and norms rest on it."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.checks.quotes import quoted_by
from compiler.corpus import Entry, Sheet
from compiler.source.markdown import fold, sentences
from compiler.source.text import Span
from compiler.surface.tree.naming import name_of, sort_of

# A heading in a paragraph is its title with a number before it and a full stop behind.
_NUMBERING = 8


@dataclass(frozen=True, slots=True)
class Use:
    """An item that rests on a sentence: its sort (待遇, 目标 … by their English terminal), name and sentence id."""

    sort: str
    name: str
    id: str


@dataclass(frozen=True, slots=True)
class SentenceUse:
    """A sentence with its place and its uses; without uses it is not accounted for."""

    text: str
    clause: str
    path: tuple[str, ...]
    span: Span
    uses: tuple[Use, ...]


def account(sheet: Sheet) -> tuple[SentenceUse, ...]:
    """The sentences of a document in order. A sentence is used when a quotation lies in it or runs over it."""
    quotes = [(quote, id, entry) for entry in sheet.grounded for quote, id in quoted_by(entry) if quote]
    clause_of = {id(p): c.id for c in sheet.clauses for p in c.paragraphs}
    titles = {c.id: fold(c.item.title.text).text for c in sheet.clauses if c.item.title is not None}
    found = []
    for paragraph in sheet.paragraphs:
        clause = clause_of.get(id(paragraph), "")
        folded, start = fold(paragraph.text).text, 0
        said = [
            (at, at + len(quote), Use(sort_of(entry.item), name_of(entry.item), number))
            for quote, number, entry in quotes
            if entry.clause is None or not clause or entry.clause.id == clause
            for at in _places(quote, folded)
        ]
        for span in sentences(paragraph):
            text = fold(span.text).text
            end = start + len(text)
            uses = tuple(dict.fromkeys(use for first, last, use in said if first < end and last > start))
            start = end
            title = titles.get(clause, "")
            if title and title in text and len(text) <= len(title) + _NUMBERING:
                uses = (Use("clause", title, ""), *uses)
            found.append(SentenceUse(span.text, clause, paragraph.path, span, uses))
    return tuple(found)


def _places(quote: str, text: str) -> list[int]:
    """Where ``quote`` starts in ``text``; a quotation that holds the whole text starts at 0."""
    found = [i for i in range(len(text)) if text.startswith(quote, i)] if quote[0] in text else []
    return found or ([0] if text and text in quote else [])


def entries_of(sheet: Sheet, clause: str) -> tuple[Entry, ...]:
    """The items that stand in a clause."""
    return tuple(e for e in sheet.entries if e.clause is not None and e.clause.id == clause)
