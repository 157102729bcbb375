"""What is declared before it is used: kinds and their fields, enumerations, definitions, parameters."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.literals import DateLit
from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span
from compiler.surface.tree.base import Basis, Word
from compiler.surface.tree.expressions import Expr


@dataclass(frozen=True, slots=True)
class TypeName:
    """A type as written: a word, optionally a list of it, optionally per a unit."""

    name: Word
    list: bool = False
    per: Word | None = None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a definition: variable and type."""

    variable: Word
    type: TypeName
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class EnumBody:
    """The values of an enumeration in their order; ``ordered`` when written with ``<``."""

    values: tuple[Word, ...]
    ordered: bool
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Enumeration:
    """枚举."""

    name: Word
    body: EnumBody
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
