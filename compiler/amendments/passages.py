"""A paragraph that remembers: which words came when, and which went.

Words are found as quotations are: white space and ``*`` do not count. What was struck stays, marked, so that a
consolidated text can show what changed.
"""

from __future__ import annotations

from itertools import pairwise

from compiler.corpus import Turn
from compiler.source.markdown import fold
from compiler.source.record import dataclass


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: what brought it (None: it was always there) and what struck it (None: it stands)."""

    text: str
    added: Turn | None = None
    removed: Turn | None = None


Passage = tuple[Piece, ...]
"""One paragraph."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: the number of the paragraph, and the range of characters in its standing text."""

    paragraph: int
    start: int
    end: int


def standing(passage: Passage) -> str:
    """The text as it reads now."""
    return "".join(p.text for p in passage if p.removed is None)


def find(passages: tuple[Passage, ...], words: str) -> list[Place]:
    """Every place where ``words`` stand, in order; places do not overlap and do not run over paragraphs."""
    wanted = fold(words).text
    found: list[Place] = []
    if not wanted:
        return found
    for number, passage in enumerate(passages):
        folded = fold(standing(passage))
        at = folded.text.find(wanted)
        while at >= 0:
            last = folded.offsets[at + len(wanted) - 1]
            found.append(Place(number, folded.offsets[at], last + 1))
            at = folded.text.find(wanted, at + len(wanted))
    return found


def replaced(passages: tuple[Passage, ...], place: Place, new: str, turn: Turn) -> tuple[Passage, ...]:
    """The passages with the words at ``place`` struck and ``new`` in their stead."""
    before, inside, after = _split(passages[place.paragraph], place.start, place.end)
    struck = tuple(p if p.removed is not None else _struck(p, turn) for p in inside)
    fresh = (Piece(new, turn),) if new else ()
    return _with(passages, place.paragraph, (*before, *struck, *fresh, *after))


def inserted(passages: tuple[Passage, ...], number: int, at: int, new: str, turn: Turn) -> tuple[Passage, ...]:
    """The passages with ``new`` at the place ``at`` of paragraph ``number``."""
    before, _, after = _split(passages[number], at, at)
    return _with(passages, number, (*before, Piece(new, turn), *after))


def struck(passages: tuple[Passage, ...], turn: Turn) -> tuple[Passage, ...]:
    """The passages with everything struck."""
    return tuple(tuple(p if p.removed is not None else _struck(p, turn) for p in passage) for passage in passages)


def _struck(piece: Piece, turn: Turn) -> Piece:
    return Piece(piece.text, piece.added, turn)


def _with(passages: tuple[Passage, ...], number: int, passage: Passage) -> tuple[Passage, ...]:
    return (*passages[:number], passage, *passages[number + 1 :])


def _split(passage: Passage, start: int, end: int) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """The pieces before, within and behind a range of the standing text; struck pieces stay where they are."""
    parts: tuple[list[Piece], list[Piece], list[Piece]] = ([], [], [])
    at = 0
    for piece in passage:
        if piece.removed is not None:
            parts[0 if at <= start else 1 if at < end else 2].append(piece)
            continue
        cuts = sorted({0, len(piece.text), *(c - at for c in (start, end) if 0 < c - at < len(piece.text))})
        for low, high in pairwise(cuts):
            where = 0 if at + high <= start else 1 if at + high <= end else 2
            parts[where].append(Piece(piece.text[low:high], piece.added, None))
        at += len(piece.text)
    return parts
