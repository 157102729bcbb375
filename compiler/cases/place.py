"""Where in a case something stands: problems are said with their path, and texts are taken with their limits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from compiler.cases.words import BLANK, UNKNOWN, forms_of, key_of
from compiler.diagnostics.problem import Log, near_names
from compiler.source.record import dataclass
from compiler.source.text import Span
from compiler.source.yaml_tree import INVISIBLE, Mapping, Node, Scalar, Sequence

MAX_TEXT: Final = 200
_SHOWN: Final = 40
# Looking for near names is slow; a case with hundreds of faults needs no hints, it needs another policy.
_NEAR_PROBLEMS: Final = 100
_NEAR_NAMES: Final = 1000


@dataclass(frozen=True, slots=True)
class Place:
    """A path in a case (事实 › 取证 › 证1) and the log that takes problems there."""

    log: Log
    path: tuple[str, ...] = ()

    def under(self, *names: str) -> Place:
        """The place below this one."""
        return Place(self.log, self.path + names)

    def say(self, code: str, span: Span, *, near: tuple[str, ...] = (), **fields: object) -> None:
        """Record a problem here and go on."""
        self.log.say(code, span, near=near, path=self.path, **fields)

    def near(self, wanted: str, known: Collection[str]) -> tuple[str, ...]:
        """Names that come close, as long as looking for them takes no time worth mentioning."""
        if len(self.log.problems) > _NEAR_PROBLEMS or len(known) > _NEAR_NAMES or len(wanted) > MAX_TEXT:
            return ()
        return near_names(wanted, known)

    # ------------------------------------------------------------ reading nodes

    def text(self, node: Scalar) -> str | None:
        """The text, trimmed; None and a problem when it is too long or holds a tab, a line end, or worse."""
        text = node.text.strip()
        if len(text) > MAX_TEXT or "\n" in text or "\t" in text or INVISIBLE.search(text):
            self.say("TL0642", node.span, found=text[:_SHOWN])
            return None
        return text

    def texts(self, node: Node | None) -> Iterator[tuple[str, Scalar]]:
        """One text or a list of texts, with their nodes; nothing for a value that is not stated."""
        if node is None or silent(node):
            return
        for item in node.items if isinstance(node, Sequence) else (node,):
            if not isinstance(item, Scalar) or silent(item):
                self.say("TL0624", item.span, found=shown(item), wanted="文本")
                continue
            text = self.text(item)
            if text is not None:
                yield text, item

    def entries(self, node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
        """The entries of a mapping; none for a value that is not stated."""
        if node is None or silent(node):
            return ()
        if isinstance(node, Mapping):
            return node.entries
        self.say("TL0621", node.span, found=self.path[-1] if self.path else shown(node))
        return ()

    def parts(self, node: Mapping, allowed: tuple[str, ...]) -> dict[str, tuple[Scalar, Node]]:
        """The entries by the English names of their keys. A key in the other language is the same key."""
        found: dict[str, tuple[Scalar, Node]] = {}
        for key, value in node.entries:
            written = key.text.strip()
            name = key_of(written, allowed)
            if name is None:
                near = self.near(written, forms_of(allowed))
                self.under(written[:_SHOWN]).say("TL0620", key.span, near=near, found=written)
            elif name in found:
                self.under(written).say("TL0606", key.span, found=written)
            else:
                found[name] = (key, value)
        return found


def silent(node: Node) -> bool:
    """Whether nothing is stated: 未知, ``~``, or nothing at all, without quotation marks."""
    return isinstance(node, Scalar) and not node.quoted and node.text.strip().lower() in (*UNKNOWN, *BLANK)


def unknown(node: Node) -> bool:
    """Whether the case says that the value is not known, which is more than saying nothing."""
    return isinstance(node, Scalar) and not node.quoted and node.text.strip().lower() in UNKNOWN


def shown(node: Node) -> str:
    """A node as written, cut for a message."""
    return node.text.strip()[:MAX_TEXT] if isinstance(node, Scalar) else node.span.text[:_SHOWN]
