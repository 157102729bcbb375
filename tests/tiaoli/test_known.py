"""Valid time against known time, on the Shanghai chain of notices: what July 2025 was worth before and after the second
notice was published (2025-07-04, in force from 2025-07-01)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tiaoli.library import run

CASES = Path(__file__).parents[2] / "policy" / "沪人社规〔2025〕9号" / "案例" / "支付标准.yaml"


@pytest.fixture
def table(capsys, quiet, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, err = run(capsys, "timeline", str(CASES), "失业保险金", "--case", "2025年7月第1个月")
    assert (code, err) == (0, "")
    return [" ".join(line.split()) for line in out.splitlines()]


def test_a_column_for_each_state_of_the_law_that_was_known(table):
    assert "发生的日子 2024-06-26 2025-07-04 全部" in table
    # 2255 yuan while only the first notice was known, 2305 yuan since the second was
    assert "2025-07-01 至 2026-06-30 每月2255元 每月2305元 每月2305元" in table
    # the first notice runs out in June 2026, the second is replaced by the third
    assert "2026-07-01 至 2027-06-30 不予 每月2305元 每月2340元" in table
    assert "2027-07-01 至 2028-06-30 不予 不予 每月2340元" in table


def test_a_month_of_benefit_is_paid_once(table):
    assert "· 失业保险金，共 2305元" in table and "合计 2305元" in table
