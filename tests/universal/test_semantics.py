"""The pairs on the page about meaning have the verdicts that stand beside them."""

import re

import pytest

from compiler.driver import compile_library
from solver.questions.universal import universal
from tests.docs.pages import NUMBER, Example, examples
from tests.docs.test_reference import MEANING

ROW = re.compile(r"^\| (`.*?) \| (`.*?) \| (\w+) \|$", re.M)
PAIRS = ROW.findall(MEANING.read_text(encoding="utf-8"))


def _law(folder, cell, words):
    lines = "\n".join(f"    {line}" for line in re.findall(r"`(.*?)`", cell))
    rule = f"benefit 补贴\n    for 取证 甲\n    beneficiary 甲.人员\n{lines}"
    folder.mkdir()
    Example("例", words, ["示例。", f"```tiaoli\nclause 1\n\n{rule}\n```"]).write(folder)
    return compile_library(folder, (NUMBER,))


@pytest.mark.parametrize(("before", "after", "verdict"), PAIRS)
def test_a_pair_has_the_verdict_that_the_page_says(tmp_path, before, after, verdict):
    words = examples(MEANING)[0].words
    old, new = _law(tmp_path / "旧", before, words), _law(tmp_path / "新", after, words)
    assert universal(old, new).findings[0].verdict == verdict


def test_the_page_shows_every_verdict():
    assert {v for _, _, v in PAIRS} == {"equal", "neither", "nobody_loses", "nobody_gains", "both", "not_settled"}
