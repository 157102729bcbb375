"""Speed as ratios in one run: cold start, compile time against the number of clauses, one warm assessment.

Run: ``python -m benchmarks.run``. Prints figures; asserts nothing.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.generate import NUMBER, write_policy
from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library, load
from compiler.source.files import read_text
from solver.questions.assess import assess

ROOT = Path(__file__).parents[1]
POLICY = ROOT / "policy"
COUNTY = "桐人社发〔2021〕7号"
CASE = POLICY / COUNTY / "案例" / "03-工作室.yaml"

# The same benefits, written by hand for clingo, with the same case.
BY_HAND = Path(__file__).with_name("by_hand.lp").read_text(encoding="utf-8")


def median(run: Callable[[], object], times: int) -> float:
    """Median seconds of ``times`` runs, after one that does not count."""
    run()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def cold_start() -> None:
    """A question from the terminal beside Python that only imports clingo, Lark and rich."""

    def process(*words: str) -> Callable[[], object]:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"TIAOLI_LANG": "zh"}
        return lambda: subprocess.run(words, check=True, capture_output=True, env=env)

    base = median(process(sys.executable, "-c", "import clingo, lark, rich.console"), 9)
    command = (str(Path(sys.executable).with_name("tiaoli")), "explain", str(CASE), "--case", "首次申报的县级工作室")
    ours = median(process(*command), 9)
    print(
        f"cold start: explain {ours * 1000:.0f} ms, imports alone {base * 1000:.0f} ms, ratio {ours / base:.2f} (bar 2)"
    )


def compile_growth() -> None:
    """Compile time per clause, up to 2,000 clauses."""
    first = 0.0
    for clauses in (125, 250, 500, 1000, 2000):
        with tempfile.TemporaryDirectory() as folder:
            library = write_policy(Path(folder), clauses)
            taken = median(lambda library=library: compile_library(library, (NUMBER,)), 1)
        each = taken / clauses * 1000
        first = first or each
        print(f"compile: {clauses:5d} clauses {taken:6.2f} s, {each:.2f} ms a clause, {each / first:.2f} of the first")


def warm_assessment() -> None:
    """One assessment through the Python interface beside a hand-written program for the same benefits."""
    import clingo

    def by_hand() -> None:
        control = clingo.Control(["--warn=none"])
        control.add("base", [], BY_HAND)
        control.ground([("base", [])])
        with control.solve(yield_=True) as handle:
            for model in handle:
                [(a.name, [str(x) for x in a.arguments]) for a in model.symbols(shown=True)]

    rulebook = load(POLICY, (COUNTY,))
    log = Log()
    file = read_text(CASE, log)
    assert file is not None
    case = bind_case(read_cases(file, log)[0], rulebook, (COUNTY,), log)
    assert case is not None
    hand, ours = median(by_hand, 200), median(lambda: assess(rulebook, case), 200)
    print(f"warm: assess {ours * 1000:.2f} ms, by hand {hand * 1000:.2f} ms, ratio {ours / hand:.1f} (bar 3)")


if __name__ == "__main__":
    cold_start()
    warm_assessment()
    compile_growth()
