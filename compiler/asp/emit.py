"""The whole program in sections, each knowing its clause and the kind of object it is about.

Predicates a section gives: ``claim(B,E)``, ``ok(B,E)`` / ``bad(B,E)``, ``day(B,E,D)``, ``who(B,E,X)``,
``payee(B,E,X)``, ``applicant(B,E,X)``, ``amount(B,E,V)``; for rules between claims ``entry(G,C,I)``, ``unit(G,C,U)``,
``key(G,C,I,K)``.
What clauses have in common are facts that ``frame.lp`` reads (and ``contest.lp`` in the solver, which settles claims);
what one says beyond that are its own rules.
"""

from __future__ import annotations

from compiler.asp.conditions import Emitter
from compiler.asp.free import Free
from compiler.asp.names import quoted
from compiler.asp.program import Program, Section
from compiler.asp.terms import Body, Domain, own_field
from compiler.rulebook.model import AssertionDecl, Benefit, GroupDecl, LimitDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond, Const, Term, Var


def emit(rulebook: Rulebook) -> Program:
    """Translate a rulebook; the same rulebook gives the same program, byte for byte."""
    ranked = frozenset(e.name for e in rulebook.enums if e.ordered)
    emitter = Emitter(Free(), ranked)
    sections = [Section("enums", "", "", "", (), _enums(rulebook))]
    kinds = {b.id: b.kind for b in rulebook.benefits}
    families = {b.id: b.family for b in rulebook.benefits}

    def close(sort: str, name: str, document: str, clause: str, of: tuple[str, ...]) -> None:
        sections.append(Section(sort, name, document, clause, of, tuple(emitter.rules)))
        emitter.rules.clear()

    for decl in rulebook.recursive:
        emitter.recursive(decl.name, tuple(kind for _, kind in decl.parameters), decl.body)
        close("definition", decl.name, "", "", ())
    for assertion in rulebook.assertions:
        _assertion(emitter, assertion)
        close("assertion", assertion.name, assertion.document, assertion.clause, (assertion.kind,))
    for benefit in rulebook.benefits:
        _benefit(emitter, benefit)
        close(benefit.sort, benefit.id, benefit.document, benefit.clause, (benefit.kind,))
    for group in rulebook.groups:
        _group(emitter, group, families)
        of = tuple(dict.fromkeys(m.kind for m in group.members if m.kind != PAID))
        close("nodup", group.id, group.document, group.clause, of)
    for limit in rulebook.limits:
        _limit(emitter, limit, kinds)
        close(
            "limit",
            limit.id,
            limit.document,
            limit.clause,
            tuple(dict.fromkeys(kinds[c.benefit] for c in limit.covers)),
        )
    for first, second in rulebook.together:
        emitter.rules.append(f"together({quoted(first)},{quoted(second)}).")
    close("together", "", "", "", ())
    return Program(tuple(s for s in sections if s.rules), tuple(emitter.texts.items()))


def _enums(rulebook: Rulebook) -> tuple[str, ...]:
    rules = []
    for enum in rulebook.enums:
        name = quoted(enum.name)
        for index, value in enumerate(enum.values, 1):
            if enum.ordered:
                rules.append(f"rank({name},{quoted(value)},{index}).")
            rules.append(f"counts_as({name},{quoted(value)},{quoted(value)}).")
        rules += [f"counts_as({name},{quoted(a)},{quoted(b)})." for a, b in enum.deemed]
    return tuple(rules)


def _domain(kind: str) -> Domain:
    return {0: f"is({quoted(kind)},E0)"}


def _role(emitter: Emitter, domain: Domain, fact: str, head: str, term: Term | None) -> None:
    """Who or when: mostly a field of the object, which one rule of ``frame.lp`` reads for all."""
    field = own_field(term) if term is not None else None
    if field is not None:
        emitter.rules.append(f"{fact},{field}).")
    else:
        _value(emitter, domain, head, term)


def _value(emitter: Emitter, domain: Domain, head: str, term: Term | None) -> None:
    if term is not None:
        body = Body(emitter, domain).over((0,))
        written = body.term(term)
        emitter.rule(f"{head},{written})", body)


def _decided(emitter: Emitter, domain: Domain, cond: Cond, yes: str, no: str) -> None:
    emitter.rule(yes, Body(emitter, domain).over((0,)).add(emitter.yes(cond, domain)))
    emitter.rule(no, Body(emitter, domain).over((0,)).add(emitter.no(cond, domain)))


