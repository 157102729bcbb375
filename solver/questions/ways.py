"""Ways to read the text, as few as will do for all that is asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Generic, TypeVar

from compiler.cases.model import Case
from compiler.diagnostics.problem import Rejected
from solver.answers.model import Assessment
from solver.questions.assess import Assessor

Asker = TypeVar("Asker")
View = Mapping[str, str | None]
"""How each reading is read that somebody has in sight; None: it is open."""


class Ways(Generic[Asker]):
    """Collects who asks under which view. Where two askers see no reading differently, one way answers both."""

    def __init__(self) -> None:
        self._ways: list[tuple[dict[str, str | None], list[Asker]]] = []

    def ask(self, view: View, asker: Asker) -> None:
        """Somebody wants the answer under a view."""
        for way, askers in self._ways:
            if all(way.get(name, choice) == choice for name, choice in view.items()):
                way.update(view)
                askers.append(asker)
                return
        self._ways.append((dict(view), [asker]))

    def answers(
        self, assessor: Assessor, case: Case, focus: frozenset[str] | None = None
    ) -> Iterator[tuple[Asker, Assessment]]:
        """The answer to each; what nobody has in sight is read as in the case. The ways are decided together. Raises
        Rejected where the case contradicts an assertion as it is read then."""
        cases, opened = [], []
        for way, _ in self._ways:
            taken = dict(case.readings) | {name: choice for name, choice in way.items() if choice is not None}
            cases.append(replace(case, readings=tuple(sorted(taken.items()))))
            opened.append(frozenset(name for name, choice in way.items() if choice is None))
        found = assessor.assess_many(cases, False, focus=focus, open_readings=opened)
        for (_, askers), answer in zip(self._ways, found, strict=True):
            if isinstance(answer, Rejected):
                raise answer
            yield from ((asker, answer) for asker in askers)
