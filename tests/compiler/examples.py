"""Runs the examples of the catalogue through the command itself: what codes does an input yield?"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from pathlib import Path
from unittest import mock

from compiler.diagnostics.catalogue import Example
from tests.compiler.workbooks import work
from tiaoli.main import main

CASE_FILE = "案例.yaml"
BOOK = "案例.xlsx"
LIBRARY = "policy"
_CODE = re.compile(r"^(TL\d{4}) ", re.M)


def trip(example: Example) -> set[str]:
    """The codes that an example yields: ``check`` for a policy, ``assess`` for a case, the words as they stand else."""
    with tempfile.TemporaryDirectory() as name, contextlib.chdir(name):
        library = Path(LIBRARY)
        library.mkdir()
        (library / "办法.md").write_bytes(example.policy.encode() if example.policy else example.content())
        if example.beside:
            (library / "另一份.md").write_text(example.beside, encoding="utf-8")
        if example.kind == "policy":
            return _codes(("check", LIBRARY))
        Path(CASE_FILE).write_bytes(example.content())
        if example.kind == "case":
            return _codes(("assess", CASE_FILE))
        if example.kind == "workbook":
            return _book(example)
        return _codes(example.words)


def _book(example: Example) -> set[str]:
    """The codes of a command on a workbook that was made from the case and then worked on."""
    assert main(("cases", "export", BOOK, CASE_FILE, "--no-found", "--lang", "zh")) == 0
    with contextlib.ExitStack() as until:
        if "without" in example.steps:
            until.enter_context(mock.patch.dict(sys.modules, {"openpyxl": None}))
        else:
            work(Path(BOOK), example.steps, Path(CASE_FILE))
        return _codes(example.words)


def _codes(words: tuple[str, ...]) -> set[str]:
    """The codes at the head of what the command prints, if it ends badly. A fault of the usage is none of ours."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main((*words, "--lang", "zh") if "--lang" not in words else words)
    found = set(_CODE.findall(out.getvalue() + err.getvalue())) if code else set()
    assert bool(code) == bool(found), (words, code, out.getvalue(), err.getvalue())
    return found


def emitted(sources: Path) -> frozenset[str]:
    """Every code that the files below ``sources`` write down."""
    texts = (path.read_text(encoding="utf-8") for path in sources.rglob("*.py") if path.parent.name != "diagnostics")
    return frozenset(code for text in texts for code in re.findall(r'"(TL\d{4})"', text))
