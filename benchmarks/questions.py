"""How long each question takes once the program has started: on the library's policies, and on generated ones of 50,
200 and 500 clauses, so that growth shows.

Run: ``python -m benchmarks.questions``. Prints figures; asserts nothing.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from benchmarks.generate import NUMBER, write_policy
from benchmarks.run import POLICY
from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library, load
from compiler.rulebook.model import Rulebook
from compiler.source.text import SourceFile
from solver.questions.assess import assess
from solver.questions.choose import choose
from solver.questions.interview import Interview
from solver.questions.possible import possibilities
from solver.questions.readings import meanings
from solver.questions.standing import with_standing
from solver.questions.timeline import timeline
from solver.questions.turns import turns
from solver.questions.whatif import whatif

Question = Callable[[Rulebook, Case, str, str], object]
"""Asks about a benefit (id) and object of a case."""
_EVERY = 8


def _explain(rulebook: Rulebook, case: Case, benefit: str, object_: str) -> object:
    answer = assess(rulebook, case, explain=True)
    asked = (r for r in answer.results if (r.benefit_id, r.object) == (benefit, object_))
    return with_standing(rulebook, case, asked)


def _whatif(rulebook: Rulebook, case: Case, benefit: str, object_: str) -> object:
    results = assess(rulebook, case, explain=False).results
    granted = any(r.outcome == "granted" for r in results if (r.benefit_id, r.object) == (benefit, object_))
    return whatif(rulebook, case, benefit, object_, None, granted)


def _open(rulebook: Rulebook, case: Case) -> Case:
    """The case with only who belongs to whom: everything else is not known."""
    kinds = {k.name: k for k in rulebook.kinds}
    return replace(
        case,
        facts=tuple(
            replace(
                f,
                values=tuple(
                    v
                    for v in f.values
                    if (field := kinds[f.kind].get(v.field)) is None or field.type.kind == "entity" or field.type.list
                ),
            )
            for f in case.facts
        ),
    )


def _turns(rulebook: Rulebook, case: Case, benefit: str, object_: str) -> object:
    results = assess(rulebook, case, explain=False).results
    return [turns(rulebook, case, r) for r in results if (r.benefit_id, r.object) == (benefit, object_)]


QUESTIONS: dict[str, Question] = {
    "explain": _explain,
    "whatif": _whatif,
    "possible": lambda rulebook, case, benefit, _: possibilities(rulebook, case, (benefit,)),
    "possible (all is open)": lambda rulebook, case, benefit, _: possibilities(
        rulebook, _open(rulebook, case), (benefit,), seconds=1.0
    ),
    "ask (next question)": lambda rulebook, case, benefit, _: Interview(
        rulebook, _open(rulebook, case), (benefit,)
    ).question(),
    "readings": lambda rulebook, case, *_: meanings(rulebook, case),
    "timeline": lambda rulebook, case, benefit, _: timeline(rulebook, case, wanted=frozenset({benefit})),
    "timeline (other days)": _turns,
    "choose": lambda rulebook, case, *_: choose(rulebook, case),
}


def _recorded() -> Iterator[tuple[Rulebook, Case]]:
    """Every eighth recorded case of the library."""
    for path in sorted(POLICY.rglob("*.yaml")):
        document = path.parents[1].name
        for raw in read_cases(SourceFile(path.name, path.read_text(encoding="utf-8")), Log())[::_EVERY]:
            rulebook = load(POLICY, raw.documents or (document,))
            case = bind_case(raw, rulebook, (document,), Log())
            if case is not None:
                yield rulebook, case


def _generated(clauses: int) -> tuple[Rulebook, Case]:
    """A policy of so many clauses and a case that one of them refuses."""
    with tempfile.TemporaryDirectory() as folder:
        rulebook = compile_library(write_policy(Path(folder), clauses), (NUMBER,))
    facts = "申请: {申: {人员: 张三, 分数: 500, 费用: 300元, 年限: 10, 日期: 2024-06-01}}"
    (raw,) = read_cases(SourceFile("a.yaml", f"案例: 问\n事实:\n  {facts}\n"), Log())
    case = bind_case(raw, rulebook, (NUMBER,), Log())
    assert case is not None
    return rulebook, case


def _seconds(ask: Question, rulebook: Rulebook, case: Case, benefit: str, object_: str) -> float:
    start = time.process_time()
    ask(rulebook, case, benefit, object_)
    return time.process_time() - start


def main() -> None:
    """Print a row a question: the library's median and worst, then the generated policies."""
    asked = []
    for rulebook, case in _recorded():
        results = assess(rulebook, case, explain=False).results
        wanted = [e.benefit for e in case.expected]
        result = next((r for r in results if r.benefit in wanted), None)
        if result is not None:
            asked.append((rulebook, case, result.benefit_id, result.object))
    sizes = {n: _generated(n) for n in (50, 200, 500)}
    print(f"{len(asked)} recorded cases; seconds of processor time after start-up")
    print(f"{'':24}{'median':>8}{'worst':>8}" + "".join(f"{n:>7} cl." for n in sizes))
    for name, ask in QUESTIONS.items():
        taken = [_seconds(ask, *one) for one in asked]
        grown = []
        for rulebook, case in sizes.values():
            first = rulebook.benefits[20]
            grown.append(_seconds(ask, rulebook, case, first.id, "申"))
        row = "".join(f"{seconds:>11.3f}" for seconds in grown)
        print(f"{name:24}{statistics.median(taken):>8.3f}{max(taken):>8.3f}{row}")


if __name__ == "__main__":
    main()
