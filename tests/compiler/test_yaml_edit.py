"""Changing YAML in one place: what was asked changes, and not a byte beside it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.diagnostics.problem import Log
from compiler.source import yaml_tree as y
from compiler.source.text import SourceFile
from compiler.source.yaml_edit import Word, drop, put, rename
from tests.workbook.yaml_styles import Bare, block, comments, flow

pytestmark = pytest.mark.heavy

NAMES = st.sampled_from(["甲", "乙", "丙", "a b", "事 实", "x@y", "it's", "1:1", "- 丁", "未知", "[戊]"])
TEXTS = NAMES | st.sampled_from(["3万元", "60%", "2021-05-01", "是", "#1", "a: b", "", "=1+1", 'q"q', "两\n行"])
VALUES = TEXTS | st.just(Bare("未知")) | st.just(Bare("")) | st.lists(TEXTS, max_size=3)
TREES = st.dictionaries(
    NAMES, VALUES | st.dictionaries(NAMES, VALUES | st.dictionaries(NAMES, VALUES, max_size=3), max_size=3), min_size=1
)


def read(text: str) -> object:
    """A text as dicts, lists and texts; what is not quoted and says nothing as None or a word."""
    log = Log()
    trees = y.read_yaml(SourceFile("", text), log)
    assert not log.problems and len(trees) == 1, (log.problems, text)
    return plain(trees[0])


def plain(node: y.Node) -> object:
    if isinstance(node, y.Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, y.Sequence):
        return [plain(item) for item in node.items]
    if not node.quoted and node.text.strip() in ("", "~"):
        return None
    return ("word", node.text) if not node.quoted and node.text == "未知" else node.text


def meant(tree: object) -> object:
    """A tree as :func:`read` gives it."""
    if isinstance(tree, dict):
        return {key: meant(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [meant(item) for item in tree]
    if isinstance(tree, Bare | Word):
        return ("word", str(tree)) if tree else None
    return tree


def paths(tree: object, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The paths to all entries."""
    found = []
    for key, value in tree.items() if isinstance(tree, dict) else ():
        found += [(*above, key), *paths(value, (*above, key))]
    return found


def at(tree: object, path: tuple[str, ...]) -> dict[str, object]:
    """The mapping that holds the last key."""
    for key in path[:-1]:
        assert isinstance(tree, dict)
        tree = tree[key]
    assert isinstance(tree, dict)
    return tree


@st.composite
def documents(draw):
    tree = draw(TREES)
    text = block(tree, draw) if draw(st.booleans()) else flow(tree, draw) + draw(st.sampled_from(("", "\n", " # 尾\n")))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    return tree, text


@settings(max_examples=400, deadline=None)
@given(document=documents(), data=st.data(), value=VALUES | st.just(Word("未知")))
def test_put_where_something_is(document, data, value):
    tree, text = document
    path = data.draw(st.sampled_from(paths(tree)))
    if isinstance(value, Bare):
        value = Word(value or "未知")
    changed = put(text, [(key,) for key in path], value)
    at(tree, path)[path[-1]] = value
    assert read(changed) == meant(tree)


@settings(max_examples=400, deadline=None)
@given(document=documents(), data=st.data(), key=NAMES, more=st.lists(NAMES, max_size=2), level=st.integers(0, 3))
def test_put_where_nothing_is(document, data, key, more, level):
    tree, text = document
    holders = [(), *(p for p in paths(tree) if isinstance(at(tree, p)[p[-1]], dict))]
    path = (*data.draw(st.sampled_from(holders)), key)
    holder = at(tree, path)
    if key in holder:
        return
    changed = put(text, [(k,) for k in (*path, *more)], "新", level)
    new: object = "新"
    for name in reversed(more):
        new = {name: new}
    holder[key] = new
    assert read(changed) == meant(tree)
    assert comments(text) == comments(changed)


@settings(max_examples=400, deadline=None)
@given(document=documents(), data=st.data())
def test_drop(document, data):
    tree, text = document
    path = data.draw(st.sampled_from(paths(tree)))
    changed = drop(text, [(key,) for key in path])
    del at(tree, path)[path[-1]]
    assert read(changed) == meant(tree)


@settings(max_examples=200, deadline=None)
@given(document=documents(), data=st.data(), new=NAMES)
def test_rename(document, data, new):
    tree, text = document
    path = data.draw(st.sampled_from(paths(tree)))
    holder = at(tree, path)
    if new in holder:
        return
    changed = rename(text, [(key,) for key in path], new)
    items = [(new if k == path[-1] else k, v) for k, v in holder.items()]
    holder.clear()
    holder.update(items)
    assert read(changed) == meant(tree)
    assert comments(text) == comments(changed)


TEXT = """# 头
案例: 甲   # 名
事实:
  取证: {证1: {级别: 中级, 费用: 3000元}}   # 一行
  人员:
    # 说明
    张三:
      生日: 1990-01-01  # 生日
      别名:
        - 老张  # 一
        - 小张
    李四:
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        ("案例", "乙", "案例: 甲   # 名", "案例: 乙   # 名"),
        ("事实 取证 证1 级别", "高级", "{级别: 中级, ", "{级别: 高级, "),
        ("事实 取证 证1 日期", "2021-05-01", "费用: 3000元}", "费用: 3000元, 日期: 2021-05-01}"),
        ("事实 人员 张三 生日", "1991-02-02", "1990-01-01  # 生日", "1991-02-02  # 生日"),
        ("事实 人员 张三 别名", ["老张", "张三"], "- 小张", "- 张三"),
        ("事实 人员 李四", {"生日": "1980-01-01"}, "    李四:\n", "    李四: {生日: 1980-01-01}\n"),
        ("事实 人员 王五", {}, "    李四:\n", "    李四:\n    王五: {}\n"),
        ("事实 单位 厂", {}, "    李四:\n", "    李四:\n  单位: {厂: {}}\n"),
        ("应得 补贴", "不予", "    李四:\n", "    李四:\n应得: {补贴: 不予}\n"),
    ],
)
def test_only_the_place_changes(path, value, old, new):
    assert put(TEXT, [(key,) for key in path.split()], value) == TEXT.replace(old, new)


def test_new_parts_stand_in_lines_of_their_own():
    changed = put(TEXT, [("事实",), ("单位",), ("厂",)], {"名称": "机械厂"}, 3)
    assert changed == TEXT + "  单位:\n    厂: {名称: 机械厂}\n"
    changed = put(TEXT, [("历史完整",)], "是", 0, ("案例", "文件"))
    assert changed == TEXT.replace("# 名\n", "# 名\n历史完整: 是\n")


def test_with_prune_nothing_empty_is_left():
    changed = drop(TEXT, [("事实",), ("取证",), ("证1",)], prune=True)
    assert changed == TEXT.replace("  取证: {证1: {级别: 中级, 费用: 3000元}}   # 一行\n", "")
    assert drop(TEXT, [("没有",), ("这个",)]) == TEXT
