"""Builds what a document changes in another."""

from __future__ import annotations

from typing import Any

from lark import Token

from compiler.source.text import Span
from compiler.surface import tree as t
from compiler.surface.builder.plumbing import Part, Plumbing, Tag, has, line, node, tag


class Amendments(Plumbing):
    """One method per rule of the grammar about amendments."""

    beside = tag
    keeps, drops = line("keeps"), line("drops")

    def amends(self, children: list[Any]) -> t.Change:
        """修改 条款."""
        return self._change("amends", children)

    def adds(self, children: list[Any]) -> t.Change:
        """增设 条款."""
        return self._change("adds", children)

    def removes(self, children: list[Any]) -> t.Change:
        """删除 条款."""
        return self._change("removes", children)

    def _change(self, kind: str, children: list[Any]) -> t.Change:
        """The head of a change: perhaps a document's number, the clause, perhaps a title; then its lines."""
        number = next((self.leaf(c) for c in children if isinstance(c, Token) and c.type == "DOCNO"), None)
        title = next((self.leaf(c) for c in children if isinstance(c, Token) and c.type == "STRING"), None)
        rest = self.kept(children)
        behind = next(i for i, c in enumerate(children) if isinstance(c, Token) and c.type == "CLAUSE") + 1
        word = _id(self.leaf(children[behind]))
        lines = self.parts(rest, "rewrite position")
        edits = tuple(p.value for p in rest if isinstance(p, Part) and isinstance(p.value, t.Edit))
        return t.Change(
            kind,
            number,
            word,
            title,
            edits,
            tuple(lines.get("position", ())),
            tuple(w for group in lines.get("keeps", ()) for w in _words(group)),
            tuple(w for group in lines.get("drops", ()) for w in _words(group)),
            tuple(lines.get("basis", ())),
            self.whole,
        )

    def substitute(self, children: list[Any]) -> Part:
        """替换 「旧」 为 「新」."""
        old, new = self.kept(children)
        span = self.span(children)
        return Part("edit", t.Edit("substitute", old, (new,), has(children, "EVERYWHERE"), True, span), span)

    @node
    def insert(self, span: Span, new: t.Word, old: t.Word | None = None, beside: Tag | None = None) -> Part:
        """增加 「新」, perhaps beside other words."""
        return Part("edit", t.Edit("insert", old, (new,), False, beside != "BEFORE", span), span)

    def strike(self, children: list[Any]) -> Part:
        """删去 「旧」."""
        span = self.span(children)
        return Part("edit", t.Edit("strike", self.kept(children)[0], (), has(children, "EVERYWHERE"), True, span), span)

    @node
    def rewrite(self, span: Span, *paragraphs: t.Word) -> Part:
        """全文: every paragraph of the clause anew."""
        return Part("rewrite", t.Edit("rewrite", None, paragraphs, False, True, span), span)

    @node
    def position(self, span: Span, clause: t.Word | t.Number, beside: Tag) -> Part:
        """于 条款 … 之后."""
        return Part("position", t.Position(_id(clause), beside != "BEFORE", span), span)


def _id(written: t.Word | t.Number) -> t.Word:
    """The id of a clause; one that is a number is a name all the same."""
    return t.Word(written.written, written.span) if isinstance(written, t.Number) else written


def _words(group: Any) -> tuple[t.Word, ...]:
    return group if isinstance(group, tuple) else (group,)
