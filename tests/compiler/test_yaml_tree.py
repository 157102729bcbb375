"""YAML to trees: every scalar a text, every fault with its place, and nothing that never ends."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.diagnostics.problem import Log
from compiler.source import yaml_tree
from compiler.source.text import SourceFile
from compiler.source.yaml_tree import Mapping, Scalar, Sequence, read_yaml

pytestmark = pytest.mark.heavy


def read(text):
    log = Log()
    return read_yaml(SourceFile("例.yaml", text), log), log.problems


def plain(node):
    """A tree as lists, pairs and texts; quoted texts in a tuple of one."""
    if isinstance(node, Mapping):
        return {k.text: plain(v) for k, v in node.entries}
    if isinstance(node, Sequence):
        return [plain(i) for i in node.items]
    return (node.text,) if node.quoted else node.text


def faults(text):
    trees, problems = read(text)
    return [(p.code, p.span.line, p.span.column, p.span.text) for p in problems], trees


@pytest.fixture(params=["c", "python"])
def loader(request, monkeypatch):
    """Both parsers; the one in C is not everywhere."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    return request.param


def test_every_scalar_is_the_text_that_was_written(loader):
    words = ["是", "yes", "No", "2021-05-01", "1_000", "0o17", "0x1F", "1:30", "~", "null", ".inf", "1e3", "<<", "="]
    (tree,), problems = read("".join(f"- {w}\n" for w in words))
    assert plain(tree) == words and not problems


def test_trees_with_quotes_blocks_and_nothing(loader):
    text = "a: {乙: [丙, \"丁\"], e: }\nf:\n  - 'g'\n  - |\n    h\n    i\nj:\n"
    (tree,), problems = read(text)
    assert not problems
    assert plain(tree) == {"a": {"乙": ["丙", ("丁",)], "e": ""}, "f": [("g",), "h\ni\n"], "j": ""}


def test_documents_are_apart(loader):
    trees, problems = read("a: 1\n---\n- 2\n--- # note\n三\n...\n")
    assert [plain(t) for t in trees] == [{"a": "1"}, ["2"], "三"] and not problems


def test_spans_are_exact(loader):
    (tree,), _ = read("案例: 😀甲\n事实:\n  人员: {张三: {}}\n  列: \n    - 一\n    - 二\n\n# end\n\n应得: '丙'\n")
    spans = {k.text: (k.span.text, v.span.text) for k, v in tree.entries}
    assert spans["案例"] == ("案例", "😀甲")
    assert spans["应得"] == ("应得", "'丙'")
    assert spans["事实"][1] == "人员: {张三: {}}\n  列: \n    - 一\n    - 二"
    facts = tree.get("facts", "事实")
    assert facts.get("人员").span.text == "{张三: {}}"
    assert (facts.get("列").span.line, facts.get("列").span.column) == (5, 5)
    assert facts.get("列").items[1].span.column == 7
    assert tree.get("没有") is None


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("text", "reason", "line", "column"),
    [
        ("案例: {a: 1\n", "braces", 1, 7),
        ("案例: [1, 2\n", "list", 1, 7),
        ("a: [1, {\n", "content", 2, 1),
        ("案例: [1}\n", "list", 1, 9),
        ('a: 1\n案例: "x\n\n', "quote", 2, 7),
        ("案例: 甲: 乙\n", "colon", 1, 9),
        ("案例：甲\nb: c\n", "colon", 1, 5),
        ("a: b\n案例：甲\nc: d\n", "no_colon", 2, 5),
        ("a: b\nc\nd: e\n", "no_colon", 2, 1),
        ("a:\n\tb: 1\n", "character", 2, 1),
        ("案例: @x\n", "character", 1, 7),
        ('案例: "\\q"\n', "escape", 1, None),
        ("a:\n  b: 1\n c: 2\n", "align", 3, 2),
        ("- a\nb: c\n", "align", 2, 1),
        ("%YAML 3.0\n---\na", "directive", 1, 1),
        ('"a" "b"', "after_end", 1, 5),
        ("a: &", "anchor", 1, None),
        ("a: !<x y", "tag", 1, None),
        ("a: >q\n", "block", 1, None),
    ],
)
def test_what_is_no_yaml_is_told_with_a_reason_and_a_place(loader, text, reason, line, column):
    trees, (problem,) = read(text)
    fields = dict(problem.fields)
    assert (trees, problem.code, fields["reason"]) == ((), "TL0601", reason)
    assert fields["raw"]
    assert problem.span.line == line
    assert column is None or problem.span.column == column


def test_a_code_point_that_is_none_is_refused(loader):
    ((problem,), trees) = faults('a: "\\U00110000"')
    assert problem[0] == "TL0601" and trees == ()


def test_anchors_aliases_and_tags_are_refused_all_at_once(loader):
    found, trees = faults("a: &x {b: 1}\nc: *x\nd: !!python/object:os.system x\ne: ! f\n")
    assert [f[:3] for f in found] == [("TL0604", 1, 4), ("TL0604", 2, 4), ("TL0605", 3, 4), ("TL0605", 4, 4)]
    assert [f[3] for f in found] == ["&x", "*x", "!!python/object:os.system", "!"]
    assert trees == ()


def test_an_anchor_bomb_is_refused(loader):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    found, trees = faults(bomb)
    assert {f[0] for f in found} == {"TL0604"} and trees == ()


def test_a_key_that_stands_twice_is_told_and_the_first_is_kept(loader):
    found, (tree,) = faults("甲: {乙: 1, 乙: 2}\n'甲': 3\n")
    assert found == [("TL0606", 1, 13, "乙"), ("TL0606", 2, 1, "'甲'")]
    assert plain(tree) == {"甲": {"乙": "1"}}


