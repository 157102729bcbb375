"""``--accept``: what was found stands in the file afterwards, and every other byte is as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.tiaoli.library import NUMBER, make
from tiaoli.casebook.accept import Accepted, accept
from tiaoli.casebook.replay import Outcome, replayed
from tiaoli.casebook.select import Selection
from tiaoli.opening import Wanted

pytestmark = pytest.mark.heavy

LEVELS = {"初级": None, "中级": 600, "高级": 600, "": "?"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library: 60% of the fee, at most 1000 yuan, from the middle level up."""
    return make(tmp_path_factory.mktemp("library")) / NUMBER / "案例"


def differing(path: Path) -> list[tuple[Outcome, str]]:
    told = list(replayed([path], Wanted(), Selection(), 1))
    assert not [p for t in told for p in t.problems]
    return [(o, t.text) for t in told for o in t.outcomes if o.differences]


def accepted(path: Path, data: bytes) -> tuple[list[Accepted], bytes]:
    path.write_bytes(data)
    found = accept(differing(path), Wanted())
    return found, path.read_bytes()


def case(expected: str, level: str = "中级", fee: str = "1000元", zh: bool = True) -> str:
    stated = f"级别: {level}, " if level else ""
    facts = f"{{取证: {{证1: {{人员: 张三, {stated}培训费: {fee}, 日期: 2024-05-01}}}}}}"
    keys = ("案例", "事实", "应得") if zh else ("case", "facts", "expect")
    return f"{keys[0]}: 甲\n{keys[1]}: {facts}   # 事实的注\n{keys[2]}:{expected}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # 60% of 1000 yuan is 600.
        (case(" {取证补贴: 一次性500元} # 注"), case(" {取证补贴: 一次性600元} # 注")),
        (case(" {取证补贴: 500}"), case(" {取证补贴: 600元}")),
        (case(" {取证补贴: 不予}"), case(" {取证补贴: 一次性600元}")),
        (case("\n  取证补贴: 每月600元 # 注\n"), case("\n  取证补贴: 一次性600元 # 注\n")),
        (case(" {取证补贴: once 5 yuan}", zh=False), case(" {取证补贴: once 600 yuan}", zh=False)),
        (case(" {取证补贴: refused}", zh=False), case(" {取证补贴: once 600 yuan}", zh=False)),
        # The lowest level is refused, and why is its level.
        (case(" {取证补贴: 一次性600元}", "初级"), case(" {取证补贴: 不予}", "初级")),
        (
            case(" {取证补贴: {金额: 一次性600元, 领取: 张三}}", "初级"),
            case(" {取证补贴: {结果: 不予, 领取: 张三}}", "初级"),
        ),
        (
            case("\n  取证补贴:\n    结果: 准予   # 为什么\n    金额: 600元   # 多少\n    领取: 张三\n", "初级"),
            case("\n  取证补贴:\n    结果: 不予   # 为什么\n    # 多少\n    领取: 张三\n", "初级"),
        ),
        (
            case(" {取证补贴: {结果: 不予, 因: [培训费, 日期]}}", "初级"),
            case(" {取证补贴: {结果: 不予, 因: 级别}}", "初级"),
        ),
        (
            case(" {取证补贴: {结果: 不予, 因: [培训费, 级别]}}", "初级"),
            case(" {取证补贴: {结果: 不予, 因: 级别}}", "初级"),
        ),
        (case(" {取证补贴: {因: 培训费, 非因: 级别}}", "初级"), case(" {取证补贴: {因: 级别}}", "初级")),
        # The level is not stated: nobody can tell.
        (
            case(" {取证补贴: {结果: 不予, 因: 级别}}", ""),
            case(" {取证补贴: {结果: 待定, 因: 级别}}", ""),
        ),
        (case(" {取证补贴: {结果: 待定, 缺: 培训费}}", ""), case(" {取证补贴: {结果: 待定, 缺: 取证/证1.级别}}", "")),
        # Granted, because of the level; nothing is missing.
        (
            case("\n  取证补贴:\n    结果: 不予\n    因: 级别\n    条款: 7\n    缺:\n      - 级别\n"),
            case("\n  取证补贴:\n    结果: 准予\n    金额: 一次性600元\n    因: 级别\n    条款: 1\n"),
        ),
        # All that is expected gives way to what was found, and what somebody wrote beside it stays.
        (
            case("\n  取证补贴:\n    非因: 级别\n    # 单独一行\n    缺: 级别   # 尾\n"),
            case("\n  取证补贴:\n    金额: 一次性600元\n    # 单独一行\n    # 尾\n"),
        ),
        (case(" {合计: 5元}"), case(" {合计: 600元}")),
        (case(" {合计: {一次性: 5元, 每月: 6元}}"), case(" {合计: {一次性: 600元, 每月: 0元}}")),
        (case(" {合计: {领取: 张三, 金额: 一次性1元}}"), case(" {合计: {领取: 张三, 金额: 一次性600元}}")),
        (case(" {合计: 一次性1万元}", fee="3万元"), case(" {合计: 一次性1000元}", fee="3万元")),
    ],
)
def test_what_was_found_is_written(folder: Path, before: str, after: str) -> None:
    found, data = accepted(folder / "甲.yaml", before.encode())
    assert data.decode() == after
    assert [(a.case, a.reason) for a in found] == [("甲", "")] and found[0].count
    assert differing(folder / "甲.yaml") == []


