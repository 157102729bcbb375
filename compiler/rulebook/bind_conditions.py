"""Conditions, bound: every comparison becomes a named test with an id, a place and the word that set its boundary."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from compiler.corpus import Sheet
from compiler.diagnostics.problem import near_names
from compiler.rulebook.bind_terms import TermBinder
from compiler.rulebook.scope import Scope
from compiler.rulebook.terms import (
    ANY,
    BOOLEAN,
    All,
    Always,
    Any,
    Choose,
    Cond,
    Const,
    Holds,
    Label,
    Missing,
    Not,
    OneOf,
    Open,
    Quantifier,
    Reads,
    Recursive,
    Term,
    Test,
    Type,
)
from compiler.rulebook.types import comparable, described
from compiler.source.text import Span
from compiler.source.wordings import plain
from compiler.surface import tree as t

# Words that include their number, by 民法典 第1259条; the others exclude it.
_TURN = {"ge": "gt", "gt": "ge", "le": "lt", "lt": "le"}
_WORDY = {"ATLEAST", "ATMOST", "REACHES", "BELOW", "EXCEEDS", "ORMORE", "ORLESS"}


class Binder(TermBinder):
    """Binds every expression."""

    def condition(self, scope: Scope, expr: t.Expr) -> Cond:
        """Bind an expression that is yes, no or unknown."""
        fresh = scope.counter.next
        match expr:
            case t.Compare():
                return self._compare(scope, expr)
            case t.Among(operand, choices, opened, span):
                term = self.term(scope, operand)
                options = tuple(self._option(scope, c, term.type) for c in choices)
                return OneOf(fresh(), term, tuple(o for o in options if o is not None), opened, span)
            case t.Not(operand, span):
                return Not(fresh(), self.condition(scope, operand), span)
            case t.Junction(op, operands, span):
                parts = tuple(self.labelled(scope, c) for c in operands)
                return All(fresh(), parts, "", span) if op == "and" else Any(fresh(), parts, "", span)
            case t.Quantified(kind, _, _, where, _, span) if kind in ("exists", "every"):
                members, inner = self.members(scope, expr)
                body = self.condition(inner, where) if where is not None else None
                if body is None and kind == "every":
                    self.log.say("TL0405", span, given=span.text)
                return Quantifier(fresh(), kind, members, body, span)
            case t.ByDocument(document, span):
                return Open(fresh(), "document", document.text, span)
            case t.Discretion(about, span):
                return Open(fresh(), "discretion", about.text, span)
            case t.Unsettled(span):
                return Open(fresh(), "unsettled", span.text, span)
            case t.BoolLit(value, span):
                return Always(fresh(), value, span)
            case t.Cases(cases, otherwise, span):
                return self._cases_condition(scope, cases, otherwise, span)
            case t.Call(name, args, span) if self._is_condition(name.text):
                return self._definition_condition(scope, name, args, span)
            case t.Ref(name, span) if name not in scope.variables and self._is_condition(name):
                return self._definition_condition(scope, t.Word(name, span), (), span)
            case _:
                return self._holds(scope, self.term(scope, expr), expr.span)

    def labelled(self, scope: Scope, condition: t.Condition) -> Cond:
        """A condition with its label, if it has one."""
        cond = self.condition(scope, condition.expr)
        if condition.label is None:
            return cond
        return Label(scope.counter.next(), "label", condition.label.text, cond, origin=condition.span)

    def _holds(self, scope: Scope, term: Term, span: Span) -> Cond:
        if isinstance(term, Missing):
            return Open(scope.counter.next(), term.reason, term.about, span)
        if isinstance(term, Choose) and term.type == BOOLEAN and isinstance(term.otherwise, Const):
            only = term.cases[0]
            if len(term.cases) == 1 and isinstance(only[1], Const) and only[1].value is True:
                return only[0]
        if term.type.kind not in ("boolean", "any") or term.type.list:
            self.log.say("TL0405", span, given=described(term.type))
        return Holds(scope.counter.next(), term, span)

    # ------------------------------------------------------------ definitions

    def _is_condition(self, name: str) -> bool:
        """Whether a definition gives yes or no: declared so, or its body is a condition."""
        if name in self.recursive:
            return True
        declared = self.names.items.get("definition", {}).get(name)
        if not declared:
            return False
        item = declared[0].entry.item
        assert isinstance(item, t.Definition)
        if item.type is not None:
            return item.type.name.text == "boolean" and not item.type.list
        body = item.body
        if isinstance(body, t.Ref | t.Call):
            inner = body.name if isinstance(body.name, str) else body.name.text
            return inner != name and self._is_condition(inner)
        quantified = isinstance(body, t.Quantified) and body.kind in ("exists", "every")
        return quantified or isinstance(body, t.Compare | t.Among | t.Not | t.Junction | t.BoolLit)

    def _definition_condition(self, scope: Scope, name: t.Word, args: tuple[t.Expr, ...], span: Span) -> Cond:
        declared = self.names.find("definition", name.text, scope.sheet, name.span)
        assert declared is not None and isinstance(declared.entry.item, t.Definition)
        item = declared.entry.item
        bound = self.arguments(scope, name, item, args)
        if bound is None:
            return Open(scope.counter.next(), "open", name.text, span)
        if name.text in self.recursive:
            return Recursive(scope.counter.next(), name.text, tuple(bound), span)
        inner = scope.for_definition(
            declared.sheet, name.text, {p.variable.text: a for p, a in zip(item.parameters, bound, strict=True)}
        )
        cond = self.condition(inner, item.body)
        clause = declared.entry.clause.id if declared.entry.clause else ""
        quote = next((q.text for b in item.basis for q in b.quotes), "")
        fresh = scope.counter.next()
        return Label(fresh, "definition", plain(name.text), cond, declared.sheet.name, clause, quote, span)

    def _cases_condition(
        self, scope: Scope, cases: tuple[tuple[t.Expr, t.Expr], ...], otherwise: t.Expr | None, span: Span
    ) -> Cond:
        """A yes/no table: the first case that holds decides."""
        fresh = scope.counter.next
        ways: list[Cond] = []
        earlier: list[Cond] = []
        for when, value in cases:
            test = self.condition(scope, when)
            ways.append(All(fresh(), (*earlier, test, self.condition(scope, value)), "", span))
            earlier.append(Not(fresh(), test, span))
        if otherwise is not None:
            ways.append(All(fresh(), (*earlier, self.condition(scope, otherwise)), "", span))
        return Any(fresh(), tuple(ways), "", span)

    # ------------------------------------------------------------ comparisons

    def _compare(self, scope: Scope, expr: t.Compare) -> Cond:
        reading = self._reading(scope, expr)
        if reading is not None:
            return reading
        left, right = self._sides(scope, expr.left, expr.right)
        return self.compare(scope, expr.op, left, right, expr.word, expr.inclusive, expr.span)

    def _sides(self, scope: Scope, left: t.Expr, right: t.Expr) -> tuple[Term, Term]:
        """Bind both sides; a bare name is read in the light of the other side."""
        if isinstance(left, t.Ref) and left.name not in scope.variables:
            second = self.term(scope, right)
            return self.term(scope, left, second.type if second.type.kind in ("enum", "text") else None), second
        first = self.term(scope, left)
        hint = first.type if first.type.kind in ("enum", "text") and isinstance(right, t.Ref) else None
        return first, self.term(scope, right, hint)

    def compare(
        self,
        scope: Scope,
        op: str,
        left: Term,
        right: Term,
        word: str,
        inclusive: bool | None,
        span: Span,
    ) -> Cond:
        """A test, with the word that set its boundary and what decided whether the number itself is included."""
        fresh = scope.counter.next
        if left.type == BOOLEAN and right.type == BOOLEAN and op in ("eq", "ne"):
            for term, other in ((left, right), (right, left)):
                if isinstance(other, Const):
                    held = self._holds(scope, term, span)
                    return held if (other.value is True) == (op == "eq") else Not(fresh(), held, span)
        if not comparable(left.type, right.type) or left.type.list or right.type.list:
            if left.type.kind == right.type.kind == "money":
                self.log.say("TL0402", span, left=left.type.unit, right=right.type.unit)
            else:
                self.log.say("TL0403", span, left=described(left.type), right=described(right.type))
        elif op not in ("eq", "ne") and not self.orderable(left.type if left.type != ANY else right.type):
            self.log.say("TL0404", span, found=described(left.type))
        for term in (left, right):
            if isinstance(term, Missing) and term.reason in ("document", "discretion", "unsettled", "slot"):
                return Open(fresh(), term.reason, term.about, span)
        op, decided = self._boundary(scope, op, word, inclusive)
        return Test(fresh(), op, left, right, word, decided, (), span)

    def _boundary(self, scope: Scope, op: str, word: str, inclusive: bool | None) -> tuple[str, str]:
        if word not in _WORDY:
            return op, "sign"
        includes = op in ("ge", "le")
        if inclusive is not None:
            return (op if inclusive == includes else _TURN[op]), "text"
        if isinstance(scope.sheet.head, t.Document):
            for key, value in scope.sheet.head.conventions:
                if key.text.upper().replace("_", "") == word:
                    said = value.text == "included"
                    return (op if said == includes else _TURN[op]), "document"
        return op, "code"

    def _reading(self, scope: Scope, expr: t.Compare) -> Cond | None:
        """``读法 = 选项``."""
        if not (isinstance(expr.left, t.Ref) and expr.left.name not in scope.variables and expr.op in ("eq", "ne")):
            return None
        name = expr.left.name
        if not self.names.known("reading", name) or self.names.known("definition", name):
            return None
        declared = self.names.find("reading", name, scope.sheet, expr.left.span)
        assert declared is not None and isinstance(declared.entry.item, t.Reading)
        item = declared.entry.item
        written = {True: "TRUE", False: "FALSE"}
        right = expr.right
        choice = right.name if isinstance(right, t.Ref) else ""
        if isinstance(right, t.BoolLit):
            choice = next((c.name.text for c in item.choices if c.name.text in _TRUTH[written[right.value]]), "")
        if choice not in {c.name.text for c in item.choices}:
            near = near_names(right.span.text, [c.name.text for c in item.choices])
            self.log.say("TL0310", right.span, near=near, found=right.span.text, reading=name)
            return Open(scope.counter.next(), "open", name, expr.span)
        cond = Reads(scope.counter.next(), name, choice, expr.span)
        return cond if expr.op == "eq" else Not(scope.counter.next(), cond, expr.span)

    def _option(self, scope: Scope, expr: t.Expr, kind: Type) -> Const | None:
        term = self.term(scope, expr, kind)
        if isinstance(term, Const):
            if isinstance(expr, t.Ref) and expr.name.endswith("等") and term.type.kind == "text":
                # Written together it would be a text of its own, and the list would be closed in silence.
                self.log.say("TL0301", expr.span, near=(f"{expr.name[:-1]} 等",), found=expr.name)
            return term
        if not isinstance(term, Missing):
            self.log.say("TL0411", expr.span, found=expr.span.text)
        return None

    # ------------------------------------------------------------ tables and parameters

    def tier_key(self, scope: Scope, subject: t.Expr, key: t.Expr | t.Range) -> Cond:
        """The condition under which a tier is the subject's."""
        if not isinstance(key, t.Range):
            left, right = self._sides(scope, subject, key)
            return self.compare(scope, "eq", left, right, "EQ", None, key.span)
        tests = []
        for bound in key.bounds:
            left, right = self._sides(scope, subject, bound.bound)
            tests.append(self.compare(scope, bound.op, left, right, bound.word, bound.inclusive, bound.span))
        return tests[0] if len(tests) == 1 else All(scope.counter.next(), tuple(tests), "", key.span)

    def series_values(
        self, item: t.ParameterSeries, sheet: Sheet, scope: Scope, kind: Type
    ) -> tuple[tuple[dt.date, Term], ...]:
        """The dated values of a parameter, fillings by other documents included, in the order of their dates."""
        dated = list(item.values)
        for declared in self.names.items.get("filling", {}).get(item.name.text, []):
            assert isinstance(declared.entry.item, t.Filling)
            dated += declared.entry.item.values
        values: dict[dt.date, Term] = {}
        for entry in dated:
            if entry.date.value in values:
                self.log.say("TL0518", entry.span, found=entry.date.span.text)
            inner = Scope(sheet, scope.counter)
            values[entry.date.value] = self.term(inner, entry.value, kind)
            self._frame(item, inner, values[entry.date.value], kind, entry.span)
        return tuple(sorted(values.items()))

    def _frame(self, item: t.ParameterSeries, scope: Scope, value: Term, kind: Type, span: Span) -> None:
        """A filling must stay within the frame that the slot sets."""
        for bound, sign in ((item.low, 1), (item.high, -1)):
            if bound is None:
                continue
            limit = self.term(scope, bound, kind)
            amounts = [x.value for x in (limit, value) if isinstance(x, Const) and isinstance(x.value, Fraction)]
            if len(amounts) == 2 and sign * (amounts[1] - amounts[0]) < 0:
                self.log.say("TL0511", span, value=span.text, bound=bound.span.text)


_TRUTH = {"TRUE": ("是", "yes"), "FALSE": ("否", "no")}
