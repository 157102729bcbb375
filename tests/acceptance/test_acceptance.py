"""A policy on a subject of its own, written from the docs: twelve clauses, and cases worked out by hand."""

from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import check, compile_library, sentences
from compiler.source.files import read_text
from solver.questions.assess import assess
from solver.questions.replay import compare

LIBRARY = Path(__file__).parent / "library"
NUMBER = "某政办发〔2023〕12号"


def _cases():
    log = Log()
    file = read_text(LIBRARY / "救助办法" / "案例" / "住院.yaml", log)
    cases = read_cases(file, log)
    assert not log.problems
    return cases


@pytest.fixture(scope="module")
def rulebook():
    """The compiled policy."""
    return compile_library(LIBRARY, (NUMBER,))


def test_the_policy_has_no_faults_and_leaves_no_sentence_out():
    assert check(LIBRARY, (NUMBER,)) == ()
    left = [s.text for s in sentences(LIBRARY, NUMBER) if not s.uses]
    assert left == []


@pytest.mark.parametrize("raw", _cases(), ids=lambda raw: raw.name)
def test_cases(rulebook, raw):
    log = Log()
    case = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    assert case.expected
    assert compare(assess(rulebook, case, explain=True), case) == ()
