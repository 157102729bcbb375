"""Claims that can meet: which exclude each other, which count together, and the ways to choose among them."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable, Iterator, Sequence

from solver.engine.atoms import Claim


class Edges:
    """Which claims meet, and how: pairs of which one is chosen, counts, and everything else."""

    def __init__(self) -> None:
        self.apart: set[tuple[Claim, Claim]] = set()
        self.near: set[tuple[Claim, Claim, str]] = set()
        self.spare: dict[tuple[Claim, str], int] = {}
        self.other: set[tuple[Claim, Claim]] = set()
        self.chosen: set[Claim] = set()

    def join(self, a: Claim, b: Claim, choice: bool) -> None:
        """Only one of the two is paid: which, the claimant says (``choice``), or the law."""
        (self.apart if choice else self.other).add((a, b))
        if choice:
            self.chosen |= {a, b}

    def count(self, a: Claim, b: Claim, limit: str, spare: int, choice: bool) -> None:
        """``b`` is paid beside at most ``spare`` others of the limit, of which ``a`` is one."""
        if not choice:
            self.other.add((a, b))
            return
        self.near.add((b, a, limit))
        self.spare[b, limit] = spare
        self.chosen |= {a, b}

    def excludes(self, a: Claim, b: Claim) -> bool:
        """Whether only one of the two can be paid at all."""
        return bool({(a, b), (b, a)} & (self.apart | self.other))

    def foes(self, claims: Sequence[Claim]) -> dict[Claim, set[Claim]]:
        """For each claim those it excludes by choice."""
        found: dict[Claim, set[Claim]] = {c: set() for c in claims}
        for a, b in self.apart:
            if a in found and b in found:
                found[a].add(b)
                found[b].add(a)
        return found

    def parts(self) -> list[tuple[Claim, ...]]:
        """The connected parts, each in order."""
        return _connected(self._pairs(), ())

    def without_counts(self, claims: Sequence[Claim]) -> list[tuple[Claim, ...]]:
        """The connected parts of these claims when counts do not connect."""
        inside = set(claims)
        return _connected((p for p in (*self.apart, *self.other) if inside.issuperset(p)), claims)

    def _pairs(self) -> Iterator[tuple[Claim, Claim]]:
        yield from self.apart
        yield from self.other
        yield from ((a, b) for a, b, _ in self.near)

    def pure(self, claims: Sequence[Claim]) -> bool:
        """Whether only the claimant decides among these."""
        inside = set(claims)
        return not any(a in inside for a, _ in self.other)

    def rooms(self, claims: Container[Claim]) -> tuple[list[tuple[list[Claim], int]], set[str]]:
        """The limits that are one count over a set of claims, and those that are not (windows that overlap)."""
        of: dict[str, list[Claim]] = {}
        for claim, limit in sorted(self.spare):
            if claim in claims:
                of.setdefault(limit, []).append(claim)
        found: list[tuple[list[Claim], int]] = []
        alone: set[str] = set()
        for limit, members in of.items():
            counts = {self.spare[c, limit] for c in members}
            near = sum((a, b, limit) in self.near for a in members for b in members if a != b)
            if len(counts) == 1 and near == len(members) * (len(members) - 1):
                found.append((members, counts.pop() + 1))
            else:
                alone.add(limit)
        return found, alone

    def choices(self, claims: Sequence[Claim], until: float) -> Iterator[tuple[Claim, ...] | None]:
        """Every set of claims that may be chosen together and to which none can be added; None when time is up."""
        free = [c for c in claims if c in self.chosen]
        foes = self.foes(free)
        waiting: list[tuple[int, tuple[Claim, ...]]] = [(0, ())]
        while waiting:
            if time.monotonic() > until:
                yield None
                return
            index, taken = waiting.pop()
            if index == len(free):
                if not any(c not in taken and self._fits(c, taken, foes) for c in free):
                    yield taken
                continue
            claim = free[index]
            waiting.append((index + 1, taken))
            if self._fits(claim, taken, foes):
                waiting.append((index + 1, (*taken, claim)))

    def _fits(self, claim: Claim, taken: tuple[Claim, ...], foes: dict[Claim, set[Claim]]) -> bool:
        if foes[claim] & set(taken):
            return False
        together = (*taken, claim)
        for one in together:
            for (owner, limit), spare in self.spare.items():
                if owner == one and sum((one, other, limit) in self.near for other in together if other != one) > spare:
                    return False
        return True


def _connected(pairs: Iterable[tuple[Claim, Claim]], alone: Sequence[Claim]) -> list[tuple[Claim, ...]]:
    """The connected parts of a graph, each in order; ``alone`` are claims that may stand in no pair."""
    of: dict[Claim, Claim] = {c: c for c in alone}

    def root(claim: Claim) -> Claim:
        while of.setdefault(claim, claim) != claim:
            of[claim] = of[of[claim]]
            claim = of[claim]
        return claim

    for a, b in pairs:
        of[root(a)] = root(b)
    found: dict[Claim, list[Claim]] = {}
    for claim in sorted(of):
        found.setdefault(root(claim), []).append(claim)
    return sorted(tuple(part) for part in found.values())
