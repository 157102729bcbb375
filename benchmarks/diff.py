"""What a comparison of two laws costs on many recorded cases.

Run: ``python -m benchmarks.diff [CASES]``. The county's document beside itself with one sum changed, over generated
cases of its vocabulary; prints figures and asserts nothing.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.run import COUNTY, POLICY
from compiler.source.library import files_below
from tiaoli.comparing.compare import compare
from tiaoli.comparing.sides import Side

CASES = 10_000
_OLD, _NEW = "一次性3万元", "一次性5万元"


def write_sides(folder: Path, cases: int) -> tuple[Side, Side]:
    """Two libraries with the county's document, the second with another sum, and one casebook of so many cases: the
    recorded ones again and again, each under a name of its own."""
    place = POLICY / COUNTY
    recorded = [
        text
        for path in files_below(place, ".yaml")
        for text in path.read_text(encoding="utf-8").split("\n---\n")
        if text.strip()
    ]
    for name in ("old", "new"):
        shutil.copytree(place, folder / name / COUNTY, ignore=shutil.ignore_patterns("案例"))
        shutil.copytree(POLICY / "词汇", folder / name / "词汇")
        book = [recorded[n % len(recorded)].replace("案例: ", f"案例: {n} ", 1) for n in range(cases)]
        for first in range(0, cases, 1000):
            text = "\n---\n".join(book[first : first + 1000])
            (folder / name / COUNTY / f"案例{first:06d}.yaml").write_text(text, encoding="utf-8")
    law = folder / "new" / COUNTY / "办法.md"
    text = law.read_text(encoding="utf-8")
    law.write_text(text.replace(_OLD, _NEW).replace("一次性 3万元", "一次性 5万元"), encoding="utf-8")
    old, new = (Side(folder / name, (), frozenset(), name) for name in ("old", "new"))
    return old, new


def main(cases: int) -> None:
    """Compare, and say how many cases a second that was on one core."""
    with tempfile.TemporaryDirectory() as folder:
        sides = write_sides(Path(folder), cases)
        compare(*sides, "zh", only="")  # laws compiled and kept
        start, used = time.perf_counter(), time.process_time()
        found = compare(*sides, "zh")
        wall, cpu = time.perf_counter() - start, time.process_time() - used
    touched = sum(c.touched for c in found.cases)
    changed = sum(c.differs for c in found.cases)
    print(
        f"diff: {len(found.cases)} cases under both laws, {touched} can be touched, {changed} come out otherwise: "
        f"{wall:.1f} s, {cpu:.1f} s of one core, {len(found.cases) / cpu:.0f} cases a second"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)
