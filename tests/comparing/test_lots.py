"""Many recorded cases under both laws, lot by lot: the same whoever decides them, and everything is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from compiler.diagnostics.problem import Rejected
from solver.answers.comparison import SORTS
from tests.comparing.laws import CASES, LAW, NUMBER, library, sorts
from tiaoli.comparing.compare import compare
from tiaoli.comparing.comparison import Comparison
from tiaoli.comparing.lots import Looking
from tiaoli.comparing.sides import Side

NOTE = "试发〔2024〕9号"
LONGER = LAW.replace("满10天", "满15天").replace("满 10", "满 15")
TIMES = 16  # five cases each: more than one process is worth


def many(folder: Path, law: str, times: int = TIMES, cases: str = CASES) -> Side:
    """The small casebook again and again, each time in a file of its own."""
    root = library(folder, law, "")
    for number in range(times):
        text = cases.replace("案例: ", f"案例: {number}之")
        (root / "办法" / "案例" / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    return Side(root, (), frozenset(), folder.name)


@pytest.fixture(scope="module")
def sides(tmp_path_factory: pytest.TempPathFactory) -> tuple[Side, Side]:
    folder = tmp_path_factory.mktemp("sides")
    return many(folder / "旧", LAW), many(folder / "新", LONGER)


def counted(found: Comparison) -> dict[str, int]:
    """How many results there are of each sort, those included that are only counted."""
    count = {sort: sum(c.sort == sort for case in found.cases for c in case.changes) for sort in SORTS}
    count["kept"] += sum(case.kept for case in found.cases)
    return {sort: number for sort, number in count.items() if number}


def test_one_process_or_more_find_the_same(sides: tuple[Side, Side]):
    alone = compare(*sides, "zh", looking=Looking(jobs=1))
    assert compare(*sides, "zh", looking=Looking(jobs=3)) == alone
    # Of five cases three are about training: 12 days lose, 20 days keep it on other grounds, unknown days stay open.
    # The certificates have two benefits each.
    assert counted(alone) == {"lost": TIMES, "grounds": TIMES, "kept": TIMES * 5}
    assert sorts(alone)["3之培训12天: 培训补贴@班"] == "lost"


def test_what_was_kept_is_counted_where_it_is_not_listed(sides: tuple[Side, Side]):
    listed, counts = (compare(*sides, "zh", looking=Looking(jobs=1, kept=kept)) for kept in (True, False))
    assert all(c.sort != "kept" for case in counts.cases for c in case.changes)
    assert counted(counts) == counted(listed) and sorts(counts) == sorts(listed)
    assert (counts.sums, counts.reach, counts.differs) == (listed.sums, listed.reach, True)
    assert [(c.case, c.touched) for c in counts.cases] == [(c.case, c.touched) for c in listed.cases]


def test_cases_of_the_old_side_alone_come_after_all_others(tmp_path: Path):
    old, new = many(tmp_path / "旧", LAW, 3), many(tmp_path / "新", LONGER, 3)
    books = [root / "办法" / "案例" for root in (old.root, new.root)]
    (books[1] / "00.yaml").unlink()
    first = (books[1] / "01.yaml").read_text(encoding="utf-8").split("---\n")
    (books[1] / "01.yaml").write_text("---\n".join(first[1:]), encoding="utf-8")
    found = compare(old, new, "zh")
    told = [(c.file[-7:-5], c.case, c.recorded) for c in found.cases]
    assert [t[2] for t in told] == ["both"] * 9 + ["old"] * 6
    assert told[9:] == [*(("00", c.case, "old") for c in found.cases[9:14]), ("01", "1之中级证书", "old")]


def test_a_file_that_cannot_be_read_stops_it_whoever_reads_it(tmp_path: Path):
    old, new = many(tmp_path / "旧", LAW), many(tmp_path / "新", LONGER)
    (new.root / "办法" / "案例" / "07.yaml").write_text("案例: [\n", encoding="utf-8")
    for jobs in (1, 2):
        with pytest.raises(Rejected) as raised:
            compare(old, new, "zh", looking=Looking(jobs=jobs))
        assert {p.span.file.name[-7:] for p in raised.value.problems if p.span is not None} == {"07.yaml"}


def test_progress_counts_every_case_that_is_looked_at(sides: tuple[Side, Side]):
    seen: list[int] = []

    @contextmanager
    def bar(files: Sequence[Path]) -> Iterator[object]:
        seen.append(-len(files))
        yield seen.append

    compare(*sides, "zh", looking=Looking(jobs=2, progress=bar))
    # The books are the same on both sides, so that only those of the new one are gone through.
    assert seen[0] == -TIMES and sum(seen[1:]) == TIMES * 5


def test_the_place_of_a_case_is_told(sides: tuple[Side, Side]):
    found = compare(*sides, "zh", looking=Looking(jobs=1))
    assert [c.line for c in found.cases[:5]] == [1, 4, 7, 10, 13]


def test_a_name_declared_by_a_law_that_only_a_case_asks_for_still_counts(tmp_path: Path):
    """Another document says that the benefit goes by another name now. Only a case names that document, so that what it
    declares is not known before the case was read."""
    renamed = LONGER.replace("待遇 培训补贴", "待遇 学习补贴")
    note = f"""# 说明

```tiaoli
文件 {NOTE}
    级别 县
    施行 2024-01-01
    使用 {NUMBER}
```

一、培训补贴改称学习补贴。

```tiaoli
条款 1 「改称」

意图 改称
    依据 「培训补贴改称学习补贴」
    涉及 学习补贴
    改称 培训补贴 为 学习补贴
```
"""
    cases = "---\n".join(f"文件: [{NUMBER}, {NOTE}]\n{case}" for case in CASES.split("---\n"))
    old, new = many(tmp_path / "旧", LAW, 1, cases), many(tmp_path / "新", renamed, 1, cases)
    for side, text in ((old, note.split("一、")[0]), (new, note)):
        (side.root / "说明").mkdir()
        (side.root / "说明" / "说明.md").write_text(text, encoding="utf-8")
    found = compare(replace(old, documents=(NUMBER,)), replace(new, documents=(NUMBER,)), "zh")
    # 12 days are too few now; of the others nothing is lost under one name and gained under another.
    assert sorts(found) == {"0之培训12天: 学习补贴@班": "lost", "0之培训20天: 学习补贴@班": "grounds"}
    assert found.verdict is not None and [i.name for i in found.verdict.intents] == ["改称"]
