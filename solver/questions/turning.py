"""What turned when the day that decides moved: the comparisons that came out otherwise, as reasons a reader can follow.

A comparison counts only where everything above it came out otherwise too: what an alternative makes good changes
nothing. It is told as the vocabulary says its fact; two facts by their names; a computed comparison by the name that
the drafter gave to the rule it stands in.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from fractions import Fraction

from compiler.cases.model import Case
from compiler.rulebook.model import Benefit, Rulebook, Stop
from compiler.rulebook.terms import (
    Aggregate,
    All,
    Any,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Holds,
    Label,
    Marginal,
    Named,
    Not,
    OneOf,
    Quantifier,
    Recursive,
    Series,
    Term,
    Test,
    bare,
)
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from compiler.source.text import Span
from solver.answers.model import Reason, State
from solver.arithmetic.dates import EVERYWHERE, share_window
from solver.arithmetic.values import Interval
from solver.questions.direct import DirectExplainer
from solver.questions.notes import NEXT_MONTH
from solver.questions.plainly import plainly
from solver.questions.reasons import deciding, lacking
from solver.search.cells import apply
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.homes import Home, home_of
from solver.search.leaves import Between, Instance, sums, words_of
from solver.search.memory import Memory
from solver.search.sides import Placed, rules_of, sides

_STATES: dict[bool | None, State] = {True: "yes", False: "no", None: "unknown"}
_WRITTEN = frozenset({"label", "definition"})  # names that a drafter gave
# What a calendar counts turns on certain days; days between two days are others every day, which says nothing.
_COUNTED = frozenset({"age", "full_years", "full_months", "calendar_months", "year", "month"})


@dataclass(frozen=True, slots=True)
class _Found:
    """A condition or value that came out otherwise, for whom, and the named rules it stands in, the innermost last."""

    node: Cond | Term
    env: Env
    above: tuple[Label | Named, ...]


class Turning:
    """What is otherwise on ``day`` than on the day before, in the case with ``cell`` on it."""

    def __init__(
        self,
        rulebook: Rulebook,
        case: Case,
        readings: dict[str, str],
        benefit: Benefit,
        object_: str,
        cell: Cell,
        memory: Memory,
    ) -> None:
        self._rulebook, self._case, self._readings, self._cell = rulebook, case, readings, cell
        self._benefit, self._env = benefit, (object_,)
        self._numbers = {d.origin.file.name: d.number for d in rulebook.documents if d.held}
        self._memory = memory

    def reasons(
        self, before: dt.date, day: dt.date, around: tuple[Between, ...], endings: tuple[Stop, ...], refused: bool
    ) -> tuple[Reason, ...]:
        """The comparisons of the benefit, those with other claims ``around`` it, and the ends of payment. ``refused``:
        whether nothing is paid since the payment has ended before."""
        was, now = (self._evaluator(at) for at in (before, day))
        with ExitStack() as stack:
            for evaluator in (was, now):
                stack.enter_context(evaluator.still())
            told = self._teller(now, day)
            between = [self._between(told, one) for one in around]
            ends = [self._ends(told, stop, refused) for stop in endings]
            own = self._own(told, was, now, True)
            if not (own or between or ends):
                # It came out as before as a whole; something that it waits for did not.
                own = self._own(told, was, now, False)
        return tuple(dict.fromkeys((*_merged([*own, *between]), *ends)))

    def waits(self, day: dt.date) -> tuple[Reason, ...]:
        """What is lacking on that day before anybody can tell what the benefit comes to: as far as it is the benefit's
        own."""
        now = self._evaluator(day)
        with now.still():
            told = self._teller(now, day)
            found = lacking(told.reason(self._benefit.condition, self._env))
            if not found and self._benefit.amount is not None and now.state(self._benefit.condition, self._env):
                found = told.open_amount(self._benefit.amount, self._env)
            own = home_of(self._benefit)
            return tuple(dict.fromkeys(self._at(r, own, self._benefit.origin) for r in plainly(found)))

    def _teller(self, now: Evaluator, day: dt.date) -> _Teller:
        return _Teller(self._rulebook, now, apply(self._rulebook, self._case, {self._cell: day}), self._readings)

    def _own(self, told: _Teller, was: Evaluator, now: Evaluator, strict: bool) -> list[Reason]:
        """What turned in the benefit's rule, and in the conditions under which rules between claims are about it."""
        b = self._benefit
        own = home_of(b)
        parts = [(part, own) for part in (b.condition, b.starting, b.payee, *sums(b))]
        claims = frozenset((b.id, self._env[0]) for b in wordings(self._rulebook, self._benefit.id))
        for rule in rules_of(self._rulebook, claims):
            home = Home(rule.document, rule.clause, rule.quote)
            near = sides(self._rulebook, now, rule, claims)
            parts += [(s.condition, home) for s in near if s.claim in claims]
        found = (
            (home, f)
            for part, home in parts
            if part is not None
            for f in _turned(part, self._env, was, now, (), strict)
        )
        return [self._placed(told.reason_of(f, self._env), f, home) for home, f in found]

    def _evaluator(self, day: dt.date) -> Evaluator:
        return Evaluator(self._rulebook, self._case, self._readings, {self._cell: day}, self._memory)

    def _placed(self, reason: Reason, found: _Found, home: Home) -> Reason:
        """The reason with the place in the law where the comparison is written."""
        for label in found.above:
            if isinstance(label, Label) and label.clause:
                home = Home(label.document or home.document, label.clause, label.quote)
        return self._at(reason, home, found.node.origin)

    def _at(self, reason: Reason, home: Home, span: Span) -> Reason:
        number = self._numbers.get(span.file.name, home.document)
        if number != home.document and not reason.document:
            return replace(reason, document=number)
        return replace(
            reason,
            document=reason.document or home.document,
            clause=reason.clause or home.clause,
            quote=reason.quote or home.quote,
        )

    def _between(self, told: _Teller, leaf: Between) -> Reason:
        """How two claims lie to each other now, under the rule between them."""
        reason = told.beside((leaf.own, leaf.own_env), (leaf.other, leaf.other_env), words_of(Instance(leaf, ())))
        home = Home(leaf.document, leaf.clause, leaf.quote)
        days = told.days(leaf) if leaf.sort == "day" else None
        within = share_window(leaf.window, *days) if days is not None else None
        window = (
            () if within is None or leaf.window in EVERYWHERE else (Reason("window", _STATES[within], leaf.window),)
        )
        return self._at(replace(reason, name=leaf.name, children=window), home, leaf.origin)

    def _ends(self, told: _Teller, stop: Stop, refused: bool) -> Reason:
        """An end of payment that comes before the first payment, or no longer does."""
        holds = told.state(stop.condition, self._env)
        day = told.reader.shown(stop.date, self._env) if stop.date is not None else None
        reason = Reason(
            stop.kind,
            "unknown" if holds == "unknown" else "no" if refused else "note",
            stop.condition.origin.text,
            name=stop.name,
            about=day.value if day is not None else "",
            op=NEXT_MONTH if stop.next_month else "",
            children=deciding(told.reason(stop.condition, self._env)),
        )
        (plain,) = plainly((reason,))
        return self._at(plain, home_of(self._benefit), stop.condition.origin)


