"""Everything that differs between two sets of sheets: per document its clauses and rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from compiler.compare.rules import RuleChange, compare_rules
from compiler.compare.texts import ClauseChange, clause_texts, compare_texts
from compiler.corpus import Sheet
from compiler.source.record import dataclass


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document or vocabulary on both sides; ``old`` or ``new`` is empty where only one side has it. ``clauses`` are
    those that differ, ``rules`` likewise; ``same`` counts the clauses whose words are the same."""

    old: str
    new: str
    clauses: tuple[ClauseChange, ...]
    rules: tuple[RuleChange, ...]
    same: int

    @property
    def differs(self) -> bool:
        """Whether anything in it does."""
        return self.old != self.new or bool(self.clauses or self.rules)


def compare_documents(
    old: Mapping[str, Sheet], new: Mapping[str, Sheet], replaced: Sequence[tuple[str, str]], language: str
) -> tuple[DocumentChange, ...]:
    """What differs, in the order of the new side. ``replaced``: a document of the old side and the one that stands in
    its place on the new side."""
    files = {s.file.text: s.name for side in (old, new) for s in side.values()}
    instead = dict(replaced)
    taken = set(instead.values())
    found = []
    for name in new:
        former = next((o for o, n in replaced if n == name), name)
        before = old.get(former) if former in instead or name not in taken else None
        found.append(_document(before, new[name], language, files))
    found += [_document(old[n], None, language, files) for n in old if n not in new and n not in instead]
    return tuple(change for change in found if change.differs)


def _document(old: Sheet | None, new: Sheet | None, language: str, files: Mapping[str, str]) -> DocumentChange:
    if old is not None and new is not None and old.file.text == new.file.text and old == new:
        return DocumentChange(old.name, new.name, (), (), len(new.clauses))
    clauses = compare_texts(clause_texts(old) if old else (), clause_texts(new) if new else ())
    numbers = {c.old.id: c.new.id for c in clauses if c.old is not None and c.new is not None}
    rules = compare_rules(old, new, numbers, language, files)
    differing = tuple(c for c in clauses if c.kind != "same")
    return DocumentChange(
        old.name if old else "", new.name if new else "", differing, rules, len(clauses) - len(differing)
    )
