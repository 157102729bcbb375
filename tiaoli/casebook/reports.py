"""One report of a casebook, written while the cases come in: on the screen, or in a format for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from compiler.diagnostics.problem import Problem
from compiler.source.record import dataclass
from tiaoli.casebook.replay import Outcome
from tiaoli.words import Words

FORMATS = ("text", "json", "junit", "github", "sarif")


@dataclass(frozen=True, slots=True)
class Summary:
    """How it went: cases, expectations, cases that differ, whether the run stopped before its end, faults (in the order
    of files and places), and what was written into the case files, for programs (None: that was not asked for)."""

    count: int
    checks: int
    broken: int
    stopped: bool
    problems: tuple[Problem, ...]
    accepted: object = None


class Report(Protocol):
    """A format. Each method gives the text to write next."""

    def case(self, outcome: Outcome) -> str:
        """What is written of a case when it is known."""

    def end(self, summary: Summary) -> str:
        """What is written when all are."""


def report_of(format: str, words: Words, root: Path) -> Report:
    """The report of that format, one of :data:`FORMATS` but ``text``, which the screen draws. ``root``: the folder that
    files are named relative to."""
    match format:
        case "json":
            return _Json(words)
        case "junit":
            return _JUnit(words)
        case "github":
            return _GitHub(words)
        case _:
            return _Sarif(words, root)


class _Json:
    def __init__(self, words: Words) -> None:
        self.words, self.first = words, True

    def case(self, outcome: Outcome) -> str:
        from tiaoli.report.replay import case_json

        text = self._head() + case_json(outcome, self.first, self.words)
        self.first = False
        return text

    def end(self, summary: Summary) -> str:
        from tiaoli.report.replay import tail_json

        return self._head() + tail_json(
            summary.count,
            summary.checks,
            summary.broken,
            summary.stopped,
            summary.problems,
            summary.accepted,
            self.words,
        )

    def _head(self) -> str:
        from tiaoli.report.replay import head_json

        return head_json() if self.first else ""


class _JUnit:
    """The counts stand first in this format, so that everything is told at the end; of a case that passed only its name
    is kept."""

    def __init__(self, words: Words) -> None:
        from tiaoli.report.junit import Checked

        self.words = words
        self.suites: dict[str, list[Checked]] = {}

    def case(self, outcome: Outcome) -> str:
        from tiaoli.report.replay import tested

        self.suites.setdefault(str(outcome.path), []).append(tested(outcome, self.words))
        return ""

    def end(self, summary: Summary) -> str:
        from tiaoli.report.junit import junit
        from tiaoli.report.replay import tested_problem

        for problem in summary.problems:
            file, test = tested_problem(problem, self.words)
            self.suites.setdefault(file or "tiaoli", []).append(test)
        return junit(tuple(self.suites.items()))


class _GitHub:
    def __init__(self, words: Words) -> None:
        self.words = words

    def case(self, outcome: Outcome) -> str:
        from tiaoli.report.github import annotation
        from tiaoli.report.replay import findings

        return "".join(annotation(f) for f in findings(outcome, self.words))

    def end(self, summary: Summary) -> str:
        from tiaoli.report.finding import of_problem
        from tiaoli.report.github import annotation

        return "".join(annotation(of_problem(p, self.words.language)) for p in summary.problems)


class _Sarif:
    def __init__(self, words: Words, root: Path) -> None:
        from tiaoli.report.finding import Finding

        self.words, self.root = words, root
        self.found: list[Finding] = []

    def case(self, outcome: Outcome) -> str:
        from tiaoli.report.replay import findings

        self.found.extend(findings(outcome, self.words))
        return ""

    def end(self, summary: Summary) -> str:
        from tiaoli.report.finding import of_problem, rules_of
        from tiaoli.report.json import write
        from tiaoli.report.replay import rule
        from tiaoli.report.sarif import sarif
        from tiaoli.version import version

        language = self.words.language
        every = [*self.found, *(of_problem(p, language) for p in summary.problems)]
        rules = (rule(self.words), *rules_of((p.code for p in summary.problems), language))
        return write(sarif(every, rules, version(), language, self.root, success=not summary.problems))
