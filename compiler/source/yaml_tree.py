"""YAML as a tree with places. Nothing is constructed: every scalar stays the text that was written.

In: a text. Out: one tree per YAML document. Hostile input is refused early: anchors and aliases, tags, deep nesting,
too many entries, characters that cannot be seen. Events are read with a stack of our own, so depth costs no recursion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass as mutable
from dataclasses import field
from typing import Final

import yaml

from compiler.diagnostics.problem import Log
from compiler.source.record import dataclass
from compiler.source.text import SourceFile, Span
from compiler.source.yaml_faults import syntax_problem

MAX_DEPTH: Final = 40
MAX_NODES: Final = 200_000
MAX_LENGTH: Final = 20_000_000  # characters; files are measured before they are read
# Control characters but tab and line end; marks without width and marks that turn the direction of writing, which make
# two names look alike; halves of characters and characters that are none.
INVISIBLE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
    r"|\r(?!\n)"
)
_TAG: Final = re.compile(r"![^\s,\[\]{}]*")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written; ``quoted`` when it stood in quotation marks. The span includes the marks."""

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
    """Keys, each a text with its place, and their values; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span = field(compare=False, repr=False)

    def get(self, *names: str) -> Node | None:
        """The value under the first of these keys that is there."""
        return next((value for key, value in self.entries if key.text in names), None)


Node = Scalar | Sequence | Mapping


def read_yaml(file: SourceFile, log: Log) -> tuple[Node, ...]:
    """The documents of a YAML text.

    Of a key that stands twice the first is kept, and empty documents are left out; both are reported. On any other
    fault nothing is returned. The faults are in ``log``: a caller must not use trees over which something was said.
    """
    if len(file.text) > MAX_LENGTH:
        log.say("TL0602", found=file.name, limit=f"{MAX_LENGTH // 1_000_000} MB")
        return ()
    unseen = INVISIBLE.search(file.text)
    if unseen:
        log.say("TL0609", Span(file, unseen.start(), unseen.end()))
        return ()
    reader = _Reader(file, log)
    try:
        reader.read()
    except _Stopped:
        return ()
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        log.problems.append(syntax_problem(file, error, reader.last))
        return ()
    if reader.refused:
        return ()
    if not reader.seen:
        log.say("TL0608", Span(file, 0, 0))
    return tuple(reader.found)


class _Stopped(Exception):
    """Reading stops here; the log says why."""


@mutable(slots=True)
class _Open:
    """A list or mapping that is being read; ``flow``: it stands in brackets."""

    mapping: bool
    flow: bool
    start: int
    parts: list[Node] = field(default_factory=list)


class _Reader:
    """Builds trees from events. ``last`` is how far reading has come, ``refused`` says that there will be no tree."""

    def __init__(self, file: SourceFile, log: Log) -> None:
        self.file, self.log = file, log
        self.found: list[Node] = []
        self.stack: list[_Open] = []
        self.count = self.last = 0
        self.refused = self.seen = False

    def read(self) -> None:
        """Read all documents. Raises what the parser raises."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        for event in yaml.parse(self.file.text, Loader=loader):
            span = self._span(event)
            self.last = span.end
            if isinstance(event, yaml.NodeEvent):
                self._check(event, span)
            if isinstance(event, yaml.ScalarEvent):
                self._add(self._scalar(event, span))
            elif isinstance(event, yaml.AliasEvent):
                self._add(Scalar(span.text, True, span))
            elif isinstance(event, yaml.CollectionStartEvent):
                if len(self.stack) >= MAX_DEPTH:
                    self.log.say("TL0603", Span(self.file, span.start, span.start + 1))
                    raise _Stopped
                self.stack.append(_Open(isinstance(event, yaml.MappingStartEvent), bool(event.flow_style), span.start))
            elif isinstance(event, yaml.CollectionEndEvent):
                self._add(self._closed(span))

    def _check(self, event: yaml.NodeEvent, span: Span) -> None:
        self.count += 1
        if self.count > MAX_NODES:
            self.log.say("TL0610", span)
            raise _Stopped
        if isinstance(event, yaml.AliasEvent):
            self._refuse("TL0604", span)
            return
        text = self.file.text
        if event.anchor is not None:
            at = text.find(f"&{event.anchor}", span.start)
            self._refuse("TL0604", Span(self.file, at, at + 1 + len(event.anchor)))
        if getattr(event, "tag", None) is not None:
            tag = _TAG.search(text, span.start)
            self._refuse("TL0605", Span(self.file, *tag.span()) if tag else span)

    def _refuse(self, code: str, span: Span) -> None:
        self.refused = True
        self.log.say(code, span)

    def _scalar(self, event: yaml.ScalarEvent, span: Span) -> Scalar:
        if INVISIBLE.search(event.value):  # written as an escape, or it would have been seen in the text
            self._refuse("TL0609", span)
        return Scalar(event.value, event.style in ("'", '"'), span)

    def _closed(self, span: Span) -> Node:
        top = self.stack.pop()
        # A mapping without brackets ends with its last entry, not where the parser noticed.
        last = top.parts[-1].span.end if top.parts else top.start
        place = Span(self.file, top.start, span.end if top.flow else last)
        return self._mapping(top.parts, place) if top.mapping else Sequence(tuple(top.parts), place)

    def _mapping(self, parts: list[Node], span: Span) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for key, value in zip(parts[::2], parts[1::2], strict=True):
            if not isinstance(key, Scalar) or not key.text.strip():
                self._refuse("TL0607", key.span)
            elif key.text in entries:
                self.log.say("TL0606", key.span, found=key.text)
            else:
                entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), span)

    def _add(self, node: Node) -> None:
        if self.stack:
            self.stack[-1].parts.append(node)
            return
        self.seen = True
        if isinstance(node, Scalar) and not node.quoted and not node.text.strip():
            self.log.say("TL0608", node.span)
        else:
            self.found.append(node)

    def _span(self, event: yaml.Event) -> Span:
        start, end = event.start_mark, event.end_mark
        return Span(self.file, start.index if start else self.last, end.index if end else self.last)
