"""Formats for other programs: SARIF 2.1.0, annotations of GitHub, JUnit's XML; files that are there whole or not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as tree
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from compiler.diagnostics.problem import Rejected, problem
from compiler.source.text import SourceFile, Span
from tiaoli.report.finding import Finding, Rule, of_problem, rules_of
from tiaoli.report.github import annotation
from tiaoli.report.junit import Broken, Checked, junit
from tiaoli.report.output import Output
from tiaoli.report.sarif import sarif

# What SARIF 2.1.0 (OASIS, errata 01) says of the parts that are written here; it allows nothing beside them either.
TEXT = {
    "type": "object",
    "additionalProperties": False,
    "required": ["text"],
    "properties": {"text": {"type": "string"}},
}
COUNT = {"type": "integer", "minimum": 1}


def whole(required: list[str], **properties: object) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


REGION = whole(["startLine"], startLine=COUNT, startColumn=COUNT, endLine=COUNT, endColumn=COUNT)
ARTIFACT = whole(["uri"], uri={"type": "string", "pattern": r"^[!-~]+$"}, uriBaseId={"const": "%SRCROOT%"})
PHYSICAL = whole(["artifactLocation"], artifactLocation=ARTIFACT, region=REGION)
RESULT = whole(
    ["message"],
    ruleId={"type": "string"},
    ruleIndex={"type": "integer", "minimum": 0},
    level={"enum": ["none", "note", "warning", "error"]},
    message=TEXT,
    locations={
        "type": "array",
        "items": whole([], physicalLocation=PHYSICAL),
    },
    relatedLocations={
        "type": "array",
        "items": whole([], id={"type": "integer", "minimum": -1}, physicalLocation=PHYSICAL, message=TEXT),
    },
    partialFingerprints={"type": "object", "additionalProperties": {"type": "string"}},
)
RULE = whole(["id"], id={"type": "string"}, shortDescription=TEXT, help=TEXT)
DRIVER = whole(["name"], name={"type": "string"}, version={"type": "string"}, rules={"type": "array", "items": RULE})
RUN = whole(
    ["tool"],
    tool=whole(["driver"], driver=DRIVER),
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    invocations={"type": "array", "items": whole(["executionSuccessful"], executionSuccessful={"type": "boolean"})},
    results={"type": "array", "items": RESULT},
)
SARIF = Draft202012Validator(
    whole(
        ["version", "runs"],
        **{
            "$schema": {"type": "string", "format": "uri"},
            "version": {"const": "2.1.0"},
            "runs": {"type": "array", "items": RUN},
        },
    )
)

texts = st.text(max_size=30)
counts = st.integers(0, 99)
findings = st.builds(
    Finding,
    rule=st.sampled_from(["TL0633", "case-differs"]),
    level=st.sampled_from(["error", "warning", "note"]),
    title=texts,
    message=texts,
    file=st.sampled_from(["", "a.yaml", "案例/甲 乙.yaml", "/tmp/甲.yaml"]),
    line=counts,
    column=counts,
    end_line=counts,
    end_column=counts,
    key=texts,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(findings, max_size=4))
def test_any_finding_is_sarif(some: list[Finding]) -> None:
    rules = (Rule("TL0633", "甲", "乙"), Rule("case-differs", "丙"))
    log = sarif(some, rules, "0.1.0", "zh", Path("/work/甲"))
    assert [e.message for e in SARIF.iter_errors(log)] == []
    results: list[Any] = log["runs"][0]["results"]  # type: ignore[index]
    assert [r["message"]["text"] for r in results] == [f.message for f in some]
    prints = [tuple(r["partialFingerprints"].values()) for r in results]
    assert len(set(prints)) == len(prints)


def test_a_place_below_the_folder_is_named_from_there(tmp_path: Path) -> None:
    (tmp_path / "甲").mkdir()
    inside = Finding("r", "error", "t", "m", str(tmp_path / "甲" / "乙 1.yaml"), 3, 2, 3, 5)
    log: Any = sarif([inside, Finding("r", "note", "t", "m", "/elsewhere/丙.yaml")], (), "0", "en", tmp_path)
    first, second = (r["locations"][0]["physicalLocation"] for r in log["runs"][0]["results"])
    assert first == {
        "artifactLocation": {"uri": "%E7%94%B2/%E4%B9%99%201.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 2, "endLine": 3, "endColumn": 5},
    }
    assert second == {"artifactLocation": {"uri": "file:///elsewhere/%E4%B8%99.yaml"}}


def test_a_finding_keeps_its_fingerprint_when_lines_move() -> None:
    def prints(line: int) -> object:
        log: Any = sarif([Finding("r", "error", "t", "m", "a.yaml", line, key="k")], (), "0", "zh", Path("/"))
        return log["runs"][0]["results"][0]["partialFingerprints"]

    assert prints(1) == prints(70)


def test_a_fault_of_the_catalogue_as_a_finding() -> None:
    file = SourceFile("甲.yaml", "应得:\n  没有: 准予\n")
    fault = problem("TL0633", Span(file, 6, 8), near=("取证补贴",), path=("应得", "没有"), found="没有")
    found = of_problem(fault, "zh")
    assert (found.file, found.line, found.column, found.end_line, found.end_column) == ("甲.yaml", 2, 3, 2, 5)
    assert "没有" in found.title and "取证补贴" in found.message and "应得 › 没有" in found.message
    nowhere = of_problem(problem("TL0707", found="甲"), "en")
    assert (nowhere.file, nowhere.line) == ("", 0)
    for language in ("zh", "en"):
        (rule,) = rules_of(["TL0633", "TL0633"], language)
        assert rule.id == "TL0633" and rule.help and "{" not in rule.summary


# ---------------------------------------------------------------- annotations

# The runner reads ``::command key=value,key=value::message`` and undoes the escapes, in this order.
COMMAND = re.compile(r"::(\w+) ([^\n]*?)::([^\n]*)\n")


def undone(text: str, also: bool) -> str:
    for code, char in (*((("%3A", ":"), ("%2C", ",")) if also else ()), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, char)
    return text


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(findings)
def test_an_annotation_reads_back(finding: Finding) -> None:
    match = COMMAND.fullmatch(annotation(finding))
    assert match is not None
    properties = dict(p.split("=", 1) for p in match[2].split(","))
    assert match[1] == {"error": "error", "warning": "warning", "note": "notice"}[finding.level]
    assert undone(match[3], False) == finding.message
    assert undone(properties["title"], True) == finding.title
    assert undone(properties.get("file", ""), True) == finding.file
    assert properties.get("line", "0") == str(finding.line if finding.file else 0)


def test_an_annotation_as_it_is_documented() -> None:
    finding = Finding("r", "error", "a:b,c", "100%\nx", "案例/甲.yaml", 7, 3, 7, 9)
    expected = "::error file=案例/甲.yaml,line=7,col=3,endColumn=9,title=a%3Ab%2Cc::100%25%0Ax\n"
    assert annotation(finding) == expected


# ---------------------------------------------------------------- JUnit

tests = st.builds(
    Checked,
    name=texts,
    line=counts,
    broken=st.lists(
        st.builds(Broken, kind=st.sampled_from(["failure", "error"]), type=texts, message=texts, text=texts), max_size=2
    ).map(tuple),
)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(texts, st.lists(tests, max_size=3)), max_size=3))
def test_any_result_is_xml_that_reads_back(suites: list[tuple[str, list[Checked]]]) -> None:
    root = tree.fromstring(junit(suites).encode("utf-8"))
    assert root.tag == "testsuites" and [s.tag for s in root] == ["testsuite"] * len(suites)
    for written, (file, some) in zip(root, suites, strict=True):
        assert written.get("name") == FORBIDDEN.sub("\ufffd", file)
        assert written.get("tests") == str(len(some)) and written.get("skipped") == "0"
        for kind in ("failure", "error"):
            count = sum(any(b.kind == kind for b in t.broken) for t in some)
            assert written.get({"failure": "failures", "error": "errors"}[kind]) == str(count)
        for case, test in zip(written, some, strict=True):
            assert case.get("name") == FORBIDDEN.sub("\ufffd", test.name) and case.get("classname") == written.get(
                "name"
            )
            told = [(b.tag, b.get("type"), b.get("message"), b.text or "") for b in case]
            # XML reads every line end as a line feed.
            texts_ = [FORBIDDEN.sub("\ufffd", b.text).replace("\r\n", "\n").replace("\r", "\n") for b in test.broken]
            assert [(t[0], t[3]) for t in told] == [(b.kind, x) for b, x in zip(test.broken, texts_, strict=True)]
    assert root.get("tests") == str(sum(len(some) for _, some in suites))


# ---------------------------------------------------------------- files


def test_a_report_takes_its_place_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "甲.xml"
    path.write_text("before", encoding="utf-8")
    with Output(str(path)) as output:
        output.write("一\n")
        assert path.read_text(encoding="utf-8") == "before"
        output.write("二\n")
    assert path.read_bytes() == "一\n二\n".encode()
    assert [p.name for p in tmp_path.iterdir()] == ["甲.xml"]


def test_a_run_that_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "甲.xml"
    path.write_text("before", encoding="utf-8")
    with pytest.raises(KeyboardInterrupt), Output(str(path)) as output:
        output.write("half")
        raise KeyboardInterrupt
    assert path.read_text(encoding="utf-8") == "before"
    assert [p.name for p in tmp_path.iterdir()] == ["甲.xml"]


@pytest.mark.parametrize("where", [".", "none/甲.xml", "a\0b"])
def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, where: str) -> None:
    with pytest.raises(Rejected) as refused, Output(str(tmp_path / where)):
        pass
    assert [p.code for p in refused.value.problems] == ["TL0613"]


def test_without_a_file_it_goes_to_the_screen(capsys: pytest.CaptureFixture[str]) -> None:
    with Output(None) as output:
        output.write("甲\n")
    assert capsys.readouterr().out == "甲\n"
