"""Builds what is declared: enumerations, kinds and fields, definitions, parameters and their values."""

from __future__ import annotations

from typing import Any

from compiler.source.text import Span
from compiler.surface import tree as t
from compiler.surface.builder.plumbing import Part, Plumbing, Tag, bases, first, has, item, line, name, node, tag


class Vocabulary(Plumbing):
    """One method per rule of the grammar about declared words."""

    @node
    def unordered(self, span: Span, names: tuple[t.Word, ...]) -> t.EnumBody:
        return t.EnumBody(names, False, span)

    @node
    def ordered(self, span: Span, *names: t.Word) -> t.EnumBody:
        return t.EnumBody(names, True, span)

    @item
    def enumeration(self, span: Span, name: t.Word, body: t.EnumBody) -> t.Enumeration:
        return t.Enumeration(name, body, span)

    @node
    def enum_literal(self, span: Span, body: t.EnumBody) -> t.EnumBody:
        return t.EnumBody(body.values, body.ordered, span)

    kind_word, field_name = tag, name

    @item
    def kind(self, span: Span, sort: Tag, name: t.Word, *fields: t.Field) -> t.Kind:
        return t.Kind(sort.lower(), name, fields, span)

    required, default, cost, says_line = line("required"), line("default"), line("cost"), line("says")
    fixed, forward, changeable = line("fixed"), line("forward"), line("changeable")

    @node
    def field(self, span: Span, name: t.Word, kind: t.TypeName | t.EnumBody, *marks: Part) -> t.Field:
        p = self.parts(marks, "required default cost")
        changes = [m for m in marks if m.key in ("fixed", "forward", "changeable")]
        for mark in changes[1:]:
            self.log.say("TL0108", mark.span, found=mark.span.text)
        return t.Field(
            name,
            kind,
            required="required" in p,
            default=first(p, "default"),
            change=changes[0].key if changes else None,
            cost=first(p, "cost"),
            says=tuple(p.get("says", ())),
            span=span,
        )

    def type_word(self, children: list[Any]) -> t.Word:
        """A type's word: a keyword's own name in small letters, or a declared name."""
        token = children[0]
        return t.Word(str(token) if token.type == "NAME" else token.type.lower(), self.place(token))

    def type(self, children: list[Any]) -> t.TypeName:
        """A type, perhaps a list, perhaps per a unit of time."""
        name, *per = self.kept(children)
        return t.TypeName(name, has(children, "LIST"), per[0] if per else None, self.span(children))

    @item
    def deemed(self, span: Span, value: t.Word, counts_as: t.Word, *basis: Part) -> t.Deemed:
        return t.Deemed(value, counts_as, bases(basis), span)

    # ------------------------------------------------------------ definitions and parameters

    @node
    def param(self, span: Span, name: t.Word, kind: t.TypeName) -> t.Parameter:
        return t.Parameter(name, kind, span)

    @item
    def definition(self, span: Span, name: t.Word, *rest: Any) -> t.Definition:
        params = tuple(r for r in rest if isinstance(r, t.Parameter))
        kind = next((r for r in rest if isinstance(r, t.TypeName)), None)
        body = next(r for r in rest if not isinstance(r, t.Parameter | t.TypeName | Part))
        return t.Definition(name, params, kind, bases(rest), body, span)

    by, low, high = line("by"), line("low"), line("high")

    @node
    def dated(self, span: Span, date: t.DateLit, value: t.Expr) -> Part:
        return Part("dated", t.Dated(date, value, span), span)

    @item
    def parameter(self, span: Span, name: t.Word, kind: t.TypeName, *rest: Part) -> t.ParameterSeries:
        p = self.parts(rest, "by low high")
        return t.ParameterSeries(
            name,
            kind,
            basis=tuple(p.get("basis", ())),
            values=tuple(p.get("dated", ())),
            by=first(p, "by"),
            low=first(p, "low"),
            high=first(p, "high"),
            span=span,
        )

    @item
    def filling(self, span: Span, name: t.Word, *rest: Part) -> t.Filling:
        p = self.parts(rest)
        return t.Filling(name, tuple(p.get("basis", ())), tuple(p.get("dated", ())), span)
