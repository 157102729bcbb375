"""Looking at the conditions and values of one claim: which goals are seen as they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from compiler.cases.model import Case
from compiler.rulebook.model import Rulebook
from compiler.rulebook.terms import CONDITIONS, Cond, Holds, Series, Test
from solver.questions.cover.forced import Forced, taken
from solver.questions.cover.keys import EDGES, Key, key_of
from solver.questions.cover.sites import Root, Site
from solver.questions.cover.steps import distance, edges
from solver.search.evaluate import Env
from solver.search.visits import visits

Sites = dict[int, list[Site]]
"""What is to be seen at a node of the rulebook, by its identity."""


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


class Eye:
    """Sees goals for which ``wanted`` is true, under one rulebook."""

    def __init__(self, rulebook: Rulebook, sight: Sight, wanted: Callable[[Key], bool]) -> None:
        self.rulebook, self.sight, self.wanted = rulebook, sight, wanted
        self._ranks = {e.name: {v: i for i, v in enumerate(e.values)} for e in rulebook.enums}
        self._edges: dict[int, tuple[Fraction, Fraction] | None] = {}

    def looks_for(self, whole: Key) -> bool:
        """Whether a goal is wanted and was not seen yet."""
        return whole not in self.sight.by and self.wanted(whole)

    def see(self, case: Case, key: Key, way: str) -> None:
        """A case shows a goal."""
        whole = (*key, way)
        if self.looks_for(whole):
            self.sight.see(whole, case.name)

    def under(
        self,
        case: Case,
        ev: Forced,
        root: Root,
        found: Sites,
        env: Env,
        decides: Callable[[Cond, Env, bool], bool],
    ) -> None:
        """See every condition under a root of which ``decides`` says that it does, in a scope and a state."""
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
                    self.made_of(case, ev, node.left, inner, found)
                    self.made_of(case, ev, node.right, inner, found)

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
        return self.looks_for(whole)

    def _decided(self, case: Case, ev: Forced, site: Site, env: Env, state: bool) -> None:
        key = key_of(site)
        if site.sort == "date":
            way = _edge(site, env, ev)
            if way is not None:
                self.see(case, key, way)
        elif site.sort == "boundary":
            self._boundary(case, ev, site, env, state)
        else:
            self.see(case, key, "held" if state else "failed")

    def _boundary(self, case: Case, ev: Forced, site: Site, env: Env, state: bool) -> None:
        node, key = site.node, (*key_of(site), "inside" if state else "outside")
        assert isinstance(node, Test | Holds)
        apart = distance(node, env, ev, self._ranks)
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
            self.see(case, key_of(site), key[-1])
        elif key not in self.sight.near or abs(apart) < self.sight.near[key]:
            self.sight.near[key] = abs(apart)

    def made_of(self, case: Case, ev: Forced, node: object, env: Env, found: Sites) -> None:
        """See what a value was made of."""
        for part, index, inner in taken(node, env, ev):
            for site in found.get(id(part), ()):
                if site.sort == "row" and site.index == index:
                    self.see(case, key_of(site), "chosen")
                elif site.sort == "band" and site.index == index:
                    self.see(case, key_of(site), "reached")
                elif site.sort == "bound":
                    self.see(case, key_of(site), "binding" if index else "slack")
                elif site.sort == "date":
                    self._dated(case, ev, site, inner)

    def _dated(self, case: Case, ev: Forced, site: Site, env: Env) -> None:
        """The first day of a value that has dates, and the day before."""
        assert isinstance(site.node, Series)
        day, start = ev.value(site.node.date, env), site.node.values[site.index][0]
        if isinstance(day, dt.date) and (start - day).days in (0, 1):
            self.see(case, key_of(site), EDGES["value"][(start - day).days])


def come_to(ev: Forced, root: Root, env: Env) -> object:
    """The state or the value of a root."""
    return ev.state(root.node, env) if isinstance(root.node, CONDITIONS) else ev.value(root.node, env)


def _edge(site: Site, env: Env, ev: Forced) -> str | None:
    """Which edge of a clause's time a claim's deciding date is at; None when at none."""
    node = site.node
    assert isinstance(node, Test)
    apart = distance(node, env, ev, {})
    if apart is None:
        return None
    inside, outside = EDGES[site.role]
    last, beyond = {"end": (0, 1), "before_change": (-1, 0)}.get(site.role, (0, -1))
    return inside if apart == last else outside if apart == beyond else None
