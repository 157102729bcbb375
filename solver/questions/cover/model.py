"""A claim as clauses: which ways its conditions can come out, and whether turning one round would show.

The clauses allow more than a real case does: members of a history, sums and calculated dates may be anything. So where
they say that something cannot be, no case can show it, and that is a proof; where they say that it can, it is taken to
be possible. Each comparison is tied to what its value can be under an assumption of its own, so that a proof names the
conditions it rests on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass

from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import (
    CONDITIONS,
    Aggregate,
    All,
    Always,
    Any,
    Choose,
    Cond,
    Holds,
    Label,
    Not,
    OneOf,
    Open,
    Quantifier,
    Reads,
    Recursive,
    Term,
    Test,
    walk,
)
from solver.engine.clauses import Clauses
from solver.questions.cover.regions import Regions, key_of
from solver.questions.cover.steps import closed

Pair = tuple[int, int]
"""Literals: it holds, it fails. Neither: it is not known."""


class Model:
    """Conditions and values of one claim. In a second copy of them ``target``, if given, is turned round: a condition
    comes out the other way, or a reading (its name) is taken otherwise."""

    def __init__(self, rulebook: Rulebook, nodes: Iterable[object], target: Cond | Term | str | None) -> None:
        self.clauses = Clauses()
        self.true = self.clauses.fresh()
        self.clauses.add(self.true)
        self.false = -self.true
        self.rulebook, self.target = rulebook, target
        self.regions = Regions(rulebook, nodes)
        self.said: dict[int, Cond] = {}  # assumption → the condition that it ties to its value
        self._subjects: dict[str, dict[object, int]] = {}
        self._pairs: dict[str, Pair] = {}
        self._above: dict[int, bool] = {}
        self._bodies = {d.name: d.body for d in rulebook.recursive}
        self._readings = {r.name: r for r in rulebook.readings}

    # ------------------------------------------------------------ joining

    def both(self, *literals: int) -> int:
        """A literal that holds exactly when all of these do."""
        parts = [x for x in dict.fromkeys(literals) if x != self.true]
        if self.false in parts:
            return self.false
        if len(parts) < 2:
            return parts[0] if parts else self.true
        made = self.clauses.fresh()
        for x in parts:
            self.clauses.add(-made, x)
        self.clauses.add(made, *(-x for x in parts))
        return made

    def either(self, *literals: int) -> int:
        """A literal that holds exactly when one of these does."""
        return -self.both(*(-x for x in literals))

    def differ(self, a: int, b: int) -> int:
        """A literal that holds exactly when two differ."""
        return self.false if a == b else self.either(self.both(a, -b), self.both(-a, b))

    def apart(self, a: Pair, b: Pair) -> int:
        """A literal that holds when two states differ."""
        return self.either(self.differ(a[0], b[0]), self.differ(a[1], b[1]))

    def _free(self) -> Pair:
        y, n = self.clauses.fresh(), self.clauses.fresh()
        self.clauses.add(-y, -n)
        return y, n

    # ------------------------------------------------------------ conditions as they are

    def state(self, cond: Cond) -> Pair:
        """Whether a condition holds or fails."""
        match cond:
            case Label(_, _, _, operand):
                return self.state(operand)
            case Not(_, operand):
                y, n = self.state(operand)
                return n, y
        found = self._pairs.get(cond.id)
        if found is None:
            found = self._pairs[cond.id] = self._state(cond)
        return found

    def _state(self, cond: Cond) -> Pair:
        match cond:
            case All(_, operands) | Any(_, operands):
                return self._joined(cond, [self.state(o) for o in operands])
            case Always(_, value):
                return (self.true, self.false) if value else (self.false, self.true)
            case Quantifier(_, kind, _, where) if where is not None and self.holds_target(where):
                return self._quantified(cond, kind, self.state(where))
            case Open():
                pair = self._free()
                self._tie(cond, [(-pair[0],), (-pair[1],)])
                return pair
            case Reads(_, reading, choice):
                return _reads(self, self.reading(reading), choice)
            case Test() | OneOf() | Holds():
                return self._compared(cond)
            case _:
                return self._free()

    def reading(self, name: str, again: bool = False) -> dict[object, int]:
        """A literal for each way in which a reading is taken, or is left open; ``again``: in the second copy, where it
        is another one."""
        decl = self._readings.get(name)
        choices: list[object] = [c for c, _ in decl.choices] if decl is not None else []
        if decl is None or decl.default is None:
            choices.append(None)
        if not again:
            return self._subject(f"?{name}", choices)
        new = f"?{name} again" not in self._subjects
        before, after = self._subject(f"?{name}", choices), self._subject(f"?{name} again", choices)
        if new:
            for choice in choices:
                self.clauses.add(-before[choice], -after[choice])
        return after

    def _joined(self, cond: Cond, pairs: list[Pair]) -> Pair:
        if isinstance(cond, All):
            return self.both(*(y for y, _ in pairs)), self.either(*(n for _, n in pairs))
        return self.either(*(y for y, _ in pairs)), self.both(*(n for _, n in pairs))

    def _quantified(self, cond: Quantifier, kind: str, where: Pair) -> Pair:
        """As one member decides it while the others do not: whether the range is whole is left open."""
        whole = self._subject(f"whole {cond.members.kind} {cond.id}", [True, False])[True]
        if kind == "exists":
            return where[0], self.both(where[1], whole)
        return self.both(where[0], whole), where[1]

    def _compared(self, cond: Test | OneOf | Holds) -> Pair:
        pair = self._free()
        found = self.regions.of(cond)
        if found is not None:
            subject, states = found
            literals = self._subject(subject.key, list(subject.regions))
            ties: list[tuple[int, ...]] = []
            for region, literal in literals.items():
                state = states[region]
                ties += [(-literal, pair[0] if state is True else -pair[0])]
                ties += [(-literal, pair[1] if state is False else -pair[1])]
            self._tie(cond, ties)
        return pair

    def _tie(self, cond: Cond, clauses: Iterable[tuple[int, ...]]) -> None:
        assumed = self.clauses.fresh()
        self.said[assumed] = cond
        for clause in clauses:
            self.clauses.add(-assumed, *clause)

    def _subject(self, key: str, regions: list[object]) -> dict[object, int]:
        found = self._subjects.get(key)
        if found is None:
            found = self._subjects[key] = {r: self.clauses.fresh() for r in regions}
            self.clauses.one_of(list(found.values()))
        return found

    def at(self, cond: Cond, inside: bool) -> int:
        """A literal: the value of a comparison lies nearest to its threshold, on one side."""
        self.state(cond)
        found = self.regions.of(cond)
        region = self.regions.near(cond, inside)
        if found is None or region == "\x00other":
            return self.true
        return self._subject(found[0].key, list(found[0].regions)).get(region, self.false)

    def where(self, term: Term, value: object) -> int:
        """A literal: a value that comparisons cut into regions lies at one of their marks."""
        subject = self.regions.subject(term)
        return self._subject(subject.key, list(subject.regions)).get(value, self.true)

    # ------------------------------------------------------------ with the target turned round

    def holds_target(self, node: object) -> bool:
        """Whether the target stands in a node, or in a recursive definition that it uses."""
        if self.target is None or node is None:
            return False
        known = self._above.get(id(node))
        if known is None:
            known = self._above[id(node)] = any(self._is_target(part) for part in walk(node)) or any(
                isinstance(part, Recursive) and self._in_body(part.definition) for part in walk(node)
            )
        return known

    def _is_target(self, part: object) -> bool:
        if isinstance(self.target, str):
            return isinstance(part, Reads) and part.reading == self.target
        return part is self.target or _id(part) == _id(self.target)

    def _in_body(self, definition: str) -> bool:
        return any(self._is_target(part) for part in walk(self._bodies[definition]))

    def turned(self, cond: Cond, held: bool) -> Pair:
        """The state of a condition in the second copy: the target, which held (or failed), does the opposite."""
        if not self.holds_target(cond):
            return self.state(cond)
        if isinstance(cond, Reads) and isinstance(self.target, str):
            return _reads(self, self.reading(cond.reading, again=True), cond.choice)
        if self._is_target(cond):
            return (self.false, self.true) if held else (self.true, self.false)
        match cond:
            case Label(_, _, _, operand):
                return self.turned(operand, held)
            case Not(_, operand):
                y, n = self.turned(operand, held)
                return n, y
            case All(_, operands) | Any(_, operands):
                return self._joined(cond, [self.turned(o, held) for o in operands])
            case Quantifier(_, kind, _, where) if where is not None and self.holds_target(where):
                return self._quantified(cond, kind, self.turned(where, held))
            case Test(_, _, left, right):
                return self._maybe(cond, self.either(self.moves(left, held), self.moves(right, held)))
            case OneOf(_, term) | Holds(_, term):
                return self._maybe(cond, self.moves(term, held))
            case _:
                return self._free()

    def _maybe(self, cond: Cond, moves: int) -> Pair:
        """The same as before, unless what it compares may have become something else."""
        before, after = self.state(cond), self._free()
        for a, b in zip(before, after, strict=True):
            self.clauses.add(moves, -a, b)
            self.clauses.add(moves, a, -b)
        return after

    def moves(self, term: object, held: bool) -> int:
        """A literal: the value of a term may be another one in the second copy."""
        if not self.holds_target(term):
            return self.false
        if isinstance(term, Choose):
            return self._chosen(term, held)
        if isinstance(term, Aggregate):
            parts = [self.moves(term.key, held), self.moves(term.members.list, held)]
            if term.where is not None:
                parts.append(self.apart(self.state(term.where), self.turned(term.where, held)))
            return self.either(*parts)
        if isinstance(term, CONDITIONS):
            return self.apart(self.state(term), self.turned(term, held))
        parts = []
        for value in _parts(term):
            for part in value if isinstance(value, tuple) else (value,):
                parts += [self.moves(x, held) for x in (part if isinstance(part, tuple) else (part,))]
        return self.either(*parts)

    def rows(self, term: Choose, pairs: list[Pair]) -> list[int]:
        """For each row a literal that it is taken; the last: the rest."""
        found, none = [], self.true
        for y, n in pairs:
            found.append(self.both(none, y))
            none = self.both(none, n)
        return [*found, none]

    def _chosen(self, term: Choose, held: bool) -> int:
        """The rows that may be the one: all that do not fail, up to the first that holds. The value is another one only
        if a row comes or goes beside one that gives something else, or if the value of a row is another one."""
        first = self._candidates([self.state(c) for c, _ in term.cases])
        second = self._candidates([self.turned(c, held) for c, _ in term.cases])
        values: list[Term | None] = [*(t for _, t in term.cases), term.otherwise]
        parts = [self.both(a, b, self.moves(v, held)) for a, b, v in zip(first, second, values, strict=True)]
        for i, (a, b) in enumerate(zip(first, second, strict=True)):
            changed = self.differ(a, b)
            if changed != self.false:
                for j, beside in enumerate(map(self.either, first, second)):
                    if i != j:
                        parts.append(self.both(changed, beside, self._unlike(values[i], values[j])))
        return self.either(*parts)

    def _candidates(self, pairs: list[Pair]) -> list[int]:
        found, before = [], self.true
        for y, n in pairs:
            found.append(self.both(before, -n))
            before = self.both(before, -y)
        return [*found, before]

    def _unlike(self, a: Term | None, b: Term | None) -> int:
        """A literal: two values may differ. A figure and a value that is compared with it are alike in one region."""
        if a is None or b is None:
            return self.true
        if key_of(a) == key_of(b):
            return self.false
        for one, other in ((a, b), (b, a)):
            value = closed(one)
            same = self._subjects.get(key_of(other), {}).get(value) if value is not None else None
            if same is not None:
                return -same
        return self.true

    # ------------------------------------------------------------ where a value counts

    def counts(self, node: object, part: object) -> int:
        """A literal: a value inside another one is what that comes to, or is reckoned with."""
        if node is part:
            return self.true
        if isinstance(node, Choose):
            rows = self.rows(node, [self.state(c) for c, _ in node.cases])
            values = [*(t for _, t in node.cases), node.otherwise]
            ways = [
                self.both(r, self.counts(v, part))
                for r, v in zip(rows, values, strict=True)
                if v is not None and _has(v, part)
            ]
            if any(_has(c, part) for c, _ in node.cases):
                ways.append(self.true)
            return self.either(*ways) if ways else self.false
        if isinstance(node, tuple):
            return self.either(*(self.counts(x, part) for x in node if _has(x, part)))
        if isinstance(node, CONDITIONS) or not _has(node, part):
            return self.true if _has(node, part) else self.false
        return self.either(*(self.counts(x, part) for x in _parts(node) if _has(x, part)))


def _parts(node: object) -> list[object]:
    """What a value is made of."""
    if not is_dataclass(node):
        return []
    return [getattr(node, f.name) for f in fields(node) if f.name != "origin"]


def _reads(model: Model, literals: dict[object, int], choice: str) -> Pair:
    others = [x for c, x in literals.items() if c not in (choice, None)]
    return literals.get(choice, model.false), model.either(*others) if others else model.false


def _has(node: object, part: object) -> bool:
    return any(x is part for x in walk(node)) if node is not None else False


def _id(node: object) -> object:
    return getattr(node, "id", None) or id(node)
