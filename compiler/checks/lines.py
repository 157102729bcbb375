"""Each sort of rule has lines of its own: one that means nothing in a rule is reported and never passed over."""

from __future__ import annotations

from dataclasses import fields

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log
from compiler.surface import tree as t

_PARTIES = {"object", "beneficiary", "applicant", "payee", "decides"}
_CONDITIONS = {"basis", "conditions", "unless"}
_SUM = {"amount", "bounds", "uplifts", "rounding"}
_TIME = {"duration", "starting", "endings", "instalments"}
_ALLOWED = {
    "benefit": _PARTIES | _CONDITIONS | _SUM | _TIME | {"category", "gives", "limits", "fund"},
    "recovery": _PARTIES | _CONDITIONS | _SUM | _TIME | {"category", "limits", "fund", "target"},
    "exception": _CONDITIONS | {"amount", "bounds", "uplifts", "limits", "target", "verdict"},
    "analogy": _CONDITIONS | {"target", "replaces"},
    "transition": _CONDITIONS | {"target", "verdict"},
    "assertion": _CONDITIONS | {"object", "must", "says"},
}
_WORDS = {
    "category": "类别",
    "object": "对",
    "beneficiary": "享受",
    "applicant": "申请",
    "payee": "领取",
    "decides": "时点",
    "amount": "金额",
    "gives": "给予",
    "bounds": "封顶/保底",
    "uplifts": "上浮",
    "rounding": "取整",
    "duration": "期限",
    "starting": "起付",
    "endings": "终止/中止",
    "limits": "限",
    "fund": "资金",
    "instalments": "分期",
    "target": "于",
    "verdict": "不予/准予",
    "must": "必须",
    "says": "说法",
    "replaces": "替代",
}


def check_lines(sheets: tuple[Sheet, ...], log: Log) -> None:
    """Report each line that its sort of rule does not have, and several verdicts in one exception."""
    for sheet in sheets:
        for entry in sheet.entries:
            if isinstance(entry.item, t.Rule):
                _check(entry.item, log)


def _check(rule: t.Rule, log: Log) -> None:
    for part in fields(rule.body):
        value = getattr(rule.body, part.name)
        if part.name not in _ALLOWED[rule.sort] and value not in (None, ()):
            log.say("TL0520", rule.name.span, found=_WORDS[part.name], sort=rule.name.text)
    if rule.sort == "exception" and rule.body.verdict is not None and rule.body.amount is not None:
        log.say("TL0520", rule.name.span, found="金额", sort=rule.name.text)
