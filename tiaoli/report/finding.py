"""What is wrong somewhere, as a value that every format for other programs is written from (SARIF, annotations)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from compiler.diagnostics import catalogue
from compiler.diagnostics.problem import Problem
from compiler.source.record import dataclass

_FIELD = re.compile(r"\{(\w+)\}")
Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that has to do with a finding, and what is there."""

    message: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. ``rule``: a code (``TL0633``) or a kind (``case-differs``); ``title``: a few words; ``message``: all
    of it, in lines. Lines and columns count characters from 1; 0 where it is in no file. ``key``: what stays the same
    when lines move, so that a finding can be followed from run to run. ``related``: other places that it comes from."""

    rule: str
    level: Level
    title: str
    message: str
    file: str = ""
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0
    key: str = ""
    related: tuple[Related, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What a ``rule`` of findings means: a sentence, and a page with what to do."""

    id: str
    summary: str
    help: str = ""


def of_problem(problem: Problem, language: str) -> Finding:
    """A fault of the catalogue as a finding."""
    message = catalogue.message(problem, language)
    told = [message, *((" › ".join(p)) for p in (problem.law, problem.path) if p)]
    remedy = catalogue.remedy(problem, language)
    if problem.near:
        told.append("? " + "、".join(problem.near))
    if remedy:
        told.append(" ".join(remedy.split("\n")))
    key = "|".join((problem.code, *problem.law, *problem.path, *(value for _, value in problem.fields)))
    span = problem.span
    if span is None or not (span.file.name or span.file.text):
        return Finding(problem.code, "error", message, "\n".join(told), key=key)
    line, column = span.file.position(span.start)
    end_line, end_column = span.file.position(max(span.end, span.start))
    return Finding(
        problem.code,
        "error",
        message,
        "\n".join(told),
        span.file.name,
        line,
        column + 1,
        end_line,
        end_column + 1,
        key,
    )


def rules_of(codes: Iterable[str], language: str) -> tuple[Rule, ...]:
    """The rule of each code of the catalogue that is named, by code, from its page."""
    found = []
    for code in sorted(set(codes)):
        wording = catalogue.page(code).wording(language)
        help = "\n\n".join(_FIELD.sub("…", part.strip()) for part in (wording.page, wording.remedy) if part.strip())
        found.append(Rule(code, _FIELD.sub("…", wording.message), help))
    return tuple(found)
