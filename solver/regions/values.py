"""Values of rules as rows: under which formula a value is which expression. Rows exclude each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from compiler.rulebook.terms import (
    Aggregate,
    Apply,
    Choose,
    Const,
    FieldOf,
    Marginal,
    Missing,
    Named,
    Period,
    Series,
    Term,
    Var,
)
from compiler.source.record import dataclass
from solver.arithmetic.operations import OPERATIONS
from solver.regions.formulas import NO, UNKNOWN, YES, Formula
from solver.regions.quantities import Expr, Given, Op, Sum, at, cells_of, constant, fixed, plus, product, variable
from solver.regions.space import Cell
from solver.regions.thresholds import COUNTED, larger_than_nothing, quantity
from solver.regions.vocabulary import Beyond

if TYPE_CHECKING:
    from solver.regions.conditions import Conditions, Env

ROWS = 64


@dataclass(frozen=True, slots=True)
class Span:
    """All sums from ``low`` to ``high``; None: without end."""

    low: Expr
    high: Expr | None


Row = tuple[Formula, "Expr | Span"]


class Values:
    """Values of one rulebook over the cells of a search."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.space, self.formulas, self.stage = conditions.space, conditions.formulas, conditions.stage
        self._memo: dict[tuple[int, Env], list[Row]] = {}

    def rows(self, term: Term, env: Env) -> list[Row]:
        """The rows of a measured value. Where it is not looked into, one row with a quantity of its own."""
        key = (id(term), env)
        found = self._memo.get(key)
        if found is None:
            try:
                found = self._rows(term, env)
                if len(found) > ROWS:
                    raise Beyond("rows", _text(term))
            except Beyond as beyond:
                found = [self._opaque(term, env, beyond)]
            self._memo[key] = found
        return found

    def _opaque(self, term: Term, env: Env, beyond: Beyond) -> Row:
        key = ("opaque", self.conditions.meaning.of(term), env)
        counted = isinstance(term, Aggregate) and term.kind in ("count", "sum", "largest", "smallest", "mean")
        cell = self.space.cell(Cell(key, "scale", term.type, 0, Fraction(0) if counted else None))
        self.conditions.approximate.setdefault(cell, beyond)
        return self.formulas.stated(cell), variable(cell)

    def _rows(self, term: Term, env: Env) -> list[Row]:
        match term:
            case Const(value):
                return [(YES, constant(_number(value)))]
            case FieldOf():
                cell = self.conditions.field(term, env)
                return [(self.formulas.stated(cell), variable(cell))]
            case Named(_, _, body):
                return self.rows(body, env)
            case Missing():
                return []
            case Choose(_, cases, otherwise):
                return self._cases([(self.conditions.of(c, env), t) for c, t in cases], otherwise, env)
            case Series(_, _, day, values):
                return self._series(day, values, env)
            case Marginal(_, subject, slices):
                bands = [(s.low, s.high, s.rate) for s in slices]
                return [(g, _bands(self._single(e), bands)) for g, e in self.rows(subject, env)]
            case Apply(_, op, args):
                return self._apply(op, args, env)
            case Aggregate():
                return self._aggregate(term, env)
            case Var():
                raise Beyond("identity", _text(term))

    def _cases(self, cases: list[tuple[Formula, Term]], otherwise: Term | None, env: Env) -> list[Row]:
        found: list[Row] = []
        before: list[Formula] = []
        for cond, value in cases:
            found += self._under(self.formulas.every((*before, cond)), value, env)
            before.append(self.formulas.negate(cond))
        if otherwise is not None:
            found += self._under(self.formulas.every(before), otherwise, env)
        return found

    def _under(self, guard: Formula, term: Term, env: Env) -> list[Row]:
        if guard in (NO, UNKNOWN):
            return []
        rows = [(self.formulas.every((guard, g)), e) for g, e in self.rows(term, env)]
        return [r for r in rows if not self.formulas.is_hopeless(r[0])]

    def _series(self, day: Term, values: tuple[tuple[dt.date, Term], ...], env: Env) -> list[Row]:
        found: list[Row] = []
        for guard, when in self.rows(day, env):
            for index, (start, value) in enumerate(values):
                first = self.conditions.compare("ge", when, constant(start.toordinal()))
                parts = [guard, first]
                if index + 1 < len(values):
                    after = constant(values[index + 1][0].toordinal())
                    parts.append(self.conditions.compare("lt", when, after))
                found += self._under(self.formulas.every(parts), value, env)
        return found

    # ------------------------------------------------------------ operations

    def _apply(self, op: str, args: tuple[Term, ...], env: Env) -> list[Row]:
        if op in ("at_most", "at_least", "between"):
            return self._combined([self.rows(a, env) for a in args], lambda given: self._span(op, given))
        if op not in OPERATIONS:
            raise Beyond("operation", op)
        operation = OPERATIONS[op]
        given: list[list[Row]] | list[list[tuple[Formula, Expr | Span | Given]]] = []
        sides: list[list[tuple[Formula, Expr | Span | Given]]] = []
        for arg in args:
            if isinstance(arg, Const) and isinstance(arg.value, Period):
                sides.append([(YES, Given(arg.value))])
            elif arg.type.kind == "period":
                raise Beyond("period", _text(arg))
            else:
                sides.append(list(self.rows(arg, env)))
        del given
        calendar = self.conditions.calendar if operation.calendar else None
        return self._combined(sides, lambda found: self._operate(op, found, calendar))

    def _combined(
        self,
        sides: Iterable[list[tuple[Formula, Expr | Span | Given]]] | Iterable[list[Row]],
        made: Callable[[list[Expr | Span | Given]], Expr | Span],
    ) -> list[Row]:
        found: list[tuple[Formula, list[Expr | Span | Given]]] = [(YES, [])]
        for side in sides:
            found = [
                (guard, [*before, value])
                for g, before in found
                for h, value in side
                if not self.formulas.is_hopeless(guard := self.formulas.every((g, h)))
            ]
            if len(found) > ROWS:
                raise Beyond("rows")
        return [(g, made(values)) for g, values in found]

    def _span(self, op: str, given: list[Expr | Span | Given]) -> Expr | Span:
        ends = [(x.low, x.high) if isinstance(x, Span) else (x, x) for x in given if not isinstance(x, Given)]
        low, high = ends[0]
        if op == "at_least":
            return Span(low, None)
        if op == "between":
            return Span(low, ends[1][1])
        if high is not None and not larger_than_nothing(self.space, high):
            raise Beyond("interval", op)
        return Span(constant(0), high)

    def _operate(self, op: str, given: list[Expr | Span | Given], calendar: object) -> Expr | Span:
        if any(isinstance(x, Span) for x in given):
            return self._on_spans(op, given, calendar)
        exprs: list[Expr | Given] = [x for x in given if not isinstance(x, Span)]
        return self._simple(op, exprs, calendar)

    def _on_spans(self, op: str, given: list[Expr | Span | Given], calendar: object) -> Expr | Span:
        """Operations that never fall, end by end."""
        growing = op in ("add", "minimum", "maximum", "cap", "floor") or op.startswith("round")
        if op in ("multiply", "divide"):
            growing = all(larger_than_nothing(self.space, e) for x in given for e in _ends(x))
            growing = growing and (op == "multiply" or not isinstance(given[1], Span))
        if not growing:
            raise Beyond("interval", op)
        lows: list[Expr | Given] = [x.low if isinstance(x, Span) else x for x in given]
        highs = [x.high if isinstance(x, Span) else x for x in given]
        low = self._simple(op, lows, calendar)
        known: list[Expr | Given] = [x for x in highs if x is not None]
        if len(known) == len(highs):
            return Span(low, self._simple(op, known, calendar))
        if op in ("minimum", "cap"):
            return Span(low, self._simple("minimum", known, calendar) if len(known) > 1 else _plain(known[0]))
        return Span(low, None)

    def _simple(self, op: str, args: list[Expr | Given], calendar: object) -> Expr:
        sums = [x for x in args if isinstance(x, Sum)]
        if len(sums) == len(args):
            found = _arithmetic(op, sums)
            if found is not None:
                return found
        if op == "negate":
            return Op("subtract", (constant(0), args[0]))
        name = {"cap": "minimum", "floor": "maximum"}.get(op, op)
        if op in ("multiply", "divide") and any(isinstance(x, Sum) and fixed(x) == 1 for x in args[1:]):
            return _plain(args[0])
        made = Op(name, tuple(args), calendar)  # type: ignore[arg-type]
        if not cells_of(made):
            value = at(made, {})
            if value is None:
                raise Beyond("operation", op)
            return constant(value)
        if op in COUNTED and len(cells_of(made)) > 1:
            return variable(quantity(self.space, made))
        return made

    def bounded(self, value: Span, limit: Expr | Span, above: bool) -> Span:
        """A sum that is at most (``above``), or at least, as much as another."""
        found = self._operate(
            "cap" if above else "floor", [value if value.low != value.high else value.low, limit], None
        )
        return found if isinstance(found, Span) else Span(found, found)

    def negated(self, value: Expr) -> Expr:
        """The opposite of a sum."""
        return self._simple("negate", [value], None)

    def _single(self, value: Expr | Span) -> Expr:
        if isinstance(value, Span):
            raise Beyond("interval")
        return value

    # ------------------------------------------------------------ members

    def _aggregate(self, node: Aggregate, env: Env) -> list[Row]:
        if node.kind not in ("count", "sum", "largest", "smallest"):
            raise Beyond("aggregate", node.kind)
        found: list[tuple[Formula, Expr | None]] = [
            (YES, None if node.kind in ("largest", "smallest") else constant(0))
        ]
        for member in self.conditions.members(node.members, env):
            inner = self.conditions.inner(node.members, env, member)
            counts = YES if node.where is None else self.conditions.of(node.where, inner)
            keys: list[Row] = [(YES, constant(1))] if node.key is None else self.rows(node.key, inner)
            found = [
                (guard, value)
                for g, before in found
                for guard, value in (
                    (self.formulas.every((g, self.formulas.negate(counts))), before),
                    *(
                        (self.formulas.every((g, counts, h)), _joined(node.kind, before, self._single(k)))
                        for h, k in keys
                    ),
                )
                if not self.formulas.is_hopeless(guard)
            ]
            if len(found) > ROWS:
                raise Beyond("rows")
        return [(g, e) for g, e in found if e is not None]


