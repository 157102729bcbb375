"""What a drafter does in a workbook, and what becomes of it in the case file."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from compiler.diagnostics.problem import Rejected
from tests.compiler.workbooks import HEAD, columns
from tests.workbook.desk import CASE, Desk, bound, put, shown
from tiaoli.workbook import store

pytestmark = pytest.mark.heavy


@pytest.fixture
def desk(tmp_path: Path, quiet: None) -> Desk:
    """The small library with one case, exported."""
    made = Desk(tmp_path)
    made.export()
    return made


def refused(desk: Desk) -> tuple[str, str, str]:
    """Code, cell and heading of the one fault of an import, which must not have written anything."""
    before = desk.text
    with pytest.raises(Rejected) as caught:
        desk.bring()
    assert desk.text == before
    (problem,) = caught.value.problems
    return problem.code, problem.path[1], problem.path[-1]


# ---------------------------------------------------------------- cells


@pytest.mark.parametrize(
    ("heading", "typed", "old", "new"),
    [
        ("取证.级别", "高级", "级别: 中级", "级别: 高级"),
        ("取证.级别", " 高级　", "级别: 中级", "级别: 高级"),
        ("取证.首次", "否", "首次: 是", "首次: 否"),
        ("取证.首次", False, "首次: 是", "首次: 否"),
        ("取证.费用", 900, "费用: 800元", "费用: 900元"),
        ("取证.费用", 900.05, "费用: 800元", "费用: 900.05元"),
        ("取证.费用", 0.1 + 0.2, "费用: 800元", "费用: 0.3元"),
        ("取证.费用", "１万元", "费用: 800元", "费用: 1万元"),
        ("取证.费用", "12345678901234567.89", "费用: 800元", "费用: 12345678901234567.89"),
        ("取证.日期", dt.datetime(2024, 5, 2), "日期: 2024-05-01", "日期: 2024-05-02"),
        ("取证.日期", "2024年5月2日", "日期: 2024-05-01", "日期: 2024年5月2日"),
        ("取证.日期", "２０２４-５-２", "日期: 2024-05-01", "日期: 2024-5-2"),
        ("取证.级别", "未知", "级别: 中级", "级别: 未知"),
        ("取证.级别", None, "级别: 中级, ", ""),
        ("取证.次数", 3, "日期: 2024-05-01}", "日期: 2024-05-01, 次数: 3}"),
        ("取证.占比", 0.125, "日期: 2024-05-01}", "日期: 2024-05-01, 占比: 0.125}"),
        ("取证.时长", "6个月", "日期: 2024-05-01}", "日期: 2024-05-01, 时长: 6个月}"),
        ("取证.证号", 110, "日期: 2024-05-01}", "日期: 2024-05-01, 证号: 110}"),
        ("取证.别名", "甲、乙", "日期: 2024-05-01}", "日期: 2024-05-01, 别名: [甲, 乙]}"),
        ("取证.别名", "（空）", "日期: 2024-05-01}", "日期: 2024-05-01, 别名: []}"),
        ("人员.月薪", 3500, "月薪: 3000元/月", "月薪: 3500元/月"),
        ("取证", "证书", "证1", "证书"),
        ("案例", "二", "案例: 一", "案例: 二"),
    ],
)
def test_a_cell_changes_its_place(desk: Desk, heading: str, typed: object, old: str, new: str) -> None:
    desk.work(put(heading, typed))
    assert [done.what for done in desk.bring().done] == ["changed"]
    assert desk.text == CASE.replace(old, new)
    assert desk.bring().done == ()


@pytest.mark.parametrize(
    ("heading", "typed"),
    [
        ("取证.费用", "800"),
        ("取证.费用", "0.08万元"),
        ("取证.费用", "８００元"),
        ("取证.日期", "2024/5/1"),
        ("取证.首次", "yes"),
        ("取证.首次", True),
        ("人员.月薪", "3000"),
        ("取证.级别", "中级 "),
    ],
)
def test_the_same_in_other_words_is_no_change(desk: Desk, heading: str, typed: object) -> None:
    desk.work(put(heading, typed))
    assert desk.bring().done == () and desk.text == CASE


@pytest.mark.parametrize(
    ("heading", "typed", "code"),
    [
        ("取证.级别", "特级", "TL0626"),
        ("取证.级别", 3, "TL0626"),
        ("取证.费用", "很多", "TL0624"),
        ("取证.费用", 10**15, "TL0810"),
        ("取证.费用", 1 / 3, "TL0810"),
        ("取证.费用", dt.datetime(2024, 5, 1), "TL0811"),
        ("取证.日期", 45000, "TL0811"),
        ("取证.日期", dt.datetime(2024, 5, 1, 12), "TL0811"),
        ("取证.日期", dt.time(12), "TL0811"),
        ("取证.日期", "2024-02-30", "TL0625"),
        ("取证.首次", 1, "TL0811"),
        ("取证.首次", "也许", "TL0624"),
        ("取证.时长", 24, "TL0811"),
        ("取证.次数", 1.5, "TL0641"),
        ("取证.人员", None, "TL0627"),
        ("取证.证号", "长" * 300, "TL0642"),
        ("取证.证号", "看\u200b不见", "TL0642"),
        ("取证", "长" * 3000, "TL0642"),
        ("取证.证号", "（见文件）", "TL0812"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(desk: Desk, heading: str, typed: object, code: str) -> None:
    desk.work(put(heading, typed), put("人员.生日", "1991-01-01"))
    found, cell, head = refused(desk)
    sheet = openpyxl.load_workbook(desk.book)["案例"]
    assert (found, head) == (code, heading)
    assert cell == f"「案例」!{sheet.cell(HEAD + 1, columns(sheet)[heading]).coordinate}"


def test_all_faults_are_said_at_once(desk: Desk) -> None:
    desk.work(put("取证.级别", "特级"), put("取证.费用", "很多"), put("取证.日期", "2024-02-30"))
    with pytest.raises(Rejected) as caught:
        desk.bring()
    assert {p.code for p in caught.value.problems} == {"TL0624", "TL0625", "TL0626"}


# ---------------------------------------------------------------- rows and columns


def test_a_new_row_is_a_new_case(desk: Desk) -> None:
    desk.work(
        put("案例", "二", 4),
        put("取证.人员", "李四", 4),
        put("取证.级别", "高级", 4),
        put("取证.费用", 1000, 4),
        put("取证.日期", dt.datetime(2024, 6, 1), 4),
        put("应得：取证补贴", 1000, 4),
        put("历史完整", "是", 4),
    )
    assert [(done.what, done.case, done.file) for done in desk.bring().done] == [("new", "二", "案例.yaml")]
    assert desk.text == CASE + (
        "---\n案例: 二\n历史完整: 是\n事实:\n  取证:\n"
        "    取证1: {人员: 李四, 级别: 高级, 费用: 1000元, 日期: 2024-06-01}\n应得:\n  取证补贴: 1000元\n"
    )
    assert desk.bring().done == ()
    desk.work(put("取证.级别", "初级", 4))
    assert [done.what for done in desk.bring().done] == ["changed"]
    assert "级别: 初级" in desk.text


def test_a_new_file_is_made_in_the_folder(desk: Desk) -> None:
    desk.work(put("案例", "二", 4), put("取证.人员", "李四", 4), put("所在文件", "新的.yaml", 4))
    desk.bring()
    assert desk.text == CASE
    new = (desk.root / "新的.yaml").read_text(encoding="utf-8")
    assert new == "案例: 二\n事实:\n  取证:\n    取证1: {人员: 李四}\n"


@pytest.mark.parametrize(
    "name",
    ["../外面.yaml", "/tmp/外面.yaml", "没有的/案例.yaml", "案例.txt", "C:\\案例.yaml", "a/../案例.yaml", ".yaml/.."],
)
def test_no_file_outside_the_folder(desk: Desk, name: str) -> None:
    desk.work(put("案例", "二", 4), put("取证.人员", "李四", 4), put("所在文件", name, 4))
    assert refused(desk)[0] == "TL0815"


def test_no_file_behind_a_link(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "外面").mkdir()
    (desk.root / "里面").symlink_to(tmp_path / "外面")
    desk.work(put("案例", "二", 4), put("取证.人员", "李四", 4), put("所在文件", "里面/案例.yaml", 4))
    assert refused(desk)[0] == "TL0815" and not list((tmp_path / "外面").iterdir())


def test_a_second_fact_of_a_kind_gets_columns_of_its_own(desk: Desk) -> None:
    desk.work(put("取证#2.人员", "张三"), put("取证#2.级别", "初级"), put("取证#2", "证2"))
    desk.bring()
    assert [f.id for f in bound(desk.text)[0].facts if f.kind == "取证"] == ["证1", "证2"]
    assert "# 一行" in desk.text
    desk.export()
    assert shown(desk)["取证#2.级别"] == "初级"
    desk.work(put("取证#2.人员", None), put("取证#2.级别", None), put("取证#2", None))
    desk.bring()
    assert [f.id for f in bound(desk.text)[0].facts if f.kind == "取证"] == ["证1"]


def test_facts_that_trade_places_are_still_themselves(tmp_path: Path, quiet: None) -> None:
    text = (
        "案例: 一\n事实:\n  取证:\n    证1: {人员: 张三, 级别: 中级}  # 头\n    证2: {人员: 张三, 级别: 初级}  # 二\n"
    )
    desk = Desk(tmp_path, text)
    desk.export()
    desk.work(put("取证", "证2"), put("取证.级别", "初级"), put("取证#2", "证1"), put("取证#2.级别", "中级"))
    assert desk.bring().done == () and desk.text == text


def test_two_facts_of_one_name_are_refused(desk: Desk) -> None:
    desk.work(put("取证#2.人员", "张三"), put("取证#2", "证1"))
    assert refused(desk)[0] == "TL0628"


def test_own_columns_sheets_and_comments_are_left_alone(desk: Desk) -> None:
    def hand(sheet: Any) -> None:
        sheet.cell(HEAD + 1, columns(sheet)["取证.级别"]).comment = Comment("问一问", "drafter")
        sheet.parent.create_sheet("草稿")["A1"] = "=1+1"

    desk.work(put("备注", "我的"), put("单位价", "=1+1"), hand)
    plan = desk.bring()
    assert plan.done == () and plan.own == ("备注", "单位价")
    desk.work(put("取证.级别", "高级"))
    desk.bring()
    assert shown(desk)["备注"] == "我的"
    assert openpyxl.load_workbook(desk.book)["草稿"]["A1"].value == "=1+1"


def test_an_empty_column_may_go_and_a_filled_one_may_not(desk: Desk) -> None:
    desk.work(lambda sheet: sheet.delete_cols(columns(sheet)["取证.工种"]))
    assert desk.bring().done == ()
    desk.work(put("取证.级别 ", "x", HEAD), lambda sheet: sheet.delete_cols(columns(sheet)["取证.级别"]))
    with pytest.raises(Rejected) as caught:
        desk.bring()
    assert {p.code for p in caught.value.problems} == {"TL0809"}


def test_a_cleared_row_is_a_deleted_row(desk: Desk) -> None:
    def clear(sheet: Any) -> None:
        for cell in sheet[HEAD + 1]:
            cell.value = None

    desk.work(clear)
    assert [done.what for done in desk.bring().done] == ["absent"] and desk.text == CASE


def test_a_formula_counts_by_the_value_beside_it(desk: Desk) -> None:
    desk.work(put("取证.费用", "=1000-100"))
    _with_value(desk.book, "1000-100", "900")
    assert [done.what for done in desk.bring().done] == ["changed"]
    assert "费用: 900元" in desk.text


def _with_value(book: Path, formula: str, value: str) -> None:
    """What a spreadsheet program does when it saves: the result goes beside the formula."""
    data, out = book.read_bytes(), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            text = re.sub(
                rf"<f>{formula}</f><v\s*/?>(</v>)?".encode(), f"<f>{formula}</f><v>{value}</v>".encode(), text
            )
            new.writestr(entry, text)
    book.write_bytes(out.getvalue())


# ---------------------------------------------------------------- both sides change


def test_a_change_in_the_file_and_one_in_the_sheet_meet(desk: Desk) -> None:
    desk.file.write_text(CASE.replace("首次: 是", "首次: 否"), encoding="utf-8")
    assert desk.bring().done == ()
    desk.work(put("取证.级别", "高级"))
    code, _, head = refused(desk)
    assert (code, head) == ("TL0813", "取证.级别")


def test_other_cases_may_change_move_and_come(desk: Desk) -> None:
    other = CASE.replace("案例: 一", "案例: 零").replace("中级", "初级")
    desk.file.write_text(other + "---\n" + CASE, encoding="utf-8")
    desk.work(put("取证.级别", "高级"))
    assert [done.what for done in desk.bring().done] == ["changed"]
    assert desk.text == other + "---\n" + CASE.replace("中级", "高级")


def test_a_case_that_is_gone_from_its_file(desk: Desk) -> None:
    desk.file.write_text(CASE.replace("案例: 一", "案例: 别的"), encoding="utf-8")
    assert [done.what for done in desk.bring().done] == ["gone"]
    desk.work(put("取证.级别", "高级"))
    assert refused(desk)[0] == "TL0819"


@pytest.mark.parametrize("ends", [b"\r\n", b"\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_the_byte_order_mark_stay(tmp_path: Path, quiet: None, ends: bytes, mark: bytes) -> None:
    desk = Desk(tmp_path)
    desk.file.write_bytes(mark + CASE.encode().replace(b"\n", ends))
    desk.export()
    desk.work(put("取证.级别", "高级"), put("人员.单位", "厂"))
    desk.bring()
    changed = CASE.replace("中级", "高级").replace("3000元/月", "3000元/月, 单位: 厂")
    assert desk.file.read_bytes() == mark + changed.encode().replace(b"\n", ends)


def test_all_files_are_written_or_none(tmp_path: Path, quiet: None, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Desk(tmp_path)
    second = desk.root / "另一份.yaml"
    second.write_text(CASE.replace("案例: 一", "案例: 二"), encoding="utf-8")
    desk.export()
    desk.work(put("取证.级别", "高级", 3), put("取证.级别", "高级", 4))
    before = {path: path.read_bytes() for path in (desk.book, desk.file, second)}
    replace = Path.replace
    left = [2]

    def failing(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(28, "full", str(target))
        return replace(self, target)

    monkeypatch.setattr(store.Path, "replace", failing)
    with pytest.raises(Rejected) as caught:
        desk.bring()
    assert [p.code for p in caught.value.problems] == ["TL0613"]
    assert {path: path.read_bytes() for path in before} == before
    assert not [p for p in tmp_path.rglob("*") if p.name.startswith(".tiaoli-")]


def test_a_vocabulary_that_changed_is_said(desk: Desk) -> None:
    policy = desk.root / "办法.md"
    text = policy.read_text(encoding="utf-8")
    policy.write_text(
        text.replace("主体 人员", "主体 个人").replace(" 人员", " 个人").replace("个人 个人", "人员 个人"), "utf-8"
    )
    assert desk.bring().done == ()
    desk.work(put("取证.级别", "高级"))
    with pytest.raises(Rejected) as caught:
        desk.bring()
    assert {p.code for p in caught.value.problems} <= {"TL0622", "TL0809", "TL0808"} and desk.text == CASE


def test_what_no_cell_can_carry_stays_in_the_file(tmp_path: Path, quiet: None) -> None:
    facts = "".join(f"    证{n}: {{人员: 张三, 级别: 中级}}  # {n}\n" for n in range(1, 26))
    names = "、".join(f"很长的别名第{n}个" for n in range(4000)).replace("、", ", ")
    text = f"案例: 一\n说明: {{甲: [乙]}}\n事实:\n  取证:\n{facts}    末: {{人员: 张三, 别名: [{names}]}}\n"
    desk = Desk(tmp_path, text.replace("证1: {", f"证1: {{别名: [{names}], "))
    before = desk.text
    summary = desk.export()
    assert summary.left_out == (("一", "取证", 26, 20),)
    row = shown(desk)
    assert row["取证.别名"] == row["说明"] == "（见文件）" and "取证#20.级别" in row and "取证#21" not in row
    assert desk.bring().done == () and desk.text == before
    desk.work(put("取证#3.级别", "高级"))
    assert [done.what for done in desk.bring().done] == ["changed"]
    assert desk.text == before.replace("证3: {人员: 张三, 级别: 中级}", "证3: {人员: 张三, 级别: 高级}")


def test_numbers_that_stayed_text_are_told(tmp_path: Path, quiet: None) -> None:
    text = CASE.replace("800元", "12345678901234567.89元").replace("首次: 是", "分数: 1/3")
    desk = Desk(tmp_path, text)
    assert desk.export().inexact == (("一", "取证.费用"), ("一", "取证.分数"))
    assert shown(desk)["取证.费用"] == "12345678901234567.89元"
    assert desk.bring().done == ()


# ---------------------------------------------------------------- expectations


EXPECTING = CASE + "应得:\n  取证补贴: {结果: 准予, 金额: 一次性1000元, 条款: 1}  # 照第一条\n"


@pytest.mark.parametrize(
    ("heading", "typed", "new"),
    [
        ("应得：取证补贴", "一次性2000元", "{结果: 准予, 金额: 一次性2000元, 条款: 1}"),
        ("应得：取证补贴", "不予", "{结果: 不予, 条款: 1}"),
        ("应得：取证补贴", "让位；500元", "{结果: 让位, 金额: 500元, 条款: 1}"),
        ("应得：取证补贴.条款", None, "{结果: 准予, 金额: 一次性1000元}"),
        ("应得：取证补贴.条款", "2", "{结果: 准予, 金额: 一次性1000元, 条款: '2'}"),
        ("应得：取证补贴.因", "级别、首次", "{结果: 准予, 金额: 一次性1000元, 条款: 1, 因: [级别, 首次]}"),
        ("应得：取证补贴", "一次性0.1万元", None),
        ("应得：取证补贴", "准予；一次性1000元", None),
    ],
)
def test_what_is_expected(tmp_path: Path, quiet: None, heading: str, typed: object, new: str | None) -> None:
    desk = Desk(tmp_path, EXPECTING)
    desk.export()
    desk.work(put(heading, typed))
    desk.bring()
    old = "{结果: 准予, 金额: 一次性1000元, 条款: 1}"
    assert desk.text.replace("'2'", "2") == (EXPECTING.replace(old, new.replace("'2'", "2")) if new else EXPECTING)


def test_an_expectation_goes_with_its_cells(tmp_path: Path, quiet: None) -> None:
    desk = Desk(tmp_path, EXPECTING)
    desk.export()
    desk.work(put("应得：取证补贴", None), put("应得：取证补贴.条款", None))
    desk.bring()
    assert desk.text == CASE


# ---------------------------------------------------------------- found


def test_found_beside_expected_and_before(tmp_path: Path, quiet: None) -> None:
    desk = Desk(tmp_path, CASE + "应得: {取证补贴: 一次性2000元}\n")
    summary = desk.export(ask=True)
    assert (summary.differ, summary.cases) == (1, 1)
    row = shown(desk)
    assert (row["应得：取证补贴"], row["实得：取证补贴"], row["核对"]) == ("一次性2000元", "一次性1000元", "不符 1")
    policy = desk.root / "办法.md"
    policy.write_text(policy.read_text(encoding="utf-8").replace("一次性 1000元", "一次性 2000元"), encoding="utf-8")
    desk.work(put("备注", "我的"))
    from tiaoli.workbook.update import update_book

    assert update_book(desk.book, desk.wanted, folder=None).differ == 0
    row = shown(desk)
    assert (row["实得：取证补贴"], row["上次：取证补贴"], row["核对"]) == ("一次性2000元", "一次性1000元", "相符")
    assert row["备注"] == "我的"
    update_book(desk.book, desk.wanted, folder=None)
    assert shown(desk)["上次：取证补贴"] == "一次性1000元"
    assert desk.bring().done == ()


def test_an_update_answers_what_is_not_imported_and_takes_what_is_new(tmp_path: Path, quiet: None) -> None:
    from tiaoli.workbook.update import update_book

    desk = Desk(tmp_path, CASE + "---\n" + CASE.replace("案例: 一", "案例: 二"))
    desk.export(ask=True)
    desk.work(put("应得：取证补贴", "不予"))
    fresh = "---\n" + CASE.replace("案例: 一", "案例: 三")
    desk.file.write_text(CASE + "---\n" + CASE.replace("案例: 一", "案例: 二").replace("中级", "初级") + fresh, "utf-8")
    summary = update_book(desk.book, desk.wanted, folder=None)
    assert (summary.pending, summary.refreshed, summary.added, summary.differ) == (1, 1, 1, 1)
    assert shown(desk, 3)["核对"] == "不符 1"
    assert shown(desk, 4)["取证.级别"] == "初级"
    assert (shown(desk, 5)["案例"], shown(desk, 5)["所在文件"]) == ("三", "案例.yaml")
    assert [(done.what, done.case) for done in desk.bring().done] == [("changed", "一")]
    assert desk.bring().done == ()


# ---------------------------------------------------------------- hostile


def test_no_text_of_a_case_becomes_a_formula(tmp_path: Path, quiet: None) -> None:
    loaded = '=HYPERLINK("http://a","b")'
    fact = f"'=A1': {{人员: '@SUM(A1)', 证号: '{loaded}', 别名: ['+1', '-1']}}"
    desk = Desk(tmp_path, f"案例: '=1+1'\n事实:\n  取证:\n    {fact}\n")
    desk.export()
    with zipfile.ZipFile(desk.book) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
    row = shown(desk)
    assert (row["案例"], row["取证"], row["取证.证号"]) == ("=1+1", "=A1", loaded)
    sheet = openpyxl.load_workbook(desk.book)["案例"]
    cell = sheet.cell(HEAD + 1, columns(sheet)["取证.证号"])
    assert cell.data_type == "s" and cell.quotePrefix
    assert desk.bring().done == ()


def test_the_same_cases_give_the_same_bytes(desk: Desk) -> None:
    before = desk.book.read_bytes()
    desk.export()
    assert desk.book.read_bytes() == before


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_workbook_is_refused_or_read(desk: Desk, seed: int) -> None:
    import random

    chance = random.Random(seed)
    data = bytearray(desk.book.read_bytes())
    for _ in range(chance.randrange(1, 40)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    if seed % 4 == 0:
        data = data[: chance.randrange(len(data))]
    desk.book.write_bytes(bytes(data))
    try:
        desk.bring(write=False)
    except Rejected as rejected:
        assert all(p.code.startswith("TL0") for p in rejected.problems)
    assert desk.text == CASE


@pytest.mark.parametrize("seed", range(25))
def test_a_workbook_with_other_xml_is_refused_or_read(desk: Desk, seed: int) -> None:
    """The archive is sound and what is in it is not."""
    import random

    chance = random.Random(seed)
    out = io.BytesIO()
    with zipfile.ZipFile(desk.book) as old, zipfile.ZipFile(out, "w") as new:
        names = old.namelist()
        hit = chance.choice([n for n in names if "sheet" in n or n.startswith("xl/")])
        for name in names:
            data = bytearray(old.read(name))
            if name == hit:
                for _ in range(chance.randrange(1, 12)):
                    at = chance.randrange(len(data))
                    data[at : at + chance.randrange(4)] = bytes(chance.choices(b'<>/"&9A0 ', k=chance.randrange(4)))
            new.writestr(name, bytes(data))
    desk.book.write_bytes(out.getvalue())
    try:
        desk.bring(write=False)
    except Rejected as rejected:
        assert all(p.code.startswith("TL0") for p in rejected.problems)
    assert desk.text == CASE


def test_a_workbook_that_grows_is_refused(desk: Desk) -> None:
    out = io.BytesIO()
    laughs = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbb"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
    with zipfile.ZipFile(desk.book) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, laughs if name == "xl/worksheets/sheet2.xml" else old.read(name))
    desk.book.write_bytes(out.getvalue())
    with pytest.raises(Rejected) as caught:
        desk.bring()
    assert [p.code for p in caught.value.problems] == ["TL0802"]


def test_a_ledger_leads_nowhere_else(desk: Desk, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-外"
    outside.mkdir()
    (outside / "案例.yaml").write_text(CASE, encoding="utf-8")
    book = openpyxl.load_workbook(desk.book)
    book["tiaoli"]["D1"], book["tiaoli"]["E1"] = "workbook", f"../{outside.name}"
    book.save(desk.book)
    desk.work(put("取证.级别", "高级"))
    with pytest.raises(Rejected) as caught:
        desk.bring()
    assert [p.code for p in caught.value.problems] == ["TL0818"]
    assert (outside / "案例.yaml").read_text(encoding="utf-8") == CASE
