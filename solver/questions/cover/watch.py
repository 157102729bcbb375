"""What one case shows: every goal that it sees decided.

A condition is seen when it was yes (or no) in some scope and, had it alone been no (or yes), its claim would have come
out otherwise: refused, granted or undetermined where it was not, another sum, another day, somebody else paid. A
boundary is seen when its comparison decides at the value nearest to the threshold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from compiler.asp.free import free_of
from compiler.cases.model import Case
from compiler.rulebook.model import AssertionDecl, Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Cond, Reads, walk
from solver.answers.model import Result
from solver.engine.run import Engine
from solver.questions.assess import Telling
from solver.questions.cover.eye import Eye, Sight, Sites, come_to
from solver.questions.cover.forced import Forced
from solver.questions.cover.keys import Key, key_of, reading_key, shared_key, ways
from solver.questions.cover.meetings import Meetings
from solver.questions.cover.sites import Root, roots, sites
from solver.search.evaluate import Env

BETWEEN = ("shared", "limit", "member")
"""The parts of roots that stand between claims."""
_ALSO = ("contest/3", "in/2", "under/2", "of/2", "live/1")


class Watcher:
    """Watches the cases that one rulebook decides. Only goals for which ``wanted`` is true are looked for.

    A case is looked at in three ways: :meth:`look` without the solver, for everything that stands in one claim;
    :meth:`settle` with it, for what happens between claims; :meth:`turn` several times with it, for readings."""

    def __init__(self, rulebook: Rulebook, sight: Sight, wanted: Callable[[Key], bool]) -> None:
        self.rulebook, self.eye = rulebook, Eye(rulebook, sight, wanted)
        self.engine = Engine(rulebook, _ALSO)
        self.free = free_of(rulebook)
        self.watched: dict[str, list[tuple[Root, Sites]]] = {}
        self.between: list[tuple[Root, Sites]] = []
        self.asked: dict[str, list[Root]] = {}
        for root in roots(rulebook):
            found: Sites = {}
            for site in sites(root, rulebook):
                if any(wanted((*key_of(site), way)) for way in ways(site)):
                    found.setdefault(id(site.node), []).append(site)
            if root.part in BETWEEN:
                self.between.append((root, found))
            elif root.benefit is not None and found:
                self.watched.setdefault(root.benefit.id, []).append((root, found))
            for name in {p.reading for p in walk(root.node) if isinstance(p, Reads)}:
                self.asked.setdefault(name, []).append(root)
        self.crowded = crowded(rulebook)

    def look(self, case: Case) -> None:
        """Take in what a case shows of single claims. A case that an assertion rejects shows nothing."""
        readings = self._taken(case)
        ev = Forced(self.rulebook, case, readings, self.free)
        if any(self._violated(a, ev, f.id) for a in self.rulebook.assertions for f in case.facts if f.kind == a.kind):
            self.eye.sight.passed.append(case.name)
            return
        claims = [(b, f.id) for b in self.rulebook.benefits for f in case.facts if f.kind == b.kind]
        for benefit, object_ in claims:
            self._alone(case, benefit, object_, ev)
            for root, found in self.watched.get(benefit.id, ()):
                self._root(case, ev, root, found, (object_,))
        for name, choice, others in self._choices(readings):
            if any(self._differs(case, ev, readings, name, other, claims) for other in others):
                self.eye.see(case, reading_key(self.rulebook, name, choice), "taken")

    def settle(self, cases: Sequence[Case]) -> None:
        """Take in what cases show of the rules between claims."""
        asked = [(case, self._taken(case)) for case in cases]
        for (case, readings), atoms in zip(asked, self.engine.solve_many(asked), strict=True):
            telling = Telling(self.engine, case, atoms, readings, False)
            results = telling.results()
            ev = Forced(self.rulebook, case, readings, self.free)
            cut: set[tuple[str, str, str]] = set()
            for result in results:
                self.eye.see(case, ("outcome", result.benefit_id), result.outcome)
                cut |= self._shared(case, telling, result)
            self._claims(case, Meetings(self.rulebook, case, ev, atoms, results, frozenset(cut)), ev)

    def turn(self, case: Case) -> None:
        """Take in what a case shows of readings that rules between claims ask for."""
        readings = self._taken(case)
        wanted = [
            (name, choice, others)
            for name, choice, others in self._choices(readings)
            if any(root.part in BETWEEN and self._can_matter(root, case) for root in self.asked.get(name, ()))
        ]
        turned = [(name, other) for name, _, others in wanted for other in others]
        if not turned:
            return
        asked = [readings, *(readings | {name: other} for name, other in turned)]
        before, *after = self._outcomes(case, asked)
        changed = {name for (name, _), came in zip(turned, after, strict=True) if came != before}
        for name, choice, _ in wanted:
            if name in changed:
                self.eye.see(case, reading_key(self.rulebook, name, choice), "taken")

    def _outcomes(self, case: Case, asked: Sequence[dict[str, str]]) -> list[list[object]]:
        """What every claim comes to, under each of several readings."""
        told: list[list[object]] = []
        for readings, atoms in zip(asked, self.engine.solve_many([(case, r) for r in asked]), strict=True):
            results = Telling(self.engine, case, atoms, readings, False).results()
            told.append([(r.benefit_id, r.object, r.outcome, r.amount, r.payee, r.displaced_by) for r in results])
        return told

    def _taken(self, case: Case) -> dict[str, str]:
        return {r.name: r.default for r in self.rulebook.readings if r.default is not None} | dict(case.readings)

    @staticmethod
    def _violated(assertion: AssertionDecl, ev: Forced, object_: str) -> bool:
        if assertion.when is not None and ev.state(assertion.when, (object_,)) is not True:
            return False
        return ev.state(assertion.must, (object_,)) is False

    def _alone(self, case: Case, benefit: Benefit, object_: str, ev: Forced) -> None:
        """The outcome of a claim that no other claim can change."""
        wording = benefit.wording
        if wording is not None and ev.state(wording.governs, (object_,)) is not True:
            return  # another wording of the rule answers for the claim
        state = ev.state(benefit.condition, (object_,))
        if state is False:
            self.eye.see(case, ("outcome", benefit.id), "refused")
        elif benefit.id not in self.crowded:
            sum_ = benefit.amount is None or ev.value(benefit.amount, (object_,)) is not None
            self.eye.see(case, ("outcome", benefit.id), "granted" if state and sum_ else "undetermined")

    # ------------------------------------------------------------ conditions and amounts of a claim

    def _root(self, case: Case, ev: Forced, root: Root, found: Sites, env: Env) -> None:
        assert root.benefit is not None
        claim = ev.state(root.benefit.condition, env)
        if root.part != "condition" and claim is not True:
            return
        before = come_to(ev, root, env)

        def decides(node: Cond, inner: Env, state: bool) -> bool:
            with ev.turned(node, inner, not state):
                return come_to(ev, root, env) != before

        self.eye.under(case, ev, root, found, env, decides)
        if root.part == "answer":
            self.eye.made_of(case, ev, root.node, env, found)

    def _shared(self, case: Case, telling: Telling, result: Result) -> set[tuple[str, str, str]]:
        """See which caps and floors that claims share changed a sum, and give them as (benefit, object, cap)."""
        cut: set[tuple[str, str, str]] = set()
        benefit = self.rulebook.benefit(result.benefit_id)
        due = telling.due.get((result.benefit_id, result.object))
        if benefit is None or due is None:
            return cut
        told = {(s.text, s.document, s.clause) for s in due.steps if s.kind in ("shared_cap", "shared_floor")}
        for index, cap in enumerate(benefit.caps):
            if (cap.origin.text, cap.document, cap.clause) in told:
                cut.add((benefit.id, result.object, cap.id))
                self.eye.see(case, shared_key(cap), "binding")
            elif (benefit.id, str(index), result.object) not in telling.atoms.rows("cap_off"):
                self.eye.see(case, shared_key(cap), "slack")
        return cut

    # ------------------------------------------------------------ between claims, and readings

    def _claims(self, case: Case, meetings: Meetings, ev: Forced) -> None:
        for key, way in meetings.shown():
            self.eye.see(case, key, way)
        for root, found in self.between:
            for env in meetings.concerned(root) if found else ():

                def decides(node: Cond, inner: Env, state: bool, root: Root = root, env: Env = env) -> bool:
                    before = come_to(ev, root, env)
                    with ev.turned(node, inner, not state):
                        after = come_to(ev, root, env)
                    return before != after and meetings.matters(root, env, before is True)

                self.eye.under(case, ev, root, found, env, decides)

    def _choices(self, readings: dict[str, str]) -> Iterator[tuple[str, str, list[str]]]:
        """The readings that a case takes and that are still looked for, each with its choice and the other ones."""
        for decl in self.rulebook.readings:
            choice = readings.get(decl.name)
            if choice is not None:
                whole = (*reading_key(self.rulebook, decl.name, choice), "taken")
                if self.eye.looks_for(whole):
                    yield decl.name, choice, [c for c, _ in decl.choices if c != choice]

    def _differs(
        self,
        case: Case,
        ev: Forced,
        readings: dict[str, str],
        name: str,
        other: str,
        claims: list[tuple[Benefit, str]],
    ) -> bool:
        """Whether a claim would come to something else by itself, were a reading taken otherwise."""
        turned = Forced(self.rulebook, case, readings | {name: other}, self.free)
        for root in self.asked.get(name, ()):
            if root.part in BETWEEN or root.benefit is None:
                continue
            for env in [(object_,) for benefit, object_ in claims if benefit.id == root.benefit.id]:
                if root.part != "condition" and ev.state(root.benefit.condition, env) is not True:
                    continue
                if come_to(ev, root, env) != come_to(turned, root, env):
                    return True
        return False

    def _can_matter(self, root: Root, case: Case) -> bool:
        """Whether a case has a claim that a rule between claims is about, and something for it to meet."""
        if root.benefit is None:
            return False
        own = sum(f.kind == root.benefit.kind for f in case.facts)
        paid = any(f.kind == PAID for f in case.facts)
        kinds = {m.kind for g in self.rulebook.groups if g.id == root.group for m in g.members} - {root.benefit.kind}
        return own > 1 or (own == 1 and (paid or any(f.kind in kinds for f in case.facts)))


def crowded(rulebook: Rulebook) -> frozenset[str]:
    """The ids of the benefits whose claims other claims or payments can change: by a group, a count, a shared cap."""
    found = {m.benefit for g in rulebook.groups for m in g.members}
    found |= {c.benefit for limit in rulebook.limits for c in limit.covers}
    return frozenset(found | {b.id for b in rulebook.benefits if b.caps})
