"""Test results as the XML that JUnit began and every CI reads.

There is no standard. Written here is what the usual readers have in common: ``testsuites`` with a ``testsuite`` for
each file, in it a ``testcase`` with ``name`` and ``classname``, and in that a ``failure`` or ``error`` with ``message``
and ``type`` and the whole story as text. Times are left out: the same cases give the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from compiler.source.record import dataclass

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Broken:
    """Why a test did not pass. ``kind``: ``failure`` (it came out otherwise) or ``error`` (it could not be run)."""

    kind: str
    type: str
    message: str
    text: str


@dataclass(frozen=True, slots=True)
class Checked:
    """One test of a suite; ``file`` and ``line`` where it is written."""

    name: str
    line: int
    broken: tuple[Broken, ...] = ()


def suite(file: str, tests: Sequence[Checked]) -> str:
    """The suite of one file."""
    head = {"name": file, "tests": str(len(tests)), **_counts(tests), "skipped": "0"}
    lines = [f"  <testsuite{_attributes(head)}>"]
    for test in tests:
        about = {"name": test.name, "classname": file, "file": file}
        if test.line:
            about["line"] = str(test.line)
        if not test.broken:
            lines.append(f"    <testcase{_attributes(about)}/>")
            continue
        lines.append(f"    <testcase{_attributes(about)}>")
        for broken in test.broken:
            told = _attributes({"message": broken.message, "type": broken.type})
            lines.append(f"      <{broken.kind}{told}>{escape(_clean(broken.text))}</{broken.kind}>")
        lines.append("    </testcase>")
    lines.append("  </testsuite>")
    return "\n".join(lines) + "\n"


def junit(suites: Sequence[tuple[str, Sequence[Checked]]]) -> str:
    """A whole file, of suites by the file they are of."""
    every = [test for _, tests in suites for test in tests]
    head = {"name": "tiaoli", "tests": str(len(every)), **_counts(every), "skipped": "0"}
    body = "".join(suite(file, tests) for file, tests in suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites{_attributes(head)}>\n{body}</testsuites>\n'


def _counts(tests: Sequence[Checked]) -> dict[str, str]:
    failures = sum(any(b.kind == "failure" for b in t.broken) for t in tests)
    errors = sum(any(b.kind == "error" for b in t.broken) for t in tests)
    return {"failures": str(failures), "errors": str(errors)}


def _attributes(values: dict[str, str]) -> str:
    # A line end in an attribute would be read as a blank.
    return "".join(f" {n}={quoteattr(_clean(v), {chr(10): '&#10;', chr(9): '&#9;'})}" for n, v in values.items())


def _clean(text: str) -> str:
    return _FORBIDDEN.sub("�", text)
