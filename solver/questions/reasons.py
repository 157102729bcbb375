"""Conditions and amounts as trees of reasons: what held, what failed, what is not known, and the arithmetic."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import (
    Aggregate,
    All,
    Always,
    Any,
    Apply,
    Choose,
    Cond,
    FieldOf,
    Holds,
    Label,
    Marginal,
    Members,
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
    bare,
    walk,
)
from solver.answers.model import Reason, Shown, State
from solver.arithmetic.text import write
from solver.questions.values import Reader, Scope

# What is missing from the case, whichever rule asks for it: it is told once.
_FACTS = frozenset({"missing_fact", "incomplete"})
_OPPOSITE: dict[State, State] = {"yes": "no", "no": "yes", "unknown": "unknown", "note": "note"}


class Explainer:
    """Turns conditions and terms into reasons, for one case."""

    def __init__(self, rulebook: Rulebook, reader: Reader, readings: dict[str, str]) -> None:
        self.rulebook, self.reader, self.readings = rulebook, reader, readings
        self._kinds = {k.name: k for k in rulebook.kinds}

    def state(self, cond: Cond, env: Scope) -> State:
        """yes, no or unknown."""
        inner = bare(cond)
        if isinstance(inner, Not):
            return _OPPOSITE[self.state(inner.operand, env)]
        key = (inner.id, self.reader.scope(inner, env))
        if key in self.reader.atoms.yes:
            return "yes"
        return "no" if key in self.reader.atoms.no else "unknown"

    # ------------------------------------------------------------ conditions

    def reason(self, cond: Cond, env: Scope) -> Reason:
        """The tree under a condition."""
        state = self.state(cond, env)
        match cond:
            case Label(_, kind, name, operand, document, clause, quote):
                child = self.reason(operand, env)
                inner = child.children if child.kind == "all" else (child,)
                return Reason(kind, state, name=name, document=document, clause=clause, quote=quote, children=inner)
            case All(_, operands) | Any(_, operands):
                parts = tuple(self.reason(o, env) for o in operands)
                if len(parts) == 1:
                    return parts[0]
                kind = "all" if isinstance(cond, All) else "any"
                flat = tuple(c for p in parts for c in (p.children if p.kind == kind and not p.name else (p,)))
                if state == ("no" if kind == "all" else "yes") and not cond.label:
                    # One that decides is enough; what decides nothing says nothing.
                    flat = tuple(c for c in flat if c.state == state)
                return flat[0] if len(flat) == 1 and not cond.label else Reason(kind, state, children=flat)
            case Not(_, operand):
                return Reason("not", state, text=cond.origin.text, children=(self.reason(operand, env),))
            case Test():
                return self._test(cond, state, env)
            case OneOf(_, term, options, opened):
                listed = "、".join(o.written for o in options) + ("等" if opened else "")
                lack = tuple(self.reader.missing(term, env)) if state == "unknown" else ()
                if state == "unknown" and not lack:
                    lack = (Reason("open_list", "unknown", about=listed),)
                return Reason(
                    "one_of",
                    state,
                    cond.origin.text,
                    left=self.reader.shown(term, env),
                    right=Shown("list", listed),
                    fact=self.reader.fact_of(term, env),
                    says=self.reader.says(term, env, self._kinds),
                    children=lack,
                )
            case Holds(_, term):
                lack = tuple(self.reader.missing(term, env)) if state == "unknown" else ()
                return Reason(
                    "holds",
                    state,
                    cond.origin.text,
                    left=self.reader.shown(term, env),
                    fact=self.reader.fact_of(term, env),
                    says=self.reader.says(term, env, self._kinds),
                    children=lack,
                )
            case Quantifier():
                return self._quantifier(cond, state, env)
            case Reads(_, reading, choice):
                taken = self.readings.get(reading, "")
                right = Shown("text", choice)
                return Reason("reading", state, cond.origin.text, name=reading, about=taken or choice, right=right)
            case Open(_, reason, about):
                return Reason(reason, "unknown", cond.origin.text, about=about)
            case Recursive(_, definition, args):
                named = "、".join(self.reader.text(a, env) or "?" for a in args)
                lack = tuple(self.reader.missing(args, env)) if state == "unknown" else ()
                return Reason("recursion", state, cond.origin.text, name=definition, about=named, children=lack)
            case Always():
                return Reason("always", state, cond.origin.text)

    def _test(self, cond: Test, state: State, env: Scope) -> Reason:
        lack: tuple[Reason, ...] = ()
        if state == "unknown":
            sides = (cond.left, cond.right)
            lack = tuple(dict.fromkeys((*self.reader.missing(sides, env), *self._incomplete(sides, env))))
        return Reason(
            "test",
            state,
            cond.origin.text,
            op=cond.op,
            left=self.reader.shown(cond.left, env),
            right=self.reader.shown(cond.right, env),
            decided=cond.decided,
            fact=self.reader.fact_of(cond.left, env),
            says=self.reader.says(cond.left, env, self._kinds),
            children=lack,
        )

    def _incomplete(self, node: object, env: Scope) -> tuple[Reason, ...]:
        found = []
        for part in walk(node):
            if isinstance(part, Aggregate) and not self._members(part.members, env)[1]:
                found.append(Reason("incomplete", "unknown", about=part.members.kind))
        return tuple(dict.fromkeys(found))

    def _quantifier(self, cond: Quantifier, state: State, env: Scope) -> Reason:
        """Members that decide: the ones that hold, or all that fail; where it is open, the open ones."""
        found, whole = self._members(cond.members, env)
        children: list[Reason] = []
        for index in sorted(found):
            inner = (*self._padded(env, cond.members.depth), found[index])
            if cond.where is None:
                children.append(Reason("member", "yes", name=found[index]))
                continue
            reason = self.reason(cond.where, inner)
            if reason.state == state:
                parts = reason.children if reason.kind == "all" else (reason,)
                deciding = tuple(p for p in parts if p.state == reason.state) if reason.state != "yes" else parts
                children.append(Reason("member", reason.state, name=found[index], children=deciding))
        if state == "unknown" and not whole:
            children.append(Reason("incomplete", "unknown", about=cond.members.kind))
        if not found and state == "no":
            children.append(Reason("nobody", "no", about=cond.members.kind))
        return Reason(cond.kind, state, cond.origin.text, about=cond.members.kind, children=tuple(children))

    def _members(self, members: Members, env: Scope) -> tuple[dict[int, str], bool]:
        """Who a quantifier runs over, by place, and whether they are all there is."""
        key = (members.id, self.reader.scope(members, env))
        return self.reader.atoms.members.get(key, {}), key in self.reader.atoms.complete

    @staticmethod
    def _padded(env: Scope, depth: int) -> Scope:
        return (*env[:depth], *("",) * (depth - len(env)))

    # ------------------------------------------------------------ amounts

    def arithmetic(self, term: Term, env: Scope) -> tuple[Reason, ...]:
        """The steps that lead to a value, the last one first; a plain value has none."""
        match term:
            case Named(_, name, body):
                steps = self.arithmetic(body, env)
                return (Reason("step", "note", name, name=name, left=self.reader.shown(body, env), children=steps),)
            case Choose(_, cases, otherwise, _, tier):
                for cond, value in cases:
                    state = self.state(cond, env)
                    if state == "unknown":  # which branch it is; all that are open may come to the same
                        return (self._undecided(term, env),)
                    if state == "yes":
                        parts = (self.reason(cond, env),) if cond.origin.text else ()
                        kind = "tier" if tier else "case"
                        return (
                            Reason(
                                kind,
                                "note",
                                cond.origin.text,
                                brief=_brief(cond),
                                left=self.reader.shown(value, env),
                                children=parts,
                            ),
                            *self.arithmetic(value, env),
                        )
                return self.arithmetic(otherwise, env) if otherwise is not None else ()
            case Apply():
                return self._step(term, env)
            case Marginal(_, subject, slices):
                return self._bands(term, subject, env, len(slices))
            case Aggregate() | Series():
                shown = self.reader.shown(term, env)
                about = term.name if isinstance(term, Series) else ""
                return (Reason("step", "note", term.origin.text, brief=_brief(term), name=about, left=shown),)
            case FieldOf():
                fact, says = self.reader.fact_of(term, env), self.reader.says(term, env, self._kinds)
                shown = self.reader.shown(term, env)
                return (
                    Reason("given", "note", term.origin.text, brief=_brief(term), left=shown, fact=fact, says=says),
                )
            case _:
                return ()

    def _undecided(self, term: Choose, env: Scope) -> Reason:
        """That nobody can tell which of several cases is given, and what is lacking for it."""
        shown = self.reader.shown(term, env)
        waits = dict.fromkeys(r for c, _ in term.cases for r in lacking(self.reason(c, env)))
        known = shown if shown.type != "unknown" else None
        return Reason("undecided", "note", term.origin.text, left=known, children=tuple(waits))

    def open_amount(self, term: Term, env: Scope) -> tuple[Reason, ...]:
        """Why an amount has no value: which condition, fact, document or reading leaves it open."""
        if self.reader.text(term, env) is not None:
            return ()
        match term:
            case Named(_, _, body):
                return self.open_amount(body, env)
            case Choose(_, cases, otherwise):
                for cond, value in cases:
                    state = self.state(cond, env)
                    if state == "yes":
                        return self.open_amount(value, env)
                    if state == "unknown":
                        return self._undecided(term, env).children
                return self.open_amount(otherwise, env) if otherwise is not None else ()
            case Apply(_, _, args):
                return tuple(dict.fromkeys(r for a in args for r in self.open_amount(a, env)))
            case Marginal(_, subject):
                return self.open_amount(subject, env)
            case _:
                return tuple(dict.fromkeys((*self.reader.missing(term, env), *self._incomplete(term, env))))

    def _step(self, term: Apply, env: Scope) -> tuple[Reason, ...]:
        parts = self._summands(term)
        below = tuple(r for arg in parts for r in self.arithmetic(arg, env))
        shown = self.reader.shown(term, env)
        before = self.reader.shown(term.args[0], env)
        if term.label == "rounding_default" and before.value == shown.value:
            return below
        kind = term.label if term.label in ("cap", "floor", "uplift") else "step"
        kind = "rounding" if term.label.startswith("rounding") else kind
        if kind in ("cap", "floor") and before.value == shown.value:
            return below
        written = " ".join(filter(None, (self._sign(term, env), "")))
        right = self.reader.shown(term.args[1], env) if len(term.args) > 1 else None
        step = Reason(kind, "note", term.origin.text, brief=_brief(term), op=term.op, left=shown, right=right)
        return (*below, replace(step, name=written, about=before.value))

    def _sign(self, term: Apply, env: Scope) -> str:
        sign = {"multiply": "×", "divide": "÷", "add": "+", "subtract": "−"}.get(term.op)
        if sign is None:
            return ""
        return f" {sign} ".join(self.reader.text(a, env) or "?" for a in self._summands(term))

    @staticmethod
    def _summands(term: Apply) -> tuple[Term, ...]:
        """The parts of a sum or product, however it is bracketed from the left: a + b + c is one step, not two."""
        if term.op not in ("add", "multiply"):
            return term.args
        parts: list[Term] = []
        waiting: list[Term] = list(term.args)
        while waiting:
            part = waiting.pop(0)
            if isinstance(part, Apply) and part.op == term.op and not part.label and not term.label:
                waiting = [*part.args, *waiting]
            else:
                parts.append(part)
        return tuple(parts)

    def _bands(self, term: Marginal, subject: Term, env: Scope, count: int) -> tuple[Reason, ...]:
        from solver.arithmetic.numbers import band
        from solver.arithmetic.text import number

        text = self.reader.text(subject, env)
        found: list[Reason] = list(self.arithmetic(subject, env))
        if text is not None:
            for s in term.slices:
                part = band(number(text), s.low, s.high, s.rate)
                if part != Fraction(0):
                    money = Type("money", unit="元")
                    found.append(
                        Reason(
                            "band", "note", s.origin.text, left=Shown(money.kind, write(part), "元"), about=str(s.rate)
                        )
                    )
        found.append(Reason("step", "note", term.origin.text, brief=_brief(term), left=self.reader.shown(term, env)))
        return tuple(found)


def _brief(node: Cond | Term) -> str:
    """The words of a formula without the name that the rule has for its object; none where they need the name, since
    they name other things too, or do not have it."""
    text = node.origin.text
    variables = [v for v in walk(node) if isinstance(v, Var)]
    if any(v.depth and _variable(v.name).search(text) for v in variables):
        return ""
    brief = text
    for name in dict.fromkeys(v.name for v in variables):
        brief = _variable(name).sub("", brief)
    return brief if brief != text else ""


@lru_cache(256)
def _variable(name: str) -> re.Pattern[str]:
    """A variable before one of its fields, or alone in brackets."""
    own = re.escape(name)
    return re.compile(rf"(?<![\w.]){own}\.(?=[^\W\d])|[（(]{own}[）)]")


def deciding(reason: Reason) -> tuple[Reason, ...]:
    """The leaves that decide a reason: what failed for a no, what is open for an unknown. A leaf taken out of a named
    rule of another clause keeps the place and the words of that rule."""
    if reason.kind == "not":
        inner = _kept(reason, deciding(reason.children[0]))
        return inner if reason.state == "unknown" else (reason.children[0],) if _named(reason.children[0]) else inner
    leaf = not reason.children or reason.kind in ("test", "holds", "one_of", "exists", "every", "reading", "document")
    if leaf or (reason.kind == "exception" and reason.state == "yes"):
        return (reason,)
    same = [c for c in reason.children if c.state == reason.state]
    return _kept(reason, dict.fromkeys(d for c in same for d in deciding(c))) or (reason,)


def _named(reason: Reason) -> bool:
    return bool(reason.name)


def _kept(rule: Reason, leaves: Iterable[Reason]) -> tuple[Reason, ...]:
    """The leaves, with the place of the rule they stood under where they have none of their own."""
    if not rule.clause:
        return tuple(leaves)
    return tuple(
        leaf
        if leaf.clause or leaf.document or leaf.kind in _FACTS
        else replace(leaf, document=rule.document, clause=rule.clause, quote=rule.quote)
        for leaf in leaves
    )


def lacking(reason: Reason) -> tuple[Reason, ...]:
    """The facts, documents and decisions that are missing under an unknown reason."""
    if reason.state != "unknown":
        return ()
    if reason.kind in (
        "missing_fact",
        "document",
        "discretion",
        "unsettled",
        "slot",
        "open",
        "open_list",
        "incomplete",
        "reading",
    ):
        return (reason,)
    return _kept(reason, dict.fromkeys(x for c in reason.children for x in lacking(c)))
