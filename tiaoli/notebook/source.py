"""What a case can be given as: a file, a text, or Python values, which are written as a case file has them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from compiler.source.text import SourceFile
from tiaoli.notebook.money import Money
from tiaoli.words import Words

Given = str | Path | Mapping[str, object]
"""A path, a text in YAML, or the same as Python values. A ``str`` is a path when it is one line that ends in .yaml or
.yml, or that names something that is there."""
NAME = "<case>"
_PLAIN = re.compile(r"[^\W_](?:[\w.@/%（）〔〕、·]| (?=\w))*")


def path_of(given: Given) -> Path | None:
    """The path that was given, if it is one."""
    if isinstance(given, Path):
        return given
    if isinstance(given, str) and "\n" not in given and (given.endswith((".yaml", ".yml")) or _is_there(given)):
        return Path(given)
    return None


def _is_there(name: str) -> bool:
    try:
        return bool(name) and Path(name).exists()
    except (OSError, ValueError):
        return False


def text_of(given: Given, words: Words) -> SourceFile:
    """The case as a text; Python values as YAML. TypeError for a value that no case can hold (a float is not exact)."""
    if isinstance(given, str):
        return SourceFile(NAME, given.replace("\r\n", "\n").replace("\r", "\n"))
    if not isinstance(given, Mapping):
        raise TypeError(words.say("notebook.no_case", value=repr(given)))
    return SourceFile(NAME, "\n".join(_mapping(given, "", words)) + "\n")


def _mapping(value: Mapping[str, object], indent: str, words: Words) -> list[str]:
    lines: list[str] = []
    for key, inside in value.items():
        name = f"{indent}{_text(str(key))}:"
        if isinstance(inside, Mapping) and inside:
            lines += [name, *_mapping(inside, indent + "  ", words)]
        else:
            lines.append(f"{name} {_value(inside, words)}")
    return lines


def _value(value: object, words: Words) -> str:
    match value:
        case None:
            return "~"
        case bool():
            return "是" if value else "否"
        case str():
            return _text(value)
        case dt.datetime() | float():
            raise TypeError(words.say("notebook.inexact", value=repr(value)))
        case dt.date():
            return value.isoformat()
        case int():
            return str(value)
        case Money():
            return f"{_number(value.yuan)}元"
        case Fraction() | Decimal():
            return _number(Fraction(value))
        case Mapping():
            return "{" + ", ".join(f"{_text(str(k))}: {_value(v, words)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_value(v, words) for v in value) + "]"
        case _:
            raise TypeError(words.say("notebook.inexact", value=repr(value)))


def _number(value: Fraction) -> str:
    """In decimals when decimals can hold it, else as a fraction."""
    rest, digits = value.denominator, 0
    for prime in (2, 5):
        count = 0
        while rest % prime == 0:
            rest, count = rest // prime, count + 1
        digits = max(digits, count)
    if rest != 1:
        return str(value)
    whole, part = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
    return f"{'-' if value < 0 else ''}{whole}" + (f".{part:0{digits}d}" if digits else "")


def _text(text: str) -> str:
    """A text as YAML has it: in quotation marks unless it is plain. Quotation marks would turn 未知 into a text."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
