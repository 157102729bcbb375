"""What stands in the way of a claim: other claims, payments and counts, told as reasons."""

from __future__ import annotations

from dataclasses import replace

from compiler.cases.model import Case
from compiler.rulebook.model import GroupDecl, LimitDecl, Rulebook
from compiler.rulebook.paid import PAID
from solver.answers.model import Reason, Shown, State
from solver.engine.atoms import Atoms, Claim
from solver.questions.reasons import Explainer, lacking


class Hindrances:
    """Tells what stands in the way of the claims of one solve. ``terse``: not what leaves it open whether a rule
    holds."""

    def __init__(self, rulebook: Rulebook, case: Case, atoms: Atoms, explainer: Explainer, terse: bool) -> None:
        self.rulebook, self.case, self.atoms, self.explainer = rulebook, case, atoms, explainer
        self.terse = terse

    def contest(self, claim: Claim, predicate: str) -> tuple[Reason, ...]:
        """The claims that beat this one, or may, each with the rule that says so and what it would pay."""
        found = []
        for group, xb, xe, yb, ye in self.atoms.rows(predicate):
            if (yb, ye) != claim:
                continue
            state: State = "no" if predicate == "beaten" else "unknown"
            amount = self.atoms.one("amount", xb, xe)
            decl = self._group(group)
            kind = "displaced_by" if predicate == "beaten" else "contest"
            winner = self.rulebook.benefit(xb)
            name = winner.name if winner is not None else self._paid_name(xe)
            found.append(
                Reason(
                    kind,
                    state,
                    text=decl.name if decl is not None else group,
                    name=name,
                    about=decl.shape if decl is not None else "",
                    left=Shown("money", amount, "元") if amount is not None else None,
                    fact=xe,
                    document=decl.document if decl is not None else "",
                    clause=decl.clause if decl is not None else "",
                    quote=decl.quote if decl is not None else "",
                )
            )
        return tuple(found)

    def doubts(self, claim: Claim) -> tuple[Reason, ...]:
        """What leaves it open whether a rule between claims applies: a reading, a fact."""
        groups = {row[0] for row in self.atoms.rows("in_doubt") if row[3:] == claim}
        found: list[Reason] = []
        for id, _, object_, index in self.atoms.rows("doubtful"):
            decl = self._group(id)
            if id in groups and decl is not None:
                cond = decl.members[int(index)].condition
                assert cond is not None  # only a member with a condition can be doubtful
                found += lacking(self.explainer.reason(cond, (object_,)))
        return tuple(dict.fromkeys(found))

    def _paid_name(self, record: str) -> str:
        fact = next((f for f in self.case.facts if f.kind == PAID and f.id == record), None)
        value = fact.get("待遇") if fact is not None else None
        return str(value.value) if value is not None else record

    def limits(self, claim: Claim, predicate: str) -> tuple[Reason, ...]:
        """The limits that a claim comes under and that are, or may be, used up, with what used them."""
        found = []
        for id, b, e in self.atoms.rows(predicate):
            if (b, e) == claim:
                used = [xe for limit, yb, ye, _, xe in self.atoms.rows("used") if limit == id and (yb, ye) == claim]
                state: State = "no" if predicate == "full" else "unknown"
                allowed = self.atoms.one("allowed", id, b, e) or ""
                rule = self.rule(id, "limit", state, about="、".join(used))
                found.append(replace(rule, op=allowed))
                if state == "unknown" and not self.terse:
                    found += self._limit_doubts(id, claim)
        return tuple(found)

    def _limit_doubts(self, id: str, claim: Claim) -> tuple[Reason, ...]:
        """What leaves it open whether a limit holds for a claim: a reading, a fact."""
        decl = next((x for x in self.rulebook.limits if x.id == id), None)
        conds = (c.condition for c in decl.covers if c.benefit == claim[0]) if decl is not None else ()
        return tuple(x for c in conds if c is not None for x in lacking(self.explainer.reason(c, (claim[1],))))

    def _group(self, id: str) -> GroupDecl | None:
        return next((g for g in self.rulebook.groups if g.id == id), None)

    def rule(self, id: str, kind: str, state: State, about: str) -> Reason:
        """A reason of this kind that names a group or a limit."""
        decl: GroupDecl | LimitDecl | None = self._group(id) or next(
            (x for x in self.rulebook.limits if x.id == id), None
        )
        if decl is None:
            return Reason(kind, state, name=id, about=about)
        return Reason(
            kind,
            state,
            name=decl.name,
            about=about,
            text=decl.window,
            document=decl.document,
            clause=decl.clause,
            quote=decl.quote,
        )
