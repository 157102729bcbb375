"""When is what paid? Expected days and sums are counted on a calendar."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library
from compiler.source.text import SourceFile
from solver.arithmetic.values import Interval
from solver.questions.assess import assess, assess_many
from solver.questions.schedule import schedule
from solver.questions.timeline import timeline
from solver.questions.turns import turns
from solver.search.cells import apply
from tests.meaning.policy import HEAD, NUMBER, library

CASE = "案例: 问\n事实:\n  取证: {证: {人员: 张三, 等级: 高级, 费用: 1000元, 日期: 2022-01-31}}\n"


def _open(tmp_path, rules, case=CASE, head=HEAD):
    rulebook = compile_library(library(tmp_path, rules, head), (NUMBER,))
    log = Log()
    (raw,) = read_cases(SourceFile("a.yaml", case), log)
    bound = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    return rulebook, bound


def _schedule(tmp_path, lines, until=date(2030, 12, 31)):
    body = "\n".join(f"    {line}" for line in lines)
    rulebook, case = _open(tmp_path, f"待遇 津贴\n    对 取证 甲\n    享受 甲.人员\n{body}")
    (result,) = assess(rulebook, case, explain=True).results
    return schedule(rulebook, result, until)


def _days(found):
    return [t.day.isoformat() for t in found.ticks]


def test_a_single_payment_is_made_on_the_day_that_decides(tmp_path):
    found = _schedule(tmp_path, ["金额 一次性 1000元"])
    assert (_days(found), found.ending, found.total) == (["2022-01-31"], "single", 1000)


def test_months_are_calendar_months_and_the_first_is_that_of_the_start(tmp_path):
    found = _schedule(tmp_path, ["金额 每月 300元", "期限 3个月"])
    assert _days(found) == ["2022-01-31", "2022-02-01", "2022-03-01"]
    assert (found.total, found.ending, found.last) == (900, "duration", date(2022, 4, 1))


def test_from_the_month_after(tmp_path):
    found = _schedule(tmp_path, ["金额 每月 300元", "期限 24个月", "起付 甲.日期 次月"])
    assert (_days(found)[0], _days(found)[-1], len(found.ticks)) == ("2022-02-01", "2024-01-01", 24)
    assert found.total == 7200


def test_years_are_anniversaries(tmp_path):
    found = _schedule(tmp_path, ["金额 每年 6000元", "期限 2年"])
    assert (_days(found), found.total) == (["2022-01-31", "2023-01-31"], 12000)


def test_at_most_so_many_months_leaves_it_open_how_many(tmp_path):
    found = _schedule(tmp_path, ["金额 每月 300元", "期限 不超过 24个月"])
    assert len(found.ticks) == 24 and found.total == Interval(Fraction(0), Fraction(7200))


def test_a_usual_length_is_no_certain_end(tmp_path):
    # Three months are paid; from April on it may go on.
    found = _schedule(tmp_path, ["金额 每月 300元", "期限 3个月 一般"], date(2022, 5, 31))
    assert [(t.day.isoformat(), t.sure) for t in found.ticks] == [
        ("2022-01-31", True),
        ("2022-02-01", True),
        ("2022-03-01", True),
        ("2022-04-01", False),
        ("2022-05-01", False),
    ]
    assert found.total == Interval(Fraction(900), Fraction(1500))


def test_no_end_in_the_text_goes_on_to_the_day_asked_for(tmp_path):
    found = _schedule(tmp_path, ["金额 每月 300元"], until=date(2022, 12, 31))
    assert (len(found.ticks), found.ending, found.total) == (12, "open", 3600)


@pytest.mark.parametrize(
    ("word", "months"),
    # stopped on 10 April: January to March, with 次月 April as well
    [("", 3), ("当月", 3), ("次月", 4)],
)
def test_an_end_stops_its_month_or_the_next(tmp_path, word, months):
    found = _schedule(tmp_path, ["金额 每月 300元", f"终止 甲.等级 = 高级 自 2022-04-10 {word}".rstrip()])
    assert (len(found.ticks), found.ending) == (months, "stop")


def test_a_suspension_leaves_open_what_is_paid_from_then_on(tmp_path):
    lines = ["金额 每月 300元", "期限 6个月", "中止 甲.等级 = 高级 自 2022-04-10"]
    found = _schedule(tmp_path, lines)
    assert [t.sure for t in found.ticks] == [True] * 3 + [False] * 3
    assert found.total == Interval(Fraction(900), Fraction(1800))


def test_instalments_with_conditions_of_their_own(tmp_path):
    lines = [
        "金额 一次性 1000元",
        "分期 30% 于 甲.日期",
        "分期 30% 于 甲.日期 + 1个月 当 甲.等级 = 初级",
        "分期 40% 于 甲.日期 + 6个月 当 甲.职业 = 「钳工」",
    ]
    found = _schedule(tmp_path, lines)
    # The second is not paid; whether the third is depends on a trade that is not stated.
    assert [(t.day.isoformat(), t.amount, t.sure) for t in found.ticks] == [
        ("2022-01-31", 300, True),
        ("2022-07-31", 400, False),
    ]
    assert found.total == Interval(Fraction(300), Fraction(700))


def test_rounding_of_instalments_loses_nothing(tmp_path):
    found = _schedule(tmp_path, ["金额 一次性 100.01元", "分期 50%", "分期 50%"])
    assert sorted(t.amount for t in found.ticks) == [Fraction("50.00"), Fraction("50.01")]


RULES = """
待遇 津贴
    对 取证 甲
    享受 甲.人员
    金额 每月 300元
    期限 12个月

