"""What a law means without its ids, places and spelling; and that what is out of reach of a change never changes."""

from __future__ import annotations

import random
from dataclasses import fields
from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.compare.meaning import Meaning
from compiler.compare.reach import Reaching
from compiler.diagnostics.problem import Log, Rejected
from compiler.driver import compile_library
from compiler.rulebook import model, terms
from compiler.source.text import SourceFile
from compiler.surface.format import format_page
from solver.questions.assess import assess_many
from solver.questions.difference import differences
from tests.comparing.laws import CERTIFICATE, COURSE, HEAD, LAW, NUMBER, PRIZE, compared, library, sorts

EITHER = "甲.日期 < 2030-01-01 或 甲.人员.军属"
BODY = f"对 培训 甲\n    享受 甲.人员\n    当 天数：甲.天数 满 10\n    当 期间：{EITHER}"
DEFINED = "定义 够天数（甲：培训）：是否\n    为 甲.天数 满 10\n\n待遇 培训补贴"
BOTH = LAW.replace(
    "    当 天数：甲.天数 满 10\n", "    当 天数：甲.天数 满 10\n    当 期间：甲.日期 < 2030-01-01 或 甲.人员.军属\n"
)


@pytest.mark.parametrize(
    ("what", "new"),
    [
        ("order", BOTH.replace("甲.日期 < 2030-01-01 或 甲.人员.军属", "甲.人员.军属 或 甲.日期 < 2030-01-01")),
        ("turned round", BOTH.replace("甲.日期 < 2030-01-01", "2030-01-01 > 甲.日期")),
        ("a denial of the opposite", BOTH.replace("甲.天数 满 10", "非 甲.天数 < 10")),
        ("a denial of both opposites", BOTH.replace(EITHER, "非 (甲.日期 >= 2030-01-01 且 非 甲.人员.军属)")),
        ("said twice", BOTH.replace("甲.天数 满 10", "甲.天数 满 10 且 甲.天数 不低于 10")),
        ("another variable", BOTH.replace(BODY, BODY.replace("甲", "乙"))),
        ("unless", BOTH.replace("当 天数：甲.天数 满 10", "除非 甲.天数 不满 10")),
        ("a comment", BOTH.replace("    当 天数", "    # 十天以上\n    当 天数")),
        ("a definition", BOTH.replace("甲.天数 满 10", "够天数（甲）").replace("待遇 培训补贴", DEFINED)),
    ],
)
def test_what_only_looks_different_is_proved_to_mean_the_same(tmp_path: Path, what: str, new: str):
    assert new != BOTH, what
    found = compared(tmp_path, BOTH, new)
    assert found.proved, what
    assert found.reach.touched == ()
    assert set(sorts(found).values()) <= {"grounds"}


def test_english_keywords_mean_the_same_and_are_explained_alike(tmp_path: Path):
    english = format_page(SourceFile("办法.md", BOTH), "en", Log())
    assert english != BOTH
    found = compared(tmp_path, BOTH, english)
    assert found.proved and not found.reworded and not found.differs
    assert found.reach.told == ()


def test_the_words_of_the_text_alone_change_no_rule(tmp_path: Path):
    found = compared(
        tmp_path, LAW, LAW.replace("# 试行办法", "# 试行办法（修订）").replace("二、培训满", "二、凡培训满")
    )
    assert found.proved and not found.reworded and not found.differs
    (document,) = found.documents
    assert [(c.new.id, c.kind) for c in document.clauses if c.new] == [("", "changed"), ("2", "changed")]


