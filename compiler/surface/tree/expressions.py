"""Expressions: values and conditions, tiers and bands, what is counted over the members of a kind."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.literals import DateLit, Number, PeriodLit
from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span
from compiler.surface.tree.base import Word


@dataclass(frozen=True, slots=True)
class TextLit:
    """A quoted text."""

    value: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BoolLit:
    """是 or 否."""

    value: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """A name: a variable, an enumeration value, a parameter, a reading or a definition without parameters."""

    name: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Role:
    """享受人 (``beneficiary``), 事由日 (``event_date``) or 待遇名 (``benefit_name``) of the benefit in question."""

    name: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Access:
    """``base.field``."""

    base: Expr
    field: Word
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A definition or built-in function applied to arguments."""

    name: Word
    args: tuple[Expr, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """``+ - * /``; ``的`` (percentage of a base) is written as ``*`` with ``of`` set."""

    op: str
    left: Expr
    right: Expr
    of: bool = False
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """``-x``."""

    operand: Expr
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison. ``op`` is one of eq ne lt le gt ge; ``word`` is the boundary word as written;
    ``inclusive`` is what （含）/（不含） said, if anything was said."""

    op: str
    left: Expr
    right: Expr
    word: str
    inclusive: bool | None = None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Among:
    """``x 属于 (a、b)``; ``open`` when the list ends with 等."""

    operand: Expr
    choices: tuple[Expr, ...]
    open: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """非 x."""

    operand: Expr
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Junction:
    """``and`` / ``or`` over conditions, each with an optional label."""

    op: str
    operands: tuple[Condition, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quantified:
    """存在 每个 计数 合计 平均 最大 最小 最早 最晚 over the members of ``domain``.

    ``key`` is what is summed, or the order for 最早/最晚; ``where`` narrows the members.
    """

    kind: str
    variable: Word
    domain: Expr
    where: Expr | None
    key: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ByDocument:
    """按 a document that is not held: its answer is unknown, and the document is named."""

    document: Word
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Discretion:
    """酌情: an office decides; ``about`` says what in the text leaves it open."""

    about: Word
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """未规定: the law gives no value here."""

    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cases:
    """First case whose condition holds; ``otherwise`` if none does (no ``otherwise``: the law gives no value)."""

    cases: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Boundary:
    """One end of a band: an inclusive or exclusive bound, as written."""

    op: str
    bound: Expr
    word: str
    inclusive: bool | None = None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Range:
    """A band as the conjunction of one or two bounds."""

    bounds: tuple[Boundary, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TierRow:
    """Keys and values paired by position; one value may serve all keys."""

    keys: tuple[Expr | Range, ...]
    values: tuple[Expr, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Tiers:
    """分档: the whole at the value of its tier."""

    subject: Expr
    rows: tuple[TierRow, ...]
    otherwise: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bands:
    """分段: each slice of the subject at the rate of its own band."""

    subject: Expr
    rows: tuple[TierRow, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


Expr = (
    Number
    | DateLit
    | PeriodLit
    | TextLit
    | BoolLit
    | Ref
    | Role
    | Access
    | Call
    | Binary
    | Negate
    | Compare
    | Among
    | Not
    | Junction
    | Quantified
    | ByDocument
    | Discretion
    | Unsettled
    | Cases
    | Tiers
    | Bands
)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition with the label that 参照 and explanations may call it by."""

    expr: Expr
    label: Word | None = None
    span: Span = part(default=NOWHERE, compare=False, repr=False)
