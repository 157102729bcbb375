"""The tree: a policy as written, before any name is bound.

Expressions and items are frozen values; ``span`` says where each was written and takes no part in equality.
Names are plain strings with a place (:class:`Word`); what they mean is decided by :mod:`compiler.rulebook`.
"""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as part

from compiler.source.text import NOWHERE, Span
from compiler.surface.leaves import DateLit as DateLit
from compiler.surface.leaves import Number as Number
from compiler.surface.leaves import PeriodLit as PeriodLit


@dataclass(frozen=True, slots=True)
class Word:
    """A name, a document number, an id or a quotation, with its place."""

    text: str
    span: Span = part(default=NOWHERE, compare=False, repr=False)


# ---------------------------------------------------------------- expressions


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
    """享受人 (``beneficiary``) or 事由日 (``event_date``) of the benefit in question."""

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


# ---------------------------------------------------------------- lines


@dataclass(frozen=True, slots=True)
class Basis:
    """依据: sentence id (optional) and quotations, each of which must stand in the clause."""

    id: Word | None
    quotes: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a definition: variable and type."""

    variable: Word
    type: TypeName
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as written: a word, optionally a list of it, optionally per a unit."""

    name: Word
    list: bool = False
    per: Word | None = None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EnumBody:
    """The values of an enumeration in their order; ``ordered`` when written with ``<``."""

    values: tuple[Word, ...]
    ordered: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an entity or event."""

    name: Word
    type: TypeName | EnumBody
    required: bool
    default: Expr | None
    change: str | None
    cost: Expr | None
    says: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


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
class Ending:
    """终止 or 中止: when the condition holds, payment ends or pauses; from the same or the next month."""

    kind: str
    when: Expr
    date: Expr | None
    next_month: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Starting:
    """起付: the date from whose month payment runs."""

    date: Expr
    next_month: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RuleBody:
    """What benefits, exceptions, recoveries and other rules share. Lines that were not written are empty."""

    basis: tuple[Basis, ...] = ()
    category: tuple[Word, ...] = ()
    object: Parameter | None = None
    beneficiary: Expr | None = None
    applicant: Expr | None = None
    payee: Expr | None = None
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
    verdict: str | None = None
    must: Expr | None = None
    says: Word | None = None
    replaces: Word | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """于: what a rule is about. ``kind`` is benefit, category, fund or document."""

    kind: str
    names: tuple[Word, ...]
    variable: Word | None
    type: Word | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


# ---------------------------------------------------------------- items


@dataclass(frozen=True, slots=True)
class Document:
    """文件: number and everything that is said of the document as a whole."""

    number: Word
    title: Word | None
    issuers: tuple[Word, ...]
    level: Word | None
    region: Word | None
    signed: DateLit | None
    published: DateLit | None
    in_force: DateLit | None
    applies: DateLit | None
    expires: DateLit | None
    interpreters: tuple[Word, ...]
    summary: Word | None
    uses: tuple[Word, ...]
    conventions: tuple[tuple[Word, Word], ...]
    bases: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """词汇: a file that only declares words."""

    name: Word
    uses: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Retroaction:
    """追溯: an earlier date from which the clause applies, if the condition holds."""

    date: DateLit
    when: Expr | None
    basis: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """条款: a stable id for the paragraph above, its title and its own dates."""

    id: Word
    title: Word | None
    applies: DateLit | None
    expires: DateLit | None
    retroactions: tuple[Retroaction, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """枚举."""

    name: Word
    body: EnumBody
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Kind:
    """主体 or 事件 with its fields."""

    sort: str
    name: Word
    fields: tuple[Field, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Deemed:
    """视同: one value counts as another wherever the other is asked for."""

    value: Word
    counts_as: Word
    basis: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Definition:
    """定义: a named value or condition."""

    name: Word
    parameters: tuple[Parameter, ...]
    type: TypeName | None
    basis: tuple[Basis, ...]
    body: Expr
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Dated:
    """自 a date 为 a value."""

    date: DateLit
    value: Expr
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ParameterSeries:
    """参数: a dated series, or a slot that another document fills."""

    name: Word
    type: TypeName
    basis: tuple[Basis, ...]
    values: tuple[Dated, ...]
    by: Word | None
    low: Expr | None
    high: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Filling:
    """设定: values for a slot."""

    name: Word
    basis: tuple[Basis, ...]
    values: tuple[Dated, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with a body: benefit, exception, analogy, transition, assertion or recovery."""

    sort: str
    name: Word
    body: RuleBody
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Member:
    """成员 of a non-duplication set: a benefit (or kind of record) with its unit and key."""

    name: Word
    variable: Word
    unit: Expr | None
    keys: tuple[Expr, ...]
    amount: Expr | None
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """方式: one of the eight shapes; ``names`` are the loser(s) or the order; ``rank`` the ladder's level."""

    kind: str
    names: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NonDuplication:
    """不重复."""

    name: Word
    basis: tuple[Basis, ...]
    members: tuple[Member, ...]
    window: str | None
    shape: Shape | None
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Together:
    """可同时."""

    names: tuple[Word, ...]
    basis: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """选: a reading's choice, with what it means."""

    name: Word
    text: Word
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """读法 (with choices) or 疑问 (a note)."""

    name: Word
    severity: Word | None
    basis: tuple[Basis, ...]
    question: Word | None
    choices: tuple[Choice, ...]
    default: Word | None
    touches: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Norm:
    """A sentence that decides no claim: target, duty, power, declaration, reference, procedure, meaning."""

    kind: str
    basis: Basis
    documents: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Unheld:
    """未存: a document that is referred to and not held."""

    number: Word
    title: Word | None
    interpreters: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """One of the five relations: repeals, prevails, stops, closes, yields."""

    kind: str
    names: tuple[Word, ...]
    date: DateLit | None
    basis: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Calendar:
    """日历: days off and working days that differ from the plain week."""

    name: Word
    rest: tuple[DateLit, ...]
    work: tuple[DateLit, ...]
    basis: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


Item = (
    Document
    | Vocabulary
    | Clause
    | Enumeration
    | Kind
    | Deemed
    | Definition
    | ParameterSeries
    | Filling
    | Rule
    | NonDuplication
    | Together
    | Reading
    | Norm
    | Unheld
    | Relation
    | Calendar
)
