"""Reasons and values by direct evaluation, where a search tells what it sees without asking the program."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.asp.free import free_of
from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import Aggregate, Cond, FieldOf, Members, Quantifier, Term
from solver.answers.model import Reason, State
from solver.arithmetic.text import write
from solver.engine.atoms import Atoms
from solver.questions.reasons import Explainer
from solver.questions.values import Reader, Scope
from solver.search.evaluate import Evaluator

_STATES: dict[bool | None, State] = {True: "yes", False: "no", None: "unknown"}


class DirectReader(Reader):
    """Reads values by direct evaluation. ``case``: the one that the evaluator looks at, with its changes."""

    def __init__(self, rulebook: Rulebook, evaluator: Evaluator, case: Case) -> None:
        super().__init__(case, Atoms(), free_of(rulebook))
        self._evaluator = evaluator

    def text(self, term: Term, env: Scope) -> str | None:
        """The value of a term as text; None when it is unknown."""
        value = self._evaluator.value(term, env)
        return write(value) if value is not None else super().text(term, env) if isinstance(term, FieldOf) else None

    def _within(self, node: Aggregate | Quantifier, env: Scope) -> Iterator[Reason]:
        for member in sorted(self._evaluator.members(node.members, env)[0]):
            inner = self._evaluator.inner(node.members, env, member)
            state = True if node.where is None else self._evaluator.state(node.where, inner)
            if state is not False:
                key = node.key if isinstance(node, Aggregate) else None
                yield from self.missing((None if state else node.where, key), inner)


class DirectExplainer(Explainer):
    """Tells conditions and values as they are by direct evaluation."""

    reader: DirectReader

    def __init__(self, rulebook: Rulebook, evaluator: Evaluator, case: Case, readings: dict[str, str]) -> None:
        super().__init__(rulebook, DirectReader(rulebook, evaluator, case), readings)
        self.evaluator = evaluator

    def state(self, cond: Cond, env: Scope) -> State:
        """yes, no or unknown."""
        return _STATES[self.evaluator.state(cond, env)]

    def _members(self, members: Members, env: Scope) -> tuple[dict[int, str], bool]:
        listed, whole = self.evaluator.members(members, env)
        return dict(enumerate(listed)), whole
