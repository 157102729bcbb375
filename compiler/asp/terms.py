"""Terms to rules: every compound value gets an id and is derived as ``value(id,S,V)``; a value that cannot be known
is simply not there."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from compiler.asp.free import Free
from compiler.asp.names import constant, exact, quoted, scope
from compiler.rulebook.terms import (
    Aggregate,
    Always,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Marginal,
    Members,
    Missing,
    Named,
    Recursive,
    Series,
    Term,
    Type,
    Var,
    walk,
)

Used = tuple[int, ...]
"""The depths of the variables that a node hangs on."""
Domain = dict[int, str]
"""For each variable the literal that says what it runs over."""

POLYMORPHIC = {"maximum", "minimum"}


class Body:
    """The body of a rule under construction. A field that is read twice is read once."""

    def __init__(self, emitter: TermEmitter, domain: Domain) -> None:
        self.emitter, self.domain = emitter, domain
        self.literals: list[str] = []
        self._seen: dict[str, str] = {}

    def over(self, used: Iterable[int]) -> Body:
        """Bind the variables of a scope."""
        for i in used:
            self.add(self.domain[i])
        return self

    def add(self, literal: str) -> Body:
        """One more literal."""
        if literal not in self.literals:
            self.literals.append(literal)
        return self

    def bind(self, pattern: str) -> str:
        """Add a literal with a fresh variable in place of ``*``; the variable that was used."""
        if pattern not in self._seen:
            variable = f"V{len(self._seen)}"
            self._seen[pattern] = variable
            self.literals.append(pattern.replace("*", variable))
        return self._seen[pattern]

    def term(self, node: Term) -> str:
        """The expression for a term, with whatever literals it needs."""
        return self.emitter.expression(self, node)

    @property
    def stated(self) -> bool:
        """Whether all of it is said of the case itself: nothing that conditions were needed to derive."""
        derived = ("value(", *self.emitter.derived)
        return not any(literal.startswith(derived) for literal in self.literals)

    def __str__(self) -> str:
        return ", ".join(self.literals)


class TermEmitter(ABC):
    """Writes the rules of terms. ``rules`` collects them; ``texts`` the free texts, which travel as symbols."""

    def __init__(self, free: Free, ranked: frozenset[str]) -> None:
        self.free = free
        self.ranked = ranked
        self.rules: list[str] = []
        self.texts: dict[str, str] = {}
        self.derived: set[str] = set()
        """How the literals of those members begin that are not simply stated."""
        self._done: set[str] = set()

    def rule(self, head: str, body: Body | str = "") -> None:
        """Write one rule."""
        text = str(body)
        self.rules.append(f"{head} :- {text}." if text else f"{head}.")

    def once(self, id: str) -> bool:
        """Whether the node has not been written yet."""
        if id in self._done:
            return False
        self._done.add(id)
        return True

    def text(self, value: str) -> str:
        """The name under which a free text travels."""
        name = next((k for k, v in self.texts.items() if v == value), f"t{len(self.texts)}")
        self.texts[name] = value
        return name

    @abstractmethod
    def yes(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition holds."""

    @abstractmethod
    def no(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition does not hold."""

    # ------------------------------------------------------------ expressions

    def expression(self, body: Body, node: Term) -> str:
        """How a term is written in a body."""
        match node:
            case Const(value, Type("text"), _) if isinstance(value, str):
                return body.bind(f"text({self.text(value)},*)")
            case Const(value):
                return constant(value)
            case Var(depth):
                body.add(body.domain[depth])
                return f"E{depth}"
            case FieldOf(base, owner, name):
                return body.bind(f"field({quoted(f'{owner}.{name}')},{self.expression(body, base)},*)")
            case Named(_, _, inner):
                return self.expression(body, inner)
            case Missing():
                return body.bind("nothing(*)")
            case _:
                self.define(node, body.domain)
                return body.bind(f"value({quoted(node.id)},{scope(self.free.used(node))},*)")

    def define(self, node: Apply | Choose | Marginal | Aggregate | Series, domain: Domain) -> None:
        """Write the rules that derive a compound value."""
        if not self.once(node.id):
            return
        used = self.free.used(node)
        head = f"value({quoted(node.id)},{scope(used)}"
        match node:
            case Apply(_, op, args):
                body = Body(self, domain).over(used)
                written = [body.term(a) for a in args]
                if op in POLYMORPHIC:
                    written.insert(0, quoted(args[0].type.kind))
                self.rule(f"{head},@{op}({','.join(written)}))", body)
            case Choose():
                self._choose(node, head, used, domain)
            case Marginal(_, subject, slices):
                body = Body(self, domain).over(used)
                subject_text = body.term(subject)
                total = ""
                for s in slices:
                    high = f'"{exact(s.high)}"' if s.high is not None else '"~"'
                    part = f'@slice({subject_text},"{exact(s.low)}",{high},"{exact(s.rate)}")'
                    total = f"@add({total},{part})" if total else part
                self.rule(f"{head},{total})", body)
            case Series(_, _, day, values):
                for index, (start, term) in enumerate(values):
                    body = Body(self, domain).over(used)
                    when = body.term(day)
                    body.add(f'{when} >= "{start.isoformat()}"')
                    if index + 1 < len(values):
                        body.add(f'{when} < "{values[index + 1][0].isoformat()}"')
                    self.rule(f"{head},{body.term(term)})", body)
            case Aggregate():
                self._aggregate(node, head, used, domain)

    def _choose(self, node: Choose, head: str, used: Used, domain: Domain) -> None:
        """The first branch whose condition holds. Where the conditions leave several branches open, their value is
        known if all of them come to the same; inside recursion, where nothing may be concluded from not knowing,
        only the branch that holds counts."""
        branches: list[tuple[Cond | None, Term]] = [*node.cases]
        if node.otherwise is not None:
            branches.append((None, node.otherwise))
        if all(isinstance(c, Always) for c, _ in node.cases) or any(isinstance(x, Recursive) for x in walk(node)):
            self._first_branch(branches, head, used, domain)
            return
        name, s = quoted(node.id), scope(used)
        open_before: list[str] = []
        for index, (cond, term) in enumerate(branches):
            reach = Body(self, domain).over(used)
            for literal in open_before:
                reach.add(literal)
            if cond is not None:
                reach.add(f"not {self.no(cond, domain)}")
                open_before.append(f"not {self.yes(cond, domain)}")
            self.rule(f"open({name},{s},{index})", reach)
            body = Body(self, domain).over(used).add(f"open({name},{s},{index})")
            self.rule(f"branch({name},{s},{index},{body.term(term)})", body)
        if node.otherwise is None:
            body = Body(self, domain).over(used)
            for literal in open_before:
                body.add(literal)
            self.rule(f"open({name},{s},{len(branches)})", body)
        place = Body(self, domain).over(used)
        differs = f"branch({name},{s},_,W), W != V"
        lacks = f"open({name},{s},I), not branch({name},{s},I,_)"
        self.rule(f"differs({name},{s})", Body(self, domain).over(used).add(f"branch({name},{s},_,V)").add(differs))
        self.rule(f"differs({name},{s})", Body(self, domain).over(used).add(lacks))
        self.rule(f"{head},V)", place.add(f"branch({name},{s},_,V)").add(f"not differs({name},{s})"))

    def _first_branch(self, branches: list[tuple[Cond | None, Term]], head: str, used: Used, domain: Domain) -> None:
        earlier: list[str] = []
        for cond, term in branches:
            body = Body(self, domain).over(used)
            for literal in earlier:
                body.add(literal)
            if cond is not None:
                body.add(self.yes(cond, domain))
                earlier.append(self.no(cond, domain))
            self.rule(f"{head},{body.term(term)})", body)

    # ------------------------------------------------------------ members and aggregates

    def members(self, members: Members, domain: Domain) -> Domain:
        """Declare what a quantifier runs over; the domain with its variable in it."""
        used = self.free.used(members)
        name, s, variable = quoted(members.id), scope(used), f"E{members.depth}"
        if self.once(members.id):
            body = Body(self, domain).over(used)
            beginning = f"member({name},"
            if members.list is None:
                kind = quoted(members.kind)
                self.rule(f"{beginning}{s},I,{variable})", body.add(f"nth({kind},I,{variable})"))
                self.rule(f"complete({name},{s})", Body(self, domain).over(used).add(f"complete({kind})"))
                self.rule(f"length({name},{s},N)", Body(self, domain).over(used).add(f"size({kind},N)"))
            else:
                base, path = self._list(body, members.list)
                self.rule(f"{beginning}{s},I,{variable})", body.add(f"item({path},{base},I,{variable})"))
                stated = Body(self, domain).over(used)
                base, path = self._list(stated, members.list)
                stated.add(f"items({path},{base},N)")
                self.rule(f"complete({name},{s})", stated)
                self.rule(f"length({name},{s},N)", stated)
            if not body.stated:
                self.derived.add(beginning)
        return {**domain, members.depth: f"member({name},{s},I{members.depth},{variable})"}

    def _list(self, body: Body, node: Term) -> tuple[str, str]:
        assert isinstance(node, FieldOf)
        return body.term(node.base), quoted(f"{node.owner}.{node.name}")

    def _aggregate(self, node: Aggregate, head: str, used: Used, domain: Domain) -> None:
        """Members one after the other, each with its part: sure, maybe or out; unknown parts stay unknown."""
        name, s = quoted(node.id), scope(used)
        inner = self.members(node.members, domain)
        m = node.members
        # Each list has its own index: one that is counted for each member of another runs over all of its own.
        member_scope, variable, index = scope(self.free.used(m)), f"E{m.depth}", f"I{m.depth}"
        place = inner[m.depth]

        def part(status: str, condition: tuple[str, ...], known: bool) -> None:
            body = Body(self, inner).over(used).add(place)
            for literal in condition:
                body.add(literal)
            key = self._key(body, node) if known else '"?"'
            if not known and node.key is not None and status != "out":
                body.add(f"not keyed({name},{s},{index})")
            self.rule(f"part({name},{s},{index},{status},{key},{variable})", body)

        if node.key is not None:
            body = Body(self, inner).over(used).add(place)
            self._key(body, node)
            self.rule(f"keyed({name},{s},{index})", body)
        if node.where is None:
            ways: list[tuple[str, tuple[str, ...]]] = [("sure", ())]
        else:
            yes, no = self.yes(node.where, inner), self.no(node.where, inner)
            ways = [("sure", (yes,)), ("maybe", (f"not {yes}", f"not {no}")), ("out", (no,))]
        for status, condition in ways:
            if node.key is not None and status != "out":
                part(status, condition, True)
            part(status, condition, False)
        kind = quoted(node.kind)
        sort = quoted(node.key.type.kind if node.key is not None else "number")
        length = f"length({quoted(m.id)},{member_scope},N)"
        start = Body(self, domain).over(used).add(length)
        self.rule(f"reached({name},{s},0,@start({kind}))", start)
        before = f"reached({name},{s},I,A), part({name},{s},I+1,T,K,M)"
        self.rule(f"folds({name},A,T,K,M)", before)
        self.rule(f"folded({name},A,T,K,M,@step({kind},{sort},A,T,K,M))", f"folds({name},A,T,K,M)")
        self.rule(f"reached({name},{s},I+1,B)", f"{before}, folded({name},A,T,K,M,B)")
        whole = f"complete({quoted(m.id)},{member_scope})"
        for literal, closed in ((whole, 1), (f"not {whole}", 0)):
            body = Body(self, domain).over(used).add(length).add(f"reached({name},{s},N,A)").add(literal)
            self.rule(f"ends({name},A,{closed})", body)
            self.rule(f"{head},V)", body.add(f"ended({name},A,{closed},V)"))
        self.rule(f"ended({name},A,C,@finish({kind},{sort},A,C))", f"ends({name},A,C)")

    def _key(self, body: Body, node: Aggregate) -> str:
        if node.key is None:
            return '"1"'
        written = body.term(node.key)
        if node.key.type.kind == "enum":
            body.add(f"rank({quoted(node.key.type.name)},{written},R)")
            return f"@ranked(R,{written})"
        return written


def own_field(term: Term) -> str | None:
    """The field that a term is, when it is one of the object itself."""
    if isinstance(term, FieldOf) and isinstance(term.base, Var) and term.base.depth == 0:
        return quoted(f"{term.owner}.{term.name}")
    return None


def kind_of(domain: Domain) -> str:
    """What the first variable of a domain runs over."""
    return domain[0].removeprefix("is(").removesuffix(",E0)")
