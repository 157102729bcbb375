"""Conditions to rules: each node says yes, no, or nothing, which is unknown."""

from __future__ import annotations

from compiler.asp.names import constant, quoted, scope
from compiler.asp.terms import Body, Domain, TermEmitter, Used, kind_of, own_field
from compiler.rulebook.terms import (
    BOOLEAN,
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
    Term,
    Test,
    Type,
    bare,
)

SIZED = ("number", "money", "period")
"""Types of which a value may be known only between bounds."""
_SIGNS = {"eq": "=", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
_OPPOSITE = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
_TRUE = Const(True, BOOLEAN, "是")


class Emitter(TermEmitter):
    """Writes the rules of conditions and terms."""

    def yes(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition holds; writes its rules the first time."""
        cond = bare(cond)
        if isinstance(cond, Not):
            return self.no(cond.operand, domain)
        self.decide(cond, domain)
        return f"yes({quoted(cond.id)},{scope(self.free.used(cond))})"

    def no(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition does not hold."""
        cond = bare(cond)
        if isinstance(cond, Not):
            return self.yes(cond.operand, domain)
        self.decide(cond, domain)
        return f"no({quoted(cond.id)},{scope(self.free.used(cond))})"

    def named(self, cond: Cond, domain: Domain) -> str:
        """The name under which ``yes`` and ``no`` of a condition can be asked for."""
        cond = bare(cond)
        if not isinstance(cond, Not):
            self.decide(cond, domain)
        elif self.once(cond.id):
            used = self.free.used(cond)
            for verdict, literal in (("yes", self.yes(cond, domain)), ("no", self.no(cond, domain))):
                self.rule(f"{verdict}({quoted(cond.id)},{scope(used)})", Body(self, domain).over(used).add(literal))
        return quoted(cond.id)

    def decide(self, cond: Cond, domain: Domain) -> None:
        """Write the rules of a condition."""
        if isinstance(cond, Label | Not) or not self.once(cond.id):
            return
        used = self.free.used(cond)
        name, s = quoted(cond.id), scope(used)
        yes, no = f"yes({name},{s})", f"no({name},{s})"
        match cond:
            case Test():
                self._test(cond, domain)
            case OneOf():
                self._one_of(cond, domain)
            case Holds():
                self._holds(cond, domain)
            case All(_, operands):
                body = Body(self, domain).over(used)
                for part in operands:
                    body.add(self.yes(part, domain))
                self.rule(yes, body)
                for part in operands:
                    self.rule(no, Body(self, domain).over(used).add(self.no(part, domain)))
            case Any(_, operands):
                body = Body(self, domain).over(used)
                for part in operands:
                    body.add(self.no(part, domain))
                self.rule(no, body)
                for part in operands:
                    self.rule(yes, Body(self, domain).over(used).add(self.yes(part, domain)))
            case Quantifier():
                self._quantifier(cond, yes, no, used, domain)
            case Reads(_, reading, choice):
                self.rule(f"asks({name},{quoted(reading)},{quoted(choice)})")
            case Always(_, value):
                self.rule(yes if value else no, Body(self, domain).over(used))
            case Recursive(_, definition, args):
                body = Body(self, domain).over(used)
                tuple_ = _pair([body.term(a) for a in args])
                of = f"{quoted('定义.' + definition)},{tuple_}"
                self.rule(yes, Body(self, domain).over(used).add(str(body)).add(f"yes({of})"))
                self.rule(no, Body(self, domain).over(used).add(str(body)).add(f"no({of})"))
            case Open():
                pass

    def _measured(self, id: str, left: Term, how: str, right: Term | None, used: Used, domain: Domain) -> bool:
        """Write what the terms of a comparison come to. Whether all of it is said of one object: then the rules of
        ``frame.lp`` compare. Else the comparison has rules of its own: it may be a step in deriving something, or is
        made for so many pairs that a detour would cost more than the rules."""
        name, s = quoted(id), scope(used)
        body = Body(self, domain).over(used)
        value = body.term(left)
        other = body.term(right) if right is not None else "none"
        field = own_field(left)
        if not body.stated or len(used) > 1:
            self.rule(f"tested({name},{s},{value},{other})", body)
            return False
        if field and other != "E0" and body.literals == [domain[0], f"field({field},E0,{value})"]:
            self.rules.append(f"against({name},{kind_of(domain)},{field},{how},{other}).")
        else:
            self.rule(f"measured({name},{s},{how},{value},{other})", body)
        return True

    def _test(self, cond: Test, domain: Domain) -> None:
        kind = cond.left.type if cond.left.type.kind != "any" else cond.right.type
        name, used = quoted(cond.id), self.free.used(cond)
        if self._measured(cond.id, cond.left, _how(kind, cond.op), cond.right, used, domain):
            return
        tested = f"tested({name},{scope(used)},L,R)"
        if kind.kind in SIZED:
            how = f"{quoted(cond.op)},{quoted(kind.kind)}"
            self.rule(f"pair({name},L,R)", f"tested({name},_,L,R)")
            self.rule(f"compared({name},L,R,@compare({how},L,R))", f"pair({name},L,R)")
            for verdict, comes_to in (("yes", 1), ("no", 0)):
                self.rule(f"{verdict}({name},{scope(used)})", f"{tested}, compared({name},L,R,{comes_to})")
            return
        for verdict, sign in (("yes", cond.op), ("no", _OPPOSITE[cond.op])):
            self.rule(f"{verdict}({name},{scope(used)})", f"{tested}, {_compared(kind, sign)}")

    def _holds(self, cond: Holds, domain: Domain) -> None:
        name, used = quoted(cond.id), self.free.used(cond)
        if self._measured(cond.id, cond.term, _how(BOOLEAN, "eq"), _TRUE, used, domain):
            return
        self.rule(f"yes({name},{scope(used)})", f"tested({name},{scope(used)},true,_)")
        self.rule(f"no({name},{scope(used)})", f"tested({name},{scope(used)},false,_)")

    def _one_of(self, cond: OneOf, domain: Domain) -> None:
        name, used = quoted(cond.id), self.free.used(cond)
        enums = {o.type.name for o in cond.options if o.type.kind == "enum"}
        how = f"among({quoted(enums.pop())})" if len(enums) == 1 else "none"
        stated = self._measured(cond.id, cond.term, how, None, used, domain)
        if stated and how != "none" and all(o.type.kind == "enum" for o in cond.options):
            self.rules += [f"among({name},{constant(o.value)})." for o in cond.options]
            self.rules += [] if cond.open else [f"closed({name})."]
            return
        value = f"measured({name},{scope(used)},_,V,_)" if stated else f"tested({name},{scope(used)},V,_)"
        for option in cond.options:
            self.rule(f"yes({name},{scope(used)})", f"{value}, {self._same(option)}")
        if not cond.open:
            apart = [self._apart(option) for option in cond.options]
            self.rule(f"no({name},{scope(used)})", ", ".join((value, *apart)))

    def _same(self, option: Const) -> str:
        if option.type.kind == "enum":
            return f"counts_as({quoted(option.type.name)},V,{constant(option.value)})"
        if option.type.kind in SIZED:
            return f'@compare("eq",{quoted(option.type.kind)},V,{constant(option.value)}) = 1'
        body = Body(self, {})
        return ", ".join([f"V = {body.term(option)}", *body.literals][::-1])

    def _apart(self, option: Const) -> str:
        if option.type.kind == "enum":
            return f"not counts_as({quoted(option.type.name)},V,{constant(option.value)})"
        if option.type.kind in SIZED:
            return f'@compare("ne",{quoted(option.type.kind)},V,{constant(option.value)}) = 1'
        if option.type.kind == "text":
            name = next((k for k, v in self.texts.items() if v == option.value), "")
            return f"not text({name},V)"
        return f"V != {constant(option.value)}"

    def _quantifier(self, cond: Quantifier, yes: str, no: str, used: Used, domain: Domain) -> None:
        inner = self.members(cond.members, domain)
        m = cond.members
        member = inner[m.depth]
        whole = f"complete({quoted(m.id)},{scope(self.free.used(m))})"
        anyone = member.replace(f"I{m.depth},E{m.depth})", "_,_)")
        if cond.where is None:
            self.rule(yes, Body(self, domain).over(used).add(anyone))
            self.rule(no, Body(self, domain).over(used).add(whole).add(f"not {anyone}"))
            return
        holds, fails = self.yes(cond.where, inner), self.no(cond.where, inner)
        if cond.kind == "exists":
            self.rule(yes, Body(self, inner).over(used).add(member).add(holds))
            self.rule(no, Body(self, domain).over(used).add(whole).add(f"{fails} : {member}"))
        else:
            self.rule(no, Body(self, inner).over(used).add(member).add(fails))
            self.rule(yes, Body(self, domain).over(used).add(whole).add(f"{holds} : {member}"))

    # ------------------------------------------------------------ recursive definitions

    def recursive(self, name: str, kinds: tuple[str, ...], body: Cond) -> None:
        """A recursive definition: it holds as far as it can be built up; it fails where nothing could build it."""
        domain = {i: f"is({quoted(kind)},E{i})" for i, kind in enumerate(kinds)}
        of = f"{quoted('定义.' + name)},{scope(range(len(kinds)))}"
        self.rule(f"yes({of})", Body(self, domain).over(range(len(kinds))).add(self.yes(body, domain)))
        self.rule(f"may({of})", Body(self, domain).over(range(len(kinds))).add(self.may(body, domain)))
        self.rule(f"no({of})", Body(self, domain).over(range(len(kinds))).add(f"not may({of})"))

    def may(self, cond: Cond, domain: Domain) -> str:
        """The literal that says a condition is not known to fail, for bodies of recursive definitions."""
        cond = bare(cond)
        if not isinstance(cond, All | Any | Quantifier | Recursive):
            return f"not {self.no(cond, domain)}"
        used = self.free.used(cond)
        may = f"may({quoted(cond.id)},{scope(used)})"
        if not self.once(f"may:{cond.id}"):
            return may
        match cond:
            case All(_, operands):
                body = Body(self, domain).over(used)
                for part in operands:
                    body.add(self.may(part, domain))
                self.rule(may, body)
            case Any(_, operands):
                for part in operands:
                    self.rule(may, Body(self, domain).over(used).add(self.may(part, domain)))
            case Quantifier(_, _, members, where):
                inner = self.members(members, domain)
                body = Body(self, inner).over(used).add(inner[members.depth])
                if where is not None:
                    body.add(self.may(where, inner))
                self.rule(may, body)
                whole = f"complete({quoted(members.id)},{scope(self.free.used(members))})"
                self.rule(may, Body(self, domain).over(used).add(f"not {whole}"))
            case Recursive(id, definition, args):
                known = Body(self, domain).over(used)
                tuple_ = _pair([known.term(a) for a in args])
                self.rule(f"called({quoted(id)},{scope(used)},{tuple_})", known)
                called = f"called({quoted(id)},{scope(used)}"
                of = f"{quoted('定义.' + definition)},T"
                self.rule(may, Body(self, domain).over(used).add(f"{called},T)").add(f"may({of})"))
                self.rule(may, Body(self, domain).over(used).add(f"not {called},_)"))
        return may


def _pair(terms: list[str]) -> str:
    whole = terms[0]
    for term in terms[1:]:
        whole = f"({whole},{term})"
    return whole


def _how(kind: Type, op: str) -> str:
    """How the rules of ``frame.lp`` are to compare what was measured."""
    if kind.kind in SIZED:
        return f"sized({quoted(op)},{quoted(kind.kind)})"
    if kind.kind == "enum":
        return f"{'same' if op in ('eq', 'ne') else 'rank'}({quoted(op)},{quoted(kind.name)})"
    return f"order({quoted(op)})"


def _compared(kind: Type, op: str) -> str:
    """The literals by which a comparison of ``L`` and ``R`` holds."""
    if kind.kind == "enum" and op in ("eq", "ne"):
        same = f"counts_as({quoted(kind.name)},L,R)"
        return same if op == "eq" else f"not {same}"
    if kind.kind == "enum":
        return f"rank({quoted(kind.name)},L,N), rank({quoted(kind.name)},R,M), N {_SIGNS[op]} M"
    return f"L {_SIGNS[op]} R"