@pytest.mark.parametrize(
    ("what", "new"),
    [
        ("the number", BOTH.replace("满 10", "满 11").replace("满10天", "满11天")),
        ("whether the number counts", BOTH.replace("甲.天数 满 10", "甲.天数 超过 10")),
        ("and for or", BOTH.replace("2030-01-01 或", "2030-01-01 且")),
        ("the payee", BOTH.replace("    享受 甲.人员\n    当 天数", "    享受 甲.人员\n    领取 甲\n    当 天数")),
        ("the form", BOTH.replace("每月 100元", "一次性 100元").replace("每月补贴100元", "补贴100元")),
        ("the day it begins", BOTH.replace("施行 2024-01-01", "施行 2024-02-01")),
        ("the order of an enumeration", BOTH.replace("初级 < 中级 < 高级", "中级 < 初级 < 高级")),
        ("a default", BOTH.replace("军属 是否", "军属 是否 默认 是")),
        ("how long it is paid", BOTH.replace("金额 每月 100元", "金额 每月 100元\n    期限 6个月")),
    ],
)
def test_what_means_something_else_is_never_said_to_mean_the_same(tmp_path: Path, what: str, new: str):
    assert new != BOTH, what
    assert not compared(tmp_path, BOTH, new).proved, what


def test_rules_of_another_form_that_nobody_can_show_to_be_equal_are_not_said_to_be(tmp_path: Path):
    """Twice ten is twenty: true, and more than a comparison of forms shows."""
    new = LAW.replace("甲.天数 满 10", "甲.天数 * 2 满 20")
    found = compared(tmp_path, LAW, new)
    assert not found.proved and found.reworded
    assert [t.benefit for t in found.reach.touched] == ["培训补贴"]


def test_a_clause_under_another_number_means_the_same_and_is_told_otherwise(tmp_path: Path):
    found = compared(tmp_path, LAW, LAW.replace("条款 2 「培训」", "条款 8 「培训」"))
    assert found.proved
    assert [t.benefit for t in found.reach.told] == ["培训补贴"]
    assert set(sorts(found).values()) == {"grounds"}


# ---------------------------------------------------------------- nothing that decides is left out

KNOWN = {
    model.Benefit: "id name sort document clause quotes categories kind variable beneficiary applicant payee decides "
    "condition form amount open gives unit caps duration duration_at_most duration_usually starting "
    "starting_next_month stops parts fund readings notes wording paid_at_all origin",
    model.Cap: "id kind amount unit window document clause quote condition origin",
    model.Stop: "kind name condition date next_month",
    model.Part: "share due condition",
    model.LimitDecl: "id name document clause quote window order covers origin",
    model.Covered: "benefit unit count condition counts_only",
    model.GroupDecl: "id name document clause quote shape window members names since until origin",
    model.MemberDecl: "benefit kind unit keys amount condition",
    model.WordingDecl: "number since until document clause quote until_document until_clause governs",
    model.AssertionDecl: "id name document clause kind when must says origin",
    model.RecursiveDecl: "name parameters body",
    model.Rulebook: "documents clauses kinds enums readings norms benefits limits groups together assertions recursive "
    "holidays workdays calendar relations conventions sources intents",
    model.FieldDecl: "name type required default change cost says origin",
    model.EnumDecl: "name values ordered deemed",
    terms.Test: "id op left right word decided also origin",
    terms.OneOf: "id term options open origin",
    terms.Quantifier: "id kind members where origin",
    terms.Aggregate: "id kind members where key type origin",
    terms.Members: "id depth variable kind list origin",
    terms.Choose: "id cases otherwise type tier subject origin",
    terms.Series: "id name date values type origin",
    terms.Slice: "low high rate origin",
    terms.Recursive: "id definition args origin",
    terms.Apply: "id op args type label origin",
}


@pytest.mark.parametrize("kind", KNOWN, ids=lambda k: k.__name__)
def test_a_new_part_of_the_rulebook_must_be_thought_of(kind: type):
    """A field that decides and that :mod:`compiler.compare` does not write down would make two laws look alike that
    are not. Whoever adds a field: put it into the text there if it can change what comes out, then add it here."""
    # paid_at_all follows from stops, starting and decides.
    assert [f.name for f in fields(kind)] == KNOWN[kind].split()


