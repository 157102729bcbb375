"""Formulas of three values over regions: each is made once, so that what means the same is the same number.

A formula is yes, no or neither. Leaves say where a cell lies (``cut``: at or above a mark of its scale; ``pick``: it
has this value; ``stated``: it has some value) or stand for what is not looked into (``free``). ``split`` takes its yes
from one formula and its no from another.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

Formula = int
YES, NO, UNKNOWN = 0, 1, 2
Mark = tuple[object, int]
"""A mark on a scale: (v, 0) is reached at v, (v, 1) just above it."""


class Formulas:
    """All formulas of one search."""

    def __init__(self) -> None:
        self.nodes: list[tuple[Hashable, ...]] = [("yes",), ("no",), ("unknown",)]
        self._index: dict[tuple[Hashable, ...], Formula] = {n: i for i, n in enumerate(self.nodes)}

    def _made(self, node: tuple[Hashable, ...]) -> Formula:
        found = self._index.get(node)
        if found is None:
            found = self._index[node] = len(self.nodes)
            self.nodes.append(node)
        return found

    def cut(self, cell: int, mark: Hashable) -> Formula:
        """The cell has a value at or above the mark."""
        return self._made(("cut", cell, mark))

    def pick(self, cell: int, value: Hashable) -> Formula:
        """The cell has this value."""
        return self._made(("pick", cell, type(value).__name__, value))

    def stated(self, cell: int) -> Formula:
        """The cell has a value; never no."""
        return self._made(("stated", cell))

    def free(self, key: Hashable) -> Formula:
        """Something that may be so or not, the same wherever the key is the same."""
        return self._made(("free", key))

    def negate(self, formula: Formula) -> Formula:
        """The opposite; neither stays neither."""
        if formula in (YES, NO):
            return NO if formula == YES else YES
        node = self.nodes[formula]
        if node[0] == "not":
            assert isinstance(node[1], int)
            return node[1]
        return formula if formula == UNKNOWN else self._made(("not", formula))

    def every(self, parts: Iterable[Formula]) -> Formula:
        """All of them."""
        return self._joined("every", parts, YES, NO)

    def some(self, parts: Iterable[Formula]) -> Formula:
        """At least one of them."""
        return self._joined("some", parts, NO, YES)

    def either(self, one: Formula, other: Formula) -> Formula:
        """One or the other, kept as two: for chains of which every link is asked about."""
        if one in (NO, other):
            return other
        return one if other == NO else self._made(("some", (one, other)))

    def _joined(self, sort: str, parts: Iterable[Formula], neutral: Formula, decisive: Formula) -> Formula:
        found: dict[Formula, None] = {}
        for part in parts:
            node = self.nodes[part]
            inner = node[1] if node[0] == sort else (part,)
            assert isinstance(inner, tuple)
            for one in inner:
                if one == decisive:
                    return decisive
                if one != neutral:
                    found[one] = None
        if len(found) <= 1:
            return next(iter(found), neutral)
        return self._made((sort, tuple(sorted(found))))

    def is_hopeless(self, formula: Formula) -> bool:
        """Whether it is plain that a conjunction is never yes: it asks for a thing and its opposite, for two values of
        one cell, for a mark and not for one below it."""
        if formula in (NO, UNKNOWN):
            return True
        node = self.nodes[formula]
        if node[0] != "every":
            return False
        parts = self.parts(formula)
        known = set(parts)
        picked: dict[object, object] = {}
        reached: list[tuple[Hashable, Hashable]] = []
        below: list[tuple[Hashable, Hashable]] = []
        for part in parts:
            leaf = self.nodes[part]
            if leaf[0] == "not" and leaf[1] in known:
                return True
            if leaf[0] == "pick" and picked.setdefault(leaf[1], leaf[2:]) != leaf[2:]:
                return True
            if leaf[0] == "cut":
                reached.append((leaf[1], leaf[2]))
            elif leaf[0] == "not" and isinstance(leaf[1], int) and self.nodes[leaf[1]][0] == "cut":
                below.append((self.nodes[leaf[1]][1], self.nodes[leaf[1]][2]))
        return any(
            cell == other and isinstance(mark, tuple) and isinstance(limit, tuple) and limit <= mark
            for cell, mark in reached
            for other, limit in below
        )

    def split(self, yes: Formula, no: Formula) -> Formula:
        """Yes when ``yes`` is, no when ``no`` is yes; the two must not be yes at once."""
        if (yes, no) in ((YES, NO), (NO, YES)):
            return yes
        return yes if no == self.negate(yes) else self._made(("split", yes, no))

    def parts(self, formula: Formula) -> tuple[Formula, ...]:
        """The formulas directly inside."""
        node = self.nodes[formula]
        match node[0]:
            case "not":
                return (node[1],)  # type: ignore[return-value]
            case "every" | "some":
                return node[1]  # type: ignore[return-value]
            case "split":
                return node[1:]  # type: ignore[return-value]
            case _:
                return ()

    def under(self, roots: Iterable[Formula]) -> list[Formula]:
        """The roots and everything inside them, each once."""
        seen: dict[Formula, None] = {}
        stack = list(roots)
        while stack:
            one = stack.pop()
            if one not in seen:
                seen[one] = None
                stack.extend(self.parts(one))
        return list(seen)
