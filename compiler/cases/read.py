"""A YAML file to raw cases: which documents a case is decided under is known before anything is compiled."""

from __future__ import annotations

from dataclasses import dataclass, field

from compiler.cases.words import CASE_KEYS, FORMS, key_of
from compiler.diagnostics.problem import Log, near_names
from compiler.source.text import SourceFile, Span
from compiler.source.yaml_tree import Mapping, Node, Scalar, Sequence, read_yaml


@dataclass(frozen=True, slots=True)
class RawCase:
    """A case as written: its name, the documents it names, and its parts by English key."""

    name: str
    documents: tuple[str, ...]
    parts: dict[str, Node]
    span: Span = field(compare=False, repr=False)


def read_cases(file: SourceFile, log: Log) -> tuple[RawCase, ...]:
    """The cases of a file, one per YAML document."""
    found = []
    for number, node in enumerate(read_yaml(file, log), 1):
        if not isinstance(node, Mapping):
            log.say("TL0621", node.span, found=node.span.text[:40])
            continue
        parts: dict[str, Node] = {}
        for key, value in node.entries:
            name = key_of(key.text, CASE_KEYS)
            if name is None:
                known = [form for k in CASE_KEYS for form in FORMS[k]]
                log.say("TL0620", key.span, near=near_names(key.text, known), found=key.text)
            else:
                parts[name] = value
        if "facts" not in parts:
            log.say("TL0637", Span(file, node.span.start, node.span.start))
        title = parts.get("case")
        called = title.text if isinstance(title, Scalar) else f"{file.name}#{number}"
        found.append(RawCase(called, texts(parts.get("documents"), log), parts, node.span))
    return tuple(found)


def texts(node: Node | None, log: Log) -> tuple[str, ...]:
    """One text or a list of texts."""
    if node is None:
        return ()
    if isinstance(node, Scalar):
        return (node.text,) if node.text else ()
    if isinstance(node, Sequence):
        return tuple(t for item in node.items for t in texts(item, log))
    log.say("TL0639", node.span, field=node.span.text[:20])
    return ()
