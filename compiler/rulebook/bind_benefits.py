"""Benefits, bound: one condition decides a benefit, one term is its amount.

The condition is: the clause applies on the deciding date, and the written conditions hold (参照 being another way to
meet one of them), and no exception bars it (which its own exceptions may lift).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook.bind_amounts import Amounts
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.bind_dates import Dates
from compiler.rulebook.bind_payments import paid_at_all
from compiler.rulebook.exceptions import Exceptions, numbered
from compiler.rulebook.model import Benefit, LimitDecl, Part, Quotation, Stop, WordingDecl
from compiler.rulebook.names import Names
from compiler.rulebook.scope import Counter, Roles, Scope
from compiler.rulebook.terms import (
    ANY,
    DATE,
    NUMBER,
    PERIOD,
    All,
    Always,
    Any,
    Apply,
    Choose,
    Cond,
    Const,
    FieldOf,
    Missing,
    Not,
    Reads,
    Term,
    Type,
    Var,
    walk,
)
from compiler.rulebook.written import Written
from compiler.source.wordings import wording
from compiler.surface import tree as t


@dataclass(frozen=True, slots=True)
class Bound:
    """A benefit with the limits that were written for it."""

    benefit: Benefit
    limits: tuple[LimitDecl, ...]


class Benefits:
    """Binds 待遇 and 追回."""

    def __init__(self, names: Names, sheets: tuple[Sheet, ...], binder: Binder, dates: Dates, log: Log) -> None:
        self.names, self.binder, self.dates, self.log = names, binder, dates, log
        self.amounts = Amounts(binder, log)
        self.exceptions = Exceptions(names, sheets, binder, dates, log)
        self.written = tuple(
            Written(sheet, entry.clause, entry.item, entry.version)
            for sheet in sheets
            for entry in sheet.entries
            if isinstance(entry.item, t.Rule) and entry.item.sort in ("benefit", "recovery")
        )
        homes: dict[str, set[str]] = {}
        for w in self.written:
            homes.setdefault(w.rule.name.text, set()).add(w.sheet.name)
        self.shared = frozenset(name for name, found in homes.items() if len(found) > 1)

    def id_of(self, w: Written) -> str:
        """A benefit's name, with its document when several documents have one of that name, and with the number of its
        wording behind the first."""
        id = self.base_id(w)
        return wording(id, w.version.number) if w.version is not None and w.version.number else id

    def base_id(self, w: Written) -> str:
        """What the ids of all wordings of a benefit begin with."""
        return f"{w.rule.name.text}@{w.sheet.name}" if w.rule.name.text in self.shared else w.rule.name.text

    def ids(self, name: str) -> tuple[str, ...]:
        """The ids of the benefits of that name."""
        return tuple(self.id_of(w) for w in self.written if w.rule.name.text == name)

    def all(self) -> tuple[Bound, ...]:
        """Every benefit, in the order of documents and clauses."""
        self.exceptions.check_straddling(self.written)
        return tuple(b for b in (self._benefit(w) for w in self.written) if b is not None)

    # ------------------------------------------------------------ one benefit

    def object_of(self, w: Written) -> t.Parameter | None:
        """What a rule is for: its 对 line, or the object of the benefit it recovers."""
        body = w.rule.body
        if body.object is not None:
            return body.object
        of = self._recovered(w)
        if of is not None and of.rule.body.object is not None and body.target is not None and body.target.variable:
            return replace(of.rule.body.object, variable=body.target.variable)
        return None

    def _recovered(self, w: Written) -> Written | None:
        """The benefit that a recovery takes back, when it names one."""
        target = w.rule.body.target
        if w.rule.sort != "recovery" or target is None or target.variable is None:
            return None
        return next((o for o in self.written if o.rule.name.text == target.names[0].text and o.meets(w)), None)

    def _beneficiary(self, w: Written, scope: Scope, object_: Var) -> Term:
        """享受; for a recovery that does not say, whoever had the benefit; else the object itself."""
        if w.rule.body.beneficiary is not None:
            return self.binder.term(scope, w.rule.body.beneficiary)
        of = self._recovered(w)
        if of is None or of.rule.body.beneficiary is None or of.rule.body.object is None:
            return object_
        inside = Scope(of.sheet, scope.counter).with_variable(of.rule.body.object.variable.text, object_)
        return self.binder.term(inside, of.rule.body.beneficiary)

    def _benefit(self, w: Written) -> Bound | None:
        rule, body = w.rule, w.rule.body
        target = self.object_of(w)
        if target is None:
            self.log.say("TL0507", rule.name.span, name=rule.name.text)
            return None
        kind = self.names.type_of(target.type)
        if kind is None or kind.kind != "entity":
            return None
        if body.amount is None and body.gives is None:
            self.log.say("TL0505", rule.name.span, name=rule.name.text)
        id = self.id_of(w)
        counter = Counter(id)
        object_ = Var(0, target.variable.text, kind, target.span)
        scope = Scope(w.sheet, counter).with_variable(target.variable.text, object_)
        beneficiary = self._beneficiary(w, scope, object_)
        day = self._day(scope, rule, kind, object_)
        scope = replace(scope, roles=Roles(beneficiary, day))
        barring, changing = self.exceptions.of(w, id, scope, object_, beneficiary, day)
        condition = self._condition(scope, w, day, barring)
        which: WordingDecl | None = None
        if w.version is not None:
            governs = self.exceptions.governs(w, scope, day)
            assert isinstance(condition, All)
            condition = replace(condition, operands=(governs, *condition.operands))
            which = _wording(w, governs)
        amount = self.amounts.bind(scope, body, changing)
        own = [b for b in body.bounds if b.per]
        caps = tuple(self.amounts.shared_cap(scope, b, f"{id}.合计{n}", w) for n, b in enumerate(own, 1))
        caps += self.exceptions.caps(w, scope, beneficiary, self.amounts)
        parts = self._parts(scope, body)
        stops = tuple(self._stop(scope, e) for e in body.endings)
        halts = self.dates.halted.get(rule.name.text, ()) if amount.per in ("day", "month", "year") else ()
        for halt in sorted(halts):
            day_of = Const(halt, DATE, halt.isoformat(), rule.span)
            stops += (Stop("ends", "", Always(scope.counter.next(), True, rule.span), day_of, False),)
        starting = self.binder.term(scope, body.starting.date, DATE) if body.starting is not None else None
        duration = self.binder.term(scope, body.duration.length, PERIOD) if body.duration is not None else None
        benefit = Benefit(
            id=id,
            name=rule.name.text,
            sort=rule.sort,
            document=w.sheet.name,
            clause=w.clause.id if w.clause else "",
            quotes=quotations(body.basis),
            categories=tuple(c.text for c in body.category),
            kind=kind.name,
            variable=target.variable.text,
            beneficiary=beneficiary,
            applicant=self.binder.term(scope, body.applicant) if body.applicant is not None else None,
            payee=self._payee(scope, body, beneficiary),
            decides=day,
            condition=condition,
            form=amount.per,
            amount=amount.term,
            open=amount.open,
            gives=body.gives.text if body.gives is not None else "",
            unit="元",
            caps=caps,
            duration=duration,
            duration_at_most=body.duration is not None and body.duration.at_most,
            duration_usually=body.duration is not None and body.duration.usually,
            starting=starting,
            starting_next_month=body.starting is not None and body.starting.next_month,
            stops=stops,
            parts=parts,
            fund=body.fund.text if body.fund is not None else "",
            readings=(),
            notes=self._notes(w),
            wording=which,
            origin=rule.span,
        )
        limits = (*self._limits(scope, w, benefit), *self.exceptions.limits(w, id, scope, benefit))
        used = {n.reading for n in walk((benefit, limits)) if isinstance(n, Reads)}
        benefit = replace(benefit, readings=tuple(sorted(used)), paid_at_all=paid_at_all(benefit, counter))
        return Bound(benefit, limits)

    def _day(self, scope: Scope, rule: t.Rule, kind: Type, object_: Var) -> Term:
        """The deciding date: 时点, or the object's own 日期."""
        if rule.body.decides is not None:
            return self.binder.term(scope, rule.body.decides, DATE)
        if self.names.fields.get(kind.name, {}).get("日期") == DATE:
            return FieldOf(object_, kind.name, "日期", DATE, rule.span)
        if self.names.fields.get(kind.name, {}).get("date") == DATE:
            return FieldOf(object_, kind.name, "date", DATE, rule.span)
        self.log.say("TL0504", rule.name.span, kind=kind.name)
        return Missing("open", "日期", ANY, rule.span)

    def _condition(self, scope: Scope, w: Written, day: Term, barring: tuple[tuple[str, Cond], ...]) -> Cond:
        """In force, and the written conditions, and no exception. 准予 is another way in."""
        body, fresh, span = w.rule.body, scope.counter.next, w.rule.span
        clause = w.clause.item if w.clause else None
        force = self.dates.in_force(scope, day, w.sheet, clause, w.rule.name.text)
        force = self.exceptions.transitions(w, scope, force)
        parts: list[Cond] = [self._condition_line(scope, w, c) for c in body.conditions]
        for unless in body.unless:
            parts.append(Not(fresh(), self.binder.labelled(scope, unless), unless.span))
        self.exceptions.report_unused_labels(w)
        parts += [cond for verdict, cond in barring if verdict == "deny"]
        allowed = [cond for verdict, cond in barring if verdict == "allow"]
        whole: Cond = All(fresh(), tuple(parts), "conditions", span)
        if allowed:
            whole = Any(fresh(), (whole, *allowed), "ways", span)
        return All(fresh(), (force, whole), "benefit", span)

    def _condition_line(self, scope: Scope, w: Written, condition: t.Condition) -> Cond:
        cond = self.binder.labelled(scope, condition)
        return self.exceptions.with_analogies(w, scope, cond)

    def _payee(self, scope: Scope, body: t.RuleBody, beneficiary: Term) -> Term:
        """领取: the first line whose condition holds, else the one without; else whoever has the benefit."""
        plain = [line for line in body.payee if line.when is None]
        for line in plain[1:]:
            self.log.say("TL0108", line.span, found="领取")
        otherwise = self.binder.term(scope, plain[0].who) if plain else beneficiary
        cases = tuple(
            (self.binder.condition(scope, line.when), self.binder.term(scope, line.who))
            for line in body.payee
            if line.when is not None
        )
        if not cases:
            return otherwise
        return Choose(scope.counter.next(), cases, otherwise, otherwise.type, origin=body.payee[0].span)

    def _parts(self, scope: Scope, body: t.RuleBody) -> tuple[Part, ...]:
        parts = []
        for item in body.instalments:
            share = _folded(self.binder.term(scope, item.share, NUMBER))
            if not isinstance(share, Const):
                self.log.say("TL0411", item.span, found=item.share.span.text)
                continue
            due = self.binder.term(scope, item.due, DATE) if item.due is not None else None
            cond = self.binder.condition(scope, item.when) if item.when is not None else None
            parts.append(Part(share, due, cond))
        whole = sum((p.share.value for p in parts if isinstance(p.share.value, Fraction)), Fraction(0))
        if parts and whole != 1:
            self.log.say("TL0502", body.instalments[0].span, sum=f"{whole * 100}%")
        return tuple(parts)

    def _stop(self, scope: Scope, item: t.Ending) -> Stop:
        day = self.binder.term(scope, item.date, DATE) if item.date is not None else None
        name = item.when.label.text if item.when.label is not None else ""
        return Stop(item.kind, name, self.binder.condition(scope, item.when.expr), day, item.next_month)

    def _limits(self, scope: Scope, w: Written, benefit: Benefit) -> tuple[LimitDecl, ...]:
        return tuple(
            self.exceptions.limit(
                scope, w, item, numbered(w, f"{self.base_id(w)}.限{n}"), (benefit.id, benefit.beneficiary, None)
            )
            for n, item in enumerate(w.rule.body.limits, 1)
        )

    def _notes(self, w: Written) -> tuple[str, ...]:
        """Readings and open questions that say they touch this benefit."""
        found = []
        for declared in self.names.items.get("reading", {}).values():
            for d in declared:
                item = d.entry.item
                if isinstance(item, t.Reading) and any(self._meant(w, target, d.sheet) for target in item.touches):
                    found.append(item.name.text)
        return tuple(found)

    # ------------------------------------------------------------ what a line is about

    @staticmethod
    def _meant(w: Written, target: t.Target, sheet: Sheet) -> bool:
        """Whether a benefit is one that ``target``, written in ``sheet``, is about."""
        names = {n.text for n in target.names}
        match target.kind:
            case "category":
                return bool(names & {c.text for c in w.rule.body.category})
            case "fund":
                return w.rule.body.fund is not None and w.rule.body.fund.text in names
            case "document":
                return w.sheet.name in names
            case "clause":
                return w.sheet is sheet and w.clause is not None and w.clause.id in names
            case _:
                return w.rule.name.text in names

    def about(self, target: t.Target, sheet: Sheet) -> tuple[str, ...]:
        """The ids of the benefits that ``target``, written in ``sheet``, is about. A name that none has is reported."""
        ids = [tuple(self._ids_for(target, word, sheet)) for word in target.names]
        return tuple(dict.fromkeys(id for some in ids for id in some))

    def _ids_for(self, target: t.Target, word: t.Word, sheet: Sheet) -> tuple[str, ...]:
        found = tuple(self.id_of(w) for w in self.written if self._meant(w, replace(target, names=(word,)), sheet))
        if not found and target.kind == "benefit":
            known = {w.rule.name.text for w in self.written}
            self.log.say("TL0305", word.span, near=near_names(word.text, known), found=word.text)
        elif not found and target.kind != "clause":
            known = {n for w in self.written for n in _labels(w, target.kind)}
            self.log.say("TL0521", word.span, near=near_names(word.text, known), found=word.text)
        return found

    def touched(self, reading: t.Reading, sheet: Sheet) -> tuple[str, ...]:
        """The names of the benefits that a question touches, in the order in which it names them."""
        return self.names_of(reading.touches, sheet)

    def names_of(self, targets: tuple[t.Target, ...], sheet: Sheet) -> tuple[str, ...]:
        """The names of the benefits that lines are about, in the order in which they name them."""
        ids = dict.fromkeys(id for target in targets for id in self.about(target, sheet))
        names = {self.id_of(w): w.rule.name.text for w in self.written}
        return tuple(dict.fromkeys(names[id] for id in ids))


