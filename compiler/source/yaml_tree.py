"""YAML as a tree with places. Nothing is constructed: every scalar stays the text that was written.

Hostile input is refused early: anchors and aliases, tags, deep nesting, too many entries, control characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile, Span

MAX_DEPTH = 40
MAX_NODES = 500_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ufffe\uffff]")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; ``quoted`` when it stood in quotation marks."""

    text: str
    quoted: bool
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    span: Span = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys, each a text with its place, and their values."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span = field(compare=False, repr=False)

    def get(self, *names: str) -> Node | None:
        """The value under the first of these keys that is there."""
        return next((value for key, value in self.entries if key.text in names), None)


Node = Scalar | Sequence | Mapping


def read_yaml(file: SourceFile, log: Log) -> tuple[Node, ...]:
    """The documents of a YAML text. On a fault nothing is returned and the reason is in ``log``."""
    control = _CONTROL.search(file.text)
    if control:
        log.say("TL0609", Span(file, control.start(), control.end()))
        return ()
    deep = _too_deep(file.text)
    if deep is not None:
        log.say("TL0603", Span(file, deep, deep + 1))
        return ()
    reader = _Reader(file, log)
    try:
        found = reader.documents()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = min(mark.index, len(file.text)) if mark is not None else 0
        log.say("TL0601", Span(file, at, at), found=_plain(error))
        return ()
    except _Refused:
        return ()
    if not found:
        log.say("TL0608", Span(file, 0, 0))
    return found


def _plain(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or "YAML").splitlines()[0]


def _too_deep(text: str) -> int | None:
    """Where nesting in brackets goes beyond the limit, quotation marks left out of account."""
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth += 1 if match[0] in "[{" else -1
        depth = max(depth, 0)
        if depth > MAX_DEPTH:
            return match.start()
    return None


class _Refused(Exception):
    """Reading stops; the log says why."""


class _Reader:
    """Builds trees from events with a stack of its own, so that depth costs no recursion."""

    def __init__(self, file: SourceFile, log: Log) -> None:
        self.file, self.log = file, log
        self.count = 0

    def documents(self) -> tuple[Node, ...]:
        """All documents of the text."""
        found: list[Node] = []
        stack: list[tuple[bool, list[Node], int]] = []
        refused = False
        for event in yaml.parse(self.file.text, Loader=_LOADER):
            if isinstance(event, yaml.AliasEvent):
                self._refuse("TL0604", event)
            if isinstance(event, yaml.NodeEvent):
                refused = self._checked(event) or refused
            if isinstance(event, yaml.ScalarEvent):
                node: Node = Scalar(event.value, event.style in ("'", '"'), self._span(event, event))
            elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
                if len(stack) >= MAX_DEPTH:
                    self._refuse("TL0603", event)
                stack.append((isinstance(event, yaml.MappingStartEvent), [], self._span(event, event).start))
                continue
            elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
                mapping, parts, start = stack.pop()
                span = Span(self.file, start, self._span(event, event).end)
                node = self._mapping(parts, span) if mapping else Sequence(tuple(parts), span)
            else:
                continue
            if stack:
                stack[-1][1].append(node)
            elif not (isinstance(node, Scalar) and not node.text and not node.quoted):
                found.append(node)
        if refused:
            raise _Refused
        return tuple(found)

    def _checked(self, event: yaml.NodeEvent) -> bool:
        self.count += 1
        if self.count > MAX_NODES:
            self._refuse("TL0610", event)
        if event.anchor is not None:
            self.log.say("TL0604", self._span(event, event))
            return True
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self.log.say("TL0605", self._span(event, event))
            return True
        return False

    def _refuse(self, code: str, event: yaml.Event) -> None:
        self.log.say(code, self._span(event, event))
        raise _Refused

    def _span(self, first: yaml.Event, last: yaml.Event) -> Span:
        start, end = first.start_mark, last.end_mark
        return Span(self.file, start.index if start else 0, end.index if end else 0)

    def _mapping(self, parts: list[Node], span: Span) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: set[str] = set()
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.log.say("TL0607", key.span)
                raise _Refused
            if key.text in seen:
                self.log.say("TL0606", key.span, found=key.text)
                continue
            seen.add(key.text)
            entries.append((key, value))
        return Mapping(tuple(entries), span)
