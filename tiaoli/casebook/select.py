"""Which recorded cases are wanted: by name, benefit, document, clause, and those that failed the last time."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass

_WILD = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for; what is empty is not looked at. ``failed``: names of cases by file; None: not asked for."""

    names: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    failed: tuple[tuple[Path, frozenset[str]], ...] | None = None

    def __bool__(self) -> bool:
        """Whether anything is left out."""
        return bool(self.names or self.benefits or self.documents or self.clauses or self.failed is not None)

    def named(self, path: Path, name: str) -> bool:
        """Whether a case of that name in that file may be wanted. A pattern has ``*``, ``?`` or ``[…]``; any other text
        has to be somewhere in the name."""
        if self.failed is not None and name not in dict(self.failed).get(path, ()):
            return False
        return not self.names or any(matches(name, pattern) for pattern in self.names)

    def wants(self, case: Case, rulebook: Rulebook) -> bool:
        """Whether a case whose name is right is wanted: it is decided under one of the documents, and expects something
        of one of the benefits and of a benefit of one of the clauses (or what is under it: 3 has 3.2)."""
        if self.documents and not {*case.documents, *(d.number for d in rulebook.documents)} & set(self.documents):
            return False
        if not self.benefits and not self.clauses:
            return True
        expected = {e.benefit for e in case.expected}
        found = [b for b in rulebook.benefits if b.name in expected]
        if self.benefits and not any(matches(name, pattern) for name in expected for pattern in self.benefits):
            return False
        return not self.clauses or any(_under(b.clause, self.clauses) for b in found)


def matches(name: str, pattern: str) -> bool:
    """Whether a name fits a pattern, or holds a text that is none."""
    return fnmatchcase(name, pattern) if _WILD & set(pattern) else pattern in name


def _under(clause: str, wanted: Iterable[str]) -> bool:
    return any(clause == one or clause.startswith((f"{one}.", f"{one}(")) for one in wanted)
