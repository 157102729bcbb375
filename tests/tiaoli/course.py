"""One real case of the county's measure, as Python values, and where it is recorded."""

from __future__ import annotations

import copy
import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

POLICY = Path(__file__).parents[2] / "policy"
COUNTY = "桐人社发〔2021〕7号"
BOOK = POLICY / COUNTY / "案例" / "02-学徒补贴.yaml"
COURSE: dict[str, Any] = {
    "案例": "一个班",
    "读法": {"两年期限": "一律两年"},
    "事实": {
        "学徒培训": {
            "班": {
                "学徒": "王五",
                "企业": "机械厂",
                "类型": "职工学徒",
                "来源": "技能岗位新招用",
                "培训费": Decimal("12000"),
                "日期": dt.date(2021, 9, 1),
            }
        }
    },
}


def course(**changes: object) -> dict[str, Any]:
    """The case with fields of its class set otherwise."""
    made = copy.deepcopy(COURSE)
    made["事实"]["学徒培训"]["班"] |= changes
    return made


def without(*fields: str) -> dict[str, Any]:
    """The case with fields of its class left out."""
    made = copy.deepcopy(COURSE)
    for field in fields:
        del made["事实"]["学徒培训"]["班"][field]
    return made
