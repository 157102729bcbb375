"""Every sentence of a document, and what became of it: which rules and norms rest on it."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.checks.quotes import quoted_by
from compiler.corpus import Entry, Sheet
from compiler.source.markdown import fold, sentences
from compiler.source.text import Span
from compiler.surface import tree as t

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
    """The sentences of a document in order. A sentence is used when a quotation lies in it or spans it."""
    quotes = [(quote, id, entry) for entry in sheet.entries for quote, id in quoted_by(entry)]
    clause_of = {id(p): c.id for c in sheet.clauses for p in c.paragraphs}
    titles = {c.id: c.item.title.text for c in sheet.clauses if c.item.title is not None}
    found = []
    for paragraph in sheet.paragraphs:
        clause = clause_of.get(id(paragraph), "")
        for span in sentences(paragraph):
            text = fold(span.text).text
            uses = tuple(
                dict.fromkeys(
                    Use(sort_of(entry.item), name_of(entry.item), number)
                    for quote, number, entry in quotes
                    if (entry.clause is None or not clause or entry.clause.id == clause)
                    and (quote in text or text in quote)
                )
            )
            title = titles.get(clause, "")
            if title and fold(title).text in text and len(text) <= len(fold(title).text) + _NUMBERING:
                uses = (Use("clause", title, ""), *uses)
            found.append(SentenceUse(span.text, clause, paragraph.path, span, uses))
    return tuple(found)


def sort_of(item: t.Item) -> str:
    """The keyword an item starts with, as its terminal in small letters."""
    if isinstance(item, t.Norm):
        return item.kind.lower()
    if isinstance(item, t.Rule | t.Kind):
        return item.sort.lower()
    if isinstance(item, t.Relation):
        return item.kind.lower()
    names = {t.NonDuplication: "nodup", t.ParameterSeries: "parameter", t.Filling: "set", t.Definition: "define"}
    return names.get(type(item), type(item).__name__.lower())


def name_of(item: t.Item) -> str:
    """The name of an item, empty where it has none."""
    name = getattr(item, "name", None)
    return name.text if isinstance(name, t.Word) else ""


def entries_of(sheet: Sheet, clause: str) -> tuple[Entry, ...]:
    """The items that stand in a clause."""
    return tuple(e for e in sheet.entries if e.clause is not None and e.clause.id == clause)
