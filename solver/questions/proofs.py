"""Shorter, deeper and other proofs: what of a tree of reasons is told.

Where one of several ways is enough and more than one holds, the canonical explanation tells the one that rests on the
fewest clauses, and of those the one with the fewest steps, and says how many others there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from solver.answers.model import Reason, State

# Of these one part that holds is enough.
_ONE_IS_ENOUGH = frozenset({"any", "exists"})
_STATES: tuple[State, ...] = ("yes", "no", "unknown", "note")
SMALLEST_SHARED, SMALLEST_FOLD = 3, 2
"""Parts with fewer lines are told again rather than pointed at, and told rather than folded."""


def canonical(nodes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The trees with one way in each place where one is enough, and no denial of a denial."""
    return tuple(_canonical(node) for node in nodes)


def _canonical(node: Reason) -> Reason:
    while node.kind == "not" and len(node.children) == 1 and node.children[0].kind == "not":
        inner = node.children[0].children
        if len(inner) != 1:
            break
        node = inner[0]
    children = canonical(node.children)
    ways = [c for c in children if c.state == "yes"]
    if node.kind in _ONE_IS_ENOUGH and node.state == "yes" and ways:
        best = min(ways, key=lambda c: (len(_clauses(c)), size(c)))
        others = (Reason("others", "note", about=str(len(ways) - 1)),) if len(ways) > 1 else ()
        return replace(node, children=(best, *others))
    return replace(node, children=children)


def _clauses(node: Reason) -> frozenset[tuple[str, str]]:
    own = {(node.document, node.clause)} if node.clause else set()
    return frozenset(own.union(*(_clauses(c) for c in node.children)))


def size(node: Reason) -> int:
    """How many reasons a tree has."""
    return 1 + sum(size(c) for c in node.children)


def shared_once(nodes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The trees with each part told where it comes first; where it comes again, a line points back to it."""
    count = Counter(part for node in nodes for part in _parts(node) if _worth(part))
    seen: set[Reason] = set()

    def once(node: Reason) -> Reason:
        if count[node] > 1 and _worth(node):
            if node in seen:
                return replace(node, children=(Reason("above", "note"),))
            seen.add(node)
        return replace(node, children=tuple(once(c) for c in node.children))

    return tuple(once(node) for node in nodes)


def _worth(node: Reason) -> bool:
    """Whether a part has a name to point at it by, and enough under it."""
    return bool(node.name or node.text) and size(node) >= SMALLEST_SHARED


def _parts(node: Reason) -> Iterator[Reason]:
    yield node
    for child in node.children:
        yield from _parts(child)


def folded(nodes: tuple[Reason, ...], depth: int) -> tuple[Reason, ...]:
    """The trees down to ``depth`` levels; what lies deeper is one line that says how much it folds and how that came
    out: ``name`` holds the counts of yes, no, unknown and notes."""
    return tuple(_folded(node, depth) for node in nodes)


def _folded(node: Reason, depth: int) -> Reason:
    if node.kind in ("all", "any", "amount") and not node.name and not node.quote:
        return replace(node, children=folded(node.children, depth))  # a frame is no level of its own
    if depth > 1:
        return replace(node, children=folded(node.children, depth - 1))
    below = Counter(part.state for child in node.children for part in _parts(child))
    if below.total() < SMALLEST_FOLD:
        return node
    counts = " ".join(str(below[state]) for state in _STATES)
    return replace(node, children=(Reason("folded", "note", name=counts, about=str(below.total())),))


def by_the_rules(nodes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The trees without the vocabulary's sentences, so that each line shows the rule as the drafter wrote it."""
    return tuple(replace(_written(n), says=(), children=by_the_rules(n.children)) for n in nodes)


def _written(node: Reason) -> Reason:
    """Two facts held against each other, as the comparison that a rule has for them."""
    return replace(node, kind="test", fact="", about="") if node.kind == "beside" and not node.name else node
