"""Two sentences held against each other: what was cut, what was put, what stayed.

Chinese has no blanks between words, so characters are compared one by one; a number with what belongs to it, a word in
Latin letters and a date count as one, and a lone character that happens to be the same between two changes goes with
them, so that a change reads as a phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from compiler.source.markdown import fold
from compiler.source.record import dataclass

_WORD = re.compile(r"[0-9０-９]+(?:[.,．][0-9０-９]+)*[%％‰]?|[A-Za-zÀ-ɏ]+|.", re.S)
_ISLAND = 1
_MOST = 4_000_000
"""Pairs of words beyond which two texts are not compared in detail: each is shown whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``same`` on both sides, or only on this one."""

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """Two texts as pieces; what is not ``same`` in ``old`` was cut, in ``new`` was put."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def wording(old: str, new: str) -> Wording:
    """Compare two texts word by word."""
    a, b = _WORD.findall(old), _WORD.findall(new)
    if len(a) * len(b) > _MOST:
        return Wording(_pieces([(old, old == new)]), _pieces([(new, old == new)]))
    blocks = _blocks(a, b)
    first, second, at, to = [], [], 0, 0
    for i, j, size in blocks:
        first += [("".join(a[at:i]), False), ("".join(a[i : i + size]), True)]
        second += [("".join(b[to:j]), False), ("".join(b[j : j + size]), True)]
        at, to = i + size, j + size
    first.append(("".join(a[at:]), False))
    second.append(("".join(b[to:]), False))
    return Wording(_pieces(first), _pieces(second))


def _blocks(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, int]]:
    """What is the same in both, without lone characters between two changes."""
    found = [(m.a, m.b, m.size) for m in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks() if m.size]
    kept = []
    for i, j, size in found:
        inside = (i > 0 or j > 0) and (i + size < len(a) or j + size < len(b))
        if size > _ISLAND or not inside:
            kept.append((i, j, size))
    return kept


def _pieces(parts: Sequence[tuple[str, bool]]) -> tuple[Piece, ...]:
    found: list[Piece] = []
    for text, same in parts:
        if not text:
            continue
        if found and found[-1].same == same:
            found[-1] = Piece(found[-1].text + text, same)
        else:
            found.append(Piece(text, same))
    return tuple(found)


def likeness(old: str, new: str) -> float:
    """How much of two texts is the same, from 0 to 1; white space does not count."""
    a, b = fold(old).text, fold(new).text
    if a == b:
        return 1.0
    if len(a) * len(b) > _MOST or not a or not b:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return 0.0 if matcher.quick_ratio() < 0.3 else matcher.ratio()
