"""What has to come out otherwise before a claim fares otherwise among the others.

Looking at everything around a claim is never wrong, and there is a lot of it. Here each rule between claims is taken
for what it says: a claim is lost to another only where both are in the rule, are for the same, lie in one window and
the other one wins; if one of these is not so, it has to become so, whatever else does. And a claim that is kept out is
let in only where what keeps it out does no longer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence

from compiler.rulebook.model import GroupDecl, LimitDecl, Rulebook
from compiler.rulebook.terms import Cond
from solver.answers.model import Reason
from solver.arithmetic.dates import EVERYWHERE, share_window
from solver.arithmetic.values import Value
from solver.search.cells import CHOICE, current
from solver.search.evaluate import Cell, Evaluator
from solver.search.landmarks import relation
from solver.search.leaves import Instance, blame, instances, touched
from solver.search.sides import (
    Claim,
    Placed,
    Side,
    between,
    compared,
    conditions,
    is_weighed,
    paid_for,
    rules_of,
    sides,
)

Found = tuple[Instance, ...]
_HINDERS = frozenset({"displaced_by", "contest", "limit"})
_BY_NAME = frozenset({"named_loser", "precedence", "sequence"})
_MAKING_UP = frozenset({"higher", "top_up"})
_NEVER = frozenset({"bare", "tie"})  # nobody is sure to lose by these


class TooWide(Exception):
    """One rule after the other would have to be looked at: everything around has to be."""


def is_kept_out(because: Sequence[Reason]) -> bool:
    """Whether other claims, payments and counts alone stand in the way."""
    return bool(because) and all(r.kind in _HINDERS for r in because)


def _in_the_way(others: Sequence[Side], reason: Reason) -> list[Side]:
    """Those of which one has to make room: the winner that is told, or what has used a limit up. Where that is not
    sure, all that may count."""
    if reason.kind != "limit":
        return [s for s in others if s.object == reason.fact]
    used = set(reason.about.split("、"))
    found = [s for s in others if s.object in used]
    return found if reason.state == "no" and {s.object for s in found} == used else list(others)


class Sway:
    """Looks at one case. ``outcomes``: what each claim comes to in it, by benefit's id and object; ``first``: the case
    that the search began with."""

    def __init__(
        self,
        rulebook: Rulebook,
        evaluator: Evaluator,
        usable: Callable[[Cell], bool],
        outcomes: Mapping[Claim, str],
        first: Evaluator,
    ) -> None:
        self._rulebook, self._evaluator, self._usable, self._outcomes = rulebook, evaluator, usable, outcomes
        self._first = first
        self._known: dict[tuple[int, str, bool], Found] = {}

    def losing(self, own: frozenset[Claim]) -> Found:
        """Comparisons of which at least one has to come out otherwise before a claim (its wordings), granted or open so
        far, is lost to others. Raises TooWide."""
        return tuple(i for rule in rules_of(self._rulebook, own) for i in self._losing(rule, own))

    def gaining(self, own: frozenset[Claim], because: Sequence[Reason]) -> Found:
        """The same before a claim gets past what is told to keep it out. Raises TooWide."""
        if not is_kept_out(because):
            raise TooWide
        ways = []
        for reason in because:
            named = reason.name if reason.kind == "limit" else reason.text
            for rule in rules_of(self._rulebook, own):
                is_kind = isinstance(rule, LimitDecl) == (reason.kind == "limit")
                if is_kind and (rule.document, rule.name) == (reason.document, named):
                    ways.append(self._past(rule, own, reason))
        if not ways:
            raise TooWide
        return min(ways, key=self._cells)

    # ------------------------------------------------------------ being lost

    def _losing(self, rule: GroupDecl | LimitDecl, own: frozenset[Claim]) -> Found:
        if isinstance(rule, GroupDecl) and rule.shape in _NEVER:
            return ()
        found: list[Instance] = []
        all_ = sides(self._rulebook, self._evaluator, rule, own)
        for mine in (s for s in all_ if s.claim in own):
            for other in (s for s in all_ if s.claim not in own):
                found += self._lost_to(rule, mine, other)
            found += self._allowed(rule, mine)
        return tuple(found)

    def _allowed(self, rule: GroupDecl | LimitDecl, mine: Side) -> Found:
        """What the number hangs on that a limit allows."""
        counts = [c.count for c in rule.covers if c.benefit == mine.claim[0]] if isinstance(rule, LimitDecl) else []
        return self._under(*((count, (mine.object,)) for count in counts))

    def _lost_to(self, rule: GroupDecl | LimitDecl, mine: Side, other: Side) -> Found:
        """What must come out otherwise before one claim is lost to another, or is one more that counts."""
        wins = self._wins(rule, mine, other)
        if wins is None:
            return ()
        own = [mine.condition] if mine.condition is not None else []
        missing = [self._blamed(mine, c, True) for c in own]
        missing += [self._blamed(other, c, True) for c in conditions(self._rulebook, other)]
        missing = [*filter(None, missing), *self._same(rule, mine, other), *wins]
        if missing:
            return min(missing, key=self._cells)
        stands = other.is_payment or self._outcomes.get(other.claim) == "granted"
        if stands and isinstance(rule, LimitDecl):
            return ()  # it counts already
        shape = rule.shape if isinstance(rule, GroupDecl) else ""
        if stands and (shape == "top_up" or (shape == "higher" and other.is_payment)):
            return self._weighing(rule, mine, other)  # what is given is less by what others give
        raise TooWide

    def _blamed(self, side: Side, condition: Cond, wanted: bool) -> Found:
        key = (id(condition), side.object, wanted)
        if key not in self._known:
            self._known[key] = blame(condition, (side.object,), wanted, self._evaluator, self._usable)
        return self._known[key]

    def _same(self, rule: GroupDecl | LimitDecl, mine: Side, other: Side) -> list[Found]:
        """What keeps two from being for the same, and within one window."""
        missing: list[Found] = []
        for one, another in zip(mine.keys, other.keys, strict=False):
            if one is not None and another is not None:
                left, right = self._value(one), self._value(another)
                if left is None or left != right:
                    missing.append((Instance(between("key", one, another, rule), ()), *self._under(one, another)))
        if rule.window not in EVERYWHERE and mine.day is not None and other.day is not None:
            days = [d for d in (self._value(mine.day), self._value(other.day)) if isinstance(d, dt.date)]
            if len(days) < 2 or not share_window(rule.window, days[0], days[1]):
                missing.append(self._days(rule, mine, other))
        return missing

    def _wins(self, rule: GroupDecl | LimitDecl, mine: Side, other: Side) -> list[Found] | None:
        """What is missing before the other one goes first; None: it never does."""
        if isinstance(rule, LimitDecl):
            if rule.window == "sameevent" and mine.object != other.object and not other.is_payment:
                return None
            order = {"highest": "higher", "claimant": "claimants_choice"}.get(rule.order, "only_once")
        elif rule.shape in _BY_NAME:
            return [] if self._goes_first(rule, other, mine) else None
        else:
            order = rule.shape
        match order:
            case "only_once" | "top_up":
                return self._earlier(rule, mine, other)
            case "claimants_choice":
                chosen = other.is_payment or (self._picked(other) and not self._picked(mine))
                return [] if chosen else None
            case "higher":
                sign = self._weighs(rule, other, mine)
                first = sign == 1 or (sign == 0 and not self._earlier(rule, mine, other))
                return [] if other.is_payment or first else [self._weighing(rule, mine, other)]
            case "ladder":
                above = [] if self._weighs(rule, other, mine) == 1 else [self._weighing(rule, mine, other)]
                return above + self._earlier(rule, mine, other)
            case _:
                raise TooWide

    def _earlier(self, rule: GroupDecl | LimitDecl, mine: Side, other: Side) -> list[Found]:
        if other.is_payment or mine.day is None or other.day is None:
            return []
        own, theirs = self._value(mine.day), self._value(other.day)
        if isinstance(own, dt.date) and isinstance(theirs, dt.date) and (theirs, other.claim) < (own, mine.claim):
            return []
        return [self._days(rule, mine, other)]

    def _picked(self, side: Side) -> bool:
        return current(self._evaluator.case, (CHOICE, *side.claim)) is True

    def _goes_first(self, rule: GroupDecl, other: Side, mine: Side) -> bool:
        """Whether a rule that names claims puts one before another."""
        theirs, own = self._place(rule, other), self._place(rule, mine)
        if rule.shape == "sequence":
            return theirs is not None and own is not None and theirs < own
        return theirs is None and own is not None  # who is named gives way

    def _place(self, rule: GroupDecl, side: Side) -> int | None:
        """Where a rule names a claim, or the benefit that was paid."""
        ids = {side.claim[0]}
        if side.is_payment:
            ids |= paid_for(self._rulebook, self._evaluator, side.object)
        return next((i for i, name in enumerate(rule.names) if name in ids), None)

    # ------------------------------------------------------------ getting past

    def _past(self, rule: GroupDecl | LimitDecl, own: frozenset[Claim], reason: Reason) -> Found:
        """What must come out otherwise before a rule no longer keeps a claim out."""
        found: list[Instance] = []
        all_ = sides(self._rulebook, self._evaluator, rule, own)
        for mine in (s for s in all_ if s.claim in own):
            if mine.condition is not None:
                found += self._blamed(mine, mine.condition, False)
            found += self._allowed(rule, mine)
            for other in _in_the_way([s for s in all_ if s.claim not in own], reason):
                found += self._apart(rule, mine, other)
                if isinstance(rule, LimitDecl) and other.is_payment:
                    found += self._made_up(own, other)
        return tuple(found)

    def _made_up(self, own: frozenset[Claim], payment: Side) -> Found:
        """What must come out otherwise before a claim makes up what was paid: then it is no second one."""
        found: list[Instance] = []
        for rule in rules_of(self._rulebook, own):
            if isinstance(rule, GroupDecl) and rule.shape in _MAKING_UP:
                all_ = sides(self._rulebook, self._evaluator, rule, own)
                for other in (s for s in all_ if s.claim == payment.claim):
                    found += [i for s in all_ if s.claim in own for i in self._lost_to(rule, s, other)]
        return tuple(found)

    def _apart(self, rule: GroupDecl | LimitDecl, mine: Side, other: Side) -> Found:
        """What may take one claim out of another's way."""
        found = [Instance(leaf, ()) for leaf in compared(mine, other, rule, is_weighed(rule))]
        terms = [p for s in (mine, other) for p in (*s.keys, s.day, s.sum if is_weighed(rule) else None)]
        found += self._under(*(t for t in terms if t is not None))
        for condition in conditions(self._rulebook, other):
            found += self._blamed(other, condition, False)
        # A payment has no outcome: it was made.
        if self._outcomes.get(other.claim) == "undetermined" and not self._has_become_open(other):
            raise TooWide
        if self._outcomes.get(other.claim) == "granted":
            found += self.losing(frozenset({other.claim}))
        return tuple(found)

    def _has_become_open(self, other: Side) -> bool:
        """Whether a claim is open only since something was changed that it rests on: were it sure again, it would be in
        the way as it was."""
        asked, env = conditions(self._rulebook, other), (other.object,)
        before = all(self._first.state(c, env) is True for c in asked)
        return before and any(self._evaluator.state(c, env) is None for c in asked)

    # ------------------------------------------------------------ values

    def _value(self, placed: Placed) -> Value | None:
        return self._evaluator.value(*placed)

    def _weighs(self, rule: GroupDecl | LimitDecl, other: Side, mine: Side) -> int | None:
        """1, 0 or -1 as the other sum or level is more than, the same as, or less than the own one."""
        if other.sum is None or mine.sum is None:
            return None
        found = relation(between("sum", other.sum, mine.sum, rule), self._evaluator)
        if isinstance(found, tuple):  # sums that are known within bounds: less, more
            return 1 if found[1] is True else -1 if found[0] is True else None
        return found if isinstance(found, int) and not isinstance(found, bool) else None

    def _weighing(self, rule: GroupDecl | LimitDecl, mine: Side, other: Side) -> Found:
        """What their sums hang on, and their days, which decide where the sums are equal."""
        if mine.sum is None or other.sum is None:
            return ()
        leaf = Instance(between("sum", mine.sum, other.sum, rule), ())
        return (leaf, *self._under(mine.sum, other.sum), *self._days(rule, mine, other))

    def _days(self, rule: GroupDecl | LimitDecl, mine: Side, other: Side) -> Found:
        if mine.day is None or other.day is None:
            return ()
        return (Instance(between("day", mine.day, other.day, rule), ()), *self._under(mine.day, other.day))

    def _under(self, *placed: Placed) -> Found:
        return tuple(i for term, env in placed for i in instances(term, env, self._evaluator))

    def _cells(self, found: Iterable[Instance]) -> int:
        """In how many facts something could be changed."""
        cells = (touched(i.leaf, i.env, self._evaluator) for i in found)
        return len({c for some in cells for c in some if self._usable(c)})
