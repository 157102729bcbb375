"""Rules with a body: benefits, exceptions, analogies, transitions, assertions, recoveries, and their lines."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span
from compiler.surface.tree.base import Basis, Word
from compiler.surface.tree.expressions import Condition, Expr
from compiler.surface.tree.vocabulary import Parameter


@dataclass(frozen=True, slots=True)
class Amount:
    """金额: its form and its value; a missing bound is open."""

    form: str
    kind: str  # exact | at_most | at_least | between | open
    low: Expr | None
    high: Expr | None
    note: Word | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Per:
    """Per what a cap or a limit counts: an expression (the unit) or a window."""

    unit: Expr | None
    window: str | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Bound:
    """封顶 or 保底."""

    kind: str
    amount: Expr
    per: tuple[Per, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Uplift:
    """上浮: a factor or a sum on top, if the condition holds; ``at_most`` makes it an interval."""

    amount: Expr
    at_most: bool
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rounding:
    """取整: mode (half_up, up, down), unit in yuan, and whether at each step."""

    mode: str
    unit: Expr
    each_step: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Duration:
    """期限: how long payment lasts; ``usually`` for 一般."""

    length: Expr
    at_most: bool
    usually: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Starting:
    """起付: the date from whose month payment runs."""

    date: Expr
    next_month: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Ending:
    """终止 or 中止: when the condition holds, payment ends or pauses; from the same or the next month."""

    kind: str
    when: Condition
    date: Expr | None
    next_month: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Limit:
    """限: at most ``count`` payments per unit and window; ``order`` says which claims win."""

    count: Expr
    per: tuple[Per, ...]
    order: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Instalment:
    """分期: a share, when it falls due, and its own condition."""

    share: Expr
    due: Expr | None
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Target:
    """What a rule, a member or a question is about. ``kind`` is benefit, category, fund, document or clause."""

    kind: str
    names: tuple[Word, ...]
    variable: Word | None
    type: Word | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Payee:
    """领取: who is paid, and the condition of this line if it has one."""

    who: Expr
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RuleBody:
    """What benefits, exceptions, recoveries and other rules share. Lines that were not written are empty."""

    basis: tuple[Basis, ...] = ()
    category: tuple[Word, ...] = ()
    object: Parameter | None = None
    beneficiary: Expr | None = None
    applicant: Expr | None = None
    payee: tuple[Payee, ...] = ()
    conditions: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    decides: Expr | None = None
    amount: Amount | None = None
    gives: Word | None = None
    bounds: tuple[Bound, ...] = ()
    uplifts: tuple[Uplift, ...] = ()
    rounding: Rounding | None = None
    duration: Duration | None = None
    starting: Starting | None = None
    endings: tuple[Ending, ...] = ()
    limits: tuple[Limit, ...] = ()
    fund: Word | None = None
    instalments: tuple[Instalment, ...] = ()
    target: Target | None = None
    verdict: str | None = None  # deny allow old_rules new_rules
    must: Expr | None = None
    says: Word | None = None
    replaces: Word | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with a body: benefit, exception, analogy, transition, assertion or recovery."""

    sort: str
    name: Word
    body: RuleBody
    span: Span = part(default=NOWHERE, compare=False, repr=False)