def _labels(w: Written, kind: str) -> tuple[str, ...]:
    if kind == "category":
        return tuple(c.text for c in w.rule.body.category)
    if kind == "fund":
        return (w.rule.body.fund.text,) if w.rule.body.fund is not None else ()
    return (w.sheet.name,)


def _folded(share: Term) -> Term:
    """One number over another as one number: 1/3."""
    if isinstance(share, Apply) and share.op == "divide":
        a, b = (arg.value if isinstance(arg, Const) else None for arg in share.args)
        if isinstance(a, Fraction) and isinstance(b, Fraction) and b:
            return Const(a / b, NUMBER, share.origin.text, share.origin)
    return share


def _wording(w: Written, governs: Cond) -> WordingDecl:
    assert w.version is not None
    begins, ends = w.version.begins, w.version.ends
    return WordingDecl(
        w.version.number,
        begins.day if begins is not None else None,
        ends.day if ends is not None else None,
        begins.document if begins is not None else "",
        begins.clause if begins is not None else "",
        begins.quote if begins is not None else "",
        ends.document if ends is not None else "",
        ends.clause if ends is not None else "",
        governs,
    )


def quotations(bases: tuple[t.Basis, ...]) -> tuple[Quotation, ...]:
    """The quotations of a rule, each with the id of its sentence."""
    return tuple(Quotation(b.id.text if b.id else "", q.text) for b in bases for q in b.quotes)
