"""Recorded cases played again, for programs: JSON case by case, findings, and tests of a suite."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Sequence

from compiler.diagnostics.problem import Problem
from tiaoli.casebook.replay import Outcome
from tiaoli.report.finding import Finding, Rule, of_problem
from tiaoli.report.json import VERSION, result
from tiaoli.report.junit import Broken, Checked
from tiaoli.screen.problems import problem_json
from tiaoli.screen.replay import difference_text, plain_text, why_text
from tiaoli.words import Words

RULE = "case-differs"


def head_json() -> str:
    """The beginning of the JSON object; the cases follow."""
    return f'{{\n  "tiaoli": {VERSION},\n  "cases": ['


def case_json(outcome: Outcome, first: bool, words: Words) -> str:
    """One case of the list; ``first``: nothing stands before it."""
    written: dict[str, object] = {
        "case": outcome.case,
        "file": str(outcome.path),
        "line": outcome.line,
        "expectations": outcome.expectations,
        "differences": [
            {
                "benefit": d.benefit,
                "object": d.object or None,
                "field": d.field,
                "line": d.line,
                "expected": d.expected,
                "found": d.found,
            }
            for d in outcome.differences
        ],
    }
    if outcome.answer is not None:
        written["results"] = [result(r, words) for r in outcome.answer.results]
    text = textwrap.indent(json.dumps(written, ensure_ascii=False, indent=2), "    ")
    return ("" if first else ",") + "\n" + text


def tail_json(
    count: int, checks: int, broken: int, stopped: bool, problems: Sequence[Problem], accepted: object, words: Words
) -> str:
    """The end of the JSON object."""
    rest: dict[str, object] = {
        "count": count,
        "expectations": checks,
        "broken": broken,
        "stopped": stopped,
        "problems": [problem_json(p, words.language) for p in problems],
    }
    if accepted is not None:
        rest["accepted"] = accepted
    lines = json.dumps(rest, ensure_ascii=False, indent=2).split("\n")[1:]
    return ("\n  ]" if count else "]") + ",\n" + "\n".join(lines) + "\n"


def rule(words: Words) -> Rule:
    """What a finding about a case means."""
    return Rule(RULE, words.say("replay.rule"), words.say("replay.rule_help"))


def findings(outcome: Outcome, words: Words) -> Iterator[Finding]:
    """A finding for each difference of a case, with the reasons for what was found."""
    for difference in outcome.differences:
        told, why = difference_text(difference, words), why_text(difference, outcome, words)
        yield Finding(
            RULE,
            "error",
            outcome.case,
            f"{told}\n\n{why}" if why else told,
            str(outcome.path),
            difference.line or outcome.line,
            key="|".join((outcome.case, difference.benefit, difference.object, difference.field, difference.expected)),
        )


def tested(outcome: Outcome, words: Words) -> Checked:
    """A case as a test."""
    if not outcome.differences:
        return Checked(outcome.case, outcome.line)
    told = "\n".join(difference_text(d, words) for d in outcome.differences)
    return Checked(outcome.case, outcome.line, (Broken("failure", RULE, told, plain_text(outcome, words)),))


def tested_problem(problem: Problem, words: Words) -> tuple[str, Checked]:
    """A fault as a test that could not be run, with the file it is in (empty: none)."""
    finding = of_problem(problem, words.language)
    name = " › ".join((problem.code, *problem.path))
    return finding.file, Checked(name, finding.line, (Broken("error", problem.code, finding.title, finding.message),))
