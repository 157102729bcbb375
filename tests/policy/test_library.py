"""The library's own documents: no faults, no sentence left over, and every recorded case comes out as recorded."""

import datetime as dt
from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import check, load, sentences
from compiler.source.files import read_text
from compiler.source.library import index_library
from solver.questions.assess import assess_many
from solver.questions.replay import compare

LIBRARY = Path(__file__).parents[2] / "policy"
DOCUMENTS = sorted(name for name in index_library(LIBRARY) if "〔" in name)
FILES = sorted(LIBRARY.rglob("案例/*.yaml"))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_document_has_no_faults(document):
    assert [(p.code, p.span, p.fields) for p in check(LIBRARY, (document,))] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_sentence_is_accounted_for(document):
    assert [s.text for s in sentences(LIBRARY, document) if not s.uses] == []


def _default(file: Path) -> tuple[str, ...]:
    folder = file.parents[1]
    return tuple(name for name, path in index_library(LIBRARY).items() if path.parent == folder)


@pytest.mark.heavy
@pytest.mark.parametrize("file", FILES, ids=lambda f: f"{f.parents[1].name}-{f.stem}")
def test_recorded_cases(file):
    log = Log()
    text = read_text(file, log)
    raws = read_cases(text, log)
    assert not log.problems
    laws: dict[tuple[tuple[str, ...], dt.date | None], list[Case]] = {}
    for raw in raws:
        default = raw.documents or _default(file)
        known = raw.parts.get("known")
        case = bind_case(raw, load(LIBRARY, default), default, log)
        assert not log.problems, [(p.code, p.fields, p.path) for p in log.problems]
        assert case.expected, case.name
        laws.setdefault((default, case.known if known is not None else None), []).append(case)
    wrong = []
    for (documents, known), cases in laws.items():
        answers = assess_many(load(LIBRARY, documents, known=known), cases, explain=True)
        wrong += [(case.name, d) for answer, case in zip(answers, cases, strict=True) for d in compare(answer, case)]
    assert wrong == []


def test_there_are_enough_cases():
    log = Log()
    assert sum(len(read_cases(read_text(f, log), log)) for f in FILES) >= 150
