"""What the program decides, and how often: once for the objects that a condition names."""

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.engine.run import Engine
from solver.questions.assess import assess
from tests.meaning.policy import NUMBER, library

RULES = """
待遇 津贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 100元
    当 存在（乙 属于 取证 当 乙.人员 = 甲.人员 且 存在（丙 属于 培训 当 丙.证书 = 乙 且 丙.天数 ≥ 3））
"""
CASE = """案例: 问
历史完整: [取证, 培训]
事实:
  取证:
    一: {人员: 张三, 日期: 2022-01-01}
    二: {人员: 张三, 日期: 2022-02-01}
    三: {人员: 李四, 日期: 2022-03-01}
  培训:
    长: {人员: 张三, 证书: 一, 天数: 3}
    短: {人员: 李四, 证书: 三, 天数: 2}
"""


def _opened(tmp_path, rules, case):
    rulebook = compile_library(library(tmp_path, rules), (NUMBER,))
    (raw,) = read_cases(SourceFile("a.yaml", case), Log())
    bound = bind_case(raw, rulebook, (NUMBER,), Log())
    assert bound is not None
    return rulebook, bound


def test_a_condition_is_decided_once_for_the_objects_it_names(tmp_path):
    rulebook, case = _opened(tmp_path, RULES, CASE)
    atoms = Engine(rulebook).solve(case, {})
    asked = {}
    for id, scope in atoms.tested:
        asked.setdefault((id, atoms.tested[id, scope][1] == "3"), set()).add(scope)
    days = next(scopes for (_, is_days), scopes in asked.items() if is_days)
    assert days == {("长",), ("短",)}  # of each training, whoever asks and for whatever certificate
    others = sorted(len(scopes) for (_, is_days), scopes in asked.items() if not is_days)
    # The date: three claims. 丙.证书 = 乙: two trainings, three certificates. 乙.人员 = 甲.人员: nine pairs.
    assert others == [3, 6, 9]
    outcomes = {r.object: r.outcome for r in assess(rulebook, case, explain=False).results}
    assert outcomes == {"一": "granted", "二": "granted", "三": "refused"}


def test_what_is_compared_may_hang_on_what_was_compared(tmp_path):
    """Fees come to a sum by a comparison, the sum is compared, and what is paid hangs on that: no circle."""
    rules = """
定义 费（甲：取证）：钱数
    为 分情形
        甲.费用 当 甲.费用 ≤ 1000元
        否则 1000元

待遇 津贴
    对 取证 甲
    享受 甲.人员
    金额 一次性 分情形
        500元 当 费（甲）≥ 800元
        否则 100元
    当 费（甲）≥ 200元
"""
    case = "案例: 问\n事实:\n  取证:\n"
    fees = {"多": 5000, "中": 800, "少": 799, "无": 199}  # 5000 counts as 1000
    case += "".join(f"    {n}: {{人员: 张三, 日期: 2022-01-01, 费用: {fee}元}}\n" for n, fee in fees.items())
    rulebook, bound = _opened(tmp_path, rules, case)
    found = {r.object: (r.outcome, r.amount.low) for r in assess(rulebook, bound, explain=False).results}
    assert found == {"多": ("granted", 500), "中": ("granted", 500), "少": ("granted", 100), "无": ("refused", None)}
