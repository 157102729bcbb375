"""What becomes of a case under another law? Two answers to the same facts, told as one change for each claim.

Benefits are matched by name and object, whichever document has them: a document that replaces another brings benefits
of the same name. What nobody can decide is never taken for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from solver.answers.comparison import Change, Comes, Sort
from solver.answers.model import Amount, Assessment, Outcome, Reason, Result

_BEST: tuple[Outcome, ...] = ("granted", "undetermined", "displaced", "refused")
_SCHEDULE = frozenset({"starts", "duration", "part", "ends", "suspends"})
_FRAMES = frozenset({"all", "any", "amount", "wording"})
# That a change has not begun is no other ground: what stood before it still stands.
_UNCHANGED = frozenset({"before_change"})
Claim = tuple[str, str, str]


def differences(
    old: Assessment, new: Assessment, renamed: Mapping[str, str] | None = None, told: bool = True
) -> tuple[Change, ...]:
    """Every benefit and object of either answer, in the order of the new one. ``renamed``: the new name of a benefit
    for its old one, where the law says so. ``told``: the answers hold whole trees of reasons, to be compared, too."""
    names = renamed or {}
    before = _by_claim(old.results, names)
    after = _by_claim(new.results, {})
    found = []
    for claim in dict.fromkeys((*after, *before)):
        a, b = _comes(before.get(claim)), _comes(after.get(claim))
        was = next((r.benefit for r in before.get(claim, ())), claim[0])
        change = Change(*claim, _sort(a, b, told), a, b, former=was if was != claim[0] else "")
        found.append(_explained(change) if told and change.sort != "kept" else change)
    return tuple(found)


def light(change: Change) -> Change:
    """The change for a report: of the results behind it only those that decide, with where they stand and without
    their reasons; of what was kept none."""
    old, new = (_light(c, change.sort != "kept") if c is not None else None for c in (change.old, change.new))
    return replace(change, old=old, new=old if new == old else new)


def _light(comes: Comes, placed: bool) -> Comes:
    results = tuple(replace(r, because=(), why=(), notes=(), quotes=()) for r in comes.deciding) if placed else ()
    return replace(comes, results=results)


def _by_claim(results: Iterable[Result], names: Mapping[str, str]) -> dict[Claim, list[Result]]:
    found: dict[Claim, list[Result]] = {}
    for r in results:
        found.setdefault((names.get(r.benefit, r.benefit), r.object, r.object_kind), []).append(r)
    return found


def _comes(results: Sequence[Result] | None) -> Comes | None:
    if not results:
        return None
    order = sorted(results, key=lambda r: _BEST.index(r.outcome))
    best = order[0].outcome
    count = [r for r in order if r.outcome == best]
    return Comes(
        best,
        tuple(added(r.amount if best == "granted" else r.would_be for r in count)) if best != "refused" else (),
        tuple(sorted({r.payee for r in count})),
        tuple(sorted({r.gives for r in count if r.gives})),
        tuple(order),
    )


def added(amounts: Iterable[Amount]) -> list[Amount]:
    """Sums of one form added up; open amounts and treatments stay as they are, each once."""
    sums: dict[str, tuple[Fraction, Fraction | None]] = {}
    rest: dict[Amount, None] = {}
    for a in amounts:
        if a.kind in ("open", "none"):
            rest[a] = None
            continue
        low, high = sums.get(a.per, (Fraction(0), Fraction(0)))
        top = None if high is None or a.high is None else high + a.high
        sums[a.per] = (low + (a.low if a.low is not None else 0), top)
    found = [Amount("exact" if low == high else "interval", low, high, per) for per, (low, high) in sums.items()]
    return sorted(found, key=lambda a: a.per) + list(rest)


# ---------------------------------------------------------------- what sort of change it is


def _sort(old: Comes | None, new: Comes | None, told: bool) -> Sort:
    was, now = _state(old), _state(new)
    if was == "undetermined" != now:
        return "decided"
    if now == "undetermined" != was:
        return "undecided"
    if was != now:
        return "gained" if now == "granted" else "lost"
    if old is None or new is None:
        return "kept"  # nothing before, nothing after
    if was == "granted":
        sort = _sums(old.amounts, new.amounts)
        if sort != "kept":
            return sort
        if (old.payees, old.gives, _schedule(old)) != (new.payees, new.gives, _schedule(new)):
            return "otherwise"
    if old.outcome != new.outcome or (told and grounds_of(old) != grounds_of(new)):
        return "grounds"
    return "kept"


def _state(comes: Comes | None) -> str:
    """granted, undetermined, or none: refused, displaced, and what is no benefit at all come to nothing alike."""
    return comes.outcome if comes is not None and comes.outcome in ("granted", "undetermined") else "none"


def _sums(old: Sequence[Amount], new: Sequence[Amount]) -> Sort:
    """Whether the sums are more, less, the same, or cannot be put in an order."""
    if tuple(old) == tuple(new):
        return "kept"
    a, b = ({x.per: x for x in side if x.kind in ("exact", "interval")} for side in (old, new))
    loose = [[x for x in side if x.kind == "open"] for side in (old, new)]
    if set(a) != set(b) or loose[0] != loose[1]:
        return "otherwise"
    signs = {_order(a[per], b[per]) for per in a} - {0}
    if not signs:
        return "kept"
    if None in signs or len(signs) > 1:
        return "otherwise"
    return "more" if signs == {1} else "less"


def _order(old: Amount, new: Amount) -> int | None:
    """1 when the new sum is more at both ends or at one, -1 when it is less, None when neither."""
    low = _sign(old.low, new.low)
    high = _sign(old.high, new.high)
    signs = {low, high} - {0}
    return None if len(signs) > 1 else signs.pop() if signs else 0


def _sign(old: Fraction | None, new: Fraction | None) -> int:
    if old is None or new is None:
        return 0 if old is new else -1 if old is None else 1
    return (new > old) - (new < old)


def _schedule(comes: Comes) -> frozenset[tuple[object, ...]]:
    """From when, for how long, in which parts and until when it is paid."""
    notes = (n for r in comes.deciding for n in r.notes if n.kind in _SCHEDULE)
    return frozenset((n.kind, n.state, n.op, n.left, n.name, n.about) for n in notes)


# ---------------------------------------------------------------- why


def grounds_of(comes: Comes) -> frozenset[tuple[object, ...]]:
    """What a result rests on: the document and clause of the rule, and every reason that leads to it."""
    places = {("rule", r.document, r.clause) for r in comes.deciding}
    return frozenset(places | {_sign_of(n) for r in comes.deciding for n in _reasons(r)})


def _reasons(result: Result) -> Iterable[Reason]:
    """The reasons of a result without their frames, each alone: for a grant the whole tree, else what decided."""
    roots = result.why if result.outcome == "granted" and result.why else result.because
    for root in roots:
        yield from _alone(root)


def _alone(node: Reason, above: Reason | None = None) -> Iterable[Reason]:
    """The reasons of a tree, each without those under it and with the place of the rule it stands under."""
    placed = _placed(node, above)
    if node.kind in _UNCHANGED:
        return
    if not _frame(node):
        yield replace(placed, children=())
    for child in node.children:
        yield from _alone(child, placed)


def _frame(node: Reason) -> bool:
    """Whether a reason only holds others together."""
    return node.kind in _FRAMES and (not node.name or node.kind == "wording")


def _placed(node: Reason, above: Reason | None) -> Reason:
    if above is None or node.clause or node.document:
        return node
    return replace(node, document=above.document, clause=above.clause, quote=node.quote or above.quote)


def _sign_of(node: Reason) -> tuple[object, ...]:
    """What a reason says, whatever words its rule is written in."""
    told = bool(node.left or node.right or node.name or node.about or node.fact)
    words = "" if told else node.text
    place = (node.document, node.clause)
    return node.kind, node.state, node.op, node.left, node.right, node.name, node.about, node.fact, place, words


def _explained(change: Change) -> Change:
    """The change with the reasons that only one side has; of what stands above such a reason only the reason."""
    sides = []
    for one, other in ((change.old, change.new), (change.new, change.old)):
        known = {_sign_of(n) for r in (other.deciding if other is not None else ()) for n in _every(r)}
        fresh: dict[tuple[object, ...], Reason] = {}
        for r in one.deciding if one is not None else ():
            for root in (*r.because, *r.why):
                for node in _lowest(root, known):
                    # The short reasons come first and without a place; the tree has the same ones with theirs.
                    key = _sign_of(replace(node, document="", clause=""))
                    fresh[key] = node if node.clause else fresh.get(key, node)
        sides.append(tuple(fresh.values()))
    return replace(change, gone=sides[0], come=sides[1])


def _every(result: Result) -> Iterable[Reason]:
    for root in (*result.because, *result.why):
        yield from _alone(root)


def _lowest(node: Reason, known: set[tuple[object, ...]], above: Reason | None = None) -> Iterable[Reason]:
    """The deepest reasons under a node that the other side does not have."""
    if node.kind in _UNCHANGED:
        return
    placed = _placed(node, above)
    below = [n for child in node.children for n in _lowest(child, known, placed)]
    if below:
        yield from below
    elif not _frame(node) and _sign_of(placed) not in known:
        yield replace(placed, children=())
