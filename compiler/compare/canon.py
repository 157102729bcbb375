"""A bound condition or value as one text that says what it means and nothing else.

Ids, places, spelling, the names of variables and the order of what stands together are gone, a denial is pushed down to
what it denies, a comparison is turned one way. Two nodes with the same text decide every case alike; two that differ
may still mean the same, which nobody claims then. With ``grounds`` the text also holds what explanations tell: labels,
definitions by name, the clause a rule stands in, what decided a boundary, who or what is missing.

Every step keeps the three values: *not all* is *some not*, *not exists* is *every not* (also over a range that is not
whole), and a comparison turned round asks the same of the same pair of values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from compiler.rulebook.model import EnumDecl, Rulebook
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
    Period,
    Quantifier,
    Reads,
    Recursive,
    Series,
    Term,
    Test,
    Type,
    Var,
)

_OPPOSITE = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
_TURNED = {"gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
_COMMUTE = frozenset({"add", "multiply", "minimum", "maximum"})


class Canon:
    """Writes conditions and values of one rulebook; ``needs`` collects the declarations they rest on."""

    def __init__(self, rulebook: Rulebook, grounds: bool) -> None:
        self.rulebook, self.grounds = rulebook, grounds
        self.needs: set[str] = set()
        self._kinds = {k.name: k for k in rulebook.kinds}
        self._enums = {e.name: e for e in rulebook.enums}
        self._recursive = {d.name: d for d in rulebook.recursive}
        self._readings = {r.name: r for r in rulebook.readings}
        self._done: set[tuple[str, str]] = set()

    # ------------------------------------------------------------ conditions

    def cond(self, cond: Cond, holds: bool = True) -> str:
        """A condition, or with ``holds`` False its denial."""
        match cond:
            case Label(_, kind, name, operand, document, clause, quote):
                inner = self.cond(operand, holds)
                if not self.grounds:
                    return inner
                return call("label", *map(repr, (kind, name, document, clause, quote, holds)), inner)
            case Not(_, operand):
                return self.cond(operand, not holds)
            case All() | Any():
                joint = isinstance(cond, All) is holds
                parts = sorted(set(self._joined(cond, holds, joint)))
                if len(parts) == 1:
                    return parts[0]
                return call("all" if joint else "any", *parts)
            case Always(_, value):
                return "yes" if value is holds else "no"
            case Test(_, op, left, right, _, decided, also):
                return self._test(op if holds else _OPPOSITE[op], left, right, also, decided)
            case Quantifier(_, kind, members, where):
                if where is None:
                    return self._denied(call(kind, self.members(members)), holds)
                kind = kind if holds else {"exists": "every", "every": "exists"}[kind]
                return call(kind, self.members(members), self.cond(where, holds))
            case OneOf(_, term, options, opened):
                self._type(term.type)
                listed = sorted({self.term(o) for o in options})
                return self._denied(call("among", self.term(term), str(opened), *listed), holds)
            case Holds(_, term):
                return self._denied(call("is", self.term(term)), holds)
            case Reads(_, reading, choice):
                self._reading(reading)
                return self._denied(call("reads", repr(reading), repr(choice)), holds)
            case Recursive(_, definition, args):
                self._definition(definition)
                return self._denied(call("called", repr(definition), *map(self.term, args)), holds)
            case Open(_, reason, about):
                return call("open", _lack(reason, about)) if self.grounds else "open"

    def _joined(self, cond: Cond, holds: bool, joint: bool) -> Iterable[str]:
        """The parts of a conjunction (``joint``) or disjunction, nested ones of the same sort laid flat."""
        while isinstance(cond, Not) or (isinstance(cond, Label) and not self.grounds):
            holds = holds if isinstance(cond, Label) else not holds
            cond = cond.operand
        if isinstance(cond, All | Any) and (isinstance(cond, All) is holds) is joint:
            found = [part for operand in cond.operands for part in self._joined(operand, holds, joint)]
            # What always holds asks nothing of a conjunction, what never does gives nothing to a disjunction.
            idle = "yes" if joint else "no"
            return [p for p in found if p != idle] or [idle]
        if isinstance(cond, All | Any) and len(cond.operands) == 1:
            return self._joined(cond.operands[0], holds, joint)
        return [self.cond(cond, holds)]

    @staticmethod
    def _denied(text: str, holds: bool) -> str:
        return text if holds else call("not", text)

    def _test(self, op: str, left: Term, right: Term, also: tuple[str, ...], decided: str) -> str:
        self._type(left.type)
        self._type(right.type)
        first, second = self.term(left), self.term(right)
        alike = left.type.kind == right.type.kind and left.type.kind not in ("enum", "any")
        if alike and (op in ("gt", "ge") or (op in ("eq", "ne") and second < first)):
            op, first, second = _TURNED[op], second, first
        kind = left.type if left.type.kind != "any" else right.type
        more = (decided,) if self.grounds else ()
        return call(op, kind.kind, repr(kind.name), first, second, *sorted(also), *more)

    # ------------------------------------------------------------ values

    def term(self, term: Term) -> str:
        """A value."""
        match term:
            case Const(value, type_):
                return call("const", type_.kind, repr(type_.name), _value(value))
            case Var(depth):
                return f"v{depth}"
            case FieldOf(base, owner, name):
                self._field(owner, name)
                return call("field", self.term(base), repr(owner), repr(name))
            case Named(_, name, body):
                inner = self.term(body)
                return call("named", repr(name), inner) if self.grounds else inner
            case Apply(_, op, args):
                return self._apply(op, args)
            case Choose(_, cases, otherwise):
                rows = [call("row", self.cond(c), self.term(t)) for c, t in cases]
                return call("choose", *rows, "-" if otherwise is None else self.term(otherwise))
            case Marginal(_, subject, slices):
                return call("bands", self.term(subject), *(f"{s.low}:{s.high}:{s.rate}" for s in slices))
            case Aggregate(_, kind, members, where, key):
                key_type = "-" if key is None else self._type(key.type)
                of = "-" if key is None else self.term(key)
                inside = self.whether(where)
                return call("aggregate", kind, self.members(members), inside, key_type, of)
            case Series(_, name, date, values):
                rows = [call("from", day.isoformat(), self.term(t)) for day, t in values]
                told = (repr(name),) if self.grounds else ()
                return call("series", *told, self.term(date), *rows)
            case Missing(reason, about):
                return call("nothing", _lack(reason, about)) if self.grounds else "nothing"

    def maybe(self, term: Term | None) -> str:
        """A value that need not be there."""
        return "-" if term is None else self.term(term)

    def whether(self, cond: Cond | None) -> str:
        """A condition that need not be there."""
        return "-" if cond is None else self.cond(cond)

    def members(self, members: Members) -> str:
        """What a quantifier runs over."""
        if members.list is not None:
            return call("of", str(members.depth), self.term(members.list))
        return call("every_fact", str(members.depth), repr(members.kind))

    def _apply(self, op: str, args: tuple[Term, ...]) -> str:
        kinds = [self._type(a.type) for a in args]
        written = [self.term(a) for a in args]
        if op in _COMMUTE and len(set(kinds)) == 1:
            written.sort()
        lengths = [a for a in args if a.type.kind == "period"]
        plain = all(
            isinstance(a, Const) and isinstance(a.value, Period) and a.value.unit != "workdays" for a in lengths
        )
        if "workday" in op or not plain:
            self._calendar()
        return call("apply", op, kinds[0] if kinds else "-", *written)

    # ------------------------------------------------------------ what it rests on

    def _type(self, type_: Type) -> str:
        if type_.kind == "enum" and type_.name in self._enums:
            self._enum(self._enums[type_.name])
        return f"{type_.kind}/{type_.name}/{type_.list}"

    def _enum(self, enum: EnumDecl) -> None:
        values = "<".join(enum.values) if enum.ordered else "、".join(sorted(enum.values))
        self.needs.add(call("enum", repr(enum.name), repr(values), repr(sorted(enum.deemed))))

    def _field(self, owner: str, name: str) -> None:
        if not self._first("field", f"{owner}.{name}"):
            return
        decl = self._kinds[owner].get(name) if owner in self._kinds else None
        if decl is not None:
            default = "-" if decl.default is None else self.term(decl.default)
            self.needs.add(call("field", repr(owner), repr(name), self._type(decl.type), default))

    def _reading(self, name: str) -> None:
        decl = self._readings.get(name)
        if decl is not None:
            choices = sorted(c for c, _ in decl.choices)
            self.needs.add(call("reading", repr(name), repr(choices), repr(decl.default)))

    def _definition(self, name: str) -> None:
        decl = self._recursive.get(name)
        if decl is not None and self._first("definition", name):
            kinds = [repr(kind) for _, kind in decl.parameters]
            self.needs.add(call("definition", repr(name), *kinds, self.cond(decl.body)))

    def _calendar(self) -> None:
        if self._first("calendar", ""):
            days = (self.rulebook.calendar, self.rulebook.holidays, self.rulebook.workdays)
            self.needs.add(call("calendar", repr(days)))

    def _first(self, sort: str, name: str) -> bool:
        """Whether this declaration has not been written yet; circles end here."""
        fresh = (sort, name) not in self._done
        self._done.add((sort, name))
        return fresh


def call(head: str, *parts: str) -> str:
    """One node as text; texts of a policy come in quoted, so that none can pose as structure."""
    return f"({head} {' '.join(parts)})" if parts else f"({head})"


def _lack(reason: str, about: str) -> str:
    """What is missing; where the law is silent, ``about`` is only the keyword for that in one language or the other."""
    return repr((reason, "" if reason == "unsettled" else about))


def _plain_length(term: Term) -> bool:
    """Whether a length of time surely asks for no calendar of working days."""
    return isinstance(term, Const) and isinstance(term.value, Period) and term.value.unit != "workdays"


def _value(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Period):
        return f"{value.count}{value.unit}"
    return repr(value) if isinstance(value, str) else str(value)
