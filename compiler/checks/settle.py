"""The last pass over problems: each mistake once, each with its path in the law."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Problem
from compiler.source.text import SourceFile, Span

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
    broken = set(_unread(p.span for p in different if p.span is not None and p.code.startswith(_SYNTAX)))
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


def _unread(faults: Iterable[Span]) -> Iterator[str]:
    """What the items with syntax faults declare: they could not be read, and whoever names them is not to blame."""
    heads: dict[SourceFile, tuple[list[int], list[str]]] = {}
    for fault in faults:
        if fault.file not in heads:
            found = list(_HEAD.finditer(fault.file.text))
            heads[fault.file] = ([m.end() for m in found], [m[1] for m in found])
        ends, names = heads[fault.file]
        before = bisect.bisect_right(ends, fault.end)
        if before:
            yield names[before - 1]


def _placed(problem: Problem, sheet: Sheet | None) -> Problem:
    if sheet is None or problem.span is None or problem.law:
        return problem
    return replace(problem, law=sheet.law_at(problem.span.start))
