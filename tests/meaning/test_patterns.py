"""The recurring patterns of Chinese benefit policies, each as a small law with results worked out by hand.

The pages in ``patterns/`` are read like those of the language reference.
"""

from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import check, compile_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess
from solver.questions.replay import compare
from tests.docs.pages import examples

PAGES = sorted((Path(__file__).parent / "patterns").glob("*.md"))
ALL = [(p, e) for p in PAGES for e in examples(p)]


@pytest.mark.parametrize(("page", "example"), ALL, ids=[f"{p.stem}#{e.title}" for p, e in ALL])
def test_a_pattern_comes_out_as_the_law_says(page, example, tmp_path):
    example.write(tmp_path)
    problems = check(tmp_path, (example.number,))
    assert {p.code for p in problems} == example.faults, [(p.code, p.fields) for p in problems]
    if example.faults:
        return
    rulebook = compile_library(tmp_path, (example.number,))
    for text in example.cases:
        log = Log()
        for raw in read_cases(SourceFile("例.yaml", text), log):
            case = bind_case(raw, rulebook, (example.number,), log)
            assert not log.problems, [(p.code, p.fields) for p in log.problems]
            held = rulebook if case.known is None else compile_library(tmp_path, (example.number,), case.known)
            assert compare(assess(held, case, explain=True), case) == (), case.name
