"""Conditions of one rulebook as formulas over the cells of a search.

What is not looked into becomes a formula that is free; it is the same for both sides where it means the same. So a
proof holds for whatever it may come to, and a witness has to be built and decided before it is told.
"""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from fractions import Fraction

from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import (
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
from solver.arithmetic.operations import compare as compare_values
from solver.arithmetic.values import Calendar
from solver.regions.formulas import NO, UNKNOWN, YES, Formula, Formulas
from solver.regions.meaning import Meaning
from solver.regions.quantities import Expr, constant
from solver.regions.space import Cell, Space
from solver.regions.stage import Stage
from solver.regions.thresholds import compare
from solver.regions.values import Span, Values
from solver.regions.vocabulary import Beyond, Vocabulary

Env = tuple[str, ...]
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
MEMBERS = 2
"""Members of a list that is looked through."""
_DISCRETE = ("enum", "boolean", "text")
Table = list[tuple[Formula, object]]


class Conditions:
    """One side of a search. ``free``: what each free formula stands for; ``approximate``: the same for quantities."""

    def __init__(
        self, rulebook: Rulebook, meaning: Meaning, vocabulary: Vocabulary, space: Space, stage: Stage
    ) -> None:
        self.rulebook, self.meaning, self.vocabulary = rulebook, meaning, vocabulary
        self.space, self.stage = space, stage
        self.formulas: Formulas = space.formulas
        self.free: dict[Formula, Beyond] = {}
        self.approximate: dict[int, Beyond] = {}
        self.calendar = (
            Calendar(frozenset(rulebook.holidays), frozenset(rulebook.workdays)) if rulebook.calendar else None
        )
        self.values = Values(self)
        self._memo: dict[tuple[int, Env], Formula] = {}
        self._enums = {e.name: e for e in rulebook.enums}
        self._readings = {r.name: r for r in rulebook.readings}
        self._terms: list[Term] = []  # made here, and kept so that their identity stays theirs

    def of(self, cond: Cond, env: Env) -> Formula:
        """The formula of a condition in a scope."""
        key = (id(cond), env)
        found = self._memo.get(key)
        if found is None:
            try:
                found = self._of(cond, env)
            except Beyond as beyond:
                found = self.formulas.free((self.meaning.of(cond), env))
                self.free.setdefault(found, beyond)
            self._memo[key] = found
        return found

    def _of(self, cond: Cond, env: Env) -> Formula:
        match cond:
            case Label(_, _, _, operand):
                return self.of(operand, env)
            case Not(_, operand):
                return self.formulas.negate(self.of(operand, env))
            case All(_, operands):
                return self.formulas.every([self.of(o, env) for o in operands])
            case Any(_, operands):
                return self.formulas.some([self.of(o, env) for o in operands])
            case Always(_, value):
                return YES if value else NO
            case Open():
                return UNKNOWN
            case Reads(_, reading, choice):
                return self._reads(reading, choice)
            case Test():
                return self._test(cond, env)
            case OneOf(_, term, options, opened):
                return self._one_of(term, options, opened, env)
            case Holds(_, term):
                return self._holds(term, env)
            case Quantifier(_, kind, members, where):
                listed = [self.inner(members, env, m) for m in self.members(members, env)]
                states = [YES if where is None else self.of(where, e) for e in listed]
                return self.formulas.some(states) if kind == "exists" else self.formulas.every(states)
            case Recursive(_, definition):
                raise Beyond("recursion", definition)

    # ------------------------------------------------------------ cells

    def field(self, term: FieldOf, env: Env) -> int:
        """The cell of a field that holds a value of its own."""
        of = self.entity(term.base, env)
        decl = self.vocabulary.field(term.owner, term.name)
        kind = decl.type
        if kind.list:
            raise Beyond("list", f"{term.owner}.{term.name}")
        key = ("field", term.owner, of, term.name)
        found = self.space.find(key)
        if found is not None:
            return found
        silent = not decl.required and decl.default is None
        preferred = decl.default.value if decl.default is not None else None
        cell = Cell(key, "choice", kind, silent=silent, preferred=preferred)
        if kind.kind == "boolean":
            cell.options = [True, False]
        elif kind.kind == "enum":
            cell.options = list(self.vocabulary.values(kind))
        elif kind.kind == "text":
            cell.options = ["某"]
        elif kind.kind == "date":
            cell.sort, cell.parts = "scale", 1
            cell.low, cell.high = Fraction(FIRST_DAY.toordinal()), Fraction(LAST_DAY.toordinal())
        elif kind.kind in ("money", "number"):
            cell.sort, cell.low = "scale", Fraction(0)
            cell.parts = 100 if kind.kind == "money" else 1 if kind.name == "integer" else 10_000
        elif kind.kind == "period":
            cell.sort, cell.low, cell.parts = "scale", Fraction(0), 1
        else:
            raise Beyond("value", f"{term.owner}.{term.name}")
        return self.space.cell(cell)

    def entity(self, term: Term, env: Env) -> str:
        """The fact a term refers to."""
        match term:
            case Var(depth):
                if depth >= len(env) or not env[depth]:
                    raise Beyond("identity", term.name)
                return env[depth]
            case FieldOf(base, owner, name, kind) if kind.kind == "entity" and not kind.list:
                self.vocabulary.field(owner, name)
                return self.stage.party(owner, self.entity(base, env), name, kind.name)
            case Named(_, _, body):
                return self.entity(body, env)
        raise Beyond("identity", term.origin.text.strip())

    def whose(self, term: Term, env: Env) -> None:
        """Make sure that the case says whom a term refers to, if it refers to a fact."""
        with suppress(Beyond):
            self.entity(term, env)

    def members(self, members: Members, env: Env) -> list[str]:
        """Whom a quantifier runs over, where it is looked through."""
        if members.list is None:
            return self.stage.all_of(members.kind)
        if not isinstance(members.list, FieldOf):
            raise Beyond("list")
        of = self.entity(members.list.base, env)
        return list(self.stage.listed(members.list.owner, of, members.list.name, members.kind, MEMBERS))

    @staticmethod
    def inner(members: Members, env: Env, member: str) -> Env:
        """The scope of a member."""
        return (*env[: members.depth], *("",) * (members.depth - len(env)), member)

    # ------------------------------------------------------------ leaves

    def _reads(self, reading: str, choice: str) -> Formula:
        choices = self.vocabulary.choices(reading)
        key = ("reading", reading)
        cell = self.space.cell(Cell(key, "choice", Type("reading"), options=["", *choices], preferred="", silent=False))
        decl = self._readings[reading]
        left_open = self.formulas.pick(cell, "")
        yes = [self.formulas.pick(cell, choice)] if choice in choices else []
        no = [self.formulas.pick(cell, c) for c in choices if c != choice]
        if decl.default is not None:
            (yes if decl.default == choice else no).append(left_open)
        return self.formulas.split(self.formulas.some(yes), self.formulas.some(no))

    def compare(self, op: str, left: Expr | Span, right: Expr | Span) -> Formula:
        """A comparison of two values; ranges are not looked into."""
        if isinstance(left, Span) or isinstance(right, Span):
            raise Beyond("interval")
        return compare(self.space, op, left, right)

    def _test(self, cond: Test, env: Env) -> Formula:
        left, right = cond.left, cond.right
        if isinstance(left, Missing) or isinstance(right, Missing):
            return UNKNOWN
        kind = left.type if left.type.kind != "any" else right.type
        if kind.kind == "entity":
            self.stage.identities = True
            same = self.entity(left, env) == self.entity(right, env)
            return YES if same == (cond.op == "eq") else NO
        if kind.kind in _DISCRETE:
            return self._discrete(cond, kind, env)
        if kind.kind == "period":
            return self._period(cond, env)
        yes, no = [], []
        for g, a in self.values.rows(left, env):
            for h, b in self.values.rows(right, env):
                held = self.compare(cond.op, a, b)
                yes.append(self.formulas.every((g, h, held)))
                no.append(self.formulas.every((g, h, self.formulas.negate(held))))
        return self.formulas.split(self.formulas.some(yes), self.formulas.some(no))

    def _period(self, cond: Test, env: Env) -> Formula:
        left, right, op = cond.left, cond.right, cond.op
        if isinstance(left, Const):
            left, right = right, left
            op = {"ge": "le", "gt": "lt", "le": "ge", "lt": "gt"}.get(op, op)
        if not (isinstance(right, Const) and isinstance(right.value, Period) and isinstance(left, FieldOf)):
            raise Beyond("period", cond.origin.text.strip())
        cell = self.field(left, env)
        of = self.space.cells[cell]
        of.unit = of.unit or right.value.unit
        if of.unit != right.value.unit:
            raise Beyond("period", cond.origin.text.strip())
        return self.space.compare(cell, op, Fraction(right.value.count))

    def _discrete(self, cond: Test, kind: Type, env: Env) -> Formula:
        left, right = self.table(cond.left, env, cond.right), self.table(cond.right, env, cond.left)
        yes = [self.formulas.every((g, h)) for g, a in left for h, b in right if self._same(cond.op, kind, a, b)]
        no = [self.formulas.every((g, h)) for g, a in left for h, b in right if not self._same(cond.op, kind, a, b)]
        return self.formulas.split(self.formulas.some(yes), self.formulas.some(no))

    def _same(self, op: str, kind: Type, left: object, right: object) -> bool:
        enum = self._enums.get(kind.name) if kind.kind == "enum" else None
        if enum is not None and op not in ("eq", "ne"):
            ranks = {v: Fraction(i) for i, v in enumerate(enum.values)}
            return compare_values(op, "number", ranks[str(left)], ranks[str(right)]) is True
        same = left == right or (enum is not None and (left, right) in enum.deemed)
        return same == (op == "eq")

    def table(self, term: Term, env: Env, beside: Term | None = None) -> Table:
        """The values a term of few values can have, each with its formula. ``beside``: what it is held against."""
        match term:
            case Const(value):
                return [(YES, value)]
            case FieldOf():
                cell = self.field(term, env)
                options = self.space.cells[cell].options
                if term.type.kind == "text":
                    known = [beside.value] if isinstance(beside, Const) else []
                    if not known:
                        raise Beyond("text", term.origin.text.strip())
                    options += [v for v in known if v not in options]
                    held = self.formulas.pick(cell, known[0])
                    return [(held, known[0]), (self.formulas.negate(held), None)]
                return [(self.formulas.pick(cell, v), v) for v in options]
            case Named(_, _, body):
                return self.table(body, env, beside)
            case Missing():
                return []
            case Choose(_, cases, otherwise):
                return self._table_of_cases(cases, otherwise, env, beside)
            case Series(_, _, day, values):
                return [
                    (self.formulas.every((g, h)), v)
                    for g, t in self._current(day, values, env)
                    for h, v in self.table(t, env, beside)
                ]
            case Apply(_, "within", args):
                held = self._within(args, env)
                return [(held, True), (self.formulas.negate(held), False)]
        raise Beyond("value", term.origin.text.strip())

    def _current(self, day: Term, values: tuple[tuple[dt.date, Term], ...], env: Env) -> list[tuple[Formula, Term]]:
        found: list[tuple[Formula, Term]] = []
        for guard, when in self.values.rows(day, env):
            for index, (start, value) in enumerate(values):
                parts = [guard, self.compare("ge", when, constant(start.toordinal()))]
                if index + 1 < len(values):
                    parts.append(self.compare("lt", when, constant(values[index + 1][0].toordinal())))
                found.append((self.formulas.every(parts), value))
        return found

    def _table_of_cases(
        self, cases: tuple[tuple[Cond, Term], ...], otherwise: Term | None, env: Env, beside: Term | None
    ) -> Table:
        found: Table = []
        before: list[Formula] = []
        for cond, value in cases:
            held = self.of(cond, env)
            found += [(self.formulas.every((*before, held, g)), v) for g, v in self.table(value, env, beside)]
            before.append(self.formulas.negate(held))
        if otherwise is not None:
            found += [(self.formulas.every((*before, g)), v) for g, v in self.table(otherwise, env, beside)]
        return found

    def _one_of(self, term: Term, options: tuple[Const, ...], opened: bool, env: Env) -> Formula:
        kind = options[0].type if options else term.type
        if kind.kind in ("number", "money", "date"):
            ways = [
                self.formulas.every((g, self.compare("eq", e, constant(_number(o)))))
                for g, e in self.values.rows(term, env)
                for o in options
            ]
            found = self.formulas.some(ways)
        elif kind.kind == "text":
            ways = [g for o in options for g, v in self.table(term, env, o) if v == o.value]
            found = self.formulas.some(ways)
        elif kind.kind == "entity":
            raise Beyond("identity", term.origin.text.strip())
        else:
            table = self.table(term, env)
            inside = [g for g, v in table if any(self._same("eq", kind, v, o.value) for o in options)]
            outside = [g for g, v in table if not any(self._same("eq", kind, v, o.value) for o in options)]
            found = self.formulas.split(self.formulas.some(inside), self.formulas.some(outside))
        return self.formulas.split(found, NO) if opened else found

    def _holds(self, term: Term, env: Env) -> Formula:
        if isinstance(term, Missing):
            return UNKNOWN
        table = self.table(term, env)
        yes = self.formulas.some(g for g, v in table if v is True)
        no = self.formulas.some(g for g, v in table if v is False)
        return self.formulas.split(yes, no)

    def _within(self, args: tuple[Term, ...], env: Env) -> Formula:
        """期内: not before the first day, and not after the last."""
        applied, start, period = args
        ways_in, ways_out = [], []
        last = Apply("", "add_period", (start, period), start.type)
        self._terms.append(last)
        for g, day in self.values.rows(applied, env):
            for h, first in self.values.rows(start, env):
                for i, end in self.values.rows(last, env):
                    held = self.formulas.every((self.compare("le", first, day), self.compare("le", day, end)))
                    ways_in.append(self.formulas.every((g, h, i, held)))
                    ways_out.append(self.formulas.every((g, h, i, self.formulas.negate(held))))
        return self.formulas.split(self.formulas.some(ways_in), self.formulas.some(ways_out))


def _number(option: Const) -> Fraction:
    value = option.value
    if isinstance(value, dt.date):
        return Fraction(value.toordinal())
    if isinstance(value, Fraction):
        return value
    raise Beyond("value", option.written)
