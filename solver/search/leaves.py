"""Which single comparisons a rule rests on in one case, and which of them keep it from holding."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compiler.asp.free import free_of
from compiler.rulebook.model import Benefit
from compiler.rulebook.terms import (
    Aggregate,
    All,
    Always,
    Any,
    Apply,
    Choose,
    Cond,
    FieldOf,
    Holds,
    Label,
    Members,
    Not,
    OneOf,
    Open,
    Quantifier,
    Reads,
    Recursive,
    Series,
    Term,
    Test,
    Var,
    walk,
)
from compiler.source.record import dataclass
from compiler.source.text import Span
from solver.arithmetic.values import Value
from solver.search.cells import WHOLE
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.visits import visits


@dataclass(frozen=True, slots=True)
class Between:
    """How two claims lie to each other under a rule between claims: which sum or level is the larger, which day the
    earlier and whether one ``window`` holds both, whether they are for the same (``sort``: sum, day, key). The rule
    ``name`` stands at ``origin``; ``document``, ``clause`` and ``quote`` say where that is."""

    sort: str
    own: Term
    own_env: Env
    other: Term
    other_env: Env
    window: str
    name: str
    document: str
    clause: str
    quote: str
    origin: Span


@dataclass(frozen=True, slots=True)
class Asked:
    """What a rule between claims comes to, computed from several of them: ``ask`` says what, by direct evaluation. The
    rule stands at ``origin``; ``document``, ``clause`` and ``quote`` say where that is."""

    ask: Callable[[Evaluator], object]
    document: str
    clause: str
    quote: str
    origin: Span


Leaf = Test | OneOf | Holds | Apply | Quantifier | Open | Reads | Always | Between | Asked
_BOUNDS = ("cap", "floor", "minimum", "maximum")


@dataclass(frozen=True, slots=True)
class Instance:
    """A comparison for certain objects, or what nobody here can decide: a document, discretion, a reading.

    An :class:`Apply` stands for the point at which its bound takes hold. ``wanted``: how it has to come out for what it
    is blamed for; None where any other way may do."""

    leaf: Leaf
    env: Env
    wanted: bool | None = None


def instances(node: Cond | Term, env: Env, evaluator: Evaluator) -> Iterator[Instance]:
    """Every comparison under a condition or term, for every member that its quantifiers run over; once for all members
    that it does not name."""
    known = evaluator.listed.get((id(node), env))
    if known is None:
        known = tuple(_instances(node, env, evaluator))
        if _is_steady(node, evaluator, looked_at=False):
            evaluator.listed[id(node), env] = known
    return iter(known)


def _is_steady(node: Cond | Term, evaluator: Evaluator, looked_at: bool) -> bool:
    """Whether the comparisons under a node are the same for all values of the facts: no list of a fact is run over, no
    definition is called for what a fact names. ``looked_at``: and the facts that are read as well, no fact of what a
    fact names, and none that only some cases of several are reckoned from."""
    known = evaluator.memory.steady
    if (id(node), looked_at) not in known:
        known[id(node), looked_at] = node, not any(_moves(part, looked_at) for part in walk(node))
    return known[id(node), looked_at][1]


def _moves(part: object, looked_at: bool) -> bool:
    if isinstance(part, Recursive) or (isinstance(part, Members) and part.list is not None):
        return True
    if not looked_at:
        return False
    return isinstance(part, Choose | Series) or (isinstance(part, FieldOf) and not isinstance(part.base, Var))


def _instances(node: Cond | Term, env: Env, evaluator: Evaluator) -> Iterator[Instance]:
    free, seen = free_of(evaluator.rulebook), set[tuple[int, Env]]()
    for found, inner in visits(node, env, evaluator, set()):
        if isinstance(found, Test | OneOf | Holds) or (isinstance(found, Apply) and found.op in _BOUNDS):
            key = (id(found), free.within(found, inner))
            if key not in seen:
                seen.add(key)
                yield Instance(found, inner)


def sums(benefit: Benefit) -> tuple[Cond | Term, ...]:
    """What decides how much a benefit pays, beside its condition: its sum, shared caps and floors, its instalments."""
    found = (
        benefit.amount,
        *(part for cap in benefit.caps for part in (cap.amount, cap.condition)),
        *(part.condition for part in benefit.parts),
    )
    return tuple(part for part in found if part is not None)


def touched(node: Cond | Term | Between | Asked, env: Env, evaluator: Evaluator) -> frozenset[Cell]:
    """The cells that the state or value of a node was read from, with the histories it looked through."""
    if isinstance(node, Between):  # put together for the occasion; its terms are the rulebook's
        return touched(node.own, node.own_env, evaluator) | touched(node.other, node.other_env, evaluator)
    known = evaluator.cells.get((id(node), env))
    if known is not None:
        return known
    before, evaluator.read = evaluator.read, set()
    try:
        with evaluator.afresh():
            if isinstance(node, Asked):
                node.ask(evaluator)
            elif isinstance(node, Cond):
                evaluator.state(node, env)
            else:
                evaluator.value(node, env)
        found = frozenset(evaluator.read)
    finally:
        evaluator.read = before | evaluator.read
    if isinstance(node, Asked):
        return found
    cells = found | histories(node, evaluator)
    if _is_steady(node, evaluator, looked_at=True):
        evaluator.cells[id(node), env] = cells
    return cells


def known_of(term: Term, env: Env, evaluator: Evaluator) -> tuple[Value | None, frozenset[Cell]]:
    """The value of a term, and the cells that it was read from: both in one."""
    before, evaluator.read = evaluator.read, set()
    try:
        with evaluator.still():
            value = evaluator.value(term, env)
        return value, frozenset(evaluator.read) | histories(term, evaluator)
    finally:
        evaluator.read = before | evaluator.read


def histories(node: Cond | Term, evaluator: Evaluator) -> frozenset[Cell]:
    """The histories a node looks through. Nodes are those of the rulebook, which outlives the evaluator."""
    known = evaluator.memory.histories.get(id(node))
    if known is None:
        found = (p for p in walk(node) if isinstance(p, Aggregate | Quantifier) and p.members.list is None)
        known = evaluator.memory.histories[id(node)] = frozenset((WHOLE, p.members.kind, "") for p in found)
    return known


def undecided(cond: Cond, env: Env, evaluator: Evaluator) -> Iterator[Instance]:
    """The comparisons that keep a condition undecided."""
    if evaluator.state(cond, env) is not None:
        return
    match cond:
        case Label(_, _, _, operand) | Not(_, operand):
            yield from undecided(operand, env, evaluator)
        case All(_, operands) | Any(_, operands):
            for part in operands:
                yield from undecided(part, env, evaluator)
        case Quantifier(_, _, members, where):
            listed, _ = evaluator.members(members, env)
            for member in listed if where is not None else ():
                assert where is not None
                yield from undecided(where, evaluator.inner(members, env, member), evaluator)
            yield Instance(cond, env)
        case Recursive():
            yield from instances(cond, env, evaluator)
        case _:
            yield Instance(cond, env)


def blame(
    cond: Cond, env: Env, wanted: bool, evaluator: Evaluator, usable: Callable[[Cell], bool]
) -> tuple[Instance, ...]:
    """Comparisons of which at least one has to come out otherwise before the condition is as wanted; none when it is.

    Where several parts stand in the way, the one with the fewest ways out is named: whatever is done, it must be done
    there too, so nothing is lost by looking there first.
    """
    return _blame(cond, env, wanted, evaluator, usable, set())


def _blame(
    cond: Cond,
    env: Env,
    wanted: bool,
    ev: Evaluator,
    usable: Callable[[Cell], bool],
    seen: set[tuple[str, Env]],
) -> tuple[Instance, ...]:
    if ev.state(cond, env) is wanted:
        return ()

    def under(parts: list[tuple[Cond, Env]], every: bool) -> tuple[Instance, ...]:
        found = [_blame(c, e, wanted, ev, usable, seen) for c, e in parts if ev.state(c, e) is not wanted]
        if not every:
            return tuple(dict.fromkeys(i for part in found for i in part))
        return min(found, key=lambda part: _ways(part, ev, usable), default=())

    match cond:
        case Label(_, _, _, operand):
            return _blame(operand, env, wanted, ev, usable, seen)
        case Not(_, operand):
            return _blame(operand, env, not wanted, ev, usable, seen)
        case All(_, operands) | Any(_, operands):
            return under([(o, env) for o in operands], isinstance(cond, All) is wanted)
        case Quantifier(_, kind, members, where):
            listed, whole = ev.members(members, env)
            own = Instance(cond, env, wanted)
            if where is None:
                return (own,)
            parts = [(where, ev.inner(members, env, m)) for m in listed]
            if (kind == "exists") is wanted:
                return (*under(parts, False), own)
            return under(parts, True) or (() if whole else (own,))
        case Recursive(_, definition, args):
            given = tuple(str(ev.value(a, env) or "") for a in args)
            if (definition, given) in seen:
                return ()
            if not all(given):
                return tuple(i for a in args for i in instances(a, env, ev))
            return _blame(ev.body(definition), given, wanted, ev, usable, seen | {(definition, given)})
        case _:
            return (Instance(cond, env, wanted),)


def _ways(part: tuple[Instance, ...], ev: Evaluator, usable: Callable[[Cell], bool]) -> int:
    return len({c for i in part for c in touched(i.leaf, i.env, ev) if usable(c)})


def words_of(instance: Instance) -> str:
    """The drafter's words for a comparison: the whole line where they are a mere date (``施行 2021-04-01``), the first
    line of a rule between claims."""
    span = instance.leaf.origin
    if isinstance(instance.leaf, Between | Asked):
        return " ".join(span.text.strip().splitlines()[0].split()) if span.text.strip() else ""
    if isinstance(instance.leaf, Test) and span.text[:1].isdigit():
        return " ".join(line_of(span).text.split())
    return " ".join(span.text.split())


def line_of(span: Span) -> Span:
    """The whole line that a place stands in."""
    text = span.file.text
    start, end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.end)
    return Span(span.file, start, end if end >= 0 else len(text))
