"""Feeds the tokens of an item to the parser and goes on behind a fault: a line at fault is given up, not the item.

Before each line the parser's state is kept. When a line cannot be read, it is reported once, the state before it comes
back, and reading goes on with the next line of the same block; lines indented below the one at fault go with it. What
only follows from a line given up (a block that is empty now, a ``否则`` without tiers) is not reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from lark import Token as LarkToken
from lark import Tree
from lark.exceptions import UnexpectedInput
from lark.parsers.lalr_analysis import Shift
from lark.parsers.lalr_interactive_parser import InteractiveParser
from lark.parsers.lalr_parser_state import ParserState

from compiler.diagnostics.problem import Log
from compiler.source.text import Span
from compiler.surface.keywords import BY_TERMINAL, language_of
from compiler.surface.lexer import ItemTokens, Token

_LAYOUT: Final = ("NEWLINE", "INDENT", "DEDENT")
# Terminals that a reader is told to expect, beside the keywords; the catalogue has words for them.
_WORDS: Final = ("NAME", "DOCNO", "STRING", "ID", "DATELIT", "NUMBER", "MONEYLIT")
_SHOWN: Final = frozenset((*_WORDS, *_LAYOUT, "COLON", "COMMA", "LPAR", "RPAR", "DOT", "ARROW"))
_MOST: Final = 12

_ENDS: Final = dict.fromkeys(("NEWLINE", "DEDENT", "$END"), "TL0104")
_CODES: Final = _ENDS | {"BAD": "TL0102", "BADINDENT": "TL0103", "INDENT": "TL0105"}

_Table = Mapping[str, Any]
_State = tuple[list[Any], list[Any]]


def _copied(values: list[Any]) -> list[Any]:
    """The values with lists of their own: the parser adds to the list of lines it has, in place."""
    return [Tree(v.data, v.children[:]) if isinstance(v, Tree) else v for v in values]


class Run:
    """One item being read."""

    def __init__(self, parser: InteractiveParser, item: ItemTokens, log: Log) -> None:
        self.state: ParserState[Any] = parser.parser_state
        end = Span(item.span.file, item.tokens[-1].span.end, item.tokens[-1].span.end)
        self.tokens = (*item.tokens, Token("$END", "", end))
        self.log = log
        self.broken = False
        # The state before the line that is being read, for each open block.
        self.before = [self._kept()]
        self.told = -1

    def read(self) -> Any:
        """The item; None when a line of it was given up."""
        at, result = 0, None
        while at < len(self.tokens):
            start = self._kept() if at == 0 or self.tokens[at - 1].type in _LAYOUT else None
            table = self.state.parse_conf.states[self.state.position]
            stack = self.state.state_stack[:]  # a fault is seen only after rules have been closed before it
            try:
                result = self._feed(at, table, start is not None)
            except UnexpectedInput:
                self._tell(at, table, stack, start is not None)
                at = self._past(at, table, start)
                continue
            match self.tokens[at].type:
                case "INDENT":
                    self.before.append(self._kept())
                case "DEDENT":
                    self.before.pop()
                case _ if start is not None:
                    self.before[-1] = start
            at += 1
        return None if self.broken else result

    def _kept(self) -> _State:
        return self.state.state_stack[:], _copied(self.state.value_stack)

    def _back_to(self, kept: _State) -> None:
        states, values = kept
        self.state.state_stack[:], self.state.value_stack[:] = states, _copied(values)

    def _feed(self, at: int, table: _Table, starts: bool) -> Any:
        token, kind = self.tokens[at], self.tokens[at].type
        if kind in BY_TERMINAL and kind not in table and "NAME" in table and not self._is_left_over(at, starts):
            kind = "NAME"
        elif kind == "LPAR" and self._opens_inclusion(at):
            kind = "OPENING"
        fed = LarkToken(kind, token.text, start_pos=token.span.start, end_pos=token.span.end)
        return self.state.feed_token(fed, kind == "$END")

    def _opens_inclusion(self, at: int) -> bool:
        """Whether a bracket opens （含） or （不含） behind a comparison."""
        inside = [token.type for token in self.tokens[at + 1 : at + 3]]
        return inside in (["INCLUDED", "RPAR"], ["EXCLUDED", "RPAR"]) and self._accepts(
            "OPENING", self.state.state_stack
        )

    def _accepts(self, kind: str, stack: list[Any]) -> bool:
        """Whether a terminal can stand here, all the way: an entry of the table may lead to nothing but reductions."""
        states, stack = self.state.parse_conf.states, stack[:]
        while kind in states[stack[-1]]:
            action, target = states[stack[-1]][kind]
            if action is Shift:
                return True
            del stack[len(stack) - len(target.expansion) :]
            stack.append(states[stack[-1]][target.origin.name][1])
        return False

    # ------------------------------------------------------------ saying

    def _tell(self, at: int, table: _Table, stack: list[Any], starts: bool) -> None:
        """Report the token at ``at``, unless it was, or is only out of place because of a line given up before."""
        token, wants_block = self.tokens[at], [*table] == ["INDENT"]
        ends = token.type in ("DEDENT", "$END")
        if at == self.told or self._is_left_over(at, starts) or (self.broken and ends and not wants_block):
            return
        self.told = at
        code = _CODES.get(token.type, "TL0101")
        if code == "TL0101" and wants_block:
            code = "TL0106"
        elif code == "TL0101" and token.type in BY_TERMINAL and "NAME" not in table and starts:
            code = "TL0107"
        opened = self._left_open(at) if code in ("TL0101", "TL0104") and self._accepts("RPAR", stack) else None
        if opened is not None:
            self.log.say("TL0112", opened.span)
            return
        accepted = [kind for kind in table if self._accepts(kind, stack)]
        self.log.say(code, token.span, found=token.text, expected=self._expected(accepted))

    def _left_open(self, at: int) -> Token | None:
        """The last bracket before a place that nothing closes in the whole item."""
        opened: list[int] = []
        for index, token in enumerate(self.tokens):
            if token.type == "LPAR":
                opened.append(index)
            elif token.type == "RPAR" and opened:
                opened.pop()
        return next((self.tokens[index] for index in reversed(opened) if index < at), None)

    def _is_left_over(self, at: int, starts: bool) -> bool:
        """Whether a line is the 否则 of tiers or cases that were all given up."""
        return self.broken and starts and self.tokens[at].type == "OTHERWISE"

    def _expected(self, accepted: Iterable[str]) -> str:
        """What could stand here: ``<terminals>`` (the catalogue has words for them), then keywords as the author's."""
        language = language_of(self.tokens[0].text)
        kinds = sorted(f"<{kind.lower()}>" for kind in accepted if kind in _SHOWN)
        words = sorted(getattr(BY_TERMINAL[kind], language) for kind in accepted if kind in BY_TERMINAL)
        shown = [*kinds, *words]
        return " ".join(shown[:_MOST]) + (" …" if len(shown) > _MOST else "")

    # ------------------------------------------------------------ going on

    def _past(self, at: int, table: _Table, start: _State | None) -> int:
        """Give up what is at fault at ``at``; where to go on. ``start`` is the state here if a line starts here."""
        self.broken = True
        kind = self.tokens[at].type
        if kind == "$END":
            return at + 1
        if kind == "DEDENT":
            return self._out_of_block(at)
        if start is None:
            self._back_to(self.before[-1])
            return self._behind_line(at)
        if [*table] == ["INDENT"] and kind != "BADINDENT":
            # The line above wanted a block. It is given up, and this one gets its chance without it.
            self._back_to(self.before[-1])
            return at
        self._back_to(start)
        return self._behind_block(at) if kind == "INDENT" else self._behind_line(at)

    def _out_of_block(self, at: int) -> int:
        """The block cannot end yet: give up its last line or, when it is empty then, the line it belongs to."""
        self._back_to(self.before[-1])
        if not self._accepts("DEDENT", self.state.state_stack):
            self.before.pop()
            self._back_to(self.before[-1])
            return at + 1
        return at

    def _behind_line(self, at: int) -> int:
        """Behind the line of ``at`` and the block below it."""
        while self.tokens[at].type != "NEWLINE":
            at += 1
        return self._behind_block(at + 1) if self.tokens[at + 1].type == "INDENT" else at + 1

    def _behind_block(self, at: int) -> int:
        """Behind the block that ``at`` opens."""
        depth = 0
        while True:
            depth += {"INDENT": 1, "DEDENT": -1}.get(self.tokens[at].type, 0)
            at += 1
            if depth == 0:
                return at
