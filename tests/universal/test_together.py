"""Benefits that can meet: what they come to together. Expected by hand."""

import datetime as dt
import itertools
import random
from fractions import Fraction

import pytest

from compiler.cases.model import Case, Fact, FieldValue
from solver.questions.assess import assess
from solver.questions.together import total
from tests.meaning.policy import NUMBER
from tests.universal.laws import compared, facts, law

pytestmark = pytest.mark.heavy

TWO = """待遇 甲补
    对 取证 甲
    享受 甲.人员
    当 甲.等级 ≥ {level}
    金额 一次性 {one}元

待遇 乙补
    对 取证 甲
    享受 甲.人员
    当 甲.费用 ≥ {fee}元
    金额 一次性 {two}元

不重复 一项
    成员 甲补 甲 每 甲.人员 同 甲
    成员 乙补 甲 每 甲.人员 同 甲
    窗口 同一事由
    方式 {shape}
"""


def two(level="中级", one=1000, fee=500, two=800, shape="就高"):
    """Two benefits for one certificate, of which one is paid."""
    return TWO.format(level=level, one=one, fee=fee, two=two, shape=shape)


def together(tmp_path, old, new):
    """The finding about the total, and the single ones by name."""
    result = compared(tmp_path, old, new)
    (whole,) = [f for f in result.findings if f.together]
    return whole, {f.names[0]: f for f in result.findings if not f.together}


def test_what_one_loses_the_other_makes_up_for_as_far_as_it_goes(tmp_path):
    """甲补 falls from 1,000 to 600; whoever has the fee for 乙补 gets 800 and loses 200, the others lose 400."""
    whole, single = together(tmp_path, two(), two(one=600))
    assert whole.verdict == "nobody_gains"
    assert (whole.loss.worst.change, whole.loss.proof) == (-400, "largest")
    assert single["甲补"].apart and single["甲补"].loss.worst.change == -400


def test_what_is_lost_by_itself_and_covered_in_total_is_no_loss_in_total(tmp_path):
    """Whoever has 甲补 of at most 700 has 乙补 of 800 as well: 甲补 may fall without anybody having less."""
    old = two(one=700, level="初级", fee=0)
    new = two(one=600, level="初级", fee=0)
    whole, single = together(tmp_path, old, new)
    assert single["甲补"].verdict == "nobody_gains"
    assert whole.verdict == "neither"


def test_another_order_pays_the_smaller(tmp_path):
    """Whoever could have both had 1,000 and now has 800."""
    old, new = two(shape="先后 甲补、乙补"), two(shape="先后 乙补、甲补")
    whole, single = together(tmp_path, old, new)
    assert {f.verdict for f in single.values()} == {"equal"}
    assert whole.verdict == "nobody_gains" and whole.loss.worst.change == -200
    said = facts(whole.loss.worst)
    assert said["等级"] in ("中级", "高级") and said["费用"]


def test_the_higher_in_place_of_a_named_loser(tmp_path):
    """乙补 of 1,500 gave way to 甲补 of 1,000; now the higher is kept."""
    old, new = two(two=1500, shape="不得 乙补"), two(two=1500, shape="就高")
    whole, _ = together(tmp_path, old, new)
    assert (whole.verdict, whole.gain.worst.change, whole.gain.proof) == ("nobody_loses", 500, "largest")


def test_a_tie_is_worth_the_same_whoever_stays(tmp_path):
    whole, _ = together(tmp_path, two(one=800, two=800), two(one=800, two=800, shape="先后 乙补、甲补"))
    assert whole.verdict == "neither"


def test_rules_between_that_look_at_no_sums_let_a_raise_through(tmp_path):
    """The benefits are for different facts; who stays is the same on both sides, so the single findings say all."""
    text = """待遇 甲补
    对 取证 甲
    享受 甲.人员
    金额 一次性 {one}元

待遇 乙补
    对 培训 甲
    享受 甲.人员
    金额 一次性 800元

不重复 一项
    成员 甲补 甲 每 甲.人员
    成员 乙补 甲 每 甲.人员
    窗口 自然年
    方式 先后 甲补、乙补
"""
    whole, _ = together(tmp_path, text.format(one=1000), text.format(one=1200))
    assert (whole.verdict, whole.loss.state) == ("nobody_loses", "no")


