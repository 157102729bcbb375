"""How long each question takes once the program has started: on the library's policies, and on generated ones of 50,
200 and 500 clauses, so that growth shows.

Run: ``python -m benchmarks.questions``; ``--every 1`` takes every recorded case of the library, not each eighth, and
``--only NAME`` the questions whose name begins so. Prints figures; asserts nothing.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
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
from solver.questions.assess import assess, engine_of
from solver.questions.choose import choose
from solver.questions.interview import Interview
from solver.questions.possible import possibilities
from solver.questions.readings import meanings
from solver.questions.standing import with_standing
from solver.questions.timeline import timeline
from solver.questions.turns import turns
from solver.questions.whatif import whatif
from solver.questions.witness import Witnesses
from tiaoli.commands.possible import SECONDS
from tiaoli.library import held_documents

Question = Callable[[Rulebook, Case, str, str], object]
"""Asks about a benefit (id) and object of a case."""


def _explain(rulebook: Rulebook, case: Case, benefit: str, object_: str) -> object:
    answer = assess(rulebook, case, explain=True)
    asked = (r for r in answer.results if (r.benefit_id, r.object) == (benefit, object_))
    return with_standing(rulebook, case, asked)


def _whatif(rulebook: Rulebook, case: Case, benefit: str, object_: str) -> object:
    results = assess(rulebook, case, explain=False).results
    granted = any(r.outcome == "granted" for r in results if (r.benefit_id, r.object) == (benefit, object_))
    return whatif(rulebook, case, benefit, object_, None, granted)


def _sum(rulebook: Rulebook, case: Case, benefit: str, object_: str) -> object:
    """How twice as much would be reached; where nothing is paid, 1000 yuan."""
    results = assess(rulebook, case, explain=False).results
    (low,) = [r.amount.low for r in results if (r.benefit_id, r.object) == (benefit, object_)][:1]
    return whatif(rulebook, case, benefit, object_, 2 * low if low else Fraction(1000))


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
    "whatif (a sum)": _sum,
    "possible": lambda rulebook, case, benefit, _: possibilities(rulebook, case, (benefit,)),
    "possible (all benefits)": lambda rulebook, case, *_: possibilities(rulebook, case),
    "possible (all is open)": lambda rulebook, case, benefit, _: possibilities(
        rulebook, _open(rulebook, case), (benefit,), seconds=SECONDS
    ),
    "ask (next question)": lambda rulebook, case, benefit, _: Interview(
        rulebook, _open(rulebook, case), (benefit,)
    ).question(),
    "readings": lambda rulebook, case, *_: meanings(rulebook, case),
    "timeline": lambda rulebook, case, benefit, _: timeline(rulebook, case, wanted=frozenset({benefit})),
    "timeline (all benefits)": lambda rulebook, case, *_: timeline(rulebook, case),
    "timeline (other days)": _turns,
    "choose": lambda rulebook, case, *_: choose(rulebook, case),
}


WHOLE = ("possible (all benefits)", "readings", "timeline (all benefits)", "choose")
"""The questions about a whole case."""


def _recorded(every: int = 8) -> Iterator[tuple[Rulebook, Case]]:
    """Recorded cases of the library: of each file the first, and so on ``every`` so many."""
    for path in sorted(POLICY.rglob("*.yaml")):
        document = path.parents[1].name
        for raw in read_cases(SourceFile(path.name, path.read_text(encoding="utf-8")), Log())[::every]:
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
    assess(rulebook, case, explain=False)  # the law is compiled, as it is once a program has started
    start = time.process_time()
    ask(rulebook, case, benefit, object_)
    return time.process_time() - start


def _asked(every: int) -> Iterator[tuple[Rulebook, Case, str, str]]:
    """What the recorded cases say something of: the first benefit of each that they expect something of, with its
    object; where every case is taken, all of them."""
    for rulebook, case in _recorded(every):
        wanted = {e.benefit for e in case.expected}
        found = [r for r in assess(rulebook, case, explain=False).results if r.benefit in wanted]
        for result in found if every == 1 else found[:1]:
            yield rulebook, case, result.benefit_id, result.object


def _row(name: str, taken: list[tuple[float, str]], grown: list[float]) -> None:
    """Median, worst, how many over a second; the generated policies; which was worst."""
    worst, where = max(taken)
    over = sum(seconds > 1 for seconds, _ in taken)
    row = f"{statistics.median(s for s, _ in taken):>8.3f}{worst:>8.3f}{over:>8}"
    print(f"{name:24}{row}" + "".join(f"{seconds:>11.3f}" for seconds in grown) + f"  {where}", flush=True)


def _readings() -> Iterator[tuple[float, str]]:
    """How long it takes to find a small case that tells each reading of the library's documents apart, if nothing is
    kept of it."""
    for document in held_documents(POLICY):
        rulebook = load(POLICY, (document,))
        engine_of(rulebook)
        law = Witnesses(rulebook, (document,))
        for name in (r.name for r in rulebook.readings if r.choices and r.document == document):
            start = time.process_time()
            law.of(name)
            yield time.process_time() - start, name


def main() -> None:
    """Print a row a question: the library's median and worst and how many took over a second, then the generated
    policies."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.questions")
    parser.add_argument("--every", type=int, default=8, metavar="N", help="each so many recorded cases of a file")
    parser.add_argument("--only", default="", metavar="NAME", help="questions whose name begins so")
    options = parser.parse_args()
    asked = list(_asked(options.every))
    sizes = {n: _generated(n) for n in (50, 200, 500)}
    gc.collect()
    gc.freeze()  # what the benchmark holds, hundreds of laws, is not looked through again while a question is timed
    print(f"{len(asked)} questions of recorded cases; seconds of processor time after start-up")
    print(f"{'':24}{'median':>8}{'worst':>8}{'over 1':>8}" + "".join(f"{n:>7} cl." for n in sizes))
    for name, ask in QUESTIONS.items():
        if not name.startswith(options.only):
            continue
        # Of a question about a whole case once for each case.
        cases = list({id(one[1]): one for one in asked}.values()) if name in WHOLE else asked
        taken = [(_seconds(ask, *one), one[1].name) for one in cases]
        grown = [_seconds(ask, rulebook, case, rulebook.benefits[20].id, "申") for rulebook, case in sizes.values()]
        _row(name, taken, grown)
    if "readings (no case)".startswith(options.only):
        _row("readings (no case)", list(_readings()), [])


if __name__ == "__main__":
    main()
