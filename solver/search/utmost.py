"""The most that a sum can come to, whatever facts are set otherwise.

Found without a search: a number that may be changed is taken to lie anywhere, what else may be changed is taken not to
be known, and where it is open which case of a sum holds it lies between the least and the most of them. What comes out
is never too low; it may be higher than any case reaches.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from compiler.cases.model import Case, Scalar
from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import Choose, Members, Term
from solver.arithmetic.values import Interval, Value, ends, interval
from solver.search.cells import declared
from solver.search.evaluate import Cell, Env, Evaluator

_SUMS = ("number", "money")
_ANYWHERE = Interval(None, None)


def utmost(
    rulebook: Rulebook, case: Case, readings: dict[str, str], usable: Callable[[Cell], bool], term: Term, env: Env
) -> Fraction | None:
    """The most that a sum comes to, where only ``usable`` facts may be otherwise than in the case; None where nothing
    bounds it, or nothing that can be seen without a search."""
    value = _Bounding(rulebook, case, readings, usable).value(term, env)
    return ends(value)[1] if isinstance(value, Fraction | Interval) else None


class _Bounding(Evaluator):
    """Evaluates to what holds for all the values that usable facts may take."""

    def __init__(
        self, rulebook: Rulebook, case: Case, readings: dict[str, str], usable: Callable[[Cell], bool]
    ) -> None:
        super().__init__(rulebook, case, readings)
        self._usable = usable
        self._named: frozenset[str] | None = None

    def value(self, term: Term, env: Env) -> Value | None:
        """A sum or number that is not known may be any."""
        found = super().value(term, env)
        return _ANYWHERE if found is None and term.type.kind in _SUMS else found

    def field(self, cell: Cell) -> Value | tuple[Scalar, ...] | None:
        """A number that may be changed lies anywhere; what else may be changed is not known."""
        if not self._usable(cell):
            return super().field(cell)
        kind = declared(self.rulebook, cell)
        return _ANYWHERE if kind is not None and kind.type.kind in _SUMS else None

    def members(self, members: Members, env: Env) -> tuple[list[str], bool]:
        """Not all there are, where a fact may come to name another one that the case does not have."""
        listed, whole = super().members(members, env)
        return listed, whole and (members.list is not None or members.kind not in self._more())

    def _more(self) -> frozenset[str]:
        """The kinds of which there may be more than the case has."""
        if self._named is None:
            kinds = {kind.name: kind.fields for kind in self.rulebook.kinds}
            self._named = frozenset(
                field.type.name
                for kind, id in self.facts
                for field in kinds.get(kind, ())
                if field.type.kind == "entity" and self._usable((kind, id, field.name))
            )
        return self._named

    def _choose(self, node: Choose, env: Env) -> Value | None:
        """Of sums all that the branches that are open can come to: where none of them holds there is no sum."""
        if node.type.kind not in _SUMS:
            return super()._choose(node, env)
        found, _ = self.branches(node, env)
        numbers = [v for v in found if isinstance(v, Fraction | Interval)]
        if not numbers or len(numbers) < len(found):
            return None
        lows, highs = zip(*map(ends, numbers), strict=True)
        return interval(
            None if None in lows else min(low for low in lows if low is not None),
            None if None in highs else max(high for high in highs if high is not None),
        )