def test_what_a_person_has_to_decide_is_left_alone(folder: Path) -> None:
    nobody = "案例: 空\n事实: {人员: {张三: {}}}\n应得: {取证补贴: 不予}\n"
    comment = case("\n  取证补贴:\n    结果: 不予\n    因: [培训费, # 注\n      日期]\n", "初级")
    text = f"{nobody}---\n{comment}---\n{case(' {取证补贴: 5元}')}"
    found, data = accepted(folder / "甲.yaml", text.encode())
    assert [(a.case, a.reason) for a in found] == [("空", "absent"), ("甲", "unwritten"), ("甲", "")]
    assert data.decode() == text.replace("取证补贴: 5元", "取证补贴: 600元")


def test_a_file_that_changed_meanwhile_is_not_touched(folder: Path) -> None:
    path = folder / "甲.yaml"
    path.write_text(case(" {取证补贴: 5元}"), encoding="utf-8")
    found = differing(path)
    path.write_text(case(" {取证补贴: 6元}"), encoding="utf-8")
    assert [a.reason for a in accept(found, Wanted())] == ["changed"]
    assert path.read_text(encoding="utf-8") == case(" {取证补贴: 6元}")
    path.unlink()
    assert [a.reason for a in accept(found, Wanted())] == ["changed"]
    assert not path.exists()


def test_nothing_is_left_behind(folder: Path) -> None:
    accepted(folder / "甲.yaml", case(" {取证补贴: 5元}").encode())
    (folder / "甲.yaml").chmod(0o640)
    accepted(folder / "甲.yaml", case(" {取证补贴: 5元}").encode())
    assert (folder / "甲.yaml").stat().st_mode & 0o777 == 0o640
    assert [p.name for p in folder.iterdir() if p.name.startswith(".")] == []


# ---------------------------------------------------------------- any case file at all

SHORT = ("一次性500元", "600", "不予", "待定", "让位", "准予", "每月600元", "不超过7元", "未定额", "'不予'", '"5元"')
PARTS = {
    "结果": ("不予", "准予", "待定", "让位"),
    "金额": ("5元", "一次性600元", "不低于3元", "未定额"),
    "条款": ("1", "9"),
    "决定条款": ("1", "9"),
    "领取": ("张三", "李四"),
    "因": ("级别", "[级别, 日期]", "日期"),
    "非因": ("级别", "[日期, 级别]"),
    "缺": ("级别", "日期", "取证/证1.级别"),
}
COMMENTS = st.sampled_from(["", "  # 注", "   # : [ { '"])


@st.composite
def expectations(draw: st.DrawFn) -> str:
    """What a case expects of the benefit, in one of the ways to write it."""
    if draw(st.booleans()):
        return f" {draw(st.sampled_from(SHORT))}{draw(COMMENTS)}\n"
    keys = draw(st.lists(st.sampled_from(sorted(PARTS)), min_size=1, max_size=5, unique=True))
    entries = [(key, draw(st.sampled_from(PARTS[key]))) for key in keys]
    if draw(st.booleans()):
        return " {" + ", ".join(f"{k}: {v}" for k, v in entries) + "}" + draw(COMMENTS) + "\n"
    indent = " " * draw(st.integers(3, 6))
    blank = st.sampled_from(["", "\n", f"{indent}# 单独一行\n"])
    return draw(COMMENTS) + "\n" + "".join(f"{draw(blank)}{indent}{k}: {v}{draw(COMMENTS)}\n" for k, v in entries)


@st.composite
def books(draw: st.DrawFn) -> bytes:
    """A file of a few cases, with marks of byte order and line ends as they come."""
    cases = []
    for number in range(draw(st.integers(1, 3))):
        level = draw(st.sampled_from(sorted(LEVELS)))
        stated = f"级别: {level}, " if level else ""
        fee = draw(st.sampled_from(["1000元", "0.3万元", "未知"]))
        claim = f"{{人员: 张三, {stated}培训费: {fee}, 日期: 2024-05-01}}"
        facts = f"  人员: {{张三: {{}}, 李四: {{}}}}\n  取证: {{证1: {claim}}}"
        cases.append(
            f"# 头\n案例: 第{number}\n事实:\n{facts}{draw(COMMENTS)}\n应得:\n  取证补贴:{draw(expectations())}"
        )
    text = "---\n".join(cases)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


def frame(data: bytes) -> list[bytes]:
    """The file without what is expected: the rest of each case, and every comment."""
    outside = re.sub(rb"(?ms)^  \xe5\x8f\x96\xe8\xaf\x81\xe8\xa1\xa5\xe8\xb4\xb4:.*?(?=^---|\Z)", b"", data)
    return [outside, *(line.split(b"#", 1)[1] for line in data.splitlines(keepends=True) if b"#" in line)]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(books())
def test_any_file_comes_out_as_recorded_and_keeps_the_rest(folder: Path, data: bytes) -> None:
    path = folder / "任意.yaml"
    path.write_bytes(data)
    before = differing(path)
    found = accept(before, Wanted())
    after = path.read_bytes()
    path.unlink()
    assert [a.case for a in found] == [o.case for o, _ in before]
    assert frame(after) == frame(data)
    assert after.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf")
    alike = {after.count(b"\n"), after.count(b"\r\n")} if b"\r\n" in data else {0, after.count(b"\r\n")}
    assert len(alike) == 1
    path.write_bytes(after)
    left = {o.index for o, _ in differing(path)}
    path.unlink()
    assert left == {o.index for (o, _), a in zip(before, found, strict=True) if a.reason}
    # Here everything that is found has a form.
    assert not [a for a in found if a.reason]
