"""Which variables a term or condition needs, so that it is decided once per choice of those and no more."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import Aggregate, Members, Quantifier, Type, Var
from compiler.source.text import Span

_LAWS = 8  # rulebooks whose terms are remembered


class Free:
    """Remembers the answer per node, as long as itself is kept."""

    def __init__(self) -> None:
        self._known: dict[int, frozenset[int]] = {}
        self._kept: list[object] = []
        self._sorted: dict[int, tuple[int, ...]] = {}

    def used(self, node: object) -> tuple[int, ...]:
        """The depths of the free variables of ``node``, in their order: what its scope is made of."""
        known = self._sorted.get(id(node))
        if known is None:
            known = tuple(sorted(self.of(node)))
            if id(node) in self._known:  # it is held, so that no other takes its place
                self._sorted[id(node)] = known
        return known

    def within(self, node: object, env: tuple[str, ...]) -> tuple[str, ...]:
        """What those variables stand for, of all that stand for something where ``node`` is."""
        return tuple(env[i] for i in self.used(node) if i < len(env))

    def of(self, node: object) -> frozenset[int]:
        """The depths of the free variables of ``node``."""
        if isinstance(node, Var):
            return frozenset((node.depth,))
        if not is_dataclass(node) and not isinstance(node, tuple):
            return frozenset()
        if isinstance(node, Type | Span):
            return frozenset()
        known = self._known.get(id(node))
        if known is None:
            known = self._of(node)
            self._known[id(node)] = known
            self._kept.append(node)
        return known

    def _of(self, node: object) -> frozenset[int]:
        if isinstance(node, tuple):
            return frozenset().union(*(self.of(part) for part in node))
        if isinstance(node, Members):
            return self.of(node.list)
        assert is_dataclass(node)
        found = frozenset[int]().union(*(self.of(getattr(node, f.name)) for f in fields(node) if f.name != "origin"))
        if isinstance(node, Aggregate | Quantifier):
            return (found - {node.members.depth}) | self.of(node.members)
        return found


_KNOWN: dict[int, tuple[Rulebook, Free]] = {}


def free_of(rulebook: Rulebook) -> Free:
    """What is known of the terms of a rulebook, the same for all who ask; a few rulebooks are remembered."""
    found = _KNOWN.get(id(rulebook))
    if found is None or found[0] is not rulebook:
        if len(_KNOWN) >= _LAWS:
            _KNOWN.pop(next(iter(_KNOWN)))
        found = _KNOWN[id(rulebook)] = (rulebook, Free())
    return found[1]
