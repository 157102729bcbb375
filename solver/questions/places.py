"""The places that answers lead to, and the tree of questions that is read off them."""

from __future__ import annotations

from compiler.cases.model import Scalar
from solver.answers.model import Result
from solver.questions.completions import Leaf, Node, Tree, same_for_all
from solver.search.evaluate import Cell, Evaluator
from solver.search.residue import Residue

Answers = dict[Cell, Scalar]


class Place:
    """``answers`` lead here, perhaps others as well. ``state``: whether the benefit's own condition holds. ``clear``:
    nothing stands in the way of the claim any more, whatever else is said, and nothing is counted against it. In the
    end it is a leaf, or no case is like that (``gone``), or it asks for ``cell``, the first of those it may ask for
    (``asks``), and leads on; or another is ``like`` it."""

    __slots__ = (
        *("answers", "evaluator", "left", "state", "clear"),
        *("asks", "branches", "cell", "gone", "is_told", "leaf", "like", "result"),
    )  # fmt: skip

    def __init__(
        self, answers: Answers, evaluator: Evaluator, state: bool | None, left: Residue, clear: bool = False
    ) -> None:
        self.answers, self.evaluator, self.state, self.left, self.clear = answers, evaluator, state, left, clear
        self.result: Result | None = None
        self.leaf: Leaf | None = None
        self.asks: list[Cell] | None = None
        self.gone = self.is_told = False
        self.cell: Cell | None = None
        self.branches: list[tuple[Scalar, Place | Leaf]] = []
        self.like = self

    @property
    def waits(self) -> tuple[Cell, ...]:
        """The facts that it may hang on: its sum's alone where it is clear."""
        return self.left.sums if self.clear else self.left.waits


class Trees:
    """Reads trees off places: a fact all of whose values come to the same is not asked for. Trees that are the same are
    one, so that they are told apart by identity."""

    def __init__(self) -> None:
        self._of: dict[int, Tree | None] = {}
        self._nodes: dict[tuple[Cell, tuple[tuple[Scalar, int], ...]], Node] = {}
        self._leaves: dict[Leaf, Leaf] = {}
        self._cut: set[int] = set()

    def tree(self, place: Place | Leaf) -> Tree | None:
        """The tree of a place; None where no case is like that."""
        if isinstance(place, Leaf):
            return self._leaves.setdefault(place, place)
        place = place.like
        if id(place) not in self._of:
            self._of[id(place)] = self._read(place)
        return self._of[id(place)]

    def _read(self, place: Place) -> Tree | None:
        if place.leaf is not None:
            leaf = self._leaves.setdefault(place.leaf, place.leaf)
            self._cut |= {id(leaf)} if leaf.limit else set()
            return leaf
        found = ((value, self.tree(under)) for value, under in place.branches)
        branches = tuple((value, tree) for value, tree in found if tree is not None)
        if not branches:
            return None
        first = branches[0][1]
        # What was not looked at any further may differ: a question too many rather than one too few.
        cut = any(id(tree) in self._cut for _, tree in branches)
        if not cut and all(same_for_all(first, tree) for _, tree in branches[1:]):
            return first
        assert place.cell is not None
        node = Node(place.cell, branches)
        node = self._nodes.setdefault((place.cell, tuple((value, id(tree)) for value, tree in branches)), node)
        self._cut |= {id(node)} if cut else set()
        return node
