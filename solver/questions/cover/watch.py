"""What one case shows: every goal that it sees decided.

A condition is seen when it was yes (or no) in some scope and, had it alone been no (or yes), its claim would have come
out otherwise: refused, granted or undetermined where it was not, another sum, another day, somebody else paid. A
boundary is seen when its comparison decides at the value nearest to the threshold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from compiler.asp.free import Free
from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import CONDITIONS, Cond, Const, Holds, Reads, Test, walk
from solver.answers.model import Result
from solver.engine.atoms import Atoms
from solver.engine.run import Engine
from solver.questions.assess import Assessor, Telling
from solver.questions.cover.forced import Forced, taken, visits
from solver.questions.cover.meetings import Meetings
from solver.questions.cover.sites import DATES, Root, Site, key_of, roots, sites
from solver.questions.cover.steps import distance, edges
from solver.search.evaluate import Env

Key = tuple[str, ...]
"""A goal's key with its way behind it."""
_ALSO = ("contest/3", "in/2", "under/2", "of/2", "live/1")


@dataclass(slots=True)
class Sight:
    """What has been seen so far: the first case that shows each goal, and how near a boundary was come to (the
    distance in steps)."""

    by: dict[Key, str] = field(default_factory=dict)
    near: dict[Key, Fraction] = field(default_factory=dict)
    passed: list[str] = field(default_factory=list)

    def see(self, key: Key, case: str) -> None:
        """A case shows a goal."""
        self.by.setdefault(key, case)


