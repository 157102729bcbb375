"""In which clause a comparison stands: that of the definition or exception it is written in, else that of its rule."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import Apply, Label, walk
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.search.leaves import Asked, Between


@dataclass(frozen=True, slots=True)
class Home:
    """A place in the law: document, clause, and the words quoted there."""

    document: str
    clause: str
    quote: str = ""


class Homes:
    """The places of every comparison that can decide about a benefit: its own, and those of the rules and rivals it
    can meet. Nodes are told apart by identity; the rulebook outlives this."""

    def __init__(self, rulebook: Rulebook, benefit: Benefit) -> None:
        self.own = home_of(benefit)
        own = wordings(rulebook, benefit.id)
        ids = {b.id for b in own}
        near = set(ids)
        placed: list[tuple[object, Home]] = []
        for group in rulebook.groups:
            if any(m.benefit in ids for m in group.members):
                near |= {m.benefit for m in group.members}
                placed.append((group.members, Home(group.document, group.clause, group.quote)))
        for limit in rulebook.limits:
            if any(c.benefit in ids for c in limit.covers):
                near |= {c.benefit for c in limit.covers}
                placed.append((limit.covers, Home(limit.document, limit.clause, limit.quote)))
        for other in (b for b in rulebook.benefits if b.id in near - ids):
            placed.append(((other.counting, other.amount, other.decides), home_of(other)))
        # The benefit's own come first: what it shares with others is looked at for its sake.
        placed += [((b.counting, b.amount, b.decides, b.caps), home_of(b)) for b in (benefit, *own)]
        self._waiting = placed  # the last of them is looked through first, and none before it is needed
        self._known: list[dict[int, Home]] = []

    def of(self, leaf: object) -> Home:
        """The place of a comparison; the benefit's own when it is nowhere else."""
        if isinstance(leaf, Between | Asked):
            return Home(leaf.document, leaf.clause, leaf.quote)
        for places in self._places():
            if id(leaf) in places:
                return places[id(leaf)]
        return self.own

    def _places(self) -> Iterator[dict[int, Home]]:
        yield from self._known
        while self._waiting:
            self._known.append(_within(*self._waiting.pop()))
            yield self._known[-1]


def _within(node: object, home: Home) -> dict[int, Home]:
    """The places of all that a rule says."""
    found = {id(part): home for part in walk(node)}
    for part in walk(node):
        if isinstance(part, Label) and part.clause:
            inner = Home(part.document or home.document, part.clause, part.quote)
            found |= {id(p): inner for p in walk(part.operand)}
    return found


def home_of(benefit: Benefit) -> Home:
    """The place of a benefit's rule, with its first quotation."""
    return Home(benefit.document, benefit.clause, benefit.quotes[0].text if benefit.quotes else "")


def bounds(benefit: Benefit) -> Iterator[Apply]:
    """The caps that a sum is cut to, the outermost first."""
    for part in walk(benefit.amount):
        if isinstance(part, Apply) and part.label == "cap":
            yield part
