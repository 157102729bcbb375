"""Canonical text of a policy file.

In: a file, and the language its keywords shall be in. Out: the same file with the inside of its ``tiaoli`` blocks laid
out in the one canonical way; every item still has the tree that it had. Lost: nothing but white space.

An item with a fault stays as it is, byte by byte. Breaks inside brackets stay where they are, comments stay on their
line or on a line of their own, one blank line is kept where there were some, and fields stand in columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from compiler.diagnostics.problem import Log
from compiler.source.markdown import Block, OpenFence, read_page
from compiler.source.text import SourceFile, Span, width
from compiler.surface.keywords import language_of
from compiler.surface.layout import STYLES, Piece, Style, blank, read_roles, write_pieces
from compiler.surface.lexer import ItemTokens, Token, columns, read_items
from compiler.surface.parse import parse_block
from compiler.surface.tree import Item, Kind

_SPACE = " \t\u3000\r\ufeff"
_STEP = " " * 4
_GUTTER = "  "
# In screen columns; a wider type would push the marks of every field away from its name.
_WIDEST_TYPE = 24


def format_page(file: SourceFile, language: str | None, log: Log) -> str:
    """The text of ``file`` with its rules in canonical form.

    ``language`` is ``zh``, ``en``, or None: each keyword stays in the language it was written in, and punctuation
    follows the first word of its item. Problems go to ``log``: those of the parser for items with a fault, and TL0207
    for a fence that is never closed; what is at fault is left alone. Raises ValueError for any other language.
    """
    if language is not None and language not in STYLES:
        raise ValueError(language)
    out, done = [], 0
    for piece in read_page(file).pieces:
        if isinstance(piece, OpenFence):
            log.say("TL0207", piece.span)
            break  # the block behind it has swallowed the rest of the file
        if isinstance(piece, Block):
            out += [file.text[done : piece.span.start], _block(piece.span, language, log)]
            done = piece.span.end
    return "".join((*out, file.text[done:]))


@dataclass(slots=True)
class _Rows:
    """The lines of a block as they are written; blank lines neither begin nor end it, and never stand in pairs."""

    line_end: str
    lines: list[str] = field(default_factory=list)
    _gap: bool = False

    def add(self, text: str) -> None:
        """A line, or several with their breaks."""
        self.keep(text + self.line_end)

    def keep(self, text: str) -> None:
        """Text that has its line end already."""
        if self._gap and self.lines:
            self.lines.append(self.line_end)
        self.lines.append(text)
        self._gap = False

    def space(self) -> None:
        """A blank line, if another line follows."""
        self._gap = True


@dataclass(frozen=True, slots=True)
class _Line:
    """A logical line: its depth in blocks, the column it stood in, its tokens."""

    level: int
    column: int
    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Offset of the first token."""
        return self.tokens[0].span.start

    @property
    def end(self) -> int:
        """Offset behind the last token."""
        return self.tokens[-1].span.end


def _block(block: Span, language: str | None, log: Log) -> str:
    text = block.file.text
    rows = _Rows("\r\n" if text[max(block.start - 2, 0) : block.start] == "\r\n" else "\n")
    stack: tuple[int, ...] | None = (0,)
    done = block.start
    for tokens in read_items(block):
        start = text.rfind("\n", 0, tokens.span.start) + 1
        end = text.find("\n", tokens.span.end, block.end) + 1
        _own_lines(rows, text[done:start], stack)
        items = parse_block(Span(block.file, start, tokens.span.end), log)
        if len(items) == 1:
            stack = _item(rows, tokens, items[0], language)
        else:
            rows.keep(text[start:end])
            stack = None
        done = end
    _own_lines(rows, text[done : block.end], stack)
    return "".join(rows.lines)


def _own_lines(rows: _Rows, gap: str, stack: tuple[int, ...] | None) -> None:
    """Blank lines and comments on lines of their own; each comment goes to the deepest block it was indented for.

    ``stack`` holds the columns of the open blocks, outermost first; None (behind an item with a fault): as written.
    """
    for line in gap.split("\n")[:-1]:
        comment = line.strip(_SPACE)
        if not comment:
            rows.space()
        elif stack is None:
            rows.keep(line + "\n")
        else:
            column = columns(line[: len(line) - len(line.lstrip(_SPACE))])
            level = sum(outer <= column for outer in stack[1:])
            rows.add(_STEP * level + comment)


