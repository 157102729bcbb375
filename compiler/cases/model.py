"""A case, bound: facts whose kinds, fields and values are those of the vocabulary. Plain frozen values."""

from __future__ import annotations

import datetime as dt
from dataclasses import field as part
from fractions import Fraction

from compiler.rulebook.terms import Period
from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, Span

Scalar = Fraction | dt.date | Period | str | bool
"""A number (money in yuan, ratios as fractions), a date, a length of time, a name or a text, yes or no."""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value of one field. A list field holds a tuple. ``stated`` is False for a declared default."""

    field: str
    value: Scalar | tuple[Scalar, ...]
    written: str
    stated: bool = True
    origin: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """An entity or event of the case. ``implied`` when it is only referred to and nothing is said of it."""

    kind: str
    id: str
    values: tuple[FieldValue, ...]
    implied: bool = False
    origin: Span = part(default=NOWHERE, compare=False, repr=False)

    def get(self, name: str) -> FieldValue | None:
        """The value of that field, if stated or defaulted."""
        return next((v for v in self.values if v.field == name), None)


@dataclass(frozen=True, slots=True)
class ExpectedAmount:
    """An amount a case expects: ``low`` = ``high`` when exact; None: without end. ``open``: 未定额."""

    low: Fraction | None
    high: Fraction | None
    open: bool
    per: str | None  # once month year time day; None when the case does not say
    written: str


@dataclass(frozen=True, slots=True)
class Expectation:
    """What must come out for a benefit, and why. What is None or empty is not looked at."""

    benefit: str
    object: str | None
    document: str | None
    outcome: str | None  # granted refused displaced undetermined
    amount: ExpectedAmount | None
    clause: str | None
    payee: str | None
    because: tuple[str, ...]
    displaced_by: str | None
    missing: tuple[str, ...]
    origin: Span = part(default=NOWHERE, compare=False, repr=False)
    not_because: tuple[str, ...] = ()
    decided_by: str | None = None  # a clause, of the benefit's document unless one is named before it


@dataclass(frozen=True, slots=True)
class ExpectedTotal:
    """What the sums due come to together: those paid to ``payee``, of ``benefits``, in the form that ``amount`` names;
    all of them where nothing is said. ``written``: the key as the case has it."""

    written: str
    amount: ExpectedAmount
    payee: str | None = None
    benefits: tuple[str, ...] = ()
    origin: Span = part(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One recorded case.

    ``complete``: kinds whose history is complete; ``everything_complete`` when the case says so of all.
    ``choices``: what the claimant chose, as (benefit, object or None). ``known``: only documents published by
    that day count. ``on``: the day the question is asked, when the case names one.
    """

    name: str
    documents: tuple[str, ...]
    facts: tuple[Fact, ...]
    complete: tuple[str, ...] = ()
    everything_complete: bool = False
    readings: tuple[tuple[str, str], ...] = ()
    choices: tuple[tuple[str, str | None], ...] = ()
    expected: tuple[Expectation, ...] = ()
    totals: tuple[ExpectedTotal, ...] = ()
    known: dt.date | None = None
    on: dt.date | None = None
    origin: Span = part(default=NOWHERE, compare=False, repr=False)

    def is_complete(self, kind: str) -> bool:
        """Whether all facts of that kind are stated."""
        return self.everything_complete or kind in self.complete
