"""The rulebook: everything that a library of documents says, ready to be decided. Plain frozen values."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from fractions import Fraction

from compiler.rulebook.named import by_name
from compiler.rulebook.terms import Cond, Const, Term, Type
from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span

LEVELS = ("乡", "县", "市", "省", "国家")


VALUE = "值"
"""What stands in a field's sentence for its value."""


@dataclass(frozen=True, slots=True)
class FieldDecl:
    """A declared field of an entity or event. ``change`` is fixed, forward, changeable or None.

    ``says``: the sentence for the citizen, in Chinese and, where there is a second, in English; ``{值}`` stands for the
    value, ``{字段}`` for the value of another field of the same fact.
    """

    name: str
    type: Type
    required: bool
    default: Const | None
    change: str | None
    cost: int
    says: tuple[str, ...]
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class KindDecl:
    """An entity or event kind."""

    name: str
    sort: str
    fields: tuple[FieldDecl, ...]
    origin: Span = field(default=NOWHERE, compare=False, repr=False)

    def get(self, name: str) -> FieldDecl | None:
        """The field of that name, if declared."""
        return next((f for f in self.fields if f.name == name), None)


@dataclass(frozen=True, slots=True)
class EnumDecl:
    """An enumeration; ``ordered`` low to high. ``deemed`` maps a value to the values it also counts as."""

    name: str
    values: tuple[str, ...]
    ordered: bool
    deemed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Quotation:
    """The basis of a rule: sentence id and the law's own words, verbatim."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class ClauseDecl:
    """A clause: stable id, title, the path of headings above it, its text, and the dates it applies between."""

    document: str
    id: str
    title: str
    path: tuple[str, ...]
    text: str
    applies: date | None
    expires: date | None
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class DocumentDecl:
    """A document's own data. ``held`` is False for documents that are only referred to."""

    number: str
    title: str
    issuers: tuple[str, ...]
    level: str
    region: str
    signed: date | None
    published: date | None
    in_force: date | None
    applies: date | None
    expires: date | None
    interpreters: tuple[str, ...]
    summary: str
    uses: tuple[str, ...]
    held: bool = True
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ReadingDecl:
    """读法 (choices given) or 疑问 (no choices)."""

    name: str
    document: str
    clause: str
    severity: str
    question: str
    quote: str
    choices: tuple[tuple[str, str], ...]
    default: str | None
    touches: tuple[str, ...]
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class NormDecl:
    """A sentence that decides no claim."""

    kind: str
    document: str
    clause: str
    quotes: tuple[Quotation, ...]
    references: tuple[str, ...]
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Cap:
    """A cap or floor shared by all claims of one unit in one window, over every benefit that has one of this ``id``.
    ``condition``: when it applies to a claim (None: always)."""

    id: str
    kind: str
    amount: Term
    unit: Term | None
    window: str
    document: str
    clause: str
    quote: str
    condition: Cond | None
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Covered:
    """A benefit under a limit: its unit, how many are allowed, and when the limit applies (None: always).

    ``counts_only``: its claims use the limit up and are not held to it (another wording of the rule holds them)."""

    benefit: str
    unit: Term
    count: Term
    condition: Cond | None
    counts_only: bool = False


@dataclass(frozen=True, slots=True)
class LimitDecl:
    """At most ``count`` grants per unit and window, over all claims it covers together. ``order`` says which claims
    win: earliest, highest, or the claimant chooses. ``covers``: benefit, its unit, and the condition under which the
    limit applies to a claim (None: always)."""

    id: str
    name: str
    document: str
    clause: str
    quote: str
    window: str
    order: str
    covers: tuple[Covered, ...]
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """An instalment: its share, when it is due, its own condition."""

    share: Const
    due: Term | None
    condition: Cond | None


@dataclass(frozen=True, slots=True)
class Stop:
    """An end or suspension of payment: from ``date`` on (or unknown), by month rule. ``name``: its label, if any."""

    kind: str
    name: str
    condition: Cond
    date: Term | None
    next_month: bool