KINDS = """待遇 甲补
    对 取证 甲
    享受 甲.人员
    金额 一次性 {one}元

待遇 乙补
    对 培训 甲
    享受 甲.人员
    当 甲.天数 ≥ {days}
    金额 {two}

不重复 一项
    成员 甲补 甲 每 甲.人员
    成员 乙补 甲 每 甲.人员
    窗口 {window}
    方式 {shape}
"""


def kinds(one=1000, days=5, two="一次性 800元", window="自然年", shape="就高"):
    """Two benefits for different facts, of which one is paid."""
    return KINDS.format(one=one, days=days, two=two, window=window, shape=shape)


def test_the_highest_of_what_never_falls_never_falls(tmp_path):
    """甲补 rises and 乙补 asks for fewer days: whatever certificates and courses somebody has, the highest of a year is
    what it was or more. The other way round nobody gains."""
    old, new = kinds(), kinds(one=1200, days=3)
    whole, single = together(tmp_path, old, new)
    assert {f.verdict for f in single.values()} == {"nobody_loses"}
    assert (whole.verdict, whole.loss.state, whole.gaps) == ("nobody_loses", "no", ())
    assert whole.gain.worst.change in (200, 800)
    back, _ = together(tmp_path / "back", new, old)
    assert (back.verdict, back.gain.state) == ("nobody_gains", "no")


def test_where_one_rises_and_another_falls_somebody_wins_and_somebody_loses(tmp_path):
    whole, _ = together(tmp_path, kinds(), kinds(one=900, two="一次性 1100元"))
    # A certificate alone: 100 less; a course alone: 300 more.
    assert (whole.verdict, whole.loss.worst.change, whole.gain.worst.change) == ("both", -100, 300)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ({"window": "满一年"}, {"window": "满一年"}, [("window", "一项")]),
        ({"shape": "补差"}, {"shape": "补差"}, [("shape", "一项")]),
        ({"two": "每月 800元"}, {"two": "每月 800元"}, [("forms", "")]),
        ({"shape": "先后 甲补、乙补"}, {"shape": "就高"}, [("shape", "一项"), ("between", "一项")]),
        ({"two": "一次性 未定 「一定补贴」"}, {"two": "一次性 未定 「一定补贴」"}, [("no_sum", "乙补")]),
    ],
)
def test_where_the_total_does_not_follow_it_is_said_why(tmp_path, old, new, why):
    """A window that moves: of claims of 9, 8 and 8 of which the first meets the second and the second the third, 9 and
    8 are paid; when the second rises to 10, it takes the place of both. A top-up is paid in the order of time. A
    monthly sum is not weighed against one that is paid once."""
    whole, _ = together(tmp_path, kinds(**old), kinds(**{"one": 1200, **new}))
    assert whole.verdict == "not_settled"
    assert [(g.about, g.where) for g in whole.gaps] == [("kinds", ""), *why]


def test_a_benefit_in_two_groups_can_take_away_by_rising(tmp_path):
    """甲补 of 1,000 keeps 乙补 of 800 away, so that 丙补 of 600 is paid beside it. When 乙补 rises to 1,100, it takes
    the place of both. So nothing follows from the single findings, and both groups are named."""
    more = "\n待遇 丙补\n    对 培训 甲\n    享受 甲.人员\n    金额 一次性 600元\n\n不重复 又一项\n"
    more += "    成员 乙补 甲 每 甲.人员\n    成员 丙补 甲 每 甲.人员\n    窗口 自然年\n    方式 不得 丙补\n"
    whole, _ = together(tmp_path, kinds() + more, kinds(two="一次性 1100元") + more)
    assert whole.verdict == "not_settled"
    assert ("groups", "一项、又一项") in [(g.about, g.where) for g in whole.gaps]


