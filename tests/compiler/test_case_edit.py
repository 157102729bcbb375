"""Changing a case file by places: what is written reads back, and all else stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiler.cases.edit import Edit, Unwritable, added, applied, removed, scalar, scalars, set_key, set_value
from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile
from compiler.source.yaml_tree import INVISIBLE, Mapping, Node, Scalar, Sequence, read_yaml

TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf")), max_size=20)


def read(text: str) -> Mapping:
    log = Log()
    (tree,) = read_yaml(SourceFile("a.yaml", text), log)
    assert not log.problems and isinstance(tree, Mapping)
    return tree


def plain(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(n) for n in node.items]
    return {key.text: plain(value) for key, value in node.entries}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_a_text_reads_back_wherever_it_stands(text: str) -> None:
    if INVISIBLE.search(text):
        return
    written = scalar(text)
    for around in (f"甲: {written}\n乙: 1\n", f"甲: {written} # 注\n乙: 1\n", f"{{甲: {written}, 乙: 1}}\n"):
        assert plain(read(around)) == {"甲": text, "乙": "1"}
    if text.strip():
        assert plain(read(f"{{{written}: 1}}")) == {text: "1"}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_texts_read_back_as_a_list(texts: list[str]) -> None:
    if not any(INVISIBLE.search(t) for t in texts):
        assert plain(read(f"甲: {scalars(tuple(texts))}\n")) == {"甲": texts}


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\x00", "\u2028"])
def test_what_has_no_place_on_a_line_is_not_written(text: str) -> None:
    with pytest.raises(Unwritable):
        scalar(text)


@pytest.mark.parametrize("word", ["未知", "unknown", "~", "null", ""])
def test_a_text_that_would_say_nothing_is_quoted(word: str) -> None:
    assert scalar(word) == f"'{word}'"


def change(text: str, make: str) -> str:
    """``text`` with one change to the mapping under 甲, of entries 一, 二, 三."""
    tree = read(text)
    inner = tree.get("甲")
    assert isinstance(inner, Mapping)
    keys = {key.text: (key, value) for key, value in inner.entries}
    verb, name = make.split()
    key, value = keys[name]
    edits = {
        "set": lambda: [set_value(value, "9")],
        "key": lambda: [set_key(key, "四")],
        "add": lambda: [added(inner, key, "四", "4")],
        "remove": lambda: removed(inner, [key]),
    }[verb]()
    return applied(text, edits)


FLOW = "甲: {一: 1, 二: [a, b], 三: 3}   # 尾\n"
LINES = "甲: # 头\n    一: 1   # 甲一\n\n    # 甲二之前\n    二:\n      - a\n      - b\n    三: 3 # 末"


@pytest.mark.parametrize(
    ("text", "make", "made"),
    [
        (FLOW, "set 二", "甲: {一: 1, 二: 9, 三: 3}   # 尾\n"),
        (FLOW, "key 一", "甲: {四: 1, 二: [a, b], 三: 3}   # 尾\n"),
        (FLOW, "add 二", "甲: {一: 1, 二: [a, b], 四: 4, 三: 3}   # 尾\n"),
        (FLOW, "remove 一", "甲: {二: [a, b], 三: 3}   # 尾\n"),
        (FLOW, "remove 三", "甲: {一: 1, 二: [a, b]}   # 尾\n"),
        (LINES, "set 一", LINES.replace("一: 1", "一: 9")),
        (LINES, "set 二", LINES.replace("- a\n      - b", "9")),
        (LINES, "add 一", LINES.replace("# 甲一\n", "# 甲一\n    四: 4\n")),
        (LINES, "add 三", LINES + "\n    四: 4"),
        (LINES, "remove 一", LINES.replace("一: 1   # 甲一", "# 甲一")),
        (LINES, "remove 二", LINES.replace("    二:\n      - a\n      - b\n", "")),
        (LINES, "remove 三", LINES.replace("三: 3 # 末", "# 末")),
        ("甲: {一: 1, # 注\n  二: 2}\n", "remove 一", "甲: { # 注\n  二: 2}\n"),
        ("甲: {一: 1, # 注\n  二: 2}\n", "remove 二", "甲: {一: 1, # 注\n  }\n"),
        ("甲: {一: 1, 二: }\n", "set 二", "甲: {一: 1, 二: 9}\n"),
        ("甲:\n  一: '1'\n  二: >\n    长\n    文\n  三: 3\n", "set 二", "甲:\n  一: '1'\n  二: 9\n  三: 3\n"),
    ],
)
def test_changes(text: str, make: str, made: str) -> None:
    assert change(text, make) == made
    before, after = plain(read(text)), plain(read(made))
    assert isinstance(before, dict) and isinstance(after, dict)
    verb, name = make.split()
    for key, value in before["甲"].items():
        if key != name or verb == "add":
            assert after["甲"][key] == value


@pytest.mark.parametrize("text", ["甲:\n  一: 1\n  二:\n    - a # 注\n    - b\n", "甲: {一: 1, 二: [a, # 注\n   b]}\n"])
@pytest.mark.parametrize("make", ["set 二", "remove 二"])
def test_no_comment_is_lost(text: str, make: str) -> None:
    with pytest.raises(Unwritable):
        change(text, make)


@pytest.mark.parametrize("text", [FLOW, LINES, "甲: {一: 1,\n    二: 2,\n    三: 3 }"])
@pytest.mark.parametrize("gone", ["一 二", "二 三", "一 三"])
def test_several_entries_go_at_once(text: str, gone: str) -> None:
    inner = read(text).get("甲")
    assert isinstance(inner, Mapping)
    made = applied(text, removed(inner, [key for key, _ in inner.entries if key.text in gone.split()]))
    left = {key: value for key, value in plain(inner).items() if key not in gone.split()}  # type: ignore[attr-defined]
    assert plain(read(made)) == {"甲": left} and made.count("#") == text.count("#")


def test_changes_that_meet_are_refused() -> None:
    with pytest.raises(ValueError):
        applied("abc", [Edit(0, 2, ""), Edit(1, 3, "")])
