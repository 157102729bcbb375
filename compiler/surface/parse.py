"""Tokens to tree, one item at a time and one line at a time, so that one run reports the faults of every line.

Keywords are reserved only where the grammar could mean them: ``级别`` is a keyword in a document's head
and a plain name as a field. The parser's own table decides, token by token.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lark import Lark
from lark.lexer import Lexer

from compiler.diagnostics.problem import Log
from compiler.source.text import Span
from compiler.surface.builder import Builder
from compiler.surface.keywords import KEYWORDS
from compiler.surface.lexer import ItemTokens, read_items
from compiler.surface.recovery import Run
from compiler.surface.tree import Item
from compiler.surface.tree.walk import deeper

# What comes after walks trees by recursion. Nobody writes a rule a tenth as deep.
DEEPEST = 80
_CHANGES = ("AMENDS", "ADDS", "REMOVES")
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
    """The parser of an item. A grammar with a conflict is refused (``strict``)."""
    builder = Builder()
    declared = "\n%declare " + " ".join(k.terminal for k in KEYWORDS) + "\n"
    grammar = _GRAMMAR.read_text(encoding="utf-8") + declared
    return _Parser(Lark(grammar, parser="lalr", lexer=_NoLexer, transformer=builder, strict=True), builder)


def parse_block(span: Span, log: Log) -> list[Item]:
    """The items of one fenced block. Faults go to ``log``; items that could be read are returned.

    Rules below a change that could not be read are read, too, and left out: nobody can tell which clause they are of.
    """
    items: list[Item] = []
    lost = False
    for tokens in read_items(span):
        item = _parse_item(tokens, log)
        head = tokens.tokens[0].type
        if head in _CHANGES or head == "CLAUSE":
            lost = head in _CHANGES and item is None
        if item is not None and not lost:
            items.append(item)
    return items


def _parse_item(tokens: ItemTokens, log: Log) -> Item | None:
    parser = _parser()
    found = Log()
    parser.builder.begin(tokens.span, found)
    item: Item | None = Run(parser.lark.parse_interactive(), tokens, found).read()
    if deeper(item, DEEPEST) is not None:
        found.say("TL0109", tokens.span)
    log.problems += dict.fromkeys(found.problems)
    return None if found.problems else item
