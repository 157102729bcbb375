"""Reads a page of the language reference: every ``tiaoli`` block in it belongs to an example that can be run.

An *example* is all that stands under one heading. ``>`` quotes are the law's text, ``tiaoli`` blocks transcribe it,
``yaml`` blocks are cases with what they must come to. Marks, each on a line of its own before what it speaks of:

- ``<!-- words -->``: this block's words are known to every later example of the page;
- ``<!-- file NAME -->``: the ``markdown`` block that follows is a whole file of the library;
- ``<!-- fault TL0301 -->``: this heading's example must be refused with that code (and may be refused with no other).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
NUMBER = "示例〔2024〕1号"
_HEAD = f"""文件 {NUMBER}
    标题 「示例办法」
    机关 某县某局
    级别 县
    施行 2024-01-01
    解释 某县某局
"""
_HEAD_LINE = re.compile(r"^(文件|document)\s+(\S+)", re.M)


@dataclass
class Example:
    """What stands under one heading: the document's text as it would be written, files beside it, cases, faults."""

    title: str
    words: str = ""
    body: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    cases: list[str] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)

    @property
    def number(self) -> str:
        """The number of the document that the cases are decided under: the last one of the example."""
        own = _HEAD_LINE.findall("\n".join(self.files.values()))
        return own[-1][1] if own else NUMBER

    def write(self, folder: Path) -> Path:
        """The example as a library in ``folder``."""
        for name, text in self.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        if self.body:
            head = f"# 示例办法\n\n```tiaoli\n{_HEAD}\n{self.words}\n```\n\n"
            (folder / "示例.md").write_text(head + "\n\n".join(self.body) + "\n", encoding="utf-8")
        return folder


def examples(page: Path) -> list[Example]:
    """The examples of a page, in order; headings with no block are left out."""
    found: list[Example] = []
    words: list[str] = []
    for title, text in _sections(page.read_text(encoding="utf-8")):
        example = Example(title)
        for mark, kind, content in _pieces(text):
            if kind == "tiaoli" and mark == "words":
                words.append(content)
                example.body.append("示例。")
            elif kind == "tiaoli":
                clause = "" if re.match(r"(条款|clause)\s", content) else f"条款 {len(example.body) + 1}\n\n"
                if not example.body or example.body[-1].startswith("```"):
                    example.body.append("示例。")
                example.body.append(f"```tiaoli\n{clause}{content}\n```")
            elif kind == "yaml":
                example.cases.append(content)
            elif kind == "markdown":
                example.files[mark.removeprefix("file ")] = content
            elif kind == "quote":
                example.body.append(content)
            else:
                example.faults.add(content)
        example.words = "\n\n".join(words)
        if not any(b.startswith("```") for b in example.body) and not example.files:
            example.body = ["示例。"] if example.body else []
        if example.body or example.files:
            found.append(example)
    return found


def _sections(text: str) -> list[tuple[str, str]]:
    parts = re.split(r"^#{1,4} +(.+)$", _hidden(text), flags=re.M)
    return [(parts[i].strip(), parts[i + 1].replace("\0", "#")) for i in range(1, len(parts), 2)]


def _hidden(text: str) -> str:
    """Headings inside fences are no headings of the page."""
    return re.sub(r"^(`{3,}).*?^\1", lambda m: m[0].replace("#", "\0"), text, flags=re.M | re.S)


def _pieces(text: str) -> list[tuple[str, str, str]]:
    pieces: list[tuple[str, str, str]] = []
    mark = ""
    pattern = (
        r"^<!-- (?P<mark>[^\n]+?) -->$|^(?P<f>`{3,})(?P<kind>tiaoli|yaml|markdown)\n(?P<code>.*?)\n(?P=f)$"
        r"|(?P<q>(?:^>[^\n]*\n?)+)"
    )
    for m in re.finditer(pattern, text, flags=re.M | re.S):
        if m["mark"]:
            mark = m["mark"]
            if mark.startswith("fault "):
                pieces.append(("", "fault", mark.removeprefix("fault ")))
                mark = ""
        elif m["q"]:
            pieces.append(("", "quote", re.sub(r"^> ?", "", m["q"], flags=re.M).strip()))
        else:
            pieces.append((mark, m["kind"], m["code"]))
            mark = ""
    return pieces
