"""On a narrow screen and in a pipe: no line is wider than the screen, and what is said is the same as on a wide one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tiaoli.course import COUNTY, POLICY
from tests.tiaoli.library import NUMBER, run
from tiaoli.commands.frame import VERBS

OPEN = str(POLICY / COUNTY / "案例" / "14-没有选的读法.yaml")
# What a tree is drawn with, blanks and line ends: a narrow screen has more of them.
_DRAWING = re.compile(r"[\s│├└─]+")
SMALL = (
    *(("assess", "{cases}"), ("assess", "{cases}", "--case", "未填级别"), ("explain", "{cases}", "--case", "到顶")),
    *(("explain", "{cases}", "取证补贴", "--case", "未填级别", "--rules", "--all"), ("explain", "TL0528")),
    *(
        ("whatif", "{cases}", "取证补贴", "--case", "初级"),
        ("whatif", "{cases}", "取证补贴", "--case", "到顶", "--lose"),
    ),
    *(("possible", "{cases}", "--case", "未填级别"), ("timeline", "{cases}", "--case", "中级")),
    *(("choose", "{cases}", "--case", "中级"), ("readings", "{cases}", "--case", "中级"), ("readings",)),
    *(("show", "1"), ("sentences", NUMBER), ("check",), ("list",), ("test",), ("cover", NUMBER)),
    *(("assess", "nowhere.yaml"), ("assess", "--nope"), ("frobnicate",), ("show", "99")),
)
REAL = (
    *(("assess", OPEN, "--case", "两级并发没有选"), ("explain", OPEN, "技能等级补贴@证一", "--case", "两级并发没有选")),
    *(("timeline", OPEN, "--case", "两级并发没有选"), ("choose", OPEN, "--case", "团队标准没有选")),
)


def said(capsys: pytest.CaptureFixture[str], words: tuple[str, ...], cases: str, language: str) -> str:
    code, out, err = run(capsys, *(w.format(cases=cases) for w in words), "--lang", language)
    assert code in (0, 1, 2), (words, code, err)
    return out + err


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", [40, 60])
def test_no_line_is_wider_than_the_screen(
    columns: int,
    language: str,
    cases: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    asked = (
        *SMALL,
        *((verb, "-h") for verb in VERBS),
        ("-h",),
        ("cases", "export", "-h"),
        *REAL[: 4 if columns < 60 else 0],
    )
    wide = [
        (words, line)
        for words in asked
        for line in said(capsys, words, cases, language).splitlines()
        if cell_len(line) > columns and " " in line.strip()  # one word, such as a path, cannot be cut
    ]
    assert wide == []


@pytest.mark.parametrize("words", [*SMALL[:7], *REAL[:2], REAL[3]], ids=lambda w: " ".join(Path(x).name for x in w))
def test_nothing_is_lost_on_a_narrow_screen(
    words: tuple[str, ...], cases: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    for columns in ("40", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        told.append(_DRAWING.sub("", said(capsys, words, cases, "zh")))
    assert told[0] == told[1]
