"""Behind a syntax fault reading goes on, and nobody is blamed for what only follows from it."""

import pytest

from compiler.diagnostics import catalogue
from compiler.driver import check

NUMBER = "样发〔2024〕1号"
TEXT = """# 办法

```tiaoli
文件 样发〔2024〕1号
    级别 县
    施行 2024-01-01

事件 登记
    持证 是否
    日期 日期
```

给予补贴。两项只能领一项。

```tiaoli
条款 1

待遇 补贴
    依据 「给予补贴」
    对 登记 甲
    时点 甲.日期
    {broken}
    金额 一次性 100元

待遇 津贴
    对 登记 甲
    金额 一次性 50元

不重复 只领一项
    成员 补贴 甲 每 甲
    成员 津贴 甲 每 甲
    窗口 终身
    方式 就高
```
"""


def _faults(folder, broken):
    (folder / "办法.md").write_text(TEXT.format(broken=broken), encoding="utf-8")
    return check(folder, (NUMBER,))


def test_the_lines_above_a_fault_are_not_taken_to_stand_twice(tmp_path):
    (problem,) = _faults(tmp_path, "当 甲.持证 且 且 甲.持证")
    assert problem.code == "TL0101" and problem.span.line == 22


def test_each_line_at_fault_is_told(tmp_path):
    problems = _faults(tmp_path, "当 甲.持证 且 且 甲.持证\n    当 甲.持证 = = 是\n    享受 ）")
    assert [p.span.line for p in problems] == [22, 23, 24]


def test_what_could_stand_there_is_told_in_the_readers_language(tmp_path):
    (problem,) = _faults(tmp_path, "当 存在 甲")
    assert "可以写的是：（" in catalogue.message(problem, "zh")
    assert "<" not in catalogue.message(problem, "zh") + catalogue.message(problem, "en")


def test_what_stands_there_is_not_told_as_what_could(tmp_path):
    """Behind （持证 the table has a colon, for names of other lines; here it leads nowhere."""
    (problem,) = _faults(tmp_path, "当 （持证：甲.持证）")
    told = catalogue.message(problem, "zh")
    assert problem.code == "TL0101" and told.startswith("这里不应出现“：”")
    assert "：" not in told.split("可以写的是：")[1]


@pytest.mark.parametrize(
    ("broken", "column"),  # screen columns: a Chinese character takes two
    [
        ("当 （甲.持证 或 非 甲.持证", 8),
        ("当 非（（甲.持证）且 甲.持证", 10),
        ("当 (持证：甲.持证", 8),
        ("当 （甲.持证 或\n        甲.持证", 8),
    ],
)
def test_a_bracket_that_nothing_closes_is_the_place(tmp_path, broken, column):
    (problem,) = _faults(tmp_path, broken)
    assert (problem.code, problem.span.line, problem.span.column) == ("TL0112", 22, column)


def test_a_fault_inside_brackets_that_are_closed_is_its_own(tmp_path):
    (problem,) = _faults(tmp_path, "当 （甲.持证 且 且 甲.持证）")
    assert problem.code == "TL0101"


def test_every_terminal_that_is_told_has_words_in_both_languages():
    from compiler.diagnostics.catalogue import _terms
    from compiler.surface.recovery import _SHOWN

    for language in catalogue.LANGUAGES:
        assert set(_terms()[language]["expected"]) == {f"<{kind.lower()}>" for kind in _SHOWN}
