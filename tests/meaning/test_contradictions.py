"""Two rules against double payment that nobody can obey at once are a fault; two that can are none.

The table stands in the reference, chapter 5. 甲补贴 and 乙补贴 have no fixed sum unless a test gives them one.
"""

import re
from itertools import combinations_with_replacement
from pathlib import Path

import pytest

from compiler.driver import check
from compiler.rulebook.shapes import SHAPES, Pair, Shaped, compatible, each_two
from tests.meaning.policy import HEAD, NUMBER, library

DOCS = Path(__file__).parents[2] / "docs" / "reference"
BENEFITS = """
待遇 甲补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 {a}

待遇 乙补贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 {b}

读法 怎么办
    严重 M
    问 「怎么办？」
    选 就高 「就高」
    选 先到 「先到」
"""
GROUP = """
不重复 {name}
    成员 甲补贴 {v} 每 {v}.人员 同 {key}{when}
    成员 乙补贴 {v} 每 {v}.人员 同 {key}{when}
    窗口 {window}
    方式 {shape}
"""


def group(name, shape, v="甲", key="{v}", window="同一事由", when=""):
    return GROUP.format(name=name, shape=shape, v=v, key=key.format(v=v), window=window, when=when)


def codes(tmp_path, *rules, a="甲.费用", b="甲.费用 的 60%", head=HEAD):
    return [p.code for p in check(library(tmp_path, BENEFITS.format(a=a, b=b) + "".join(rules), head), (NUMBER,))]


# ------------------------------------------------------------ which shapes can stand side by side

# Worked by hand: 2000 and 3000, either of which may come first, and which the claimant may choose.
CONFLICTS = {
    ("named_loser", "claimants_choice"),
    ("named_loser", "higher"),
    ("named_loser", "top_up"),
    ("named_loser", "only_once"),
    ("claimants_choice", "higher"),
    ("claimants_choice", "top_up"),
    ("claimants_choice", "only_once"),
    ("claimants_choice", "sequence"),
    ("higher", "only_once"),
    ("higher", "sequence"),
    ("top_up", "only_once"),
    ("top_up", "sequence"),
    ("only_once", "sequence"),
}
OTHERWISE_NAMED = {("named_loser", "named_loser"), ("named_loser", "sequence"), ("sequence", "sequence")}


def test_the_table_of_shapes():
    """Where shapes name benefits (the loser, the order), they conflict exactly when they name them the other way."""
    always = {(a, b) for a, b in combinations_with_replacement(SHAPES, 2)}
    found = {
        pair: {compatible(a, b, Pair()) for a, b in each_two() if (a.shape, b.shape) == pair} for pair in sorted(always)
    }
    assert {pair for pair, all_ in found.items() if all_ == {False}} == CONFLICTS
    assert {pair for pair, all_ in found.items() if all_ == {True, False}} == OTHERWISE_NAMED


@pytest.mark.parametrize("page", ["5-conflicts.md", "5-conflicts.zh-CN.md"])
def test_the_reference_has_this_table(page):
    """A row and a column for each shape: ✗ conflict, ○ none, ± depends on which they name."""
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    rows = [[c.strip() for c in line.strip("|").split("|")] for line in lines if re.match(r"\| [^|]+ \|.*○.*\|", line)]
    assert len(rows) == len(SHAPES)
    written = {(SHAPES[i], SHAPES[j]): rows[i][j + 1] for i in range(8) for j in range(8)}
    signs = {
        (a, b): "✗" if {(a, b), (b, a)} & CONFLICTS else "±" if {(a, b), (b, a)} & OTHERWISE_NAMED else "○"
        for a in SHAPES
        for b in SHAPES
    }
    assert written == signs


def test_fixed_sums_settle_some(tmp_path):
    """乙 is always more: the higher is 乙, and so says the rule that names 甲 as the loser."""
    both = group("一", "就高"), group("二", "不得 甲补贴")
    assert codes(tmp_path, *both) == ["TL0528"]
    assert codes(tmp_path, *both, a="2000元", b="3000元") == []
    assert codes(tmp_path, *both, a="3000元", b="2000元") == ["TL0528"]
    assert not compatible(Shaped("higher"), Shaped("only_once"), Pair())
    assert compatible(Shaped("higher"), Shaped("only_once"), Pair(sums=(0,)))


