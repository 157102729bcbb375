"""What becomes of recorded cases under another law: plain values, one for each benefit and object of a case."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from compiler.source.record import dataclass
from solver.answers.model import Amount, Outcome, Reason, Result

Sort = Literal["kept", "gained", "lost", "more", "less", "decided", "undecided", "otherwise", "grounds"]
SORTS: tuple[Sort, ...] = (*("lost", "less", "undecided", "otherwise", "gained", "more", "decided", "grounds", "kept"),)


@dataclass(frozen=True, slots=True)
class Comes:
    """What a benefit of one name comes to for one object, over all documents that have one of that name.

    ``outcome`` is the best that any of them gives; ``amounts`` are of those that give it, ``low`` and ``high`` of each
    form of payment added up; ``results`` are the answers themselves, those that count first; of a change that travelled
    only what :func:`~solver.questions.difference.light` leaves of them.
    """

    outcome: Outcome
    amounts: tuple[Amount, ...]
    payees: tuple[str, ...]
    gives: tuple[str, ...]
    results: tuple[Result, ...]

    @property
    def deciding(self) -> tuple[Result, ...]:
        """The results of the best outcome."""
        return tuple(r for r in self.results if r.outcome == self.outcome)


@dataclass(frozen=True, slots=True)
class Cause:
    """A change of the law that can be behind a change of a result: a rule by its sort, name and place. ``change``:
    added removed changed moved. ``direct`` when it is a rule of the benefit itself and not of one that it meets.
    ``by``: the amendment that says so, when it is not the document itself."""

    change: str
    sort: str
    name: str
    document: str
    clause: str
    direct: bool = True
    by: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One benefit for one object, before and after.

    ``sort``: kept; gained and lost (from nothing, to nothing); more and less; decided and undecided (it was, or is, not
    known); otherwise (another sum that is neither more nor less, another payee, another time); grounds (the same, for
    other reasons). ``former``: what the benefit was called before, where the law says that it was renamed. ``gone`` and
    ``come``: the reasons that only one side has.
    """

    benefit: str
    object: str
    object_kind: str
    sort: Sort
    old: Comes | None
    new: Comes | None
    gone: tuple[Reason, ...] = ()
    come: tuple[Reason, ...] = ()
    causes: tuple[Cause, ...] = ()
    former: str = ""


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A recorded case under both laws.

    ``recorded``: both, or the side whose casebook alone has it; ``edited`` when its facts are not written alike on both
    sides (those of the new side were asked about). ``touched``: whether the change of rules can touch it at all.
    ``unreadable``: the side under whose words the case cannot be read, with what is wrong (code and words found).
    ``dropped``: readings and choices of the case that one side does not know. ``kept``: how many results that came out
    the same are not in ``changes``, where only the others are wanted. ``line``: where in its file the case begins.
    """

    file: str
    case: str
    recorded: Literal["both", "old", "new"]
    changes: tuple[Change, ...]
    touched: bool
    edited: bool = False
    unreadable: str = ""
    faults: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = ()
    kept: int = 0
    line: int = 0

    @property
    def differs(self) -> bool:
        """Whether anything came out otherwise, or cannot be told."""
        return bool(self.unreadable) or any(c.sort != "kept" for c in self.changes)


@dataclass(frozen=True, slots=True)
class Total:
    """What one benefit comes to over all cases on one side, in one form of payment.

    ``low`` and ``high`` add up the sums that are known, as ends of an interval where they are not exact (``high`` None:
    without end). ``open`` counts grants for which the law names no figure, ``undetermined`` claims that nobody can
    decide: neither is part of the sum, and neither counts as nothing.
    """

    granted: int
    low: Fraction
    high: Fraction | None
    open: int
    undetermined: int


@dataclass(frozen=True, slots=True)
class Sums:
    """One benefit in one form of payment over all recorded cases, before and after."""

    benefit: str
    per: str
    old: Total
    new: Total
