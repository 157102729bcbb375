"""A list inside a list: what is counted for each member of one runs over all members of the other."""

import pytest

from tests.meaning.policy import results, said

RULES = """
定义 头一回（甲：取证）：日期
    为 最早（乙 属于 取证 当 乙.人员 = 甲.人员）.日期

定义 同一年头（乙：取证、甲：取证）：是否
    为 乙.人员 = 甲.人员 且 {condition}

待遇 奖励
    对 取证 甲
    享受 甲.人员
    金额 一次性 合计（乙.费用 对于 乙 属于 取证 当 同一年头（乙、甲））
"""
CASE = """
案例: 三次
历史完整: 是
事实:
  取证:
    一: {人员: 张, 费用: 1元, 日期: 2021-03-01}
    二: {人员: 张, 费用: 10元, 日期: 2022-02-28}
    三: {人员: 张, 费用: 100元, 日期: 2022-03-01}
    别人: {人员: 李, 费用: 1000元, 日期: 2022-01-01}
"""
YEAR = "满年数（头一回（甲）、乙.日期） = 满年数（头一回（甲）、甲.日期）"


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        # The first year from 2021-03-01 ends on 2022-02-28.
        (YEAR, ["11", "11", "100", "1000"]),
        ("头一回（乙） = 头一回（甲）", ["111", "111", "111", "1000"]),
        ("乙.日期 = 头一回（甲）", ["1", "1", "1", "1000"]),
        ("计数（丙 属于 取证 当 丙.人员 = 乙.人员 且 丙.日期 < 乙.日期） = 1", ["10", "10", "10", "0"]),
    ],
)
def test_a_list_counted_for_each_member_of_another(tmp_path, condition, expected):
    found = results(tmp_path, RULES.format(condition=condition), CASE)
    assert [said(r) for r in found.values()] == expected
