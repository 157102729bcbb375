"""Builds expressions: operators, comparisons, tiers and bands, what is counted over a kind."""

from __future__ import annotations

from typing import Any

from compiler.source.text import Span
from compiler.surface import tree as t
from compiler.surface.builder.plumbing import (
    Callback,
    Plumbing,
    Tag,
    first,
    has,
    held,
    line,
    name,
    node,
    several,
    tag,
)
from compiler.surface.keywords import BY_TERMINAL

_OPS = {
    "EQ": "eq", "NE": "ne", "LT": "lt", "LE": "le", "GT": "gt", "GE": "ge", "ATLEAST": "ge", "ATMOST": "le",
    "REACHES": "ge", "BELOW": "lt", "EXCEEDS": "gt", "ORMORE": "ge", "ORLESS": "le",
}  # fmt: skip

assert all(word in BY_TERMINAL or word in ("EQ", "NE", "LT", "LE", "GT", "GE") for word in _OPS)


def _binary(op: str, of: bool = False) -> Callback:
    @node
    def build(self: Plumbing, span: Span, left: t.Expr, right: t.Expr) -> t.Binary:
        return t.Binary(op, left, right, of, span)

    return build


def _junction(op: str) -> Callback:
    @node
    def build(self: Plumbing, span: Span, *operands: t.Expr) -> t.Junction:
        return t.Junction(op, tuple(t.Condition(o, None, o.span) for o in operands), span)

    return build


