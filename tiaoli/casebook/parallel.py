"""Many recorded cases on all cores, told in the order of files and cases whatever finishes first.

This is the door for every question about a whole casebook. ``work`` is called in a worker process with the cases of one
lot, each with its law, and gives a value (or why there is none) for each; only those values travel back, so that memory
stays flat. It must be something that can be pickled: a function of a module, or a frozen value with ``__call__``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Generic, TypeVar

from compiler.cases.read import RawCase, read_cases
from compiler.diagnostics.problem import Log, Problem, Rejected
from compiler.source.files import read_text
from compiler.source.text import SourceFile, Span
from solver.answers.model import Assessment
from tiaoli.casebook.pieces import ALONE, Piece, lots
from tiaoli.casebook.processes import cores, spread
from tiaoli.casebook.select import Selection
from tiaoli.opening import Opened, Opener, Rulebooks, Wanted

T = TypeVar("T")
Work = Callable[[Sequence[Opened]], list[T | Rejected]]
_FAMILIES: Final = 8


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What became of a piece of a file: a value for each case that was wanted and could be decided, by its number in
    the file (from 0), and what was wrong. ``size``: how many cases the piece was counted as; ``text``: a hash of the
    file as it was read."""

    path: Path
    size: int
    values: tuple[tuple[int, T], ...]
    problems: tuple[Problem, ...]
    text: str = ""


def each_piece(
    files: Sequence[Path], wanted: Wanted, work: Work[T], jobs: int | None = None, selection: Selection | None = None
) -> Generator[Done[T], None, None]:
    """What ``work`` gives for the cases of all files, piece by piece, in order.

    ``jobs``: how many processes, None for one a core. Nothing is raised for faulty files or cases: what is wrong is in
    :class:`Done`, beside the values of the others. Whoever stops asking stops the work.
    """
    jobs = cores() if jobs is None else jobs
    todo = lots(files, jobs)
    chosen = selection if selection is not None else Selection()
    if sum(p.size for lot in todo for p in lot) <= ALONE:
        jobs = 1
    if jobs > 1 and len(todo) > 1:
        _warm(todo, wanted)
    seen: dict[str, SourceFile] = {}
    try:
        with closing(spread(todo, partial(_worker, wanted, chosen, work), jobs)) as told:
            for lot in told:
                for done in lot:
                    yield replace(done, problems=tuple(_shared(p, seen) for p in done.problems))
    finally:
        _KNOWN.clear()


def assessed(opened: Sequence[Opened], explain: bool = False) -> list[Assessment | Rejected]:
    """The answer to each case under its law, or why there is none; many at once."""
    from solver.questions.assess import assess_many

    return by_law(opened, lambda some: assess_many(some[0].rulebook, [one.case for one in some], explain))


def by_law(opened: Sequence[Opened], ask: Callable[[Sequence[Opened]], Sequence[T]]) -> list[T]:
    """What ``ask`` gives for the cases of each law, put back in order."""
    laws: dict[int, list[int]] = {}
    for index, one in enumerate(opened):
        laws.setdefault(id(one.rulebook), []).append(index)
    found: dict[int, T] = {}
    for members in laws.values():
        found.update(zip(members, ask([opened[i] for i in members]), strict=True))
    return [found[index] for index in range(len(opened))]


# ---------------------------------------------------------------- what works on a lot


class _Worker(Generic[T]):
    """Reads, binds and works on one lot after the other; keeps the laws and the file it read last."""

    def __init__(self, wanted: Wanted, selection: Selection, work: Work[T], rulebooks: Rulebooks) -> None:
        self.selection, self.work = selection, work
        self.opener = Opener(wanted, Log(), rulebooks)
        self._read: tuple[Path, tuple[RawCase, ...], tuple[Problem, ...], str] | None = None

    def lot(self, pieces: Sequence[Piece]) -> list[Done[T]]:
        """The pieces in turn; the cases of all are worked on together."""
        opened: list[Opened] = []
        places: list[tuple[int, int]] = []
        problems: list[list[Problem]] = []
        texts = []
        for number, piece in enumerate(pieces):
            log = self.opener.log = Log()
            raws, faults, text = self._file(piece.path)
            if not piece.first:
                log.problems.extend(faults)
            for index in range(piece.first, min(piece.last, len(raws))):
                one = self._open(raws[index], piece.path)
                if one is not None:
                    opened.append(one)
                    places.append((number, index))
            problems.append(log.problems)
            texts.append(text)
        values: list[list[tuple[int, T]]] = [[] for _ in pieces]
        for (number, index), value in zip(places, self.work(opened), strict=True):
            if isinstance(value, Rejected):
                problems[number].extend(value.problems)
            else:
                values[number].append((index, value))
        return [
            Done(piece.path, piece.size, tuple(v), tuple(p), t)
            for piece, v, p, t in zip(pieces, values, problems, texts, strict=True)
        ]

    def _file(self, path: Path) -> tuple[tuple[RawCase, ...], tuple[Problem, ...], str]:
        if self._read is None or self._read[0] != path:
            log = Log()
            file = read_text(path, log)
            raws = read_cases(file, log) if file is not None else ()
            self._read = (path, raws, tuple(log.problems), hash_of(file))
        return self._read[1:]

    def _open(self, raw: RawCase, path: Path) -> Opened | None:
        if not self.selection.named(path, raw.name):
            return None
        try:
            one = self.opener.bind(raw, path.absolute().parent, path)
        except Rejected as rejected:
            self.opener.log.problems.extend(rejected.problems)
            return None
        return one if one is not None and self.selection.wants(one.case, one.rulebook) else None


def hash_of(file: SourceFile | None) -> str:
    """A hash of a text; nothing for a file that could not be read."""
    import hashlib

    return hashlib.sha256(file.text.encode("utf-8", "surrogatepass")).hexdigest() if file is not None else ""


_KNOWN: Rulebooks = {}  # laws that were loaded before the processes were made, so that each has them


def _worker(wanted: Wanted, selection: Selection, work: Work[T]) -> Callable[[tuple[Piece, ...]], list[Done[T]]]:
    return _Worker(wanted, selection, work, dict(_KNOWN)).lot


def _warm(todo: Sequence[tuple[Piece, ...]], wanted: Wanted) -> None:
    """Load the laws of the first case in each of the first folders, so that not every process compiles them."""
    opener = Opener(wanted, Log(), {})
    folders = {p.path.parent: p.path for lot in reversed(todo) for p in reversed(lot)}
    for path in list(reversed(folders.values()))[:_FAMILIES]:
        file = read_text(path, Log())
        raws = read_cases(file, Log()) if file is not None else ()
        with suppress(Rejected):
            if raws:
                opener.bind(raws[0], path.absolute().parent, path)
    _KNOWN.update(opener.loaded())


def _shared(problem: Problem, files: dict[str, SourceFile]) -> Problem:
    """The problem with its file as it was first seen, so that a text that comes from many lots is kept once."""
    if problem.span is None:
        return problem
    file = files.setdefault(problem.span.file.name, problem.span.file)
    if file.text != problem.span.file.text:
        return problem
    return replace(problem, span=Span(file, problem.span.start, problem.span.end))
