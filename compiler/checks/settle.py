"""The last pass over problems: each mistake once, each with its path in the law."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Problem

# A problem that another one at the same place says better: the vague code, and the codes that make it needless.
_BETTER = {"TL0401": ("TL0409",)}
# Where a document that is used is not there, its names are not; where a change cannot be worked in, nothing changes.
_SYNTAX, _NAMES = "TL01", "TL03"
_CHANGES = ("TL01", "TL022", "TL0230", "TL0231")
# An item begins in the first column: its keyword and its name.
_HEAD = re.compile(r"^[^\W\d]\w* +(\w+)", re.M)


def settled(problems: Iterable[Problem], sheets: tuple[Sheet, ...]) -> list[Problem]:
    """The problems in their order, without repetitions, with the headings and the clause they stand under."""
    different = list(dict.fromkeys(problems))
    said = {(p.code, p.span) for p in different}
    broken = {name for p in different if p.code.startswith(_SYNTAX) for name in _name_at(p)}
    lost = {p.span.file for p in different if p.span is not None and p.code == "TL0206"}
    unchanged = {p.span.file for p in different if p.span is not None and p.code.startswith(_CHANGES)}
    kept = (
        p
        for p in different
        if not any((code, p.span) in said for code in _BETTER.get(p.code, ()))
        and not (p.code.startswith(_NAMES) and dict(p.fields).get("found") in broken)
        and not (p.code.startswith(_NAMES) and p.span is not None and p.span.file in lost)
        and not (p.code == "TL0232" and p.span is not None and p.span.file in unchanged | lost)
    )
    by_file = {s.file: s for s in sheets}
    return [_placed(p, by_file.get(p.span.file) if p.span is not None else None) for p in kept]


def _name_at(problem: Problem) -> tuple[str, ...]:
    """What the item with a syntax fault declares: it could not be read, and whoever names it is not to blame."""
    if problem.span is None:
        return ()
    before = problem.span.file.text[: problem.span.end]
    heads = _HEAD.findall(before)
    return (heads[-1],) if heads else ()


def _placed(problem: Problem, sheet: Sheet | None) -> Problem:
    if sheet is None or problem.span is None or problem.law:
        return problem
    return replace(problem, law=sheet.law_at(problem.span.start))
