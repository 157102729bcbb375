"""A rule and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.corpus import ClauseText, Sheet
from compiler.surface import tree as t


@dataclass(frozen=True, slots=True)
class Written:
    """A rule, its sheet, and its clause (None in the head of a document)."""

    sheet: Sheet
    clause: ClauseText | None
    rule: t.Rule
