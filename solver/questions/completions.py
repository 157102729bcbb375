"""What may come out of a case, as a tree: a question at each node, what comes out whatever else is said at each end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from compiler.cases.model import Scalar
from compiler.source.record import dataclass
from solver.answers.model import Outcome
from solver.search.evaluate import Cell

STEPS = 20_000
"""How far two trees are compared."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What comes out whatever else is said. ``low`` and ``high``: the sum in yuan; None: no sum, or no end.

    ``open``: what keeps it undetermined although every fact that could matter is set (a document, discretion, a
    reading); ``limit``: not looked at any further, a limit was reached."""

    outcome: Outcome
    low: Fraction | None = None
    high: Fraction | None = None
    open: tuple[str, ...] = ()
    limit: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A question, and what follows from each answer."""

    cell: Cell
    branches: tuple[tuple[Scalar, Tree], ...]


Tree = Leaf | Node


@dataclass(frozen=True, slots=True)
class Fact:
    """A missing fact that matters. ``settles``: the share of its answers after which nothing else is needed."""

    cell: Cell
    settles: Fraction
    answers: tuple[Scalar, ...]


def leaves(tree: Tree | None) -> Iterator[Leaf]:
    """All ends of a tree, each part of it that stands in several places once."""
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, Leaf):
            yield part
        else:
            waiting += [under for _, under in reversed(part.branches)]


class _Known:
    """What of a tree can still come out once a fact has a value."""

    def __init__(self, cell: Cell, value: Scalar) -> None:
        self._cell, self._value = cell, value
        self._left: dict[int, tuple[frozenset[Leaf], int]] = {}

    def left(self, tree: Tree) -> tuple[frozenset[Leaf], int]:
        """The ends, and how many of them the tree then has."""
        if id(tree) not in self._left:
            self._left[id(tree)] = self._of(tree)
        return self._left[id(tree)]

    def _of(self, tree: Tree) -> tuple[frozenset[Leaf], int]:
        if isinstance(tree, Leaf):
            return frozenset((tree,)), 1
        found = [under for v, under in tree.branches if v == self._value] if tree.cell == self._cell else []
        parts = [self.left(under) for under in found or [u for _, u in tree.branches]]
        ends = frozenset[Leaf]().union(*(p for p, _ in parts))
        return ends, 1 if len(ends) == 1 else sum(size for _, size in parts)


def same_for_all(a: Tree, b: Tree) -> bool:
    """Whether two trees come to the same for every completion. Where that takes too long to see, they are taken to
    differ: a question too many rather than one too few."""
    return _alike(a, b, {}, [STEPS])


def _alike(a: Tree, b: Tree, known: dict[Cell, Scalar], steps: list[int]) -> bool:
    if a is b:
        return True
    if isinstance(a, Leaf) and isinstance(b, Leaf):
        return a == b
    steps[0] -= 1
    if steps[0] <= 0:
        return False
    node, other = (a, b) if isinstance(a, Node) else (b, a)
    assert isinstance(node, Node)
    if node.cell in known:
        found = [under for value, under in node.branches if value == known[node.cell]]
        return all(_alike(under, other, known, steps) for under in found or [u for _, u in node.branches])
    return all(_alike(under, other, {**known, node.cell: value}, steps) for value, under in node.branches)


def _cells(tree: Tree) -> dict[Cell, tuple[Scalar, ...]]:
    """The facts a tree asks for, each with all its answers."""
    found: dict[Cell, dict[Scalar, None]] = {}
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Node) and id(part) not in seen:
            seen.add(id(part))
            found.setdefault(part.cell, {}).update((value, None) for value, _ in part.branches)
            waiting += [under for _, under in reversed(part.branches)]
    return {cell: tuple(answers) for cell, answers in found.items()}


def matters(tree: Tree) -> tuple[Fact, ...]:
    """The facts of a tree. Each of them matters: a question all of whose answers come to the same is not in it."""
    facts = []
    for index, (cell, answers) in enumerate(_cells(tree).items()):
        left = [_Known(cell, value).left(tree) for value in answers]
        settled = sum(len(leaves) == 1 for leaves, _ in left)
        size = sum(ends for _, ends in left)
        facts.append((-Fraction(settled, len(answers)), Fraction(size, len(answers)), index, cell, answers))
    facts.sort(key=lambda f: f[:3])
    return tuple(Fact(cell, -share, answers) for share, _, _, cell, answers in facts)
