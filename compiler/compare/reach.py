"""What a change of rules can touch at all, and the proof that it cannot touch the rest.

A benefit is *touched* when its meaning, or that of anything it can meet, is not the same on both sides. What is not
touched comes out alike in every case whatever. A benefit is touched *in its grounds* only when its meaning is the same
and what explanations tell of it is not: the clause it stands in, the name of a condition, the words it rests on.
"""

from __future__ import annotations

from compiler.cases.model import Case
from compiler.compare.meaning import Key, Meaning
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID
from compiler.source.record import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """Benefits by name and document. ``whole``: every benefit that a case can hold is touched."""

    touched: frozenset[Key]
    grounds: frozenset[Key]
    untouched: frozenset[Key]
    whole: bool = False


class Reaching:
    """Compares two rulebooks, for all cases and for single ones; keep it as long as there are cases."""

    def __init__(self, old: Rulebook | None, new: Rulebook | None, alias: tuple[tuple[str, str], ...] = ()) -> None:
        self.same = old is not None and (old is new or old == new)
        # The document that goes takes the number of the one that stands in its place, and that one keeps its own.
        sides = ((old, alias), (new, ()))
        self._meaning = tuple(None if r is None else Meaning(r, False, a) for r, a in sides)
        self._grounds = tuple(None if r is None else Meaning(r, True, a) for r, a in sides)
        self._known: dict[frozenset[str] | None, Reach] = {}

    def overall(self) -> Reach:
        """What the change can touch in any case."""
        return self._reach(None)

    def equal(self) -> bool:
        """Whether both rulebooks mean the same: every benefit, all that cases must not contradict, and whose payments
        are known."""
        old, new = self._meaning
        if old is None or new is None:
            return False
        found = self.overall()
        return not found.touched and not found.whole and old.paying() == new.paying()

    def in_case(self, old: Case, new: Case) -> Reach:
        """What the change can touch in one case, as it was bound on each side."""
        if _stated(old) != _stated(new):
            # The words mean other facts now: nothing is known of what follows from them.
            kinds = frozenset(f.kind for f in (*old.facts, *new.facts))
            found = self._reach(kinds)
            return Reach(found.touched | found.grounds | found.untouched, frozenset(), frozenset(), True)
        found = self._reach(frozenset(f.kind for f in new.facts))
        if self._payments_differ(new):
            return Reach(found.touched | found.grounds | found.untouched, frozenset(), frozenset(), True)
        return found

    def _payments_differ(self, case: Case) -> bool:
        """Whether the case states a payment of a document that only one side knows to pay anything."""
        old, new = self._meaning
        if old is None or new is None:
            return True
        differ = old.paying() ^ new.paying()
        records = [f.get("文件") for f in case.facts if f.kind == PAID]
        return any(value is not None and value.value in differ for value in records)

    def _reach(self, kinds: frozenset[str] | None) -> Reach:
        if kinds not in self._known:
            if len(self._known) > 256:
                self._known.clear()
            self._known[kinds] = self._compared(kinds)
        return self._known[kinds]

    def _compared(self, kinds: frozenset[str] | None) -> Reach:
        old, new = (m.of(kinds) if m is not None else {} for m in self._meaning)
        keys = frozenset(old) | frozenset(new)
        first, second = self._meaning
        stated = [m.assertions(kinds) if m is not None else frozenset() for m in (first, second)]
        if stated[0] != stated[1]:
            return Reach(keys, frozenset(), frozenset(), True)
        touched = frozenset(k for k in keys if old.get(k) != new.get(k))
        told_old, told_new = (m.of(kinds) if m is not None else {} for m in self._grounds)
        grounds = frozenset(k for k in keys - touched if told_old.get(k) != told_new.get(k))
        return Reach(touched, grounds, keys - touched - grounds)


def _stated(case: Case) -> tuple[object, ...]:
    """What the law is asked about, as the case states it."""
    return case.facts, case.complete, case.everything_complete, case.readings, case.choices
