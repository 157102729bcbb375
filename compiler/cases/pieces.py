"""A case file as the texts of its cases, so that one can be changed, taken out or added and the rest stays as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from compiler.source.record import dataclass
from compiler.source.text import Span

_MARKER: Final = re.compile(r"^(?:---|\.\.\.)(?=\s|$)", re.M)
_START: Final = re.compile(r"^---(?=\s|$)[^\n]*\n?", re.M)


@dataclass(frozen=True, slots=True)
class Pieces:
    """``bodies``: the text of each case, from the line it begins in to the mark that ends it; ``gaps``: what stands
    before each, and after the last. Put together in turn they are the file."""

    gaps: tuple[str, ...]
    bodies: tuple[str, ...]


def cut(text: str, spans: Sequence[Span]) -> Pieces:
    """The pieces of a text whose cases stand at ``spans``, in order."""
    gaps, bodies, at = [], [], 0
    for span in spans:
        start = text.rfind("\n", 0, span.start) + 1
        mark = _MARKER.search(text, span.end)
        end = mark.start() if mark else len(text)
        gaps.append(text[at:start])
        bodies.append(text[start:end])
        at = end
    return Pieces((*gaps, text[at:]), tuple(bodies))


def join(pieces: Pieces, changed: Mapping[int, str | None], added: Sequence[str] = ()) -> str | None:
    """The file with the bodies in ``changed`` put in place of what they were (None: the case is taken out, with the
    mark and the comments before it), and cases added at the end. None when no case is left."""
    left = [i for i in range(len(pieces.bodies)) if changed.get(i, "") is not None]
    if not left and not added:
        return None
    out: list[str] = []
    for number, body in enumerate(pieces.bodies):
        gap, new = pieces.gaps[number], changed.get(number, body)
        if number and not any(i < number for i in left):
            # All before it are gone: what set them apart goes, comments on this case stay.
            found = list(_START.finditer(gap))
            gap = gap[found[-1].end() :] if found else gap
        if new is not None:
            out += [gap, new]
        elif not number:
            out.append(gap)
    last = pieces.gaps[-1]
    text = "".join(out) + (last if left or not pieces.bodies else "")
    for number, body in enumerate(added):
        if text and not text.endswith("\n"):
            text += "\n"
        text += ("---\n" if left or number else "") + body
    return text
