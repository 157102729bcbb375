"""The built-in record of a payment already made: its name and its fields."""

from __future__ import annotations

from compiler.rulebook.terms import BOOLEAN, DATE, TEXT, Type

PAID = "已领取"
PAID_FIELDS = (
    ("待遇", TEXT),
    ("文件", TEXT),
    ("享受人", TEXT),
    ("事由", TEXT),
    ("金额", Type("money", unit="元")),
    ("日期", DATE),
    ("前发", BOOLEAN),
)
