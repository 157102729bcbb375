"""What conditions and values mean, apart from their ids, their labels and their places: equal numbers, equal meaning.

The numbering is shared by two rulebooks, so that their rules can be held against each other. Two things of one number
come to the same in every case; two of different numbers need not differ.
"""

from __future__ import annotations

from collections.abc import Hashable

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import (
    Aggregate,
    All,
    Always,
    Any,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Holds,
    Label,
    Marginal,
    Members,
    Missing,
    Named,
    Not,
    OneOf,
    Open,
    Quantifier,
    Reads,
    Recursive,
    Series,
    Term,
    Test,
    Type,
    Var,
    walk,
)

_CALENDAR = ("add_period", "subtract_period", "add_workdays", "within")
_TURNED = {"lt": "gt", "le": "ge"}


class Meanings:
    """Numbers meanings; one table for both sides of a comparison."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}

    def number(self, key: Hashable) -> int:
        """The number of a description."""
        return self._numbers.setdefault(key, len(self._numbers))


class Meaning:
    """What the parts of one rulebook mean. Nodes are told apart by identity, so keep the rulebook as long as this."""

    def __init__(self, rulebook: Rulebook, meanings: Meanings) -> None:
        self.rulebook, self.meanings = rulebook, meanings
        self._known: dict[int, int] = {}
        self._benefits: dict[str, int] = {}
        self._enums = {e.name: e for e in rulebook.enums}
        self._readings = {r.name: r for r in rulebook.readings}
        self._calendar = (rulebook.holidays, rulebook.workdays) if rulebook.calendar else None
        self._bodies: int | None = None

    def of(self, node: Cond | Term | Members | None) -> int:
        """The number of what a condition or value means."""
        if node is None:
            return self.meanings.number(("nothing",))
        found = self._known.get(id(node))
        if found is None:
            found = self._known[id(node)] = self._number(node)
        return found

    def benefit(self, benefit: Benefit) -> int:
        """The number of all that decides whether a benefit is due, how much, in which form and how long."""
        found = self._benefits.get(benefit.id)
        if found is None:
            found = self._benefits[benefit.id] = self.meanings.number(
                (
                    "benefit",
                    benefit.sort,
                    benefit.kind,
                    self.of(benefit.condition),
                    self.money(benefit),
                    self.terms(benefit),
                    self.caps(benefit),
                )
            )
        return found

    def money(self, benefit: Benefit) -> int:
        """The number of the sum of a single claim and its form."""
        return self.meanings.number(("money", benefit.form, self.of(benefit.amount), benefit.open, benefit.gives))

    def terms(self, benefit: Benefit) -> int:
        """The number of how long and in which parts it is paid, on which day it is decided."""
        return self.meanings.number(
            (
                "terms",
                self.of(benefit.decides),
                self.of(benefit.duration),
                benefit.duration_at_most,
                benefit.duration_usually,
                self.of(benefit.starting),
                benefit.starting_next_month,
                tuple((s.kind, self.of(s.condition), self.of(s.date), s.next_month) for s in benefit.stops),
                tuple((self.of(p.share), self.of(p.due), self.of(p.condition)) for p in benefit.parts),
            )
        )

    def caps(self, benefit: Benefit) -> int:
        """The number of the caps and floors that its claims share."""
        return self.meanings.number(
            ("caps", tuple((c.kind, *map(self.of, (c.amount, c.unit, c.condition)), c.window) for c in benefit.caps))
        )

    def parties(self, benefit: Benefit) -> int:
        """The number of who has the benefit, who applies and who is paid."""
        return self.meanings.number(
            ("parties", self.of(benefit.beneficiary), self.of(benefit.applicant), self.of(benefit.payee))
        )

    # ------------------------------------------------------------ the parts

    def _number(self, node: Cond | Term | Members) -> int:
        match node:
            case Label(_, _, _, operand):
                return self.of(operand)
            case Named(_, _, body):
                return self.of(body)
            case All(_, operands) | Any(_, operands):
                return self._joined(node, [self.of(o) for o in operands])
            case _:
                return self.meanings.number(self._key(node))

    def _joined(self, node: All | Any, operands: list[int]) -> int:
        parts = tuple(sorted(set(operands)))
        return parts[0] if len(parts) == 1 else self.meanings.number((type(node).__name__, parts))

    def _key(self, node: Cond | Term | Members) -> Hashable:
        of = self.of
        match node:
            case Const(value, kind):
                return ("const", kind.kind, type(value).__name__, value)
            case Var(depth, _, kind):
                return ("var", depth, kind.name)
            case FieldOf(base, owner, name, kind):
                return ("field", of(base), owner, name, self._type(kind), self._default(owner, name))
            case Apply(_, op, args):
                return ("apply", op, tuple(of(a) for a in args), self._calendar if op in _CALENDAR else None)
            case Choose(_, cases, otherwise):
                return ("choose", tuple((of(c), of(t)) for c, t in cases), of(otherwise))
            case Marginal(_, subject, slices):
                return ("marginal", of(subject), tuple((s.low, s.high, s.rate) for s in slices))
            case Aggregate(_, kind, members, where, key):
                return ("aggregate", kind, of(members), of(where), of(key))
            case Members(_, depth, _, kind, listed):
                return ("members", depth, kind, of(listed))
            case Series(_, _, day, values):
                return ("series", of(day), tuple((start, of(t)) for start, t in values))
            case Missing(reason, about):
                return ("missing", reason, about)
            case Test(_, op, left, right, _, _, also):
                sides = (of(left), of(right))
                op, sides = (_TURNED[op], sides[::-1]) if op in _TURNED else (op, sides)
                sides = tuple(sorted(sides)) if op in ("eq", "ne") and not also else sides  # type: ignore[assignment]
                return ("test", op, sides, also, self._type(left.type), self._type(right.type))
            case OneOf(_, term, options, opened):
                return ("one_of", of(term), tuple(sorted({of(o) for o in options})), opened, self._type(term.type))
            case Holds(_, term):
                return ("holds", of(term))
            case Not(_, operand):
                return ("not", of(operand))
            case Quantifier(_, kind, members, where):
                return ("quantifier", kind, of(members), of(where))
            case Reads(_, reading, choice):
                decl = self._readings.get(reading)
                return ("reads", reading, choice, decl.default if decl is not None else None)
            case Open(_, reason, about):
                return ("open", reason, about)
            case Always(_, value):
                return ("always", value)
            case Recursive(_, definition, args):
                return ("recursive", definition, tuple(of(a) for a in args), self._all_bodies())
        raise AssertionError(node)

    def _type(self, kind: Type) -> Hashable:
        enum = self._enums.get(kind.name) if kind.kind == "enum" else None
        return (kind.kind, kind.name, kind.list, (enum.values, enum.ordered, enum.deemed) if enum is not None else None)

    def _default(self, owner: str, name: str) -> Hashable:
        kind = self.rulebook.kind(owner)
        field = kind.get(name) if kind is not None else None
        return field.default.value if field is not None and field.default is not None else None

    def _all_bodies(self) -> int:
        """One number for all definitions that use themselves: they may use each other."""
        if self._bodies is None:
            self._bodies = -1  # inside, a definition is told by its name
            found = self.meanings.number(
                ("bodies", tuple((d.name, d.parameters, self.of(d.body)) for d in self.rulebook.recursive))
            )
            self._bodies = found
            recursive = {id(p) for d in self.rulebook.recursive for p in walk(d.body)}
            self._known = {node: number for node, number in self._known.items() if node not in recursive}
        return self._bodies
