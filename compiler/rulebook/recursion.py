"""Which definitions refer to themselves, and the circles that are allowed.

A yes/no definition over entities may be recursive (a status passed along a chain of firms): it holds as far as its
chain can be built up. A value that needs itself has no answer and is an error, as is a status that hangs on its own
absence.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

from compiler.diagnostics.problem import Log
from compiler.rulebook.names import Names
from compiler.source.text import Span
from compiler.surface import tree as t


def recursive_definitions(names: Names, log: Log) -> frozenset[str]:
    """Names of the recursive definitions; circles that are no yes/no definitions over entities are reported.

    Those are then given no value, so that nothing that uses them is blamed as well.
    """
    items = {
        name: found[0].entry.item
        for name, found in names.items.get("definition", {}).items()
        if isinstance(found[0].entry.item, t.Definition)
    }
    uses = {name: [n for n in _names_in(item.body) if n in items] for name, item in items.items()}
    circular = frozenset(name for name in items if _reaches(uses, name, name))
    reported: set[str] = set()
    sound: set[str] = set()
    for name in sorted(circular):
        item = items[name]
        simple = item.type is not None and item.type.name.text == "boolean" and item.parameters
        entities = all(p.type.name.text in names.kinds and not p.type.list for p in item.parameters)
        if simple and entities:
            sound.add(name)
            if _negated(item.body, circular):
                log.say("TL0318", item.name.span, found=name)
        elif name not in reported:
            chain = _chain(uses, name)
            reported |= set(chain)
            log.say("TL0304", item.name.span, chain=" → ".join(chain))
    for name in circular - sound:
        _silence(names, name)
    return frozenset(sound)


def _silence(names: Names, name: str) -> None:
    declared = names.items["definition"]
    for number, found in enumerate(declared[name]):
        item = found.entry.item
        if isinstance(item, t.Definition):
            entry = replace(found.entry, item=replace(item, body=t.Unsettled(item.body.span)))
            declared[name][number] = replace(found, entry=entry)


def _names_in(node: object) -> list[str]:
    if isinstance(node, t.Ref):
        return [node.name]
    found: list[str] = [node.name.text] if isinstance(node, t.Call) else []
    for part in _parts(node):
        found += _names_in(part)
    return found


def _parts(node: object) -> list[object]:
    if isinstance(node, tuple):
        return list(node)
    if is_dataclass(node) and not isinstance(node, Span | t.Word | type):
        return [getattr(node, f.name) for f in fields(node) if f.name != "span"]
    return []


def _reaches(uses: dict[str, list[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    stack = list(uses[start])
    while stack:
        name = stack.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            stack += uses[name]
    return False


def _chain(uses: dict[str, list[str]], name: str) -> list[str]:
    chain = [name]
    while True:
        following = next(n for n in uses[chain[-1]] if n == name or (n not in chain and _reaches(uses, n, name)))
        chain.append(following)
        if following == name:
            return chain


def _negated(node: object, circular: frozenset[str], inside: bool = False) -> bool:
    """Whether a recursive use stands under 非, 每个, a comparison or an aggregate."""
    if isinstance(node, t.Call) and node.name.text in circular:
        return inside
    plain = isinstance(node, t.Junction | t.Condition | tuple) or (
        isinstance(node, t.Quantified) and node.kind == "exists"
    )
    return any(_negated(part, circular, inside or not plain) for part in _parts(node))
