"""The law's text as it stands on a day and its rules, side by side where there is room, else one below the other.

What amendments brought and took stands in brackets, numbered, and each number is explained below with the words that
say so. The brackets are there without colour, too.
"""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from compiler.amendments.clauses import Standing
from compiler.amendments.editions import Edition
from compiler.amendments.passages import Passage, Piece, standing
from compiler.corpus import Turn
from compiler.source.markdown import Heading, Paragraph, plain
from compiler.source.text import width
from tiaoli.screen.console import HEADING, QUIET, QUOTE, columns_of, put
from tiaoli.screen.lines import hang, wrap
from tiaoli.screen.phrases import place
from tiaoli.words import Words

SIDE_BY_SIDE = 100
_GUTTER = " │ "
_ADDED, _REMOVED = "green", "red"
_NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class _Notes:
    """The changes that were met, numbered in the order in which they are met."""

    def __init__(self) -> None:
        self.turns: list[Turn] = []

    def mark(self, turn: Turn) -> str:
        if turn not in self.turns:
            self.turns.append(turn)
        number = self.turns.index(turn)
        return _NUMBERS[number] if number < len(_NUMBERS) else f"({number + 1})"


def show_clause(
    console: Console,
    document: str,
    editions: tuple[Edition, ...],
    edition: Edition,
    clause: Standing,
    rules: str,
    clean: bool,
    words: Words,
) -> None:
    """Print one clause of an edition and its ``rules`` (as they are written)."""
    columns, notes = columns_of(console), _Notes()
    title = clause.clause.title.text if clause.clause.title is not None else ""
    named = words.say("show.title", document=document, clause=place("", clause.id, "", words), title=title)
    put(console, wrap(Text(named, style=HEADING), columns))
    if clause.path:
        put(console, wrap(Text(" › ".join(clause.path), style=QUIET), columns))
    console.print()
    _with_rules(console, _text(clause, notes, clean, words), rules or words.say("show.no_rules"), columns, words)
    _foot(console, notes, editions, edition, columns, words)


def show_text(console: Console, editions: tuple[Edition, ...], edition: Edition, clean: bool, words: Words) -> None:
    """Print the whole text of an edition, headings and all."""
    columns, notes, first = columns_of(console), _Notes(), editions[0].sheet
    of = {id(p): c.id for c in first.clauses for p in c.paragraphs}
    waiting = list(edition.marked)
    pieces: list[Heading | Paragraph] = [*first.headings, *first.paragraphs]
    for piece in sorted(pieces, key=lambda p: p.span.start):
        if isinstance(piece, Heading):
            _paragraph(console, Text(piece.text, style=HEADING), columns)
        elif id(piece) not in of:
            _paragraph(console, Text(plain(piece.text), style=QUOTE), columns)
        while id(piece) in of and any(c.id == of[id(piece)] for c in waiting):
            for text in _text(waiting.pop(0), notes, clean, words):
                _paragraph(console, text, columns)
    for clause in waiting:
        for text in _text(clause, notes, clean, words):
            _paragraph(console, text, columns)
    _foot(console, notes, editions, edition, columns, words)


def _paragraph(console: Console, text: Text, columns: int) -> None:
    put(console, [*wrap(text, columns), Text()])


def _text(clause: Standing, notes: _Notes, clean: bool, words: Words) -> list[Text]:
    marked = (_marked(passage, notes, clean, words) for passage in clause.passages)
    return [text for text in marked if text.plain.strip()]


def _foot(
    console: Console, notes: _Notes, editions: tuple[Edition, ...], edition: Edition, columns: int, words: Words
) -> None:
    """What each mark stands for, and on which days the text changes."""
    for number, turn in enumerate(notes.turns):
        mark = _NUMBERS[number] if number < len(_NUMBERS) else f"({number + 1})"
        where = place(turn.document, turn.clause, "", words)
        said = words.say("show.note", where=where, day=turn.day.isoformat(), quote=turn.quote)
        put(console, hang(Text(mark + " "), Text(said, style=QUIET), columns))
    days = "、".join(e.since.isoformat() for e in editions if e.since is not None)
    if days:
        since = edition.since.isoformat() if edition.since is not None else ""
        said = words.say("show.since", day=since) if since else words.say("show.original")
        put(console, [Text(), *wrap(Text(said, style=QUIET), columns)])
        put(console, wrap(Text(words.say("show.editions", days=days), style=QUIET), columns))


def _marked(passage: Passage, notes: _Notes, clean: bool, words: Words) -> Text:
    """A paragraph with what came and went in it."""
    if clean:
        return Text(plain(standing(passage)), style=QUOTE)
    out = Text(style=QUOTE)
    at = 0
    while at < len(passage):
        piece = passage[at]
        following = passage[at + 1] if at + 1 < len(passage) else None
        if piece.added is None and piece.removed is None:
            out.append(_plain(piece))
        elif (
            piece.removed is not None
            and following is not None
            and following.added == piece.removed
            and following.removed is None
        ):
            turn = piece.removed
            out.append("〖")
            out.append(_plain(piece), style=f"{_REMOVED} strike")
            out.append(" → ")
            out.append(_plain(following), style=_ADDED)
            out.append(f"〗{notes.mark(turn)}")
            at += 1
        else:
            went = piece.removed is not None
            mark = piece.removed or piece.added
            assert mark is not None
            out.append(f"〖{words.say('show.removed' if went else 'show.added')}")
            out.append(_plain(piece), style=f"{_REMOVED} strike" if went else _ADDED)
            out.append(f"〗{notes.mark(mark)}")
        at += 1
    return out


def _plain(piece: Piece) -> str:
    """The words of a piece without Markdown emphasis."""
    return piece.text.replace("**", "").replace("*", "")


def _with_rules(console: Console, text: list[Text], rules: str, columns: int, words: Words) -> None:
    head, side = Text(words.say("show.text"), style=HEADING), (columns - width(_GUTTER)) // 2
    if columns < SIDE_BY_SIDE:
        put(console, [head, *(line for one in text for line in wrap(one, columns)), Text()])
        put(console, [Text(words.say("show.rules"), style=HEADING), *_code(rules, columns)])
        return
    left = [head, *(line for one in text for line in wrap(one, side))]
    right = [Text(words.say("show.rules"), style=HEADING), *_code(rules, side)]
    rows = max(len(left), len(right))
    left += [Text()] * (rows - len(left))
    right += [Text()] * (rows - len(right))
    for one, other in zip(left, right, strict=True):
        blank = " " * (side - width(one.plain))
        line = Text.assemble(one, blank, (_GUTTER, QUIET), other)
        line.rstrip()
        put(console, [line])


def _code(rules: str, columns: int) -> list[Text]:
    """Rules keep their indentation; a line that is too long goes on four columns further in."""
    lines: list[Text] = []
    for line in rules.split("\n"):
        bare = line.lstrip(" ")
        if not bare:
            lines.append(Text())
            continue
        indent = len(line) - len(bare)
        lines.extend(hang(Text(" " * indent), Text(bare), columns, Text(" " * (indent + 4))))
    return lines