class _Teller(DirectExplainer):
    """Tells what turned."""

    def days(self, leaf: Between) -> tuple[dt.date, dt.date] | None:
        """The days of two claims; None when one is not known."""
        own, other = (self.evaluator.value(*side) for side in ((leaf.own, leaf.own_env), (leaf.other, leaf.other_env)))
        return (own, other) if isinstance(own, dt.date) and isinstance(other, dt.date) else None

    def reason_of(self, found: _Found, own: Env) -> Reason:
        """One that came out otherwise, in words that do without the rule where they can."""
        node, env = found.node, found.env
        label = found.above[-1] if found.above else None
        if not isinstance(node, Cond):
            steps = self.arithmetic(node, env)
            return replace(steps[-1], children=()) if steps else Reason("step", "note", node.origin.text)
        if isinstance(node, Test) and isinstance(node.left, FieldOf) and isinstance(node.right, FieldOf):
            return self.beside((node.left, env), (node.right, env), node.origin.text)
        alone = replace(self.reason(node, env), children=())
        if isinstance(label, Label) and label.kind in _WRITTEN and bare(label.operand) is node:
            return Reason(label.kind, alone.state, name=label.name, children=(alone,))
        dated = isinstance(node, Test) and isinstance(node.right, Const) and node.right.type.kind == "date"
        if alone.says or label is None or dated:  # of two dates each can be read as it stands
            return self._whose(alone, node, env, own)
        if isinstance(label, Named):
            return Reason("step", "note", label.name, name=label.name, left=self.reader.shown(label.body, env))
        others = dict.fromkeys(o for o in self.reader.scope(label, env) if o not in own)
        return Reason(label.kind, self.state(label, env), name=label.name, about="、".join(others))

    def beside(self, one: Placed, other: Placed, text: str) -> Reason:
        """How two values lie to each other."""
        a, b = self.evaluator.value(*one), self.evaluator.value(*other)
        op = _relation(a, b)
        return Reason(
            "beside",
            "unknown" if op is None else "note",
            text,
            op=op or "",
            left=self.reader.shown(*one),
            right=self.reader.shown(*other),
            fact=self._called(one),
            about=self._called(other),
        )

    def _called(self, placed: Placed) -> str:
        """The fact that a value is read from; for a computed one the object that it is computed for."""
        term, env = placed
        return self.reader.fact_of(term, env) or (env[0] if env else "")

    def _whose(self, reason: Reason, node: Cond, env: Env, own: Env) -> Reason:
        """A sentence about one member among several names it."""
        term = node.left if isinstance(node, Test) else node.term if isinstance(node, OneOf | Holds) else None
        object_ = self.reader.text(term.base, env) if isinstance(term, FieldOf) else None
        return replace(reason, name=object_) if object_ is not None and object_ in env[len(own) :] else reason


