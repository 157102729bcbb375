"""Reasons for a reader who has never seen a rule: without expressions where a sentence or a name says the same.

A quantifier becomes a sentence about its kind (``none``: nothing of the kind is so; ``some``, ``each``), a comparison
of what nobody stated becomes one line, a computed comparison goes by the name the drafter gave it, and a name that
only repeats another is left out, as is the object's in a sum that is about it alone; a reading and an end of payment
say what they hang on.
"""

from __future__ import annotations

from dataclasses import replace

from solver.answers.model import Reason, Result
from solver.questions.proofs import canonical, shared_once

_QUANTIFIERS = {"exists": "some", "every": "each"}
ENDS = frozenset({"ends", "early_end", "suspends"})
"""Kinds that say what is under them, where they have no words of their own."""
_SHORT = ENDS | {"reading", "undecided"}
_COMPARED = frozenset({"test", "one_of", "holds"})


def plainly(nodes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The trees without expressions where they can do without."""
    return tuple(_plain(node) for node in nodes)


def in_short(nodes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Reasons that are told without what is under them: readings, ends of payment and sums say it another way. A
    sentence about a kind would leave open what is asked of it."""
    return tuple(_in_short(node) for node in nodes)


def readable(result: Result) -> Result:
    """The result with its reasons as a reader is told them: one way in each place, shared parts once, plainly."""
    why = plainly(shared_once(canonical(result.why)))
    return replace(result, why=why, because=plainly(result.because), notes=plainly(result.notes))


def _plain(node: Reason) -> Reason:
    children = plainly(node.children)
    if node.kind == "not" and len(children) == 1 and children[0].kind == "some":
        return replace(children[0], kind="none", state=node.state)
    if node.kind in _SHORT or node.brief:
        return _in_short(replace(node, children=children))
    if node.kind in _QUANTIFIERS and node.about:
        return replace(node, kind=_QUANTIFIERS[node.kind], text="", children=children)
    if node.kind == "label" and len(children) == 1:
        (child,) = children
        if child.kind == "definition" and child.name == node.name:
            return child
        if child.kind in ("none", "some", "each") and not child.name:
            return replace(child, name=node.name)
        if child.kind in _COMPARED and not child.says and not child.name:
            return replace(child, text=node.name, children=_lacking(child))
    if node.kind in _COMPARED:
        return replace(node, children=_lacking(replace(node, children=children)))
    return replace(node, children=children)


def _in_short(node: Reason) -> Reason:
    if node.kind == "reading":  # the choice that is asked for says it
        return replace(node, text="")
    if node.kind == "undecided":
        return replace(node, text="", children=_once_each(node.children))
    if node.brief:
        return replace(node, text=node.brief)
    if node.kind in ENDS and (node.name or node.children):
        return replace(node, text=node.name)
    return node


def _once_each(nodes: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """A reading that several cases ask for, once: that it is open, and not which choice each case asks for."""
    kept: dict[object, Reason] = {}
    for node in nodes:
        key = node.name if node.kind == "reading" else node
        kept[key] = replace(node, right=None) if key in kept else node
    return tuple(kept.values())


def _lacking(node: Reason) -> tuple[Reason, ...]:
    """What is missing, but for the fact itself where the line says that it is not known."""
    if not node.says or node.left is None or node.left.type != "unknown":
        return node.children
    return tuple(c for c in node.children if not (c.kind == "missing_fact" and c.fact == node.fact))
