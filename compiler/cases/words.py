"""The keys of a case, in both languages, in one table."""

from __future__ import annotations

from typing import Final

_TABLE = """
case         案例
documents    文件
complete     历史完整
readings     读法
choices      选择
known        已知
on           日期
facts        事实
expect       应得
note         说明
outcome      结果
amount       金额
clause       条款
payee        领取
because      因
displaced_by 让位于
missing      缺
document     文件
"""
_ROWS = [line.split() for line in _TABLE.strip().splitlines()]
CASE_KEYS: Final = ("case", "documents", "complete", "readings", "choices", "known", "on", "facts", "expect", "note")
EXPECTED_KEYS: Final = ("outcome", "amount", "clause", "payee", "because", "displaced_by", "missing", "document")
FORMS: Final = {en: (zh, en) for en, zh in _ROWS}

OUTCOMES: Final = {
    "准予": "granted",
    "granted": "granted",
    "不予": "refused",
    "refused": "refused",
    "让位": "displaced",
    "displaced": "displaced",
    "待定": "undetermined",
    "undetermined": "undetermined",
}
TRUE: Final = ("是", "yes", "true", "有")
FALSE: Final = ("否", "no", "false", "无")
UNKNOWN: Final = ("未知", "unknown", "~", "null", "")
PER: Final = {"一次性": "once", "每月": "monthly", "每年": "yearly", "每次": "eachtime", "每日": "daily"}
PER_EN: Final = {
    "once": "once",
    "monthly": "month",
    "yearly": "year",
    "each_time": "time",
    "eachtime": "time",
    "daily": "day",
}
PAID_FIELDS: Final = {
    "benefit": "待遇",
    "document": "文件",
    "beneficiary": "享受人",
    "ground": "事由",
    "amount": "金额",
    "date": "日期",
    "earlier": "前发",
}


def key_of(written: str, allowed: tuple[str, ...]) -> str | None:
    """The English name of a key, if it is one of ``allowed``."""
    return next((name for name in allowed if written in FORMS[name]), None)
