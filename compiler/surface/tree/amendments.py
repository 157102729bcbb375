"""What a document changes in another: the words of a clause, and which of its rules stay or fall with them."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span
from compiler.surface.tree.base import Basis, Word


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of words. ``kind``: substitute, insert, strike, rewrite.

    ``old``: the words that are replaced or struck, or beside which something is inserted (None: at the end). ``new``:
    the words that come; of a rewritten clause its paragraphs. ``everywhere``: wherever the old words stand.
    """

    kind: str
    old: Word | None
    new: tuple[Word, ...]
    everywhere: bool = False
    after: bool = True
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Position:
    """于 条款 … 之后: where a new clause stands."""

    clause: Word
    after: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Change:
    """修改, 增设, 删除: what becomes of one clause of another document. ``kind``: amends, adds, removes.

    ``document`` may be left out where the head amends only one. ``keeps``: rules that stay although their words
    changed; ``drops``: rules that end although their words stay.
    """

    kind: str
    document: Word | None
    clause: Word
    title: Word | None
    edits: tuple[Edit, ...]
    positions: tuple[Position, ...]
    keeps: tuple[Word, ...]
    drops: tuple[Word, ...]
    basis: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)
