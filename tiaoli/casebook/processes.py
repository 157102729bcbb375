"""Work done lot by lot on all cores, told in the order of the lots whatever finishes first.

This is the door to other processes. ``make`` is called once in each of them and gives what works there on one lot after
the other; what it comes to is all that travels back, so that memory stays flat. ``make``, the lots and what is told
must be something that can be pickled. Where processes are copies of this one (on Linux), ``make`` has what was loaded
here and nothing is made twice.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import active_children, get_context
from typing import Final, TypeVar, cast

Lot = TypeVar("Lot")
Told = TypeVar("Told")
_AHEAD: Final = 3  # lots given out for each process, so that none waits and none is far ahead


def cores() -> int:
    """How many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def spread(lots: Sequence[Lot], make: Callable[[], Callable[[Lot], Told]], jobs: int) -> Generator[Told, None, None]:
    """What is told of each lot, in order; with one job all is done in this process. Whoever stops asking stops the
    work, and what a worker raises is raised here."""
    if jobs == 1 or len(lots) <= 1:
        work = make()
        for lot in lots:
            yield work(lot)
        return
    # A copy of this process has everything already; elsewhere than on Linux copying one is not safe.
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    others = set(active_children())
    pool = ProcessPoolExecutor(min(jobs, len(lots)), context, partial(_start, make))
    finished = False
    try:
        waiting: deque[Future[object]] = deque()
        rest = iter(lots)
        while True:
            waiting.extend(pool.submit(_work, lot) for lot in islice(rest, jobs * _AHEAD - len(waiting)))
            if not waiting:
                finished = True
                return
            yield cast(Told, waiting.popleft().result())
    finally:
        if not finished:  # nobody waits for what is being worked on
            for child in set(active_children()) - others:
                child.terminate()
        pool.shutdown(wait=True, cancel_futures=True)


_WORKER: list[Callable[[object], object]] = []  # that of this process


def _start(make: Callable[[], Callable[[Lot], Told]]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _WORKER[:] = [cast(Callable[[object], object], make())]


def _work(lot: object) -> object:
    return _WORKER[0](lot)
