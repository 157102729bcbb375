"""Can a goal be seen at all? A proof that it cannot, with what it rests on; or that nothing stands against it.

The proof is over every case (see :mod:`solver.questions.cover.model`). What is not proved to be out of reach counts as
within it, and what was not found out in time is said to be undecided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from compiler.rulebook.model import Benefit, GroupDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import (
    CONDITIONS,
    Apply,
    Choose,
    Cond,
    OneOf,
    Open,
    Reads,
    Series,
    Term,
    Var,
    walk,
)
from solver.questions.cover.goals import UNDECIDED, Cause
from solver.questions.cover.listing import Listed
from solver.questions.cover.model import Model
from solver.questions.cover.pairs import Weigh, pair_goals, weigh
from solver.questions.cover.ranges import range_of, surest
from solver.questions.cover.sites import Root, Site, roots, told

_INSIDE = ("inside", "first", "last", "back", "held")


class Reach:
    """Answers for the goals of one rulebook; ``seconds`` is the time for a single proof."""

    def __init__(self, rulebook: Rulebook, seconds: float) -> None:
        self.rulebook, self.seconds = rulebook, seconds
        self.roots = tuple(roots(rulebook))
        self.by_id = {b.id: b for b in rulebook.benefits}
        self._causes: dict[tuple[str, ...], Cause | str | None] = {}
        self._known: dict[tuple[str, ...], Cause | str | None] = {}

    def cause(self, one: Listed) -> Cause | str | None:
        """Why a goal cannot be seen; None when nothing stands against it, or :data:`UNDECIDED`."""
        if one.key not in self._causes:
            self._causes[one.key] = self._cause(one)
        return self._causes[one.key]

    def _cause(self, one: Listed) -> Cause | str | None:
        match one.goal.sort:
            case "outcome":
                return self._outcome(one)
            case "pair":
                group = next(g for g in self.rulebook.groups if g.id == one.key[1])
                return self._pair(group, one.goal.way, *one.claims)
            case "limit":
                return self._can(self.by_id[one.claims[0]], "yes")
            case "reading":
                return self._reading(one)
            case "bound" if not one.sites:
                return self._can(self.by_id[one.claims[0]], "yes")
        return _joined(self._site(site, one.goal.way) for site in one.sites)

    # ------------------------------------------------------------ what stands in one rule

    def _site(self, site: Site, way: str) -> Cause | str | None:
        root, node = site.root, site.node
        if site.sort in ("row", "band", "bound") or isinstance(node, Series):
            return self._valued(site, way)
        assert isinstance(node, CONDITIONS)
        if isinstance(node, Open):
            return Cause("open", about=(node.about,))
        held = way in _INSIDE if site.role != "before_change" else way == "before"
        if isinstance(node, OneOf) and node.open and not held:
            return Cause("endless", (told(node),))
        model = self._model(root, node)
        wanted = [model.state(node)[0 if held else 1], self._shows(model, root, held)]
        if site.sort in ("boundary", "date"):
            wanted.append(model.at(node, held))
        return self._answer(model, wanted, node)

    def _model(self, root: Root, target: Cond | Term | str | None) -> Model:
        nodes = [root.node] + ([root.benefit.condition] if root.benefit is not None else [])
        return Model(self.rulebook, nodes, target)

    def _shows(self, model: Model, root: Root, held: bool) -> int:
        """A literal: that the target is turned round shows in what becomes of the claim."""
        y, n = model.state(root.benefit.condition) if root.benefit is not None else (model.true, model.false)
        if root.part == "answer":
            return model.both(y, model.moves(root.node, held))
        assert isinstance(root.node, CONDITIONS)
        moved = model.apart(model.state(root.node), model.turned(root.node, held))
        if root.part == "condition":
            return moved
        return model.both(y if root.part == "ending" else -n, moved)

    def _valued(self, site: Site, way: str) -> Cause | str | None:
        """A row taken, a slice reached, a cap or floor that cuts or does not."""
        root, node = site.root, site.node
        model = self._model(root, None)
        wanted = [model.counts(root.node, node)]
        if root.part == "answer" and root.benefit is not None:
            wanted.append(model.state(root.benefit.condition)[0])
        if isinstance(node, Series):
            start = node.values[site.index][0]
            wanted.append(model.where(node.date, start if way == "first" else start - dt.timedelta(days=1)))
        if isinstance(node, Choose):
            wanted.append(model.rows(node, [model.state(c) for c, _ in node.cases])[site.index])
        if isinstance(node, Apply) and way == "binding":
            low, high = range_of(node.args[0])
            floor, ceiling = range_of(node.args[1])
            out = node.label == "cap" and high is not None and floor is not None and high <= floor
            out = out or (node.label == "floor" and low is not None and ceiling is not None and low >= ceiling)
            if out:
                return Cause("unequal")
        return self._answer(model, wanted, node)

    def _answer(self, model: Model, wanted: list[int], node: object) -> Cause | str | None:
        said = tuple(model.said)
        verdict, core = model.clauses.solve((*wanted, *said), self.seconds)
        if verdict is None:
            return UNDECIDED
        if verdict:
            return None
        kept = [x for x in core if x in model.said]
        for one in tuple(kept):  # what the proof can do without is left out
            fewer = [x for x in kept if x != one]
            if model.clauses.solve((*wanted, *fewer), self.seconds)[0] is False:
                kept = fewer
        conds = [model.said[x] for x in kept]
        open_ = tuple(dict.fromkeys(c.about for c in conds if isinstance(c, Open)))
        texts = tuple(dict.fromkeys(told(c) for c in conds if c is not node and not isinstance(c, Open)))
        if open_:
            return Cause("open", texts, open_)
        if texts:
            return Cause("implied", texts)
        return Cause("never" if conds else "always")

    # ------------------------------------------------------------ outcomes and readings

    def _can(self, benefit: Benefit, state: str, *more: Cond) -> Cause | str | None:
        """Whether a claim's condition can be yes, no or unknown, with other conditions that hold."""
        key = (benefit.id, state, *(c.id for c in more))
        if key not in self._known:
            model = Model(self.rulebook, [benefit.condition, *more], None)
            y, n = model.state(benefit.condition)
            wanted = {"yes": [y], "no": [n], "unknown": [-y, -n], "live": [-n]}[state]
            wanted += [model.state(c)[0] for c in more]
            self._known[key] = self._answer(model, wanted, None)
        return self._known[key]

    def _outcome(self, one: Listed) -> Cause | str | None:
        benefit, way = self.by_id[one.claims[0]], one.goal.way
        if way == "refused":
            return self._can(benefit, "no")
        if way == "granted":
            return self._can(benefit, "yes")
        if way == "undetermined":
            found = self._can(benefit, "unknown")
            # A sum that is not known, or a doubt about another claim, leaves a claim open whose conditions are met.
            return None if benefit.amount is not None or self._met(benefit.id) else found
        losing = self._losing(benefit.id)
        return _joined(losing) if losing else Cause("alone")

    def _met(self, benefit: str) -> bool:
        """Whether a benefit is under any rule between claims."""
        return any(m.benefit == benefit for g in self.rulebook.groups for m in g.members) or any(
            c.benefit == benefit for limit in self.rulebook.limits for c in limit.covers
        )

    def _losing(self, benefit: str) -> list[Cause | str | None]:
        """For each way in which a claim can give way to something: why it cannot be, if it cannot."""
        counted = any(c.benefit == benefit for limit in self.rulebook.limits for c in limit.covers)
        found = [self._can(self.by_id[benefit], "yes")] if counted else []
        for group in self.rulebook.groups:
            if any(m.benefit == benefit for m in group.members):
                for _, way, first, second in pair_goals(self.rulebook, group):
                    if second == benefit and way in ("wins", "made_up"):
                        found.append(self._pair(group, way, first, second))
        return found

    def _reading(self, one: Listed) -> Cause | str | None:
        name, choice = one.goal.rule, one.goal.text
        tried: list[Cause | str | None] = []
        for root in self.roots:
            if any(isinstance(p, Reads) and p.reading == name for p in walk(root.node)):
                model = self._model(root, name)
                wanted = [model.reading(name)[choice], self._shows(model, root, True)]
                tried.append(self._answer(model, wanted, None))
                if tried[-1] is None:
                    return None
        return _joined(tried) if tried else Cause("untested")

    # ------------------------------------------------------------ pairs

    def _pair(self, group: GroupDecl, way: str, x: str, y: str) -> Cause | str | None:
        first, second = (next(m for m in group.members if m.benefit == id) for id in (x, y))
        if way == "wins" and group.shape == "higher":
            sums = [self.by_id[id].amount if id in self.by_id else None for id in (x, y)]
            if weigh(*(range_of(s) if s is not None else (None, None) for s in sums)) is Weigh.NEVER:
                return Cause("unequal")
        if way == "made_up" and group.shape == "higher" and surest(self.by_id[y].amount) == 0:
            return Cause("unsure")
        needs = {"wins": ("yes", "yes"), "made_up": ("yes", "yes"), "stands": ("yes", "live")}.get(
            way, ("live", "live")
        )
        if way != "apart" and _one_object(first, second):
            return self._both(first, second, needs)
        for member, state in zip((first, second), needs, strict=True):
            found = self._member(member, state)
            if found is not None:
                return found
        return None

    def _both(self, first: MemberDecl, second: MemberDecl, needs: tuple[str, str]) -> Cause | str | None:
        """Whether two claims for one and the same object can be as they must be, both at once."""
        conds = [self.by_id[m.benefit].condition for m in (first, second)]
        more = [m.condition for m in (first, second) if m.condition is not None]
        model = Model(self.rulebook, [*conds, *more], None)
        wanted = [model.state(c)[0] for c in more]
        for cond, state in zip(conds, needs, strict=True):
            y, n = model.state(cond)
            wanted.append(y if state == "yes" else -n)
        return self._answer(model, wanted, None)

    def _member(self, member: MemberDecl, state: str) -> Cause | str | None:
        more = (member.condition,) if member.condition is not None else ()
        if member.benefit != PAID:
            return self._can(self.by_id[member.benefit], state, *more)
        if not more:
            return None
        model = Model(self.rulebook, more, None)
        return self._answer(model, [model.state(more[0])[0]], None)


def _joined(causes: Iterable[Cause | str | None]) -> Cause | str | None:
    """The cause for a goal that can be seen in several places: there is one only if there is one at each."""
    found: list[Cause | str] = []
    for cause in causes:
        if cause is None:
            return None
        found.append(cause)
    return UNDECIDED if UNDECIDED in found else found[0] if found else None


def _one_object(a: MemberDecl, b: MemberDecl) -> bool:
    """Whether two members can meet only in claims for one and the same object."""
    if PAID in (a.benefit, b.benefit) or a.benefit == b.benefit or a.kind != b.kind:
        return False
    pairs = [*zip(a.keys, b.keys, strict=False), (a.unit, b.unit)]
    return any(isinstance(x, Var) and isinstance(y, Var) and x.depth == y.depth == 0 for x, y in pairs)
