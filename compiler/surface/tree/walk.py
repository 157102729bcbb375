"""Walking over what was written, without recursion, as hostile text nests deep."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from compiler.source.text import Span
from compiler.surface.tree.base import Basis


def nodes(node: object) -> Iterator[object]:
    """``node`` and every node below it, in the order of the text."""
    return (found for found, _ in _walk(node))


def deeper(node: object, limit: int) -> object | None:
    """A node that has ``limit`` nodes around it, if there is one."""
    return next((found for found, depth in _walk(node) if depth >= limit), None)


def _walk(node: object) -> Iterator[tuple[object, int]]:
    waiting = [(node, 0)]
    while waiting:
        found, depth = waiting.pop()
        if isinstance(found, tuple):
            waiting.extend((part, depth) for part in reversed(found))
        elif is_dataclass(found) and not isinstance(found, Span | type):
            yield found, depth
            waiting.extend((getattr(found, f.name), depth + 1) for f in reversed(fields(found)) if f.name != "span")


def bases(node: object) -> Iterator[Basis]:
    """Every 依据 within an item."""
    return (found for found in nodes(node) if isinstance(found, Basis))
