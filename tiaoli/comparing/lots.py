"""Recorded cases under both laws, lot by lot on all cores: what a lot comes to, and what all of them do.

A process reads the cases of a lot from the files of both sides, decides and compares them, and holds the changes
against what was declared. What travels back is what came out otherwise, and sums and counts of all else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path

from compiler.diagnostics.problem import Problem, Rejected
from compiler.rulebook.model import IntentDecl
from compiler.source.record import dataclass
from solver.answers.comparison import CaseChange, Sums
from solver.questions.difference import light
from solver.questions.intents import Asked, Held, hold
from solver.questions.sums import sums, together
from tiaoli.casebook.pieces import ALONE, Piece, lots
from tiaoli.casebook.processes import cores, spread
from tiaoli.comparing.casebooks import Casebooks, Whose
from tiaoli.comparing.deciding import Laws, decide
from tiaoli.comparing.pairs import LawKey, Pairs

Lot = tuple[Whose, tuple[Piece, ...]]
Progress = Callable[[Sequence[Path]], AbstractContextManager[Callable[[int], None]]]
"""Shows how far the cases of some files have come: takes how many more are done."""


@dataclass(frozen=True, slots=True)
class Looking:
    """How the cases are looked at. ``only``: the name of the one case that is wanted. ``kept``: whether results that
    came out the same are wanted one by one, and not only counted. ``jobs``: how many processes, None for one a core."""

    only: str | None = None
    kept: bool = True
    jobs: int | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Lots:
    """What lots of cases came to, in the order of the cases. ``over``: how many are not about what is compared;
    ``laws``: those that were needed. And what was wrong: with files, with cases that name no document, with cases that
    no side can read."""

    cases: tuple[CaseChange, ...] = ()
    sums: tuple[Sums, ...] = ()
    held: tuple[Held, ...] = ()
    over: int = 0
    laws: tuple[LawKey, ...] = ()
    unread: tuple[Problem, ...] = ()
    unplaced: tuple[Problem, ...] = ()
    undecided: tuple[Problem, ...] = ()

    def stop(self) -> None:
        """Raises Rejected when cases cannot be had from the files."""
        for problems in (self.unread, self.unplaced):
            if problems:
                raise Rejected(problems)


def look(books: Casebooks, pairs: Pairs, intents: Sequence[IntentDecl], looking: Looking) -> Lots:
    """Every case of both casebooks under both laws, held against the intents. Nothing is raised for faulty files or
    cases: what is wrong is told."""
    jobs = cores() if looking.jobs is None else looking.jobs
    files: dict[Whose, list[Path]] = {"new": books.files("new"), "old": books.files("old")}
    todo: list[Lot] = [(side, lot) for side, some in files.items() for lot in lots(some, jobs)]
    if sum(piece.size for _, lot in todo for piece in lot) <= ALONE:
        jobs = 1
    shown = looking.progress if looking.progress is not None else lambda _: nullcontext(lambda _: None)
    found: list[Lots] = []
    make = partial(_Worker, books, pairs, tuple(intents), looking.kept)
    with closing(spread(todo, make, jobs)) as told, shown([f for some in files.values() for f in some]) as advance:
        for (_, lot), one in zip(todo, told, strict=True):
            found.append(one)
            advance(sum(piece.size for piece in lot))
    return _all(found)


def _all(found: Sequence[Lots]) -> Lots:
    return Lots(
        tuple(case for one in found for case in one.cases),
        together(one.sums for one in found),
        tuple(held for one in found for held in one.held),
        sum(one.over for one in found),
        tuple(dict.fromkeys(law for one in found for law in one.laws)),
        tuple(p for one in found for p in one.unread),
        tuple(p for one in found for p in one.unplaced),
        tuple(p for one in found for p in one.undecided),
    )


class _Worker:
    """Works on one lot after the other in a process of its own; keeps the laws and the files it read last."""

    def __init__(self, books: Casebooks, pairs: Pairs, intents: tuple[IntentDecl, ...], kept: bool) -> None:
        self.books, self.pairs, self.intents, self.kept = books, pairs, intents, kept
        self.renamed = {a: b for intent in intents for a, b in intent.renames}
        self.meant = frozenset({*pairs.old.side.documents, *pairs.new.side.documents})

    def __call__(self, lot: Lot) -> Lots:
        side, pieces = lot
        unread: list[Problem] = []
        unplaced: list[Problem] = []
        laws: dict[LawKey, None] = {}
        cases: list[Laws] = []
        over = 0
        for piece in pieces:
            some, faults = self.books.cases(side, piece)
            unread += faults.read
            unplaced += faults.unplaced
            for number, one in enumerate(some, piece.first):
                both = self.pairs.sides_of(one.documents)
                if both is None:
                    over += 1
                    continue
                laws[*both, one.known] = None
                try:
                    cases.append(Laws(one, *both, self.pairs.get(*both, one.known), number))
                except Rejected:
                    continue  # whoever asked loads the same law and says what is wrong with it
        decided = [] if unread or unplaced else list(decide(cases, self.renamed, self.meant))
        asked = [d.asked for d in decided if d.asked is not None]
        return Lots(
            tuple(map(self._told, asked)),
            sums(c for one in asked for c in one.change.changes),
            (hold(self.intents, asked),) if self.intents else (),
            over + len(decided) - len(asked),
            tuple(laws),
            tuple(unread),
            tuple(unplaced),
            tuple(p for d in decided for p in d.problems),
        )

    def _told(self, one: Asked) -> CaseChange:
        """The case as it travels."""
        changes = one.change.changes
        wanted = changes if self.kept else tuple(c for c in changes if c.sort != "kept")
        return replace(one.change, changes=tuple(map(light, wanted)), kept=len(changes) - len(wanted))
