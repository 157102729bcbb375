"""What the solver tells, read from its text: one call into the solver an atom, where the parts would take a dozen.

An argument is a text, a :class:`Word` (a constant or a number) or a tuple of arguments.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[^",()]+|[,()]', re.S)
_REMEMBERED: Final = 16384
_ESCAPE: Final = re.compile(r"\\(.)", re.S)


class Word(str):
    """A constant or a number of the program: not a text that happens to read the same."""

    __slots__ = ()


Argument = str | tuple["Argument", ...]


def read_atom(written: str) -> tuple[str, tuple[Argument, ...]]:
    """Name and arguments of an atom as the solver writes it: ``ok("甲","乙")``, ``contested``."""
    name, opened, rest = written.partition("(")
    return name, _arguments(rest) if opened else ()


def read_numbered(written: str) -> tuple[str, int, tuple[Argument, ...]]:
    """The same of an atom whose first argument is a number, which stands for itself."""
    name, _, rest = written.partition("(")
    number, more, others = rest.partition(",")
    return (name, int(number), _arguments(others)) if more else (name, int(number[:-1]), ())


@lru_cache(_REMEMBERED)
def _arguments(rest: str) -> tuple[Argument, ...]:
    """What stands behind an opening bracket. Remembered: cases that are decided together have much in common."""
    stack: list[list[Argument]] = []
    row: list[Argument] = []
    before = ""
    for token in _TOKEN.findall(rest[:-1]):
        if token[0] == '"':
            text = token[1:-1]
            row.append(_ESCAPE.sub(_unescaped, text) if "\\" in text else text)
        elif token == "(":
            if before not in ("", "(", ","):
                row[-1] = _Called(row[-1])
            stack.append(row)
            row = []
        elif token == ")":
            inner = tuple(row)
            row = stack.pop()
            if row and isinstance(row[-1], _Called):  # a term with arguments is told by its name
                row[-1] = Word(row[-1])
            else:
                row.append(inner)
        elif token != ",":
            row.append(Word(token))
        before = token
    return tuple(row)


class _Called(Word):
    """The name of a term whose arguments follow."""

    __slots__ = ()


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] == "n" else match[1]


def plain(argument: Argument) -> str:
    """The text, constant or number; nothing for a tuple."""
    return argument if isinstance(argument, str) else ""


def scope(argument: Argument) -> tuple[str, ...]:
    """The ids of a scope term: ``"甲"``, ``("甲","乙")``; none for the constant of no scope."""
    if isinstance(argument, Word):
        return ()
    if isinstance(argument, str):
        return (argument,)
    return tuple(x for part in argument for x in scope(part))


def flat(argument: Argument) -> tuple[str, ...]:
    """One argument as texts: a claim is two."""
    if isinstance(argument, str):
        return (argument,)
    return tuple(x for part in argument for x in flat(part))
