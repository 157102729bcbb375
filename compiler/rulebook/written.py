"""A rule and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from compiler.corpus import ClauseText, Sheet, Version
from compiler.surface import tree as t


@dataclass(frozen=True, slots=True)
class Written:
    """A rule, its sheet, its clause (None in the head of a document), and which of several wordings it is."""

    sheet: Sheet
    clause: ClauseText | None
    rule: t.Rule
    version: Version | None = None

    def meets(self, other: Written) -> bool:
        """Whether the two ever stand side by side: wordings of one document have days of their own."""
        apart = self.sheet is other.sheet and self.version is not None and not self.version.meets(other.version)
        return not apart
