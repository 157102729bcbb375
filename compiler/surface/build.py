"""Builds the tree while Lark parses: one method per rule of the grammar.

Children arrive as Lark tokens and finished nodes. :func:`node` takes keywords and punctuation out, turns the
remaining tokens into words and literals, and hands over the span of the whole.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from lark import Token, Transformer

from compiler.diagnostics.problem import Log
from compiler.source.text import SourceFile, Span
from compiler.surface import tree as t
from compiler.surface.keywords import BY_TERMINAL
from compiler.surface.literals import date_literal, number, period

_LEAVES = {"NAME", "DOCNO", "STRING", "ID", "DATELIT", "MONEYLIT", "PERCENT", "PROPORTION", "COUNTLIT", "NUMBER"}
_LEAVES |= {"PERIODLIT"}


class Tag(str):
    """The terminal of a keyword that a rule was chosen by."""


class Part:
    """A line of an item: its key, its value, its place."""

    __slots__ = ("key", "span", "value")

    def __init__(self, key: str, value: Any, span: Span) -> None:
        self.key, self.value, self.span = key, value, span


def node(method: Callable[..., Any]) -> Callable[[Builder, list[Any]], Any]:
    """Make a rule's method from ``method(builder, span, *kept)``."""

    def wrapped(self: Builder, children: list[Any]) -> Any:
        return method(self, self.span(children), *self.kept(children))

    wrapped.__name__ = method.__name__
    return wrapped


def line(key: str) -> Callable[[Builder, list[Any]], Part]:
    """A line whose value is its only child, or the tuple of its children."""

    def wrapped(self: Builder, children: list[Any]) -> Part:
        kept = self.kept(children)
        return Part(key, kept[0] if len(kept) == 1 else tuple(kept), self.span(children))

    return wrapped


def tag(self: Builder, children: list[Any]) -> Tag:
    """A rule that only chooses between keywords."""
    return Tag(children[0].type)


def has(children: list[Any], *kinds: str) -> bool:
    """Whether a keyword of one of these terminals stands among the children."""
    return any(isinstance(c, Token) and c.type in kinds for c in children)


