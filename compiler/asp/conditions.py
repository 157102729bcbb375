"""Conditions to rules: each node says yes, no, or nothing, which is unknown."""

from __future__ import annotations

from compiler.asp.names import constant, quoted, scope
from compiler.asp.terms import Body, Domain, TermEmitter
from compiler.rulebook.terms import (
    All,
    Always,
    Any,
    Cond,
    Const,
    Holds,
    Label,
    Not,
    OneOf,
    Open,
    Quantifier,
    Reads,
    Recursive,
    Test,
    bare,
)

_SIGNS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_OPPOSITE = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}


class Emitter(TermEmitter):
    """Writes the rules of conditions and terms."""

    def yes(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition holds; writes its rules the first time."""
        cond = bare(cond)
        if isinstance(cond, Not):
            return self.no(cond.operand, domain)
        self.decide(cond, domain)
        return f"yes({quoted(cond.id)},{scope(self.free.depth(cond))})"

    def no(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition does not hold."""
        cond = bare(cond)
        if isinstance(cond, Not):
            return self.yes(cond.operand, domain)
        self.decide(cond, domain)
        return f"no({quoted(cond.id)},{scope(self.free.depth(cond))})"

    def decide(self, cond: Cond, domain: Domain) -> None:
        """Write the rules of a condition."""
        if isinstance(cond, Label | Not) or not self.once(cond.id):
            return
        depth = self.free.depth(cond)
        name, s = quoted(cond.id), scope(depth)
        yes, no = f"yes({name},{s})", f"no({name},{s})"
        match cond:
            case Test():
                self._test(cond, domain)
            case OneOf(_, term, options, opened):
                body = Body(self, domain).over(depth)
                value = body.term(term)
                self.rule(f"tested({name},{s},{value},none)", body)
                for option in options:
                    self.rule(yes, f"tested({name},{s},V,_), {self._same(option)}")
                if not opened:
                    apart = ", ".join(self._apart(option) for option in options)
                    self.rule(no, f"tested({name},{s},V,_)" + (f", {apart}" if apart else ""))
            case Holds(_, term):
                body = Body(self, domain).over(depth)
                value = body.term(term)
                self.rule(f"tested({name},{s},{value},true)", body)
                self.rule(yes, f"tested({name},{s},true,_)")
                self.rule(no, f"tested({name},{s},false,_)")
            case All(_, operands):
                body = Body(self, domain).over(depth)
                for part in operands:
                    body.add(self.yes(part, domain))
                self.rule(yes, body)
                for part in operands:
                    self.rule(no, Body(self, domain).over(depth).add(self.no(part, domain)))
            case Any(_, operands):
                body = Body(self, domain).over(depth)
                for part in operands:
                    body.add(self.no(part, domain))
                self.rule(no, body)
                for part in operands:
                    self.rule(yes, Body(self, domain).over(depth).add(self.yes(part, domain)))
            case Quantifier():
                self._quantifier(cond, yes, no, depth, domain)
            case Reads(_, reading, choice):
                self.rule(yes, f"reading({quoted(reading)},{quoted(choice)})")
                self.rule(no, f"reading({quoted(reading)},C), C != {quoted(choice)}")
            case Always(_, value):
                self.rule(yes if value else no, Body(self, domain).over(depth))
            case Recursive(_, definition, args):
                body = Body(self, domain).over(depth)
                tuple_ = _pair([body.term(a) for a in args])
                of = f"{quoted('定义.' + definition)},{tuple_}"
                self.rule(yes, Body(self, domain).over(depth).add(str(body)).add(f"yes({of})"))
                self.rule(no, Body(self, domain).over(depth).add(str(body)).add(f"no({of})"))
            case Open():
                pass

    def _test(self, cond: Test, domain: Domain) -> None:
        depth = self.free.depth(cond)
        name, s = quoted(cond.id), scope(depth)
        body = Body(self, domain).over(depth)
        left, right = body.term(cond.left), body.term(cond.right)
        self.rule(f"tested({name},{s},{left},{right})", body)
        kind = cond.left.type if cond.left.type.kind != "any" else cond.right.type
        for head, op in ((f"yes({name},{s})", cond.op), (f"no({name},{s})", _OPPOSITE[cond.op])):
            tested = f"tested({name},{s},L,R)"
            if kind.kind in ("number", "money", "period"):
                self.rule(head, f"{tested}, @compare({quoted(op)},{quoted(kind.kind)},L,R) = 1")
            elif kind.kind == "enum" and op in ("eq", "ne"):
                same = f"counts_as({quoted(kind.name)},L,R)"
                self.rule(head, f"{tested}, {same if op == 'eq' else 'not ' + same}")
            elif kind.kind == "enum":
                ranks = f"rank({quoted(kind.name)},L,N), rank({quoted(kind.name)},R,M)"
                self.rule(head, f"{tested}, {ranks}, N {_SIGNS[op]} M")
            else:
                self.rule(head, f"{tested}, L {_SIGNS[op]} R")

    def _same(self, option: Const) -> str:
        if option.type.kind == "enum":
            return f"counts_as({quoted(option.type.name)},V,{constant(option.value)})"
        if option.type.kind in ("number", "money", "period"):
            return f'@compare("eq",{quoted(option.type.kind)},V,{constant(option.value)}) = 1'
        body = Body(self, {})
        return ", ".join([f"V = {body.term(option)}", *body.literals][::-1])

    def _apart(self, option: Const) -> str:
        if option.type.kind == "enum":
            return f"not counts_as({quoted(option.type.name)},V,{constant(option.value)})"
        if option.type.kind in ("number", "money", "period"):
            return f'@compare("ne",{quoted(option.type.kind)},V,{constant(option.value)}) = 1'
        if option.type.kind == "text":
            name = next((k for k, v in self.texts.items() if v == option.value), "")
            return f"not text({name},V)"
        return f"V != {constant(option.value)}"

    def _quantifier(self, cond: Quantifier, yes: str, no: str, depth: int, domain: Domain) -> None:
        inner = self.members(cond.members, domain)
        m = cond.members
        member = inner[m.depth]
        whole = f"complete({quoted(m.id)},{scope(self.free.depth(m))})"
        anyone = member.replace(f"I{m.depth},E{m.depth})", "_,_)")
        if cond.where is None:
            self.rule(yes, Body(self, domain).over(depth).add(anyone))
            self.rule(no, Body(self, domain).over(depth).add(whole).add(f"not {anyone}"))
            return
        holds, fails = self.yes(cond.where, inner), self.no(cond.where, inner)
        if cond.kind == "exists":
            self.rule(yes, Body(self, inner).over(depth).add(member).add(holds))
            self.rule(no, Body(self, domain).over(depth).add(whole).add(f"{fails} : {member}"))
        else:
            self.rule(no, Body(self, inner).over(depth).add(member).add(fails))
            self.rule(yes, Body(self, domain).over(depth).add(whole).add(f"{holds} : {member}"))

    # ------------------------------------------------------------ recursive definitions

    def recursive(self, name: str, kinds: tuple[str, ...], body: Cond) -> None:
        """A recursive definition: it holds as far as it can be built up; it fails where nothing could build it."""
        domain = {i: f"is({quoted(kind)},E{i})" for i, kind in enumerate(kinds)}
        of = f"{quoted('定义.' + name)},{scope(len(kinds))}"
        self.rule(f"yes({of})", Body(self, domain).over(len(kinds)).add(self.yes(body, domain)))
        self.rule(f"may({of})", Body(self, domain).over(len(kinds)).add(self.may(body, domain)))
        self.rule(f"no({of})", Body(self, domain).over(len(kinds)).add(f"not may({of})"))

    def may(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition is not known to fail, for bodies of recursive definitions."""
        cond = bare(cond)
        if not isinstance(cond, All | Any | Quantifier | Recursive):
            return f"not {self.no(cond, domain)}"
        depth = self.free.depth(cond)
        may = f"may({quoted(cond.id)},{scope(depth)})"
        if not self.once(f"may:{cond.id}"):
            return may
        match cond:
            case All(_, operands):
                body = Body(self, domain).over(depth)
                for part in operands:
                    body.add(self.may(part, domain))
                self.rule(may, body)
            case Any(_, operands):
                for part in operands:
                    self.rule(may, Body(self, domain).over(depth).add(self.may(part, domain)))
            case Quantifier(_, _, members, where):
                inner = self.members(members, domain)
                body = Body(self, inner).over(depth).add(inner[members.depth])
                if where is not None:
                    body.add(self.may(where, inner))
                self.rule(may, body)
                whole = f"complete({quoted(members.id)},{scope(self.free.depth(members))})"
                self.rule(may, Body(self, domain).over(depth).add(f"not {whole}"))
            case Recursive(id, definition, args):
                known = Body(self, domain).over(depth)
                tuple_ = _pair([known.term(a) for a in args])
                self.rule(f"called({quoted(id)},{scope(depth)},{tuple_})", known)
                called = f"called({quoted(id)},{scope(depth)}"
                of = f"{quoted('定义.' + definition)},T"
                self.rule(may, Body(self, domain).over(depth).add(f"{called},T)").add(f"may({of})"))
                self.rule(may, Body(self, domain).over(depth).add(f"not {called},_)"))
        return may


def _pair(terms: list[str]) -> str:
    whole = terms[0]
    for term in terms[1:]:
        whole = f"({whole},{term})"
    return whole
