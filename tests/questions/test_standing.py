"""An answer can hang on how the text of another benefit is read, where the two meet."""

from fractions import Fraction

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.answers.model import Pays
from solver.questions.assess import assess
from solver.questions.readings import meanings
from solver.questions.standing import standing, with_standing
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


TIME = """
读法 期限
    严重 H
    问 「发到什么时候？」
    选 三个月 「发三个月」
    选 不停 「一直发」
    涉及 月补

待遇 月补
    对 取证 甲
    享受 甲.人员
    金额 每月 200元
    终止 期限 = 三个月 自 甲.日期 + 3个月
"""


def _asked(tmp_path, rules, facts="取证: {证: {人员: 张三, 日期: 2022-01-01}}"):
    rulebook = compile_library(library(tmp_path, rules), (NUMBER,))
    text = f"案例: 问\n历史完整: 是\n事实:\n  {facts}\n"
    (raw,) = read_cases(SourceFile("a.yaml", text), Log())
    return rulebook, bind_case(raw, rulebook, (NUMBER,), Log())


def test_how_long_it_is_paid_is_part_of_the_answer(tmp_path):
    """200 yuan a month under both readings, and yet not the same: three payments, or no end."""
    rulebook, case = _asked(tmp_path, TIME)
    (result,) = with_standing(rulebook, case, assess(rulebook, case).results[:1])
    assert (result.outcome, result.amount.low, result.holds) == ("granted", 200, "open")
    assert result.readings == (("期限", "", "open"),)
    assert [(o.readings, o.pays) for o in result.otherwise] == [
        ((("期限", "三个月"),), Pays("ended", 3, Fraction(600), Fraction(600))),
        ((("期限", "不停"),), Pays("open")),
    ]


LIMIT = """
读法 几次
    严重 M
    问 「几次？」
    选 一次 「只一次」
    选 每次 「每次」
    涉及 奖励

待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 100元

例外 只一次
    于 奖励 甲
    当 几次 = 一次
    限 1次 终身
"""


def test_a_count_that_hangs_on_a_reading_names_it(tmp_path):
    facts = "取证: {一: {人员: 张三, 日期: 2022-01-01}, 二: {人员: 张三, 日期: 2023-01-01}}"
    rulebook, case = _asked(tmp_path, LIMIT, facts)
    first, second = with_standing(rulebook, case, assess(rulebook, case).results)
    assert first.outcome == "granted"
    assert (second.outcome, "几次" in second.missing) == ("undetermined", True)
    assert [(o.readings, o.outcome) for o in second.otherwise] == [
        ((("几次", "一次"),), "displaced"),
        ((("几次", "每次"),), "granted"),
    ]


CAP = """
读法 合算
    严重 M
    问 「合在一起封顶吗？」
    选 合算 「合在一起」
    选 另算 「各算各的」
    默认 合算
    涉及 奖励

待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 甲.费用

例外 合计封顶
    于 奖励 甲
    当 合算 = 合算
    封顶 1000元 每 甲.人员 每 自然年
"""


def test_a_cap_that_may_apply_leaves_whole_what_it_would_leave_whole(tmp_path):
    """700 is within 1000 whether the cap applies or not; of the second 700 only 300 are left if it does."""
    facts = "取证: {一: {人员: 张, 费用: 700元, 日期: 2022-01-01}, 二: {人员: 张, 费用: 700元, 日期: 2022-02-01}}"
    rulebook, case = _asked(tmp_path, CAP, facts)
    first, second = with_standing(rulebook, case, assess(rulebook, case).results)
    assert (first.amount.low, first.holds, first.otherwise) == (700, "all", ())
    assert (second.amount.low, second.holds) == (300, "default")
    assert [(o.readings, o.amount.low) for o in second.otherwise] == [((("合算", "另算"),), 700)]
