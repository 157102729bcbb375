"""Builds documents: heads, clauses, bases, norms, readings, calendars, relations between documents."""

from __future__ import annotations

from typing import Any

from lark import Token

from compiler.source.text import Span
from compiler.surface import tree as t
from compiler.surface.builder.plumbing import (
    Held,
    Part,
    Plumbing,
    Tag,
    bases,
    first,
    has,
    held,
    item,
    line,
    name,
    node,
    of,
    several,
    tag,
)


class Documents(Plumbing):
    """One method per rule of the grammar about documents."""

    title, issuers, level, region = line("title"), line("issuers"), line("level"), line("region")
    signed, published, in_force = line("signed"), line("published"), line("in_force")
    applies, expires, interpreters = line("applies"), line("expires"), line("interpreters")
    summary, uses_line, convention_line = line("summary"), line("uses"), line("convention")
    amends_line = line("amends")
    names, uses, docnos = several, several, several

    def above(self, children: list[Any]) -> Held:
        """以上 含 or 以上 不含."""
        return self._convention("or_more", children)

    def below(self, children: list[Any]) -> Held:
        """以下 含 or 以下 不含."""
        return self._convention("or_less", children)

    def _convention(self, word: str, children: list[Any]) -> Held:
        span = self.span(children)
        said = "excluded" if has(children, "EXCLUDED") else "included"
        return Held((t.Word(word, span), t.Word(said, span)), span)

    @held
    def named_convention(self, name: t.Word, value: t.Word) -> tuple[t.Word, t.Word]:
        return (name, value)

    @item
    def document(self, span: Span, number: t.Word, *rest: Part) -> t.Document:
        p = self.parts(
            rest, "title issuers level region signed published in_force applies expires interpreters summary"
        )
        return t.Document(
            number,
            title=first(p, "title"),
            issuers=first(p, "issuers", ()),
            level=first(p, "level"),
            region=first(p, "region"),
            signed=first(p, "signed"),
            published=first(p, "published"),
            in_force=first(p, "in_force"),
            applies=first(p, "applies"),
            expires=first(p, "expires"),
            interpreters=first(p, "interpreters", ()),
            summary=first(p, "summary"),
            uses=tuple(w for group in p.get("uses", ()) for w in group),
            amends=tuple(w for group in p.get("amends", ()) for w in group),
            conventions=tuple(p.get("convention", ())),
            bases=tuple(p.get("basis", ())),
            span=span,
        )

    @item
    def vocabulary(self, span: Span, name: t.Word, *rest: Part) -> t.Vocabulary:
        return t.Vocabulary(name, tuple(w for p in rest for w in p.value), span)

    @item
    def clause(self, span: Span, name: t.Word | t.Number, *rest: Any) -> t.Clause:
        word = t.Word(name.written, name.span) if isinstance(name, t.Number) else name
        title = rest[0] if rest and isinstance(rest[0], t.Word) else None
        p = self.parts(rest, "applies expires")
        return t.Clause(word, title, first(p, "applies"), first(p, "expires"), tuple(p.get("retroaction", ())), span)

    @node
    def retroaction(self, span: Span, date: t.DateLit, *rest: Any) -> Part:
        when = next((r for r in rest if not isinstance(r, Part)), None)
        return Part("retroaction", t.Retroaction(date, when, bases(rest), span), span)

    def basis(self, children: list[Any]) -> Part:
        """依据: an id in brackets and quotations."""
        span = self.span(children)
        return Part("basis", self._quoted(children, span), span)

    def _quoted(self, children: list[Any], span: Span) -> t.Basis:
        ids = [self.leaf(c) for c in children if isinstance(c, Token) and c.type == "ID"]
        quotes = tuple(self.leaf(c) for c in children if isinstance(c, Token) and c.type == "STRING")
        return t.Basis(ids[0] if ids else None, quotes, span)

    # ------------------------------------------------------------ norms and readings

    norm_word, reading_word, choice_name = tag, tag, name

    def norm(self, children: list[Any]) -> t.Norm:
        """A sentence that decides no claim."""
        kind, *rest = children
        documents = tuple(self.leaf(c) for c in rest if isinstance(c, Token) and c.type == "DOCNO")
        return t.Norm(kind.value.lower(), self._quoted(rest, self.span(rest)), documents, self.whole)

    severity, asks, reading_default, touches = line("severity"), line("asks"), line("default"), line("touches")
    touched_benefits, touched_category, touched_fund = of("benefit"), of("category"), of("fund")
    touched_document, touched_clauses = of("document"), of("clause")
    per_clause = line("clauses")

    @held
    def clause_ids(self, *ids: t.Word | t.Number) -> tuple[t.Word, ...]:
        return tuple(t.Word(i.written, i.span) if isinstance(i, t.Number) else i for i in ids)

    @node
    def choice(self, span: Span, name: t.Word, text: t.Word) -> Part:
        return Part("choice", t.Choice(name, text, span), span)

    @item
    def reading(self, span: Span, sort: Tag, name: t.Word, *lines: Part) -> t.Reading:
        p = self.parts(lines, "severity asks default")
        return t.Reading(
            name,
            severity=first(p, "severity"),
            basis=tuple(p.get("basis", ())),
            question=first(p, "asks"),
            choices=tuple(p.get("choice", ())),
            default=first(p, "default"),
            touches=tuple(p.get("touches", ())),
            clauses=first(p, "clauses", ()),
            span=span,
        )

    # ------------------------------------------------------------ other documents, days

    @item
    def unheld(self, span: Span, number: t.Word, *rest: Any) -> t.Unheld:
        title = rest[0] if rest and isinstance(rest[0], t.Word) else None
        return t.Unheld(number, title, first(self.parts(rest, "interpreters"), "interpreters", ()), span)

    relation_word = tag

    @item
    def relation(self, span: Span, kind: Tag, names: Any, *rest: Any) -> t.Relation:
        words = names if isinstance(names, tuple) else (names,)
        date = next((r for r in rest if isinstance(r, t.DateLit)), None)
        return t.Relation(kind.lower(), words, date, bases(rest), span)

    rest, work, dates = line("rest"), line("work"), several

    @item
    def calendar(self, span: Span, name: t.Word, *rest: Part) -> t.Calendar:
        p = self.parts(rest)
        free, busy = (tuple(d for group in p.get(k, ()) for d in group) for k in ("rest", "work"))
        return t.Calendar(name, free, busy, tuple(p.get("basis", ())), span)
