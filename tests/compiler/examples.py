"""Runs the examples of the catalogue: what codes does an input yield?"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from compiler import driver
from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.corpus import read_sheet_text
from compiler.diagnostics.catalogue import Example
from compiler.diagnostics.problem import Log, Rejected
from compiler.source.files import read_text
from compiler.source.library import index_library
from compiler.source.text import SourceFile
from solver.questions.assess import assess

CASE_FILE = "案例.yaml"


def trip(example: Example) -> set[str]:
    """The codes that an example yields.

    A policy is read and bound, a case is read, bound and assessed. Of the arguments only ``assess FILE`` is known here:
    the file is opened and its cases are treated as those of a case example.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if example.kind == "policy":
            return _policy(example.text, folder)
        (folder / CASE_FILE).write_bytes(example.content())
        if example.kind == "case":
            return _case(folder / CASE_FILE, example.policy, folder / "policy")
        verb, file = example.words
        assert verb == "assess", example.words
        return _case(folder / file, example.policy, folder / "policy")


def _policy(text: str, root: Path) -> set[str]:
    """The file is read by itself first, because a file without a head is in no library."""
    log = Log()
    sheet = read_sheet_text(SourceFile("办法.md", text), log)
    found = {p.code for p in log.problems}
    if sheet is None:
        return found
    (root / "办法.md").write_text(text, encoding="utf-8")
    return found | {p.code for p in driver.check(root, tuple(index_library(root)))}


def _case(path: Path, policy: str, root: Path) -> set[str]:
    root.mkdir()
    (root / "办法.md").write_text(policy, encoding="utf-8")
    rulebook = driver.compile_library(root, tuple(index_library(root)))
    log = Log()
    file = read_text(path, log)
    for raw in read_cases(file, log) if file is not None else ():
        case = bind_case(raw, rulebook, (), log)
        if case is None:
            continue
        try:
            assess(rulebook, case)
        except Rejected as rejected:
            log.problems.extend(rejected.problems)
    return {p.code for p in log.problems}


def emitted(sources: Path) -> frozenset[str]:
    """Every code that the files below ``sources`` write down."""
    texts = (path.read_text(encoding="utf-8") for path in sources.rglob("*.py") if path.parent.name != "diagnostics")
    return frozenset(code for text in texts for code in re.findall(r'"(TL\d{4})"', text))
