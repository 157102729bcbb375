"""The states of a long search decided several at a time: those that come next together with the one that is asked
for, which costs little more than that one alone."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence

from compiler.cases.model import Scalar
from solver.answers.model import Assessment
from solver.search.evaluate import Cell

Changes = dict[Cell, Scalar]
Key = frozenset[tuple[Cell, Scalar]]
SHORT, TOGETHER = 4, 32
"""A search is long from so many states on; then so many are decided together."""


class Ahead:
    """``decide``: what some states come to; ``matters``: whether a state has to be decided at all."""

    def __init__(
        self,
        decide: Callable[[Sequence[Changes]], Sequence[Assessment | None]],
        matters: Callable[[Changes], bool],
    ) -> None:
        self._decide, self._matters = decide, matters
        self._known: dict[Key, Assessment | None] = {}
        self._asked = 0

    def answer(self, changes: Changes, following: Iterable[Changes], seen: Container[Key]) -> Assessment | None:
        """What a state comes to. ``following``: those that may come next, in their order; ``seen``: those that do not
        any more."""
        self._asked += 1
        key = frozenset(changes.items())
        if key not in self._known:
            some = {key: changes}
            for other in following if self._asked > SHORT else ():
                of = frozenset(other.items())
                if len(some) == TOGETHER:
                    break
                if of not in some and of not in self._known and of not in seen and self._matters(other):
                    some[of] = other
            self._known.update(zip(some, self._decide(tuple(some.values())), strict=True))
        return self._known.pop(key)
