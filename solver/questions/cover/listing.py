"""The whole list of goals of one document, before any case is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import CONDITIONS, Apply, Choose, Const, Label, Marginal, Series, Test
from compiler.source.text import Span
from solver.questions.cover.goals import WAYS, Goal
from solver.questions.cover.keys import Key, key_of, limit_key, reading_key, shared_key, ways
from solver.questions.cover.pairs import pair_goals
from solver.questions.cover.sites import Root, Site, roots, sites, told


@dataclass(slots=True, eq=False)
class Listed:
    """A goal, the key it is seen by, and every place in the rulebook where it can be seen. ``claims``: the ids of the
    benefits whose claims it is about, the winner first; ``start``: where it stands in its file."""

    goal: Goal
    key: Key
    sites: list[Site] = field(default_factory=list)
    claims: tuple[str, ...] = ()
    start: int = 0


def listing(rulebook: Rulebook, document: str) -> tuple[Listed, ...]:
    """Every goal of a document, in the order of its text."""
    found: dict[Key, Listed] = {}
    places = _Places(rulebook, document)
    for made in _all(rulebook, document, places):
        kept = found.setdefault(made.key, made)
        if kept is not made:
            kept.sites += made.sites
            benefits = dict.fromkeys((*kept.goal.benefits, *made.goal.benefits))
            kept.goal = replace(kept.goal, benefits=tuple(benefits))
    return in_order(found.values(), rulebook, document)


def in_order(listed: Iterable[Listed], rulebook: Rulebook, document: str) -> tuple[Listed, ...]:
    """Goals by their places in the text, each with an id made of its own words; what would be called alike is
    numbered."""
    places = _Places(rulebook, document)
    rank = {way: i for i, way in enumerate(w for ways_ in WAYS.values() for w in ways_)}
    ordered = sorted(listed, key=lambda x: (places.rank(x.goal.clause), x.start, rank[x.goal.way]))
    return _named(ordered)


def _named(listed: list[Listed]) -> tuple[Listed, ...]:
    count: dict[str, int] = {}
    for one in listed:
        g = one.goal
        name = "/".join(x for x in (g.clause, g.rule, g.sort, g.shape, g.text, g.other, g.way) if x)
        count[name] = count.get(name, 0) + 1
        number = f"#{count[name]}" if count[name] > 1 else ""
        one.goal = replace(g, id=name + number)
    return tuple(listed)


class _Places:
    """Which clause a place of the document lies in."""

    def __init__(self, rulebook: Rulebook, document: str) -> None:
        self.clauses = [c for c in rulebook.clauses if c.document == document]
        self._order = {c.id: i for i, c in enumerate(self.clauses)}

    def rank(self, clause: str) -> int:
        """The place of a clause among the clauses; what stands before them comes first."""
        return self._order.get(clause, -1)

    def clause(self, span: Span, otherwise: str) -> str:
        """The clause that a place lies in; ``otherwise`` for places of another file."""
        before = [c for c in self.clauses if c.origin.file == span.file and c.origin.start <= span.start]
        return before[-1].id if before else otherwise


def _all(rulebook: Rulebook, document: str, places: _Places) -> Iterator[Listed]:
    for benefit in rulebook.benefits:
        if benefit.document == document:
            yield from _outcomes(benefit)
        yield from _shared(benefit, document)
    for root in roots(rulebook):
        for site in sites(root, rulebook):
            if site.owner.document == document:
                yield from _site(site, root, places)
    for decl in rulebook.readings:
        if decl.document == document:
            for choice, _ in decl.choices:
                goal = Goal(
                    "",
                    "reading",
                    "taken",
                    document,
                    decl.clause,
                    decl.name,
                    "reading",
                    decl.touches,
                    choice,
                    line=decl.origin.line,
                )
                yield Listed(goal, (*reading_key(rulebook, decl.name, choice), "taken"), start=decl.origin.start)
    by_id = {b.id: b for b in rulebook.benefits}
    for limit in rulebook.limits:
        if limit.document == document:
            for covered in limit.covers:
                name = by_id[covered.benefit].name
                for way in WAYS["limit"]:
                    goal = Goal(
                        "",
                        "limit",
                        way,
                        document,
                        limit.clause,
                        limit.name,
                        "limit",
                        (name,),
                        _line(limit.origin),
                        name,
                        limit.origin.line,
                    )
                    key = (*limit_key(limit.id, covered.benefit), way)
                    yield Listed(goal, key, claims=(covered.benefit,), start=limit.origin.start)
    for group in rulebook.groups:
        if group.document == document:
            for key, way, first, second in pair_goals(rulebook, group):
                names = _names(first, second, by_id)
                bear = tuple(dict.fromkeys(by_id[x].name for x in (first, second) if x in by_id))
                goal = Goal(
                    "",
                    "pair",
                    way,
                    document,
                    group.clause,
                    group.name,
                    "nodup",
                    bear,
                    names[0],
                    names[1],
                    group.origin.line,
                    group.shape,
                )
                yield Listed(goal, (*key, way), claims=(first, second), start=group.origin.start)


def _names(first: str, second: str, by_id: dict[str, Benefit]) -> tuple[str, str]:
    """What two members are called; two of one name with their documents."""
    names = [by_id[x].name if x in by_id else x for x in (first, second)]
    if first != second and names[0] == names[1]:
        names = [f"{by_id[x].name}（{by_id[x].document}）" for x in (first, second)]
    return names[0], names[1]


def _outcomes(benefit: Benefit) -> Iterator[Listed]:
    """The outcomes of a benefit; of each wording of it, when it has several, with the day from which it stands."""
    since = benefit.wording.since if benefit.wording is not None else None
    worded = since.isoformat() if since is not None else ""
    where = benefit.document, benefit.clause, benefit.name, benefit.sort, (benefit.name,)
    for way in WAYS["outcome"]:
        goal = Goal("", "outcome", way, *where, worded, line=benefit.origin.line)
        yield Listed(goal, ("outcome", benefit.id, way), claims=(benefit.id,), start=benefit.origin.start)


def _shared(benefit: Benefit, document: str) -> Iterator[Listed]:
    """Caps and floors that claims share: those of the benefit itself, and those that an exception sets for several."""
    for cap in benefit.caps:
        if cap.document == document:
            own = cap.condition is None
            rule, sort = (benefit.name, benefit.sort) if own else (cap.id.rpartition(".")[0] or cap.id, "exception")
            for way in WAYS["bound"]:
                where = document, cap.clause, rule, sort, (benefit.name,), _line(cap.origin)
                goal = Goal("", "bound", way, *where, line=cap.origin.line)
                key = (*shared_key(cap), way)
                yield Listed(goal, key, claims=(benefit.id,), start=cap.origin.start)


def _site(site: Site, root: Root, places: _Places) -> Iterator[Listed]:
    owner, span = site.owner, _origin(site)
    of_clause = site.sort == "rule" or (site.sort == "date" and isinstance(site.node, Test))
    clause = owner.clause if of_clause else places.clause(span, owner.clause)
    benefits = (root.benefit.name,) if root.benefit is not None else ()
    for way in ways(site):
        rule, sort = ("", "clause") if site.sort == "date" else (owner.name, owner.sort)
        if isinstance(site.node, Series):
            rule, sort = site.node.name, "parameter"
        goal = Goal(
            "",
            site.sort,
            way,
            owner.document,
            clause,
            rule,
            sort,
            benefits,
            _text(site),
            line=span.line if span.file.name else 0,
        )
        yield Listed(goal, (*key_of(site), way), [site], start=span.start)


def _origin(site: Site) -> Span:
    node = site.node
    if isinstance(node, Choose) and site.index < len(node.cases):
        return node.cases[site.index][0].origin if node.tier else node.origin
    if isinstance(node, Marginal):
        return node.slices[site.index].origin
    return node.origin


def _text(site: Site) -> str:
    node = site.node
    if isinstance(node, Series):
        return node.values[site.index][0].isoformat()
    if site.sort == "date":
        assert isinstance(node, Test) and isinstance(node.right, Const)
        return node.right.written
    if isinstance(node, Label):
        return node.name
    if isinstance(node, Choose):
        if site.index < len(node.cases):
            cond, term = node.cases[site.index]
            if isinstance(term, Apply) and term.label == "uplift":
                return _line(term.origin)
            return f"{told(cond)}：{_line(term.origin)}" if term.origin.text else told(cond)
        rest = node.otherwise
        return f"否则 {_line(rest.origin)}" if rest is not None else ""
    if isinstance(node, Marginal):
        return _line(_origin(site))
    return told(node) if isinstance(node, CONDITIONS) else _line(node.origin)


def _line(span: Span) -> str:
    """The words at a place, on one line."""
    return " ".join(span.text.split())
