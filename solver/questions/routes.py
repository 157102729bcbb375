"""Routes: changes after which a claim fares as wanted, and what was found of them."""

from __future__ import annotations

from fractions import Fraction

from compiler.cases.model import Scalar
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.questions.blockers import Blocker
from solver.search.evaluate import Cell

ROUTES, NODES, SECONDS = 5, 1500, 10.0
ENOUGH = 0.7
"""Seconds after which a route is enough to answer a question from the terminal with."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field set otherwise. ``before`` is None when the case does not state it. ``clause`` and ``quote``: the rule
    it was changed for; ``text``: the comparison."""

    cell: Cell
    before: Scalar | None
    after: Scalar
    cost: int
    document: str = ""
    clause: str = ""
    quote: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """Changes that lead there together, and what comes out then."""

    changes: tuple[Change, ...]
    cost: int
    result: Result


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer. ``now`` is the result as the case stands; ``limit`` is set when the search was cut off: nodes or
    seconds; every route that costs less than ``below`` was found then. ``most``: the most that the sum can come to
    whatever is changed, where that is less than was wanted."""

    now: Result
    lose: bool
    want: Fraction | None
    routes: tuple[Route, ...]
    blockers: tuple[Blocker, ...]
    tried: int
    limit: str = ""
    most: Fraction | None = None
    below: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long to look: number of routes, of cases assessed, and seconds; ``enough``: after how many seconds no further
    routes are looked for once there is one, for those that are nearest come first."""

    routes: int = ROUTES
    nodes: int = NODES
    seconds: float = SECONDS
    enough: float | None = None
