"""Rules rewritten so that one solve decides many cases: every atom of a case carries the number of that case.

In: rules of a program, as text. Out: the same rules with ``Case__`` as first argument of each atom that depends on a
case. What the law alone says (ranks of an enumeration, members of a group) stays as it is and is there once. A rule
never joins atoms of two cases, so that a case comes out as it does alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

VARIABLE: Final = "Case__"
DOMAIN: Final = "case__"
"""The predicate that holds for the number of each case."""
_STATED: Final = frozenset({"is", "nth", "size", "complete", "reading", "chosen", "field", "item", "items"})
"""What is said of a case; never the same for all."""
FOR_ALL: Final = frozenset({"pair", "compared", "folds", "folded", "ends", "ended"})
"""What values come to, whatever case they are of: found once for all. No other predicate goes by these names."""
_TOKEN: Final = re.compile(
    r'"(?:[^"\\]|\\.)*"|%[^\n]*\n?|@[a-z_]\w*|#[a-z]+|_*[a-z]\w*|[A-Z_]\w*|\d+|:-|\.\.|\s+|.', re.S
)
_NAME: Final = re.compile(r"_*[a-z]\w*")
_SIGNATURE: Final = re.compile(r"(\s*)(\w+)/(\d+)(.*)", re.S)
_UNREAD: Final = re.compile(r'"(?:[^"\\]|\\.)*"|%[^\n]*', re.S)  # texts and comments
_ENDED: Final = re.compile(r"(?<!\.)\.(?!\.)")
_VARIABLE: Final = re.compile(r"(?<!\w)_*(?:[A-Z]\w*|_(?![a-z_A-Z]))")
Tokens = list[str]


class Rewriting:
    """Rewrites the rules of one program. ``texts``: all there is of it; ``shown``: predicates that are read out."""

    def __init__(self, texts: Iterable[str], shown: frozenset[str]) -> None:
        heads: set[str] = set()
        varying = set(_STATED | shown)
        for statement in (s for text in texts for s in _ENDED.split(_UNREAD.sub("", text))):
            head = _NAME.match(statement.lstrip())
            if head is None:  # a directive, or nothing
                continue
            heads.add(head[0])
            if ":-" in statement or _VARIABLE.search(statement):
                varying.add(head[0])
        self._varying = frozenset(varying & (heads | _STATED | shown)) - FOR_ALL
        self._known: dict[str, str] = {}

    def rewrite(self, text: str) -> str:
        """The rules of ``text`` for many cases; the same text is rewritten once."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = "\n".join(map(self._statement, _statements(text)))
        return found

    def _statement(self, tokens: Tokens) -> str:
        if tokens[0].startswith("#"):
            return self._directive(tokens)
        written: list[str] = []
        parens = braces = 0
        bound = body = needed = False
        before = ""
        for index, token in enumerate(tokens):
            written.append(token)
            if token in "({":
                parens, braces = parens + (token == "("), braces + (token == "{")
            elif token in ")}":
                parens, braces = parens - (token == ")"), braces - (token == "}")
            elif token == ":-":
                body = True
            elif not parens and token in self._varying:
                followed = tokens[index + 1] == "("
                written.append(f"({VARIABLE}" + ("," if followed else ")"))
                needed = True
                bound = bound or (body and not braces and before != "not")
            if not token.isspace():
                before = token
        if needed:
            # The brace of an atom's arguments was written with the variable.
            written = _without_doubled(written)
        if needed and not bound:
            written[-1:] = [", " if body else " :- ", f"{DOMAIN}({VARIABLE})."]
        return "".join(written)

    def _directive(self, tokens: Tokens) -> str:
        match = _SIGNATURE.fullmatch("".join(tokens[1:]))
        if match is None or match[2] not in self._varying:
            return "".join(tokens)
        return f"{tokens[0]}{match[1]}{match[2]}/{int(match[3]) + 1}{match[4]}"


def _without_doubled(written: list[str]) -> list[str]:
    """Drop the opening parenthesis that follows ``(Case__,``."""
    opened = f"({VARIABLE},"
    return [t for i, t in enumerate(written) if not (t == "(" and i and written[i - 1] == opened)]


def _statements(text: str) -> Iterator[Tokens]:
    """The statements of a text as tokens, without comments and space around them."""
    statement: Tokens = []
    depth = 0
    for token in _TOKEN.findall(text):
        if token.startswith("%") or (token.isspace() and not statement):
            continue
        statement.append(token)
        if token in "({":
            depth += 1
        elif token in ")}":
            depth -= 1
        elif token == "." and not depth:
            yield statement
            statement = []
