"""Amendments of the county's own document: what they change, what they leave, and the faulty ones that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from compiler.diagnostics.problem import Rejected
from compiler.driver import compile_library, editions, sentences
from solver.answers.model import Assessment
from solver.questions.assess import assess_many
from solver.questions.replay import compare
from tests.amendments.library import COUNTY, HERE, POLICY, copied
from tiaoli.opening import Opened, Wanted, decide, open_files

pytestmark = pytest.mark.heavy

DOCUMENTS = sorted((HERE / "documents").glob("*.md"))
FAULTY = {
    "字不在条文里": {"TL0221"},
    "字有两处": {"TL0222"},
    "规则没有跟着改": {"TL0224"},
    "规则多改了一条": {"TL0225"},
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(tmp_path_factory.mktemp("amended"), *DOCUMENTS)


@pytest.mark.parametrize("cases", sorted((HERE / "cases").glob("*.yaml")), ids=lambda p: p.stem)
def test_cases_on_both_sides_of_a_change_come_out_by_the_words_of_their_day(library: Path, cases: Path) -> None:
    opened = open_files((str(cases),), Wanted(library=str(library)))
    for one, answer in zip(opened, decide(opened, explain=True), strict=True):
        assert compare(answer, one.case) == (), one.case.name


def _decided(opened: tuple[Opened, ...]) -> list[Assessment]:
    """The answers, those of one law together."""
    found: dict[int, Assessment] = {}
    for rulebook in {id(one.rulebook): one.rulebook for one in opened}.values():
        mine = [i for i, one in enumerate(opened) if one.rulebook is rulebook]
        answers = assess_many(rulebook, [opened[i].case for i in mine], terse=True)
        found |= {i: a for i, a in zip(mine, answers, strict=True) if isinstance(a, Assessment)}
    return [found[i] for i in range(len(opened))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.stem)
def test_the_countys_own_casebook_comes_out_as_before_where_the_change_has_not_begun(
    tmp_path: Path, document: Path
) -> None:
    """Every recorded case of the county: those decided before 2023 do not notice what begins in 2023."""
    root = copied(tmp_path, document)
    casebook = (str(POLICY / COUNTY),)
    before = open_files(casebook, Wanted(library=str(POLICY), documents=(COUNTY,)))
    after = open_files(casebook, Wanted(library=str(root), documents=(COUNTY,)))
    compared = 0
    for old, new in zip(_decided(before), _decided(after), strict=True):
        for r in old.results:
            if r.on is None or r.on.year >= 2023:
                continue
            same = next(x for x in new.results if x.claim == r.claim)
            assert (same.outcome, same.amount, same.displaced_by) == (r.outcome, r.amount, r.displaced_by), old.case
            compared += 1
    assert compared > 150


@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_amendment_is_refused_for_the_right_reason(tmp_path: Path, name: str) -> None:
    root = copied(tmp_path, HERE / "faulty" / f"{name}.md")
    with pytest.raises(Rejected) as caught:
        compile_library(root, (COUNTY,))
    assert {p.code for p in caught.value.problems} == FAULTY[name]
    assert all(p.span is not None and p.span.file.name.endswith(f"{name}.md") for p in caught.value.problems)


def test_the_text_of_each_day(library: Path) -> None:
    first, last = editions(library, COUNTY)
    assert first.since is None and str(last.since) == "2023-07-01"
    old = next(c for c in first.sheet.clauses if c.id == "3").text
    new = next(c for c in last.sheet.clauses if c.id == "3").text
    assert "给予一次性3万元的建设经费资助" in old
    assert new == old.replace("一次性3万元的建设经费资助", "一次性5万元的建设经费资助")
    marked = next(c for c in last.marked if c.id == "3").passages
    pieces = [p for passage in marked for p in passage if p.added or p.removed]
    assert [(p.text, bool(p.added)) for p in pieces] == [
        ("一次性3万元的建设经费资助", False),
        ("一次性5万元的建设经费资助", True),
    ]
    assert {(p.added or p.removed).document for p in pieces} == {"示例〔2023〕1号"}
    others = [c.text for c in last.sheet.clauses if c.id != "3"]
    assert others == [c.text for c in first.sheet.clauses if c.id != "3"]


def test_every_sentence_of_the_consolidated_text_is_accounted_for(library: Path) -> None:
    for document in (COUNTY, "示例〔2023〕1号", "示例〔2023〕2号"):
        assert [s.text for s in sentences(library, document) if not s.uses] == []
