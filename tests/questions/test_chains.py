"""Claims that meet others which meet others again: whoever gives way to a third is in nobody's way. What is possible,
what would have to change and what other days come to look through all of them; held against every completion and every
set of changes."""

from itertools import product

import pytest

from compiler.driver import compile_library
from solver.questions.assess import assess
from solver.questions.possible import possibilities
from solver.questions.turns import turns
from solver.questions.whatif import whatif
from tests.meaning.policy import NUMBER, bound, head, library

pytestmark = pytest.mark.heavy

HEAD = head("""
主体 人员

事件 培训
    人员 人员 必填 固定
    日期 日期 渐进
    甲项 是否 可变
    乙项 是否 可变
    丙项 是否 可变
    丁项 是否 可变
""")
NAMES = "甲乙丙丁"
SUMS = {"甲": 100, "乙": 200, "丙": 300, "丁": 400}


def benefit(name):
    return f"待遇 {name}补\n    对 培训 甲\n    享受 甲.人员\n    当 甲.{name}项\n    金额 一次性 {SUMS[name]}元\n\n"


def group(one, other, shape):
    members = "".join(f"    成员 {name}补 甲 每 甲.人员 同 甲.人员\n" for name in (one, other))
    return f"不重复 {one}{other}\n{members}    窗口 终身\n    方式 {shape}\n\n"


# The last of each pair goes first: the higher, or the one that is named first.
HIGHER = [group(a, b, "就高") for a, b in ("甲乙", "乙丙", "丙丁")]
NAMED = [group(a, b, f"先后 {b}补、{a}补") for a, b in ("甲乙", "乙丙", "丙丁")]
BARRED = [group(a, b, f"不得 {a}补") for a, b in ("甲乙", "乙丙", "丙丁")]
CHAINS = {"higher": HIGHER, "named": NAMED, "barred": BARRED, "mixed": [HIGHER[0], NAMED[1], BARRED[2]]}


def rulebook_of(tmp_path, rules):
    text = "".join(benefit(name) for name in NAMES) + "".join(rules)
    return compile_library(library(tmp_path, text, HEAD), (NUMBER,))


def case_of(rulebook, states):
    """``states``: of 甲项 to 丁项, in this order; None is not stated."""
    said = "".join(
        f", {name}项: {'是' if state else '否'}" for name, state in zip(NAMES, states, strict=True) if state is not None
    )
    facts = f"{{人员: {{张三: {{}}}}, 培训: {{训: {{人员: 张三, 日期: 2024-03-01{said}}}}}}}"
    text = f"案例: 试\n历史完整: 是\n事实: {facts}\n"
    return bound(rulebook, text)


def expected(states):
    """Who is granted, by hand: the last whose item is there is; going down, each that the one above it lets through."""
    granted = {}
    above = False
    for name, state in reversed([*zip(NAMES, states, strict=True)]):
        granted[name] = above = state and not above
    return granted


@pytest.mark.parametrize("chain", CHAINS)
def test_whoever_gives_way_is_in_nobody_s_way(tmp_path, chain):
    rulebook = rulebook_of(tmp_path, CHAINS[chain])
    for states in product((False, True), repeat=4):
        results = assess(rulebook, case_of(rulebook, states), explain=False).results
        assert {r.benefit[0]: r.outcome == "granted" for r in results} == expected(states)


def test_what_is_possible_looks_through_the_chain(tmp_path):
    """Every case in which some of the four are not stated, against all its completions: what can come out, and which
    facts can matter to it: those for which some completion comes out otherwise when that fact alone is."""
    rulebook = rulebook_of(tmp_path, CHAINS["mixed"])
    for states in product((False, True, None), repeat=4):
        if None not in states:
            continue
        whole = [
            full
            for full in product((False, True), repeat=4)
            if all(s in (None, f) for s, f in zip(states, full, strict=True))
        ]
        for found in possibilities(rulebook, case_of(rulebook, states)):
            name = found.now.benefit[0]
            outcomes = {expected(full)[name] for full in whole}
            assert {o == "granted" for o in found.outcomes} == outcomes, (states, name)
            matters = {
                NAMES[at]
                for full in whole
                for at, state in enumerate(states)
                if state is None and expected(full)[name] != expected([*full[:at], not full[at], *full[at + 1 :]])[name]
            }
            if len(outcomes) > 1:
                assert {fact.cell[2][0] for fact in found.matters} == matters, (states, name)


