"""``tiaoli test`` on generated cases of the county's measure: cases a second and core, beside the same cases assessed
one by one, as ratios in one run; and where the time of one case goes.

Run: ``python -m benchmarks.replay [CASES]`` (10,000 by default). Prints figures; asserts nothing.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.cases import write_book
from benchmarks.run import COUNTY, POLICY
from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import load
from compiler.rulebook.model import Rulebook
from compiler.source.files import read_text
from solver.questions.assess import assess, assess_many
from solver.questions.replay import compare
from tiaoli.casebook.processes import cores
from tiaoli.casebook.replay import replayed
from tiaoli.casebook.select import Selection
from tiaoli.opening import Wanted

SEED = 20210701
_SAMPLE = 400


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock, and of this process's own work."""
    start, used = time.perf_counter(), time.process_time()
    run()
    return time.perf_counter() - start, time.process_time() - used


def whole(paths: list[Path], jobs: int) -> tuple[int, int, float, float]:
    """Cases, cases that differ, seconds on the clock, and seconds of work, for a whole replay."""
    start, used = time.perf_counter(), worked()
    count = broken = 0
    for told in replayed(paths, Wanted(str(POLICY)), Selection(), jobs):
        assert not told.problems, told.problems[:3]
        count += len(told.outcomes)
        broken += sum(bool(o.differences) for o in told.outcomes)
    return count, broken, time.perf_counter() - start, worked() - used


def worked() -> float:
    """Seconds of work of this process and of those that it started."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


def stages(rulebook: Rulebook, path: Path) -> None:
    """Where the time of one case goes, in thousandths of a second of work."""
    log = Log()
    file = read_text(path, log)
    assert file is not None
    _, reading = timed(lambda: read_cases(file, log))
    raws = read_cases(file, log)[:_SAMPLE]
    per_file = path.read_text(encoding="utf-8").count("\n---") + 1
    cases: list[Case] = []
    _, binding = timed(
        lambda: cases.extend(c for r in raws if (c := bind_case(r, rulebook, (COUNTY,), log)) is not None)
    )
    assess_many(rulebook, cases)
    answers = assess_many(rulebook, cases)
    _, together = timed(lambda: assess_many(rulebook, cases))
    some = cases[: _SAMPLE // 4]
    [assess(rulebook, case) for case in some]
    _, alone = timed(lambda: [assess(rulebook, case) for case in some])
    _, comparing = timed(
        lambda: [compare(a, c) for a, c in zip(answers, cases, strict=True) if not isinstance(a, Exception)]
    )
    _, terse = timed(lambda: assess_many(rulebook, cases, terse=True))
    each = {
        "read": reading / per_file,
        "bind": binding / len(cases),
        "decide, many together": together / len(cases),
        "the same without reasons": terse / len(cases),
        "compare": comparing / len(cases),
    }
    for name, seconds in each.items():
        print(f"  {name:26}{seconds * 1000:8.2f} ms a case")
    alone /= len(some)
    ratio = alone / each["decide, many together"]
    print(f"  {'decide, one by one':26}{alone * 1000:8.2f} ms a case, {ratio:.1f} times as long")


def one_by_one(paths: list[Path], rulebook: Rulebook, most: int) -> float:
    """Cases in a second of work, where each is read with its file and then assessed by itself."""
    log = Log()
    start, count = time.process_time(), 0
    for path in paths:
        file = read_text(path, log)
        assert file is not None
        for raw in read_cases(file, log):
            case = bind_case(raw, rulebook, (COUNTY,), log)
            assert case is not None
            compare(assess(rulebook, case), case)
            count += 1
            if count == most:
                return count / (time.process_time() - start)
    return count / (time.process_time() - start)


def main(count: int) -> None:
    """Write the cases, then measure."""
    rulebook = load(POLICY, (COUNTY,))
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        paths = write_book(Path(folder), rulebook, COUNTY, count, SEED)
        size = sum(p.stat().st_size for p in paths)
        print(f"{count} cases written in {time.perf_counter() - start:.0f} s, {size / 1e6:.1f} MB, seed {SEED}")
        stages(rulebook, paths[0])
        alone = one_by_one(paths, rulebook, min(count, 1000))
        print(f"assessed one by one: {alone:.0f} cases in a second of work")
        for jobs in dict.fromkeys((1, cores())):
            done, broken, seconds, work = whole(paths, jobs)
            rate = done / work
            print(
                f"test, {jobs} at once: {done} cases in {seconds:.1f} s ({done / seconds:.0f} a second), "
                f"{rate:.0f} in a second of work, {rate / alone:.1f} times one by one; {broken} differ"
            )
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(f"peak memory: {own / 1024:.0f} MB here, {children / 1024:.0f} MB in the largest worker")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
