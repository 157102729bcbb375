"""What kinds of values go together: units of money, sums of dates and lengths of time, comparisons."""

from __future__ import annotations

from compiler.rulebook.terms import ANY, DATE, NUMBER, PERIOD, Type


def fits(given: Type, wanted: Type) -> bool:
    """Whether a value of one type may stand where the other is wanted."""
    if "any" in (given.kind, wanted.kind):
        return True
    if given.kind != wanted.kind or given.list != wanted.list:
        return False
    if wanted.kind in ("enum", "entity"):
        return not wanted.name or given.name == wanted.name
    return wanted.kind != "money" or not wanted.unit or given.unit == wanted.unit


def total(op: str, left: Type, right: Type) -> tuple[str, Type | None]:
    """The operation and type of a sum or difference; None when the two do not add up."""
    if left.kind == "date" and right.kind == "period":
        return ("add_period" if op == "add" else "subtract_period"), DATE
    if left.kind == right.kind == "period":
        return ("add_periods", PERIOD) if op == "add" else (op, None)
    if left.kind == right.kind and left.kind in ("number", "money") and left.unit == right.unit:
        return op, left if left.kind == "money" else NUMBER
    return op, None


def product(op: str, left: Type, right: Type) -> tuple[str, Type | None]:
    """The operation and type of a product or quotient; None when there is no sense in it."""
    if left.kind == right.kind == "number":
        return op, NUMBER
    if left.kind == "money" and right.kind == "number":
        return op, left
    if op == "multiply" and left.kind == "number" and right.kind == "money":
        return op, right
    if op == "divide" and left.kind == right.kind == "money":
        return op, NUMBER if left.unit == right.unit else None
    if op == "multiply" and {left.kind, right.kind} == {"period", "number"}:
        return "scale_period", PERIOD
    return op, None


def described(kind: Type) -> str:
    """A type in the drafter's own words."""
    names = {
        "boolean": "是否",
        "number": "数",
        "money": kind.unit or "钱数",
        "date": "日期",
        "period": "期间",
        "text": "文本",
    }
    name = kind.name if kind.kind in ("enum", "entity") else names.get(kind.kind, kind.kind)
    return f"列表 {name}" if kind.list else name


def comparable(left: Type, right: Type) -> bool:
    """Whether two values can be compared at all."""
    return ANY in (left, right) or (fits(left, right) or fits(right, left))