@pytest.mark.parametrize("lose", [False, True])
def test_what_would_have_to_change_looks_through_the_chain(tmp_path, lose):
    """All sets of items that, turned over, grant it or lose it, and of which no part does: every one is a route."""
    rulebook = rulebook_of(tmp_path, CHAINS["mixed"])
    for states in product((False, True), repeat=4):
        case = case_of(rulebook, states)
        for name in NAMES:
            if expected(states)[name] is not lose:
                continue
            turned = [
                frozenset(at for at in range(4) if flips[at])
                for flips in product((False, True), repeat=4)
                if expected([s is not f for s, f in zip(states, flips, strict=True)])[name] is not lose
            ]
            least = {some for some in turned if not any(other < some for other in turned)}
            found = whatif(rulebook, case, f"{name}补", "训", lose=lose)
            routes = {frozenset(NAMES.index(c.cell[2][0]) for c in route.changes) for route in found.routes}
            assert (routes, found.limit) == (least, ""), (states, name)


def test_a_day_that_ends_the_one_two_steps_away(tmp_path):
    """丙补 is for training until the end of 2024: from 2025 on 乙补 is free again and 甲补 gives way to it."""
    rules = [group("甲", "乙", "就高"), group("乙", "丙", "就高")]
    text = "".join(benefit(name) for name in NAMES) + "".join(rules)
    text = text.replace("    当 甲.丙项\n", "    当 甲.丙项\n    当 甲.日期 ≤ 2024-12-31\n")
    rulebook = compile_library(library(tmp_path, text, HEAD), (NUMBER,))
    case = case_of(rulebook, (True, True, True, False))
    (now,) = (r for r in assess(rulebook, case, explain=False).results if r.benefit == "甲补")
    found = turns(rulebook, case, now)
    assert [(s.start.isoformat(), s.result.outcome) for s in found.stretches if s.start.year >= 2021] == [
        ("2021-01-01", "granted"),
        ("2025-01-01", "displaced"),
    ]


def test_what_does_not_count_because_of_a_third(tmp_path):
    """甲补 is given once to a person, and 乙补 counts with it where it is given; 丙补 bars 乙补. So 甲补 of a later day
    is given if there is no 乙补, or if there is 丙补."""
    counted = "例外 只一次\n    于 类别 计次\n    限 1次 每 享受人 每 自然年\n\n"
    text = "".join(map(benefit, NAMES)) + group("乙", "丙", "不得 乙补") + counted
    for name in "甲乙":
        text = text.replace(f"待遇 {name}补\n", f"待遇 {name}补\n    类别 计次\n")
    rulebook = compile_library(library(tmp_path, text, HEAD), (NUMBER,))

    def case(states):
        said = [f", {n}项: {'是' if s else '否'}" for n, s in zip("乙丙", states, strict=True) if s is not None]
        text = (
            "案例: 试\n历史完整: 是\n事实:\n  人员: {张三: {}}\n  培训:\n"
            "    后: {人员: 张三, 日期: 2024-06-01, 甲项: 是, 乙项: 否, 丙项: 否, 丁项: 否}\n"
            f"    先: {{人员: 张三, 日期: 2024-03-01, 甲项: 否, 丁项: 否{''.join(said)}}}\n"
        )
        return bound(rulebook, text)

    def granted(states):
        results = assess(rulebook, case(states), explain=False).results
        return next(r.outcome == "granted" for r in results if (r.benefit, r.object) == ("甲补", "后"))

    for states in product((False, True), repeat=2):
        assert granted(states) is (not states[0] or states[1])
    found = whatif(rulebook, case((True, False)), "甲补", "后")
    routes = [{(c.cell[1], c.cell[2], c.after) for c in r.changes} for r in found.routes]
    assert {("先", "乙项", False)} in routes and {("先", "丙项", True)} in routes
    found = whatif(rulebook, case((True, True)), "甲补", "后", lose=True)
    assert {("先", "丙项", False)} in [{(c.cell[1], c.cell[2], c.after) for c in r.changes} for r in found.routes]
    (one,) = (p for p in possibilities(rulebook, case((True, None))) if (p.now.benefit, p.now.object) == ("甲补", "后"))
    assert [f.cell for f in one.matters] == [("培训", "先", "丙项")]
    assert set(one.outcomes) == {"granted", "displaced"}
