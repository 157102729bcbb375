"""How tokens are written and spaced: one style per language.

In: the tokens of an item that was read, and its tree. Out: pieces of canonical text and the blanks between them.
The tree says which words were read as names and which as keywords; only keywords, quotation marks and punctuation are
ever written differently. Names, document numbers and literals (``3万元``, ``2years``, ``2021年4月1日``) stay as they
are, because the tree keeps a literal in its own words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Final

from compiler.surface.keywords import BY_TERMINAL
from compiler.surface.lexer import Token
from compiler.surface.tree import Item, Negate, Ref, RuleBody, TypeName, Word


@dataclass(frozen=True, slots=True)
class Style:
    """A language's marks by terminal, the quotation marks it prefers, and ``breath``: the blank that its commas, colons
    and brackets need beside them (full-width marks bring their own)."""

    marks: dict[str, str]
    quotes: tuple[str, str]
    breath: str

    def quote(self, text: str) -> str:
        """``text`` in the preferred marks, or in the other language's when it holds one of those itself."""
        for opening, closing in (self.quotes, *(s.quotes for s in STYLES.values())):
            if opening not in text and closing not in text:
                return opening + text + closing
        # It holds marks of both kinds. With a " inside, these are the ones it was written in, so that no 」 is inside.
        return f"「{text}」"


_BOTH: Final = {"EQ": "=", "LT": "<", "GT": ">", "DOT": ".", "PLUS": "+", "MINUS": "-", "MUL": "*", "DIV": "/"}
_ZH: Final = {"ARROW": "→", "NE": "≠", "LE": "≤", "GE": "≥", "COLON": "：", "COMMA": "、", "LPAR": "（", "RPAR": "）"}
_EN: Final = {"ARROW": "->", "NE": "!=", "LE": "<=", "GE": ">=", "COLON": ":", "COMMA": ",", "LPAR": "(", "RPAR": ")"}
STYLES: Final = {"zh": Style(_BOTH | _ZH, ("「", "」"), ""), "en": Style(_BOTH | _EN, ('"', '"'), " ")}

_TYPES: Final = {"BOOLEAN", "INTEGER", "DECIMAL", "MONEY", "RATIO", "DATE", "PERIOD", "TEXT"}
_CALLS: Final = {"EXISTS", "EVERY", "COUNT", "SUM", "MEAN", "LARGEST", "SMALLEST", "EARLIEST", "LATEST"}
_OPERATORS: Final = {"ARROW", "EQ", "NE", "LT", "LE", "GT", "GE", "PLUS", "MINUS", "MUL", "DIV"}
# SIGN is a minus before one operand, PERUNIT the stroke of 钱数/月, CALL the bracket behind a function's name.
_TIGHT_BEFORE: Final = {"COMMA", "COLON", "DOT", "RPAR", "CALL", "PERUNIT"}
_TIGHT_AFTER: Final = {"LPAR", "CALL", "DOT", "SIGN", "PERUNIT"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A token as it is to be written: its role, its text, and where it stood (offsets into the file)."""

    role: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Roles:
    """What the tree knows about tokens, by their offsets: names (start, end), signs and units of types (start)."""

    names: frozenset[tuple[int, int]]
    signs: frozenset[int]
    units: frozenset[int]


def read_roles(item: Item) -> Roles:
    """Which tokens of ``item`` were read as names, signs and units.

    A keyword's terminal stands in the tree as text only for the types (``date``); a kind that a rule is for is a
    declared name even when it is called so.
    """
    words: set[tuple[int, int]] = set()
    types: set[tuple[int, int]] = set()
    kinds: set[tuple[int, int]] = set()
    signs: set[int] = set()
    units: set[int] = set()
    for node in _nodes(item):
        match node:
            case Word() | Ref():
                words.add((node.span.start, node.span.end))
            case Negate():
                signs.add(node.span.start)
            case TypeName():
                if node.name.text.upper() in _TYPES:
                    types.add((node.name.span.start, node.name.span.end))
                if node.per is not None:
                    units.add(node.per.span.start)
            case RuleBody(object=declared) if declared is not None:
                kinds.add((declared.type.span.start, declared.type.span.end))
            case _:
                pass
    return Roles(frozenset(words - (types - kinds)), frozenset(signs), frozenset(units))


def _nodes(item: Item) -> Iterator[object]:
    """Every node of the tree, without recursion: hostile text nests deeper than the stack."""
    waiting: list[object] = [item]
    while waiting:
        node = waiting.pop()
        if isinstance(node, tuple):
            waiting.extend(node)
        elif is_dataclass(node):
            yield node
            waiting.extend(getattr(node, part.name) for part in fields(node) if part.name != "span")


def write_pieces(tokens: Sequence[Token], roles: Roles, language: str | None, style: Style) -> tuple[Piece, ...]:
    """The tokens of one line in ``style``, keywords in ``language`` (None: in the language each was written in)."""
    out: list[Piece] = []
    for index, token in enumerate(tokens):
        start, end = token.span.start, token.span.end
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        role = _role(token, after, out, roles)
        out.append(Piece(role, _text(token, role, language, style), start, end))
    return tuple(out)


def _role(token: Token, after: Token | None, before: list[Piece], roles: Roles) -> str:
    """The terminal, made more exact; ``after`` is the next token, ``before`` the pieces so far."""
    start = token.span.start
    if (start, token.span.end) in roles.names and token.type in BY_TERMINAL:
        return "NAME"
    if token.type == "MINUS" and start in roles.signs:
        return "SIGN"
    if token.type == "DIV" and after is not None and after.span.start in roles.units:
        return "PERUNIT"
    if token.type == "LPAR" and before and before[-1].role in ("NAME", *_CALLS):
        # What follows a name in brackets are its arguments, unless it is 含 or 不含.
        if after is None or after.type not in ("INCLUDED", "EXCLUDED"):
            return "CALL"
        return "CALL" if (after.span.start, after.span.end) in roles.names else "LPAR"
    return token.type


def _text(token: Token, role: str, language: str | None, style: Style) -> str:
    if token.type in style.marks:
        return style.marks[token.type]
    if role in BY_TERMINAL and language is not None:
        keyword = BY_TERMINAL[role]
        return {"zh": keyword.zh, "en": keyword.en}[language]
    if role == "STRING":
        return style.quote(token.text[1:-1])
    if role == "ID":
        inside = token.text[1:-1]
        return token.text if "[" in inside or "]" in inside else f"[{inside}]"
    return token.text


def blank(before: Piece, this: Piece, written: str, style: Style) -> str:
    """What stands between two pieces of a line; ``written`` is the line up to here."""
    if this.role in _TIGHT_BEFORE or before.role in _TIGHT_AFTER:
        return ""
    if before.role in ("COMMA", "COLON"):
        # A number, a colon and a number in one piece would be a proportion.
        numbers = before.role == "COLON" and written[-2].isdigit() and this.text[0].isdigit()
        return " " if numbers else style.breath
    if this.role in _OPERATORS or before.role in _OPERATORS:
        return " "
    if before.role == "RPAR" or this.role == "LPAR":
        return style.breath
    return " "