class Builder(Transformer[Token, Any]):
    """The transformer given to Lark. ``begin`` sets the file and the log for the next item."""

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self.file = SourceFile("", "")
        self.log = Log()

    def begin(self, file: SourceFile, log: Log) -> None:
        """Prepare for an item of ``file``."""
        self.file, self.log = file, log

    # ------------------------------------------------------------ plumbing

    def place(self, token: Token) -> Span:
        """The span of a token."""
        return Span(self.file, token.start_pos or 0, token.end_pos or 0)

    def span(self, children: list[Any]) -> Span:
        """From the first child that has a place to the last."""
        spans = []
        for child in children:
            if isinstance(child, Token):
                if child.type not in ("NEWLINE", "INDENT", "DEDENT"):
                    spans.append(self.place(child))
            elif getattr(child, "span", None) is not None:
                spans.append(child.span)
        return spans[0].to(spans[-1]) if spans else Span(self.file, 0, 0)

    def kept(self, children: list[Any]) -> list[Any]:
        """Children without keywords and punctuation, tokens turned into leaves."""
        out = []
        for child in children:
            if not isinstance(child, Token):
                out.append(child)
            elif child.type in _LEAVES:
                out.append(self.leaf(child))
        return out

    def leaf(self, token: Token) -> Any:
        """A word or literal; a literal without a value is reported and becomes zero or the first day."""
        span, text = self.place(token), str(token)
        try:
            if token.type in ("NAME", "DOCNO"):
                return t.Word(text, span)
            if token.type in ("STRING", "ID"):
                return t.Word(text[1:-1], span)
            if token.type == "DATELIT":
                return date_literal(text, span)
            if token.type == "PERIODLIT":
                return period(text, span)
            return number(text, token.type, span)
        except ValueError:
            self.log.say("TL0110" if token.type == "DATELIT" else "TL0111", span, found=text)
            return (
                date_literal("2000-01-01", span) if token.type == "DATELIT" else t.Number(Fraction(0), "", text, span)
            )

    def parts(self, kept: tuple[Any, ...] | list[Any], single: str = "") -> dict[str, list[Any]]:
        """Lines by key, in order; a line that may stand once and stands twice is reported."""
        out: dict[str, list[Any]] = {}
        for part in kept:
            if isinstance(part, Part):
                if part.key in out and part.key in single.split():
                    self.log.say("TL0108", part.span, found=part.span.text.split()[0])
                out.setdefault(part.key, []).append(part.value)
        return out

    def start(self, children: list[Any]) -> Any:
        """The item."""
        return children[0]

    # ------------------------------------------------------------ documents

    title, issuers, level, region = line("title"), line("issuers"), line("level"), line("region")
    signed, published, in_force = line("signed"), line("published"), line("in_force")
    applies, expires, interpreters = line("applies"), line("expires"), line("interpreters")
    summary, uses_line, convention = line("summary"), line("uses"), line("convention")

    def uses(self, children: list[Any]) -> Any:
        """Either the list of names or the line that holds it."""
        kept = self.kept(children)
        if len(kept) == 1 and isinstance(kept[0], tuple):
            return Part("uses", kept[0], self.span(children))
        return tuple(kept)

    def above(self, children: list[Any]) -> Any:
        """以上 含 or 以上 不含."""
        return self._words_convention("or_more", children)

    def below_words(self, children: list[Any]) -> Any:
        """以下 含 or 以下 不含."""
        return self._words_convention("or_less", children)

    def _words_convention(self, word: str, children: list[Any]) -> tuple[t.Word, t.Word]:
        span = self.span(children)
        return t.Word(word, span), t.Word("excluded" if has(children, "EXCLUDED") else "included", span)

    @node
    def named_convention(self, span: Span, name: t.Word, value: t.Word) -> Any:
        return (name, value)

    @node
    def names(self, span: Span, *names: t.Word) -> tuple[t.Word, ...]:
        return names

    @node
    def document(self, span: Span, number: t.Word, *rest: Part) -> t.Document:
        single = "title issuers level region signed published in_force applies expires interpreters summary"
        p = self.parts(rest, single)

        def one(key: str) -> Any:
            return p[key][0] if key in p else None

        return t.Document(
            number, one("title"), one("issuers") or (), one("level"), one("region"), one("signed"), one("published"),
            one("in_force"), one("applies"), one("expires"), one("interpreters") or (), one("summary"),
            tuple(w for group in p.get("uses", []) for w in group), tuple(p.get("convention", [])),
            tuple(p.get("basis", [])), span,
        )  # fmt: skip

    @node
    def vocabulary(self, span: Span, name: t.Word, *rest: Part) -> t.Vocabulary:
        return t.Vocabulary(name, tuple(w for p in rest for w in p.value), span)

    @node
    def clause(self, span: Span, name: t.Word | t.Number, *rest: Any) -> t.Clause:
        word = t.Word(name.written, name.span) if isinstance(name, t.Number) else name
        title = rest[0] if rest and isinstance(rest[0], t.Word) else None
        p = self.parts(rest, "applies expires")
        return t.Clause(
            word, title, p.get("applies", [None])[0], p.get("expires", [None])[0], tuple(p.get("retroaction", [])), span
        )

    @node
    def retroaction(self, span: Span, date: t.DateLit, *rest: Any) -> Part:
        when = next((r for r in rest if not isinstance(r, Part)), None)
        basis = tuple(r.value for r in rest if isinstance(r, Part))
        return Part("retroaction", t.Retroaction(date, when, basis, span), span)

    @node
    def unheld(self, span: Span, number: t.Word, *rest: Any) -> t.Unheld:
        title = rest[0] if rest and isinstance(rest[0], t.Word) else None
        p = self.parts(rest, "interpreters")
        return t.Unheld(number, title, p.get("interpreters", [()])[0], span)

    relation_word = tag

    @node
    def relation(self, span: Span, kind: Tag, names: Any, *rest: Any) -> t.Relation:
        words = names if isinstance(names, tuple) else (names,)
        date = next((r for r in rest if isinstance(r, t.DateLit)), None)
        return t.Relation(kind.lower(), words, date, tuple(r.value for r in rest if isinstance(r, Part)), span)

    rest, work = line("rest"), line("work")

    @node
    def dates(self, span: Span, *dates: t.DateLit) -> tuple[t.DateLit, ...]:
        return dates

    @node
    def calendar(self, span: Span, name: t.Word, *rest: Part) -> t.Calendar:
        p = self.parts(rest)
        flat = {k: tuple(d for group in p.get(k, []) for d in group) for k in ("rest", "work")}
        return t.Calendar(name, flat["rest"], flat["work"], tuple(p.get("basis", [])), span)

    # ------------------------------------------------------------ vocabulary

    @node
    def unordered(self, span: Span, names: tuple[t.Word, ...]) -> t.EnumBody:
        return t.EnumBody(names, False, span)

    @node
    def ordered(self, span: Span, *names: t.Word) -> t.EnumBody:
        return t.EnumBody(names, True, span)

    @node
    def enumeration(self, span: Span, name: t.Word, body: t.EnumBody) -> t.Enumeration:
        return t.Enumeration(name, body, span)

    @node
    def enum_literal(self, span: Span, body: t.EnumBody) -> t.EnumBody:
        return body

    kind_word = tag

    @node
    def kind(self, span: Span, sort: Tag, name: t.Word, *fields: t.Field) -> t.Kind:
        return t.Kind(sort.lower(), name, fields, span)

    def field_name(self, children: list[Any]) -> t.Word:
        """The name of a field that is declared."""
        return t.Word(str(children[0]), self.place(children[0]))

    required = line("required")
    default = line("default")
    fixed, forward, changeable, cost = line("fixed"), line("forward"), line("changeable"), line("cost")

    @node
    def says_line(self, span: Span, text: t.Word) -> Part:
        return Part("says", text, span)

    def field(self, children: list[Any]) -> t.Field:
        """A field with its marks."""
        name, kind, *marks = self.kept(children)
        p = self.parts(marks, "required default cost")
        changes = [m.key for m in marks if m.key in ("fixed", "forward", "changeable")]
        if len(changes) > 1:
            self.log.say("TL0108", marks[-1].span, found=marks[-1].span.text)
        return t.Field(
            name, kind, "required" in p, p.get("default", [None])[0], changes[0] if changes else None,
            p.get("cost", [None])[0], tuple(p.get("says", [])), self.span(children),
        )  # fmt: skip

    def type_word(self, children: list[Any]) -> t.Word:
        """A type's word: a keyword's own name in small letters, or a declared name."""
        token = children[0]
        text = str(token) if token.type == "NAME" else token.type.lower()
        return t.Word(text, self.place(token))

    def type(self, children: list[Any]) -> t.TypeName:
        """A type, perhaps a list, perhaps per a unit of time."""
        name, *per = self.kept(children)
        return t.TypeName(name, has(children, "LIST"), per[0] if per else None, self.span(children))

    @node
    def deemed(self, span: Span, value: t.Word, counts_as: t.Word, *basis: Part) -> t.Deemed:
        return t.Deemed(value, counts_as, tuple(b.value for b in basis), span)

    # ------------------------------------------------------------ definitions

    @node
    def param(self, span: Span, name: t.Word, kind: t.TypeName) -> t.Parameter:
        return t.Parameter(name, kind, span)

    @node
    def definition(self, span: Span, name: t.Word, *rest: Any) -> t.Definition:
        params = tuple(r for r in rest if isinstance(r, t.Parameter))
        kind = next((r for r in rest if isinstance(r, t.TypeName)), None)
        basis = tuple(r.value for r in rest if isinstance(r, Part))
        body = next(r for r in rest if not isinstance(r, t.Parameter | t.TypeName | Part))
        return t.Definition(name, params, kind, basis, body, span)

    by, low, high = line("by"), line("low"), line("high")

    @node
    def dated(self, span: Span, date: t.DateLit, value: t.Expr) -> Part:
        return Part("dated", t.Dated(date, value, span), span)

    @node
    def parameter(self, span: Span, name: t.Word, kind: t.TypeName, *rest: Part) -> t.ParameterSeries:
        p = self.parts(rest, "by low high")
        return t.ParameterSeries(
            name, kind, tuple(p.get("basis", [])), tuple(p.get("dated", [])), p.get("by", [None])[0],
            p.get("low", [None])[0], p.get("high", [None])[0], span,
        )  # fmt: skip

    @node
    def filling(self, span: Span, name: t.Word, *rest: Part) -> t.Filling:
        p = self.parts(rest)
        return t.Filling(name, tuple(p.get("basis", [])), tuple(p.get("dated", [])), span)

    # ------------------------------------------------------------ rules

    def basis(self, children: list[Any]) -> Part:
        """依据: an id in brackets and quotations."""
        span = self.span(children)
        ids = [self.leaf(c) for c in children if isinstance(c, Token) and c.type == "ID"]
        quotes = tuple(self.leaf(c) for c in children if isinstance(c, Token) and c.type == "STRING")
        return Part("basis", t.Basis(ids[0] if ids else None, quotes, span), span)

    category, beneficiary, applicant, payee = line("category"), line("beneficiary"), line("applicant"), line("payee")
    decides, gives, fund, says, replaces = line("decides"), line("gives"), line("fund"), line("says"), line("replaces")
    deny, allow = line("deny"), line("allow")

    @node
    def object(self, span: Span, kind: t.Word, variable: t.Word) -> Part:
        return Part("object", t.Parameter(variable, t.TypeName(kind, False, None, kind.span), span), span)

    when, unless, must = line("when"), line("unless"), line("must")

    @node
    def single(self, span: Span, *kept: Any) -> t.Condition:
        label = kept[0] if len(kept) == 2 else None
        return t.Condition(kept[-1], label, span)

    def _junction(self, op: str, span: Span, kept: tuple[Any, ...]) -> t.Condition:
        label = kept[0] if isinstance(kept[0], t.Word) else None
        operands = tuple(k for k in kept if isinstance(k, t.Condition))
        return t.Condition(t.Junction(op, operands, span), label, span)

    @node
    def all_of(self, span: Span, *kept: Any) -> t.Condition:
        return self._junction("and", span, kept)

    @node
    def any_of(self, span: Span, *kept: Any) -> t.Condition:
        return self._junction("or", span, kept)

    form, bound_word, ending_word, round_mode, window = tag, tag, tag, tag, tag

    @node
    def exact(self, span: Span, value: t.Expr) -> Any:
        return ("exact", value, value, None)

    @node
    def at_most(self, span: Span, value: t.Expr) -> Any:
        return ("at_most", None, value, None)

    @node
    def at_least(self, span: Span, value: t.Expr) -> Any:
        return ("at_least", value, None, None)

    @node
    def between(self, span: Span, low: t.Expr, high: t.Expr) -> Any:
        return ("between", low, high, None)

    @node
    def open(self, span: Span, note: t.Word) -> Any:
        return ("open", None, None, note)

    @node
    def amount(self, span: Span, form: Tag, amount: Any) -> Part:
        kind, low, high, note = amount
        return Part("amount", t.Amount(form.lower(), kind, low, high, note, span), span)

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
        kept, span = self.kept(children), self.span(children)
        when = kept[1] if len(kept) > 1 else None
        return Part("uplift", t.Uplift(kept[0], has(children, "ATMOST"), when, span), span)

    def rounding(self, children: list[Any]) -> Part:
        """取整; to the fen unless another unit is named."""
        kept, span = self.kept(children), self.span(children)
        unit = kept[1] if len(kept) > 1 else number("1分", "MONEYLIT", span)
        return Part("rounding", t.Rounding(kept[0].lower(), unit, has(children, "EACHSTEP"), span), span)

    def duration(self, children: list[Any]) -> Part:
        """期限."""
        kept, span = self.kept(children), self.span(children)
        return Part("duration", t.Duration(kept[0], has(children, "ATMOST"), has(children, "USUALLY"), span), span)

    def starting(self, children: list[Any]) -> Part:
        """起付."""
        kept, span = self.kept(children), self.span(children)
        return Part("starting", t.Starting(kept[0], has(children, "NEXTMONTH"), span), span)

    def ending(self, children: list[Any]) -> Part:
        """终止 or 中止."""
        kept, span = self.kept(children), self.span(children)
        date = kept[2] if len(kept) > 2 else None
        return Part("ending", t.Ending(kept[0].lower(), kept[1], date, has(children, "NEXTMONTH"), span), span)

    def limit(self, children: list[Any]) -> Part:
        """限; the earliest claims win unless another order is written."""
        kept, span = self.kept(children), self.span(children)
        order = "highest" if has(children, "HIGHESTFIRST") else "claimant" if has(children, "CLAIMANT") else "earliest"
        per = tuple(k for k in kept[1:] if isinstance(k, t.Per))
        return Part("limit", t.Limit(kept[0], per, order, span), span)

    def instalment(self, children: list[Any]) -> Part:
        """分期."""
        kept, span = self.kept(children), self.span(children)
        values = kept[1:]
        due = values.pop(0) if has(children, "AT") else None
        when = values.pop(0) if has(children, "WHEN") else None
        return Part("instalment", t.Instalment(kept[0], due, when, span), span)

    target = line("target")

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

    rule_word = tag

    @node
    def rule(self, span: Span, sort: Tag, name: t.Word, *lines: Part) -> t.Rule:
        single = (
            "object beneficiary applicant payee decides amount gives rounding duration starting fund target must says "
            "replaces deny allow"
        )
        p = self.parts(lines, single)

        def one(key: str) -> Any:
            return p[key][0] if key in p else None

        must = one("must")
        verdict = "deny" if "deny" in p else "allow" if "allow" in p else None
        body = t.RuleBody(
            basis=tuple(p.get("basis", [])),
            category=tuple(w for group in p.get("category", []) for w in group),
            object=one("object"),
            beneficiary=one("beneficiary"),
            applicant=one("applicant"),
            payee=one("payee"),
            conditions=tuple(p.get("when", [])),
            unless=tuple(p.get("unless", [])),
            decides=one("decides"),
            amount=one("amount"),
            gives=one("gives"),
            bounds=tuple(p.get("bound", [])),
            uplifts=tuple(p.get("uplift", [])),
            rounding=one("rounding"),
            duration=one("duration"),
            starting=one("starting"),
            endings=tuple(p.get("ending", [])),
            limits=tuple(p.get("limit", [])),
            fund=one("fund"),
            instalments=tuple(p.get("instalment", [])),
            target=one("target"),
            verdict=verdict,
            must=must.expr if must else None,
            says=one("says"),
            replaces=one("replaces"),
        )
        return t.Rule(sort.lower(), name, body, span)

    # ------------------------------------------------------------ tiers, bands, cases

    @node
    def tiers(self, span: Span, subject: t.Expr, *rows: Any) -> t.Tiers:
        otherwise = next((r.value for r in rows if isinstance(r, Part)), None)
        return t.Tiers(subject, tuple(r for r in rows if isinstance(r, t.TierRow)), otherwise, span)

    @node
    def bands(self, span: Span, subject: t.Expr, *rows: t.TierRow) -> t.Bands:
        return t.Bands(subject, rows, span)

    @node
    def cases(self, span: Span, *rows: Any) -> t.Cases:
        otherwise = next((r.value for r in rows if isinstance(r, Part)), None)
        return t.Cases(tuple(r for r in rows if isinstance(r, tuple)), otherwise, span)

    @node
    def case(self, span: Span, value: t.Expr, when: t.Expr) -> tuple[t.Expr, t.Expr]:
        return (when, value)

    otherwise = line("otherwise")

    @node
    def tier_keys(self, span: Span, *keys: Any) -> tuple[Any, ...]:
        return keys

    @node
    def tier(self, span: Span, keys: tuple[Any, ...], *values: t.Expr) -> t.TierRow:
        return t.TierRow(keys, values, span)

    @node
    def range(self, span: Span, *bounds: t.Boundary) -> t.Range:
        return t.Range(bounds, span)

    @node
    def boundary(self, span: Span, word: Tag, bound: t.Expr, *inclusion: bool) -> t.Boundary:
        return t.Boundary(_OPS[word], bound, str(word), inclusion[0] if inclusion else None, span)

    # ------------------------------------------------------------ non-duplication, readings, norms

    @node
    def same_keys(self, span: Span, *keys: t.Expr) -> Part:
        return Part("same", keys, span)

    def member(self, children: list[Any]) -> Part:
        """成员, with its unit (每), key (同), amount (金额) and condition (当)."""
        name, variable = (self.leaf(c) for c in children[:3] if isinstance(c, Token) and c.type == "NAME")
        values: dict[str, Any] = {"PER": None, "AMOUNT": None, "WHEN": None}
        keys: tuple[t.Expr, ...] = ()
        waiting = None
        for child in children[3:]:
            if isinstance(child, Token):
                if child.type in values:
                    waiting = child.type
            elif isinstance(child, Part):
                keys = child.value
            elif waiting is not None:
                values[waiting], waiting = child, None
        span = self.span(children)
        return Part(
            "member", t.Member(name, variable, values["PER"], keys, values["AMOUNT"], values["WHEN"], span), span
        )

    window_line, shape_line, nodup_when = line("window"), line("shape"), line("when")

    @node
    def named_loser(self, span: Span, names: tuple[t.Word, ...]) -> t.Shape:
        return t.Shape("named_loser", names, span)

    @node
    def sequence(self, span: Span, names: tuple[t.Word, ...]) -> t.Shape:
        return t.Shape("sequence", names, span)

    def _shape(self, kind: str, children: list[Any]) -> t.Shape:
        return t.Shape(kind, (), self.span(children))

    def claimants_choice(self, children: list[Any]) -> t.Shape:
        """自选."""
        return self._shape("claimants_choice", children)

    def higher(self, children: list[Any]) -> t.Shape:
        """就高."""
        return self._shape("higher", children)

    def top_up(self, children: list[Any]) -> t.Shape:
        """补差."""
        return self._shape("top_up", children)

    def only_once(self, children: list[Any]) -> t.Shape:
        """一次."""
        return self._shape("only_once", children)

    def ladder(self, children: list[Any]) -> t.Shape:
        """阶梯."""
        return self._shape("ladder", children)

    def bare(self, children: list[Any]) -> t.Shape:
        """原则."""
        return self._shape("bare", children)

    @node
    def nodup(self, span: Span, name: t.Word, *lines: Part) -> t.NonDuplication:
        p = self.parts(lines, "window shape when")
        window = p.get("window", [None])[0]
        return t.NonDuplication(
            name, tuple(p.get("basis", [])), tuple(p.get("member", [])), window.lower() if window else None,
            p.get("shape", [None])[0], p.get("when", [None])[0], span,
        )  # fmt: skip

    @node
    def together(self, span: Span, names: tuple[t.Word, ...], *basis: Part) -> t.Together:
        return t.Together(names, tuple(b.value for b in basis), span)

    reading_word = tag
    severity, asks, reading_default, touches = line("severity"), line("asks"), line("default"), line("touches")

    def choice_name(self, children: list[Any]) -> t.Word:
        """A choice may be called 是 or 否."""
        return t.Word(str(children[0]), self.place(children[0]))

    @node
    def choice(self, span: Span, name: t.Word, text: t.Word) -> Part:
        return Part("choice", t.Choice(name, text, span), span)

    @node
    def reading(self, span: Span, sort: Tag, name: t.Word, *lines: Part) -> t.Reading:
        p = self.parts(lines, "severity asks default")
        return t.Reading(
            name, p.get("severity", [None])[0], tuple(p.get("basis", [])), p.get("asks", [None])[0],
            tuple(p.get("choice", [])), p.get("default", [None])[0],
            tuple(w for group in p.get("touches", []) for w in group), span,
        )  # fmt: skip

    norm_word = tag

    def norm(self, children: list[Any]) -> t.Norm:
        """A sentence that decides no claim."""
        span = self.span(children)
        basis = self.basis(children[1:]).value
        documents = tuple(self.leaf(c) for c in children[1:] if isinstance(c, Token) and c.type == "DOCNO")
        return t.Norm(children[0].lower(), basis, documents, span)

    # ------------------------------------------------------------ expressions

    def _binary(self, op: str, children: list[Any], of: bool = False) -> t.Binary:
        left, right = self.kept(children)
        return t.Binary(op, left, right, of, self.span(children))

    def add(self, children: list[Any]) -> t.Binary:
        """+"""
        return self._binary("+", children)

    def subtract(self, children: list[Any]) -> t.Binary:
        """-"""
        return self._binary("-", children)

    def multiply(self, children: list[Any]) -> t.Binary:
        """*"""
        return self._binary("*", children)

    def divide(self, children: list[Any]) -> t.Binary:
        """/"""
        return self._binary("/", children)

    def percent_of(self, children: list[Any]) -> t.Binary:
        """基数 的 60%."""
        return self._binary("*", children, of=True)

    @node
    def negate(self, span: Span, operand: t.Expr) -> t.Negate:
        return t.Negate(operand, span)

    @node
    def not_(self, span: Span, operand: t.Expr) -> t.Not:
        return t.Not(operand, span)

    @node
    def disjunction(self, span: Span, *operands: t.Expr) -> t.Junction:
        return t.Junction("or", tuple(t.Condition(o, None, o.span) for o in operands), span)

    @node
    def conjunction(self, span: Span, *operands: t.Expr) -> t.Junction:
        return t.Junction("and", tuple(t.Condition(o, None, o.span) for o in operands), span)

    compare_word = tag

    def inclusion(self, children: list[Any]) -> bool:
        """（含） or （不含）."""
        return has(children, "INCLUDED")

    @node
    def compare(self, span: Span, left: t.Expr, word: Tag, right: t.Expr, *inclusion: bool) -> t.Compare:
        return t.Compare(_OPS[word], left, right, str(word), inclusion[0] if inclusion else None, span)

    def compare_in(self, children: list[Any]) -> t.Compare:
        """x 在 35 以下（含）."""
        left, right, *inclusion = self.kept(children)
        word = "ORMORE" if has(children, "ORMORE") else "ORLESS"
        return t.Compare(_OPS[word], left, right, str(word), inclusion[0] if inclusion else None, self.span(children))

    def among(self, children: list[Any]) -> t.Among:
        """x 属于 (a、b等)."""
        operand, *choices = self.kept(children)
        return t.Among(operand, tuple(choices), has(children, "ETC"), self.span(children))

    def field_label(self, children: list[Any]) -> t.Word:
        """A field's name."""
        return t.Word(str(children[0]), self.place(children[0]))

    @node
    def access(self, span: Span, base: t.Expr, name: t.Word) -> t.Access:
        return t.Access(base, name, span)

    @node
    def ref(self, span: Span, name: t.Word) -> t.Ref:
        return t.Ref(name.text, span)

    @node
    def call(self, span: Span, name: t.Word, *args: t.Expr) -> t.Call:
        return t.Call(name, args, span)

    def value(self, children: list[Any]) -> Any:
        """An expression that ends its line."""
        return self.kept(children)[0]

    def atom(self, children: list[Any]) -> Any:
        """( x )"""
        return self.kept(children)[0]

    def literal(self, children: list[Any]) -> Any:
        """A literal token by itself."""
        token = children[0]
        if token.type in ("TRUE", "FALSE"):
            return t.BoolLit(token.type == "TRUE", self.place(token))
        leaf = self.leaf(token)
        return t.TextLit(leaf.text, leaf.span) if isinstance(leaf, t.Word) else leaf

    def beneficiary_role(self, children: list[Any]) -> t.Role:
        """享受人."""
        return t.Role("beneficiary", self.span(children))

    def event_date_role(self, children: list[Any]) -> t.Role:
        """事由日."""
        return t.Role("event_date", self.span(children))

    @node
    def by_document(self, span: Span, number: t.Word) -> t.ByDocument:
        return t.ByDocument(number, span)

    @node
    def discretion(self, span: Span, about: t.Word) -> t.Discretion:
        return t.Discretion(about, span)

    def unsettled(self, children: list[Any]) -> t.Unsettled:
        """未规定."""
        return t.Unsettled(self.span(children))

    @node
    def member_of(self, span: Span, variable: t.Word, domain: t.Expr) -> tuple[t.Word, t.Expr]:
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


_OPS = {
    "EQ": "eq", "NE": "ne", "LT": "lt", "LE": "le", "GT": "gt", "GE": "ge", "ATLEAST": "ge", "ATMOST": "le",
    "REACHES": "ge", "BELOW": "lt", "EXCEEDS": "gt", "ORMORE": "ge", "ORLESS": "le",
}  # fmt: skip

assert all(word in BY_TERMINAL or word in ("EQ", "NE", "LT", "LE", "GT", "GE") for word in _OPS)
