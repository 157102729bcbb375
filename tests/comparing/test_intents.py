"""What a change was meant to change: every change outside of it is found, and nothing inside of it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from compiler.diagnostics.problem import Rejected
from solver.answers.comparison import Change, Comes
from solver.answers.model import Amount
from solver.questions.worth import gains, loses, size
from tests.comparing.laws import LAW, compared, sorts

RAISED = LAW.replace("一次性500元", "一次性800元").replace("一次性 500元", "一次性 800元")
SHORT = LAW.replace("满10天", "满15天").replace("满 10", "满 15")


def with_intent(law: str, *lines: str, name: str = "提高标准") -> str:
    """A law that says what it means to change."""
    return law + f"\n修订说明。\n\n```tiaoli\n意图 {name}\n" + "".join(f"    {line}\n" for line in lines) + "```\n"


def outside(tmp_path: Path, new: str, *lines: str, old: str = LAW) -> list[tuple[str, str]]:
    """What lies outside of an intent, as (what is broken, benefit)."""
    found = compared(tmp_path, old, with_intent(new, *lines))
    assert found.verdict is not None
    return [(o.broken, o.benefit) for o in found.verdict.outside]


def test_a_change_of_the_benefit_named_lies_inside(tmp_path: Path):
    found = compared(tmp_path, LAW, with_intent(RAISED, "涉及 证书补贴", "无人减少"))
    assert sorts(found) == {"中级证书: 证书补贴@证": "more"}
    assert found.verdict is not None
    assert (found.verdict.outside, found.verdict.inside) == ((), (1,))


def test_a_change_of_another_benefit_lies_outside(tmp_path: Path):
    both = RAISED.replace("满10天", "满15天").replace("满 10", "满 15")
    assert outside(tmp_path, both, "涉及 证书补贴") == [("benefit", "培训补贴")]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("不超过 300元",), []),
        (("不超过 299.99元",), [("each", "证书补贴")]),
        (("合计 不超过 300元",), []),
        (("合计 不超过 200元",), [("in_all", "")]),
        (("无人增加",), [("gains", "证书补贴")]),
        (("对 取证 甲", "当 甲.等级 = 中级"), []),
        (("对 取证 甲", "当 甲.等级 = 高级"), [("object", "证书补贴")]),
        (("对 培训 甲",), [("object", "证书补贴")]),
        # The case does not say whether the person is of a soldier's family: unknown is not yes.
        (("对 取证 甲", "当 甲.人员.军属"), [("object_unknown", "证书补贴")]),
        (("对 取证 甲", "当 甲.人员.军属 或 甲.等级 = 中级"), []),
    ],
)
def test_who_and_how_much(tmp_path: Path, lines: tuple[str, ...], expected: list[tuple[str, str]]):
    # The sum goes from 500 to 800, for one certificate of the middle level.
    assert outside(tmp_path, RAISED, "涉及 证书补贴", *lines) == expected


def test_nobody_loses_is_held_to(tmp_path: Path):
    assert outside(tmp_path, SHORT, "涉及 培训补贴", "无人减少") == [("loses", "培训补贴")]
    assert outside(tmp_path / "b", SHORT, "涉及 培训补贴") == []


def test_a_loss_that_cannot_be_excluded_is_none_that_is_excluded(tmp_path: Path):
    family = LAW.replace(
        "    当 等级：甲.等级 在 中级 以上", "    当 等级：甲.等级 在 中级 以上\n    当 军属：甲.人员.军属"
    )
    assert outside(tmp_path, family, "涉及 证书补贴", "无人减少") == [("may_lose", "证书补贴")]
    # And back: what nobody could decide comes to the most that it could have been.
    assert outside(tmp_path / "b", LAW, "涉及 证书补贴", "无人减少", old=family) == []


def test_an_intent_that_was_declared_before_is_not_about_this_change(tmp_path: Path):
    old = with_intent(RAISED, "涉及 证书补贴")
    new = with_intent(
        SHORT.replace("一次性500元", "一次性800元").replace("一次性 500元", "一次性 800元"), "涉及 证书补贴"
    )
    found = compared(tmp_path, old, new)
    assert found.verdict is None
    assert sorts(found)["培训12天: 培训补贴@班"] == "lost"


def test_one_of_several_intents_is_enough(tmp_path: Path):
    both = RAISED.replace("满10天", "满15天").replace("满 10", "满 15")
    law = with_intent(with_intent(both, "涉及 证书补贴", "无人减少"), "涉及 培训补贴", name="收紧条件")
    found = compared(tmp_path, LAW, law)
    assert found.verdict is not None
    assert found.verdict.outside == () and found.verdict.inside == (1, 1)


def test_a_renamed_benefit_is_compared_with_what_it_was(tmp_path: Path):
    renamed = SHORT.replace("待遇 培训补贴", "待遇 学习补贴")
    found = compared(tmp_path, LAW, with_intent(renamed, "改称 培训补贴 为 学习补贴"))
    assert sorts(found) == {
        "培训12天: 学习补贴@班": "lost",
        "培训20天: 学习补贴@班": "grounds",
    }
    (lost,) = [c for x in found.cases for c in x.changes if c.sort == "lost"]
    assert lost.former == "培训补贴"
    assert found.verdict is not None and found.verdict.outside == ()


def test_english_keywords_say_the_same(tmp_path: Path):
    law = LAW.replace("一次性500元", "一次性800元").replace("一次性 500元", "一次性 800元")
    lines = (
        "touches 证书补贴",
        "for 取证 甲",
        "when 甲.等级 = 中级",
        "at_most 300元",
        "sum at_most 1000元",
        "nobody_loses",
    )
    english = with_intent(law, *lines).replace("意图 提高标准", "intent 提高标准")
    found = compared(tmp_path, LAW, english)
    assert found.verdict is not None and found.verdict.outside == ()
    (intent,) = found.verdict.intents
    assert (intent.benefits, intent.kind, intent.each, intent.in_all, intent.nobody_loses) == (
        ("证书补贴",),
        "取证",
        300,
        1000,
        True,
    )


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("TL0508", ("无人减少",)),
        ("TL0508", ("涉及 证书补贴", "当 甲.等级 = 高级")),
        ("TL0305", ("涉及 没有的补贴",)),
        ("TL0308", ("涉及 证书补贴", "对 没有的事 甲")),
        ("TL0411", ("涉及 证书补贴", "对 取证 甲", "不超过 甲.费用")),
        ("TL0108", ("涉及 证书补贴", "无人减少", "无人减少")),
    ],
)
def test_a_faulty_intent_is_refused(tmp_path: Path, code: str, lines: tuple[str, ...]):
    with pytest.raises(Rejected) as rejected:
        compared(tmp_path, LAW, with_intent(LAW, *lines))
    assert code in {p.code for p in rejected.value.problems}


# ---------------------------------------------------------------- any case at all


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("涉及 证书补贴",), [("any_benefit", "培训补贴")]),
        (("涉及 培训补贴", "无人减少"), [("any_loses", "培训补贴")]),
        (("涉及 培训补贴", "无人增加"), []),
        (("涉及 培训补贴", "不超过 100元"), []),
        (("涉及 培训补贴", "不超过 99元"), [("any_each", "培训补贴")]),
        # What is declared for some objects only is held against recorded cases.
        (("涉及 培训补贴", "对 培训 甲", "无人减少"), []),
    ],
)
def test_without_any_recorded_case_the_intent_is_held_against_all_there_could_be(
    tmp_path: Path, lines: tuple[str, ...], expected: list[tuple[str, str]]
):
    # Who takes 10 to 14 days loses 100 a month; nobody gains.
    found = compared(tmp_path, LAW, with_intent(SHORT, *lines), "", seconds=20.0)
    assert found.verdict is not None and found.cases == ()
    assert [(o.broken, o.benefit) for o in found.verdict.outside] == expected


# ---------------------------------------------------------------- by how much


def _comes(outcome: str, low: int | None, high: int | None, per: str = "once", payee: str = "张三") -> Comes:
    kind = "none" if low is None else "exact" if low == high else "interval"
    ends = (None if low is None else Fraction(low), None if high is None else Fraction(high))
    return Comes(outcome, (Amount(kind, *ends, per),), (payee,), (), ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "sort", "lost", "gained", "least", "most"),
    [
        (("granted", 500, 500), ("granted", 800, 800), "more", "no", "yes", 300, 300),
        (("granted", 800, 800), ("granted", 500, 500), "less", "yes", "no", 300, 300),
        (("granted", 0, 1000), ("granted", 600, 600), "otherwise", "unknown", "unknown", 0, 600),
        (("granted", 3000, None), ("granted", 2000, 2000), "otherwise", "yes", "no", 1000, None),
        (("undetermined", 500, 500), ("granted", 500, 500), "decided", "no", "unknown", 0, 500),
        (("undetermined", None, None), ("granted", 500, 500), "decided", "unknown", "unknown", 0, None),
        (("granted", 500, 500), ("undetermined", 700, 700), "undecided", "unknown", "unknown", 0, 500),
        (("granted", 500, 500, "month"), ("granted", 900, 900, "once"), "otherwise", "yes", "yes", 1400, 1400),
        (("granted", 500, 500), ("granted", 500, 500, "once", "李四"), "otherwise", "yes", "yes", 1000, 1000),
        (("granted", 500, 500), ("granted", 500, 500), "otherwise", "unknown", "unknown", 0, None),
    ],
)
def test_what_somebody_loses_or_gains(old, new, sort, lost, gained, least, most):
    change = Change("甲", "乙", "丙", sort, _comes(*old), _comes(*new))
    assert (loses(change), gains(change)) == (lost, gained)
    assert size(change) == (least, most)


def test_what_is_refused_is_worth_nothing():
    change = Change("甲", "乙", "丙", "lost", _comes("granted", 500, 500), _comes("refused", None, None))
    assert (loses(change), gains(change), size(change)) == ("yes", "no", (500, 500))
    change = Change("甲", "乙", "丙", "gained", None, _comes("granted", 500, 500))
    assert (loses(change), gains(change), size(change)) == ("no", "yes", (500, 500))
