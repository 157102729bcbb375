"""Pages that tell what the program does, in both languages: each screen is what it prints, and the policy is sound."""

from pathlib import Path

import pytest

from compiler.driver import check, sentences
from tests.docs.test_tutorial import Player

DOCS = Path(__file__).parents[2] / "docs"
# Each page, and the documents that it writes.
PAGES = {
    "questions": ("某人社发〔2024〕5号",),
    "coverage": ("某民发〔2024〕8号",),
    "amending": ("某卫发〔2024〕6号", "某卫发〔2025〕3号"),
}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", PAGES)
def test_the_screens_are_what_the_program_prints(name, language, stage, monkeypatch, capsys):
    page = (DOCS / (f"{name}.zh-CN.md" if language == "zh" else f"{name}.md")).read_text(encoding="utf-8")
    assert "$ tiaoli" in page
    assert Player(stage, monkeypatch, capsys).play(page) == page
    assert check(stage / "policy", PAGES[name]) == ()
    for number in PAGES[name]:
        assert [s.text for s in sentences(stage / "policy", number) if not s.uses] == []
