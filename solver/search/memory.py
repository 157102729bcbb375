"""What a search remembers of conditions and terms from state to state."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from compiler.cases.model import Fact
from compiler.rulebook.terms import Choose
from compiler.source.record import dataclass

if TYPE_CHECKING:
    from solver.search.evaluate import Cell, Env
    from solver.search.leaves import Instance

_Cast = tuple[tuple[str, str], ...]
"""Who there is in a case: kinds and ids."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """Choices of a term that hang on what nobody has decided: those ``above`` whatever it runs over, and whether there
    are others ``within``."""

    above: tuple[Choose, ...]
    within: bool


class Memory:
    """What a search remembers of conditions and terms from state to state, by their identity.

    ``histories``: which kinds a node looks through. By who there is: ``listed``: which comparisons it comes to;
    ``cells``: what it is read from. ``steady`` says of which nodes that is the same for all values of the facts,
    ``hanging`` of terms what in them hangs on what nobody has decided, ``reckoned`` whether they are reckoned from a
    field; all hold them, so that no other takes the place of one. ``held``: what was put together for a question, for
    the same reason. ``kept``: see :meth:`Evaluator.by_payments`. It is of one case and its readings."""

    def __init__(self) -> None:
        self.histories: dict[int, frozenset[Cell]] = {}
        self.listed: dict[_Cast, dict[tuple[int, Env], tuple[Instance, ...]]] = {}
        self.cells: dict[_Cast, dict[tuple[int, Env], frozenset[Cell]]] = {}
        self.steady: dict[tuple[int, bool], tuple[object, bool]] = {}
        self.hanging: dict[int, tuple[object, Hanging]] = {}
        self.reckoned: dict[tuple[str, str, int], tuple[object, bool]] = {}
        self.held: list[object] = []
        self.kept: dict[Hashable, tuple[tuple[Fact, ...], frozenset[Cell], object]] = {}
