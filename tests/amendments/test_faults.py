"""One mistake in an amendment is one message: what only follows from it is not held against the drafter."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.driver import check
from tests.amendments.small import NUMBER, amendment, document

RULE = "待遇 补贴\n    依据 「补贴{n}元」\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 {n}元"
WORDS = "将第一条中的“100元”修改为“200元”"
TRANSITION = "过渡 从旧的\n    依据 「以前受理的从旧」\n    于 补贴 甲\n    当 甲.费用 > 0元\n    从旧\n\n"
CHANGE = f"修改 条款 1\n    依据 「{WORDS}」\n    替换 「100元」 为 「200元」\n\n"
SOUND = amendment(f"{WORDS}。以前受理的从旧。", TRANSITION + CHANGE + RULE.format(n=200))


@pytest.mark.parametrize(
    ("mistake", "codes"),
    [
        (("", ""), []),
        (("替换 「100元」 为 「200元」", "替换 100元 为 200元"), ["TL0101"]),
        (("修改 条款 1\n", "修改 条款 第一条\n"), ["TL0227"]),
        ((f"    修改 {NUMBER}\n", "    修改 甲发〔2012〕1号\n"), ["TL0206"]),
        (("替换 「100元」", "替换 「300元」"), ["TL0221", "TL0223"]),
    ],
    ids=["sound", "a line that cannot be read", "no such clause", "no such document", "words that are not there"],
)
def test_one_mistake_is_told_once(tmp_path: Path, mistake: tuple[str, str], codes: list[str]) -> None:
    (tmp_path / "办法.md").write_text(document("取得证书的，补贴100元。", RULE.format(n=100)), encoding="utf-8")
    (tmp_path / "通知.md").write_text(SOUND.replace(*mistake) if mistake[0] else SOUND, encoding="utf-8")
    found = {p.code for p in check(tmp_path, ("甲发〔2023〕1号",))}
    assert sorted(found) == codes


def test_a_clause_that_is_not_there_is_answered_with_those_that_are(tmp_path: Path) -> None:
    (tmp_path / "办法.md").write_text(document("取得证书的，补贴100元。", RULE.format(n=100)), encoding="utf-8")
    wrong = SOUND.replace("修改 条款 1\n", "修改 条款 第一条\n")
    (tmp_path / "通知.md").write_text(wrong, encoding="utf-8")
    (fault,) = check(tmp_path, ("甲发〔2023〕1号",))
    assert fault.near == ("1",)
