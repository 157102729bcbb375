"""A search laid out for the solver, and a case by its regions read back."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping

from compiler.source.record import dataclass
from solver.engine.regions import Assignment, Layout
from solver.regions.formulas import Formula
from solver.regions.space import Cell, Region, Space


@dataclass(frozen=True, slots=True)
class Corner:
    """Where the cells of a case lie: the region of each scale, the value of each choice; ``silent`` ones have no value.
    ``yes``: the formulas that hold."""

    scales: Mapping[int, Region]
    choices: Mapping[int, Hashable]
    silent: frozenset[int]
    yes: frozenset[int]


def layout(
    space: Space,
    roots: Iterable[Formula],
    unwanted: Iterable[Formula],
    partly: bool,
    weights: Mapping[Formula, int] | None = None,
) -> Layout:
    """All that the roots look at. ``partly``: facts may be left unsaid; a quantity may lack a value in any case."""
    f = space.formulas
    never = tuple(unwanted)
    used = f.under((*roots, *never, *(weights or ())))
    order: dict[int, dict[tuple[object, int], int]] = {}
    nodes: list[tuple[int, str, tuple[int, ...]]] = []
    cells: dict[int, None] = {}
    for number in used:
        node = f.nodes[number]
        match node[0]:
            case "yes":
                nodes.append((number, "always", ()))
            case "no":
                nodes.append((number, "never", ()))
            case "cut":
                cell = _int(node[1])
                cells[cell] = None
                if cell not in order:
                    order[cell] = {m: i for i, m in enumerate(space.ordered(cell), 1)}
                nodes.append((number, "cut_leaf", (cell, order[cell][node[2]])))  # type: ignore[index]
            case "pick":
                cell = _int(node[1])
                cells[cell] = None
                options = space.cells[cell].options
                if node[3] in options:
                    nodes.append((number, "pick_leaf", (cell, options.index(node[3]) + 1)))
                else:
                    nodes.append((number, "pick_none", (cell,)))
            case "stated":
                cell = _int(node[1])
                cells[cell] = None
                nodes.append((number, "stated_leaf", (cell,)))
            case "free":
                nodes.append((number, "free", ()))
            case "not":
                nodes.append((number, "turned", f.parts(number)))
            case "every" | "some" | "split" as sort:
                nodes.append((number, sort, f.parts(number)))
    scales = {c: len(space.cells[c].marks) for c in cells if space.cells[c].sort == "scale"}
    choices = {c: len(space.cells[c].options) for c in cells if space.cells[c].sort == "choice"}
    silent = frozenset(c for c in cells if space.cells[c].silent and (partly or _is_reckoned(space.cells[c])))
    costs = [row for c in choices for row in _costs(c, space.cells[c])] if partly else []
    opaque = frozenset(c for c in silent if space.cells[c].key[0] == "opaque")
    return Layout(scales, choices, silent, nodes, never, costs, weights, partly, opaque)


def _int(value: object) -> int:
    assert isinstance(value, int)
    return value


def _is_reckoned(cell: Cell) -> bool:
    return cell.key[0] in ("quantity", "opaque")


def _costs(number: int, cell: Cell) -> list[tuple[int, int, int]]:
    """What is taken for granted costs nothing; a value other than that has to be stated."""
    if cell.preferred is None:
        return []
    return [(number, i, 100) for i, v in enumerate(cell.options, 1) if v != cell.preferred]


def corner(space: Space, found: Assignment) -> Corner:
    """The regions and values of an assignment."""
    scales = {c: space.regions(c)[passed] for c, passed in found.passed.items() if c not in found.silent}
    choices = {c: space.cells[c].options[i] for c, i in found.options.items() if c not in found.silent}
    return Corner(scales, choices, found.silent, found.yes)
