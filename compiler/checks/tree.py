"""Walking over what was written, for checks that look at the text before anything is bound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from compiler.source.text import Span


def nodes(node: object) -> Iterator[object]:
    """``node`` and every node below it, in the order of the text; without recursion, as hostile text nests deep."""
    waiting = [node]
    while waiting:
        found = waiting.pop()
        if isinstance(found, tuple):
            waiting.extend(reversed(found))
        elif is_dataclass(found) and not isinstance(found, Span | type):
            yield found
            waiting.extend(getattr(found, f.name) for f in reversed(fields(found)) if f.name != "span")
