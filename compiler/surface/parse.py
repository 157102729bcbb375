"""Tokens to tree, one item at a time, so that one run reports the faults of every clause.

Keywords are reserved only where the grammar could mean them: ``级别`` is a keyword in a document's head
and a plain name as a field. The parser's own table decides, token by token.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.lexer import Lexer

from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile, Span
from compiler.surface.build import Builder
from compiler.surface.keywords import BY_TERMINAL, KEYWORDS
from compiler.surface.lexer import ItemTokens, read_items
from compiler.surface.tree import Item

_GRAMMAR = Path(__file__).with_name("grammar.lark")


class _NoLexer(Lexer):
    """Lark asks for a lexer; tokens are fed by hand instead."""

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, lexer_state: Any, parser_state: Any) -> Any:
        return iter(())


@dataclass(frozen=True, slots=True)
class _Parser:
    lark: Lark
    builder: Builder


@lru_cache(maxsize=1)
def _parser() -> _Parser:
    builder = Builder()
    declared = "\n%declare " + " ".join(k.terminal for k in KEYWORDS) + "\n"
    grammar = _GRAMMAR.read_text(encoding="utf-8") + declared
    return _Parser(Lark(grammar, parser="lalr", lexer=_NoLexer, transformer=builder), builder)


def parse_block(span: Span, log: Log) -> list[Item]:
    """The items of one fenced block. Faults go to ``log``; items that could be read are returned."""
    items: list[Item] = []
    for tokens in read_items(span):
        item = _parse_item(tokens, span.file, log)
        if item is not None:
            items.append(item)
    return items


def _parse_item(tokens: ItemTokens, file: SourceFile, log: Log) -> Item | None:
    parser = _parser()
    parser.builder.begin(file, log)
    known = len(log.problems)
    run = parser.lark.parse_interactive()
    states = run.parser_state.parse_conf.states
    for token in tokens.tokens:
        if token.type in ("BAD", "BADINDENT"):
            log.say("TL0102" if token.type == "BAD" else "TL0103", token.span, found=token.text)
            return None
        table = states[run.parser_state.position]
        kind = token.type
        if kind not in table and kind in BY_TERMINAL and "NAME" in table:
            kind = "NAME"
        try:
            run.feed_token(Token(kind, token.text, start_pos=token.span.start, end_pos=token.span.end))
        except UnexpectedInput:
            _unexpected(token.type, token.text, token.span, set(table), log)
            return None
    try:
        item: Item = run.feed_token(Token("$END", "", start_pos=tokens.span.end, end_pos=tokens.span.end))
    except UnexpectedInput:
        _unexpected("$END", "", Span(file, tokens.span.end, tokens.span.end), set(), log)
        return None
    if len(log.problems) > known:
        return None
    return item


_SHOWN = {
    "NAME": "名称",
    "DOCNO": "文号",
    "STRING": "「引文」",
    "ID": "[编号]",
    "DATELIT": "日期",
    "NUMBER": "数",
    "MONEYLIT": "钱数",
    "NEWLINE": "换行",
    "INDENT": "缩进的下一行",
    "DEDENT": "项目结束",
    "COLON": "：",
    "COMMA": "、",
    "LPAR": "（",
    "RPAR": "）",
    "DOT": ".",
    "ARROW": "→",
}


def _unexpected(kind: str, text: str, span: Span, table: set[str], log: Log) -> None:
    expected = sorted(_SHOWN.get(t) or BY_TERMINAL[t].zh for t in table if t in _SHOWN or t in BY_TERMINAL)
    wanted = " ".join(expected[:12]) + (" …" if len(expected) > 12 else "")
    if kind in ("NEWLINE", "$END", "DEDENT"):
        code = "TL0104"
    elif kind == "INDENT":
        code = "TL0105"
    elif "INDENT" in table:
        code = "TL0106"
    elif kind in BY_TERMINAL and "NAME" not in table and not span.file.text[: span.start].rpartition("\n")[2].strip():
        code = "TL0107"
    else:
        code = "TL0101"
    log.say(code, span, found=text, expected=wanted)
