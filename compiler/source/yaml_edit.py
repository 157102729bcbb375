"""Changing a YAML text in one place, so that everything else stays as it is, byte for byte.

In: the text of one YAML document that is a mapping, a path of keys, a value. Out: the text with that one thing changed.
Comments, order, layout and quotation marks around it are kept. What is written in a way that cannot be changed in its
place (an explicit ``?`` key, say) is written anew, and nothing above it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from typing import Final

from compiler.diagnostics.problem import Log
from compiler.source import yaml_tree as y
from compiler.source.text import SourceFile

_SAFE: Final = re.compile(r"[^\W_][^:#,\[\]{}&*!|>'\"\\`\n\t]*")
_SILENT: Final = frozenset({"", "~", "null", "未知", "unknown"})
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}

Step = tuple[str, ...]
"""A key of a path under all its names; the first is written where the key is not there yet."""


class Word(str):
    """A word that must not be put in quotation marks, because it says something without them (未知)."""

    __slots__ = ()


def put(text: str, path: Sequence[Step], value: object, block: int = 0, before: Collection[str] = ()) -> str:
    """The text with ``value`` at ``path``. Mappings that are missing on the way are made, the outer ``block`` of them
    in lines of their own. A new entry stands behind the last one, or, where ``before`` is given for the first step,
    behind the last of those keys."""
    node: y.Node = _tree(text)
    flow = False
    for depth, names in enumerate(path):
        if not isinstance(node, y.Mapping):
            return _filled(text, node, _nested(path[depth:], value), 0 if flow else block - depth)
        flow = flow or _in_brackets(text, node)
        at = _index(node, names)
        if at is None:
            new = _nested(path[depth + 1 :], value)
            place = _behind(node, before) if before and depth == 0 else len(node.entries) - 1
            return _inserted(text, node, place, names[0], new, block - depth - 1)
        node = node.entries[at][1]
    return _changed(text, node, value)


def drop(text: str, path: Sequence[Step], prune: bool = False) -> str:
    """The text without the entry at ``path``; with ``prune`` goes with it what would be left empty above it. Unchanged
    when there is no such entry."""
    chain: list[tuple[y.Mapping, int]] = []
    node: y.Node = _tree(text)
    for names in path:
        at = _index(node, names) if isinstance(node, y.Mapping) else None
        if at is None or not isinstance(node, y.Mapping):
            return text
        chain.append((node, at))
        node = node.entries[at][1]
    while prune and len(chain) > 1 and len(chain[-1][0].entries) == 1:
        chain.pop()
    return _removed(text, *chain[-1])


def rename(text: str, path: Sequence[Step], new: str) -> str:
    """The text with the last key of ``path`` called ``new``."""
    node: y.Node = _tree(text)
    for names in path[:-1]:
        assert isinstance(node, y.Mapping)
        at = _index(node, names)
        assert at is not None
        node = node.entries[at][1]
    assert isinstance(node, y.Mapping)
    at = _index(node, path[-1])
    assert at is not None
    key = node.entries[at][0]
    # A key in quotation marks may stand hard against its colon, where one without could not.
    name = _quoted(new) if key.quoted else written(new)
    return text[: key.span.start] + name + text[key.span.end :]


def written(value: object) -> str:
    """A value in one line, as it stands in a list or mapping in brackets; a text is quoted where it has to be."""
    if isinstance(value, Word):
        return str(value)
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, list):
        return "[" + ", ".join(written(v) for v in value) + "]"
    assert isinstance(value, dict)
    return "{" + ", ".join(f"{written(k)}: {written(v)}" for k, v in value.items()) + "}"


def lines(value: dict[str, object], block: int, indent: str = "") -> str:
    """A mapping in lines, ``block`` levels of it, the rest in brackets. Ends with a line end."""
    out = []
    for key, inner in value.items():
        if isinstance(inner, dict) and inner and block > 1:
            out.append(f"{indent}{written(key)}:\n{lines(inner, block - 1, indent + '  ')}")
        else:
            out.append(f"{indent}{written(key)}: {written(inner)}\n")
    return "".join(out)


def _text(text: str) -> str:
    if _SAFE.fullmatch(text) and text == text.strip() and text.lower() not in _SILENT:
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    if "\n" in text or "\t" in text:
        return '"' + "".join(_ESCAPES.get(c, c) for c in text) + '"'
    return "'" + text.replace("'", "''") + "'"


# ---------------------------------------------------------------- finding


def _tree(text: str) -> y.Mapping:
    log = Log()
    trees = y.read_yaml(SourceFile("", text), log)
    assert len(trees) == 1 and isinstance(trees[0], y.Mapping) and not log.problems, log.problems
    return trees[0]


def _index(node: y.Mapping, names: Step) -> int | None:
    return next((i for i, (key, _) in enumerate(node.entries) if key.text.strip() in names), None)


def _behind(node: y.Mapping, before: Collection[str]) -> int:
    found = [i for i, (key, _) in enumerate(node.entries) if key.text.strip() in before]
    return max(found, default=-1)


def _nested(path: Sequence[Step], value: object) -> object:
    for names in reversed(path):
        value = {names[0]: value}
    return value


def _plain(node: y.Node) -> object:
    """A node as a value that is written as the same node."""
    if isinstance(node, y.Scalar):
        silent = not node.quoted and node.text.strip().lower() in _SILENT
        return Word(node.text.strip() or "~") if silent else node.text
    if isinstance(node, y.Sequence):
        return [_plain(item) for item in node.items]
    return {key.text: _plain(value) for key, value in node.entries}


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _in_brackets(text: str, node: y.Node) -> bool:
    return text[node.span.start : node.span.start + 1] in ("{", "[")


# ---------------------------------------------------------------- changing


def _changed(text: str, node: y.Node, value: object) -> str:
    """A value put in the place of another; of a list only the members that differ."""
    if isinstance(node, y.Sequence) and isinstance(value, list) and value and node.items:
        return _list_changed(text, node, value)
    return _replaced(text, node, value)


def _replaced(text: str, node: y.Node, value: object) -> str:
    start, end = node.span.start, node.span.end
    new = written(value)
    if start == end and start and not text[start - 1].isspace():
        new = " " + new
    if end > start and text[end - 1] == "\n":  # a text in lines of its own reaches over its last line end
        new += "\n"
    return text[:start] + new + text[end:]


def _filled(text: str, node: y.Node, value: object, block: int) -> str:
    """A mapping put where nothing is stated, ``block`` levels of it in lines, if lines can follow there."""
    start, end = node.span.start, node.span.end
    if block < 1 or start != end or text[end : _line_end(text, end)].strip() or not isinstance(value, dict):
        return _replaced(text, node, value)
    line = text[_line_start(text, start) :]
    indent = line[: len(line) - len(line.lstrip(" "))]
    return text[:start] + "\n" + lines(value, block, indent + "  ").rstrip("\n") + text[end:]


def _inserted(text: str, node: y.Mapping, after: int, key: str, value: object, block: int) -> str:
    """A new entry behind that of number ``after`` (-1: in front of all)."""
    entry = f"{written(key)}: {written(value)}"
    if _in_brackets(text, node):
        if not node.entries:
            return text[: node.span.start + 1] + entry + text[node.span.start + 1 :]
        if after < 0:
            at = node.entries[0][0].span.start
            return f"{text[:at]}{entry}, {text[at:]}"
        at = node.entries[after][1].span.end
        return f"{text[:at]}, {entry}{text[at:]}"
    first = node.entries[0][0].span.start
    indent = text[_line_start(text, first) : first]
    if indent.strip():
        return _anew(text, node, {**_as_dict(node), key: value})
    new = lines({key: value}, max(block, 0) + 1, indent)
    if after < 0:
        at = _line_start(text, first)
        return text[:at] + new + text[at:]
    end = node.entries[after][1].span.end
    if end and text[end - 1] == "\n" and text[node.entries[after][1].span.start : end].strip():
        return text[:end] + new + text[end:]
    end = _line_end(text, end)
    return text[:end] + "\n" + new.rstrip("\n") + text[end:]


def _removed(text: str, node: y.Mapping, at: int) -> str:
    key, value = node.entries[at]
    if len(node.entries) == 1:
        return _anew(text, node, {})
    if _in_brackets(text, node):
        return _cut(text, [(k.span.start, v.span.end) for k, v in node.entries], at)
    start, end = _line_start(text, key.span.start), value.span.end
    if not (end and text[end - 1] == "\n" and end > value.span.start):
        rest = text[end : _line_end(text, end)].strip()
        if rest and not rest.startswith("#"):
            return _anew(text, node, {k: v for k, v in _as_dict(node).items() if k != key.text})
        end = min(_line_end(text, end) + 1, len(text))
    if text[start : key.span.start].strip():
        return _anew(text, node, {k: v for k, v in _as_dict(node).items() if k != key.text})
    return text[:start] + text[end:]


def _cut(text: str, places: Sequence[tuple[int, int]], at: int) -> str:
    """Without the member ``at`` of what stands in brackets, and without the comma that set it apart."""
    start, end = places[at]
    if at + 1 < len(places):
        comma = text.index(",", end)
        rest = comma + 1
        while rest < len(text) and text[rest] == " ":
            rest += 1
        return text[:start] + text[end:comma].strip(" ") + text[rest:]
    comma = text.index(",", places[at - 1][1])
    return text[:comma] + text[comma + 1 : start].rstrip(" ") + text[end:]


def _as_dict(node: y.Mapping) -> dict[str, object]:
    found = _plain(node)
    assert isinstance(found, dict)
    return found


def _anew(text: str, node: y.Node, value: object) -> str:
    """The whole node written anew, in brackets."""
    return _replaced(text, node, value)


def _list_changed(text: str, node: y.Sequence, value: list[object]) -> str:
    old = [written(_plain(item)) for item in node.items]
    new = [written(item) for item in value]
    edits = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if what != "replace" or b - a != d - c:
            return _list_grown(text, node, new) if _in_brackets(text, node) else _replaced(text, node, value)
        edits += [(node.items[a + i].span, new[c + i]) for i in range(b - a)]
    for span, item in reversed(edits):
        text = text[: span.start] + item + text[span.end :]
    return text


def _list_grown(text: str, node: y.Sequence, new: list[str]) -> str:
    """A list in brackets with other members; those that only come behind the old ones are put behind them."""
    old = [written(_plain(item)) for item in node.items]
    if new[: len(old)] == old:
        at = node.items[-1].span.end
        return text[:at] + "".join(f", {item}" for item in new[len(old) :]) + text[at:]
    return text[: node.span.start] + "[" + ", ".join(new) + "]" + text[node.span.end :]
