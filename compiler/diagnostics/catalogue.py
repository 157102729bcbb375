"""The catalogue of problems: for each code its sentences in every language, its page, and two examples.

One TOML file per code in ``pages/``, read when it is asked for. A problem is data; here it gets its words. A field
that is missing, empty or odd never stops a message from being shown.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, Literal

from compiler.diagnostics.problem import Problem

_PAGES: Final = Path(__file__).with_name("pages")
_CODE: Final = re.compile(r"TL\d{4}")
_LONGEST: Final = 160
LANGUAGES: Final = ("zh", "en")
ExampleKind = Literal["policy", "case", "arguments"]
# Fields that hold words of the compiler (a type, what the grammar expects) rather than words of the author.
_OURS: Final = frozenset({"expected", "given", "wanted", "left", "right"})


@dataclass(frozen=True, slots=True)
class Wording:
    """What a problem is called in one language.

    ``message`` is one line and may hold ``{field}``; so may ``remedy``, which says what to do next. ``page`` is the
    long form: what it means, why it matters, how to mend it.
    """

    message: str
    remedy: str
    page: str


@dataclass(frozen=True, slots=True)
class Example:
    """An input that yields the problem, or one that is fine.

    ``policy``: ``text`` is a policy file with its head. ``case``: ``text`` is a case, ``policy`` the file it is decided
    under. ``arguments``: ``words`` are the words of the command, given in a folder in which ``案例.yaml`` (``text``)
    and a library ``policy`` (a folder that holds the one file ``policy``) lie. ``encoding`` is how ``text`` is written
    to a file; its last line stands there ``times`` times, for what only large inputs can show.
    """

    kind: ExampleKind
    text: str
    policy: str
    words: tuple[str, ...]
    encoding: str
    times: int

    def content(self) -> bytes:
        """What the file holds."""
        last = self.text.splitlines(keepends=True)[-1] if self.times > 1 else ""
        return (self.text + last * (self.times - 1)).encode(self.encoding)


@dataclass(frozen=True, slots=True)
class Page:
    """A code with its words and examples. ``fields`` are the names of the fields its sentences use."""

    code: str
    fields: tuple[str, ...]
    wordings: tuple[tuple[str, Wording], ...]
    trips: Example
    passes: Example

    def wording(self, language: str) -> Wording:
        """The words in that language; in Chinese when there are none."""
        words = dict(self.wordings)
        return words.get(language) or words["zh"]


@lru_cache(maxsize=1)
def codes() -> tuple[str, ...]:
    """Every code that has a page, in order."""
    return tuple(sorted(path.stem for path in _PAGES.glob("TL*.toml") if _CODE.fullmatch(path.stem)))


@cache
def page(code: str) -> Page:
    """The page of a code; raises KeyError when there is none."""
    if code not in codes():
        raise KeyError(code)
    read = tomllib.loads((_PAGES / f"{code}.toml").read_text(encoding="utf-8"))
    wordings = tuple(
        (language, Wording(read[language]["message"], read[language]["remedy"], read[language]["page"].strip()))
        for language in LANGUAGES
    )
    return Page(code, tuple(read["fields"]), wordings, _example(read["trips"]), _example(read["passes"]))


def _example(read: dict[str, Any]) -> Example:
    kinds: dict[str, ExampleKind] = {"policy": "policy", "case": "case", "arguments": "arguments"}
    return Example(
        kinds[read["kind"]],
        str(read.get("text", "")),
        str(read.get("policy", "")),
        tuple(str(word) for word in read.get("words", ())),
        str(read.get("encoding", "utf-8")),
        int(read.get("times", 1)),
    )


def message(problem: Problem, language: str = "zh") -> str:
    """One line that says what is wrong."""
    if problem.code not in codes():
        return " ".join(f"{name}={_shown(value)}" for name, value in problem.fields) or "…"
    return fill(page(problem.code).wording(language).message, problem, language)


def remedy(problem: Problem, language: str = "zh") -> str:
    """What to do next; empty for a code without a page."""
    if problem.code not in codes():
        return ""
    return fill(page(problem.code).wording(language).remedy, problem, language)


def fill(template: str, problem: Problem, language: str) -> str:
    """Put the fields of a problem into a sentence; a field that is missing or empty becomes ``…``."""
    given = {name: value for name, value in problem.fields if value.strip()}
    out = []
    for text, name, _, _ in Formatter().parse(template):
        out.append(text)
        if name is not None:
            value = _shown(given.get(name, "…"))
            out.append(_ours(value, language) if name in _OURS else value)
    return "".join(out)


def placeholders(template: str) -> frozenset[str]:
    """The names of the fields in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def _shown(value: str) -> str:
    """A field on one line, without control characters, not too long."""
    line = "".join(char if char.isprintable() else " " for char in " ".join(value.split()))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


@lru_cache(maxsize=1)
def _terms() -> dict[str, dict[str, str]]:
    read = tomllib.loads((_PAGES / "terms.toml").read_text(encoding="utf-8"))
    return {language: dict(words) for language, words in read.items()}


def _ours(value: str, language: str) -> str:
    """A value made of the compiler's own words, in the reader's language; other words stay as they are."""
    terms = _terms().get(language, {})
    return " ".join(terms.get(word, word) for word in value.split(" "))
