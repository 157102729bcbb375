"""Whether statements can hold together: clauses over yes/no variables, found to go together, proved not to, or neither.

A literal is a whole number from 1, its opposite the same number below zero. No number of a policy ever gets in here:
what is asked is only which statements go together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clingo import Control


class Clauses:
    """Clauses to be asked about. ``fresh`` gives a variable, ``add`` a clause: one of its literals must hold."""

    def __init__(self) -> None:
        self._clauses: list[tuple[int, ...]] = []
        self._last = 0

    def fresh(self) -> int:
        """A new variable."""
        self._last += 1
        return self._last

    def add(self, *literals: int) -> None:
        """One of these must hold."""
        self._clauses.append(literals)

    def one_of(self, variables: Sequence[int]) -> None:
        """Exactly one of these holds."""
        self.add(*variables)
        for index, first in enumerate(variables):
            for second in variables[index + 1 :]:
                self.add(-first, -second)

    def solve(self, assumed: Iterable[int], seconds: float) -> tuple[bool | None, tuple[int, ...]]:
        """Whether the clauses can hold with everything that is assumed: True; False with the assumptions that rule it
        out; None when that was not found out within ``seconds``."""
        control = Control(["--warn=none"])
        with control.backend() as backend:
            atoms = [backend.add_atom() for _ in range(self._last)]
            backend.add_rule(atoms, choice=True)
            for clause in self._clauses:
                backend.add_rule([], [-atoms[x - 1] if x > 0 else atoms[-x - 1] for x in clause])
        wanted = {(atoms[abs(x) - 1] if x > 0 else -atoms[abs(x) - 1]): x for x in assumed}
        with control.solve(assumptions=list(wanted), async_=True) as handle:
            if not handle.wait(seconds):
                handle.cancel()
                return None, ()
            if handle.get().satisfiable:
                return True, ()
            return False, tuple(sorted(wanted[x] for x in handle.core() if x in wanted))
