"""Real changes: the yearly rates of Shanghai, one notice after the other, and a national measure that arrives over the
county's. What must come out was worked out from the texts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml

from solver.answers.comparison import CaseChange
from tiaoli.comparing.compare import compare
from tiaoli.comparing.comparison import Comparison
from tiaoli.comparing.sides import Side

pytestmark = pytest.mark.heavy

POLICY = Path(__file__).parents[2] / "policy"
Y24, Y25, Y26 = "沪人社规〔2024〕13号", "沪人社规〔2025〕9号", "沪人社规〔2026〕7号"
COUNTY, NATION = "桐人社发〔2021〕7号", "财社〔2023〕181号"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# Clauses 1 and 2 of each notice: published, first day, last day, and what is paid a month in months 1 to 12, in months
# 13 to 24, and while payment is extended. Clause 3 ends the notice before it on the day the new one begins.
NOTICES = {
    Y24: (day("2024-06-26"), day("2024-07-01"), day("2026-06-30"), (2255, 1804, 1595)),
    Y25: (day("2025-07-04"), day("2025-07-01"), day("2027-06-30"), (2305, 1844, 1650)),
    Y26: (day("2026-06-30"), day("2026-07-01"), day("2028-06-30"), (2340, 1872, 1690)),
}
CHAIN = {Y24: (Y24,), Y25: (Y24, Y25), Y26: (Y24, Y25, Y26)}


def reckoned(notice: str, month: dict[str, object], known: dt.date | None) -> int | None:
    """What a month comes to when ``notice`` is the last one: yuan, 0 for nothing, None where it cannot be decided."""
    when = month["日期"]
    assert isinstance(when, dt.date)
    published = [n for n in CHAIN[notice] if known is None or NOTICES[n][0] <= known]
    standing = [n for n in published if NOTICES[n][1] <= when]
    if not standing or when > NOTICES[standing[-1]][2]:
        return 0
    first, second, extended = NOTICES[standing[-1]][3]
    number, longer = month.get("第几个月"), month.get("延长领取")
    if longer in ("是", True):
        return extended
    if longer is None:
        return None  # the rate hangs on it whichever month it is
    if number is None:
        return None
    assert isinstance(number, int)
    return first if number <= 12 else second if number <= 24 else 0


def shanghai(*about: str) -> dict[tuple[str, str], tuple[dict[str, dict[str, object]], dt.date | None]]:
    """The facts of every case recorded for one of these notices, or for one that comes after and uses them."""
    found = {}
    for number in NOTICES:
        for path in sorted((POLICY / number / "案例").glob("*.yaml")):
            for case in yaml.safe_load_all(path.read_text(encoding="utf-8")):
                if not set(CHAIN[case.get("文件", number)]) & set(about):
                    continue
                file = path.relative_to(POLICY).as_posix()
                found[file, case["案例"]] = (case["事实"]["领金月"], case.get("已知"))
    return found


def compared(*sides: tuple[str, ...]) -> Comparison:
    old, new = (Side(POLICY, documents, frozenset(), "、".join(documents)) for documents in sides)
    return compare(old, new, "zh")


@pytest.mark.parametrize(("old", "new"), [(Y24, Y25), (Y25, Y26), (Y24, Y26), (Y26, Y25)])
def test_one_yearly_notice_after_the_other(old: str, new: str):
    found = compared((old,), (new,))
    cases = shanghai(old, new)
    assert {(c.file, c.case) for c in found.cases} == set(cases)
    sums = {"old": 0, "new": 0}
    for case, change in ((one, change) for one in found.cases for change in one.changes):
        months, known = cases[case.file, case.case]
        before, after = (reckoned(n, months[change.object], known) for n in (old, new))
        if before is None or after is None:
            expected = (
                {"undecided"} if before is not None else {"decided"} if after is not None else {"kept", "grounds"}
            )
        elif before == after:
            expected = {"kept", "grounds"}
        elif not before or not after:
            expected = {"gained"} if after else {"lost"}
        else:
            expected = {"more"} if after > before else {"less"}
        assert change.sort in expected, (case.case, before, after, change.sort)
        for side, value, comes in (("old", before, change.old), ("new", after, change.new)):
            sums[side] += value or 0
            paid = [(a.per, a.low, a.high) for a in comes.amounts] if comes and comes.outcome == "granted" else []
            assert paid == ([("month", value, value)] if value else []), case.case
    (total,) = found.sums
    assert (total.per, total.old.low, total.new.low) == ("month", sums["old"], sums["new"])
    assert (total.old.high, total.new.high) == (total.old.low, total.new.low)


def test_only_the_rates_and_dates_of_a_yearly_notice_differ():
    found = compared((Y25,), (Y26,))
    (document,) = found.documents
    assert (document.old, document.new) == (Y25, Y26)
    (rule,) = [r for r in document.rules if r.sort == "benefit"]
    assert [(x.part, x.old, x.new) for x in rule.lines if x.part != "basis"] == [
        ("amount", "第一至十二个月：2305元", "第一至十二个月：2340元"),
        ("amount", "第十三至二十四个月：1844元", "第十三至二十四个月：1872元"),
        ("amount", "延长领取期：1650元", "延长领取期：1690元"),
    ]


def test_asked_before_it_was_published_the_new_notice_changes_nothing_and_that_is_proved():
    found, cases = compared((Y24,), (Y25,)), shanghai(Y24, Y25)
    early = [c for c in found.cases if (known := cases[c.file, c.case][1]) and known < NOTICES[Y25][0]]
    assert len(early) >= 3
    assert all(not c.touched and {x.sort for x in c.changes} == {"kept"} for c in early)


# ---------------------------------------------------------------- a measure of a higher level arrives


@pytest.fixture(scope="module")
def arrival() -> Comparison:
    return compared((COUNTY,), (COUNTY, NATION))


def of(found: Comparison, name: str) -> CaseChange:
    """The case of that name in the casebook for both measures."""
    (case,) = [c for c in found.cases if c.case == name and c.file.endswith("与桐庐办法一起.yaml")]
    return case


@pytest.mark.parametrize(
    ("case", "benefit", "object_", "sort", "cause"),
    [
        # The national measure applies from 2023-12-31; clause 16 bars who is on the payroll, clause 5 allows three.
        ("在编的领衔人，国家办法施行前一天照给", "专项服务补贴", "活动甲", {"kept", "grounds"}, None),
        ("在编的领衔人，国家办法施行以后不给", "专项服务补贴", "活动甲", {"lost"}, ("16", "在编人员不享受")),
        ("不在编的领衔人，国家办法施行以后照给", "专项服务补贴", "活动甲", {"grounds"}, ("16", "在编人员不享受")),
        (
            "没有写明是否在编，国家办法施行以后定不下来",
            "专项服务补贴",
            "活动甲",
            {"undecided"},
            ("16", "在编人员不享受"),
        ),
        ("国家办法施行以后，第三次还给，第四次不给", "资格证书培训补贴", "证丁", {"lost"}, ("5", "培训补贴终身三次")),
        ("国家办法施行以后，第三次还给，第四次不给", "资格证书培训补贴", "证丙", {"kept", "grounds"}, None),
        ("国家办法施行以前，桐庐办法不限次数", "资格证书培训补贴", "证丁", {"kept", "grounds"}, None),
        (
            "世界技能大赛金牌，奖励打算从就业补助资金列支",
            "世赛选手奖励",
            "获奖甲",
            {"lost"},
            ("16", "竞赛奖金不得从本资金列支"),
        ),
    ],
)
def test_the_higher_rule_behind_a_change_is_named(arrival, case, benefit, object_, sort, cause):
    (change,) = [c for c in of(arrival, case).changes if (c.benefit, c.object) == (benefit, object_)]
    assert change.sort in sort
    if cause is not None:
        assert (NATION, *cause) in {(c.document, c.clause, c.name) for c in change.causes}
        assert {c.document for c in change.causes} == {NATION}


def test_what_is_no_money_from_the_fund_is_out_of_reach(arrival: Comparison):
    untouched = {t.benefit for t in arrival.reach.untouched}
    assert {"家属随迁", "引进人才落户", "免理论考试", "等级证书同等待遇"} <= untouched
    assert "专项服务补贴" not in untouched
    assert not arrival.proved


def test_nothing_was_gained_and_the_fourth_time_and_the_gold_medal_are_the_sums_lost(arrival: Comparison):
    assert not [c for x in arrival.cases for c in x.changes if c.sort in ("gained", "more", "less")]
    lost = {(c.benefit, c.old.amounts[0].high) for x in arrival.cases for c in x.changes if c.sort == "lost" and c.old}
    assert lost >= {("专项服务补贴", 1000), ("资格证书培训补贴", 1500), ("世赛选手奖励", 500000)}


def test_the_library_against_itself_is_proved_to_be_the_same():
    side = Side(POLICY, (), frozenset(), "policy")
    found = compare(side, side, "zh")
    assert found.proved and not found.differs and not found.documents
    assert not any(c.touched for c in found.cases)