class Expressions(Plumbing):
    """One method per rule of the grammar about expressions."""

    @held
    def atom(self, inner: t.Expr) -> t.Expr:
        """An expression in brackets keeps its own span; what it is part of begins and ends at the brackets."""
        return inner

    def literal(self, children: list[Any]) -> Any:
        """A literal token by itself."""
        token = children[0]
        if token.type in ("TRUE", "FALSE"):
            return t.BoolLit(token.type == "TRUE", self.place(token))
        leaf = self.leaf(token)
        return t.TextLit(leaf.text, leaf.span) if isinstance(leaf, t.Word) else leaf

    @node
    def ref(self, span: Span, name: t.Word) -> t.Ref:
        return t.Ref(name.text, span)

    @node
    def call(self, span: Span, name: t.Word, *args: t.Expr) -> t.Call:
        return t.Call(name, args, span)

    field_label = name

    @node
    def access(self, span: Span, base: t.Expr, name: t.Word) -> t.Access:
        return t.Access(base, name, span)

    @node
    def beneficiary_role(self, span: Span) -> t.Role:
        return t.Role("beneficiary", span)

    @node
    def event_date_role(self, span: Span) -> t.Role:
        return t.Role("event_date", span)

    @node
    def benefit_name_role(self, span: Span) -> t.Role:
        return t.Role("benefit_name", span)

    @node
    def by_document(self, span: Span, number: t.Word) -> t.ByDocument:
        return t.ByDocument(number, span)

    @node
    def discretion(self, span: Span, about: t.Word) -> t.Discretion:
        return t.Discretion(about, span)

    @node
    def unsettled(self, span: Span) -> t.Unsettled:
        return t.Unsettled(span)

    # ------------------------------------------------------------ operators

    add, subtract, multiply, divide = _binary("+"), _binary("-"), _binary("*"), _binary("/")
    percent_of = _binary("*", of=True)
    disjunction, conjunction = _junction("or"), _junction("and")

    @node
    def negate(self, span: Span, operand: t.Expr) -> t.Negate:
        return t.Negate(operand, span)

    @node
    def not_(self, span: Span, operand: t.Expr) -> t.Not:
        return t.Not(operand, span)

    compare_word, compare_side, included, excluded = tag, tag, held(lambda _: True), held(lambda _: False)

    @node
    def compare(self, span: Span, left: t.Expr, word: Tag, right: t.Expr, *inclusion: bool) -> t.Compare:
        return t.Compare(_OPS[word], left, right, str(word), inclusion[0] if inclusion else None, span)

    @node
    def compare_in(self, span: Span, left: t.Expr, right: t.Expr, word: Tag, *inclusion: bool) -> t.Compare:
        return t.Compare(_OPS[word], left, right, str(word), inclusion[0] if inclusion else None, span)

    def among(self, children: list[Any]) -> t.Among:
        """x 属于 (a、b等)."""
        operand, *choices = self.kept(children)
        return t.Among(operand, tuple(choices), has(children, "ETC"), self.span(children))

    # ------------------------------------------------------------ tiers, bands, cases

    @held
    def value(self, inner: t.Expr) -> t.Expr:
        """An expression that ends its line."""
        return inner

    @node
    def tiers(self, span: Span, subject: t.Expr, *rows: Any) -> t.Tiers:
        tiers = tuple(r for r in rows if isinstance(r, t.TierRow))
        return t.Tiers(subject, tiers, first(self.parts(rows), "otherwise"), span)

    @node
    def table(self, span: Span, down: t.Expr, across: t.Expr, columns: tuple[Any, ...], *rows: Any) -> t.Tiers:
        """分档 by two subjects: each row is a 分档 of its own by the second one."""
        rest = first(self.parts(rows), "otherwise")
        written = [r for r in rows if isinstance(r, t.TierRow)]
        inner = [t.Tiers(across, (t.TierRow(columns, r.values, r.span),), rest, r.span) for r in written]
        tiers = tuple(t.TierRow(r.keys, (cells,), r.span) for r, cells in zip(written, inner, strict=True))
        return t.Tiers(down, tiers, rest, span)

    @node
    def bands(self, span: Span, subject: t.Expr, *rows: t.TierRow) -> t.Bands:
        return t.Bands(subject, rows, span)

    @node
    def cases(self, span: Span, *rows: Any) -> t.Cases:
        cases = tuple(r for r in rows if isinstance(r, tuple))
        return t.Cases(cases, first(self.parts(rows), "otherwise"), span)

    @held
    def case(self, value: t.Expr, when: t.Expr) -> tuple[t.Expr, t.Expr]:
        return (when, value)

    otherwise, tier_keys = line("otherwise"), several

    @node
    def tier(self, span: Span, keys: tuple[Any, ...], *values: t.Expr) -> t.TierRow:
        return t.TierRow(keys, values, span)

    @node
    def range(self, span: Span, *bounds: t.Boundary) -> t.Range:
        return t.Range(bounds, span)

    @node
    def boundary(self, span: Span, word: Tag, bound: t.Expr, *inclusion: bool) -> t.Boundary:
        return t.Boundary(_OPS[word], bound, str(word), inclusion[0] if inclusion else None, span)

    # ------------------------------------------------------------ over the members of a kind

    @held
    def member_of(self, variable: t.Word, domain: t.Expr) -> tuple[t.Word, t.Expr]:
        return (variable, domain)

    def quantified(self, children: list[Any]) -> t.Quantified:
        """存在 每个 计数."""
        (variable, domain), *where = self.kept(children)
        kind = children[0].type.lower()
        return t.Quantified(kind, variable, domain, where[0] if where else None, None, self.span(children))

    def aggregated(self, children: list[Any]) -> t.Quantified:
        """合计 平均 最大 最小."""
        key, (variable, domain), *where = self.kept(children)
        kind = children[0].type.lower()
        return t.Quantified(kind, variable, domain, where[0] if where else None, key, self.span(children))

    def picked(self, children: list[Any]) -> t.Quantified:
        """最早 最晚, by a key or by the date of the event."""
        (variable, domain), *rest = self.kept(children)
        where = rest.pop(0) if has(children, "WHEN") else None
        key = rest.pop(0) if has(children, "ORDERBY") else None
        return t.Quantified(children[0].type.lower(), variable, domain, where, key, self.span(children))
