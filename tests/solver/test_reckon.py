"""Counts, sums and means reckoned at once are what the program comes to member by member; of a value whose cases the
way the text is read decides, only those that can hold are looked at."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compiler.cases.model import Case
from compiler.driver import compile_library
from solver.arithmetic.text import number, write
from solver.arithmetic.values import Interval
from solver.engine import aggregate
from solver.search.evaluate import Evaluator
from solver.search.leaves import instances
from tests.meaning.policy import NUMBER, library

numbers = st.fractions(max_denominator=100)
ranges = st.builds(
    lambda low, more: Interval(low, None if more is None else low + abs(more) + 1), numbers, st.none() | numbers
)
members = st.lists(st.tuples(st.sampled_from(["sure", "maybe", "out"]), st.none() | numbers | ranges), max_size=6)


@given(st.sampled_from(["count", "sum", "mean"]), members, st.booleans())
def test_at_once_as_member_by_member(
    kind: str, parts: list[tuple[str, Fraction | Interval | None]], closed: bool
) -> None:
    state = aggregate.start(kind)
    for status, value in parts:
        key = "1" if kind == "count" else "?" if value is None else write(value)
        state = aggregate.step(kind, "number", state, status, key, "某")
    text = aggregate.finish(kind, "number", state, closed)
    found = aggregate.reckon(kind, parts, closed)
    assert found == (None if text is None else number(text))


RULES = """
读法 怎么算
    严重 M
    问 「按什么算？」
    选 按费用 「按费用」
    选 按天数 「按天数」
    涉及 补贴

待遇 补贴
    对 培训 甲
    享受 甲.人员
    金额 一次性 分情形
        较小（甲.费用、1000元）当 怎么算 = 按费用
        800元 当 怎么算 = 按天数 且 甲.天数 ≥ 30
        否则 500元
"""


@pytest.mark.parametrize(
    ("taken", "looked_at"),
    [
        ({}, {"较小（甲.费用、1000元）", "甲.天数 ≥ 30"}),
        ({"怎么算": "按费用"}, {"较小（甲.费用、1000元）"}),
        ({"怎么算": "按天数"}, {"甲.天数 ≥ 30"}),
    ],
)
def test_a_case_that_a_reading_rules_out_is_not_looked_at(
    tmp_path: Path, taken: dict[str, str], looked_at: set[str]
) -> None:
    rulebook = compile_library(library(tmp_path, RULES), (NUMBER,))
    (benefit,) = rulebook.benefits
    evaluator = Evaluator(rulebook, Case("试", (NUMBER,), ()), taken)
    assert benefit.amount is not None
    found = {i.leaf.origin.text for i in instances(benefit.amount, ("班",), evaluator)}
    assert found == looked_at
