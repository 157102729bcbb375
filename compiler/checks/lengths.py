"""Lengths of time that cannot be reckoned: months with days, and working days without a calendar."""

from __future__ import annotations

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log
from compiler.rulebook.functions import BY_NAME
from compiler.surface import tree as t
from compiler.surface.tree.walk import nodes

_WORKDAYS = "workdays"


def check_lengths(sheets: tuple[Sheet, ...], log: Log) -> None:
    """Report each sum or comparison of unlike lengths, and the first place of a file that wants a calendar in vain."""
    calendar = any(isinstance(e.item, t.Calendar) for s in sheets for e in s.entries)
    for sheet in sheets:
        reckoned = calendar
        for node in (n for e in sheet.entries for n in nodes(e.item)):
            if (isinstance(node, t.Binary) and node.op in "+-") or isinstance(node, t.Compare):
                left, right = _unit(node.left), _unit(node.right)
                if left and right and left != right:
                    log.say("TL0410", node.span, left=node.left.span.text, right=node.right.span.text)
            if not reckoned and _counts_workdays(node):
                assert isinstance(node, t.PeriodLit | t.Call)
                log.say("TL0319", node.span)
                reckoned = True


def _unit(expr: object) -> str:
    """The unit of a length of time that is written out; empty for anything else, and where it is not plain."""
    match expr:
        case t.PeriodLit():
            return expr.unit
        case t.Binary(op="+" | "-"):
            left, right = _unit(expr.left), _unit(expr.right)
            return left if left == right else ""
        case t.Binary(op="*"):
            return _unit(expr.left) or _unit(expr.right)
        case _:
            return ""


def _counts_workdays(node: object) -> bool:
    if isinstance(node, t.PeriodLit):
        return node.unit == _WORKDAYS
    function = BY_NAME.get(node.name.text) if isinstance(node, t.Call) else None
    return function is not None and function.op == "add_workdays"
