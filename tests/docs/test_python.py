"""Every example of docs/python.md runs, in order, and gives what the page says it gives."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^```python\n(.*?)^```\n(?:\n```\n(.*?)^```\n)?", re.M | re.S)


def output(code: str, names: dict[str, Any]) -> str:
    """What a shell shows for ``code``: what is printed, and the value of the last line."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "docs/python.md", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "docs/python.md", "eval"), names)
            if value is not None:
                print(repr(value))
                assert "<script" not in value._repr_html_()
    return printed.getvalue()


def test_the_examples_do_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    names: dict[str, Any] = {}
    examples = EXAMPLE.findall(PAGE)
    assert len(examples) == PAGE.count("```python") >= 7
    assert sum(bool(told) for _, told in examples) >= 6
    for code, told in examples:
        shown = output(code, names)
        assert shown == told or not told, code
        assert shown


def test_the_calls_named_in_the_text_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the running text between backquotes and can be run, runs."""
    monkeypatch.chdir(ROOT)
    import tiaoli

    library = tiaoli.open("policy", language="en")
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", PAGE, flags=re.M | re.S))
    laws = [span for span in spans if span.startswith("library.law(") and "..." not in span]
    assert laws
    for span in laws:
        assert isinstance(eval(span, {"library": library}), tiaoli.Law)
    attributes = {span.split(".")[1] for span in spans if re.fullmatch(r"answer\.\w+", span)}
    assert len(attributes) > 5 and all(hasattr(tiaoli.Answer, name) or name == "result" for name in attributes)