def test_every_condition_is_written():
    known = "Test OneOf Holds Not All Any Quantifier Reads Open Label Recursive Always"
    assert {c.__name__ for c in terms.CONDITIONS} == set(known.split())


# ---------------------------------------------------------------- soundness, on laws and cases made at random

CLAUSE = """
第{n}项给予一定补贴。

```tiaoli
条款 {n}

待遇 补贴{n}
    对 {kind} 甲
    享受 甲.人员
    当 {cond}
    金额 {amount}
{more}
```
"""


_CERTIFICATE = (
    *("甲.等级 = 中级", "甲.等级 在 中级 以上", "甲.费用 不超过 {n}00元", "非 甲.人员.军属", "甲.费用 > {n}00元"),
    "存在(乙 属于 培训 当 乙.人员 = 甲.人员 且 乙.天数 满 {n})",
)
_COURSE = (
    *("甲.天数 满 {n}", "甲.天数 < {n}", "甲.人员.军属", "算数（甲）"),
    "计数(乙 属于 取证 当 乙.人员 = 甲.人员) 满 1",
)


def _cond(rng: random.Random, kind: str) -> str:
    own = _CERTIFICATE if kind == "取证" else _COURSE
    parts = [rng.choice(own).format(n=rng.randint(1, 6)) for _ in range(rng.randint(1, 2))]
    return rng.choice([" 且 ", " 或 "]).join(parts)


def _clause(rng: random.Random, n: int) -> str:
    kind = rng.choice(["取证", "培训"])
    amount = f"{rng.choice(['一次性', '每月'])} {rng.randint(1, 9)}00元"
    if kind == "取证" and rng.random() < 0.4:
        amount = f"一次性 甲.费用 * {rng.randint(1, 3)}"
    more = rng.choice(["", "    限 1次 终身", "    封顶 300元 每 终身", "    封顶 2000元", "    上浮 10%"])
    return CLAUSE.format(n=n, kind=kind, cond=_cond(rng, kind), amount=amount, more=more)


def _law(rng: random.Random) -> list[str]:
    """A law in pieces, so that some of them can be put otherwise."""
    define = (
        "\n定义。\n\n```tiaoli\n条款 0\n\n定义 算数（甲：培训）：是否\n    为 甲.天数 满 "
        + str(rng.randint(1, 5))
        + "\n```\n"
    )
    pieces = [HEAD, define, *(_clause(rng, n) for n in range(1, 6))]
    for number in range(rng.randint(0, 2)):
        pieces.append(_group(rng, 10 + number))
    return pieces


def _group(rng: random.Random, n: int) -> str:
    names = rng.sample(range(1, 6), 2)
    shape = rng.choice(["就高", f"不得 补贴{names[0]}", "补差", "一次", "自选", "原则"])
    members = "\n".join(f"    成员 补贴{i} 甲 每 甲.人员" for i in names)
    return f"\n不得重复{n}。\n\n```tiaoli\n条款 {n}\n\n不重复 组{n}\n{members}\n    窗口 终身\n    方式 {shape}\n```\n"


def _pair(rng: random.Random, folder: Path) -> list[model.Rulebook] | None:
    """A law and another that differs in one piece; None where two rules between claims cannot both be obeyed."""
    pieces = _law(rng)
    other = list(pieces)
    place = rng.randrange(1, len(pieces))
    if place == 1:
        other[1] = _law(rng)[1]
    elif place <= 6:
        other[place] = _clause(rng, place - 1)
    elif rng.random() < 0.5:
        other[place] = _group(rng, 10 + place - 7)
    else:
        del other[place]
    try:
        return [
            compile_library(library(folder / name, "".join(p), ""), (NUMBER,))
            for name, p in (("old", pieces), ("new", other))
        ]
    except Rejected as rejected:
        assert {p.code for p in rejected.problems} == {"TL0528"}
        return None


