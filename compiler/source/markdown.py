"""A policy document as Markdown: headings, paragraphs of official text, and fenced ``tiaoli`` blocks.

In: the text of one file. Out: a :class:`Page`, its pieces in order. Lost: nothing; every piece keeps its span.
Only what a policy needs of Markdown is read: ``#`` headings, paragraphs, fences and rules (``---``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from compiler.source.text import SourceFile, Span

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"(`{3,}|~{3,})\s*(\S*)")
_RULE = re.compile(r"\s*([-*_])(\s*\1){2,}\s*$")
# A closing quotation mark or bracket belongs to the sentence that it closes.
_SENTENCE = re.compile(r"[^。；！？;!?]*[。；！？;!?]+[”’」』）)]*|[^。；！？;!?]+")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of official text; ``path`` holds the headings above it, outermost first."""

    text: str
    path: tuple[str, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of ``level`` 1 to 6; its text belongs to the law as well."""

    text: str
    level: int
    path: tuple[str, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class Block:
    """The inside of a fenced ``tiaoli`` block, fence lines excluded."""

    text: str
    path: tuple[str, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True, slots=True)
class OpenFence:
    """A ``tiaoli`` fence that is never closed; everything after it was swallowed."""

    span: Span = field(compare=False)


Piece = Paragraph | Heading | Block | OpenFence


@dataclass(frozen=True, slots=True)
class Page:
    """A file cut into pieces, in the order of the text."""

    file: SourceFile
    pieces: tuple[Piece, ...]


def read_page(file: SourceFile) -> Page:
    """Cut ``file`` into headings, paragraphs and blocks."""
    pieces: list[Piece] = []
    path: list[tuple[int, str]] = []
    run: list[tuple[int, int]] = []

    def close() -> None:
        if run:
            span = Span(file, run[0][0], run[-1][1])
            pieces.append(Paragraph(span.text, tuple(title for _, title in path), span))
            run.clear()

    lines = _lines(file.text)
    index = 0
    while index < len(lines):
        start, end = lines[index]
        line = file.text[start:end]
        fence = _FENCE.match(line)
        if fence:
            close()
            index = _fence(file, lines, index, fence, tuple(t for _, t in path), pieces)
            continue
        heading = _HEADING.match(line)
        if heading:
            close()
            level, title = len(heading[1]), plain(heading[2])
            path = [entry for entry in path if entry[0] < level]
            pieces.append(Heading(title, level, tuple(t for _, t in path), Span(file, start, end)))
            path.append((level, title))
        elif not line.strip() or _RULE.match(line):
            close()
        else:
            run.append((start, end))
        index += 1
    close()
    return Page(file, tuple(pieces))


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _fence(
    file: SourceFile,
    lines: list[tuple[int, int]],
    index: int,
    fence: re.Match[str],
    path: tuple[str, ...],
    pieces: list[Piece],
) -> int:
    """Take the fenced block that opens at ``index``; return the index after its closing fence."""
    mark, language = fence[1], fence[2]
    close = index + 1
    while close < len(lines):
        text = file.text[slice(*lines[close])].strip()
        if len(text) >= len(mark) and set(text) == {mark[0]}:
            break
        close += 1
    if language == "tiaoli":
        if close == len(lines):
            pieces.append(OpenFence(Span(file, *lines[index])))
        start = lines[index][1] + 1
        end = lines[close][0] if close < len(lines) else len(file.text)
        start = min(start, end)
        pieces.append(Block(file.text[start:end], path, Span(file, start, end)))
    return close + 1


def plain(text: str) -> str:
    """``text`` without Markdown emphasis and without white space at its ends."""
    return text.replace("**", "").replace("*", "").strip()


@dataclass(frozen=True, slots=True)
class Fold:
    """A text with white space and asterisks taken out, and where each character came from."""

    text: str
    offsets: tuple[int, ...] = field(repr=False)


def fold(text: str) -> Fold:
    """Fold ``text`` for comparing quotations: white space and asterisks do not count."""
    kept = [(char, i) for i, char in enumerate(text) if not char.isspace() and char != "*"]
    return Fold("".join(char for char, _ in kept), tuple(i for _, i in kept))


def sentences(paragraph: Paragraph) -> tuple[Span, ...]:
    """The sentences of a paragraph, cut after 。；！？ (and the quotation marks that close them)."""
    spans = []
    for match in _SENTENCE.finditer(paragraph.text):
        text = match[0]
        if not fold(text).text:
            continue
        lead = len(text) - len(text.lstrip())
        tail = len(text.rstrip())
        base = paragraph.span.start + match.start()
        spans.append(Span(paragraph.span.file, base + lead, base + tail))
    return tuple(spans)