class Watcher:
    """Watches the cases that one rulebook decides. Only goals for which ``wanted`` is true are looked for."""

    def __init__(self, rulebook: Rulebook, sight: Sight, wanted: Callable[[Key], bool]) -> None:
        self.rulebook, self.sight, self.wanted = rulebook, sight, wanted
        self.engine = Engine(rulebook, _ALSO)
        self.assessor = Assessor(self.engine)
        self.free = Free()
        self.ranks = {e.name: {v: i for i, v in enumerate(e.values)} for e in rulebook.enums}
        self.watched: dict[str, list[tuple[Root, dict[int, list[Site]]]]] = {}
        self.between: list[tuple[Root, dict[int, list[Site]]]] = []
        for root in roots(rulebook):
            found: dict[int, list[Site]] = {}
            for site in sites(root, rulebook):
                if any(self.wanted((*key_of(site), way)) for way in ways(site, rulebook)):
                    found.setdefault(id(site.node), []).append(site)
            if root.part in ("limit", "member"):
                self.between.append((root, found))
            elif root.benefit is not None and found:
                self.watched.setdefault(root.benefit.id, []).append((root, found))
        self._edges: dict[int, tuple[Fraction, Fraction] | None] = {}
        self._asked: dict[str, list[Root]] = {}
        for root in roots(rulebook):
            for name in {p.reading for p in walk(root.node) if isinstance(p, Reads)}:
                self._asked.setdefault(name, []).append(root)

    def watch(self, case: Case) -> None:
        """Take in everything that a case shows."""
        readings = {r.name: r.default for r in self.rulebook.readings if r.default is not None} | dict(case.readings)
        atoms = self.engine.solve(case, readings)
        if atoms.rows("violated"):
            self.sight.passed.append(case.name)
            return
        telling = Telling(self.rulebook, case, atoms, readings, False)
        results = telling.results()
        ev = Forced(self.rulebook, case, readings, self.free)
        for result in results:
            self._see(case, ("outcome", result.benefit_id), result.outcome)
            for root, found in self.watched.get(result.benefit_id, ()):
                self._root(case, ev, root, found, (result.object,))
            self._shared(case, telling, result)
        if self.rulebook.groups or self.rulebook.limits:
            self._claims(case, ev, atoms, results)
        self._readings(case, ev, readings, results)

    def _see(self, case: Case, key: Key, way: str) -> None:
        whole = (*key, way)
        if whole not in self.sight.by and self.wanted(whole):
            self.sight.see(whole, case.name)

    # ------------------------------------------------------------ conditions and amounts of a claim

    def _root(self, case: Case, ev: Forced, root: Root, found: dict[int, list[Site]], env: Env) -> None:
        assert root.benefit is not None
        claim = ev.state(root.benefit.condition, env)
        if root.part != "condition" and claim is not True:
            return
        before = _come_to(ev, root, env)

        def decides(node: Cond, inner: Env, state: bool) -> bool:
            with ev.turned(node, inner, not state):
                return _come_to(ev, root, env) != before

        self._under(case, ev, root, found, env, decides)
        if root.part == "answer":
            self._made_of(case, ev, root.node, env, found)

    def _under(
        self,
        case: Case,
        ev: Forced,
        root: Root,
        found: dict[int, list[Site]],
        env: Env,
        decides: Callable[[Cond, Env, bool], bool],
    ) -> None:
        for node, inner in visits(root.node, env, ev, set()):
            here = found.get(id(node))
            if not here or not isinstance(node, CONDITIONS):
                continue
            state = ev.state(node, inner)
            if state is None:
                continue
            open_ = [s for s in here if self._may_show(s, state, inner, ev)]
            if open_ and decides(node, inner, state):
                for site in open_:
                    self._decided(case, ev, site, inner, state)
                if isinstance(node, Test):
                    self._made_of(case, ev, node.left, inner, found)
                    self._made_of(case, ev, node.right, inner, found)

    def _may_show(self, site: Site, state: bool, env: Env, ev: Forced) -> bool:
        key = key_of(site)
        if site.sort == "boundary":
            whole = (*key, "inside" if state else "outside")
        elif site.sort == "date":
            way = _edge(site, env, ev)
            if way is None:
                return False
            whole = (*key, way)
        else:
            whole = (*key, "held" if state else "failed")
        return whole not in self.sight.by and self.wanted(whole)

    def _decided(self, case: Case, ev: Forced, site: Site, env: Env, state: bool) -> None:
        key = key_of(site)
        if site.sort == "date":
            way = _edge(site, env, ev)
            if way is not None:
                self._see(case, key, way)
        elif site.sort == "boundary":
            self._boundary(case, ev, site, env, state)
        else:
            self._see(case, key, "held" if state else "failed")

    def _boundary(self, case: Case, ev: Forced, site: Site, env: Env, state: bool) -> None:
        node, key = site.node, (*key_of(site), "inside" if state else "outside")
        assert isinstance(node, Test | Holds)
        apart = distance(node, env, ev, self.ranks)
        if apart is None:
            return
        if isinstance(node, Holds):
            exact: Fraction | None = Fraction(0) if state else Fraction(-1)
        else:
            if id(node) not in self._edges:
                self._edges[id(node)] = edges(node, self.rulebook)
            both = self._edges[id(node)]
            exact = None if both is None else both[0 if state else 1]
        if exact is None or apart == exact:
            self._see(case, key_of(site), key[-1])
        elif key not in self.sight.near or abs(apart) < self.sight.near[key]:
            self.sight.near[key] = abs(apart)

    def _made_of(self, case: Case, ev: Forced, node: object, env: Env, found: dict[int, list[Site]]) -> None:
        for part, index, _ in taken(node, env, ev):
            for site in found.get(id(part), ()):
                if site.sort == "row" and site.index == index:
                    self._see(case, key_of(site), "chosen")
                elif site.sort == "band" and site.index == index:
                    self._see(case, key_of(site), "reached")
                elif site.sort == "bound":
                    self._see(case, key_of(site), "binding" if index else "slack")

    def _shared(self, case: Case, telling: Telling, result: Result) -> None:
        """Caps and floors that claims share."""
        benefit = self.rulebook.benefit(result.benefit_id)
        due = telling.due.get((result.benefit_id, result.object))
        if benefit is None or due is None:
            return
        cut = {step.text for step in due.steps if step.kind in ("shared_cap", "shared_floor")}
        for cap in benefit.caps:
            self._see(case, shared_key(benefit.id, cap.origin.text), "binding" if cap.origin.text in cut else "slack")

    # ------------------------------------------------------------ between claims, and readings

    def _claims(self, case: Case, ev: Forced, atoms: Atoms, results: tuple[Result, ...]) -> None:
        meetings = Meetings(self.rulebook, case, ev, atoms, results)
        for key, way in meetings.shown():
            self._see(case, key, way)
        for root, found in self.between:
            for env in meetings.concerned(root):

                def decides(node: Cond, inner: Env, state: bool, root: Root = root, env: Env = env) -> bool:
                    before = ev.state(root.node, env)  # type: ignore[arg-type]
                    with ev.turned(node, inner, not state):
                        after = ev.state(root.node, env)  # type: ignore[arg-type]
                    return before != after and meetings.matters(root, env, before)

                if found:
                    self._under(case, ev, root, found, env, decides)

    def _readings(self, case: Case, ev: Forced, readings: dict[str, str], results: tuple[Result, ...]) -> None:
        """A choice is seen where another one would have given something else."""
        for decl in self.rulebook.readings:
            choice = readings.get(decl.name)
            key = ("reading", decl.document, decl.name, choice or "")
            if choice is None or (*key, "taken") in self.sight.by or not self.wanted((*key, "taken")):
                continue
            others = [c for c, _ in decl.choices if c != choice]
            if any(self._differs(case, ev, readings, decl.name, other, results) for other in others):
                self._see(case, key, "taken")

    def _differs(
        self, case: Case, ev: Forced, readings: dict[str, str], name: str, other: str, results: tuple[Result, ...]
    ) -> bool:
        changed = readings | {name: other}
        asked = self._asked.get(name, ())
        turned = Forced(self.rulebook, case, changed, self.free)
        for result in results:
            env = (result.object,)
            for root in asked:
                if root.benefit is None or root.benefit.id != result.benefit_id or root.part in ("limit", "member"):
                    continue
                if root.part != "condition" and ev.state(root.benefit.condition, env) is not True:
                    continue
                if _come_to(ev, root, env) != _come_to(turned, root, env):
                    return True
        if not any(root.part in ("limit", "member") and self._crowded(root, case) for root in asked):
            return False
        fixed = dict(case.readings) | {name: other}
        again = replace(case, readings=tuple(sorted(fixed.items())))
        return _told(self._results(again, changed)) != _told(results)

    def _crowded(self, root: Root, case: Case) -> bool:
        """Whether a case has a claim that a rule between claims is about, and something for it to meet."""
        if root.benefit is None:
            return False
        own = sum(f.kind == root.benefit.kind for f in case.facts)
        paid = any(f.kind == PAID for f in case.facts)
        kinds = {m.kind for g in self.rulebook.groups if g.id == root.group for m in g.members} - {root.benefit.kind}
        return own > 1 or (own == 1 and (paid or any(f.kind in kinds for f in case.facts)))

    def _results(self, case: Case, readings: dict[str, str]) -> tuple[Result, ...]:
        atoms = self.engine.solve(case, readings)
        return Telling(self.rulebook, case, atoms, readings, False).results()


