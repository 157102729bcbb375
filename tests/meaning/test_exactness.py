"""No amount wraps: sums over thousands of members, percentages, bands, caps and comparisons, held against Fraction.

The solver's own integers have 32 bits and wrap without a word; every figure here is far beyond them.
"""

import random
from fractions import Fraction as F

import pytest

from tests.meaning.policy import results

pytestmark = pytest.mark.heavy

RULES = """
定义 总额(甲: 取证): 钱数
    为 合计(乙.费用 对于 乙 属于 培训)

待遇 六成
    对 取证 甲
    享受 甲.人员
    金额 一次性 总额(甲) 的 60%

待遇 封顶
    对 取证 甲
    享受 甲.人员
    金额 一次性 总额(甲) 的 60%
    封顶 甲.费用

待遇 分段
    对 取证 甲
    享受 甲.人员
    金额 一次性 分段 总额(甲)
        不超过 30000000000元: 30%
        超过 30000000000元 不超过 50000000000元: 40%
        超过 50000000000元: 50%

待遇 平均
    对 取证 甲
    享受 甲.人员
    金额 一次性 平均(乙.费用 对于 乙 属于 培训)

待遇 超过
    对 取证 甲
    享受 甲.人员
    当 总额(甲) 超过 甲.费用
    金额 一次性 1元
"""


def fen(amount):
    """Half up to the fen."""
    cents, rest = divmod(amount * 100, 1)
    return F(cents + (1 if rest >= F(1, 2) else 0), 100)


@pytest.mark.parametrize(("members", "seed"), [(1, 1), (40, 2), (2500, 3)])
def test_sums_percentages_bands_caps_and_comparisons(tmp_path, members, seed):
    chance = random.Random(seed)
    fees = [F(chance.randrange(10**13), 100) for _ in range(members)]
    total = sum(fees, F(0))
    for limit in (total, total - F(1, 100), total + F(1, 100), total / 4):
        limit = fen(limit)
        courses = "\n".join(
            f"    班{i}: {{人员: 张, 费用: {float_free(fee)}元, 日期: 2021-05-01}}" for i, fee in enumerate(fees)
        )
        case = (
            "案例: 大数\n历史完整: 是\n事实:\n"
            f"  取证: {{证: {{人员: 张, 费用: {float_free(limit)}元, 日期: 2021-05-01}}}}\n"
            f"  培训:\n{courses}\n"
        )
        found = results(tmp_path, RULES, case)
        share = total * 60 / 100
        edges = [F(0), F(30_000_000_000), F(50_000_000_000)]
        rates = [F(30, 100), F(40, 100), F(50, 100)]
        banded = sum(
            (max(F(0), min(total, high) - low) * rate)
            for low, high, rate in zip(edges, [*edges[1:], total + 1], rates, strict=True)
        )
        assert found["六成@证"].amount.low == fen(share)
        assert found["封顶@证"].amount.low == fen(min(share, limit))
        assert found["分段@证"].amount.low == fen(banded)
        assert found["平均@证"].amount.low == fen(total / members)
        assert found["超过@证"].outcome == ("granted" if total > limit else "refused")
        if members > 100:
            break


def float_free(amount):
    """Yuan and fen in digits."""
    cents = amount * 100
    assert cents.denominator == 1
    return f"{cents.numerator // 100}.{cents.numerator % 100:02d}"
