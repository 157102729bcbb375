"""Builds what a change of the law means to change."""

from __future__ import annotations

from compiler.source.text import Span
from compiler.surface import tree as t
from compiler.surface.builder.plumbing import Part, Plumbing, first, item, line, node


class Intents(Plumbing):
    """One method per rule of the grammar about intents."""

    each, in_all = line("each"), line("in_all")
    nobody_loses, nobody_gains = line("nobody_loses"), line("nobody_gains")

    @node
    def renames(self, span: Span, old: t.Word, new: t.Word) -> Part:
        return Part("renames", t.Renaming(old, new, span), span)

    @item
    def intent(self, span: Span, name: t.Word, *lines: Part) -> t.Intent:
        p = self.parts(lines, "object each in_all nobody_loses nobody_gains")
        return t.Intent(
            name,
            basis=tuple(p.get("basis", ())),
            touches=tuple(p.get("touches", ())),
            object=first(p, "object"),
            conditions=tuple(p.get("when", ())),
            each=first(p, "each"),
            in_all=first(p, "in_all"),
            nobody_loses="nobody_loses" in p,
            nobody_gains="nobody_gains" in p,
            renames=tuple(p.get("renames", ())),
            span=span,
        )