待遇 奖金
    对 取证 甲
    享受 甲.人员
    金额 一次性 1000元

待遇 高龄补贴
    对 取证 甲
    享受 甲.人员
    当 周岁（甲.人员.出生日，甲.日期）满 60
    金额 一次性 50元
"""


def test_stretches_from_change_to_change_and_their_sums(tmp_path):
    rulebook, case = _open(tmp_path, RULES)
    found = timeline(rulebook, case, end=date(2022, 12, 31))
    assert (found.start, found.end) == (date(2022, 1, 31), date(2022, 12, 31))
    # One stretch: 12 months of 300 yuan, 1000 yuan once, and 50 yuan if 张三, whose birthday nobody states, is 60.
    assert [(s.start, s.end) for s in found.spans] == [(date(2022, 1, 31), date(2022, 12, 31))]
    assert found.total == Interval(Fraction(4600), Fraction(4650)) and found.outside == 0
    cut = timeline(rulebook, case, date(2022, 6, 1), date(2022, 8, 31))
    # outside: nine months of the allowance, the bonus, and the payment that may be made
    assert (cut.total, cut.outside) == (900, 11)


def test_the_law_itself_is_among_the_changes(tmp_path):
    rulebook, case = _open(tmp_path, RULES)
    found = timeline(rulebook, case, start=date(2020, 12, 1))
    marks = [(c.day, c.mark, c.name) for c in found.changes if c.mark in ("in_force", "starts", "ends")]
    assert marks == [
        (date(2021, 1, 1), "in_force", NUMBER),
        (date(2022, 1, 31), "starts", "津贴"),
        # ends on 2023-01-01, behind the last payment, so it is outside
    ]


def test_a_case_without_dates_has_no_timeline(tmp_path):
    rulebook, case = _open(tmp_path, RULES, "案例: 问\n事实: {取证: {证: {人员: 张三}}}\n")
    assert timeline(rulebook, case) is None


def test_each_day_of_some_years_is_answered_as_the_turns_say(tmp_path):
    """Held against assessing the case on every single day."""
    person = CASE + "  人员: {张三: {出生日: 1962-02-28}}\n"
    rulebook, case = _open(tmp_path, RULES, person)
    result = next(r for r in assess(rulebook, case, explain=False).results if r.benefit == "高龄补贴")
    found = turns(rulebook, case, result)
    assert [s.start for s in found.stretches[1:]] == [date(2022, 2, 28)]  # 60 on the birthday
    day = date(2020, 12, 1)
    while day < date(2022, 6, 1):
        changed = apply(rulebook, case, {found.cell: day})
        want = next(r for r in assess(rulebook, changed, explain=False).results if r.benefit == "高龄补贴")
        assert found.on(day).outcome == want.outcome, day
        day += timedelta(days=1)
    assert any("满 60" in c.text for c in found.stretches[1].causes)


def test_what_holds_on_one_day_only_is_found(tmp_path):
    """Two dates have to be the same: no day before or after says that there is such a day."""
    rules = """待遇 津贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 500元
    当 甲.日期 = 甲.证书.日期"""
    case = CASE + "  培训: {训: {人员: 张三, 证书: 证, 天数: 3, 费用: 1元, 日期: 2022-09-01}}\n"
    rulebook, bound = _open(tmp_path, rules, case)
    (result,) = assess(rulebook, bound, explain=False).results
    found = turns(rulebook, bound, result)
    outcomes = [(s.start, s.result.outcome) for s in found.stretches]
    assert outcomes[-2:] == [(date(2022, 1, 31), "granted"), (date(2022, 2, 1), "refused")]


COURSES = "案例: 问\n历史完整: 是\n事实:\n  取证: {证: {人员: 张三, 日期: 2022-05-31}}\n"
OTHER = "  培训: {训: {人员: 张三, 证书: 证, 天数: 3, 费用: 700元, 日期: 2022-09-01}}\n"
PAID = "  已领取: {付: {待遇: 津贴, 享受人: 张三, 金额: 700元, 日期: 2022-09-01}}\n"


@pytest.mark.parametrize("window", ["自然年", "满一年", "同月", "终身"])
@pytest.mark.parametrize(("cap", "facts"), [("", PAID), ("", OTHER), ("保底", OTHER)])
def test_each_day_under_a_cap_that_claims_share(tmp_path, window, cap, facts):
    """800 and 700 yuan under a cap or floor over two benefits, and what was paid before: held against every day."""
    allowance = "待遇 津贴\n    类别 补贴\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 800元\n\n"
    course = "待遇 培训补贴\n    类别 补贴\n    对 培训 甲\n    享受 甲.人员\n    金额 一次性 甲.费用\n\n"
    bound = "保底 2000元" if cap else "封顶 1000元"
    rules = f"{allowance}{course}例外 合计\n    于 类别 补贴\n    {bound} 每 享受人 每 {window}\n"
    rulebook, case = _open(tmp_path, rules, COURSES + facts)
    for result in assess(rulebook, case, explain=False).results:
        found = turns(rulebook, case, result)
        days = [date(2021, 5, 1) + timedelta(days=n) for n in range(900)]
        days = [d for d in days if d.day in (1, 2, 11, 21, 30, 31)]
        cases = [apply(rulebook, case, {found.cell: day}) for day in days]
        for day, told in zip(days, assess_many(rulebook, cases, explain=False), strict=True):
            (want,) = [r for r in told.results if r.claim == result.claim]
            assert (found.on(day).outcome, found.on(day).amount) == (want.outcome, want.amount), day


@pytest.mark.parametrize(
    ("word", "start", "first"),
    [
        # Stopped within May: nothing is paid to whom it would have been paid from May on.
        ("当月", "", date(2022, 5, 1)),
        # May is still paid.
        ("次月", "", date(2022, 6, 1)),
        # Paid from the month after: who comes in April would have been paid from May on.
        ("当月", "起付 甲.日期 次月", date(2022, 4, 1)),
    ],
)
def test_who_comes_when_payment_has_ended_gets_nothing(tmp_path, word, start, first):
    lines = ["待遇 津贴", "对 取证 甲", "享受 甲.人员", "金额 每月 300元", *([start] if start else [])]
    rules = "\n    ".join((*lines, f"终止 甲.等级 = 高级 自 2022-05-20 {word}"))
    rulebook, bound = _open(tmp_path, rules)
    (result,) = assess(rulebook, bound, explain=False).results
    last = turns(rulebook, bound, result).stretches[-1]
    assert (last.start, last.result.outcome) == (first, "refused")
    assert any("2022-05-20" in (c.text, c.about) for c in last.causes)


@pytest.mark.parametrize(
    ("relation", "months"),
    # January to June where payment stops with the first of July; all twelve months where it is closed to new claims.
    [("停止", 6), ("停办", 12)],
)
def test_what_is_stopped_is_no_longer_paid_and_what_is_closed_goes_on(tmp_path, relation, months):
    rules = "待遇 津贴\n    对 取证 甲\n    享受 甲.人员\n    金额 每月 300元\n    期限 12个月\n\n"
    rulebook, case = _open(tmp_path, f"{rules}{relation} 津贴 自 2022-07-01")
    (result,) = assess(rulebook, case, explain=True).results
    found = schedule(rulebook, result, date(2030, 12, 31))
    assert (result.outcome, len(found.ticks), found.total) == ("granted", months, 300 * months)
