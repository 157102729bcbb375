"""What the solver found, as plain dictionaries keyed by condition and scope.

A scope is a tuple of ids: ``()`` for all, ``("证1",)`` for an object, longer where quantifiers were inside.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Key = tuple[str, tuple[str, ...]]
Claim = tuple[str, str]


@dataclass(slots=True)
class Atoms:
    """Everything a question needs. Values are texts in the form of :mod:`solver.arithmetic.text`."""

    yes: set[Key] = field(default_factory=set)
    no: set[Key] = field(default_factory=set)
    tested: dict[Key, tuple[str, str]] = field(default_factory=dict)
    values: dict[Key, str] = field(default_factory=dict)
    members: dict[Key, dict[int, str]] = field(default_factory=dict)
    complete: set[Key] = field(default_factory=set)
    facts: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    first: dict[str, dict[tuple[str, ...], str]] = field(default_factory=dict)
    """For :meth:`one`: the rows of a predicate by all arguments but the last, from the first time it is asked for."""

    def rows(self, predicate: str) -> list[tuple[str, ...]]:
        """The arguments of a predicate's atoms, sorted; claims and numbers as texts."""
        return sorted(self.facts.get(predicate, ()))

    def take(self, other: Atoms) -> None:
        """Add what another solve found, of rules that do not touch these."""
        self.yes |= other.yes
        self.no |= other.no
        self.tested |= other.tested
        self.values |= other.values
        self.members |= other.members
        self.complete |= other.complete
        for predicate, rows in other.facts.items():
            self.facts[predicate] = list(dict.fromkeys((*self.facts.get(predicate, ()), *rows)))
        self.first.clear()

    def one(self, predicate: str, *start: str) -> str | None:
        """The last argument of the atom that starts with ``start``, all of its other arguments; None when there is
        none."""
        known = self.first.get(predicate)
        if known is None:
            known = self.first[predicate] = {}
            for row in self.facts.get(predicate, ()):
                known.setdefault(row[:-1], row[-1])
        return known.get(start)
