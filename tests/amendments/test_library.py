"""Where an amendment lies does not matter: whoever asks about a document gets what amends it."""

from __future__ import annotations

from pathlib import Path

from compiler.driver import load
from compiler.source.library import amends_of
from tests.amendments.small import NUMBER, amendment, document
from tiaoli.library import default_documents

RULE = "待遇 补贴\n    依据 「补贴{n}元」\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 {n}元"
BEFORE = document("取得证书的，补贴100元。", RULE.format(n=100))
AFTER = amendment(
    "将第一条中的“100元”修改为“200元”。",
    "修改 条款 1\n    依据 「将第一条中的“100元”修改为“200元”」\n"
    "    替换 「100元」 为 「200元」\n\n" + RULE.format(n=200),
)


def test_an_amendment_beside_its_document_leaves_the_document_the_one_that_is_asked_about(tmp_path: Path) -> None:
    folder = tmp_path / "办法"
    folder.mkdir()
    (folder / "办法.md").write_text(BEFORE, encoding="utf-8")
    (folder / "修改.md").write_text(AFTER, encoding="utf-8")
    assert default_documents(folder, tmp_path) == (NUMBER,)
    assert amends_of(folder / "修改.md") == (NUMBER,) and amends_of(folder / "办法.md") == ()


def test_it_may_lie_anywhere_and_can_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "一").mkdir()
    (tmp_path / "二").mkdir()
    (tmp_path / "一" / "办法.md").write_text(BEFORE, encoding="utf-8")
    (tmp_path / "二" / "修改.md").write_text(AFTER, encoding="utf-8")
    with_it = load(tmp_path, (NUMBER,), cache=False)
    assert [(b.name, b.wording is not None) for b in with_it.benefits] == [("补贴", True), ("补贴", True)]
    assert [s.name for s in with_it.sources] == [NUMBER, "甲发〔2023〕1号"]
    without = load(tmp_path, (NUMBER,), cache=False, without=frozenset({"甲发〔2023〕1号"}))
    assert [(b.name, b.wording) for b in without.benefits] == [("补贴", None)]