def _benefit(emitter: Emitter, benefit: Benefit) -> None:
    domain, name = _domain(benefit.kind), quoted(benefit.id)
    emitter.rules.append(f"about({name},{quoted(benefit.kind)}).")
    if benefit.wording is not None:
        emitter.rules.append(f"wording_of({name},({quoted(benefit.name)},{quoted(benefit.document)})).")
    emitter.rules.append(f"rests_on({name},{emitter.named(benefit.condition, domain)}).")
    if benefit.paid_at_all is not None:
        emitter.rules.append(f"has_first({name},{emitter.named(benefit.paid_at_all, domain)}).")
    _role(emitter, domain, f"dated_by({name}", f"day({name},E0", benefit.decides)
    _role(emitter, domain, f"given_to({name}", f"who({name},E0", benefit.beneficiary)
    _role(emitter, domain, f"asked_by({name}", f"applicant({name},E0", benefit.applicant)
    _role(emitter, domain, f"paid_to({name}", f"payee({name},E0", benefit.payee)
    _value(emitter, domain, f"amount({name},E0", benefit.amount)
    for index, cap in enumerate(benefit.caps):
        _value(emitter, domain, f"cap({name},{index},E0", cap.amount)
        _value(
            emitter, domain, f"cap_unit({name},{index},E0", cap.unit if cap.unit is not None else benefit.beneficiary
        )
        if cap.condition is not None:
            of = f"{name},{index},E0"
            _decided(emitter, domain, cap.condition, f"cap_on({of})", f"cap_off({of})")
    _value(emitter, domain, f"duration({name},E0", benefit.duration)
    _value(emitter, domain, f"starting({name},E0", benefit.starting)
    for index, stop in enumerate(benefit.stops):
        of = f"{name},{index},E0"
        _decided(emitter, domain, stop.condition, f"stops({of})", f"goes_on({of})")
        _value(emitter, domain, f"stop_date({of}", stop.date)
    for index, part in enumerate(benefit.parts):
        of = f"{name},{index},E0"
        if part.condition is not None:
            _decided(emitter, domain, part.condition, f"part_due({of})", f"part_lost({of})")
        _value(emitter, domain, f"part_date({of}", part.due)


def _group(emitter: Emitter, group: GroupDecl, families: dict[str, tuple[str, str]]) -> None:
    name = quoted(group.id)
    emitter.rules.append(f"group({name},{quoted(group.shape)},{quoted(group.window)}).")
    if group.since is not None or group.until is not None:
        since = group.since.isoformat() if group.since is not None else ""
        until = group.until.isoformat() if group.until is not None else "9999"
        emitter.rules.append(f"era({name},{quoted(since)},{quoted(until)}).")
    listed = [families.get(b, (b, "")) for b in group.names]
    for benefit, family in zip(group.names, listed, strict=True):
        order = listed.index(family)  # wordings of one benefit stand at one place
        emitter.rules.append(f"listed({name},{quoted(benefit)},{order}).")
    for index, member in enumerate(group.members):
        belongs = f"{name},{quoted(member.benefit)}"
        domain, of = _domain(member.kind), f"{name},({quoted(member.benefit)},E0)"
        emitter.rules.append(f"takes({name},{quoted(member.benefit)},{len(member.keys)}).")
        emitter.rules.append(f"enters({belongs},{index}).")
        if member.condition is not None:
            emitter.rules.append(f"only({belongs},{index},{emitter.named(member.condition, domain)}).")
        over = f"{belongs},{quoted(member.kind)}"
        _role(emitter, domain, f"unit_by({over}", f"unit({of}", member.unit)
        for number, key in enumerate(member.keys):
            _key(emitter, domain, f"{over},{number}", f"key({of},{number}", key)
        if member.amount is not None:
            kind = member.amount.type
            body = Body(emitter, domain).over((0,))
            written = body.term(member.amount)
            if kind.kind == "enum":
                body.add(f"rank({quoted(kind.name)},{written},R)")
                written = "@whole(R)"
            emitter.rule(f"level({of},{written})", body)


def _key(emitter: Emitter, domain: Domain, place: str, head: str, key: Term) -> None:
    """What has to be the same: mostly the object itself, one of its fields, or a word."""
    if isinstance(key, Var):
        emitter.rules.append(f"key_itself({place}).")
    elif isinstance(key, Const) and key.type.kind == "text" and isinstance(key.value, str):
        emitter.rules.append(f"key_text({place},{emitter.text(key.value)}).")
    else:
        _role(emitter, domain, f"key_by({place}", head, key)


def _limit(emitter: Emitter, limit: LimitDecl, kinds: dict[str, str]) -> None:
    name = quoted(limit.id)
    emitter.rules.append(f"limit({name},{quoted(limit.window)},{quoted(limit.order)}).")
    for covered in limit.covers:
        domain, of = _domain(kinds[covered.benefit]), f"{name},({quoted(covered.benefit)},E0)"
        claim = f"claim({quoted(covered.benefit)},E0)"
        emitter.rules.append(f"limits({name},{quoted(covered.benefit)}).")
        how = "counts_only" if covered.counts_only else "counted"
        emitter.rule(f"{how}({of})", Body(emitter, domain).over((0,)).add(claim))
        if covered.condition is not None:
            yes, no = emitter.yes(covered.condition, domain), emitter.no(covered.condition, domain)
            emitter.rule(f"unlimited({of})", Body(emitter, domain).over((0,)).add(claim).add(no))
            emitter.rule(
                f"maybe_limited({of})", Body(emitter, domain).over((0,)).add(claim).add(f"not {yes}").add(f"not {no}")
            )
        _value(emitter, domain, f"limit_unit({of}", covered.unit)
        _value(emitter, domain, f"limit_count({of}", covered.count)


def _assertion(emitter: Emitter, assertion: AssertionDecl) -> None:
    domain = _domain(assertion.kind)
    body = Body(emitter, domain).over((0,))
    if assertion.when is not None:
        body.add(emitter.yes(assertion.when, domain))
    body.add(emitter.no(assertion.must, domain))
    emitter.rule(f"violated({quoted(assertion.id)},E0)", body)
