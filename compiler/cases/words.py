"""The words of a case, in both languages, in one table: keys, outcomes, forms of amounts, yes and no."""

from __future__ import annotations

from typing import Final

_KEYS: Final = """
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
total        合计
benefits     待遇
not_because  非因
decided_by   决定条款
"""
FORMS: Final = {en: (zh, en) for en, zh in (line.split() for line in _KEYS.strip().splitlines())}
"""Both forms of a key, by its English name."""
CASE_KEYS: Final = ("case", "documents", "complete", "readings", "choices", "known", "on", "facts", "expect", "note")
EXPECTED_KEYS: Final = (
    *("outcome", "amount", "clause", "decided_by", "payee", "because", "not_because", "displaced_by", "missing"),
    "document",
)
TOTAL_KEYS: Final = ("amount", "payee", "benefits")
TOTAL: Final = FORMS["total"]
"""What stands among the expected benefits for the sum of them, unless the policy has a benefit of that name."""

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
FORM_WORDS: Final = {
    "一次性": "once",
    "once": "once",
    "每月": "month",
    "monthly": "month",
    "每年": "year",
    "yearly": "year",
    "每次": "time",
    "each_time": "time",
    "each time": "time",
    "每日": "day",
    "daily": "day",
}
"""How an expected amount is paid, as in :class:`~compiler.cases.model.ExpectedAmount`."""
AT_LEAST: Final = ("不低于", "at least", "at_least")
AT_MOST: Final = ("不超过", "at most", "at_most")
UP_TO: Final = ("至", "to")
OPEN: Final = ("未定额", "open")

TRUE: Final = ("是", "yes", "true", "有")
FALSE: Final = ("否", "no", "false", "无")
UNKNOWN: Final = ("未知", "unknown")
"""Says that a value is not known: a declared default does not stand in for it."""
BLANK: Final = ("", "~", "null")
"""Says nothing, as if the line were not there."""

PAID_KIND: Final = "paid"
PAID_FIELDS: Final = {
    "benefit": "待遇",
    "document": "文件",
    "beneficiary": "享受人",
    "ground": "事由",
    "amount": "金额",
    "date": "日期",
    "earlier": "前发",
}
"""English names of the built-in kind 已领取 and its fields."""


def key_of(written: str, allowed: tuple[str, ...]) -> str | None:
    """The English name of a key, if it is one of ``allowed``."""
    return next((name for name in allowed if written in FORMS[name]), None)


def forms_of(allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Everything that may be written for these keys."""
    return tuple(form for name in allowed for form in FORMS[name])
