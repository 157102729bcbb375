"""Runs the examples of the catalogue through the command itself: what codes does an input yield?"""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

from compiler.diagnostics.catalogue import Example
from tiaoli.main import main

CASE_FILE = "案例.yaml"
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
