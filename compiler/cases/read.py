"""A YAML file to raw cases: which documents a case is decided under is known before anything is compiled."""

from __future__ import annotations

from dataclasses import field

from compiler.cases.place import Place, shown, silent
from compiler.cases.words import CASE_KEYS
from compiler.diagnostics.problem import Log
from compiler.source.record import dataclass
from compiler.source.text import SourceFile, Span
from compiler.source.yaml_tree import Mapping, Node, Scalar, read_yaml


@dataclass(frozen=True, slots=True)
class RawCase:
    """A case as written: its name, the documents it names, and its parts by English key.

    ``keys`` holds the keys as written. ``sound`` is False when something was said while reading it, so that it must not
    be decided; binding it still finds the rest of its faults.
    """

    name: str
    documents: tuple[str, ...]
    parts: dict[str, Node]
    span: Span = field(compare=False, repr=False)
    keys: dict[str, Scalar] = field(default_factory=dict, compare=False, repr=False)
    sound: bool = True


def read_cases(file: SourceFile, log: Log) -> tuple[RawCase, ...]:
    """The cases of a file, one per YAML document that is a mapping."""
    before = len(log.problems)
    trees = read_yaml(file, log)
    faults = [p.span.start for p in log.problems[before:] if p.span is not None]
    found = []
    for number, node in enumerate(trees, 1):
        if not isinstance(node, Mapping):
            Place(log).say("TL0621", node.span, found=shown(node))
            continue
        sound = not any(node.span.start <= at <= node.span.end for at in faults)
        found.append(_case(file, number, node, sound, log))
    return tuple(found)


def _case(file: SourceFile, number: int, node: Mapping, sound: bool, log: Log) -> RawCase:
    before = len(log.problems)
    parts = Place(log).parts(node, CASE_KEYS)
    name = f"{file.name}#{number}"
    if "case" in parts:
        key, title = parts["case"]
        place = Place(log, (key.text,))
        if not isinstance(title, Scalar):
            place.say("TL0624", title.span, found=shown(title), wanted="文本")
        elif not silent(title):
            name = place.text(title) or name
    documents: tuple[str, ...] = ()
    if "documents" in parts:
        key, written = parts["documents"]
        documents = tuple(dict.fromkeys(text for text, _ in Place(log, (key.text,)).texts(written) if text))
    sound = sound and len(log.problems) == before
    keys = {name: key for name, (key, _) in parts.items()}
    return RawCase(name, documents, {name: value for name, (_, value) in parts.items()}, node.span, keys, sound)
