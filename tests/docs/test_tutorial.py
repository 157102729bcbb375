"""The tutorial's policy compiles, leaves no sentence out, and its cases come out as it says."""

import re
from pathlib import Path

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import check, compile_library, sentences
from compiler.source.text import SourceFile
from solver.questions.assess import assess
from solver.questions.replay import compare

TUTORIAL = (Path(__file__).parents[2] / "docs" / "tutorial.zh-CN.md").read_text(encoding="utf-8")
NUMBER = "某民发〔2024〕3号"


def test_the_tutorial_does_what_it_says(tmp_path):
    policy = re.search(r"````markdown\n(.*?)````", TUTORIAL, re.S)[1]
    cases = re.search(r"```yaml\n(.*?)```", TUTORIAL, re.S)[1]
    (tmp_path / "办法.md").write_text(policy, encoding="utf-8")
    assert check(tmp_path, (NUMBER,)) == ()
    assert [s.text for s in sentences(tmp_path, NUMBER) if not s.uses] == []
    rulebook = compile_library(tmp_path, (NUMBER,))
    log = Log()
    raws = read_cases(SourceFile("用餐.yaml", cases), log)
    assert len(raws) == 4
    for raw in raws:
        case = bind_case(raw, rulebook, (NUMBER,), log)
        assert not log.problems
        assert compare(assess(rulebook, case, explain=True), case) == ()
