"""What every part of the builder shares: tokens to leaves, places, and lines by key.

Children arrive as Lark tokens and finished nodes. The decorators here turn a plain method into a rule's callback: they
take keywords and punctuation out, turn the remaining tokens into words and literals, and hand over the span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from lark import Token, Transformer

from compiler.diagnostics.problem import Log
from compiler.source.literals import date_literal, number, period
from compiler.source.text import NOWHERE, Span
from compiler.surface import tree as t

_LEAVES = {"NAME", "DOCNO", "STRING", "ID", "DATELIT", "MONEYLIT", "PERCENT", "PROPORTION", "COUNTLIT", "NUMBER"}
_LEAVES |= {"PERIODLIT"}
_LAYOUT = {"NEWLINE", "INDENT", "DEDENT"}


class Tag(str):
    """The terminal of a keyword that a rule was chosen by."""


class Held:
    """A value that is no node of the tree (a tag, several names, an expression in brackets), with its place."""

    __slots__ = ("span", "value")

    def __init__(self, value: Any, span: Span) -> None:
        self.value, self.span = value, span


class Part:
    """A line of an item: its key, its value, its place."""

    __slots__ = ("key", "span", "value")

    def __init__(self, key: str, value: Any, span: Span) -> None:
        self.key, self.value, self.span = key, value, span


Callback = Callable[["Plumbing", list[Any]], Any]


def node(method: Callable[..., Any]) -> Callback:
    """Make a rule's callback from ``method(builder, span, *kept)``."""

    def wrapped(self: Plumbing, children: list[Any]) -> Any:
        return method(self, self.span(children), *self.kept(children))

    wrapped.__doc__ = method.__doc__
    return wrapped


def item(method: Callable[..., Any]) -> Callback:
    """As :func:`node`, for a whole item: its span runs from its keyword to the end of its last line."""

    def wrapped(self: Plumbing, children: list[Any]) -> Any:
        return method(self, self.whole, *self.kept(children))

    wrapped.__doc__ = method.__doc__
    return wrapped


def held(method: Callable[..., Any]) -> Callback:
    """Make a rule's callback from ``method(builder, *kept)`` whose value is no node of the tree."""

    def wrapped(self: Plumbing, children: list[Any]) -> Held:
        return Held(method(self, *self.kept(children)), self.span(children))

    wrapped.__doc__ = method.__doc__
    return wrapped


def line(key: str) -> Callback:
    """A line whose value is its only child, or the tuple of its children."""

    def wrapped(self: Plumbing, children: list[Any]) -> Part:
        kept = self.kept(children)
        return Part(key, kept[0] if len(kept) == 1 else tuple(kept), self.span(children))

    return wrapped


def of(kind: str) -> Callback:
    """What a line is about: benefits by name, or all of a category, fund, document or clause."""

    @node
    def build(self: Plumbing, span: Span, names: Any) -> t.Target:
        return t.Target(kind, names if isinstance(names, tuple) else (names,), None, None, span)

    return build


def tag(self: Plumbing, children: list[Any]) -> Held:
    """A rule that only chooses between keywords."""
    return Held(Tag(children[0].type), self.place(children[0]))


def name(self: Plumbing, children: list[Any]) -> t.Word:
    """A name that may be written like a keyword, such as a choice called 是."""
    return t.Word(str(children[0]), self.place(children[0]))


@held
def several(self: Plumbing, *kept: Any) -> tuple[Any, ...]:
    """Names, dates or expressions with commas between them."""
    return kept


def has(children: list[Any], *kinds: str) -> bool:
    """Whether a keyword of one of these terminals stands among the children."""
    return any(isinstance(c, Token) and c.type in kinds for c in children)


def first(parts: dict[str, list[Any]], key: str, default: Any = None) -> Any:
    """The value of a line that stands once, or ``default``."""
    return parts[key][0] if key in parts else default


def bases(parts: Iterable[Any]) -> tuple[t.Basis, ...]:
    """The lines among ``parts`` that give a basis."""
    return tuple(p.value for p in parts if isinstance(p, Part) and p.key == "basis")


class Plumbing(Transformer[Token, Any]):
    """The root of the builder. ``begin`` sets the place of the next item and the log."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self.whole = NOWHERE
        self.log = Log()

    def begin(self, whole: Span, log: Log) -> None:
        """Prepare for the item that stands at ``whole``."""
        self.whole, self.log = whole, log

    def place(self, token: Token) -> Span:
        """The span of a token."""
        return Span(self.whole.file, token.start_pos or 0, token.end_pos or 0)

    def span(self, children: list[Any]) -> Span:
        """From the first child to the last."""
        ends = [c for c in children if not isinstance(c, Token) or c.type not in _LAYOUT]
        first, last = (self.place(c) if isinstance(c, Token) else c.span for c in (ends[0], ends[-1]))
        return Span(self.whole.file, first.start, last.end)

    def kept(self, children: list[Any]) -> list[Any]:
        """Children without keywords and punctuation, tokens turned into leaves."""
        out = []
        for child in children:
            if isinstance(child, Held):
                out.append(child.value)
            elif not isinstance(child, Token):
                out.append(child)
            elif child.type in _LEAVES:
                out.append(self.leaf(child))
        return out

    def leaf(self, token: Token) -> Any:
        """A word or literal; a literal without a value is reported and becomes zero or the first day."""
        span, text = self.place(token), str(token)
        try:
            if token.type in ("NAME", "DOCNO"):
                return t.Word(text, span)
            if token.type in ("STRING", "ID"):
                return t.Word(text[1:-1], span)
            if token.type == "DATELIT":
                return date_literal(text, span)
            if token.type == "PERIODLIT":
                return period(text, span)
            return number(text, token.type, span)
        except ValueError:
            self.log.say("TL0110" if token.type == "DATELIT" else "TL0111", span, found=text)
            return (
                date_literal("2000-01-01", span) if token.type == "DATELIT" else t.Number(Fraction(0), "", text, span)
            )

    def parts(self, kept: Iterable[Any], single: str = "") -> dict[str, list[Any]]:
        """Lines by key, in order; a line that may stand once and stands twice is reported.

        Once a line was given up (see :mod:`compiler.surface.recovery`), the line before it may arrive twice.
        """
        out: dict[str, list[Any]] = {}
        for part in dict.fromkeys(p for p in kept if isinstance(p, Part)):
            if part.key in out and part.key in single.split():
                self.log.say("TL0108", part.span, found=part.span.text.split()[0])
            out.setdefault(part.key, []).append(part.value)
        return out

    def start(self, children: list[Any]) -> Any:
        """The item."""
        return children[0]
