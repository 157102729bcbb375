"""Tokens of the language, with indentation, full-width punctuation and exact literals.

In: the inside of one fenced block. Out: tokens with offsets into the file,
``NEWLINE``/``INDENT``/``DEDENT`` among them.
A line indented deeper than the one before opens a block. Inside brackets line ends do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from compiler.source.text import Span
from compiler.surface.keywords import BY_WORD

# A comma groups three digits; any other comma parts two numbers: ``较大(1, 2)``.
_DIGITS = r"\d+(?:,\d{3}(?!\d))*(?:\.\d+)?"
# Order matters: the first alternative that matches wins.
_PATTERNS = (
    ("COMMENT", r"[#＃][^\n]*"),
    ("DOCNO", r"[\u4e00-\u9fff]+〔\d{4}〕\d+号"),
    ("STRING", r"「[^」\n]*」|\"[^\"\n]*\""),
    ("ID", r"\[[^\]\s\[]+\]|［[^］\s]+］"),
    ("DATELIT", r"\d{4}-\d{1,2}-\d{1,2}(?!\d)|\d{4}年\d{1,2}月\d{1,2}日"),
    (
        "MONEYLIT",
        rf"{_DIGITS}(?:十|百|千|万|十万|百万|千万|亿)?(?:元|角|分(?!之)|yuan\b|fen\b)(?:/(?:月|年|日|次|学时|平方米|month\b|year\b|day\b|time\b))?",
    ),
    ("PERCENT", rf"{_DIGITS}[%％‰]"),
    ("PERIODLIT", rf"{_DIGITS}(?:年|个月|个工作日|天|years?\b|months?\b|days?\b|workdays?\b)"),
    # 1:1; not the colon of a tier, behind which a sum, a share or a length of time stands
    ("PROPORTION", r"\d+(?:\.\d+)?[:：]\d+(?:\.\d+)?(?![\d.]*\s*[万亿元%％‰年月天个岁次])"),
    ("COUNTLIT", rf"{_DIGITS}(?:万|亿)?(?:周岁|岁|次|人|名|个|家|场|户|项|学时|平方米|times\b)"),
    ("NUMBER", rf"{_DIGITS}(?:万|亿)?"),
    ("WORD", r"[^\W\d]\w*"),
    ("ARROW", r"→|->"),
    ("NE", r"≠|!=|！="),
    ("LE", r"≤|<=|＜="),
    ("GE", r"≥|>=|＞="),
    ("EQ", r"==?|＝"),
    ("LT", r"[<＜]"),
    ("GT", r"[>＞]"),
    ("COLON", r"[:：]"),
    ("COMMA", r"[,，、]"),
    ("LPAR", r"[(（]"),
    ("RPAR", r"[)）]"),
    ("DOT", r"[.．]"),
    ("PLUS", r"[+＋]"),
    ("MINUS", r"[-－−]"),
    ("MUL", r"[*×＊]"),
    ("DIV", r"[/÷／]"),
    ("SPACE", r"[ \t\u3000\r\ufeff]+"),
    ("BAD", r"."),
)
_LEX = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))


@dataclass(frozen=True, slots=True)
class Token:
    """A token: ``type`` is a terminal of the grammar, ``text`` what was written."""

    type: str
    text: str
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A logical line: its indentation in columns, its tokens, and the comment behind it (or alone on it)."""

    indent: int
    tokens: tuple[Token, ...]
    comment: Token | None


def read_lines(span: Span) -> Iterator[Line]:
    """Cut a block into logical lines. Blank lines come out as lines with neither tokens nor comment."""
    text, base, end = span.file.text, span.start, span.end
    tokens: list[Token] = []
    comment: Token | None = None
    indent = depth = 0
    fresh = True
    while base < end:
        if text[base] == "\n":
            base += 1
            if depth and not _closes(text, base, end):
                continue
            yield Line(indent, tuple(tokens), comment)
            tokens, comment, indent, depth, fresh = [], None, 0, 0, True
            continue
        match = _LEX.match(text, base, end)
        assert match is not None and match.lastgroup is not None  # BAD matches any character
        kind, piece = match.lastgroup, match[0]
        place = Span(span.file, base, match.end())
        base = match.end()
        if kind == "SPACE":
            if fresh:
                indent = columns(piece)
                fresh = False
            continue
        fresh = False
        if kind == "COMMENT":
            comment = Token(kind, piece, place)
            continue
        depth += (kind == "LPAR") - (kind == "RPAR")
        depth = max(depth, 0)
        if kind == "WORD":
            keyword = BY_WORD.get(piece)
            after_dot = bool(tokens) and tokens[-1].type == "DOT"
            kind = keyword.terminal if keyword and not after_dot else "NAME"
        tokens.append(Token(kind, piece, place))
    if tokens or comment:
        yield Line(indent, tuple(tokens), comment)


def columns(space: str) -> int:
    """How far white space at the start of a line indents it: a tab counts four, a full-width space two."""
    return sum({"\t": 4, "\u3000": 2, "\r": 0, "\ufeff": 0}.get(char, 1) for char in space)


def _closes(text: str, base: int, end: int) -> bool:
    """Whether the next line starts in the first column: a bracket left open must not swallow the next item."""
    return base < end and text[base] not in " \t\u3000\n)）"


@dataclass(frozen=True, slots=True)
class ItemTokens:
    """The tokens of one item: a line in the first column and the indented lines below it."""

    tokens: tuple[Token, ...]
    span: Span = field(compare=False)


def read_items(span: Span) -> Iterator[ItemTokens]:
    """Cut a block into items, each ready for the parser. One broken item does not spoil the next."""
    group: list[Line] = []
    for line in read_lines(span):
        if not line.tokens:
            continue
        if line.indent == 0 and group:
            yield _item(group)
            group = []
        group.append(line)
    if group:
        yield _item(group)


def _item(lines: list[Line]) -> ItemTokens:
    """Weave NEWLINE, INDENT and DEDENT into the tokens of an item."""
    out: list[Token] = []
    stack = [lines[0].indent]
    for index, line in enumerate(lines):
        first, last = line.tokens[0].span, line.tokens[-1].span
        start = Span(first.file, first.start, first.start)
        if index:
            if line.indent > stack[-1]:
                stack.append(line.indent)
                out.append(Token("INDENT", "", start))
            while len(stack) > 1 and line.indent < stack[-1]:
                stack.pop()
                out.append(Token("DEDENT", "", start))
            if line.indent != stack[-1]:
                out.append(Token("BADINDENT", "", start))
        out.extend(line.tokens)
        end = Span(last.file, last.end, last.end)
        out.append(Token("NEWLINE", "", end))
    tail = Span(last.file, last.end, last.end)
    out.extend(Token("DEDENT", "", tail) for _ in stack[1:])
    return ItemTokens(tuple(out), lines[0].tokens[0].span.to(last))
