"""Bound terms and conditions. Every condition has an id, a type is known for every term, and names are gone.

``Term`` yields a value (number, money, date, period, enumeration value, entity, text); ``Cond`` is yes, no or unknown.
``origin`` is the place in the policy; it takes no part in equality. Variables are named by their depth of scope, so
two conditions that mean the same are equal wherever they stand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import field, fields, is_dataclass
from fractions import Fraction

from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span


@dataclass(frozen=True, slots=True)
class Type:
    """``kind``: boolean number money date period text enum entity any; ``name``: the enumeration or entity kind;
    ``unit``: 元 or 元/月 … for money; ``list``: a list of it."""

    kind: str
    name: str = ""
    unit: str = ""
    list: bool = False


BOOLEAN, NUMBER, DATE, PERIOD, TEXT, ANY = (Type(k) for k in ("boolean", "number", "date", "period", "text", "any"))
YUAN = Type("money", unit="元")


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time: ``unit`` is months, days or workdays."""

    count: int
    unit: str


Value = Fraction | dt.date | Period | str | bool


@dataclass(frozen=True, slots=True)
class Const:
    """A literal; ``written`` as the policy has it."""

    value: Value
    type: Type
    written: str
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Var:
    """A variable of the scope, by depth (0 is the object of the rule)."""

    depth: int
    name: str
    type: Type
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class FieldOf:
    """``base.name``; ``owner`` is the kind that declares the field."""

    base: Term
    owner: str
    name: str
    type: Type
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """An exact function of values: add, multiply, cap, age … (:mod:`solver.arithmetic.operations` has them all).

    ``label`` says what the step is to a reader: uplift, cap, floor, rounding; empty for plain arithmetic."""

    id: str
    op: str
    args: tuple[Term, ...]
    type: Type
    label: str = ""
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choose:
    """The value of the first case whose condition holds. ``tier`` says it was written as 分档."""

    id: str
    cases: tuple[tuple[Cond, Term], ...]
    otherwise: Term | None
    type: Type
    tier: bool = False
    subject: Term | None = None
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Slice:
    """A band of a marginal scale: from ``low`` (or 0) to ``high`` (or without end), at ``rate``."""

    low: Fraction
    high: Fraction | None
    rate: Fraction
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Marginal:
    """分段: each slice of the subject at its own rate."""

    id: str
    subject: Term
    slices: tuple[Slice, ...]
    type: Type
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """count sum mean largest smallest over members, earliest/latest give a member."""

    id: str
    kind: str
    members: Members
    where: Cond | None
    key: Term | None
    type: Type
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Members:
    """What a quantifier runs over: all facts of a kind, or a list field; ``depth`` is its variable's."""

    id: str
    depth: int
    variable: str
    kind: str
    list: Term | None
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A definition in use: its body with the arguments put in."""

    id: str
    name: str
    body: Term
    type: Type
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Series:
    """The value of a parameter on a date."""

    id: str
    name: str
    date: Term
    values: tuple[tuple[dt.date, Term], ...]
    type: Type
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Missing:
    """A value nobody here can give: ``reason`` is document, discretion, unsettled, slot or open; ``about`` what."""

    reason: str
    about: str
    type: Type
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


Term = Const | Var | FieldOf | Apply | Choose | Marginal | Aggregate | Named | Series | Missing


# ---------------------------------------------------------------- conditions


@dataclass(frozen=True, slots=True)
class Test:
    """A comparison: the named condition everything else stands on.

    ``op``: eq ne lt le gt ge. ``word`` is the boundary word; ``decided`` says what decided whether the number itself
    is included: the sign, the text （含）, the document's convention, or the civil code. For eq, ``also`` holds values
    that are deemed to be the right one (视同).
    """

    id: str
    op: str
    left: Term
    right: Term
    word: str
    decided: str
    also: tuple[str, ...] = ()
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class OneOf:
    """Membership in a list; ``open`` lists (等) never say no."""

    id: str
    term: Term
    options: tuple[Const, ...]
    open: bool
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Holds:
    """A yes/no field or value."""

    id: str
    term: Term
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """Turns yes and no round; unknown stays."""

    id: str
    operand: Cond
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every operand. ``role`` says why they stand together (conditions, in_force, …)."""

    id: str
    operands: tuple[Cond, ...]
    label: str = ""
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Any:
    """Some operand."""

    id: str
    operands: tuple[Cond, ...]
    label: str = ""
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quantifier:
    """exists or every over members."""

    id: str
    kind: str
    members: Members
    where: Cond | None
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reads:
    """A reading is taken in a certain way."""

    id: str
    reading: str
    choice: str
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Open:
    """A condition nobody here can decide: ``reason`` document or discretion, ``about`` what."""

    id: str
    reason: str
    about: str
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Label:
    """A condition with a name: written by the drafter (``kind`` label), or a definition, an exception, an analogy,
    the clause's dates. ``clause`` and ``quote`` say where it stands when that is not where it is used."""

    id: str
    kind: str
    name: str
    operand: Cond
    document: str = ""
    clause: str = ""
    quote: str = ""
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Recursive:
    """A recursive definition in use; its body is in the rulebook, under ``definition``."""

    id: str
    definition: str
    args: tuple[Term, ...]
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Always:
    """A constant condition."""

    id: str
    value: bool
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


Cond = Test | OneOf | Holds | Not | All | Any | Quantifier | Reads | Open | Label | Recursive | Always
CONDITIONS = (Test, OneOf, Holds, Not, All, Any, Quantifier, Reads, Open, Label, Recursive, Always)


def bare(cond: Cond) -> Cond:
    """A condition without labels and without joints of a single part: what is decided when it is decided."""
    while True:
        if isinstance(cond, Label):
            cond = cond.operand
        elif isinstance(cond, All | Any) and len(cond.operands) == 1:
            cond = cond.operands[0]
        else:
            return cond


def walk(node: object) -> Iterator[object]:
    """Every term and condition in ``node``, outermost first; looks into tuples and dataclasses."""
    if isinstance(node, tuple):
        for part in node:
            yield from walk(part)
    elif is_dataclass(node) and not isinstance(node, Span | type | Type):
        yield node
        for f in fields(node):
            if f.name != "origin":
                yield from walk(getattr(node, f.name))
