"""The whole comparison of two sides as one value: words and rules, reach, recorded cases, sums, what was declared."""

from __future__ import annotations

from compiler.compare.documents import DocumentChange
from compiler.source.record import dataclass
from solver.answers.comparison import CaseChange, Sums
from solver.answers.universal import Universal
from solver.questions.intents import Verdict
from tiaoli.comparing.sides import Side


@dataclass(frozen=True, slots=True)
class Touch:
    """A benefit and the clause it stands in. ``by``: rule (its own rules changed), meets (those of what it meets),
    came or went (one side has it), told (it means the same and is explained otherwise), or empty: it is not touched."""

    benefit: str
    document: str
    clause: str
    by: str


@dataclass(frozen=True, slots=True)
class Reached:
    """What the change can touch in any case whatever, and what it surely cannot."""

    touched: tuple[Touch, ...]
    told: tuple[Touch, ...]
    untouched: tuple[Touch, ...]


@dataclass(frozen=True, slots=True)
class AnyCase:
    """What the change of one law means for any case at all; the documents of that law on each side."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    found: Universal


@dataclass(frozen=True, slots=True)
class Comparison:
    """``proved``: every pair of laws that was looked at means the same. ``reworded``: rules that differ as written.
    ``passed_over``: recorded cases that are not about the documents compared. ``universal``: the answer about any case
    at all, for each law that is not proved to mean the same; None: that was not asked. ``sides``: where it comes from.
    """

    old: str
    new: str
    documents: tuple[DocumentChange, ...]
    proved: bool
    reworded: bool
    reach: Reached
    cases: tuple[CaseChange, ...]
    sums: tuple[Sums, ...]
    passed_over: int = 0
    verdict: Verdict | None = None
    universal: tuple[AnyCase, ...] | None = None
    sides: tuple[Side, Side] | None = None

    @property
    def differs(self) -> bool:
        """Whether any recorded case comes out otherwise."""
        return any(c.differs for c in self.cases)