# ------------------------------------------------------------ which rules are about the same


def test_the_higher_and_the_first(tmp_path):
    assert codes(tmp_path, group("一", "就高"), group("二", "一次", v="乙")) == ["TL0528"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {"key": "{v}.职业"}),
        ({"window": "终身"}, {"window": "自然年"}),
        ({"when": " 当 怎么办 = 就高"}, {"when": " 当 怎么办 = 先到"}),
        ({}, {"when": " 当 甲.等级 = 高级"}),
    ],
    ids=["another key", "another window", "readings that exclude each other", "a condition of its own"],
)
def test_rules_that_are_about_something_else(tmp_path, first, second):
    assert codes(tmp_path, group("一", "就高", **first), group("二", "一次", **second)) == []


def test_under_one_reading_is_enough(tmp_path):
    assert codes(tmp_path, group("一", "就高"), group("二", "一次", when=" 当 怎么办 = 先到")) == ["TL0528"]


def test_one_rule_with_two_shapes_for_one_reading(tmp_path):
    shapes = "就高 当 怎么办 = 就高\n    方式 一次 当 怎么办 = "
    assert codes(tmp_path, group("一", shapes + "就高")) == ["TL0528"]
    assert codes(tmp_path, group("一", shapes + "先到")) == []


def test_two_claims_of_one_benefit(tmp_path):
    """Of two certificates of one occupation: the higher, or the first? A ladder beside 一次 forbids nothing more."""
    alone = "\n不重复 {}\n    成员 甲补贴 甲 每 甲.人员 同 甲.职业\n    窗口 终身\n    方式 {}\n"
    assert codes(tmp_path, alone.format("一", "就高"), alone.format("二", "一次")) == ["TL0528"]
    assert codes(tmp_path, alone.format("一", "阶梯"), alone.format("二", "一次")) == []


OTHER = "试人社发〔2020〕9号"
OTHER_HEAD = f"""# 另一份

```tiaoli
文件 {OTHER}
    级别 县
    施行 2020-01-01
{{more}}
```

1. 另一份全文。

```tiaoli
条款 1
{{rules}}
```
"""


def beside(tmp_path, more="", rules=""):
    """The codes for two documents, of which the other one pays the first."""
    folder = tmp_path / "另一份"
    folder.mkdir(exist_ok=True)
    text = OTHER_HEAD.format(more=more, rules=group("二", "一次") + rules)
    (folder / "办法.md").write_text(text, encoding="utf-8")
    path = library(tmp_path, BENEFITS.format(a="甲.费用", b="甲.费用 的 60%") + group("一", "就高"))
    return [p.code for p in check(path, (NUMBER, OTHER))]


def test_two_documents(tmp_path):
    assert beside(tmp_path) == ["TL0528"]


def test_documents_of_which_one_prevails(tmp_path):
    assert beside(tmp_path, rules=f"\n优先于 {NUMBER}\n    依据 「另一份全文」\n") == []


def test_a_document_that_had_ended_before_the_other_began(tmp_path):
    assert beside(tmp_path, more="    失效 2020-12-31") == []


# ------------------------------------------------------------ what is allowed


def test_what_is_forbidden_and_allowed(tmp_path):
    assert codes(tmp_path, group("一", "就高"), "\n可同时 甲补贴、乙补贴\n") == ["TL0529"]


def test_a_permission_is_an_exception_from_a_rule_about_a_category(tmp_path):
    bar = "\n不重复 一\n    成员 类别 补贴 甲 每 享受人\n    窗口 终身\n    方式 就高\n"
    benefits = BENEFITS.format(a="甲.费用", b="甲.费用").replace("    对 取证", "    类别 补贴\n    对 取证")
    path = library(tmp_path, benefits + bar + "\n可同时 甲补贴、乙补贴\n")
    assert [p.code for p in check(path, (NUMBER,))] == []


def test_a_permission_may_be_an_exception(tmp_path):
    """The rule is about a third benefit too: with that one it still applies."""
    third = "\n待遇 丙补贴\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 甲.费用\n"
    wider = group("一", "就高").replace("    窗口", "    成员 丙补贴 甲 每 甲.人员 同 甲\n    窗口")
    assert codes(tmp_path, third, wider, "\n可同时 甲补贴、乙补贴\n") == []
