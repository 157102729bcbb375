"""Nothing is lost between case files and workbooks: cases written in every way, workbooks that other hands saved."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import subprocess
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font, PatternFill

from compiler.cases.model import Case
from compiler.rulebook.terms import Period
from tests.compiler.workbooks import HEAD, columns
from tests.workbook.desk import Desk, bound, put
from tests.workbook.yaml_styles import Bare, block, comments, flow
from tiaoli.opening import Wanted
from tiaoli.words import words_of
from tiaoli.workbook.bring import bring
from tiaoli.workbook.export import export

pytestmark = pytest.mark.heavy

LIBRARY = Path(__file__).parents[2] / "policy"

NAMES = ["甲", "乙", "证1", "证 2", "a、b", "=SUM(A1)", "未知", "「引」", "-5", "@x", "_x0041_", "（空）"]
NAME = st.sampled_from(NAMES)
TEXT = NAME | st.text("甲乙ab 1.,:#'\"「」=；", min_size=1, max_size=12).map(str.strip).filter(bool)
UNKNOWN = st.just(Bare("未知")) | st.just(Bare("")) | st.just(Bare("~"))
MONEY = st.sampled_from(
    ["3000", "3000元", "0.3万元", "1,234.56元", "0.001元", "-7元", "12345678901234567.89元", "８００元"]
)
VALUES = {
    "级别": st.sampled_from(["初级", "中级", "高级"]),
    "工种": st.sampled_from(["钳工", "焊工"]),
    "费用": MONEY,
    "次数": st.sampled_from(["1", "3次", "１２", "12345678901234567890"]),
    "分数": st.sampled_from(["0.1", "1/3", "60%", "1.50", "0.3000"]),
    "占比": st.sampled_from(["60%", "12.5%", "3/5", "0.333"]),
    "时长": st.sampled_from(["24个月", "2年", "10天", "10个工作日"]),
    "首次": st.sampled_from(["是", "否", "yes", "no", "true", "有"]),
    "证号": TEXT,
    "别名": st.lists(TEXT, max_size=3) | TEXT,
    "日期": st.sampled_from(["2021-05-01", "2021年5月1日", "1899-12-31", "1900-02-28", "1900-03-01", "9999-12-31"]),
}
FIELDS = st.fixed_dictionaries({}, optional={name: value | UNKNOWN for name, value in VALUES.items()})


@st.composite
def case_trees(draw: Any) -> dict[str, object]:
    """A case that is sound: everything a case file can say."""
    names = draw(st.lists(NAME, min_size=1, max_size=3, unique=True))
    facts: dict[str, object] = {"取证": {name: {"人员": "张三", **draw(FIELDS)} for name in names}}
    if draw(st.booleans()):
        facts["人员"] = {"张三": {"月薪": "5000元/月", "证书": draw(st.lists(st.sampled_from(names), max_size=2))}}
    if draw(st.booleans()):
        facts["已领取"] = {"旧付": {"待遇": "旧补贴", "金额": "2万元", "日期": "2020-09-01"}}
    tree: dict[str, object] = {"案例": draw(TEXT)} if draw(st.integers(0, 9)) else {}
    optional = {
        "历史完整": st.sampled_from(["是", "否", ["取证"], ["取证", "已领取"]]),
        "读法": st.sampled_from([{"追溯": "可以"}, {}]),
        "选择": st.sampled_from([["取证补贴"], "取证补贴", [f"取证补贴@{names[0]}"], []]),
        "已知": st.just("2024-01-01"),
        "日期": st.just("2024-06-30"),
        "说明": TEXT | st.just({"甲": ["乙"]}) | st.just("两\n行"),
    }
    tree |= draw(st.fixed_dictionaries({}, optional=optional))
    tree["事实"] = facts
    main = st.sampled_from(["一次性1000元", "不予", "每月不超过300元", "未定额", "0.5万元"])
    parts: st.SearchStrategy[object] = st.fixed_dictionaries(
        {"结果": st.sampled_from(["准予", "不予", "待定"])},
        optional={
            "金额": st.just("一次性1000元"),
            "条款": st.just("1"),
            "因": st.sampled_from(["级别", ["级别", "首次"]]),
            "缺": st.just("读法"),
            "领取": st.just("张三"),
            "让位于": st.just("取证补贴"),
        },
    )
    if draw(st.booleans()):
        chosen = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
        tree["应得"] = {f"取证补贴@{name}": draw(main | parts) for name in chosen}
    return tree


@st.composite
def case_files(draw: Any) -> str:
    """A file of such cases, in any of the ways to write them."""
    trees = draw(st.lists(case_trees(), min_size=1, max_size=3))
    texts = [block(t, draw) if draw(st.booleans()) else flow(t, draw) + "\n" for t in trees]
    return str(draw(st.sampled_from(("", "# 头\n", "---\n")))) + "---\n".join(texts)


# A workbook takes its time: failures are shown as they were found.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
quick = settings(max_examples=10, deadline=None, phases=PHASES, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Compile the small policy once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIAOLI_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def restyle(sheet: Any) -> None:
    """What a drafter does to the looks, and another program to the cells."""
    for row in sheet.iter_rows(min_row=HEAD):
        for cell in row:
            cell.font, cell.fill = Font(name="SimSun", size=14), PatternFill("solid", fgColor="DDEEFF")
    sheet.freeze_panes = None
    sheet.row_dimensions[HEAD + 1].hidden = True


@quick
@given(text=case_files(), language=st.sampled_from(["zh", "en"]))
def test_an_unchanged_workbook_changes_no_byte(text: str, language: str) -> None:
    bound(text)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), text)
        desk.export(language)
        before = desk.book.read_bytes()
        assert desk.bring().done == ()
        assert desk.text == text and desk.book.read_bytes() == before
        desk.work(restyle, title="案例" if language == "zh" else "Cases")
        assert desk.bring().done == () and desk.text == text


CHANGES: list[tuple[str, object, str, object]] = [
    ("取证.级别", "高级", "级别", "高级"),
    ("取证.费用", 1234.56, "费用", Fraction("1234.56")),
    ("取证.费用", "１万元", "费用", Fraction(10000)),
    ("取证.次数", 7, "次数", Fraction(7)),
    ("取证.占比", 0.125, "占比", Fraction(1, 8)),
    ("取证.时长", "6个月", "时长", Period(6, "months")),
    ("取证.首次", "否 ", "首次", False),
    ("取证.首次", True, "首次", True),
    ("取证.证号", "=1+1", "证号", None),
    ("取证.证号", 110101, "证号", "110101"),
    ("取证.别名", "甲；乙、「丙、丁」", "别名", ("甲", "乙", "丙、丁")),
    ("取证.日期", dt.datetime(2022, 2, 3), "日期", dt.date(2022, 2, 3)),
    ("取证.日期", " ２０２２年２月３日 ", "日期", dt.date(2022, 2, 3)),
    ("取证.日期", "2022/2/3", "日期", dt.date(2022, 2, 3)),
]


@quick
@given(text=case_files(), change=st.sampled_from(CHANGES), row=st.integers(0, 2))
def test_a_changed_cell_changes_its_field_and_nothing_else(
    text: str, change: tuple[str, object, str, object], row: int
) -> None:
    heading, typed, field, meant = change
    old = bound(text)
    row %= len(old)
    if meant is None:  # a formula without a value; see the faults
        return
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), text)
        desk.export()
        desk.work(put(heading, typed, HEAD + 1 + row))
        desk.bring()
        new = bound(desk.text)
        first = next(f.id for f in old[row].facts if f.kind == "取证")
        for number, (before, after) in enumerate(zip(old, new, strict=True)):
            wanted = with_field(before, first, field, meant) if number == row else says(before)
            assert says(after) == wanted
        assert comments(desk.text) == comments(text)
        assert desk.bring().done == ()


def says(case: Case) -> dict[str, object]:
    """All that a case says, by what says it."""
    said: dict[str, object] = {(f.kind, f.id, v.field): v.value for f in case.facts for v in f.values}
    said |= {(f.kind, f.id): f.implied for f in case.facts}  # type: ignore[dict-item]
    name = case.name if "#" not in case.name else ""
    rest = (name, case.complete, case.everything_complete, case.readings, case.choices, case.known, case.on)
    return {**said, "rest": rest, "expected": case.expected}


def with_field(case: Case, fact: str, field: str, value: object) -> dict[str, object]:
    """What a case would say with one field of one fact set otherwise."""
    return {**says(case), ("取证", fact, field): value}  # type: ignore[dict-item]


@quick
@given(text=case_files(), row=st.integers(0, 2))
def test_a_copied_row_is_the_same_case_under_another_name(text: str, row: int) -> None:
    old = bound(text)
    row %= len(old)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), text)
        desk.export()
        copied = [cell.value for cell in openpyxl.load_workbook(desk.book)["案例"][HEAD + 1 + row]]
        if "（见文件）" in copied:  # what only the file can hold cannot be copied; see the faults
            return

        def copy(sheet: Any) -> None:
            for at, value in enumerate(copied, 1):
                cell = sheet.cell(HEAD + 1 + len(old), at)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
            sheet.cell(HEAD + 1 + len(old), columns(sheet)["案例"]).value = "另一个"

        desk.work(copy)
        plan = desk.bring()
        assert [done.what for done in plan.done] == ["new"]
        *first, last = bound(desk.text)
        assert [says(c) for c in first] == [says(c) for c in old]
        assert {**says(last), "rest": says(last)["rest"][1:]} == {**says(old[row]), "rest": says(old[row])["rest"][1:]}
        assert last.name == "另一个" and desk.text.startswith(text.rstrip("\n"))
        assert desk.bring().done == ()


@quick
@given(text=case_files(), row=st.integers(0, 2), delete=st.booleans())
def test_a_deleted_row_takes_its_case_out_only_when_told_to(text: str, row: int, delete: bool) -> None:
    old = bound(text)
    row %= len(old)
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), text)
        desk.export()
        desk.work(lambda sheet: sheet.delete_rows(HEAD + 1 + row))
        plan = desk.bring(delete=delete)
        assert [done.what for done in plan.done] == ["deleted" if delete else "absent"]
        if not delete:
            assert desk.text == text
        elif len(old) == 1:
            assert not desk.file.exists()
        else:
            left = [says(case) for number, case in enumerate(old) if number != row]
            assert [says(case) for case in bound(desk.text)] == left


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real library with all its cases, and a workbook of them."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copytree(LIBRARY, folder / "policy")
    export(folder / "book.xlsx", [str(folder / "policy")], Wanted(), words_of("zh"), ask=False)
    return folder


def state(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def take(book: Path) -> tuple[object, ...]:
    plan = bring(
        book, Wanted(str(book.parent / "policy")), folder=str(book.parent / "policy"), delete=False, write=True
    )
    return plan.done


def test_the_real_casebooks_come_back(whole: Path) -> None:
    before = state(whole)
    assert len(before) > 20
    assert take(whole / "book.xlsx") == () and state(whole) == before


def test_sorted_shuffled_and_filtered_rows(whole: Path) -> None:
    before = state(whole)
    book = openpyxl.load_workbook(whole / "book.xlsx")
    sheet = book["案例"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD + 1)]
    random.Random(7).shuffle(rows)
    for number, row in enumerate(rows, HEAD + 1):
        for at, value in enumerate(row, 1):
            sheet.cell(number, at).value = value
            if isinstance(value, str):
                sheet.cell(number, at).data_type = "s"
        sheet.row_dimensions[number].hidden = number % 3 == 0
    sheet.title = "我的案例"
    sheet.insert_rows(1, 2)
    path = whole / "sorted.xlsx"
    book.save(path)
    assert take(path) == () and state(whole) == before


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_another_program_saves_it(whole: Path) -> None:
    before = state(whole)
    home = whole / "office"
    command = ["soffice", f"-env:UserInstallation=file://{home}", "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run([*command, str(home), str(whole / "book.xlsx")], check=True, capture_output=True, timeout=300)
    again = shutil.copy(home / "book.xlsx", whole / "again.xlsx")
    assert take(Path(again)) == () and state(whole) == before
