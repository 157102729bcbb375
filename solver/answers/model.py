"""What a case gets, and why. Plain frozen values; no words of any screen language, no symbol of the solver.

A reason is a node of a tree. ``kind`` and ``state`` say what it is; the words come from the screen's tables, the
policy's own words from ``quote``, the condition as the drafter wrote it from ``text``.
"""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Literal

from compiler.source.record import dataclass

Outcome = Literal["granted", "refused", "displaced", "undetermined"]
State = Literal["yes", "no", "unknown", "note"]


@dataclass(frozen=True, slots=True)
class Amount:
    """``kind``: exact, interval, open (the law names no figure; ``text`` has its words) or none (not money).

    ``low`` and ``high`` are yuan, equal when exact, None where there is no end. ``per``: once month year time day.
    """

    kind: Literal["exact", "interval", "open", "none"]
    low: Fraction | None
    high: Fraction | None
    per: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as people read it: ``type`` is the kind of value (money number date period enum entity text boolean
    ratio unknown), ``value`` its exact text (``30000``, ``2021-05-20``, ``[0,1000]``, ``24m``), ``unit`` its unit."""

    type: str
    value: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One node of an explanation.

    ``kind``: all any not test one_of holds exists every label definition recursion reading document discretion always
    in_force published exception analogy transition beneficiary applicant payee amount step undecided tier band cap
    floor uplift rounding displaced_by kept limit shared_cap shared_floor shared_doubt choice missing_fact incomplete
    interpreter note below_zero fund duration target others above folded none some each beside window.
    ``text``: the words of the rule (a condition, an expression, a name). ``left``/``right``: value beside threshold,
    ``op`` the comparison (eq ne lt le gt ge), ``decided`` what decided a boundary: sign, text, document, code (the
    civil code). ``name``: a label, a definition, a benefit, a reading. ``about``: what is missing or who decides.
    ``brief``: the words of a sum without the rule's name for what it is about, where it is about that alone.
    ``says``: the vocabulary's sentence for the fact, a language each, with ``{值}`` where the value goes.
    """

    kind: str
    state: State
    text: str = ""
    name: str = ""
    about: str = ""
    op: str = ""
    left: Shown | None = None
    right: Shown | None = None
    decided: str = ""
    document: str = ""
    clause: str = ""
    quote: str = ""
    fact: str = ""  # kind/id.field the value came from
    says: tuple[str, ...] = ()
    brief: str = ""
    children: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Pays:
    """How long something is paid that is paid again and again: ``ended``, with the number of ``times`` and the sum of
    all in yuan; ``open``, because the law names no end; ``unsure`` while the case leaves the end open."""

    ending: Literal["ended", "open", "unsure"]
    times: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What a result would be under other readings: (reading, choice) for each that has to be taken for it. ``pays``:
    for how long, where that is another time than that of the result."""

    readings: tuple[tuple[str, str], ...]
    outcome: Outcome
    amount: Amount
    pays: Pays | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What one benefit comes to for one object.

    ``amount`` is what is due after displacement, caps and limits; ``would_be`` what it would have been without them.
    ``because``: the short reasons (failed conditions, winners, what is missing). ``why``: the tree for ``explain``.
    ``readings``: open readings it depends on, as (reading, choice taken or "", how: fixed default open).
    ``holds``: whether it holds under ``all`` readings that the case does not fix, under ``some``, under the ``default``
    ones only, or is ``open`` until one is taken; empty when that was not asked. ``otherwise``: what else may come out.
    ``money``: whether the law gives a sum at all, of whatever amount, and no mere treatment.
    """

    benefit: str
    benefit_id: str
    document: str
    clause: str
    quotes: tuple[str, ...]
    object: str
    object_kind: str
    on: dt.date | None
    beneficiary: str
    applicant: str
    payee: str
    outcome: Outcome
    amount: Amount
    would_be: Amount
    gives: str
    fund: str
    because: tuple[Reason, ...]
    why: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    displaced_by: tuple[str, ...] = ()
    interpreters: tuple[str, ...] = ()
    readings: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[Reason, ...] = ()
    holds: str = ""
    otherwise: tuple[Otherwise, ...] = ()
    money: bool = True

    @property
    def claim(self) -> tuple[str, str, str]:
        """What is claimed, whichever wording of the benefit answers: benefit, document, object."""
        return self.benefit, self.document, self.object


@dataclass(frozen=True, slots=True)
class Assessment:
    """All results of a case, in the order of the clauses."""

    case: str
    documents: tuple[str, ...]
    on: dt.date | None
    known: dt.date | None
    results: tuple[Result, ...]
    findings: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Law:
    """A rulebook that answers were given under: the documents asked for, the day of knowledge, the hash of what the
    rulebook means, and each document and vocabulary in it with the hash of its text."""

    documents: tuple[str, ...]
    known: dt.date | None
    rulebook: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What answers were made with: the rulebook's hash (over all of ``laws`` when there are several), the engine's
    version, and the laws in the order in which they were first needed."""

    rulebook: str
    engine: str
    laws: tuple[Law, ...] = ()
