"""Rules between claims: which of two benefits is not paid twice, and which may be had together."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span
from compiler.surface.tree.base import Basis, Word
from compiler.surface.tree.benefits import Target
from compiler.surface.tree.expressions import Expr


@dataclass(frozen=True, slots=True)
class Member:
    """成员 of a non-duplication set: benefits (or the record of payments) with their unit and key."""

    target: Target
    variable: Word
    unit: Expr | None
    keys: tuple[Expr, ...]
    amount: Expr | None
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Shape:
    """方式: one of the eight shapes. ``names``: the loser(s) or the order; ``when``: under which reading it is this."""

    kind: str
    names: tuple[Word, ...]
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NonDuplication:
    """不重复."""

    name: Word
    basis: tuple[Basis, ...]
    members: tuple[Member, ...]
    window: str | None
    shapes: tuple[Shape, ...]
    when: Expr | None
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Together:
    """可同时."""

    names: tuple[Word, ...]
    basis: tuple[Basis, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)
