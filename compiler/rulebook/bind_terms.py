"""Expressions that give a value, bound: names resolved, kinds and units checked, literals exact.

:class:`TermBinder` knows values; :mod:`compiler.rulebook.bind_conditions` adds conditions on top of it.
A fault is reported and the binder goes on with a value of any kind, so that one run shows all faults.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from fractions import Fraction
from itertools import pairwise

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook import functions
from compiler.rulebook.names import Names
from compiler.rulebook.paid import PAID
from compiler.rulebook.scope import Scope
from compiler.rulebook.terms import (
    ANY,
    BOOLEAN,
    DATE,
    NUMBER,
    PERIOD,
    TEXT,
    Aggregate,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Marginal,
    Members,
    Missing,
    Named,
    Period,
    Reads,
    Series,
    Slice,
    Term,
    Type,
    Var,
)
from compiler.rulebook.types import described, fits, product, total
from compiler.source.text import Span
from compiler.source.wordings import plain
from compiler.surface import tree as t

CONDITION_NODES = (t.Compare, t.Among, t.Not, t.Junction)
_OPERATIONS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
_AGGREGATES = ("count", "sum", "mean", "largest", "smallest", "earliest", "latest")


class TermBinder(ABC):
    """Binds expressions that give values."""

    def __init__(self, names: Names, log: Log) -> None:
        self.names = names
        self.log = log
        self.recursive: frozenset[str] = frozenset()

    @abstractmethod
    def condition(self, scope: Scope, expr: t.Expr) -> Cond:
        """Bind an expression that is yes, no or unknown."""

    # ------------------------------------------------------------ entry

    def term(self, scope: Scope, expr: t.Expr, wanted: Type | None = None) -> Term:
        """Bind ``expr``; with ``wanted``, a value of another kind is reported."""
        found = self._term(scope, expr, wanted)
        if wanted is not None and not fits(found.type, wanted):
            if found.type.kind == "money" == wanted.kind:
                self.log.say("TL0402", expr.span, left=found.type.unit, right=wanted.unit)
            else:
                self.wrong(expr.span, wanted, found.type)
        return found

    def wrong(self, span: Span, wanted: Type, given: Type) -> None:
        """Report a value of the wrong kind."""
        self.log.say("TL0401", span, found=span.text, wanted=described(wanted), given=described(given))

    def _term(self, scope: Scope, expr: t.Expr, wanted: Type | None) -> Term:
        match expr:
            case t.Number(value, unit, written, span):
                if wanted == PERIOD:
                    self.log.say("TL0409", span, given=written)
                kind = Type("money", unit=unit) if unit else NUMBER
                return Const(value, kind, written, span)
            case t.DateLit(value, span):
                return Const(value, DATE, span.text or value.isoformat(), span)
            case t.PeriodLit(count, unit, written, span):
                return Const(Period(count, unit), PERIOD, written, span)
            case t.TextLit(text, span):
                return Const(text, TEXT, f"「{text}」", span)
            case t.BoolLit(truth, span):
                return Const(truth, BOOLEAN, span.text, span)
            case t.Ref():
                return self._name(scope, expr, wanted)
            case t.Role(name, span):
                role: Term | None = getattr(scope.roles, name)
                if role is None:
                    self.log.say("TL0301", span, found=span.text)
                    return Missing("open", name, ANY, span)
                return role
            case t.Access():
                return self._access(scope, expr)
            case t.Call():
                return self._call(scope, expr)
            case t.Binary():
                return self._binary(scope, expr)
            case t.Negate(operand, span):
                term = self.term(scope, operand)
                return Apply(scope.counter.next(), "negate", (term,), term.type, origin=span)
            case t.Quantified():
                return self._aggregate(scope, expr, wanted)
            case t.ByDocument(document, span):
                return Missing("document", document.text, wanted or ANY, span)
            case t.Discretion(about, span):
                return Missing("discretion", about.text, wanted or ANY, span)
            case t.Unsettled(span):
                return Missing("unsettled", span.text, wanted or ANY, span)
            case t.Cases(cases, otherwise, span):
                return self._cases(scope, cases, otherwise, wanted, span)
            case t.Tiers():
                return self._tiers(scope, expr, wanted)
            case t.Bands():
                return self._bands(scope, expr)
            case _:
                cond = self.condition(scope, expr)
                return self.truth_of(scope, cond, expr.span)

    def truth_of(self, scope: Scope, cond: Cond, span: Span) -> Term:
        """A condition where a value is wanted: 是 when it holds, 否 when it does not."""
        yes, no = Const(True, BOOLEAN, "是", span), Const(False, BOOLEAN, "否", span)
        return Choose(scope.counter.next(), ((cond, yes),), no, BOOLEAN, origin=span)

    # ------------------------------------------------------------ names

    def _name(self, scope: Scope, expr: t.Ref, wanted: Type | None) -> Term:
        name, span = expr.name, expr.span
        if name in scope.variables:
            return scope.variables[name]
        if wanted is not None and wanted.kind == "enum":
            enum = self.names.enums.get(wanted.name)
            if enum is not None and name in enum.values:
                return Const(name, wanted, name, span)
        if self.names.known("definition", name):
            return self._apply_definition(scope, t.Word(name, span), ())
        enums = self.names.enums_with(name)
        if wanted is not None and wanted.kind == "enum" and wanted.name in self.names.enums:
            enum = self.names.enums[wanted.name]
            near = near_names(name, enum.values)
            self.log.say("TL0306", span, near=near, found=name, enum=wanted.name)
            return Missing("open", name, wanted, span)
        if wanted == TEXT:
            return Const(name, TEXT, name, span)
        if enums:
            if len({e.name for e in enums}) > 1 and wanted is None:
                self.log.say("TL0309", span, found=name, places="、".join(e.name for e in enums))
            return Const(name, Type("enum", enums[0].name), name, span)
        if self.names.known("series", name):
            self.log.say("TL0313", span, found=name, wanted=1, given=0)
            return Missing("open", name, ANY, span)
        known = [*scope.variables, *self.names.items.get("definition", {}), *self.names.items.get("reading", {})]
        known += [v for e in self.names.enums.values() for v in e.values]
        self.log.say("TL0301", span, near=near_names(name, known), found=name)
        return Missing("open", name, wanted or ANY, span)

    def _access(self, scope: Scope, expr: t.Access) -> Term:
        base = self.term(scope, expr.base)
        name, span = expr.field, expr.span
        if base.type.kind != "entity" or base.type.list:
            if base.type != ANY:
                self.log.say("TL0406", expr.base.span, found=expr.base.span.text, given=described(base.type))
            return Missing("open", name.text, ANY, span)
        fields = self.names.fields.get(base.type.name, {})
        if name.text not in fields:
            near = near_names(name.text, fields)
            self.log.say("TL0302", name.span, near=near, found=name.text, kind=base.type.name)
            return Missing("open", name.text, ANY, span)
        return FieldOf(base, base.type.name, name.text, fields[name.text], span)

    def _call(self, scope: Scope, expr: t.Call) -> Term:
        name = expr.name
        if self.names.known("definition", name.text):
            return self._apply_definition(scope, name, expr.args, expr.span)
        if self.names.known("series", name.text):
            return self._series(scope, expr)
        function = functions.BY_NAME.get(name.text)
        if function is None:
            near = near_names(name.text, [*functions.BY_NAME, *self.names.items.get("definition", {})])
            self.log.say("TL0312", name.span, near=near, found=name.text)
            return Missing("open", name.text, ANY, expr.span)
        wanted = len(function.arguments)
        if len(expr.args) < wanted or (len(expr.args) > wanted and not function.many):
            self.log.say("TL0313", expr.span, found=name.text, wanted=wanted, given=len(expr.args))
            return Missing("open", name.text, ANY, expr.span)
        kinds = (*function.arguments, *[function.arguments[-1]] * (len(expr.args) - wanted))
        args = tuple(self._argument(scope, a, k) for a, k in zip(expr.args, kinds, strict=True))
        if function.result == "level":
            return self._level(scope, function, args, expr)
        return Apply(scope.counter.next(), function.op, args, self._result(function, args, expr), origin=expr.span)

    def _level(self, scope: Scope, function: functions.Function, args: tuple[Term, ...], expr: t.Call) -> Term:
        """A step up or down in an ordered enumeration, whose values travel along, lowest first."""
        kind = args[0].type
        enum = self.names.enums.get(kind.name) if kind.kind == "enum" else None
        if enum is None or not enum.ordered or kind.list:
            self.log.say("TL0525", expr.args[0].span, found=expr.args[0].span.text)
            return Missing("open", expr.name.text, ANY, expr.span)
        values = Const("|".join(enum.values), TEXT, "、".join(enum.values))
        return Apply(scope.counter.next(), function.op, (*args, values), kind, origin=expr.span)

    def _argument(self, scope: Scope, expr: t.Expr, kind: str) -> Term:
        if kind in ("money?", "any", "enum"):
            term = self.term(scope, expr)
            if kind == "money?" and term.type.kind not in ("money", "number", "any"):
                self.wrong(expr.span, NUMBER, term.type)
            return term
        return self.term(scope, expr, Type(kind))

    def _result(self, function: functions.Function, args: tuple[Term, ...], expr: t.Call) -> Type:
        if function.result == "money?":
            return args[0].type
        if function.op in ("maximum", "minimum", "units", "remainder"):
            first = args[0].type
            for arg, written in zip(args[1:], expr.args[1:], strict=True):
                if not fits(arg.type, first) and not fits(first, arg.type):
                    self.log.say("TL0403", written.span, left=described(first), right=described(arg.type))
        return args[0].type if function.result == "any" else Type(function.result)

    # ------------------------------------------------------------ definitions and parameters

    def arguments(self, scope: Scope, name: t.Word, item: t.Definition, args: tuple[t.Expr, ...]) -> list[Term] | None:
        """The arguments of a definition in use, checked in number and kind."""
        if len(args) != len(item.parameters):
            self.log.say("TL0313", name.span, found=name.text, wanted=len(item.parameters), given=len(args))
            return None
        types = [self.names.type_of(p.type) or ANY for p in item.parameters]
        return [self.term(scope, a, kind) for a, kind in zip(args, types, strict=True)]

    def _apply_definition(self, scope: Scope, name: t.Word, args: tuple[t.Expr, ...], span: Span | None = None) -> Term:
        declared = self.names.find("definition", name.text, scope.sheet, name.span)
        assert declared is not None and isinstance(declared.entry.item, t.Definition)
        item = declared.entry.item
        place = span or name.span
        wanted = self.names.type_of(item.type) if item.type else None
        if name.text in self.recursive or wanted == BOOLEAN:
            return self.truth_of(scope, self.condition(scope, t.Call(name, args, place)), place)
        bound = self.arguments(scope, name, item, args)
        if bound is None:
            return Missing("open", name.text, wanted or ANY, place)
        inner = scope.for_definition(
            declared.sheet, name.text, {p.variable.text: a for p, a in zip(item.parameters, bound, strict=True)}
        )
        body = self.term(inner, item.body, wanted)
        return Named(scope.counter.next(), plain(name.text), body, wanted or body.type, place)

    def _series(self, scope: Scope, expr: t.Call) -> Term:
        declared = self.names.find("series", expr.name.text, scope.sheet, expr.name.span)
        assert declared is not None and isinstance(declared.entry.item, t.ParameterSeries)
        item = declared.entry.item
        if len(expr.args) != 1:
            self.log.say("TL0313", expr.span, found=expr.name.text, wanted=1, given=len(expr.args))
            return Missing("open", expr.name.text, ANY, expr.span)
        day = self.term(scope, expr.args[0], DATE)
        kind = self.names.type_of(item.type) or ANY
        values = self.series_values(item, declared.sheet, scope, kind)
        if not values and item.by is not None:
            return Missing("slot", f"{item.name.text}（{item.by.text}）", kind, expr.span)
        return Series(scope.counter.next(), item.name.text, day, values, kind, expr.span)

    @abstractmethod
    def series_values(
        self, item: t.ParameterSeries, sheet: Sheet, scope: Scope, kind: Type
    ) -> tuple[tuple[dt.date, Term], ...]:
        """The dated values of a parameter, fillings by other documents included."""

    # ------------------------------------------------------------ arithmetic

    def _binary(self, scope: Scope, expr: t.Binary) -> Term:
        left, right = self.term(scope, expr.left), self.term(scope, expr.right)
        if ANY in (left.type, right.type):
            return Apply(scope.counter.next(), "add", (left, right), ANY, origin=expr.span)
        name = _OPERATIONS[expr.op]
        if name == "divide" and isinstance(right, Const) and right.value == 0:
            self.log.say("TL0527", expr.right.span)
        sums = name in ("add", "subtract")
        op, kind = total(name, left.type, right.type) if sums else product(name, left.type, right.type)
        if kind is None:
            if left.type.kind == right.type.kind == "money":
                self.log.say("TL0402", expr.span, left=left.type.unit, right=right.type.unit)
            else:
                self.log.say("TL0403", expr.span, left=described(left.type), right=described(right.type))
            return Missing("open", expr.span.text, ANY, expr.span)
        turned = (op == "multiply" and expr.of) or (op == "scale_period" and left.type.kind == "number")
        args = (right, left) if turned else (left, right)
        step: Term = Apply(scope.counter.next(), op, args, kind, "percent" if expr.of else "", expr.span)
        if scope.each_step is not None and op in ("multiply", "divide") and kind.kind == "money":
            mode, unit = scope.each_step
            step = Apply(scope.counter.next(), mode, (step, unit), kind, "rounding", expr.span)
        return step

    # ------------------------------------------------------------ aggregates

    def members(self, scope: Scope, expr: t.Quantified) -> tuple[Members, Scope]:
        """What a quantifier runs over, and the scope inside it."""
        name, domain = expr.variable, expr.domain
        if name.text in scope.variables:
            self.log.say("TL0314", name.span, found=name.text)
        listed: Term | None = None
        if isinstance(domain, t.Ref) and (domain.name in self.names.kinds or domain.name == PAID):
            kind = Type("entity", domain.name)
        elif isinstance(domain, t.Ref) and domain.name not in scope.variables:
            self.log.say("TL0308", domain.span, near=near_names(domain.name, self.names.kinds), found=domain.name)
            kind = ANY
        else:
            listed = self.term(scope, domain)
            kind = Type(listed.type.kind, listed.type.name, listed.type.unit)
            if not listed.type.list:
                if listed.type != ANY:
                    self.log.say("TL0407", domain.span, found=domain.span.text)
                kind, listed = ANY, None
        variable = Var(scope.depth, name.text, kind, name.span)
        found = Members(scope.counter.next(), scope.depth, name.text, kind.name, listed, domain.span)
        return found, scope.with_variable(name.text, variable)

    def _aggregate(self, scope: Scope, expr: t.Quantified, wanted: Type | None) -> Term:
        if expr.kind not in _AGGREGATES:
            return self.truth_of(scope, self.condition(scope, expr), expr.span)
        members, inner = self.members(scope, expr)
        where = self.condition(inner, expr.where) if expr.where is not None else None
        key: Term | None = None
        variable = inner.variables[expr.variable.text]
        if expr.kind in ("earliest", "latest"):
            fallback = t.Access(t.Ref(expr.variable.text, expr.variable.span), t.Word("日期", expr.variable.span))
            key = self.term(inner, expr.key or fallback)
            kind = variable.type
        elif expr.kind == "count":
            kind = NUMBER
        else:
            assert expr.key is not None
            key = self.term(inner, expr.key)
            kind = key.type
            if kind.kind not in ("money", "number", "any") and not (
                expr.kind in ("largest", "smallest") and self.orderable(kind)
            ):
                self.wrong(expr.key.span, NUMBER, kind)
        return Aggregate(scope.counter.next(), expr.kind, members, where, key, kind, expr.span)

    def orderable(self, kind: Type) -> bool:
        """Whether values of that kind have an order."""
        if kind.kind == "enum":
            enum = self.names.enums.get(kind.name)
            return enum is not None and enum.ordered
        return kind.kind in ("number", "money", "date", "period", "any")

    # ------------------------------------------------------------ tables

    def _cases(
        self,
        scope: Scope,
        cases: tuple[tuple[t.Expr, t.Expr], ...],
        otherwise: t.Expr | None,
        wanted: Type | None,
        span: Span,
    ) -> Term:
        bound = tuple((self.condition(scope, when), self.term(scope, value, wanted)) for when, value in cases)
        rest = self.term(scope, otherwise, wanted) if otherwise is not None else None
        if rest is None and self._exhausts(tuple(cond for cond, _ in bound)):
            bound, rest = bound[:-1], bound[-1][1]
        return Choose(scope.counter.next(), bound, rest, wanted or self._one_type(bound, rest), origin=span)

    def _exhausts(self, conds: tuple[Cond, ...]) -> bool:
        """Whether cases are the choices of one reading, each of them once: one of them holds, whichever is taken."""
        read = [c for c in conds if isinstance(c, Reads)]
        if len(read) != len(conds) or len({c.reading for c in read}) != 1:
            return False
        declared = self.names.items.get("reading", {}).get(read[0].reading, [])
        items = [d.entry.item for d in declared]
        return any(
            isinstance(i, t.Reading) and {c.name.text for c in i.choices} == {c.choice for c in read} for i in items
        )

    def _one_type(self, bound: tuple[tuple[Cond, Term], ...], rest: Term | None) -> Type:
        terms = [term for _, term in bound] + ([rest] if rest is not None else [])
        first = next((x.type for x in terms if x.type != ANY), ANY)
        for term in terms:
            if not fits(term.type, first):
                self.wrong(term.origin, first, term.type)
        return first

    def _tiers(self, scope: Scope, expr: t.Tiers, wanted: Type | None) -> Term:
        """分档: rows of keys and values, paired by position; one value may serve all keys of its row."""
        subject = self.term(scope, expr.subject)
        cases: list[tuple[Cond, Term]] = []
        seen: set[str] = set()
        for row in expr.rows:
            values = row.values * len(row.keys) if len(row.values) == 1 else row.values
            if len(values) != len(row.keys):
                self.log.say("TL0501", row.span, keys=len(row.keys), values=len(row.values))
                continue
            for key, value in zip(row.keys, values, strict=True):
                if not isinstance(key, t.Range):
                    if key.span.text in seen:
                        self.log.say("TL0526", key.span, found=key.span.text)
                    seen.add(key.span.text)
                cases.append((self.tier_key(scope, expr.subject, key), self.term(scope, value, wanted)))
        rest = self.term(scope, expr.otherwise, wanted) if expr.otherwise is not None else None
        kind = wanted or self._one_type(tuple(cases), rest)
        return Choose(scope.counter.next(), tuple(cases), rest, kind, True, subject, expr.span)

    @abstractmethod
    def tier_key(self, scope: Scope, subject: t.Expr, key: t.Expr | t.Range) -> Cond:
        """The condition under which a tier is the subject's."""

    def _bands(self, scope: Scope, expr: t.Bands) -> Term:
        """分段: bands must join without gap or overlap; each has one rate."""
        subject = self.term(scope, expr.subject)
        slices: list[Slice] = []
        for row in expr.rows:
            low, high = self._band(scope, row)
            rate = self.term(scope, row.values[0])
            if len(row.values) != 1 or not isinstance(rate, Const) or not isinstance(rate.value, Fraction):
                self.log.say("TL0411", row.span, found=row.span.text)
                continue
            if not fits(rate.type, NUMBER):
                self.wrong(row.values[0].span, NUMBER, rate.type)
            slices.append(Slice(low, high, rate.value, row.span))
        for before, after in pairwise(slices):
            if before.high != after.low:
                self.log.say("TL0510", after.origin, at=str(after.low))
        return Marginal(scope.counter.next(), subject, tuple(slices), subject.type, expr.span)

    def _band(self, scope: Scope, row: t.TierRow) -> tuple[Fraction, Fraction | None]:
        low, high = Fraction(0), None
        for key in row.keys:
            if not isinstance(key, t.Range):
                self.log.say("TL0411", key.span, found=key.span.text)
                continue
            for bound in key.bounds:
                term = self.term(scope, bound.bound)
                if not isinstance(term, Const) or not isinstance(term.value, Fraction):
                    self.log.say("TL0411", bound.span, found=bound.span.text)
                elif bound.op in ("gt", "ge"):
                    low = term.value
                else:
                    high = term.value
        return low, high
