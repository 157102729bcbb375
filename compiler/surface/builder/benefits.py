"""Builds rules with a body: conditions, amounts, caps, limits, instalments, targets."""

from __future__ import annotations

from typing import Any

from compiler.source.literals import number
from compiler.source.text import Span
from compiler.surface import tree as t
from compiler.surface.builder.plumbing import Part, Plumbing, Tag, first, has, held, item, line, node, tag

_ONCE = (
    "object beneficiary applicant decides amount gives rounding duration starting fund target must says "
    "replaces deny allow old_rules new_rules"
)
_Amount = tuple[str, t.Expr | None, t.Expr | None, t.Word | None]


class Benefits(Plumbing):
    """One method per rule of the grammar about benefits, exceptions and their like."""

    rule_word = tag
    category, beneficiary, applicant = line("category"), line("beneficiary"), line("applicant")
    decides, gives, fund, says, replaces = line("decides"), line("gives"), line("fund"), line("says"), line("replaces")
    deny, allow, target = line("deny"), line("allow"), line("target")
    old_rules, new_rules = line("old_rules"), line("new_rules")
    when, unless, must = line("when"), line("unless"), line("must")

    @item
    def rule(self, span: Span, sort: Tag, name: t.Word, *lines: Part) -> t.Rule:
        p = self.parts(lines, _ONCE)
        must = first(p, "must")
        body = t.RuleBody(
            basis=tuple(p.get("basis", ())),
            category=tuple(w for group in p.get("category", ()) for w in group),
            object=first(p, "object"),
            beneficiary=first(p, "beneficiary"),
            applicant=first(p, "applicant"),
            payee=tuple(p.get("payee", ())),
            conditions=tuple(p.get("when", ())),
            unless=tuple(p.get("unless", ())),
            decides=first(p, "decides"),
            amount=first(p, "amount"),
            gives=first(p, "gives"),
            bounds=tuple(p.get("bound", ())),
            uplifts=tuple(p.get("uplift", ())),
            rounding=first(p, "rounding"),
            duration=first(p, "duration"),
            starting=first(p, "starting"),
            endings=tuple(p.get("ending", ())),
            limits=tuple(p.get("limit", ())),
            fund=first(p, "fund"),
            instalments=tuple(p.get("instalment", ())),
            target=first(p, "target"),
            verdict=next((v for v in ("deny", "allow", "old_rules", "new_rules") if v in p), None),
            must=must.expr if must else None,
            says=first(p, "says"),
            replaces=first(p, "replaces"),
        )
        return t.Rule(sort.lower(), name, body, span)

    @node
    def object(self, span: Span, kind: t.Word, variable: t.Word) -> Part:
        return Part("object", t.Parameter(variable, t.TypeName(kind, False, None, kind.span), span), span)

    @node
    def payee(self, span: Span, who: t.Expr, when: t.Expr | None = None) -> Part:
        return Part("payee", t.Payee(who, when, span), span)

    # ------------------------------------------------------------ conditions

    @node
    def single(self, span: Span, *kept: Any) -> t.Condition:
        label = kept[0] if len(kept) == 2 else None
        return t.Condition(kept[-1], label, span)

    @node
    def all_of(self, span: Span, *kept: Any) -> t.Condition:
        return _junction("and", span, kept)

    @node
    def any_of(self, span: Span, *kept: Any) -> t.Condition:
        return _junction("or", span, kept)

    # ------------------------------------------------------------ amounts and their bounds

    form, bound_word, ending_word, round_mode, window = tag, tag, tag, tag, tag

    @held
    def exact(self, value: t.Expr) -> _Amount:
        return ("exact", value, value, None)

    @held
    def at_most(self, value: t.Expr) -> _Amount:
        return ("at_most", None, value, None)

    @held
    def at_least(self, value: t.Expr) -> _Amount:
        return ("at_least", value, None, None)

    @held
    def between(self, low: t.Expr, high: t.Expr) -> _Amount:
        return ("between", low, high, None)

    @held
    def open(self, note: t.Word) -> _Amount:
        return ("open", None, None, note)

    @node
    def amount(self, span: Span, form: Tag, amount: _Amount) -> Part:
        return Part("amount", t.Amount(form.lower(), *amount, span), span)

    @node
    def per_window(self, span: Span, window: Tag) -> t.Per:
        return t.Per(None, window.lower(), span)

    @node
    def per_unit(self, span: Span, unit: t.Expr) -> t.Per:
        return t.Per(unit, None, span)

    @node
    def per_life(self, span: Span) -> t.Per:
        return t.Per(None, "lifetime", span)

    @node
    def bound(self, span: Span, kind: Tag, amount: t.Expr, *per: t.Per) -> Part:
        return Part("bound", t.Bound(kind.lower(), amount, per, span), span)

    def uplift(self, children: list[Any]) -> Part:
        """上浮."""
        (amount, *when), span = self.kept(children), self.span(children)
        return Part("uplift", t.Uplift(amount, has(children, "ATMOST"), when[0] if when else None, span), span)

    def rounding(self, children: list[Any]) -> Part:
        """取整; to the fen unless another unit is named."""
        (mode, *unit), span = self.kept(children), self.span(children)
        to = unit[0] if unit else number("1分", "MONEYLIT", span)
        return Part("rounding", t.Rounding(mode.lower(), to, has(children, "EACHSTEP"), span), span)

    # ------------------------------------------------------------ how long, how often, in what parts

    def duration(self, children: list[Any]) -> Part:
        """期限."""
        (length,), span = self.kept(children), self.span(children)
        return Part("duration", t.Duration(length, has(children, "ATMOST"), has(children, "USUALLY"), span), span)

    def starting(self, children: list[Any]) -> Part:
        """起付."""
        (date,), span = self.kept(children), self.span(children)
        return Part("starting", t.Starting(date, has(children, "NEXTMONTH"), span), span)

    def ending(self, children: list[Any]) -> Part:
        """终止 or 中止."""
        (kind, *rest), span = self.kept(children), self.span(children)
        label = rest.pop(0) if isinstance(rest[0], t.Word) else None
        when = t.Condition(rest[0], label, rest[0].span)
        since = rest[1] if len(rest) > 1 else None
        return Part("ending", t.Ending(kind.lower(), when, since, has(children, "NEXTMONTH"), span), span)

    def limit(self, children: list[Any]) -> Part:
        """限; the earliest claims win unless another order is written."""
        (count, *per), span = self.kept(children), self.span(children)
        order = "highest" if has(children, "HIGHESTFIRST") else "claimant" if has(children, "CLAIMANT") else "earliest"
        return Part("limit", t.Limit(count, tuple(per), order, span), span)

    def instalment(self, children: list[Any]) -> Part:
        """分期."""
        (share, *values), span = self.kept(children), self.span(children)
        due = values.pop(0) if has(children, "AT") else None
        when = values.pop(0) if has(children, "WHEN") else None
        return Part("instalment", t.Instalment(share, due, when, span), span)

    # ------------------------------------------------------------ what a rule is about

    @node
    def target_benefit(self, span: Span, names: tuple[t.Word, ...], *variable: t.Word) -> t.Target:
        return t.Target("benefit", names, variable[0] if variable else None, None, span)

    @node
    def target_category(self, span: Span, names: tuple[t.Word, ...], *kind: t.Word) -> t.Target:
        return t.Target("category", names, None, kind[0] if kind else None, span)

    @node
    def target_fund(self, span: Span, names: tuple[t.Word, ...], *kind: t.Word) -> t.Target:
        return t.Target("fund", names, None, kind[0] if kind else None, span)

    @node
    def target_document(self, span: Span, name: t.Word, *kind: t.Word) -> t.Target:
        return t.Target("document", (name,), None, kind[0] if kind else None, span)


def _junction(op: str, span: Span, kept: tuple[Any, ...]) -> t.Condition:
    label = kept[0] if isinstance(kept[0], t.Word) else None
    operands = tuple(k for k in kept if isinstance(k, t.Condition))
    return t.Condition(t.Junction(op, operands, span), label, span)
