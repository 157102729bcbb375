"""Changes to the text of a case file by places, so that all else stays as it was: comments, order, indentation.

Values are written so that they read back as the text they are, in brackets and out of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from compiler.cases.words import BLANK, UNKNOWN
from compiler.source.record import dataclass
from compiler.source.text import SourceFile
from compiler.source.yaml_tree import Mapping, Node, Scalar

# What a text without quotation marks must not begin with, or hold, for it to mean itself.
_NOT_FIRST: Final = frozenset("-?:,[]{}#&*!|>'\"%@`= ")
_SPECIAL: Final = re.compile(r":(?:\s|$)|\s#|[,\[\]{}\n\r\t]|:[,\[\]{}]")
_NOWHERE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]")


class Unwritable(ValueError):
    """What is to be written has no place in this text, or a comment would be lost."""


@dataclass(frozen=True, slots=True)
class Edit:
    """``text`` instead of the characters from ``start`` to before ``end``."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. Raises ValueError when two of them meet."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if edit.start < at:
            raise ValueError(edit)
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join((*parts, text[at:]))


def scalar(text: str) -> str:
    """A text as a YAML scalar on one line. Raises :class:`Unwritable` for one that cannot be."""
    if _NOWHERE.search(text):
        raise Unwritable(text)
    blank = text.lower() in (*UNKNOWN, *BLANK)
    plain = text and text == text.strip() and text[0] not in _NOT_FIRST and not _SPECIAL.search(text)
    if plain and not blank and text != "...":
        return text
    return "'" + text.replace("'", "''") + "'"


def scalars(texts: tuple[str, ...]) -> str:
    """One text, or a list in brackets."""
    return scalar(texts[0]) if len(texts) == 1 else "[" + ", ".join(map(scalar, texts)) + "]"


def set_value(node: Node, written: str) -> Edit:
    """Another value in the place of one. Raises :class:`Unwritable` when a comment stands within it."""
    text = node.span.text
    if not isinstance(node, Scalar) and "#" in text:
        raise Unwritable(text)
    # A text that goes over lines brings the line end with it.
    kept = text[len(text.rstrip("\n")) :] if isinstance(node, Scalar) else ""
    if isinstance(node, Scalar) and text[:1] in "|>" and "#" in text.split("\n", 1)[0]:
        raise Unwritable(text)
    # Nothing was written here: the value needs a blank before it.
    lead = " " if not text and node.span.file.text[node.span.start - 1 : node.span.start] == ":" else ""
    return Edit(node.span.start, node.span.end, lead + written + kept)


def set_key(key: Scalar, written: str) -> Edit:
    """Another key in the place of one."""
    return Edit(key.span.start, key.span.end, scalar(written))


def in_brackets(mapping: Mapping) -> bool:
    """Whether a mapping is written ``{…}``."""
    return mapping.span.file.text[mapping.span.start : mapping.span.start + 1] == "{"


def added(mapping: Mapping, after: Scalar, key: str, value: str) -> Edit:
    """One more entry behind that of the key ``after``."""
    number = _number(mapping, after)
    before, node = mapping.entries[number]
    file = mapping.span.file
    entry = f"{scalar(key)}: {value}"
    if in_brackets(mapping):
        return Edit(node.span.end, node.span.end, f", {entry}")
    end = _line_end(file, _last(node, before))
    indent = " " * file.position(before.span.start)[1]
    return Edit(end, end, f"\n{indent}{entry}")


def removed(mapping: Mapping, keys: Sequence[Scalar]) -> list[Edit]:
    """Without the entries of some keys; one at least must be left. Comments beside them stay."""
    gone = sorted(_number(mapping, key) for key in keys)
    for number in gone:
        key, node = mapping.entries[number]
        if "#" in mapping.span.file.text[key.span.start : _last(node, key)]:
            raise Unwritable(key.text)
    if not in_brackets(mapping):
        return [_removed_line(mapping, number) for number in gone]
    runs: list[list[int]] = []
    for number in gone:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [_removed_in_brackets(mapping, run[0], run[-1]) for run in runs]


def _removed_line(mapping: Mapping, number: int) -> Edit:
    key, node = mapping.entries[number]
    file = mapping.span.file
    start = key.span.start - file.position(key.span.start)[1]
    if file.text[start : key.span.start].strip():
        raise Unwritable(key.text)
    end = _line_end(file, _last(node, key))
    comment = file.text[_last(node, key) : end].strip()
    if comment:
        return Edit(key.span.start, end, comment)
    return Edit(start, min(end + 1, len(file.text)), "")


def _removed_in_brackets(mapping: Mapping, first: int, last: int) -> Edit:
    """Without entries that stand side by side, and the commas that set them apart."""
    start, end = mapping.entries[first][0].span.start, mapping.entries[last][1].span.end
    text = mapping.span.file.text
    if "#" in text[start:end]:
        raise Unwritable(text[start:end])
    if last + 1 < len(mapping.entries):
        following = mapping.entries[last + 1][0].span.start
        return Edit(start, following if "#" not in text[end:following] else text.index(",", end) + 1, "")
    before = mapping.entries[first - 1][1].span.end
    # A comma that is left before a comment does no harm.
    return Edit(before if "#" not in text[before:start] else start, end, "")


def _number(mapping: Mapping, key: Scalar) -> int:
    return next(i for i, (k, _) in enumerate(mapping.entries) if k.span == key.span)


def _last(node: Node, key: Scalar) -> int:
    """Where an entry ends, without a line end that belongs to its value."""
    text = node.span.text
    return max(node.span.start + len(text.rstrip()), key.span.end)


def _line_end(file: SourceFile, at: int) -> int:
    end = file.text.find("\n", at)
    return len(file.text) if end < 0 else end
