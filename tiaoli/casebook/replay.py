"""Recorded cases played again: what differs from what was recorded, with the reasons for it; small enough to travel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from compiler.diagnostics.problem import Problem, Rejected
from solver.answers.model import Assessment
from solver.questions.replay import Difference, concerned, replay
from tiaoli.casebook.parallel import by_law, each_piece
from tiaoli.casebook.select import Selection
from tiaoli.opening import Opened, Wanted


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a recorded case. ``line``: where it begins; ``expectations``: how many it has, totals included.

    ``answer`` is there where something differs: the results that are concerned, with all their reasons.
    """

    case: str
    path: Path
    line: int
    expectations: int
    differences: tuple[Difference, ...] = ()
    answer: Assessment | None = None
    index: int = 0  # among the cases of its file, from 0
    documents: tuple[str, ...] = ()
    known: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of a casebook: the cases in their order, and what was wrong there. ``size``: how many cases it was
    counted as; ``text``: a hash of the file as it was read."""

    path: Path
    size: int
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...]
    text: str


def replayed(
    files: Sequence[Path], wanted: Wanted, selection: Selection, jobs: int | None = None
) -> Generator[Told, None, None]:
    """Every wanted case of all files under the law of its own date, in order; see
    :func:`~tiaoli.casebook.parallel.each_piece`."""
    for done in each_piece(files, wanted, outcomes, jobs, selection):
        told = tuple(replace(outcome, index=index) for index, outcome in done.values)
        yield Told(done.path, done.size, told, done.problems, done.text)


def outcomes(opened: Sequence[Opened]) -> list[Outcome | Rejected]:
    """What became of each case; the work of one lot."""

    def ask(some: Sequence[Opened]) -> list[Outcome | Rejected]:
        found = replay(some[0].rulebook, [one.case for one in some])
        return [
            played if isinstance(played, Rejected) else _outcome(one, played.differences, played.assessment)
            for one, played in zip(some, found, strict=True)
        ]

    return by_law(opened, ask)


def _outcome(one: Opened, differences: tuple[Difference, ...], answer: Assessment) -> Outcome:
    case = one.case
    kept = replace(answer, results=concerned(answer, case, differences)) if differences else None
    return Outcome(
        case.name,
        one.path,
        case.origin.line,
        len(case.expected) + len(case.totals),
        differences,
        kept,
        documents=case.documents,
        known=case.known,
    )