@pytest.mark.parametrize("text", ["? [a, b]\n: c\n", "? {a: b}\n: c\n", "? \n: c\n", "'': c\n", "'  ': c\n"])
def test_a_key_is_a_text(loader, text):
    found, trees = faults(text)
    assert [f[:2] for f in found] == [("TL0607", 1)] and trees == ()


def test_nothing_and_empty_documents(loader):
    assert faults("") == ([("TL0608", 1, 1, "")], ())
    assert faults("# only a note\n") == ([("TL0608", 1, 1, "")], ())
    found, trees = faults("a: b\n---\n---\nc: d\n")
    assert found == [("TL0608", 3, 1, "")]  # at the --- that is one too many
    assert [plain(t) for t in trees] == [{"a": "b"}, {"c": "d"}]


@pytest.mark.parametrize(
    "char", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\u200b", "\u202e", "\u2028", "\ufeff", "\ud800", "\r"]
)
def test_invisible_characters_are_refused_where_they_stand(loader, char):
    assert faults(f"案例: 甲{char}乙\n") == ([("TL0609", 1, 9, char)], ())


@pytest.mark.parametrize("escape", ["\\0", "\\e", "\\u202e", "\\x07"])
def test_invisible_characters_that_were_escaped_are_refused(loader, escape):
    assert faults(f'案例: "甲{escape}乙"\n') == ([("TL0609", 1, 7, f'"甲{escape}乙"')], ())


def test_windows_line_ends_and_tabs_inside_texts_are_fine(loader):
    (tree,), problems = read('a: b\r\nc: "x\ty"\r\n')
    assert plain(tree) == {"a": "b", "c": ("x\ty",)} and not problems


# ---------------------------------------------------------------- limits


@pytest.mark.parametrize("opening", ["[", "{", "- ", "? ", "{a: ", "[\n", "[a, "])
def test_deep_nesting_is_refused_at_once(loader, opening):
    ((problem,), trees) = faults(opening * 100_000)
    assert problem[0] == "TL0603" and trees == ()


def test_forty_levels_are_allowed(loader):
    assert read("[" * 40 + "]" * 40)[1] == []
    found, _ = faults("[" * 41 + "]" * 41)
    assert found == [("TL0603", 1, 41, "[")]


def test_brackets_in_texts_do_not_count(loader):
    (tree,), problems = read(f"a: '{'[' * 100}' # {'{' * 100}\n")
    assert not problems and plain(tree) == {"a": ("[" * 100,)}


def test_nodes_are_counted(loader, monkeypatch):
    monkeypatch.setattr(yaml_tree, "MAX_NODES", 5)
    assert read("- 1\n- 2\n- 3\n- 4\n")[1] == []
    assert faults("- 1\n- 2\n- 3\n- 4\n- 5\n") == ([("TL0610", 5, 3, "5")], ())


def test_two_hundred_thousand_nodes_are_the_limit():
    assert read("- 1\n" * 199_999)[1] == []
    assert [p.code for p in read("- 1\n" * 200_000)[1]] == ["TL0610"]


def test_a_text_beyond_all_measure_is_not_parsed():
    _, (problem,) = read("#" * 20_000_001)
    assert (problem.code, dict(problem.fields)) == ("TL0602", {"found": "例.yaml", "limit": "20 MB"})


LONG = {
    "comment": "#" * 1_000_000,
    "lines": "\n" * 1_000_000,
    "text": "a" * 1_000_000,
    "quotes": "'" * 1_000_000,
    "keys": "a: " * 100_000,
    "aliases": "*a " * 100_000,
    "pairs": "[" + "b: c, " * 4_000 + "]",
    "block": "a: >" + "\n" * 200_000,
}


@pytest.mark.parametrize("name", LONG)
def test_long_inputs_end(loader, name):
    trees, problems = read(LONG[name])
    assert trees or problems


# ---------------------------------------------------------------- anything at all

PIECES = ["a", "案例", ": ", ":", "- ", "\n", "  ", "[", "]", "{", "}", ", ", "'", '"', "&x", "*x", "!", "|", ">", "#"]
PIECES += [
    "?",
    "---\n",
    "...\n",
    "%",
    "@",
    "`",
    "\t",
    "\\",
    "<<",
    "~",
    "😀",
    "\r\n",
    "\u2028",
    "\x00",
    "\ufeff",
    "：",
    "%YAML 1.1\n",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=80))
def test_any_text_gives_trees_or_reasons(text):
    trees, problems = read(text)
    assert trees or problems
    assert all(p.span is not None and 0 <= p.span.start <= p.span.end <= len(text) for p in problems)
    assert all(p.code.startswith("TL06") for p in problems)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_both_parsers_give_the_same_tree(text):
    ours = read(text)
    kept = yaml.CSafeLoader
    try:
        del yaml.CSafeLoader
        theirs = read(text)
    finally:
        yaml.CSafeLoader = kept
    if not ours[1] and not theirs[1]:
        assert ours[0] == theirs[0]


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1, max_size=8)


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        NAMES,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES.map(str.strip).filter(bool), inner),
        max_leaves=8,
    )
)
def test_what_another_program_wrote_comes_back(value):
    def quoted(v):
        return (
            (v,)
            if isinstance(v, str)
            else [quoted(i) for i in v]
            if isinstance(v, list)
            else {k: quoted(i) for k, i in v.items()}
        )

    written = yaml.dump(value, default_style='"', allow_unicode=True, width=10_000)
    (tree,), problems = read(written.replace("!!str ", ""))
    assert not problems and plain(tree) == quoted(value)


def test_scalars_are_equal_wherever_they_stand():
    (one,), _ = read("a")
    (other,), _ = read("\n\n  a")
    assert one == other and isinstance(one, Scalar)