def _come_to(ev: Forced, root: Root, env: Env) -> object:
    return ev.state(root.node, env) if isinstance(root.node, CONDITIONS) else ev.value(root.node, env)  # type: ignore[arg-type]


def _told(results: tuple[Result, ...]) -> list[object]:
    return [(r.benefit_id, r.object, r.outcome, r.amount, r.payee, r.displaced_by) for r in results]


def _edge(site: Site, env: Env, ev: Forced) -> str | None:
    """Which edge of a clause's time a claim's deciding date is at; None when at none."""
    node = site.node
    assert isinstance(node, Test) and isinstance(node.right, Const)
    apart = distance(node, env, ev, {})
    if site.role == "end":
        return {0: "last", 1: "after"}.get(int(apart)) if apart is not None else None
    first, before = ("back", "before_back") if site.role == "back" else DATES["ge"]
    return {0: first, -1: before}.get(int(apart)) if apart is not None else None


def ways(site: Site, rulebook: Rulebook) -> Iterator[str]:
    """The ways in which a site can be seen."""
    match site.sort:
        case "date":
            yield from {"start": ("first", "before"), "end": ("last", "after"), "back": ("back", "before_back")}[
                site.role
            ]
        case "row":
            yield "chosen"
        case "band":
            yield "reached"
        case "bound":
            yield from ("binding", "slack")
        case "boundary":
            yield from ("inside", "outside")
        case _:
            yield from ("held", "failed")


def shared_key(benefit: str, text: str) -> Key:
    """The key of a cap or floor that claims share."""
    return ("bound", benefit, text)


__all__ = ["Key", "Sight", "Watcher", "shared_key", "ways"]
