"""Every example of the language reference, and of the page on meaning, compiles, and its cases come out as it says."""

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import check, compile_library
from compiler.source.text import SourceFile
from compiler.surface.format import format_page
from compiler.surface.keywords import KEYWORDS
from solver.questions.assess import assess
from solver.questions.replay import compare
from tests.docs.pages import REFERENCE, examples

CHINESE = sorted(REFERENCE.glob("*.zh-CN.md"))
ENGLISH = [p.with_name(p.name.replace(".zh-CN.md", ".md")) for p in CHINESE]
MEANING = REFERENCE.parent / "semantics.md"
ALL = [(p, e) for p in (*CHINESE, *ENGLISH, MEANING) if p.exists() for e in examples(p)]


@pytest.mark.parametrize(("page", "example"), ALL, ids=[f"{p.name}#{e.title}" for p, e in ALL])
def test_an_example_does_what_it_says(page, example, tmp_path):
    example.write(tmp_path)
    problems = check(tmp_path, (example.number,))
    assert {p.code for p in problems} == example.faults, [(p.code, p.fields) for p in problems]
    if example.faults:
        return
    rulebook = compile_library(tmp_path, (example.number,))
    for text in example.cases:
        log = Log()
        for raw in read_cases(SourceFile("例.yaml", text), log):
            case = bind_case(raw, rulebook, (example.number,), log)
            assert not log.problems, [(p.code, p.fields) for p in log.problems]
            assert case.expected, "an example's case says what it must come to"
            held = rulebook if case.known is None else compile_library(tmp_path, (example.number,), case.known)
            assert compare(assess(held, case, explain=True), case) == ()


@pytest.mark.parametrize("page", CHINESE, ids=[p.name for p in CHINESE])
def test_both_languages_show_the_same_examples(page, tmp_path):
    """The English page's blocks, written with Chinese keywords, are the Chinese page's blocks."""
    english = page.with_name(page.name.replace(".zh-CN.md", ".md"))
    here, there = examples(page), examples(english)
    assert len(here) == len(there)
    for a, b in zip(here, there, strict=True):
        assert (len(a.cases), sorted(a.files), a.faults) == (len(b.cases), sorted(b.files), b.faults), a.title
        assert _rules(a, tmp_path) == _rules(b, tmp_path), a.title


def test_the_reference_leaves_no_keyword_out(tmp_path):
    """Each word of the language stands in an example."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in CHINESE)
    assert [k.zh for k in KEYWORDS if k.zh not in text] == []


def _rules(example, folder):
    texts = ["\n\n".join(b for b in example.body if b.startswith("```")), *example.files.values()]
    log = Log()
    return [format_page(SourceFile("例.md", t), "zh", log) for t in texts], log.problems