def _merged(reasons: list[Reason]) -> list[Reason]:
    """What several rules have the same two facts held against each other for, once, with the names of all."""
    by_facts: dict[object, list[Reason]] = {}
    for reason in reasons:
        facts = frozenset(((reason.fact, reason.left), (reason.about, reason.right)))
        by_facts.setdefault(facts if reason.kind == "beside" else reason, []).append(reason)
    return [
        of[0]
        if of[0].kind != "beside"
        else replace(
            of[0],
            name="」「".join(dict.fromkeys(r.name for r in of if r.name)),
            children=tuple(dict.fromkeys(c for r in of for c in r.children)),
        )
        for of in by_facts.values()
    ]


def _relation(a: object, b: object) -> str | None:
    """lt, eq or gt; eq or ne for what has no order; None where one is not known, or may be either."""
    if a is None or b is None:
        return None
    if isinstance(a, Interval) or isinstance(b, Interval):
        return "eq" if a == b else None
    if isinstance(a, dt.date) and isinstance(b, dt.date):
        return "lt" if a < b else "gt" if a > b else "eq"
    if isinstance(a, Fraction) and isinstance(b, Fraction):
        return "lt" if a < b else "gt" if a > b else "eq"
    return "eq" if a == b else "ne"


def _turned(
    node: Cond | Term, env: Env, was: Evaluator, now: Evaluator, above: tuple[Label | Named, ...], strict: bool
) -> Iterator[_Found]:
    """The comparisons under a condition or value that made it come out otherwise. Not ``strict``: those that came out
    otherwise themselves, whatever that did."""
    leaf = isinstance(node, Test | OneOf | Holds | Series | Quantifier | Recursive | Apply)
    if (strict or leaf) and _same(node, env, was, now):
        return
    parts: list[tuple[Cond | Term, Env]] = []
    match node:
        case Test() | OneOf() | Holds():
            yield _Found(node, env, above)
            return
        case Label(_, _, name, operand):
            above = (*above, node) if name else above
            parts = [(operand, env)]
        case Named(_, _, body):
            above = (*above, node)
            parts = [(body, env)]
        case Not(_, operand):
            parts = [(operand, env)]
        case All(_, operands) | Any(_, operands):
            # One that decides is enough; the others say nothing.
            enough = now.state(node, env) is isinstance(node, Any)
            parts = [(o, env) for o in operands if not enough or now.state(o, env) is isinstance(node, Any)]
        case Quantifier(_, _, members, where) | Aggregate(_, _, members, where):
            inner = [now.inner(members, env, m) for m in now.members(members, env)[0]]
            parts = [(where, e) for e in inner] if where is not None else []
            if isinstance(node, Aggregate) and node.key is not None:
                parts += [(node.key, e) for e in inner]
        case Choose(_, cases, otherwise):
            parts = [(part, env) for case in cases for part in case]
            parts += [(otherwise, env)] if otherwise is not None else []
        case Apply(_, _, args):
            parts = [(a, env) for a in args]
        case Marginal(_, subject):
            parts = [(subject, env)]
        case Series(_, _, _, values):
            parts = [(value, env) for _, value in values]
        case _:
            pass
    found = [f for part, inner_env in parts for f in _turned(part, inner_env, was, now, above, strict)]
    counted = isinstance(node, Series | Quantifier | Recursive) or (isinstance(node, Apply) and node.op in _COUNTED)
    yield from found or ([_Found(node, env, above)] if counted else [])


def _same(node: Cond | Term, env: Env, was: Evaluator, now: Evaluator) -> bool:
    if isinstance(node, Cond):
        return was.state(node, env) is now.state(node, env)
    return was.value(node, env) == now.value(node, env)
