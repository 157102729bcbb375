"""A case that is written reads back as the same case: every recorded case of every library, and awkward texts."""

from dataclasses import replace
from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.model import Case, FieldValue
from compiler.cases.read import read_cases
from compiler.cases.write import write_case
from compiler.diagnostics.problem import Log
from compiler.driver import load
from compiler.source.files import read_text
from compiler.source.text import SourceFile
from tests.compiler.case_policy import NUMBER
from tests.compiler.case_policy import rulebook as small

LIBRARY = Path(__file__).parents[2] / "policy"
FILES = sorted(LIBRARY.rglob("*.yaml"))


def _bind(text, rulebook, document):
    log = Log()
    cases = [bind_case(raw, rulebook, (document,), log) for raw in read_cases(SourceFile("a.yaml", text), log)]
    assert not log.problems, [(p.code, p.fields) for p in log.problems]
    return cases


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_recorded_cases_come_back(path):
    text = read_text(path, Log()).text
    document = path.parents[1].name
    first = read_cases(SourceFile("a.yaml", text), Log())[0]
    names = first.documents or (document,)
    rulebook = load(LIBRARY, names)
    for raw in read_cases(SourceFile("a.yaml", text), Log()):
        if (raw.documents or (document,)) != names:
            continue
        log = Log()
        case = bind_case(raw, rulebook, names, log)
        (back,) = _bind(write_case(case, rulebook), rulebook, document)
        assert _said(back) == _said(replace(case, expected=()))


def _said(case: Case):
    facts = sorted((f.kind, f.id, tuple((v.field, v.value, v.stated) for v in f.values)) for f in case.facts)
    return (case.name, case.documents, facts, case.complete, case.everything_complete, case.readings, case.choices,
            case.known, case.on)  # fmt: skip


@pytest.mark.parametrize("text", ["未知", "~", "", "null", "是", "2024-01-01", "a: b", "- x", "「引」", "#x", "'"])
def test_texts_that_yaml_would_read_otherwise(text):
    (case,) = _bind("事实: {取证: {证1: {人员: 张三, 证号: 甲}}}", small(), NUMBER)
    odd = tuple(
        replace(f, values=tuple(FieldValue(v.field, text, text) if v.field == "证号" else v for v in f.values))
        for f in case.facts
    )
    (back,) = _bind(write_case(replace(case, facts=odd), small()), small(), NUMBER)
    value = next(f for f in back.facts if f.id == "证1").get("证号")
    assert value is not None and value.value == text


def test_a_default_that_is_not_taken_is_written_as_not_known():
    (case,) = _bind("事实: {取证: {证1: {人员: 张三}}, 人员: {张三: {本地: 未知}}}", small(), NUMBER)
    assert next(f for f in case.facts if f.id == "张三").get("本地") is None
    (back,) = _bind(write_case(case, small()), small(), NUMBER)
    assert _said(back) == _said(case)