def _item(rows: _Rows, tokens: ItemTokens, item: Item, language: str | None) -> tuple[int, ...]:
    """Write an item; return the columns of the blocks that are open at its end."""
    text = tokens.span.file.text
    style = STYLES[language or language_of(tokens.tokens[0].text)]
    roles = read_roles(item)
    lines = tuple(_lines(tokens))
    written = [write_pieces(line.tokens, roles, language, style) for line in lines]
    pads = _align(item, written, style) if isinstance(item, Kind) else {}
    stack: tuple[int, ...] = ()
    for index, (line, pieces) in enumerate(zip(lines, written, strict=True)):
        stack = (*stack[: line.level], line.column)
        last = index + 1 == len(lines)
        behind = text.find("\n", line.end) + 1 if last else lines[index + 1].start
        comment, newline, gap = text[line.end : behind].partition("\n")
        layout = _render(pieces, line.level, text, style, rows.line_end, pads)
        rows.add(layout + _beside(comment))
        if not last and newline:
            following = lines[index + 1]
            open_blocks = (*stack, following.column) if following.level > line.level else stack
            _own_lines(rows, gap, open_blocks)
    return stack


def _lines(tokens: ItemTokens) -> Iterator[_Line]:
    """The logical lines of an item that was read."""
    text = tokens.span.file.text
    level, run = 0, list[Token]()
    for token in tokens.tokens:
        if token.type == "NEWLINE":
            start = run[0].span.start
            column = columns(text[text.rfind("\n", 0, start) + 1 : start])
            yield _Line(level, column, tuple(run))
            run.clear()
        elif token.type in ("INDENT", "DEDENT"):
            level += 1 if token.type == "INDENT" else -1
        else:
            run.append(token)


def _render(
    pieces: tuple[Piece, ...], level: int, text: str, style: Style, line_end: str, pads: Mapping[int, str]
) -> str:
    """One logical line. Where it was broken inside brackets it is broken again, one step deeper for each bracket."""
    out, depth = _STEP * level, 0
    for index, piece in enumerate(pieces):
        if index:
            before = pieces[index - 1]
            comment, newline, gap = text[before.end : piece.start].partition("\n")
            if newline:
                out += _beside(comment)
                own = (line.strip(_SPACE) for line in gap.split("\n")[:-1])
                out += "".join(line_end + _STEP * (level + depth) + line for line in own if line)
                out += line_end + _STEP * (level + depth - (piece.role == "RPAR"))
            else:
                out += pads.get(piece.start) or blank(before, piece, out, style)
        out += piece.text
        depth += (piece.role in ("LPAR", "CALL")) - (piece.role == "RPAR")
    return out


def _beside(comment: str) -> str:
    """The comment behind a line, with what stands before it."""
    comment = comment.strip(_SPACE)
    return _GUTTER + comment if comment else ""


def _align(kind: Kind, written: list[tuple[Piece, ...]], style: Style) -> dict[int, str]:
    """Blanks before the types and marks of fields, by the offset of the piece they stand before, so that both columns
    are even on a screen. A type that is very wide or broken into lines keeps out of it."""
    names = {f.name.span.start for f in kind.fields}
    rows = []
    for pieces in written:
        if pieces[0].start in names:
            cut = _type_end([piece.role for piece in pieces])
            rows.append((pieces[0], pieces[1:cut], pieces[cut:]))
    text = kind.span.file.text
    longest = max((width(name.text) for name, _, _ in rows), default=0)
    sizes = {}
    for _, shape, marks in rows:
        layout = _render(shape, 0, text, style, "\n", {})
        if marks and "\n" not in layout and width(layout) <= _WIDEST_TYPE:
            sizes[shape[0].start] = width(layout)
    widest = max(sizes.values(), default=0)
    pads = {}
    for name, shape, marks in rows:
        pads[shape[0].start] = " " * (longest - width(name.text)) + _GUTTER
        if marks:
            pads[marks[0].start] = " " * (widest - sizes.get(shape[0].start, widest)) + _GUTTER
    return pads


def _type_end(roles: list[str]) -> int:
    """Where the type of a field ends: its values in brackets, or 列表, a word, and perhaps a unit."""
    if "CALL" in roles[:2]:
        return roles.index("RPAR") + 1
    end = 3 if roles[1] == "LIST" else 2
    return end + 2 if "PERUNIT" in roles[end : end + 1] else end
