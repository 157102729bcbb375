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
        self._of: dict[int, Home] = {}
        own = {b.id for b in wordings(rulebook, benefit.id)}
        near = set(own)
        for group in rulebook.groups:
            if any(m.benefit in own for m in group.members):
                near |= {m.benefit for m in group.members}
                self._place(group.members, Home(group.document, group.clause, group.quote))
        for limit in rulebook.limits:
            if any(c.benefit in own for c in limit.covers):
                near |= {c.benefit for c in limit.covers}
                self._place(limit.covers, Home(limit.document, limit.clause, limit.quote))
        for other in (b for b in rulebook.benefits if b.id in near - own):
            self._place((other.condition, other.amount, other.decides), home_of(other))
        # The benefit's own come last: what it shares with others is looked at for its sake.
        for one in (benefit, *wordings(rulebook, benefit.id)):
            self._place((one.condition, one.amount, one.decides, one.caps), home_of(one))

    def _place(self, node: object, home: Home) -> None:
        for part in walk(node):
            self._of[id(part)] = home
        for part in walk(node):
            if isinstance(part, Label) and part.clause:
                inner = Home(part.document or home.document, part.clause, part.quote)
                self._of |= {id(p): inner for p in walk(part.operand)}

    def of(self, leaf: object) -> Home:
        """The place of a comparison; the benefit's own when it is nowhere else."""
        if isinstance(leaf, Between | Asked):
            return Home(leaf.document, leaf.clause, leaf.quote)
        return self._of.get(id(leaf), self.own)


def home_of(benefit: Benefit) -> Home:
    """The place of a benefit's rule, with its first quotation."""
    return Home(benefit.document, benefit.clause, benefit.quotes[0].text if benefit.quotes else "")


def bounds(benefit: Benefit) -> Iterator[Apply]:
    """The caps that a sum is cut to, the outermost first."""
    for part in walk(benefit.amount):
        if isinstance(part, Apply) and part.label == "cap":
            yield part
