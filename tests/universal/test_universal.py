"""What a change means for any case: verdicts, smallest and worst cases. Expected by hand from the two rules."""

from fractions import Fraction

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.cases.write import write_case
from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile
from solver.questions.assess import assess
from tests.meaning.policy import HEAD, NUMBER
from tests.universal.laws import compared, facts, found, law, rule


def test_the_same_rule_in_other_words_is_equal_without_a_search(tmp_path):
    old = rule("当 甲.等级 ≥ 中级", "当 甲.费用 ≥ 500元", "金额 一次性 1000元")
    new = rule("当 以下全部", "    费用：甲.费用 不低于 500元", "    等级：甲.等级 不低于 中级", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert (finding.verdict, finding.by) == ("equal", "meaning")


def test_rules_that_only_come_to_the_same_are_equal_by_search(tmp_path):
    """Not below 中级 is 中级 or 高级; below 500 and at least 500 leave nothing out."""
    old = rule("当 甲.等级 ≥ 中级", "金额 一次性 1000元")
    new = rule("当 甲.等级 = 中级 或 甲.等级 = 高级", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert (finding.verdict, finding.by) == ("equal", "search")


def test_a_threshold_moved_up_takes_from_those_between(tmp_path):
    old = rule("当 甲.费用 ≥ 500元", "金额 一次性 1000元")
    new = rule("当 甲.费用 ≥ 600元", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_gains"
    assert finding.loss.worst.change == -1000 and finding.loss.proof == "largest"
    assert facts(finding.loss.smallest) == {"费用": "500元", "日期": "2021-06-01"}
    assert [r.outcome for r in finding.loss.smallest.old + finding.loss.smallest.new] == ["granted", "refused"]


def test_including_turned_into_excluding_takes_from_one_fee_alone(tmp_path):
    old = rule("当 甲.费用 ≥ 500元", "金额 一次性 1000元")
    new = rule("当 甲.费用 > 500元", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_gains" and facts(finding.loss.worst)["费用"] == "500元"


def test_tiers_swapped_lose_and_gain(tmp_path):
    tiers = "金额 一次性 分档 甲.等级\n        初级、中级、高级：{}"
    finding = found(tmp_path, rule(tiers.format("100元、200元、300元")), rule(tiers.format("100元、300元、200元")))
    assert finding.verdict == "both"
    assert (finding.loss.worst.change, facts(finding.loss.worst)["等级"]) == (-100, "高级")
    assert (finding.gain.worst.change, facts(finding.gain.worst)["等级"]) == (100, "中级")


def test_a_percentage_beside_a_fixed_sum_turns_over_where_they_meet(tmp_path):
    """60 % of the fee is 1,000 yuan at 1,666.67: below 500 nothing is due, so the worst is 1000 - 300."""
    old = rule("当 甲.费用 ≥ 500元", "金额 一次性 1000元")
    new = rule("当 甲.费用 ≥ 500元", "金额 一次性 甲.费用 的 60%")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "both"
    assert (finding.loss.worst.change, facts(finding.loss.worst)["费用"]) == (-700, "500元")
    assert finding.loss.proof == "largest"
    assert (finding.gain.proof, finding.gain.grows) == ("endless", "取证.费用")


def test_a_crossing_that_no_threshold_names_is_found(tmp_path):
    """Only fees of 1,666.68 and more give more than 1,000 yuan, and the rule asks for no more than 1,666.68."""
    old = rule("当 甲.费用 ≤ 1666.68元", "金额 一次性 1000元")
    new = rule("当 甲.费用 ≤ 1666.68元", "金额 一次性 较大（甲.费用 的 60%、1000元）")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_loses"
    assert (finding.gain.worst.change, facts(finding.gain.worst)["费用"]) == (Fraction(1, 100), "1666.68元")


def test_a_cap_takes_from_large_fees_and_from_no_others(tmp_path):
    old = rule("金额 一次性 甲.费用 的 60%")
    new = rule("金额 一次性 甲.费用 的 60%", "封顶 6000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_gains" and finding.loss.proof == "endless"


def test_two_caps_differ_by_so_much_at_most(tmp_path):
    old = rule("金额 一次性 甲.费用 的 60%", "封顶 8000元")
    new = rule("金额 一次性 甲.费用 的 60%", "封顶 6000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_gains"
    assert (finding.loss.worst.change, finding.loss.proof) == (-2000, "largest")


def test_a_lower_percentage_with_the_same_rounding_gives_nobody_more(tmp_path):
    finding = found(tmp_path, rule("金额 一次性 甲.费用 的 60%"), rule("金额 一次性 甲.费用 的 50%"))
    assert (finding.verdict, finding.loss.proof) == ("nobody_gains", "endless")


def test_an_exception_added_takes_from_whom_it_is_for(tmp_path):
    head_rule = rule("当 甲.等级 ≥ 中级", "金额 一次性 1000元")
    bar = "\n例外 贵的不补\n    于 奖励 甲\n    当 甲.费用 > 5000元\n    不予\n"
    finding = found(tmp_path, head_rule, head_rule + bar)
    assert finding.verdict == "nobody_gains"
    assert finding.undecided.state == "yes" and "费用" not in facts(finding.undecided.smallest)


def test_what_asks_for_one_fact_more_leaves_some_undecided(tmp_path):
    """The fee is not known: the old rule grants, the new one cannot tell. Nobody loses by that alone."""
    old = rule("当 甲.等级 ≥ 中级", "金额 一次性 1000元")
    new = rule("当 甲.等级 ≥ 中级", "当 甲.费用 ≥ 0元 或 甲.费用 < 100元", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "neither"
    assert (finding.loss.state, finding.gain.state, finding.decided.state) == ("no", "no", "no")
    assert finding.undecided.state == "yes"


def test_a_date_moved_takes_from_those_before(tmp_path):
    old = rule("当 甲.日期 ≥ 2021-07-01", "金额 一次性 1000元")
    new = rule("当 甲.日期 ≥ 2021-08-01", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_gains"
    assert "2021-07-01" <= facts(finding.loss.smallest)["日期"] <= "2021-07-31"


def test_an_age_is_reckoned_from_two_dates(tmp_path):
    old = rule("当 周岁（甲.人员.出生日、甲.日期）≥ 35", "金额 一次性 1000元")
    new = rule("当 周岁（甲.人员.出生日、甲.日期）≥ 40", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_gains"
    said = facts(finding.loss.smallest)
    years = int(said["日期"][:4]) - int(said["出生日"][:4]) - (said["日期"][5:] < said["出生日"][5:])
    assert 35 <= years < 40


def test_more_for_all_alike_loses_nobody_whatever_the_history(tmp_path):
    """Whether it is the first certificate is not looked into, and need not be: it is asked alike on both sides."""
    first = "当 非 存在（乙 属于 取证 当 乙.人员 = 甲.人员 且 乙.日期 < 甲.日期）"
    finding = found(tmp_path, rule(first, "金额 一次性 1000元"), rule(first, "金额 一次性 1200元"))
    assert (finding.verdict, finding.records) == ("nobody_loses", None)
    assert finding.gain.worst.change == 200


def test_a_count_is_one_quantity_on_both_sides(tmp_path):
    """One course was enough, now two are needed: who has one loses, and that nobody gains needs no record."""
    lines = "当 计数（乙 属于 培训 当 乙.人员 = 甲.人员）≥ {}"
    old = rule(lines.format(1), "金额 一次性 1000元")
    new = rule(lines.format(2), "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert (finding.verdict, finding.records) == ("nobody_gains", None)
    assert sum(f.kind == "培训" for f in finding.loss.smallest.case.facts) == 1


def test_histories_that_are_asked_otherwise_are_looked_at_record_by_record(tmp_path):
    """Courses of ten days counted, now only those of twenty: that nobody gains is proved for one record more."""
    lines = "当 存在（乙 属于 培训 当 乙.人员 = 甲.人员 且 乙.天数 ≥ {}）"
    old = rule(lines.format(10), "金额 一次性 1000元")
    new = rule(lines.format(20), "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert (finding.verdict, finding.records) == ("nobody_gains", 1)
    (course,) = (f for f in finding.loss.smallest.case.facts if f.kind == "培训")
    assert 10 <= course.get("天数").value < 20


def test_a_benefit_that_is_new_gains_and_one_that_ends_loses(tmp_path):
    one, other = rule("金额 一次性 1000元"), rule("金额 一次性 500元").replace("奖励", "补助")
    result = compared(tmp_path, one, other)
    singles = {f.names[0]: f.verdict for f in result.findings if not f.together}
    assert singles == {"补助": "nobody_loses", "奖励": "nobody_gains"}
    (total,) = (f for f in result.findings if f.together)
    assert (total.verdict, total.loss.worst.change) == ("nobody_gains", -500)
    assert result.verdict == "both"


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ("金额 一次性 不超过 1000元", "金额 一次性 不超过 800元", "nobody_gains"),
        ("金额 一次性 不低于 3000元", "金额 一次性 不低于 4000元", "nobody_loses"),
        ("金额 一次性 不超过 1000元", "金额 一次性 1000元", "nobody_loses"),
        ("金额 一次性 不超过 1000元", "金额 一次性 500元", "both"),
        ("金额 一次性 1000元", "金额 每月 1000元", "neither"),
        ("金额 一次性 1000元", "金额 一次性 未定 「一定的经费资助」", "neither"),
    ],
)
def test_ranges_are_held_against_each_other_by_both_ends(tmp_path, old, new, verdict):
    assert found(tmp_path, rule(old), rule(new)).verdict == verdict


def test_what_is_taken_back_is_a_loss(tmp_path):
    back = "\n追回 退回\n    对 取证 甲\n    当 甲.费用 > 0元\n    金额 一次性 {}元\n"
    keep = rule("金额 一次性 1000元")
    result = compared(tmp_path, keep + back.format(100), keep + back.format(300))
    assert {f.names[0]: f.verdict for f in result.findings} == {"奖励": "equal", "退回": "nobody_gains"}


def test_readings_are_part_of_any_case(tmp_path):
    """Under the default nobody is touched; a case may take the other reading."""
    reading = (
        "读法 算法\n    严重 L\n    问 「怎么算？」\n    选 宽 「宽」\n    选 严 「严」\n    默认 宽\n    涉及 奖励\n\n"
    )
    old = reading + rule("当 算法 = 宽 或 甲.费用 ≥ 500元", "金额 一次性 1000元")
    new = reading + rule("当 算法 = 宽 或 甲.费用 ≥ 600元", "金额 一次性 1000元")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "nobody_gains"
    assert finding.loss.smallest.case.readings == (("算法", "严"),)


def test_no_case_that_a_law_rejects_is_a_witness(tmp_path):
    """An assertion says that no fee lies between the two thresholds."""
    said = "\n断言 费用有级\n    对 取证 甲\n    必须 甲.费用 < 500元 或 甲.费用 ≥ 600元\n    说法 「没有这样的费用」\n"
    old = rule("当 甲.费用 ≥ 500元", "金额 一次性 1000元") + said
    new = rule("当 甲.费用 ≥ 600元", "金额 一次性 1000元") + said
    assert found(tmp_path, old, new).verdict == "equal"


def test_terms_of_payment_that_differ_leave_it_open(tmp_path):
    old = rule("金额 每月 300元/月", "期限 24个月")
    new = rule("金额 每月 300元/月", "期限 12个月")
    finding = found(tmp_path, old, new)
    assert finding.verdict == "not_settled" and [g.kind for g in finding.gaps] == ["terms"]


def test_a_limit_on_time_is_said(tmp_path):
    old, new = rule("当 甲.费用 ≥ 500元", "金额 一次性 1000元"), rule("当 甲.费用 ≥ 600元", "金额 一次性 900元")
    result = compared(tmp_path, old, new, seconds=0.0)
    assert (result.verdict, result.late) == ("not_settled", True)
    assert {e.state for f in result.findings for e in (f.loss, f.gain)} == {"unknown"}


def test_a_witness_is_a_case_that_reads_back_and_comes_out_the_same(tmp_path):
    old = rule("当 甲.等级 ≥ 中级", "当 周岁（甲.人员.出生日、甲.日期）≥ 35", "金额 一次性 甲.费用 的 60%")
    new = rule("当 甲.等级 ≥ 高级", "当 周岁（甲.人员.出生日、甲.日期）≥ 40", "金额 一次性 甲.费用 的 70%")
    finding = found(tmp_path, old, new)
    laws = [law(tmp_path / name, text) for name, text in (("旧", old), ("新", new))]
    for witness in (finding.loss.smallest, finding.loss.worst, finding.gain.smallest, finding.gain.worst):
        log = Log()
        (raw,) = read_cases(SourceFile("a.yaml", write_case(witness.case, laws[1])), log)
        for rulebook, told in zip(laws, (witness.old, witness.new), strict=True):
            case = bind_case(raw, rulebook, (NUMBER,), log)
            assert not log.problems
            (result,) = assess(rulebook, case).results
            assert [(result.outcome, result.amount)] == [(r.outcome, r.amount) for r in told]


def test_a_witness_states_what_a_case_has_to_state(tmp_path):
    """The vocabulary asks for a person and a level, and the rules look at neither."""
    head = HEAD.replace(
        "事件 取证\n    人员 人员\n    等级 (初级 < 中级 < 高级)",
        "事件 取证\n    人员 人员 必填\n    等级 (初级 < 中级 < 高级) 必填",
    )
    old, new = rule("当 甲.费用 ≥ 500元", "金额 一次性 1元"), rule("当 甲.费用 ≥ 600元", "金额 一次性 1元")
    finding = found(tmp_path, old, new, head)
    log = Log()
    rulebook = law(tmp_path / "旧", old, head)
    (raw,) = read_cases(SourceFile("a.yaml", write_case(finding.loss.smallest.case, rulebook)), log)
    assert bind_case(raw, rulebook, (NUMBER,), log) is not None and not log.problems


def test_ends_are_decided_by_the_program(tmp_path):
    """An end on the first day leaves nothing to pay; others have 100 yuan a month more."""
    old, new = (rule(f"金额 每月 {n}元/月", "终止 甲.费用 ≥ 900元 自 甲.日期") for n in (300, 400))
    finding = found(tmp_path, old, new)
    assert (finding.verdict, finding.gain.worst.change) == ("nobody_loses", 100)
    assert [r.outcome for r in finding.gain.worst.new] == ["granted"]


def test_an_end_that_is_new_takes_away_what_it_comes_before(tmp_path):
    """Who has a fee of 900 yuan or more has no payment at all any more, and had 300 yuan a month."""
    old, new = (rule("金额 每月 300元/月", *stop) for stop in ((), ("终止 甲.费用 ≥ 900元 自 甲.日期",)))
    finding = found(tmp_path, old, new)
    assert finding.verdict not in ("equal", "nobody_loses")
    witness = finding.loss.worst or finding.loss.smallest
    assert [r.outcome for r in witness.old] == ["granted"]
    assert [r.outcome for r in witness.new] == ["refused"]
