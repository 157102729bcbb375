"""From sheets to a rulebook: the order in which things are bound.

In: sheets, used ones first. Out: a :class:`~compiler.rulebook.model.Rulebook`. Lost: names, spelling, order of lines.
Holds afterwards: every name is resolved, kinds and units agree, every condition has an id.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log
from compiler.rulebook import bind_documents
from compiler.rulebook.bind_benefits import Benefits
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.bind_contests import Contests
from compiler.rulebook.bind_dates import Dates
from compiler.rulebook.bind_intents import Intents
from compiler.rulebook.model import (
    AssertionDecl,
    Benefit,
    Covered,
    IntentDecl,
    LimitDecl,
    RecursiveDecl,
    Rulebook,
    Source,
)
from compiler.rulebook.names import Names, collect
from compiler.rulebook.paid import PAID
from compiler.rulebook.recursion import recursive_definitions
from compiler.rulebook.scope import Counter, Roles, Scope
from compiler.rulebook.terms import ANY, DATE, TEXT, Missing, Type, Var
from compiler.surface import tree as t

_WORDS_ONLY = (t.Kind, t.Enumeration, t.Deemed, t.Definition, t.ParameterSeries, t.Unheld, t.Reading, t.Calendar)


# Whose benefit it is and when it was due is known only where a definition is used.
_ANYBODY = Roles(Missing("open", "", ANY), Missing("open", "", DATE), Missing("open", "", TEXT))


def known_on(sheets: tuple[Sheet, ...], day: dt.date | None) -> tuple[Sheet, ...]:
    """The sheets as they could be read on ``day``: of documents published later only the words are left."""
    if day is None:
        return sheets
    return tuple(_words_only(s) if _published_after(s, day) else s for s in sheets)


def _published_after(sheet: Sheet, day: dt.date) -> bool:
    head = sheet.head
    if not isinstance(head, t.Document):
        return False
    published = head.published or head.signed
    return published is not None and published.value > day


def _words_only(sheet: Sheet) -> Sheet:
    kept = (e for e in sheet.entries if isinstance(e.item, _WORDS_ONLY))
    # A question of a document that nobody can read yet touches none of its benefits.
    quiet = (replace(e, item=replace(e.item, touches=())) if isinstance(e.item, t.Reading) else e for e in kept)
    return replace(sheet, entries=tuple(quiet), changes=())


def bind(sheets: tuple[Sheet, ...], log: Log) -> Rulebook:
    """Bind everything. Faults go to ``log``; the rulebook is only good when there are none."""
    names = collect(sheets, log)
    binder = Binder(names, log)
    binder.recursive = recursive_definitions(names, log)
    dates = Dates(sheets, binder, log)
    benefits = Benefits(names, sheets, binder, dates, log)
    bound = benefits.all()
    decls = tuple(b.benefit for b in bound)
    contests = Contests(names, binder, benefits, decls, dates, log)
    rest, work, has_calendar = bind_documents.calendar(sheets, log)
    recursive = _recursive(names, binder)
    _bind_unused(names, binder)
    return Rulebook(
        documents=bind_documents.documents(sheets, log),
        clauses=bind_documents.clauses(sheets, log),
        kinds=bind_documents.kinds(names, sheets, binder, log),
        enums=bind_documents.enums(names, log),
        readings=bind_documents.readings(sheets, benefits, log),
        norms=bind_documents.norms(sheets),
        benefits=decls,
        limits=_merged(tuple(limit for b in bound for limit in b.limits), decls),
        groups=contests.groups(sheets),
        together=contests.together(sheets),
        assertions=_assertions(names, sheets, binder, log),
        recursive=recursive,
        holidays=rest,
        workdays=work,
        calendar=has_calendar,
        relations=bind_documents.relations(sheets, {b.name for b in decls}, log),
        intents=Intents(names, binder, benefits, log).all(sheets),
        sources=tuple(Source(s.name, _digest(s)) for s in sheets),
    )


def bind_intents(sheets: tuple[Sheet, ...], own: Sheet, log: Log) -> tuple[IntentDecl, ...]:
    """Bind the intents of one sheet, ``own``, to the words and benefits of all."""
    names = collect(sheets, log)
    binder = Binder(names, log)
    binder.recursive = recursive_definitions(names, log)
    benefits = Benefits(names, sheets, binder, Dates(sheets, binder, log), log)
    return Intents(names, binder, benefits, log).all((own,))


def _digest(sheet: Sheet) -> str:
    return "sha256:" + hashlib.sha256(sheet.file.text.encode()).hexdigest()


def _merged(limits: tuple[LimitDecl, ...], benefits: tuple[Benefit, ...]) -> tuple[LimitDecl, ...]:
    """Limits of one id become one limit over all the benefits they cover."""
    found: dict[str, LimitDecl] = {}
    for limit in limits:
        earlier = found.get(limit.id)
        found[limit.id] = replace(earlier, covers=(*earlier.covers, *limit.covers)) if earlier else limit
    wordings: dict[tuple[str, str], list[str]] = {}
    for benefit in benefits:
        if benefit.wording is not None:
            wordings.setdefault(benefit.family, []).append(benefit.id)
    families = {b.id: b.family for b in benefits}
    return tuple(_with_other_wordings(limit, families, wordings) for limit in found.values())


def _with_other_wordings(
    limit: LimitDecl, families: dict[str, tuple[str, str]], wordings: dict[tuple[str, str], list[str]]
) -> LimitDecl:
    """The limit of one wording of a benefit: what was given under the others counts."""
    held = {c.benefit for c in limit.covers}
    counted: dict[str, Covered] = {}
    for covered in limit.covers:
        for other in wordings.get(families[covered.benefit], ()):
            if other not in held and other not in counted:
                counted[other] = replace(covered, benefit=other, condition=None, counts_only=True)
    return replace(limit, covers=(*limit.covers, *counted.values()))


def _recursive(names: Names, binder: Binder) -> tuple[RecursiveDecl, ...]:
    found = []
    for name in sorted(binder.recursive):
        declared = names.items["definition"][name][0]
        item = declared.entry.item
        assert isinstance(item, t.Definition)
        scope = Scope(declared.sheet, Counter(f"定义.{name}"))
        parameters = []
        for depth, parameter in enumerate(item.parameters):
            kind = parameter.type.name.text
            variable = Var(depth, parameter.variable.text, Type("entity", kind), parameter.span)
            scope = scope.with_variable(parameter.variable.text, variable)
            parameters.append((parameter.variable.text, kind))
        found.append(RecursiveDecl(name, tuple(parameters), binder.condition(scope, item.body)))
    return tuple(found)


def _bind_unused(names: Names, binder: Binder) -> None:
    """Bind definitions and parameters on their own, so that faults show in those that no rule uses yet."""
    said = len(binder.log.problems)
    for declared in names.items.get("definition", {}).values():
        for d in declared:
            item = d.entry.item
            if not isinstance(item, t.Definition) or item.name.text in binder.recursive:
                continue
            scope = Scope(d.sheet, Counter(f"定义.{item.name.text}"), roles=_ANYBODY)
            for parameter in item.parameters:
                kind = names.type_of(parameter.type) or Type("any")
                variable = Var(scope.depth, parameter.variable.text, kind, parameter.span)
                scope = scope.with_variable(parameter.variable.text, variable)
            wanted = names.type_of(item.type) if item.type else None
            binder.term(scope, item.body, wanted)
    for declared in names.items.get("series", {}).values():
        for d in declared:
            if isinstance(d.entry.item, t.ParameterSeries):
                kind = names.type_of(d.entry.item.type) or Type("any")
                binder.series_values(d.entry.item, d.sheet, Scope(d.sheet, Counter("参数")), kind)
    fresh = binder.log.problems[said:]
    del binder.log.problems[said:]
    seen = {(p.code, p.span) for p in binder.log.problems}
    for p in fresh:
        if (p.code, p.span) not in seen:
            seen.add((p.code, p.span))
            binder.log.problems.append(p)


def _assertions(names: Names, sheets: tuple[Sheet, ...], binder: Binder, log: Log) -> tuple[AssertionDecl, ...]:
    found = []
    for sheet in sheets:
        for entry in sheet.entries:
            rule = entry.item
            if not isinstance(rule, t.Rule) or rule.sort != "assertion":
                continue
            body = rule.body
            if body.object is None or body.must is None:
                line = "对" if body.object is None else "必须"
                log.say("TL0508", rule.name.span, name=rule.name.text, line=line)
                continue
            kind = names.type_of(body.object.type)
            if kind is None:
                continue
            variable = body.object.variable
            counter = Counter(f"断言.{rule.name.text}")
            scope = Scope(sheet, counter).with_variable(variable.text, Var(0, variable.text, kind, variable.span))
            conds = tuple(binder.labelled(scope, c) for c in body.conditions)
            when = None
            if conds:
                when = conds[0] if len(conds) == 1 else binder.condition(scope, t.Junction("and", body.conditions))
            found.append(
                AssertionDecl(
                    rule.name.text,
                    rule.name.text,
                    sheet.name,
                    entry.clause.id if entry.clause else "",
                    kind.name,
                    when,
                    binder.condition(scope, body.must),
                    body.says.text if body.says else "",
                    rule.span,
                )
            )
    return tuple(found)


__all__ = ["PAID", "bind", "bind_intents", "known_on"]
