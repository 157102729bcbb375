"""The value of a field as people read it."""

from __future__ import annotations

from compiler.cases.model import Scalar
from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import Period
from solver.answers.model import Shown
from solver.arithmetic.text import write
from solver.search.cells import declared
from solver.search.evaluate import Cell
from tiaoli.screen.amounts import shown_text
from tiaoli.screen.phrases import clean
from tiaoli.words import Words


def value_text(rulebook: Rulebook, cell: Cell, value: Scalar, words: Words) -> str:
    """``3万元``, ``2021-05-20``, ``是``: by the declared type of the field."""
    field = declared(rulebook, cell)
    kind = field.type if field is not None else None
    sort = "period" if isinstance(value, Period) else kind.kind if kind is not None else "text"
    if isinstance(value, bool):
        sort = "boolean"
    return clean(shown_text(Shown(sort, write(value), kind.unit if kind is not None else ""), words))
