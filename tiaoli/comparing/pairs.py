"""The laws of both sides, pair by pair: the same documents on each, and what is known of their difference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from compiler.compare.causes import Causes
from compiler.compare.meaning import Key
from compiler.compare.reach import Reaching
from compiler.compare.rules import RuleChange
from compiler.rulebook.model import Benefit, IntentDecl, Rulebook
from compiler.source.record import dataclass
from tiaoli.comparing.comparison import Reached, Touch
from tiaoli.comparing.laws import Laws

Documents = tuple[str, ...]
LawKey = tuple[Documents, Documents, dt.date | None]
"""The documents of both sides, and what day's knowledge is asked about."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The laws of both sides for the same documents (None: a side that holds none of them), without and with a day of
    knowledge, and what is known of their difference. ``words``: a case that names no benefit reads alike in both."""

    old: Rulebook | None
    new: Rulebook | None
    whole_old: Rulebook | None
    whole_new: Rulebook | None
    reaching: Reaching
    causes: Causes
    words: bool


class Pairs:
    """Loads pairs of laws, each once."""

    def __init__(self, old: Laws, new: Laws, changes: Sequence[RuleChange]) -> None:
        self.old, self.new, self.changes = old, new, changes
        self._pairs: dict[LawKey, Pair] = {}

    def __reduce__(self) -> tuple[object, ...]:
        """What goes to another process is where the laws come from; it loads those that it needs."""
        return Pairs, (self.old, self.new, self.changes)

    def replaced(self) -> tuple[tuple[str, str], ...]:
        """The document of the old side that another one takes the place of, where single documents are compared."""
        return replaced(self.old, self.new)

    def sides_of(self, documents: Documents) -> tuple[Documents, Documents] | None:
        """Under which documents a case is decided on each side; None when it is not about what is compared.

        Where single documents are compared they stand in for those of the case that are part of either law, and for any
        that would bring in what only one side has.
        """
        old, new = self.old.side.documents, self.new.side.documents
        if not old and not new:
            return self._standing(self.old, self.new, documents), self._standing(self.new, self.old, documents)
        meant = {*old, *new}
        about = {d: self.new.uses(d) | self.old.uses(d) for d in documents}
        # Where documents arrive beside others or leave them, the cases of those others are meant.
        asked = set(old) & set(new) or meant
        if not any(uses & asked for uses in about.values()):
            return None
        here, there = _closure(old, self.old), _closure(new, self.new)
        kept = tuple(d for d in documents if d not in here | there and not about[d] & (here ^ there))
        return tuple(dict.fromkeys((*old, *kept))), tuple(dict.fromkeys((*new, *kept)))

    def get(self, old: Documents, new: Documents, known: dt.date | None) -> Pair:
        """The laws of both sides; raises Rejected."""
        key = (old, new, known)
        if key not in self._pairs:
            laws = (self.old.rulebook(old, known), self.new.rulebook(new, known))
            whole = laws if known is None else (self.old.rulebook(old), self.new.rulebook(new))
            reaching = Reaching(*laws, self._alias(laws[1]))
            self._pairs[key] = Pair(*laws, *whole, reaching, Causes(self.changes, *laws), _same_words(*whole))
        return self._pairs[key]

    def _alias(self, new: Rulebook | None) -> tuple[tuple[str, str], ...]:
        """The document that another took the place of, by the number of that one; unless the new law has both."""
        held = {b.document for b in new.benefits} if new is not None else set()
        return tuple((a, b) for a, b in self.replaced() if a not in held)

    def open_all(self) -> None:
        """Look at every document, whether or not there is a case of it; raises Rejected."""
        for old, new in self.asked():
            self.get(old, new, None)

    def asked(self) -> tuple[tuple[Documents, Documents], ...]:
        """The documents that are compared on each side: those that were named, or each that a side holds."""
        old, new = self.old.side.documents, self.new.side.documents
        if old or new:
            return ((old, new),)
        numbers = dict.fromkeys((*self.new.held, *self.old.held))
        sides = ((self.old, self.new), (self.new, self.old))
        return tuple((a, b) for a, b in (tuple(self._standing(*s, (n,)) for s in sides) for n in numbers))

    @staticmethod
    def _standing(side: Laws, other: Laws, documents: Documents) -> Documents:
        """The documents as one side has them: in the place of one that only the other side holds stand those that it
        uses or amends, which are the law without it."""
        found: dict[str, None] = {}
        for number in documents:
            held = (number,) if number in side.held else (d for d in side.held if d in other.uses(number))
            found |= dict.fromkeys(held)
        return tuple(found)

    def equal(self) -> bool:
        """Whether every pair that was looked at means the same."""
        return all(pair.reaching.equal() for pair in self._pairs.values())

    def intents(self) -> tuple[IntentDecl, ...]:
        """What the new side declares that it means to change, and the old one did not declare already."""
        before = {i: None for p in self._pairs.values() for i in (p.old.intents if p.old is not None else ())}
        after = {i: None for p in self._pairs.values() for i in (p.new.intents if p.new is not None else ())}
        return tuple(i for i in after if i not in before)

    def reached(self, order: Sequence[str]) -> Reached:
        """What the change can touch, over all pairs; ``order`` of the documents."""
        touched: dict[Key, str] = {}
        told: dict[Key, str] = {}
        every: dict[Key, str] = {}
        for pair in self._pairs.values():
            found = pair.reaching.overall()
            every |= {(b.name, b.document): b.clause for b in _benefits(pair)}
            touched |= {key: _by(key, pair) for key in sorted(found.touched)}
            told |= dict.fromkeys(found.grounds, "told")
        for key in touched:
            every.setdefault(key, "")
        rows = [Touch(k[0], k[1], clause, touched.get(k, told.get(k, ""))) for k, clause in every.items()]
        places = {document: i for i, document in enumerate(order)}
        rows.sort(key=lambda t: places.get(t.document, -1))
        return Reached(
            tuple(t for t in rows if t.by not in ("", "told")),
            tuple(t for t in rows if t.by == "told"),
            tuple(t for t in rows if not t.by),
        )


def replaced(old: Laws, new: Laws) -> tuple[tuple[str, str], ...]:
    """The single document of the old side and the other one that is held against it."""
    a, b = old.side.documents, new.side.documents
    return ((a[0], b[0]),) if len(a) == len(b) == 1 and a != b else ()


def _same_words(old: Rulebook | None, new: Rulebook | None) -> bool:
    """Whether facts and readings of a case are read alike by both laws."""
    if old is None or new is None:
        return False
    held = [[d.number for d in law.documents if d.held] for law in (old, new)]
    words = [(law.kinds, law.enums, [(r.name, r.choices) for r in law.readings]) for law in (old, new)]
    return held[0] == held[1] and words[0] == words[1]


def _closure(documents: Documents, laws: Laws) -> frozenset[str]:
    return frozenset().union(*(laws.uses(d) for d in documents))


def _benefits(pair: Pair) -> Iterable[Benefit]:
    return (b for rulebook in (pair.old, pair.new) if rulebook is not None for b in rulebook.benefits)


def _by(key: Key, pair: Pair) -> str:
    """How a benefit is touched."""
    name = key[0]
    names = [{b.name for b in r.benefits} if r is not None else set() for r in (pair.old, pair.new)]
    if name not in names[0]:
        return "came"
    if name not in names[1]:
        return "went"
    return "rule" if pair.causes.direct(name) else "meets"
