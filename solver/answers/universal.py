"""Two laws held against each other for any case at all. Plain values; sums are yuan, exact.

A *loss* is a case in which the new law gives less than the old one, and both decide it: a sum of which either end
falls, or nothing instead of something. A *gain* is the other way round. What one law decides and the other leaves open
is neither: it is told apart, as is what is decided otherwise with no sum more or less (another form of payment, a sum
the text leaves open, a grant of nothing).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from compiler.cases.model import Case
from compiler.source.record import dataclass
from solver.answers.model import Result

Verdict = Literal["equal", "neither", "nobody_loses", "nobody_gains", "both", "not_settled"]
"""``neither``: nobody loses and nobody gains, but something is decided otherwise, or undecided that was decided."""
State = Literal["yes", "no", "unknown"]
Sort = Literal["loss", "gain", "undecided", "decided", "other"]
Proof = Literal["largest", "found", "endless"]
"""``largest``: proved that none is larger; ``found``: the largest that was found; ``endless``: it grows with a fact."""


@dataclass(frozen=True, slots=True)
class Witness:
    """A case that both laws were asked about, and what each says. ``change``: how much more the new one gives; None
    where no sum says. ``old`` and ``new``: the results of the benefits in question, of which there may be none."""

    sort: Sort
    case: Case
    old: tuple[Result, ...]
    new: tuple[Result, ...]
    change: Fraction | None


@dataclass(frozen=True, slots=True)
class Gap:
    """What keeps a question open: ``kind`` is time, construct, terms or records; ``about`` says what, ``where``
    the words of the rule or the name of a fact."""

    kind: str
    about: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """One side. ``state``: whether there is such a case: ``yes`` with witnesses, ``no`` proved. ``worst`` is the
    largest change; ``proof`` says how far that is proved, ``grows`` the fact it grows with, without end."""

    state: State
    smallest: Witness | None = None
    worst: Witness | None = None
    proof: Proof = "found"
    grows: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What becomes of one benefit, or of benefits ``together``.

    ``names`` and ``kind``: the benefits and the kind of fact they are for. ``by``: how equal rules were found to be
    equal: ``meaning`` (word for word the same rule) or ``search``. ``apart``: the benefit can meet others, and this is
    what it comes to before they do. ``records``: proofs hold for cases with at most so many further records of a kind;
    None: for any number. ``notes``: what differs besides and is not weighed: parties, fund.
    """

    names: tuple[str, ...]
    kind: str
    verdict: Verdict
    loss: Extent
    gain: Extent
    undecided: Extent
    decided: Extent
    other: Extent
    by: Literal["meaning", "search"]
    together: bool = False
    apart: bool = False
    records: int | None = None
    gaps: tuple[Gap, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Universal:
    """Every benefit of either law, then the benefits that can meet. ``seconds``: the time that was allowed; ``late``:
    it was over before all was settled. ``words``: facts that only one law has words for, or both with other words."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    seconds: float
    late: bool
    words: tuple[str, ...] = ()