def _cases(rng: random.Random, count: int) -> str:
    def one(number: int) -> str:
        certificates = ", ".join(
            f"证{i}: {{人员: 张三, 等级: {rng.choice(['初级', '中级', '高级'])}"
            + (f", 费用: {rng.randint(1, 9)}00元" if rng.random() < 0.8 else "")
            + f", 日期: 2024-0{rng.randint(1, 9)}-01}}"
            for i in range(rng.randint(0, 2))
        )
        courses = ", ".join(
            f"班{i}: {{人员: 张三"
            + (f", 天数: {rng.randint(1, 7)}" if rng.random() < 0.8 else "")
            + ", 日期: 2024-03-01}"
            for i in range(rng.randint(0, 2))
        )
        paid = (
            f", 已领取: {{付: {{待遇: 补贴{rng.randint(1, 5)}, 享受人: 张三, 金额: 100元, 日期: 2024-02-01}}}}"
            if rng.random() < 0.3
            else ""
        )
        kinds = [f"取证: {{{certificates}}}"] * bool(certificates) + [f"培训: {{{courses}}}"] * bool(courses)
        family = rng.choice(["", "军属: 是", "军属: 否"])
        whole = rng.choice(["历史完整: 是\n", "", "历史完整: [已领取]\n"])
        return f"案例: {number}\n{whole}事实: {{人员: {{张三: {{{family}}}}}, {', '.join(kinds) or '单: {}'}{paid}}}\n"

    texts = [one(i) for i in range(count)]
    return "---\n".join(t.replace(", 单: {}", "") for t in texts)


@pytest.mark.heavy
@pytest.mark.parametrize("seed", range(24))
def test_what_is_out_of_reach_never_changes(tmp_path: Path, seed: int):
    """Whatever the laws and the cases: every result that differs is of a benefit that was said to be touched, and where
    the grounds are said to be the same the reasons are."""
    rng = random.Random(seed)
    laws = None
    while laws is None:
        laws = _pair(rng, tmp_path / str(rng.random()))
    log = Log()
    raws = read_cases(SourceFile("cases.yaml", _cases(rng, 25)), log)
    bound = [[bind_case(raw, law, (NUMBER,), log) for raw in raws] for law in laws]
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    answers = [assess_many(law, cases, True) for law, cases in zip(laws, bound, strict=True)]
    reaching = Reaching(*laws)
    for old_case, new_case, old, new in zip(*bound, *answers, strict=True):
        reach = reaching.in_case(old_case, new_case)
        touched = {name for name, _ in reach.touched}
        told = touched | {name for name, _ in reach.grounds}
        for change in differences(old, new):
            if change.sort not in ("kept", "grounds"):
                assert change.benefit in touched, (change.benefit, change.sort)
            elif change.sort == "grounds":
                assert change.benefit in told, change.benefit
        assert touched <= {name for name, _ in reaching.overall().touched}


def test_the_random_laws_do_differ_and_leave_something_out_of_reach(tmp_path: Path):
    """The test above would prove nothing if everything were always touched."""
    untouched = changed = 0
    for seed in range(8):
        rng = random.Random(seed)
        pieces = _law(rng)
        other = [*pieces]
        other[3] = _clause(rng, 2)
        laws = [
            compile_library(library(tmp_path / f"{seed}{name}", "".join(p), ""), (NUMBER,))
            for name, p in (("old", pieces), ("new", other))
        ]
        found = Reaching(*laws).overall()
        untouched += len(found.untouched)
        changed += len(found.touched)
    assert untouched > 10 and changed > 8


def test_meaning_does_not_depend_on_the_order_of_clauses(tmp_path: Path):
    first = compile_library(library(tmp_path / "a", LAW, ""), (NUMBER,))
    turned = HEAD + PRIZE + COURSE + CERTIFICATE
    second = compile_library(library(tmp_path / "b", turned, ""), (NUMBER,))
    assert first != second
    assert Meaning(first).of() == Meaning(second).of()
