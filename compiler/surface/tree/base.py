"""A word and its place, and the quotations that everything else rests on."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Word:
    """A name, a document number, an id or a quotation, with its place."""

    text: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Basis:
    """依据: sentence id (optional) and quotations, each of which must stand in the clause."""

    id: Word | None
    quotes: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)
