"""What would have to change where claims meet: shares, caps, windows, counts, payments made before. Every route is
held against all combinations of a grid of values that was laid around the thresholds by hand."""

import datetime as dt
from fractions import Fraction
from itertools import product

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess_many
from solver.questions.routes import Limits
from solver.questions.whatif import whatif
from solver.search.cells import apply, cost, current
from tests.meaning.policy import NUMBER, head, library

pytestmark = pytest.mark.heavy

HEAD = head("""
主体 人员
    在岗 是否 可变

事件 培训
    人员 人员 必填 固定
    费用 钱数 可变
    日期 日期 渐进 代价 2

事件 取证
    人员 人员 必填 固定
    等级 （初级 < 中级 < 高级） 渐进 代价 3
    工种 （电工、焊工） 可变
    日期 日期 渐进 代价 2
""")
TRAINING = "待遇 培训补贴\n    对 培训 甲\n    享受 甲.人员\n    金额 一次性 甲.费用 的 60%\n    封顶 3000元\n"
CERTIFICATE = "待遇 证书补贴\n    对 取证 甲\n    享受 甲.人员\n    当 甲.等级 ≥ 中级\n    金额 一次性 1500元\n"
GROUP = (
    "不重复 只给一项\n    成员 培训补贴 甲 每 甲.人员 同 甲.人员\n    成员 证书补贴 甲 每 甲.人员 同 甲.人员\n"
    "    窗口 {window}\n    方式 {shape}\n"
)
TRAINED = "培训: {{训: {{人员: 张三, 费用: {fee}元, 日期: 2024-03-01}}}}"
CERTIFIED = "取证: {证: {人员: 张三, 等级: 初级, 工种: 电工, 日期: 2024-05-01}}"


def yuan(value: str) -> Fraction:
    return Fraction(value)


def day(value: str) -> dt.date:
    return dt.date.fromisoformat(value)


FEE, TRAINED_ON = ("培训", "训", "费用"), ("培训", "训", "日期")
LEVEL, CERTIFIED_ON, CRAFT = ("取证", "证", "等级"), ("取证", "证", "日期"), ("取证", "证", "工种")

# Values on both sides of each threshold, and beyond it; a route must take the nearest that does.
FEES = [yuan(v) for v in ("2499.99", "2500", "2500.01", "4999.99", "5000", "6000")]
DAYS = [
    day(v)
    for v in (
        "2024-03-02",
        "2024-05-02",
        "2024-12-31",
        "2025-01-01",
        "2025-02-28",
        "2025-03-01",
        "2025-05-01",
        "2026-01-01",
    )
]
LEVELS = ["中级", "高级"]

