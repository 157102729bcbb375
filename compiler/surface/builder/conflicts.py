"""Builds rules between claims: 不重复 with its members and shapes, and 可同时."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from compiler.source.text import Span
from compiler.surface import tree as t
from compiler.surface.builder.plumbing import Callback, Part, Plumbing, bases, first, item, line, node, of


def _shape(kind: str) -> Callback:
    """A shape; the names with it are those of the losers, or of the order."""

    @node
    def build(self: Plumbing, span: Span, names: tuple[t.Word, ...] = ()) -> t.Shape:
        return t.Shape(kind, names, None, span)

    return build


class Conflicts(Plumbing):
    """One method per rule of the grammar about claims that meet."""

    named_loser, sequence = _shape("named_loser"), _shape("sequence")
    claimants_choice, higher, top_up = _shape("claimants_choice"), _shape("higher"), _shape("top_up")
    only_once, ladder, bare = _shape("only_once"), _shape("ladder"), _shape("bare")

    member_unit, member_amount, member_when = line("unit"), line("amount"), line("when")

    @node
    def member_keys(self, span: Span, *keys: t.Expr) -> Part:
        return Part("keys", keys, span)

    @node
    def member(self, span: Span, target: t.Target, variable: t.Word, *rest: Part) -> Part:
        p = self.parts(rest)
        made = t.Member(
            target, variable, first(p, "unit"), first(p, "keys", ()), first(p, "amount"), first(p, "when"), span
        )
        return Part("member", made, span)

    member_benefits, member_category, member_fund = of("benefit"), of("category"), of("fund")
    member_document = of("document")
    window_line, nodup_when = line("window"), line("when")

    @node
    def shape_line(self, span: Span, shape: t.Shape, *when: t.Expr) -> Part:
        return Part("shape", replace(shape, when=when[0] if when else None), span)

    @item
    def nodup(self, span: Span, name: t.Word, *lines: Part) -> t.NonDuplication:
        p = self.parts(lines, "window when")
        window = first(p, "window")
        return t.NonDuplication(
            name,
            basis=tuple(p.get("basis", ())),
            members=tuple(p.get("member", ())),
            window=window.lower() if window else None,
            shapes=tuple(p.get("shape", ())),
            when=first(p, "when"),
            span=span,
        )

    @item
    def together(self, span: Span, names: tuple[t.Word, ...], *basis: Any) -> t.Together:
        return t.Together(names, bases(basis), span)
