"""Readings on the screen: what each choice would give, and to whom where that is what they differ in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiaoli.course import COUNTY, POLICY
from tests.tiaoli.library import run

pytestmark = pytest.mark.usefixtures("quiet")
CASE = """案例: 技师
历史完整: 是
事实:
  单位: {机械厂: {}}
  取证: {证: {人员: 张三, 所在单位: 机械厂, 种类: 职业资格证书, 等级: 技师, 日期: 2021-06-01, 离岗: 否}}
"""


def test_who_is_paid_is_told_where_the_readings_differ_in_that(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Clause 1 names nobody who pays: the county may pay the worker, or the enterprise that pays the worker."""
    case = tmp_path / "技师.yaml"
    case.write_text(CASE, encoding="utf-8")
    code, out, _ = run(capsys, "readings", str(case), "--library", str(POLICY), "--policy", COUNTY)
    granted = [line.split()[2:] for line in out.splitlines() if line.strip().startswith("✓ 准予")]
    assert code == 0
    assert [words[:4] for words in granted] == [
        ["技能等级补贴", "每月200元", "领取", "张三"],
        ["技能等级补贴", "每月200元", "领取", "机械厂"],
    ]
