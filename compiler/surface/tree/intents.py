"""What a change of the law means to change: declared beside it, and held against what it does change."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span
from compiler.surface.tree.base import Basis, Word
from compiler.surface.tree.benefits import Target
from compiler.surface.tree.expressions import Condition, Expr
from compiler.surface.tree.vocabulary import Parameter


@dataclass(frozen=True, slots=True)
class Renaming:
    """改称: the name a benefit had, and the one it has now."""

    old: Word
    new: Word
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Intent:
    """意图: the benefits, the objects and the conditions on them; by how much for each claim and in all; whether
    somebody may lose or gain. Lines that were not written are empty."""

    name: Word
    basis: tuple[Basis, ...]
    touches: tuple[Target, ...]
    object: Parameter | None
    conditions: tuple[Condition, ...]
    each: Expr | None
    in_all: Expr | None
    nobody_loses: bool
    nobody_gains: bool
    renames: tuple[Renaming, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)
