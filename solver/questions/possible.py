"""Not everything is known: what is certain, what is impossible, what is possible, and which facts still matter.

The facts a case leaves out are set one after the other to every value at which something turns over
(:mod:`solver.search.landmarks`), and each completed case is assessed, until it is decided whatever the rest is
(:mod:`solver.questions.exploring`). What comes out is a tree of questions. A fact matters when two completions that
differ in it alone come out differently.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from fractions import Fraction
from typing import Literal

from compiler.cases.model import Case, Scalar
from compiler.diagnostics.problem import Rejected
from compiler.rulebook.model import Rulebook
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.answers.model import Outcome, Result
from solver.questions.assess import Assessor, engine_of
from solver.questions.completions import Fact, Tree, leaves, matters
from solver.questions.exploring import Exploration, Explorer
from solver.search.evaluate import Cell
from solver.search.memory import Memory

NODES, SECONDS = 600, 10.0
Status = Literal["certain", "possible", "impossible"]


@dataclass(frozen=True, slots=True)
class Possibility:
    """What a benefit may come to for an object.

    ``outcomes``: all that can come out, in a fixed order. ``low``/``high``: the least and the most that is paid
    where it is granted (yuan; ``high`` None: without end). ``matters``: in the order in which answers settle most.
    ``idle``: facts that the rules look at and that cannot matter any more. ``open``: what no fact of the case can
    decide. ``assumed``: a party nothing is said of, for those whose name does not matter but whose facts do.
    """

    now: Result
    status: Status
    outcomes: tuple[Outcome, ...]
    low: Fraction | None
    high: Fraction | None
    matters: tuple[Fact, ...]
    idle: tuple[Cell, ...]
    open: tuple[str, ...]
    assumed: tuple[tuple[Cell, Scalar], ...]
    tree: Tree
    tried: int
    limit: str = ""


def possibilities(
    rulebook: Rulebook,
    case: Case,
    wanted: tuple[str, ...] = (),
    nodes: int = NODES,
    seconds: float = SECONDS,
    unknowable: frozenset[Cell] = frozenset(),
) -> tuple[Possibility, ...]:
    """For each benefit and object of the case (or those of the benefits named by id). ``unknowable``: facts nobody can
    tell, which stay open; ``nodes``: cases assessed for each at most, ``seconds`` for all together. Raises Rejected
    when the case itself contradicts an assertion."""
    until = time.monotonic() + seconds
    explorers, open_ = _explorers(rulebook, case, wanted, nodes, unknowable)
    while open_:
        # What one does not use of its share of the time is left to the others; those that need more begin again.
        late: list[Exploration] = []
        for index, exploration in enumerate(open_):
            share = max(until - time.monotonic(), 0.0) / (len(open_) - index)
            if not exploration.grow(share):
                late.append(exploration)
        open_ = late if time.monotonic() < until else []
    return tuple(map(_possibility, explorers))


def one_by_one(
    rulebook: Rulebook,
    case: Case,
    wanted: tuple[str, ...],
    nodes: int,
    seconds: float,
    unknowable: frozenset[Cell],
) -> Iterator[Possibility]:
    """The same, each looked into when it is asked for."""
    until = time.monotonic() + seconds
    explorers, _ = _explorers(rulebook, case, wanted, nodes, unknowable)
    assessor = Assessor(engine_of(rulebook))
    for index, explorer in enumerate(explorers):
        share = max(until - time.monotonic(), 0.0) / (len(explorers) - index)
        Exploration(assessor, (explorer,), nodes).grow(share)
        yield _possibility(explorer)


def _explorers(
    rulebook: Rulebook, case: Case, wanted: tuple[str, ...], nodes: int, unknowable: frozenset[Cell]
) -> tuple[list[Explorer], list[Exploration]]:
    """One for each result that is asked about, and those of one benefit together."""
    assessor, memory = Assessor(engine_of(rulebook)), Memory()
    (told,) = assessor.assess_many((case,), False, focus=frozenset(wanted) or None)
    if isinstance(told, Rejected):
        raise told
    asked = [r for r in told.results if not wanted or {b.id for b in wordings(rulebook, r.benefit_id)} & set(wanted)]
    explorers = [Explorer(rulebook, case, result, unknowable, memory) for result in asked]
    of: dict[str, list[Explorer]] = {}
    for explorer in explorers:
        of.setdefault(explorer.benefit.id, []).append(explorer)
    return explorers, [Exploration(assessor, some, nodes) for some in of.values()]


def _possibility(explorer: Explorer) -> Possibility:
    """What the tree of questions comes to."""
    tree = explorer.tree()
    ends = list(leaves(tree))
    outcomes = {leaf.outcome for leaf in ends}
    ordered: tuple[Outcome, ...] = ("granted", "displaced", "refused", "undetermined")
    status: Status = "possible"
    if outcomes == {"granted"}:
        status = "certain"
    elif outcomes <= {"refused", "displaced"}:
        status = "impossible"
    found = [(leaf.low, leaf.high) for leaf in ends if leaf.outcome == "granted"] + explorer.extents
    lows = [low for low, _ in found if low is not None]
    highs = [high for _, high in found]
    asked = matters(tree)
    return Possibility(
        now=explorer.now,
        status=status,
        outcomes=tuple(o for o in ordered if o in outcomes),
        low=min(lows, default=None),
        high=None if None in highs else max((h for h in highs if h is not None), default=None),
        matters=asked,
        idle=tuple(sorted(explorer.looked_at() - {m.cell for m in asked})),
        open=tuple(dict.fromkeys(o for leaf in ends for o in leaf.open)),
        assumed=tuple(explorer.assumed.items()),
        tree=tree,
        tried=explorer.tried,
        limit=explorer.limit,
    )
