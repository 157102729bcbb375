"""Any text in the place of a policy gives a rulebook or problems with places, from the first token to the last."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiler.diagnostics import catalogue
from compiler.driver import check
from compiler.surface.keywords import KEYWORDS
from tests.docs.pages import REFERENCE, examples

pytestmark = pytest.mark.heavy

PAGES = sorted(REFERENCE.glob("*.zh-CN.md"))
EXAMPLES = [e for page in PAGES for e in examples(page) if e.body]
PIECES = [k.zh for k in KEYWORDS] + [k.en for k in KEYWORDS]
PIECES += [*"（）()：:，、,.<>=+-*/「」“”[]→\n\t \"'", "    ", "        ", "\n    ", "甲", "乙", "人员", "金额"]
PIECES += ["3万元", "60%", "1:1", "2021-02-30", "2024-01-01", "24个月", "0.1.2", "９９", "{x}", "```"]
PIECES += ["#script(python)", "\ufeff", "\u3000", "\r\n"]


@st.composite
def damaged(draw: st.DrawFn) -> tuple[int, str]:
    """An example of the reference with a few places of its rules overwritten, cut out or doubled."""
    index = draw(st.integers(0, len(EXAMPLES) - 1))
    text = "\n\n".join(EXAMPLES[index].body)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.just(""), st.just(text[start:end] * 2), st.text(max_size=4)))
        text = text[:start] + piece + text[end:]
    return index, text


def _faults(folder: Path, index: int, text: str) -> None:
    example = EXAMPLES[index]
    example.write(folder)
    file = folder / "示例.md"
    head = file.read_text(encoding="utf-8").split("\n\n".join(example.body))[0]
    file.write_text(head + text, encoding="utf-8", errors="replace")
    for problem in check(folder, (example.number,)):
        assert problem.code in catalogue.codes()
        if problem.span is not None:
            assert 0 <= problem.span.start <= problem.span.end <= len(problem.span.file.text)
        for language in catalogue.LANGUAGES:
            assert catalogue.message(problem, language) and catalogue.remedy(problem, language)


@given(damaged())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_policy_is_refused_or_compiled(tmp_path: Path, case: tuple[int, str]) -> None:
    _faults(tmp_path, *case)


@pytest.mark.parametrize("piece", ["(", "（", "非 ", "- ", "甲.", "以下全部\n", "最大(", "「", "1 + "])
def test_endless_repetition_is_refused_in_the_end(tmp_path: Path, piece: str) -> None:
    """Deep nesting ends in a fault, not in the depths of a stack."""
    text = f"示例。\n\n```tiaoli\n条款 1\n\n定义 深: 数\n    为 {piece * 20_000}1\n```\n"
    (tmp_path / "示例.md").write_text(
        "```tiaoli\n文件 示例〔2024〕1号\n    级别 县\n    施行 2024-01-01\n```\n\n" + text, encoding="utf-8"
    )
    assert check(tmp_path, ("示例〔2024〕1号",))
