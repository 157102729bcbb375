"""Texts and rules that differ: the old beside the new where there is room, else one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.text import Text

from compiler.compare.documents import DocumentChange
from compiler.compare.rules import RuleChange
from compiler.compare.texts import ClauseChange, SentenceChange
from compiler.compare.wording import Piece, wording
from compiler.source.text import width
from tiaoli.screen.changes import CUT, PUT, clause_text, clean_keeping, document_text, parts_text, rule_text
from tiaoli.screen.console import HEADING, QUIET
from tiaoli.screen.lines import hang, wrap
from tiaoli.screen.phrases import place
from tiaoli.words import Words

SIDE_BY_SIDE = 80
_GUTTER = " │ "
_OLD, _NEW = "red", "green"


def documents(found: Sequence[DocumentChange], limit: int, columns: int, words: Words) -> list[Text]:
    """Every document with its clauses and rules that differ, ``limit`` of them in all."""
    drawing = _Drawing(columns, words)
    lines: list[Text] = []
    left = limit
    hidden = 0
    for change in found:
        parts: list[ClauseChange | RuleChange] = [*change.clauses, *change.rules]
        shown, rest = parts[:left], parts[left:]
        hidden += len(rest)
        left -= len(shown)
        if not shown and parts:
            continue
        lines += [Text(), *wrap(Text("  " + document_text(change, words), style=HEADING), columns)]
        for part in shown:
            lines += drawing.clause(part) if isinstance(part, ClauseChange) else drawing.rule(part)
    if hidden:
        lines += [Text(), *wrap(Text(words.say("diff.more_parts", count=str(hidden)), style=QUIET), columns)]
    return lines


class _Drawing:
    def __init__(self, columns: int, words: Words) -> None:
        self.columns, self.words = columns, words
        self.beside = columns >= SIDE_BY_SIDE
        self.side = (columns - 4 - width(_GUTTER)) // 2

    def clause(self, change: ClauseChange) -> list[Text]:
        """The sentences of a clause that differ."""
        lines = hang(Text("  "), Text(clause_text(change, self.words)), self.columns)
        for sentence in change.sentences:
            lines += self._sentence(sentence)
        return lines

    def _sentence(self, change: SentenceChange) -> list[Text]:
        if change.words is not None:
            return self._pair(_drawn(change.words.old, CUT, _OLD), _drawn(change.words.new, PUT, _NEW))
        note = ""
        if change.kind == "moved":
            where = place("", change.elsewhere, "", self.words) or self.words.say("diff.no_clause")
            note = self.words.say(f"diff.sentence_moved_{'old' if change.old else 'new'}", place=where)
        if note:
            text = Text.assemble(clean_keeping(change.old or change.new), (f"  ({note})", QUIET))
            return self._pair(text if change.old else Text(), Text() if change.old else text)
        return self._pair(
            _whole(change.old, CUT, _OLD) if change.old else Text(),
            _whole(change.new, PUT, _NEW) if change.new else Text(),
        )

    def rule(self, change: RuleChange) -> list[Text]:
        """The lines of a rule that differ; of one that came or went all of it."""
        parts = parts_text(change, self.words)
        head = Text.assemble(rule_text(change, self.words), (f"  {parts}" if parts else "", QUIET))
        lines = hang(Text("  "), head, self.columns)
        if change.kind == "changed":
            for line in change.lines:
                compared = wording(line.old, line.new) if line.old and line.new else None
                if compared is not None:
                    lines += self._pair(_drawn(compared.old, CUT, _OLD), _drawn(compared.new, PUT, _NEW))
                else:
                    old, new = _whole(line.old, CUT, _OLD), _whole(line.new, PUT, _NEW)
                    lines += self._pair(old if line.old else Text(), new if line.new else Text())
        elif change.kind != "moved":
            for placed, style, sign in ((change.old, _OLD, "- "), (change.new, _NEW, "+ ")):
                for written in placed.text.split("\n") if placed is not None else ():
                    indent = len(written) - len(written.lstrip(" "))
                    lead = Text.assemble("    ", (sign, style), " " * indent)
                    lines += hang(lead, Text(written.strip(), style=style), self.columns, Text(" " * (10 + indent)))
        return lines

    def _pair(self, old: Text, new: Text) -> list[Text]:
        """Two texts beside each other, or one below the other behind a sign."""
        if not self.beside:
            lines: list[Text] = []
            for text, sign, style in ((old, "- ", _OLD), (new, "+ ", _NEW)):
                if text.plain:
                    lines += hang(Text.assemble("    ", (sign, style)), text, self.columns, Text(" " * 6))
            return lines
        left, right = (wrap(t, self.side) if t.plain else [] for t in (old, new))
        rows = []
        for number in range(max(len(left), len(right))):
            one = left[number] if number < len(left) else Text()
            other = right[number] if number < len(right) else Text()
            row = Text.assemble("    ", one, " " * (self.side - width(one.plain)), (_GUTTER, QUIET), other)
            row.rstrip()
            rows.append(row)
        return rows


def _drawn(pieces: Iterable[Piece], marks: tuple[str, str], style: str) -> Text:
    """A text with what is only on its side marked and coloured."""
    text = Text()
    for piece in pieces:
        if piece.same:
            text.append(clean_keeping(piece.text))
        else:
            text.append(f"{marks[0]}{clean_keeping(piece.text)}{marks[1]}", style=style)
    return text


def _whole(text: str, marks: tuple[str, str], style: str) -> Text:
    return Text(f"{marks[0]}{clean_keeping(text)}{marks[1]}", style=style)
