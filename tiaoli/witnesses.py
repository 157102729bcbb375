"""Small cases that tell the readings of documents apart: looked for on all cores, and kept until the law or the program
changes. Which case is found hangs on nothing else."""

from __future__ import annotations

import datetime as dt
import hashlib
import pickle
from collections.abc import Generator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import solver
from compiler import store
from compiler.driver import load
from compiler.source import kept
from solver.questions.apart import Witness
from solver.questions.witness import NoWitness, Witnesses
from tiaoli.casebook.processes import cores, spread

Sought = tuple[str, str]
"""A document and one of its readings."""
Found = Witness | NoWitness


def witnesses(
    root: Path, known: dt.date | None, sought: Sequence[Sought], seconds: float, jobs: int | None = None
) -> Generator[Found, None, None]:
    """For each reading in turn a case that tells two of its choices apart, or why there is none; each as soon as it is
    known. ``seconds``: for each reading; ``jobs``: how many processes, None for one a core. Raises Rejected as
    :func:`~compiler.driver.load` does."""
    names = {document: store.key(root, (document,), known) for document, _ in sought}
    keys = {one: _key(names[one[0]], one[1], seconds) for one in sought}
    had = {one: found for one in sought if (found := _get(keys[one])) is not None}
    todo = [one for one in sought if one not in had]
    make = partial(_Worker, root, known, seconds)
    with closing(spread(todo, make, cores() if jobs is None else jobs)) as told:
        for one in sought:
            if one in had:
                yield had[one]
                continue
            found = next(told)
            if not _is_cut_off(found):
                kept.put(keys[one], pickle.dumps(found, protocol=pickle.HIGHEST_PROTOCOL))
            yield found


class _Worker:
    """Looks for one witness after the other in a process of its own; keeps the laws it has seen."""

    def __init__(self, root: Path, known: dt.date | None, seconds: float) -> None:
        self._root, self._known, self._seconds = root, known, seconds
        self._laws: dict[str, Witnesses] = {}

    def __call__(self, sought: Sought) -> Found:
        document, reading = sought
        if document not in self._laws:
            self._laws[document] = Witnesses(load(self._root, (document,), known=self._known), (document,))
        return self._laws[document].of(reading, seconds=self._seconds)


def _is_cut_off(found: Found) -> bool:
    """Whether another might be found with more time, or on another machine."""
    return found.limit if isinstance(found, Witness) else found.why == "limit"


def _key(law: str, reading: str, seconds: float) -> str:
    digest = hashlib.sha256(store.stamp(Path(solver.__path__[0])))
    digest.update(repr((law, reading, seconds)).encode())
    return digest.hexdigest()


def _get(key: str) -> Found | None:
    body = kept.get(key)
    found = pickle.loads(body) if body is not None else None
    return found if isinstance(found, Witness | NoWitness) else None
