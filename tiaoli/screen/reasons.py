"""The tree of reasons as lines: each with its sign, what it says, where it stands, and the law's words set apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field, replace

from rich.console import Console
from rich.text import Text

from compiler.source.record import dataclass
from solver.answers.model import Reason
from solver.questions.plainly import ENDS
from tiaoli.screen.console import QUIET, QUOTE, columns_of, sign
from tiaoli.screen.lines import hang
from tiaoli.screen.phrases import clean, denied, place, sentence
from tiaoli.words import Words

_GROUPS = frozenset({"all", "any"})
_LEAVES = frozenset({"test", "one_of", "holds", "exists", "every"})


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a tree is drawn with: the document and clause it belongs to, and the quotations already on the screen."""

    console: Console
    words: Words
    document: str
    clause: str
    quotes: frozenset[str] = field(default=frozenset())


def tree(nodes: Sequence[Reason], drawing: Drawing, indent: int) -> list[Text]:
    """The lines of all ``nodes`` and of those under them, ``indent`` columns in."""
    return _lines(simplified(nodes), drawing, Text(" " * indent), top=True)


def short(reason: Reason, drawing: Drawing, indent: int, state: str = "") -> list[Text]:
    """One reason without those under it; ``state`` puts another sign before it."""
    return _line(reason, drawing, Text(" " * indent), Text(" " * (indent + 2)), state)


def simplified(nodes: Iterable[Reason]) -> tuple[Reason, ...]:
    """Without groups of one; a label before a single condition becomes the name of that condition."""
    kept: list[Reason] = []
    for node in nodes:
        children = simplified(node.children)
        bare = node.kind in _GROUPS and not node.name and not node.quote
        if bare and len(children) <= 1:
            kept.extend(children)
        elif bare and node.kind == "all":
            inner = tuple(part for child in children for part in (child.children if _frame(child) else (child,)))
            kept.append(replace(node, children=inner))
        elif node.kind == "label" and len(children) == 1 and children[0].kind in _LEAVES and not children[0].name:
            kept.append(replace(children[0], name=node.name))
        else:
            kept.append(replace(node, children=children))
    return tuple(kept)


def _frame(node: Reason) -> bool:
    """Whether a node only holds others together."""
    return node.kind == "all" and not node.name and not node.quote


def _lines(nodes: Sequence[Reason], drawing: Drawing, lead: Text, top: bool) -> list[Text]:
    lines: list[Text] = []
    for number, node in enumerate(nodes):
        last = number == len(nodes) - 1
        branch = "" if top else ("└ " if last else "├ ")
        under = "" if top else ("  " if last else "│ ")
        first = Text.assemble(lead, (branch, QUIET))
        below = Text.assemble(lead, (under, QUIET))
        told = denied(node)
        children = () if node.kind in ENDS else node.children if told is None else told.children
        rest = Text.assemble(below, ("│ " if children else "  ", QUIET))
        lines.extend(_line(node, drawing, first, rest))
        lines.extend(_lines(children, drawing, below, top=False))
    return lines


def _line(node: Reason, drawing: Drawing, first: Text, rest: Text, state: str = "") -> list[Text]:
    columns = columns_of(drawing.console)
    shown = state or node.state
    said = sentence(node, drawing.words)
    node = denied(node) or node
    where = _where(node, drawing)
    quote = clean(node.quote)
    if not said and not where and not quote:
        return []
    body = Text(said)
    if where:
        body.append(f"  {where}" if said else where, style=QUIET)
    head = Text.assemble(first, sign(drawing.console, shown), " ")
    lines = hang(head, body, columns, rest)
    if quote and quote not in drawing.quotes and f"「{quote}」" != said and quote != clean(node.name):
        lines.extend(hang(rest, Text(f"「{quote}」", style=QUOTE), columns, rest))
    return lines


def _where(node: Reason, drawing: Drawing) -> str:
    elsewhere = (node.document or drawing.document, node.clause) != (drawing.document, drawing.clause)
    if not node.clause or not elsewhere:
        return ""
    return place(node.document, node.clause, drawing.document, drawing.words)
