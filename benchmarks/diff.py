"""What a comparison of two laws costs on many recorded cases: cases a second of work, on one core and on all.

Run: ``python -m benchmarks.diff [CASES]`` (10,000 by default). The county's document beside itself with one sum
changed, over the generated cases that ``benchmarks.replay`` plays again; prints figures and asserts nothing.
"""

from __future__ import annotations

import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.cases import Generator
from benchmarks.replay import SEED, worked
from benchmarks.run import COUNTY, POLICY
from compiler.cases.write import write_case
from compiler.driver import load
from tiaoli.casebook.processes import cores
from tiaoli.comparing.compare import compare
from tiaoli.comparing.lots import Looking
from tiaoli.comparing.sides import Side

CASES = 10_000
_EACH = 1000
_OLD, _NEW = "一次性3万元", "一次性5万元"


def write_sides(folder: Path, cases: int) -> tuple[Side, Side]:
    """Two libraries with the county's document, the second with another sum, and one casebook of so many cases."""
    place = POLICY / COUNTY
    rulebook = load(POLICY, (COUNTY,))
    book = [write_case(case, rulebook) for case in Generator(rulebook, SEED).cases(cases)]
    for name in ("old", "new"):
        shutil.copytree(place, folder / name / COUNTY, ignore=shutil.ignore_patterns("案例"))
        shutil.copytree(POLICY / "词汇", folder / name / "词汇")
        for first in range(0, cases, _EACH):
            text = "---\n".join(book[first : first + _EACH])
            (folder / name / COUNTY / f"案例{first:06d}.yaml").write_text(text, encoding="utf-8")
    law = folder / "new" / COUNTY / "办法.md"
    text = law.read_text(encoding="utf-8")
    law.write_text(text.replace(_OLD, _NEW).replace("一次性 3万元", "一次性 5万元"), encoding="utf-8")
    old, new = (Side(folder / name, (), frozenset(), name) for name in ("old", "new"))
    return old, new


def main(cases: int) -> None:
    """Compare on one core and on all, and say how many cases a second of work that was."""
    with tempfile.TemporaryDirectory() as folder:
        sides = write_sides(Path(folder), cases)
        compare(*sides, "zh", looking=Looking(only=""))  # laws compiled and kept
        for jobs in dict.fromkeys((1, cores())):
            start, used = time.perf_counter(), worked()
            found = compare(*sides, "zh", looking=Looking(jobs=jobs, kept=False))
            wall, work = time.perf_counter() - start, worked() - used
            touched = sum(c.touched for c in found.cases)
            changed = sum(c.differs for c in found.cases)
            print(
                f"diff, {jobs} at once: {len(found.cases)} cases under both laws, {touched} can be touched, {changed} "
                f"come out otherwise; {wall:.1f} s on the clock, {work:.1f} s of work, {cases / work:.0f} cases in a "
                f"second of work"
            )
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        print(f"peak memory: {own / 1024:.0f} MB here, {children / 1024:.0f} MB in the largest worker")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
