"""Where an expression stands: the sheet it belongs to, its variables, and the counter that numbers its nodes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from compiler.corpus import Sheet
from compiler.rulebook.terms import Term


@dataclass(slots=True)
class Counter:
    """Numbers the nodes of one rule: ``大师工作室建设资助.3``."""

    owner: str
    last: int = 0

    def next(self) -> str:
        """A fresh id."""
        self.last += 1
        return f"{self.owner}.{self.last}"


@dataclass(frozen=True, slots=True)
class Roles:
    """What 享受人, 事由日 and 待遇名 stand for."""

    beneficiary: Term | None = None
    event_date: Term | None = None
    benefit_name: Term | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The place of an expression. ``depth`` is the depth the next variable gets; ``inside`` the definitions
    that are being put in, outermost first; ``each_step`` the rounding of intermediate results, if any."""

    sheet: Sheet
    counter: Counter
    variables: dict[str, Term] = field(default_factory=dict)
    depth: int = 0
    roles: Roles = Roles()
    inside: tuple[str, ...] = ()
    each_step: tuple[str, Term] | None = None

    def with_variable(self, name: str, term: Term) -> Scope:
        """The scope with one more variable at the next depth."""
        return replace(self, variables={**self.variables, name: term}, depth=self.depth + 1)

    def for_definition(self, sheet: Sheet, name: str, arguments: dict[str, Term]) -> Scope:
        """The scope of a definition's body: its own sheet, only its parameters."""
        return replace(self, sheet=sheet, variables=arguments, inside=(*self.inside, name))