QUESTIONS = {
    # 60 % of 2000 is 1200, the certificate pays 1500: from a fee of 2500 on the training pays as much and is earlier.
    "the higher of the two": (
        TRAINING + "\n" + CERTIFICATE + "\n" + GROUP.format(window="自然年", shape="就高"),
        TRAINED.format(fee=2000) + "\n  " + CERTIFIED.replace("初级", "中级"),
        "培训补贴",
        {},
        {FEE: FEES, TRAINED_ON: DAYS, CERTIFIED_ON: DAYS},
    ),
    # The one named gives way, within a year of each other; the certificate need not stay one that pays.
    "a rolling year": (
        TRAINING + "\n" + CERTIFICATE + "\n" + GROUP.format(window="满一年", shape="不得 培训补贴"),
        TRAINED.format(fee=2000) + "\n  " + CERTIFIED.replace("初级", "中级"),
        "培训补贴",
        {},
        {TRAINED_ON: DAYS, CERTIFIED_ON: DAYS, FEE: FEES},
    ),
    # Lost: the certificate that does not pay yet would.
    "lost to another": (
        TRAINING + "\n" + CERTIFICATE + "\n" + GROUP.format(window="终身", shape="不得 培训补贴"),
        TRAINED.format(fee=2000) + "\n  " + CERTIFIED,
        "培训补贴",
        {"lose": True},
        {LEVEL: LEVELS, FEE: FEES},
    ),
    # At least 3000 (the cap): the share reaches it at 5000; 4999.99 gives 2999.994, which is half a fen too little.
    "a sum through a share": (
        TRAINING,
        TRAINED.format(fee=2000),
        "培训补贴",
        {"want": Fraction(3000)},
        {FEE: [*FEES, yuan("4999.98")], TRAINED_ON: DAYS},
    ),
    # One a year, the earlier of two; the second training is the one asked about.
    "a count": (
        TRAINING + "    限 1次 每 自然年 先到\n",
        "培训:\n    前: {人员: 张三, 费用: 1000元, 日期: 2024-02-01}\n"
        "    训: {人员: 张三, 费用: 2000元, 日期: 2024-03-01}",
        "培训补贴",
        {},
        {TRAINED_ON: DAYS, FEE: FEES, ("培训", "前", "日期"): DAYS, ("培训", "前", "费用"): [yuan("1")]},
    ),
    # Once for each craft, and one was paid for the certificate already named: another craft is another thing.
    "another key": (
        CERTIFICATE + "\n不重复 同工种\n    成员 证书补贴 甲 每 甲.人员 同 甲.工种\n    窗口 终身\n    方式 一次\n",
        "取证:\n    前: {人员: 张三, 等级: 中级, 工种: 电工, 日期: 2024-01-01}\n"
        "    证: {人员: 张三, 等级: 中级, 工种: 电工, 日期: 2024-05-01}",
        "证书补贴",
        {},
        {CRAFT: ["焊工"], ("取证", "前", "工种"): ["焊工"], CERTIFIED_ON: DAYS, ("取证", "前", "日期"): DAYS},
    ),
    # A payment made before for this training bars it in the same calendar year.
    "a payment made before": (
        TRAINING
        + "\n不重复 已领过\n    成员 培训补贴 甲 每 甲.人员\n    成员 已领取 乙 每 乙.享受人\n    窗口 自然年\n"
        "    方式 不得 培训补贴\n",
        TRAINED.format(fee=2000) + "\n  已领取: {付: {待遇: 老补贴, 享受人: 张三, 金额: 100元, 日期: 2024-01-05}}",
        "培训补贴",
        {},
        {TRAINED_ON: DAYS, FEE: FEES},
    ),
    # The rule does not say which payments it is about: then those of its own benefit, for the same person.
    "paid once this year": (
        CERTIFICATE + "\n不重复 一年一次\n    成员 证书补贴 甲 每 甲.人员\n    窗口 自然年\n    方式 一次\n",
        CERTIFIED.replace("初级", "中级")
        + "\n  已领取: {付: {待遇: 证书补贴, 享受人: 张三, 金额: 1500元, 日期: 2024-01-05}}",
        "证书补贴",
        {},
        {CERTIFIED_ON: DAYS, LEVEL: ["高级"], CRAFT: ["焊工"]},
    ),
    # Paid for this very certificate: nothing that may be changed undoes that.
    "paid for this already": (
        CERTIFICATE + "\n不重复 只一次\n    成员 证书补贴 甲 每 甲.人员 同 甲.工种\n    窗口 终身\n    方式 一次\n",
        CERTIFIED.replace("初级", "中级")
        + "\n  已领取: {付: {待遇: 证书补贴, 享受人: 张三, 事由: 证, 金额: 1500元, 日期: 2024-01-05}}",
        "证书补贴",
        {},
        {CERTIFIED_ON: DAYS, LEVEL: ["高级"], CRAFT: ["焊工"]},
    ),
    # One a year: the training of the year before would have to move into this year, before this one; or this one to
    # that of the certificate, which counts as well.
    "lost to a count": (
        TRAINING + "    限 1次 每 自然年 先到\n",
        "培训:\n    前: {人员: 张三, 费用: 1000元, 日期: 2023-02-01}\n"
        "    训: {人员: 张三, 费用: 2000元, 日期: 2024-03-01}",
        "培训补贴",
        {"lose": True},
        {
            TRAINED_ON: DAYS,
            FEE: FEES,
            ("培训", "前", "日期"): [day("2023-12-31"), day("2024-01-01"), day("2024-02-29"), day("2024-03-01")],
        },
    ),
    # The certificate wins over the training, and gives way itself to an older one of a higher level.
    "out because of one that is nearly out": (
        TRAINING
        + "\n"
        + CERTIFICATE
        + "\n"
        + GROUP.format(window="终身", shape="不得 培训补贴")
        + "\n不重复 高的在前\n    成员 证书补贴 甲 每 甲.人员 金额 甲.等级\n    窗口 终身\n    方式 阶梯\n",
        TRAINED.format(fee=2000) + "\n  取证:\n    前: {人员: 李四, 等级: 高级, 工种: 电工, 日期: 2024-01-01}\n"
        "    证: {人员: 张三, 等级: 中级, 工种: 电工, 日期: 2024-05-01}",
        "培训补贴",
        {},
        {FEE: FEES, CERTIFIED_ON: DAYS, LEVEL: ["高级"]},
    ),
    # What is made up to: the training gives nothing more once the certificate, which comes first, pays as much.
    "made up to nothing": (
        TRAINING + "\n" + CERTIFICATE + "\n" + GROUP.format(window="自然年", shape="补差"),
        "培训: {训: {人员: 张三, 费用: 2000元, 日期: 2024-06-01}}\n  " + CERTIFIED,
        "培训补贴",
        {"lose": True},
        {LEVEL: LEVELS, CERTIFIED_ON: DAYS, TRAINED_ON: [day("2024-06-02"), day("2025-01-01")]},
    ),
    # Two a year, and both were paid for others.
    "two of two were paid": (
        TRAINING + "    限 2次 每 自然年 先到\n",
        TRAINED.format(fee=2000)
        + "\n  已领取:\n    付一: {待遇: 培训补贴, 享受人: 张三, 金额: 600元, 日期: 2024-01-10}\n"
        "    付二: {待遇: 培训补贴, 享受人: 张三, 金额: 600元, 日期: 2024-02-10}",
        "培训补贴",
        {},
        {TRAINED_ON: DAYS, FEE: FEES},
    ),
    # 600 of 1000 a year are used up by the training before: 800 in full only where that is another year, comes after it
    # (of one day the earlier name goes first), or is 333.33 or less: 60 % of that are 200.
    "what a shared cap leaves": (
        TRAINING.replace("封顶 3000元", "封顶 1000元 每 甲.人员 每 自然年"),
        "培训:\n    前: {人员: 张三, 费用: 1000元, 日期: 2024-02-01}\n"
        "    训: {人员: 张三, 费用: 1333.33元, 日期: 2024-03-01}",
        "培训补贴",
        {"want": Fraction(800)},
        {
            TRAINED_ON: DAYS,
            ("培训", "前", "日期"): DAYS,
            ("培训", "前", "费用"): [yuan(v) for v in ("333.33", "333.34", "333.35", "999.99")],
        },
    ),
    # The same between two benefits, by a rule over both.
    "what a cap over two benefits leaves": (
        TRAINING.replace("    封顶 3000元\n", "    类别 补贴\n")
        + "\n"
        + CERTIFICATE.replace("    金额", "    类别 补贴\n    金额")
        + "\n例外 合计封顶\n    于 类别 补贴\n    封顶 2000元 每 享受人 每 满一年\n",
        TRAINED.format(fee=2000) + "\n  " + CERTIFIED.replace("初级", "中级"),
        "证书补贴",
        {"want": Fraction(1500)},
        {FEE: [yuan(v) for v in ("833.33", "833.34", "833.35", "1999")], TRAINED_ON: DAYS, CERTIFIED_ON: DAYS},
    ),
    # Three trainings, two a year: the third is let in when one of the others leaves the year, or itself does.
    "the third of two": (
        TRAINING + "    限 2次 每 自然年 先到\n",
        "培训:\n    前: {人员: 张三, 费用: 1000元, 日期: 2024-01-10}\n"
        "    后: {人员: 张三, 费用: 1000元, 日期: 2024-02-10}\n"
        "    训: {人员: 张三, 费用: 2000元, 日期: 2024-03-01}",
        "培训补贴",
        {},
        {TRAINED_ON: DAYS, ("培训", "前", "日期"): DAYS, ("培训", "后", "日期"): DAYS},
    ),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_routes_are_the_least_of_all_combinations(tmp_path, name):
    rules, facts, benefit, how, grid = QUESTIONS[name]
    rulebook = compile_library(library(tmp_path, rules, HEAD), (NUMBER,))
    log = Log()
    (raw,) = read_cases(
        SourceFile("a.yaml", f"案例: 问\n历史完整: 是\n事实:\n  人员: {{张三: {{}}}}\n  {facts}\n"), log
    )
    case = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    object_ = "训" if benefit == "培训补贴" else "证"
    (decl,) = [b for b in rulebook.benefits if b.name == benefit]

    def reached(answer):
        result = next(r for r in answer.results if (r.benefit, r.object) == (benefit, object_))
        if how.get("lose"):
            return result.outcome in ("refused", "displaced")
        return result.outcome == "granted" and result.amount.low >= how.get("want", 0)

    every = [
        {cell: value for cell, value in zip(grid, picked, strict=True) if value is not None}
        for picked in product(*([None, *values] for values in grid.values()))
    ]
    answers = assess_many(rulebook, [apply(rulebook, case, changes) for changes in every], explain=False)
    good = [changes for changes, answer in zip(every, answers, strict=True) if reached(answer)]
    assert {} not in good

    def within(a, b):
        """Whether b holds all of a: the same cells, each moved as far in the same direction or further."""
        return all(c in b and _far(case, c, b[c], v) for c, v in a.items())

    least = [g for g in good if not any(o != g and within(o, g) for o in good)]
    found = whatif(rulebook, case, decl.id, object_, limits=Limits(routes=50), **how)
    told = [{c.cell: c.after for c in r.changes} for r in found.routes]
    assert sorted(map(_key, told)) == sorted(map(_key, least))
    prices = [sum(cost(rulebook, c, current(case, c)) for c in r) for r in told]
    assert prices == sorted(prices) == [r.cost for r in found.routes]
    assert not found.limit


def _far(case, cell, after, least):
    before = current(case, cell)
    if isinstance(after, str):
        order = ["初级", "中级", "高级"]
        return after == least or (after in order and order.index(after) >= order.index(least))
    return (after >= least > before) or (after <= least < before) or after == least


def _key(route):
    return sorted((cell, str(value)) for cell, value in route.items())
