"""Solves over every case at once: cells cut into regions, formulas over them (``regions.lp`` has the rules)."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from clingo import Control, Function, Number, Symbol

from compiler.source.record import dataclass

LARGEST = 2**31 - 1
"""The largest weight the solver can hold; sums may be larger."""
_PATIENCE = 1.0
"""Seconds that a search for fewer facts goes on once it has a case."""
_PROGRAM = Path(__file__).with_name("regions.lp")
Wanted = Sequence[tuple[int, bool]]
"""Formulas that must be yes (True), or must not be (False)."""


class TimeUp(Exception):
    """The time allowed is over, and nothing is known."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What is searched. ``scales``: how many marks each scale cell has. ``choices``: how many options. ``silent``:
    cells that may have no value. ``nodes``: formulas as (number, sort, parts); for a leaf the parts are its cell and
    the number of its mark or option. ``unwanted``: formulas that no case makes yes. ``costs``: (cell, option, cost).
    ``weights``: what a formula adds when it is yes. ``low_first``: low values before high ones. ``opaque``: cells that
    nobody looks into."""

    scales: Mapping[int, int]
    choices: Mapping[int, int]
    silent: frozenset[int]
    nodes: Sequence[tuple[int, str, tuple[int, ...]]]
    unwanted: tuple[int, ...] = ()
    costs: Sequence[tuple[int, int, int]] = ()
    weights: Mapping[int, int] | None = None
    low_first: bool = False
    opaque: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A case by its regions: how many marks each scale has passed, which option each choice has, which cells have no
    value, which formulas are yes."""

    passed: Mapping[int, int]
    options: Mapping[int, int]
    silent: frozenset[int]
    yes: frozenset[int]


class Regions:
    """One layout, ready to be searched many times."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.control = Control(["--warn=none"])
        self.control.add("base", [], _program())
        with self.control.backend() as backend:
            for name, row in _facts(layout):
                backend.add_rule([backend.add_atom(Function(name, [Number(n) for n in row]))])
        self.control.ground([("base", [])])

    def find(self, wanted: Wanted, deadline: float, fewest: bool = False, plain: bool = False) -> Assignment | None:
        """A case in which all is as wanted, with the ``fewest`` facts if so asked; None when there is none, whatever
        the case. ``plain``: one that rests on nothing that is not looked into. Raises :class:`TimeUp`; with ``fewest``
        the best so far is good enough then."""
        self._configure("opt" if fewest else "ignore")
        best: Assignment | None = None
        until = deadline
        with self.control.solve(assumptions=self._assumed(wanted, plain), yield_=True, async_=True) as handle:
            while True:
                handle.resume()
                if not handle.wait(max(0.0, until - time.monotonic())):
                    handle.cancel()
                    if best is None:
                        raise TimeUp
                    return best
                model = handle.model()
                if model is None:
                    return best
                if best is None:
                    until = min(deadline, time.monotonic() + _PATIENCE)
                best = self._read(model)
                if not fewest:
                    return best

    def each(self, wanted: Wanted, deadline: float, plain: bool = False) -> Iterator[Assignment]:
        """Cases in which all is as wanted, each of other regions than those before. Raises :class:`TimeUp`."""
        self._configure("ignore")
        with self.control.solve(assumptions=self._assumed(wanted, plain), yield_=True, async_=True) as handle:
            while True:
                handle.resume()
                if not handle.wait(max(0.0, deadline - time.monotonic())):
                    handle.cancel()
                    raise TimeUp
                model = handle.model()
                if model is None:
                    return
                yield self._read(model)

    def heaviest(self, wanted: Wanted, deadline: float) -> tuple[Assignment | None, bool]:
        """The case whose formulas weigh most, and whether it is proved that none weighs more."""
        self._configure("opt")
        best: Assignment | None = None
        with self.control.solve(assumptions=self._assumed(wanted, False), yield_=True, async_=True) as handle:
            while True:
                handle.resume()
                if not handle.wait(max(0.0, deadline - time.monotonic())):
                    handle.cancel()
                    return best, False
                model = handle.model()
                if model is None:
                    return best, bool(handle.get().exhausted)
                best = self._read(model)

    def _assumed(self, wanted: Wanted, plain: bool) -> list[tuple[Symbol, bool]]:
        found = [(Function("yes", [Number(n)]), holds) for n, holds in wanted]
        if plain:
            found += [(Function("silent", [Number(c)]), True) for c in sorted(self.layout.opaque)]
            free = [n for n, sort, _ in self.layout.nodes if sort == "free"]
            found += [(Function(name, [Number(n)]), False) for n in free for name in ("yes", "no")]
        return found

    def _configure(self, mode: str) -> None:
        self.control.configuration.solve.opt_mode = mode  # type: ignore[union-attr]
        self.control.configuration.solve.models = 0  # type: ignore[union-attr]

    def _read(self, model: object) -> Assignment:
        passed = dict.fromkeys(self.layout.scales, 0)
        options: dict[int, int] = {}
        silent, yes = set(), set()
        for symbol in model.symbols(shown=True):  # type: ignore[attr-defined]
            first = symbol.arguments[0].number
            match symbol.name:
                case "above":
                    passed[first] += 1
                case "picked":
                    options[first] = symbol.arguments[1].number - 1
                case "silent":
                    silent.add(first)
                case "yes":
                    yes.add(first)
        return Assignment(passed, options, frozenset(silent), frozenset(yes))


@cache
def _program() -> str:
    return _PROGRAM.read_text(encoding="utf-8")


def _facts(layout: Layout) -> Iterator[tuple[str, tuple[int, ...]]]:
    for cell, marks in layout.scales.items():
        yield from (("cut", (cell, k)) for k in range(1, marks + 1))
    for cell, count in layout.choices.items():
        yield "choice", (cell,)
        yield from (("option", (cell, i)) for i in range(1, count + 1))
    yield from (("can_be_silent", (cell,)) for cell in sorted(layout.silent))
    for number, sort, parts in layout.nodes:
        match sort:
            case "every" | "some":
                yield sort, (number,)
                yield from (("part", (number, p)) for p in parts)
            case _:
                yield sort, (number, *parts)
    if layout.low_first:
        yield "low_first", ()
    yield from (("unwanted", (n,)) for n in layout.unwanted)
    yield from (("costs", row) for row in layout.costs)
    for number, weight in (layout.weights or {}).items():
        yield "weight", (number, abs(weight), 1 if weight > 0 else -1)
