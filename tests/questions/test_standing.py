"""An answer can hang on how the text of another benefit is read, where the two meet."""

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess
from solver.questions.readings import meanings
from solver.questions.standing import standing
from tests.meaning.policy import NUMBER, library

RULES = """
读法 算不算
    严重 H
    问 「算不算？」
    选 算 「算」
    选 不算 「不算」
    {default}
    涉及 乙奖

待遇 甲奖
    对 取证 甲
    享受 甲.人员
    金额 一次性 1000元

待遇 乙奖
    对 取证 甲
    享受 甲.人员
    当 算不算 = 算
    金额 一次性 2000元

不重复 就高
    成员 甲奖 甲 每 甲.人员 同 甲
    成员 乙奖 甲 每 甲.人员 同 甲
    窗口 终身
    方式 就高
"""


def _case(tmp_path, default):
    rulebook = compile_library(library(tmp_path, RULES.format(default=default)), (NUMBER,))
    text = "案例: 问\n历史完整: 是\n事实:\n  取证: {证: {人员: 张三, 日期: 2022-01-01}}\n"
    (raw,) = read_cases(SourceFile("a.yaml", text), Log())
    return rulebook, bind_case(raw, rulebook, (NUMBER,), Log())


def test_what_a_rival_hangs_on_an_answer_hangs_on_too(tmp_path):
    """甲奖 gives way to 乙奖 only while 乙奖 counts, which is the default: not under all readings."""
    rulebook, case = _case(tmp_path, "默认 算")
    first = assess(rulebook, case).results[0]
    assert (first.benefit, first.outcome) == ("甲奖", "displaced")
    found = standing(rulebook, case, first)
    assert found.holds == "default"
    assert {(u.readings, u.result.outcome) for u in found.under} == {
        ((("算不算", "算"),), "displaced"),
        ((("算不算", "不算"),), "granted"),
    }


def test_without_a_default_it_waits_for_the_rivals_reading(tmp_path):
    rulebook, case = _case(tmp_path, "")
    first = assess(rulebook, case).results[0]
    assert (first.outcome, standing(rulebook, case, first).holds) == ("undetermined", "open")


def test_the_reading_matters_to_both(tmp_path):
    rulebook, case = _case(tmp_path, "默认 算")
    (meaning,) = [m for m in meanings(rulebook, case) if m.reading.name == "算不算"]
    assert [(c, [(r.benefit, r.outcome) for r in results]) for c, results in meaning.under] == [
        ("算", [("甲奖", "displaced"), ("乙奖", "granted")]),
        ("不算", [("甲奖", "granted"), ("乙奖", "refused")]),
    ]
