"""What there is to see in a policy, one way at a time, and what became of it. Plain values.

A goal is one thing that a case can show: a condition that held and decided, a boundary met from inside, a claim that
gave way to another. The list of goals is whole before any case is looked at, so that other questions (which cases are
missing, would a case notice a change) can go through it.
"""

from __future__ import annotations

from compiler.source.record import dataclass

WAYS: dict[str, tuple[str, ...]] = {
    "outcome": ("granted", "refused", "displaced", "undetermined"),
    "condition": ("held", "failed"),
    "rule": ("held", "failed"),
    "boundary": ("inside", "outside"),
    "date": ("first", "before", "last", "after", "back", "before_back"),
    "row": ("chosen",),
    "band": ("reached",),
    "bound": ("binding", "slack"),
    "limit": ("reached", "free"),
    "pair": ("wins", "made_up", "open", "stands", "apart"),
    "reading": ("taken",),
}
"""The sorts of goals, each with its ways. ``rule``: an exception, analogy, transition, definition. ``row``: a row of
分档 or 分情形. ``band``: of 分段. ``bound``: 封顶 or 保底. ``pair``: two members of a 不重复: the first named wins, it
is taken off the second, neither is settled, the first stands beside what was paid, or they do not meet."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One thing to see, one way.

    ``id``: stable name, unique within a document, made of the law's own words. ``rule``: the written rule it stands
    in; ``benefits``: the names of the benefits it can bear upon. ``text``: the condition, row, date or member as it
    is written; ``other``: the second member of a pair; ``shape``: the shape of its 不重复. ``line``: where it stands in
    its file.
    """

    id: str
    sort: str
    way: str
    document: str
    clause: str
    rule: str
    rule_sort: str
    benefits: tuple[str, ...]
    text: str
    other: str = ""
    line: int = 0
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a goal cannot be seen: ``kind`` open (a document, discretion, something the law leaves unsettled: ``about``
    says what), endless (a list that ends in 等 is never said not to hold something), implied (by ``texts``, the other
    conditions that leave it nothing to decide), alone (nothing displaces it), unequal (its sum is always the smaller or
    the greater), unsure (the rule sets no least sum, so that it is never certain to be more), untested (no rule asks
    for the reading), never (no value of the fact would do) or always (the rule is written so that it cannot come out
    otherwise)."""

    kind: str
    texts: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What became of a goal. ``state``: seen (``by`` the first case that shows it), missing, unreachable (``cause``),
    or undecided: it was not seen, and whether it can be was not found out within the limit. ``nearest``: for a
    boundary that is missing, how near the nearest case came, in the steps of its field."""

    goal: Goal
    state: str
    by: str = ""
    cause: Cause | None = None
    nearest: str = ""


SEEN, MISSING, UNREACHABLE, UNDECIDED = "seen", "missing", "unreachable", "undecided"


@dataclass(frozen=True, slots=True)
class Count:
    """How many goals were seen, are missing, cannot be seen, and are undecided (which counts as missing)."""

    seen: int
    missing: int
    unreachable: int
    undecided: int

    @property
    def within(self) -> int:
        """How many are within reach."""
        return self.seen + self.missing + self.undecided


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every goal of a document in the order of its clauses; ``cases``: how many were looked at, and ``passed``: those
    among them that were not decided (their facts contradict an assertion)."""

    document: str
    found: tuple[Found, ...]
    cases: int
    passed: tuple[str, ...] = ()


def counted(found: tuple[Found, ...]) -> Count:
    """The goals, counted."""
    states = [f.state for f in found]
    return Count(*(states.count(s) for s in (SEEN, MISSING, UNREACHABLE, UNDECIDED)))
