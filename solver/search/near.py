"""Which rules between claims can matter to a claim, and which claims count there."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from compiler.rulebook.model import GroupDecl, LimitDecl, Rulebook
from compiler.rulebook.terms import Cond
from solver.search.evaluate import Cell, Env, Evaluator
from solver.search.leaves import blame, touched
from solver.search.sides import Claim, Rule, Side, caps_of, rules_of, sides


def rules_around(
    rulebook: Rulebook, evaluator: Evaluator, own: frozenset[Claim], out: Out | None = None
) -> tuple[tuple[Rule, frozenset[Claim]], ...]:
    """The rules that some claims come under, those that the others there come under, and so on: who gives way to a
    third is in nobody's way. Each with those of the claims gone through that come under it. Caps and floors only take
    something off what the claims themselves come to. ``out``: which claims never count, whatever is set otherwise."""
    key = ("rules", own, id(out))
    return evaluator.by_payments(key, lambda: tuple(_rules_around(rulebook, evaluator, own, out)))


def _rules_around(
    rulebook: Rulebook, evaluator: Evaluator, own: frozenset[Claim], out: Out | None
) -> Iterator[tuple[Rule, frozenset[Claim]]]:
    caps = caps_of(rulebook, own)
    reached, before = own, frozenset[Claim]()
    rules: list[tuple[Rule, frozenset[Claim]]] = []
    while before != reached:
        before = reached
        rules = [(r, some) for r in rules_of(rulebook, before) for some in _together(rulebook, evaluator, r, before)]
        rules += [(cap, own) for cap in caps]
        for rule, through in rules:
            found = counting(rulebook, evaluator, rule, through, own, out)
            reached |= {s.claim for s in found if not s.is_payment}
    yield from rules


def counting(
    rulebook: Rulebook,
    evaluator: Evaluator,
    rule: Rule,
    through: frozenset[Claim],
    own: frozenset[Claim],
    out: Out | None = None,
) -> list[Side]:
    """Those under a rule that may come to count there: not where the way the text is read keeps them out, and no other
    claim that never counts anywhere."""
    near = sides(rulebook, evaluator, rule, through)
    return [
        s
        for s in near
        if _can_come_under(s, evaluator) and (out is None or s.is_payment or s.claim in own or not out(s.claim))
    ]


class Out:
    """Which claims never count: what their rules ask for is not so, and nothing that may be set otherwise makes it so.
    ``first``: the case that a search begins with; ``usable``: which of its facts it may set otherwise."""

    def __init__(self, rulebook: Rulebook, first: Evaluator, usable: Callable[[Cell], bool]) -> None:
        self._rulebook, self._first, self._usable = rulebook, first, usable
        self._known: dict[Claim, bool] = {}

    def __call__(self, claim: Claim) -> bool:
        if claim not in self._known:
            benefit = self._rulebook.benefit(claim[0])
            asked = benefit.counting if benefit is not None else ()
            self._known[claim] = any(self._stays_away(cond, (claim[1],)) for cond in asked)
        return self._known[claim]

    def _stays_away(self, cond: Cond, env: Env) -> bool:
        if self._first.state(cond, env) is not False:
            return False
        missing = blame(cond, env, True, self._first, self._usable)
        return not any(self._usable(c) for i in missing for c in touched(i.leaf, i.env, self._first))


def _together(
    rulebook: Rulebook, evaluator: Evaluator, rule: GroupDecl | LimitDecl, claims: frozenset[Claim]
) -> Iterator[frozenset[Claim]]:
    """Those of some claims that a rule is about, by whom they can meet there."""
    if isinstance(rule, LimitDecl):
        yield claims & {c for c in claims if any(of.benefit == c[0] for of in rule.covers)}
        return
    left = sorted(c for c in claims if any(m.benefit == c[0] for m in rule.members))
    while left:
        near = {s.claim for s in sides(rulebook, evaluator, rule, frozenset(left[:1]))} | set(left[:1])
        yield claims & near
        left = [c for c in left if c not in near]


def _can_come_under(side: Side, evaluator: Evaluator) -> bool:
    """Whether a rule can be about a claim at all: not where no fact but the way the text is read keeps it out."""
    cond, env = side.condition, (side.object,)
    return cond is None or evaluator.state(cond, env) is not False or bool(touched(cond, env, evaluator))