@dataclass(frozen=True, slots=True)
class WordingDecl:
    """Which of several wordings of a rule this is. ``since``: its first day, and the document, clause and words that
    brought it (None and empty: the original); ``until``: the first day on which it no longer stands, and the document
    and clause that took it away. ``governs``: the condition that it is the one that decides a claim."""

    number: int
    since: date | None
    until: date | None
    document: str
    clause: str
    quote: str
    until_document: str
    until_clause: str
    governs: Cond


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit, treatment or recovery, compiled: one condition decides it, one term is its amount.

    ``amount`` includes uplifts, caps and floors per claim, and rounding; None for treatments (``gives``) and for sums
    the text leaves open (``open`` holds its words). ``paid_at_all``: the condition that what is paid again and again
    does not end before it begins, so that there is a first payment; None where no end has a day.
    """

    id: str
    name: str
    sort: str
    document: str
    clause: str
    quotes: tuple[Quotation, ...]
    categories: tuple[str, ...]
    kind: str
    variable: str
    beneficiary: Term
    applicant: Term | None
    payee: Term
    decides: Term | None
    condition: Cond
    form: str
    amount: Term | None
    open: str
    gives: str
    unit: str
    caps: tuple[Cap, ...]
    duration: Term | None
    duration_at_most: bool
    duration_usually: bool
    starting: Term | None
    starting_next_month: bool
    stops: tuple[Stop, ...]
    parts: tuple[Part, ...]
    fund: str
    readings: tuple[str, ...]
    notes: tuple[str, ...]
    wording: WordingDecl | None = None
    paid_at_all: Cond | None = None
    origin: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def counting(self) -> tuple[Cond, ...]:
        """The conditions of its own under which a claim counts among others."""
        return (self.condition,) if self.paid_at_all is None else (self.condition, self.paid_at_all)

    @property
    def family(self) -> tuple[str, str]:
        """What all wordings of one benefit share: its name and its document."""
        return self.name, self.document


@dataclass(frozen=True, slots=True)
class MemberDecl:
    """A member of a non-duplication set: a benefit id, or ``record`` for payments already made."""

    benefit: str
    kind: str
    unit: Term | None
    keys: tuple[Term, ...]
    amount: Term | None
    condition: Cond | None


@dataclass(frozen=True, slots=True)
class GroupDecl:
    """不重复: members, window and shape. ``names``: the losers of named_loser, the order of sequence.

    Precedence between documents is a group of shape ``precedence``, in which the first named wins. ``since`` and
    ``until``: the days between which the later of two claims must lie for the group to be about them (None: without
    bound)."""

    id: str
    name: str
    document: str
    clause: str
    quote: str
    shape: str
    window: str
    members: tuple[MemberDecl, ...]
    names: tuple[str, ...]
    since: date | None = None
    until: date | None = None
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class AssertionDecl:
    """断言: a case in which ``condition`` is no for some object is rejected."""

    id: str
    name: str
    document: str
    clause: str
    kind: str
    when: Cond | None
    must: Cond
    says: str
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RecursiveDecl:
    """A recursive definition: parameters (name, entity kind) at depths 0, 1, … and its body."""

    name: str
    parameters: tuple[tuple[str, str], ...]
    body: Cond


@dataclass(frozen=True, slots=True)
class RelationDecl:
    """One of the five relations between documents: repeals, prevails, stops, closes, yields, from ``date`` on."""

    kind: str
    document: str
    clause: str
    names: tuple[str, ...]
    date: date | None
    quote: str


@dataclass(frozen=True, slots=True)
class IntentDecl:
    """意图: what a change of the law means to change. ``benefits`` by name; ``kind`` of the objects meant and the
    ``condition`` on them (empty, None: any); ``each`` and ``in_all``: by how many yuan for one claim and for all
    together (None: by any sum); ``renames``: the name a benefit had and the one it has. It decides no claim."""

    name: str
    document: str
    clause: str
    benefits: tuple[str, ...]
    kind: str
    condition: Cond | None
    each: Fraction | None
    in_all: Fraction | None
    nobody_loses: bool
    nobody_gains: bool
    renames: tuple[tuple[str, str], ...]
    origin: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Source:
    """A file the rulebook was made of: the document or vocabulary it holds, and ``sha256:…`` of its text."""

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything, in the order of the documents. ``sources`` and ``intents`` take no part in what it means."""

    documents: tuple[DocumentDecl, ...]
    clauses: tuple[ClauseDecl, ...]
    kinds: tuple[KindDecl, ...]
    enums: tuple[EnumDecl, ...]
    readings: tuple[ReadingDecl, ...]
    norms: tuple[NormDecl, ...]
    benefits: tuple[Benefit, ...]
    limits: tuple[LimitDecl, ...]
    groups: tuple[GroupDecl, ...]
    together: tuple[tuple[str, str], ...]
    assertions: tuple[AssertionDecl, ...]
    recursive: tuple[RecursiveDecl, ...]
    holidays: tuple[date, ...]
    workdays: tuple[date, ...]
    calendar: bool
    relations: tuple[RelationDecl, ...]
    conventions: tuple[tuple[str, str, str], ...] = ()
    sources: tuple[Source, ...] = field(default=(), compare=False, repr=False)
    intents: tuple[IntentDecl, ...] = field(default=(), compare=False, repr=False)

    def kind(self, name: str) -> KindDecl | None:
        """The kind of that name."""
        return by_name(self.kinds, "name").get(name)

    def enum(self, name: str) -> EnumDecl | None:
        """The enumeration of that name."""
        return by_name(self.enums, "name").get(name)

    def document(self, number: str) -> DocumentDecl | None:
        """The document of that number, held or not."""
        return next((d for d in self.documents if d.number == number), None)

    def clause(self, document: str, id: str) -> ClauseDecl | None:
        """A clause of a document."""
        return next((c for c in self.clauses if c.document == document and c.id == id), None)

    def benefit(self, id: str) -> Benefit | None:
        """The benefit with that id."""
        return by_name(self.benefits, "id").get(id)
