"""The question about any case at all, for all laws of two sides, within one limit of time."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

from compiler.rulebook.model import Rulebook
from solver.answers.universal import Finding, Universal
from solver.questions.universal import findings, overall
from solver.regions.vocabulary import Vocabulary


def any_case(
    laws: Sequence[tuple[Rulebook | None, Rulebook | None]], renamed: Mapping[str, str], seconds: float
) -> Universal:
    """What changes for any case: laws of both sides in pairs (None: a side that has no such law). ``renamed``: benefits
    that have another name on the new side. What is found of the same benefits in several pairs is told once."""
    end = time.monotonic() + seconds
    told: dict[tuple[tuple[str, ...], str, bool, str], Finding] = {}
    words: dict[str, None] = {}
    for number, (old, new) in enumerate(laws):
        first, second = _whole(old, new), _whole(new, old)
        if first is None or second is None:
            continue
        benefits = tuple(replace(b, name=renamed.get(b.name, b.name)) for b in first.benefits)
        first = replace(first, benefits=benefits)
        left = max(0.0, end - time.monotonic()) / (1 if number + 1 == len(laws) else 2)
        for finding in findings(first, second, seconds=left):
            told.setdefault((finding.names, finding.kind, finding.together, finding.verdict), finding)
        if old is not None and new is not None:
            words |= dict.fromkeys(Vocabulary(old, new).differences())
    found = tuple(told.values())
    late = any(g.kind == "time" for f in found for g in f.gaps)
    return Universal(overall(found), found, seconds, late, tuple(words))


def _whole(law: Rulebook | None, other: Rulebook | None) -> Rulebook | None:
    """A side without such a law gives nothing."""
    if law is not None or other is None:
        return law
    return replace(other, benefits=(), groups=(), limits=(), together=(), assertions=())