def _joined(kind: str, before: Expr | None, key: Expr) -> Expr:
    if before is None:
        return key
    if kind in ("count", "sum"):
        return plus(before, key) if isinstance(before, Sum) and isinstance(key, Sum) else Op("add", (before, key))
    return Op("maximum" if kind == "largest" else "minimum", (before, key))


def _ends(value: Expr | Span | Given) -> list[Expr]:
    if isinstance(value, Span):
        return [value.low, *([value.high] if value.high is not None else [])]
    return [] if isinstance(value, Given) else [value]


def _plain(value: Expr | Given) -> Expr:
    if isinstance(value, Given):
        raise Beyond("period")
    return value


def _number(value: object) -> Fraction:
    if isinstance(value, dt.date):
        return Fraction(value.toordinal())
    if not isinstance(value, Fraction):
        raise Beyond("value", str(value))
    return value


def _arithmetic(op: str, args: list[Sum]) -> Expr | None:
    """Operations on sums that give a sum again."""
    numbers = [fixed(a) for a in args]
    match op:
        case "add":
            return plus(args[0], args[1])
        case "subtract" | "days_between":
            return plus(args[0], args[1], -1) if op == "subtract" else plus(args[1], args[0], -1)
        case "negate":
            return plus(constant(0), args[0], -1)
        case "multiply":
            return product(args[0], args[1])
        case "divide" if numbers[1]:
            return product(args[0], constant(1 / numbers[1]))
        case "minimum" | "maximum" | "cap" | "floor" if None not in numbers:
            known = [n for n in numbers if n is not None]
            return constant(min(known) if op in ("minimum", "cap") else max(known))
    return None


def _bands(subject: Expr, bands: list[tuple[Fraction, Fraction | None, Fraction]]) -> Expr:
    total: Expr = constant(0)
    for low, high, rate in bands:
        upper: Expr = subject if high is None else Op("minimum", (subject, constant(high)))
        over = Op("maximum", (constant(0), Op("subtract", (upper, constant(low)))))
        total = Op("add", (total, Op("multiply", (over, constant(rate)))))
    return total


def _text(term: Term) -> str:
    return term.origin.text.strip().splitlines()[0] if term.origin.text.strip() else ""
