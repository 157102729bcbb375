"""A document as a text: its head, its clauses, its norms and readings, its calendar, and what it does to others."""

from __future__ import annotations

from dataclasses import field as part

from compiler.source.literals import DateLit
from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span
from compiler.surface.tree.base import Basis, Word
from compiler.surface.tree.benefits import Target
from compiler.surface.tree.expressions import Expr


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
    amends: tuple[Word, ...]
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
class Norm:
    """A sentence that decides no claim: target, duty, power, declaration, reference, procedure, meaning."""

    kind: str
    basis: Basis
    documents: tuple[Word, ...]
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """选: a reading's choice, with what it means."""

    name: Word
    text: Word
    span: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """读法 (with choices) or 疑问 (a note). ``clauses``: the same question asked of each of these clauses (每 条款)."""

    name: Word
    severity: Word | None
    basis: tuple[Basis, ...]
    question: Word | None
    choices: tuple[Choice, ...]
    default: Word | None
    touches: tuple[Target, ...]
    clauses: tuple[Word, ...] = ()
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
