"""Amounts, bound: the sum as written, then uplifts, caps and floors of the single claim, exceptions, and rounding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from compiler.diagnostics.problem import Log
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.model import Cap
from compiler.rulebook.scope import Scope
from compiler.rulebook.terms import NUMBER, YUAN, All, Apply, Choose, Cond, Const, Missing, Not, Term
from compiler.rulebook.types import described
from compiler.rulebook.written import Written
from compiler.source.text import Span
from compiler.surface import tree as t

PER = {"once": "once", "monthly": "month", "yearly": "year", "eachtime": "time", "daily": "day"}
_UNITS = {"once": ("元",), "month": ("元/月",), "year": ("元/年",), "time": ("元/次",), "day": ("元/日",)}
_MODES = {"halfup": "round_half_up", "roundup": "round_up", "rounddown": "round_down"}
_FEN = Const(Fraction(1, 100), YUAN, "1分")


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount: its term (None when it is open or not money), its form, and the words of an open one."""

    term: Term | None
    per: str
    open: str


class Amounts:
    """Binds 金额, 上浮, 封顶, 保底 and 取整."""

    def __init__(self, binder: Binder, log: Log) -> None:
        self.binder, self.log = binder, log

    def bind(
        self, scope: Scope, body: t.RuleBody, others: tuple[tuple[Cond, t.RuleBody, Scope, Span], ...] = ()
    ) -> Sum:
        """The whole amount of a rule. ``others`` are exceptions that raise it or set another, with their conditions."""
        if body.amount is None:
            return Sum(None, "once", "")
        per = PER[body.amount.form]
        if body.rounding is not None and body.rounding.each_step:
            unit = self.binder.term(scope, body.rounding.unit)
            scope = replace(scope, each_step=(_MODES[body.rounding.mode], unit))
        if body.amount.kind == "open":
            return Sum(None, per, body.amount.note.text if body.amount.note else "")
        term = self._written(scope, body.amount, per)
        for uplift in body.uplifts:
            term = self._uplift(scope, term, uplift)
        for cond, raising, inner, span in others:
            if raising.amount is None:
                raised = term
                for uplift in raising.uplifts:
                    raised = self._uplift(inner, raised, uplift)
                term = Choose(scope.counter.next(), ((cond, raised),), term, term.type, origin=span)
        for bound in body.bounds:
            if not bound.per:
                term = self.limited(scope, term, bound)
        term = self._exceptions(scope, term, per, tuple(o for o in others if o[1].amount is not None))
        return Sum(self._round(scope, term, body.rounding), per, "")

    def _alone(self, scope: Scope, body: t.RuleBody, per: str) -> Term:
        """The sum an exception sets, with its own uplifts and bounds."""
        assert body.amount is not None
        if PER[body.amount.form] != per:
            self.log.say("TL0524", body.amount.span)
        if body.amount.kind == "open":
            about = body.amount.note.text if body.amount.note else ""
            return Missing("open", about, YUAN, body.amount.span)
        term = self._written(scope, body.amount, per)
        for uplift in body.uplifts:
            term = self._uplift(scope, term, uplift)
        for bound in body.bounds:
            if not bound.per:
                term = self.limited(scope, term, bound)
        return term

    def _written(self, scope: Scope, amount: t.Amount, per: str) -> Term:
        ends = [self._money(scope, e, per) if e is not None else None for e in (amount.low, amount.high)]
        low, high = ends
        fresh, span = scope.counter.next, amount.span
        if amount.kind == "exact":
            assert low is not None
            return low
        if amount.kind == "between":
            assert low is not None and high is not None
            return Apply(fresh(), "between", (low, high), low.type, "between", span)
        end = low if amount.kind == "at_least" else high
        assert end is not None
        return Apply(fresh(), amount.kind, (end,), end.type, amount.kind, span)

    def _money(self, scope: Scope, expr: t.Expr, per: str) -> Term:
        term = self.binder.term(scope, expr, None)
        if term.type.kind not in ("money", "any") or term.type.list:
            self.log.say("TL0408", expr.span, given=described(term.type))
        elif term.type.kind == "money" and term.type.unit not in ("元", *_UNITS[per]):
            self.log.say("TL0402", expr.span, left=term.type.unit, right=_UNITS[per][0])
        return term

    def _uplift(self, scope: Scope, base: Term, uplift: t.Uplift) -> Term:
        more = self.binder.term(scope, uplift.amount)
        fresh, span = scope.counter.next, uplift.span
        if uplift.at_most:
            more = Apply(fresh(), "at_most", (more,), more.type, "at_most", span)
        if more.type.kind == "money":
            raised: Term = Apply(fresh(), "add", (base, more), base.type, "uplift", span)
        else:
            if more.type.kind not in ("number", "any"):
                self.binder.wrong(span, NUMBER, more.type)
            factor = Apply(fresh(), "add", (Const(Fraction(1), NUMBER, "1", span), more), NUMBER, "", span)
            raised = Apply(fresh(), "multiply", (base, factor), base.type, "uplift", span)
        if uplift.when is None:
            return raised
        return Choose(fresh(), ((self.binder.condition(scope, uplift.when), raised),), base, base.type, origin=span)

    def limited(self, scope: Scope, term: Term, bound: t.Bound) -> Term:
        """A cap or floor of the single claim."""
        limit = self.binder.term(scope, bound.amount)
        if limit.type.kind not in ("money", "any"):
            self.log.say("TL0408", bound.amount.span, given=described(limit.type))
        op = "cap" if bound.kind == "cap" else "floor"
        return Apply(scope.counter.next(), op, (term, limit), term.type, op, bound.span)

    def shared_cap(self, scope: Scope, bound: t.Bound, id: str, by: Written, cond: Cond | None = None) -> Cap:
        """A cap or floor that several claims share, per unit and window; ``by`` is the rule that says so."""
        unit: Term | None = None
        window = ""
        for per in bound.per:
            if per.window is not None:
                window = per.window
            if per.unit is not None:
                unit = self.binder.term(scope, per.unit)
        limit = self.binder.term(scope, bound.amount)
        if limit.type.kind not in ("money", "any"):
            self.log.say("TL0408", bound.amount.span, given=described(limit.type))
        quote = next((q.text for b in by.rule.body.basis for q in b.quotes), "")
        kind, clause = "cap" if bound.kind == "cap" else "floor", by.clause.id if by.clause else ""
        return Cap(id, kind, limit, unit, window or "lifetime", by.sheet.name, clause, quote, cond, bound.span)

    def _exceptions(
        self, scope: Scope, base: Term, per: str, others: tuple[tuple[Cond, t.RuleBody, Scope, Span], ...]
    ) -> Term:
        """An exception's amount in place of the general one. Where two of them hold at once, none is picked."""
        if not others:
            return base
        fresh = scope.counter.next
        cases: list[tuple[Cond, Term]] = []
        for cond, body, inner, span in others:
            assert body.amount is not None
            rest = [Not(fresh(), c, span) for c, _, _, _ in others if c is not cond]
            alone = All(fresh(), (cond, *rest), "", span) if rest else cond
            cases.append((alone, self._alone(inner, body, per)))
        none = [Not(fresh(), c, s) for c, _, _, s in others]
        cases.append((All(fresh(), tuple(none), "", others[0][3]) if len(none) > 1 else none[0], base))
        return Choose(fresh(), tuple(cases), None, base.type, origin=others[0][3])

    def _round(self, scope: Scope, term: Term, rounding: t.Rounding | None) -> Term:
        """The declared rounding; without one half up to the fen, at payment."""
        if rounding is None:
            if _whole_fen(term):
                return term
            return Apply(scope.counter.next(), "round_half_up", (term, _FEN), term.type, "rounding_default")
        unit = self.binder.term(scope, rounding.unit)
        if isinstance(unit, Const) and isinstance(unit.value, Fraction) and unit.value <= 0:
            self.log.say("TL0517", rounding.unit.span, found=rounding.unit.span.text)
        return Apply(scope.counter.next(), _MODES[rounding.mode], (term, unit), term.type, "rounding", rounding.span)


def _whole_fen(term: Term) -> bool:
    """Whether a sum is made of whole fen as it is written, so that there is nothing to round."""
    if isinstance(term, Const):
        return isinstance(term.value, Fraction) and (term.value * 100).denominator == 1
    if isinstance(term, Choose):
        rest = term.otherwise is None or _whole_fen(term.otherwise)
        return rest and all(_whole_fen(value) for _, value in term.cases)
    if isinstance(term, Apply) and term.op in ("at_most", "at_least", "between", "cap", "floor"):
        return all(_whole_fen(arg) for arg in term.args)
    return False
