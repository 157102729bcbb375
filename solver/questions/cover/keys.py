"""What tells one goal from all others, the same under every rulebook that holds the document."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.rulebook.model import Cap, Rulebook
from compiler.rulebook.terms import Const, Series, Test
from compiler.source.text import Span
from solver.questions.cover.sites import CHANGES, Site

Key = tuple[str, ...]
"""A goal's key; its way stands last where it is part of it."""
EDGES = {
    "start": ("first", "before"),
    "end": ("last", "after"),
    "back": ("back", "before_back"),
    "value": ("first", "before"),
    "reworded": ("first", "before"),
    "before_change": ("before", "first"),
}
"""The ways of a date by its role: on the last day that counts, and on the first that does not."""


def ways(site: Site) -> Iterator[str]:
    """The ways in which a site can be seen."""
    match site.sort:
        case "date":
            yield from EDGES[site.role]
        case "row":
            yield "chosen"
        case "band":
            yield "reached"
        case "bound":
            yield from ("binding", "slack")
        case "boundary":
            yield from ("inside", "outside")
        case _:
            yield from ("held", "failed")


def place(span: Span) -> str:
    """A place in the text, as a key: folder and file, and where in it."""
    return f"{'/'.join(span.file.name.replace(chr(92), '/').split('/')[-2:])}:{span.start}:{span.end}"


def key_of(site: Site) -> tuple[str, ...]:
    """What tells a goal from all others, without its way: the same wherever its words were put in."""
    node, owner = site.node, site.owner
    if isinstance(node, Series):
        return ("date", node.name, node.values[site.index][0].isoformat())
    if site.sort == "date":
        assert isinstance(node, Test) and isinstance(node.right, Const)
        role = "start" if site.role in CHANGES else site.role
        return ("date", owner.document, owner.clause, role, node.right.written)
    if site.sort == "rule":
        return ("rule", owner.sort, owner.document, owner.name)
    return (site.sort, place(node.origin), type(node).__name__, str(site.index))


def reading_key(rulebook: Rulebook, name: str, choice: str) -> Key:
    """The key of a reading's choice."""
    document = next((r.document for r in rulebook.readings if r.name == name), "")
    return ("reading", document, name, choice)


def shared_key(cap: Cap) -> Key:
    """The key of a cap or floor that claims share."""
    return ("bound", cap.id, place(cap.origin))


def pair_key(group: str, first: str, second: str) -> Key:
    """The key of two members of a group, in the order in which they are named."""
    return ("pair", group, first, second)


def limit_key(limit: str, benefit: str) -> Key:
    """The key of a count over a benefit's claims."""
    return ("limit", limit, benefit)
