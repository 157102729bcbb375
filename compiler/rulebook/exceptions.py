"""例外, 参照 and 过渡: rules that stand apart from the benefit they change, woven into it.

An exception may be about benefits, about another exception, or about every benefit of a category, fund or document;
in the last three cases 享受人 and 事由日 stand for whoever and whenever the benefit in question says.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from compiler.corpus import ClauseText, Sheet
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook.bind_amounts import Amounts
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.bind_dates import Dates
from compiler.rulebook.model import Benefit, Cap, Covered, LimitDecl
from compiler.rulebook.names import Names
from compiler.rulebook.scope import Scope
from compiler.rulebook.terms import All, Any, Cond, Const, Label, Not, Term, Var
from compiler.rulebook.written import Written
from compiler.source.text import Span
from compiler.source.wordings import wording
from compiler.surface import tree as t

Changing = tuple[Cond, t.RuleBody, Scope, Span]


class Exceptions:
    """Finds the rules that change a benefit and binds them in its scope."""

    def __init__(self, names: Names, sheets: tuple[Sheet, ...], binder: Binder, dates: Dates, log: Log) -> None:
        self.names, self.binder, self.dates, self.log = names, binder, dates, log
        rules = [
            Written(sheet, entry.clause, entry.item, entry.version)
            for sheet in sheets
            for entry in sheet.entries
            if isinstance(entry.item, t.Rule)
        ]
        self.sorts = {
            s: [w for w in rules if w.rule.sort == s] for s in ("benefit", "exception", "analogy", "transition")
        }
        self._matched: set[tuple[str, str]] = set()
        self._check_targets()

    def _check_targets(self) -> None:
        known = {w.rule.name.text for w in self.sorts["benefit"]}
        exceptions = {w.rule.name.text for w in self.sorts["exception"]}
        for sort in ("exception", "analogy", "transition"):
            for w in self.sorts[sort]:
                body, name = w.rule.body, w.rule.name
                if sort == "exception" and body.amount is None:
                    for bound in body.bounds:
                        if not bound.per:
                            self.log.say("TL0508", bound.span, name=name.text, line="每")
                if body.target is None:
                    self.log.say("TL0508", name.span, name=name.text, line="于")
                    continue
                if sort == "exception" and not (
                    body.verdict or body.amount or body.limits or body.bounds or body.uplifts
                ):
                    self.log.say("TL0508", name.span, name=name.text, line="不予/准予/金额/上浮/封顶/保底/限")
                if sort == "transition" and body.verdict is None:
                    self.log.say("TL0508", name.span, name=name.text, line="准予/不予/从旧/从新")
                if sort == "exception" and body.verdict in ("old_rules", "new_rules"):
                    self.log.say("TL0520", name.span, found="从旧/从新", sort=name.text)
                if sort == "analogy" and body.replaces is None:
                    self.log.say("TL0508", name.span, name=name.text, line="替代")
                allowed = known | exceptions if sort == "exception" else known
                if body.target.kind == "benefit":
                    for word in body.target.names:
                        if word.text not in allowed:
                            self.log.say("TL0305", word.span, near=near_names(word.text, allowed), found=word.text)
        self._check_circles()

    def check_straddling(self, written: tuple[Written, ...]) -> None:
        """从旧 and 从新 choose between the wordings on either side of a change by the document they stand in."""
        for rule in self.sorts["transition"]:
            target = rule.rule.body.target
            if rule.rule.body.verdict not in ("old_rules", "new_rules") or target is None:
                continue
            turns = [
                turn
                for w in written
                if w.version is not None
                and (target.kind != "benefit" or w.rule.name.text in {n.text for n in target.names})
                for turn in (w.version.begins, w.version.ends)
            ]
            if not any(turn is not None and turn.document == rule.sheet.name for turn in turns):
                self.log.say("TL0232", rule.rule.span, name=rule.rule.name.text)

    def _check_circles(self) -> None:
        above = {
            w.rule.name.text: [n.text for n in w.rule.body.target.names]
            for w in self.sorts["exception"]
            if w.rule.body.target is not None and w.rule.body.target.kind == "benefit"
        }
        for w in self.sorts["exception"]:
            start, chain = w.rule.name.text, [w.rule.name.text]
            while len(chain) <= len(above):
                following = [n for n in above.get(chain[-1], []) if n in above]
                if not following:
                    break
                chain.append(following[0])
                if chain[-1] == start:
                    self.log.say("TL0307", w.rule.name.span, chain=" → ".join(chain))
                    above[start] = []
                    break

    # ------------------------------------------------------------ what concerns a benefit

    def _concerns(self, w: Written, exception: Written, beneficiary: Term) -> bool:
        target = exception.rule.body.target
        if target is None or not exception.meets(w):
            return False
        body, names = w.rule.body, {n.text for n in target.names}
        if target.kind == "benefit":
            return w.rule.name.text in names
        if target.type is not None and beneficiary.type.name != target.type.text:
            return False
        if target.kind == "category":
            return bool(names & {c.text for c in body.category})
        if target.kind == "fund":
            return body.fund is not None and body.fund.text in names
        return w.sheet.name in names

    def of(
        self, w: Written, id: str, scope: Scope, object_: Var, beneficiary: Term, day: Term
    ) -> tuple[tuple[tuple[str, Cond], ...], tuple[Changing, ...]]:
        """Exceptions to a benefit: those that refuse or allow it, and those that set another amount or raise it."""
        barring: list[tuple[str, Cond]] = []
        changing: list[Changing] = []
        for exception in self.sorts["exception"]:
            if not self._concerns(w, exception, beneficiary):
                continue
            body = exception.rule.body
            cond, inner = self.bound(exception, w, scope, object_)
            if body.amount is not None or body.uplifts:
                changing.append((cond, body, inner, exception.rule.span))
            elif body.verdict == "deny":
                barring.append(("deny", Not(scope.counter.next(), cond, exception.rule.span)))
            elif body.verdict == "allow":
                barring.append(("allow", cond))
        return tuple(barring), tuple(changing)

    def bound(self, exception: Written, host: Written, scope: Scope, object_: Term) -> tuple[Cond, Scope]:
        """An exception's condition in the scope of its host, its own exceptions included."""
        return self._bound(exception, host, scope, object_, "exception", ())

    def _bound(
        self, rule: Written, host: Written, scope: Scope, object_: Term, kind: str, above: tuple[str, ...]
    ) -> tuple[Cond, Scope]:
        body, fresh, span = rule.rule.body, scope.counter.next, rule.rule.span
        variable = body.target.variable if body.target is not None else None
        variables = {variable.text: object_} if variable is not None else {}
        inner = replace(scope, sheet=rule.sheet, variables=variables)
        parts: list[Cond] = []
        clause = rule.clause.item if rule.clause else None
        dated = clause is not None and bool(clause.applies or clause.expires or clause.retroactions)
        day = scope.roles.event_date
        elsewhere = rule.sheet is not host.sheet
        straddling = body.verdict in ("old_rules", "new_rules")  # it says which days count, so it has none of its own
        if day is not None and not straddling and (elsewhere or (dated and _id(rule.clause) != _id(host.clause))):
            parts.append(self.dates.in_force(inner, day, rule.sheet, clause, rule.rule.name.text))
        target = body.target
        if (
            day is not None
            and rule.version is not None
            and (elsewhere or (target is not None and target.kind != "benefit"))
        ):
            parts.append(self.dates.between(inner, day, rule.version, span))
        parts += [self.binder.labelled(inner, c) for c in body.conditions]
        parts += [Not(fresh(), self.binder.labelled(inner, c), c.span) for c in body.unless]
        name = rule.rule.name.text
        for other in self.sorts["exception"]:
            target = other.rule.body.target
            if target is None or target.kind != "benefit" or name not in {n.text for n in target.names}:
                continue
            if not (other.meets(rule) and other.meets(host)):
                continue
            if other.rule.name.text in above:
                continue
            sub, _ = self._bound(other, rule, scope, object_, "exception", (*above, name))
            parts.append(Not(fresh(), sub, other.rule.span))
        quote = next((q.text for b in body.basis for q in b.quotes), "")
        own = rule.clause.id if rule.clause else ""
        whole = All(fresh(), tuple(parts), "conditions", span)
        return Label(fresh(), kind, name, whole, rule.sheet.name, own, quote, span), inner

    # ------------------------------------------------------------ 参照 and 过渡

    def with_analogies(self, w: Written, scope: Scope, cond: Cond) -> Cond:
        """Put every 参照 beside the labelled condition that it replaces."""
        if isinstance(cond, Label) and cond.kind == "label":
            ways: list[Cond] = []
            for rule in self.sorts["analogy"]:
                body = rule.rule.body
                if body.target is None or body.replaces is None or body.replaces.text != cond.name:
                    continue
                if w.rule.name.text in {n.text for n in body.target.names} and rule.meets(w):
                    self._matched.add((rule.rule.name.text, w.rule.name.text))
                    variable = next(iter(scope.variables.values()))
                    ways.append(self._bound(rule, w, scope, variable, "analogy", ())[0])
            if ways:
                inner = replace(cond, operand=self.with_analogies(w, scope, cond.operand))
                return Any(scope.counter.next(), (inner, *ways), "analogy", cond.origin)
            return replace(cond, operand=self.with_analogies(w, scope, cond.operand))
        if isinstance(cond, All | Any):
            return replace(cond, operands=tuple(self.with_analogies(w, scope, c) for c in cond.operands))
        return cond

    def report_unused_labels(self, w: Written) -> None:
        """A 参照 that names a label its benefit does not have."""
        for rule in self.sorts["analogy"]:
            body, name = rule.rule.body, w.rule.name.text
            if body.target is None or body.replaces is None or name not in {n.text for n in body.target.names}:
                continue
            if rule.meets(w) and (rule.rule.name.text, name) not in self._matched:
                self.log.say("TL0311", body.replaces.span, found=body.replaces.text, benefit=name)

    def transitions(self, w: Written, scope: Scope, force: Cond) -> Cond:
        """Let old cases go on (准予) or keep them out (不予), whatever the dates of the clause say."""
        variable = next(iter(scope.variables.values()))
        for rule in self.sorts["transition"]:
            body = rule.rule.body
            if body.target is None or not self._concerns(w, rule, scope.roles.beneficiary or variable):
                continue
            if body.verdict in ("old_rules", "new_rules"):
                continue
            cond = self._bound(rule, w, scope, variable, "transition", ())[0]
            fresh, span = scope.counter.next, rule.rule.span
            if body.verdict == "allow":
                force = Any(fresh(), (force, cond), "transition", span)
            else:
                force = All(fresh(), (force, Not(fresh(), cond, span)), "transition", span)
        return force

    def governs(self, w: Written, scope: Scope, day: Term) -> Cond:
        """That this wording of a rule decides: its days, and which claims go by the old rules (从旧) or the new (从新)
        whatever their day."""
        assert w.version is not None
        fresh, span = scope.counter.next, w.rule.span
        parts: list[Cond] = []
        if w.version.begins is not None:
            turn = w.version.begins
            since: Cond = self.dates.turned(scope, "ge", day, turn)
            for cond in self._straddling(w, scope, turn.document, "old_rules"):
                since = All(fresh(), (since, Not(fresh(), cond, span)), "transition", span)
            ways = (since, *self._straddling(w, scope, turn.document, "new_rules"))
            parts.append(ways[0] if len(ways) == 1 else Any(fresh(), ways, "transition", span))
        if w.version.ends is not None:
            turn = w.version.ends
            before: tuple[Cond, ...] = (self.dates.turned(scope, "lt", day, turn),)
            before += self._straddling(w, scope, turn.document, "old_rules")
            until: Cond = before[0] if len(before) == 1 else Any(fresh(), before, "transition", span)
            for cond in self._straddling(w, scope, turn.document, "new_rules"):
                until = All(fresh(), (until, Not(fresh(), cond, span)), "transition", span)
            parts.append(until)
        if len(parts) == 1 and isinstance(parts[0], Label):
            return parts[0]
        whole = parts[0] if len(parts) == 1 else All(fresh(), tuple(parts), "", span)
        return Label(fresh(), "wording", w.sheet.name, whole, w.sheet.name, _id(w.clause), "", span)

    def _straddling(self, w: Written, scope: Scope, document: str, verdict: str) -> tuple[Cond, ...]:
        """What the amending document says of claims that go by the old or the new rules."""
        variable = next(iter(scope.variables.values()))
        return tuple(
            self._bound(rule, w, scope, variable, "transition", ())[0]
            for rule in self.sorts["transition"]
            if rule.rule.body.verdict == verdict
            and rule.sheet.name == document
            and self._concerns(w, rule, scope.roles.beneficiary or variable)
        )

    # ------------------------------------------------------------ limits

    def limits(self, w: Written, id: str, scope: Scope, benefit: Benefit) -> tuple[LimitDecl, ...]:
        """Limits that an exception sets for a whole category, fund or document, as far as this benefit is concerned."""
        found = []
        for exception in self.sorts["exception"]:
            if not exception.rule.body.limits or not self._concerns(w, exception, benefit.beneficiary):
                continue
            variable = next(iter(scope.variables.values()))
            cond, inner = self.bound(exception, w, scope, variable)
            for n, item in enumerate(exception.rule.body.limits, 1):
                name = numbered(exception, f"{exception.rule.name.text}.限{n}")
                found.append(self.limit(inner, exception, item, name, (id, benefit.beneficiary, cond)))
        return tuple(found)

    def caps(self, w: Written, scope: Scope, beneficiary: Term, amounts: Amounts) -> tuple[Cap, ...]:
        """Caps and floors that an exception sets for several benefits together, as far as this one is concerned."""
        found: list[Cap] = []
        for exception in self.sorts["exception"]:
            shared = [b for b in exception.rule.body.bounds if b.per]
            if not shared or not self._concerns(w, exception, beneficiary):
                continue
            cond, inner = self.bound(exception, w, scope, next(iter(scope.variables.values())))
            for n, bound in enumerate(shared, 1):
                found.append(amounts.shared_cap(inner, bound, f"{exception.rule.name.text}.合计{n}", exception, cond))
        return tuple(found)

    def limit(self, scope: Scope, w: Written, item: t.Limit, id: str, of: tuple[str, Term, Cond | None]) -> LimitDecl:
        """限, for one benefit; limits of the same id are one limit over several benefits."""
        benefit, unit, cond = of
        window = "lifetime"
        for per in item.per:
            if per.window is not None:
                window = per.window
            if per.unit is not None:
                unit = self.binder.term(scope, per.unit)
        count = self.binder.term(scope, item.count)
        if isinstance(count, Const) and not (
            isinstance(count.value, Fraction) and count.value.denominator == 1 and count.value > 0
        ):
            self.log.say("TL0514", item.span, found=count.written)
        quote = next((q.text for b in w.rule.body.basis for q in b.quotes), "")
        clause = w.clause.id if w.clause else ""
        covered = Covered(benefit, unit, count, cond)
        return LimitDecl(
            id, w.rule.name.text, w.sheet.name, clause, quote, window, item.order, (covered,), origin=item.span
        )


def numbered(w: Written, id: str) -> str:
    """An id that each wording of a rule has for itself."""
    return wording(id, w.version.number) if w.version is not None else id


def _id(clause: ClauseText | None) -> str:
    return clause.id if clause is not None else ""