@pytest.mark.parametrize("seed", range(6))
def test_a_total_said_never_to_fall_does_not_fall_in_any_of_many_cases(tmp_path, seed):
    draw = random.Random(seed)
    sums = [(draw.randint(1, 9) * 100, draw.randint(1, 9) * 100) for _ in range(2)]
    texts = [kinds(one=a, two=f"一次性 {b}元", days=draw.randint(1, 4)) for a, b in sums]
    whole, _ = together(tmp_path, *texts)
    laws = [law(tmp_path / name, text) for name, text in zip(("甲", "乙"), texts, strict=True)]
    changes = []
    for number in range(60):
        case = _some(draw, number)
        changes.append(total(assess(laws[1], case).results).amount - total(assess(laws[0], case).results).amount)
    assert whole.loss.state != "no" or min(changes) >= 0
    assert whole.gain.state != "no" or max(changes) <= 0
    assert "unknown" not in (whole.loss.state, whole.gain.state)


def _some(draw, number):
    """A case of a few certificates and courses of one or two persons in one or two years."""
    found = [Fact("人员", id, ()) for id in ("张", "李")]
    for n in range(draw.randint(1, 4)):
        day = dt.date(draw.choice((2021, 2022)), draw.randint(1, 12), 1)
        values = {"人员": draw.choice(("张", "李")), "日期": day}
        kind = draw.choice(("取证", "培训"))
        if kind == "培训":
            values["天数"] = Fraction(draw.randint(0, 5))
        found.append(Fact(kind, f"{kind}{n}", tuple(FieldValue(k, v, str(v)) for k, v in values.items())))
    return Case(str(number), (NUMBER,), tuple(found), everything_complete=True)


LEVELS = ("初级", "中级", "高级")


def _everybody():
    """Every level with every fee, and one between any two that the rules name."""
    facts_ = [Fact("人员", "人", ())]
    for n, (level, fee) in enumerate(itertools.product(LEVELS, range(16))):
        values = {"人员": "人", "等级": level, "费用": Fraction(fee, 2)}
        facts_.append(Fact("取证", f"证{n}", tuple(FieldValue(k, v, str(v)) for k, v in values.items())))
    dated = [
        Fact(f.kind, f.id, (*f.values, FieldValue("日期", dt.date(2021, 6, 1), "")) if f.kind == "取证" else f.values)
        for f in facts_
    ]
    return Case("全", (NUMBER,), tuple(dated), everything_complete=True)


def _random(draw):
    parts = []
    for name in ("甲补", "乙补", "丙补"):
        lines = [f"待遇 {name}", "    对 取证 甲", "    享受 甲.人员"]
        lines += [f"    当 甲.等级 {draw.choice(['=', '≠', '≥', '≤'])} {draw.choice(LEVELS)}"] * (draw.random() < 0.7)
        lines += [f"    当 甲.费用 {draw.choice(['≥', '≤', '<', '>'])} {draw.randint(1, 6)}元"]
        parts.append("\n".join([*lines, f"    金额 一次性 {draw.randint(1, 9)}00元", ""]))
    order = draw.sample(["甲补", "乙补", "丙补"], 3)
    shape = draw.choice(["就高", f"先后 {'、'.join(order)}", f"不得 {order[0]}"])
    members = [f"    成员 {n} 甲 每 甲.人员 同 甲" for n in ("甲补", "乙补", "丙补")]
    return "\n".join([*parts, "不重复 一项", *members, "    窗口 同一事由", f"    方式 {shape}", ""])


@pytest.mark.parametrize("seed", range(10))
def test_the_total_is_that_of_every_case(tmp_path, seed):
    """All cases of a small domain enumerated: the verdict, and the largest change either way."""
    draw = random.Random(seed)
    texts = _random(draw), _random(draw)
    whole, _ = together(tmp_path, *texts)
    everybody = _everybody()
    sums = []
    for name, text in zip(("甲", "乙"), texts, strict=True):
        results = assess(law(tmp_path / name, text), everybody).results
        sums.append({o: total([r for r in results if r.object == o]).amount for o in {r.object for r in results}})
    changes = [sums[1][o] - sums[0][o] for o in sums[0]]
    assert (min(changes) < 0, max(changes) > 0) == (whole.loss.state == "yes", whole.gain.state == "yes")
    for extent, most in ((whole.loss, min(changes)), (whole.gain, max(changes))):
        if extent.worst is not None:
            assert (extent.worst.change, extent.proof) == (most, "largest")
