"""Under which readings an answer holds, and what each would mean. Outcomes are read from the rules."""

from dataclasses import replace

import pytest

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
读法 首次
    严重 H
    问 「首次是一生一次还是每级一次？」
    选 一生 「一生一次」
    选 每级 「每级一次」
    {default}
    涉及 奖励

待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 甲.等级 ≥ 中级
    当 首次 = 每级 或 甲.费用 ≥ 500元
    金额 一次性 1000元
"""


def _open(tmp_path, default, facts):
    rulebook = compile_library(library(tmp_path, RULES.format(default=default)), (NUMBER,))
    log = Log()
    text = f"案例: 问\n事实:\n  取证: {{证: {{人员: 张三, 日期: 2022-01-01, {facts}}}}}\n"
    (raw,) = read_cases(SourceFile("a.yaml", text), log)
    case = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems
    (result,) = assess(rulebook, case, explain=False).results
    return rulebook, case, result


def test_an_answer_that_no_reading_changes_holds_under_all(tmp_path):
    rulebook, case, result = _open(tmp_path, "默认 每级", "等级: 初级, 费用: 100元")
    assert (result.outcome, standing(rulebook, case, result).holds) == ("refused", "all")
    rulebook, case, result = _open(tmp_path, "默认 每级", "等级: 中级, 费用: 500元")
    assert (result.outcome, standing(rulebook, case, result).holds) == ("granted", "all")


def test_an_answer_that_rests_on_the_default_says_so_and_what_comes_out_otherwise(tmp_path):
    rulebook, case, result = _open(tmp_path, "默认 每级", "等级: 中级, 费用: 100元")
    found = standing(rulebook, case, result)
    assert (result.outcome, found.holds) == ("granted", "default")
    assert {(u.readings, u.result.outcome) for u in found.under} == {
        ((("首次", "每级"),), "granted"),
        ((("首次", "一生"),), "refused"),
    }


def test_without_a_default_the_answer_waits(tmp_path):
    rulebook, case, result = _open(tmp_path, "", "等级: 中级, 费用: 100元")
    assert (result.outcome, standing(rulebook, case, result).holds) == ("undetermined", "open")


def test_a_reading_that_is_fixed_is_no_question(tmp_path):
    rulebook, case, _ = _open(tmp_path, "", "等级: 中级, 费用: 100元")
    case = replace(case, readings=(("首次", "一生"),))
    (result,) = assess(rulebook, case, explain=False).results
    assert (result.outcome, standing(rulebook, case, result).holds) == ("refused", "all")


@pytest.mark.parametrize(("fee", "matters"), [(100, True), (500, False)])
def test_what_each_choice_would_mean_for_the_case(tmp_path, fee, matters):
    rulebook, case, _ = _open(tmp_path, "默认 每级", f"等级: 中级, 费用: {fee}元")
    (meaning,) = meanings(rulebook, case)
    assert meaning.matters is matters
    outcomes = [(choice, [r.outcome for r in results]) for choice, results in meaning.under]
    assert outcomes == ([("一生", ["refused"]), ("每级", ["granted"])] if matters else [("一生", []), ("每级", [])])
