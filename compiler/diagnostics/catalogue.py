"""The catalogue of problems: for each code its sentences in every language, its page, and two examples.

One TOML file per code in ``pages/``, read when it is asked for. A problem is data; here it gets its words. A field
that is missing, empty or odd never stops a message from being shown.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, Final, Literal, get_args

from compiler.diagnostics.problem import Problem
from compiler.source.record import dataclass

_PAGES: Final = Path(__file__).with_name("pages")
_CODE: Final = re.compile(r"TL\d{4}")
_LONGEST: Final = 160
LANGUAGES: Final = ("zh", "en")
ExampleKind = Literal["policy", "case", "arguments", "workbook"]
# Fields that can hold the name of a type or what the grammar expects, beside words of the author.
_TYPES: Final = frozenset({"expected", "given", "wanted", "left", "right"})


@dataclass(frozen=True, slots=True)
class Wording:
    """What a problem is called in one language.

    ``message`` is one line and may hold ``{field}``; so may ``remedy``, which says what to do next. ``page`` is the
    long form: what it means, why it matters, how to mend it. ``bare`` is the message where a field has nothing in it,
    for problems to which that happens.
    """

    message: str
    remedy: str
    page: str
    bare: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """An input that yields the problem, or one that is fine.

    ``policy``: ``text`` is a policy file with its head. ``case``: ``text`` is a case, ``policy`` the file it is decided
    under. ``arguments``: ``words`` are the words of the command, given in a folder in which ``案例.yaml`` (``text``)
    and a library ``policy`` (a folder that holds the one file ``policy``) lie. ``beside`` is another file of the
    library. ``workbook``: as ``arguments``, and ``案例.xlsx`` is the case exported, with ``steps`` done to it, each a
    word and what it is done to, set apart by ``|``. ``encoding`` is how ``text`` is written
    to a file. ``generate`` is for what only large inputs can show: ``"乙 300"`` means that the first 乙 of ``text``
    stands in the file 300 times over.
    """

    kind: ExampleKind
    text: str
    policy: str = ""
    words: tuple[str, ...] = ()
    encoding: str = "utf-8"
    generate: str = ""
    beside: str = ""
    steps: tuple[str, ...] = ()

    def content(self) -> bytes:
        """What the file holds."""
        piece, _, times = self.generate.rpartition(" ")
        text = self.text.replace(piece, piece * int(times), 1) if piece else self.text
        return text.encode(self.encoding)


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
        (language, Wording(words["message"], words["remedy"], words["page"].strip(), words.get("bare", "")))
        for language in LANGUAGES
        for words in (read[language],)
    )
    return Page(code, tuple(read["fields"]), wordings, _example(read["trips"]), _example(read["passes"]))


def _example(read: dict[str, Any]) -> Example:
    kinds: dict[str, ExampleKind] = {kind: kind for kind in get_args(ExampleKind)}
    return Example(
        kinds[read["kind"]],
        str(read.get("text", "")),
        str(read.get("policy", "")),
        tuple(str(word) for word in read.get("words", ())),
        str(read.get("encoding", "utf-8")),
        str(read.get("generate", "")),
        str(read.get("beside", "")),
        tuple(str(step) for step in read.get("steps", ())),
    )


def message(problem: Problem, language: str = "zh") -> str:
    """One line that says what is wrong."""
    if problem.code not in codes():
        return " ".join(f"{name}={_shown(value)}" for name, value in problem.fields) or "…"
    wording = page(problem.code).wording(language)
    given = {name for name, value in problem.fields if _said(value)}
    whole = not wording.bare or placeholders(wording.message) <= given
    return fill(wording.message if whole else wording.bare, problem, language)


def remedy(problem: Problem, language: str = "zh") -> str:
    """What to do next; empty for a code without a page."""
    if problem.code not in codes():
        return ""
    return fill(page(problem.code).wording(language).remedy, problem, language)


def fill(template: str, problem: Problem, language: str) -> str:
    """Put the fields of a problem into a sentence; a field that is missing or empty becomes ``…``."""
    given = {name: value for name, value in problem.fields if _said(value)}
    out = []
    for text, name, _, _ in Formatter().parse(template):
        out.append(text)
        if name is not None:
            value = _shown(given.get(name, "…"))
            out.append(_ours(name, value, language))
    return "".join(out)


def placeholders(template: str) -> frozenset[str]:
    """The names of the fields in a sentence."""
    return frozenset(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def _said(value: str) -> bool:
    """Whether a field holds anything: something that can be seen, or characters that cannot."""
    return bool(value.strip()) or (value != "" and not value.isprintable())


def _shown(value: str) -> str:
    """A field on one line, without control characters, not too long. One that holds nothing else is told by number."""
    if value and not any(char.isprintable() and not char.isspace() for char in value):
        return " ".join(f"U+{ord(char):04X}" for char in value[:3])
    line = "".join(char if char.isprintable() else " " for char in " ".join(value.split()))
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


@lru_cache(maxsize=1)
def _terms() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((_PAGES / "terms.toml").read_text(encoding="utf-8"))


def _ours(name: str, value: str, language: str) -> str:
    """A value made of the compiler's own words, in the reader's language; other words stay as they are."""
    tables = _terms().get(language, {})
    terms = tables.get(name) or tables.get(name.rpartition("_")[2])
    if terms is None and name in _TYPES:
        terms = tables.get("types")
    return " ".join(terms.get(word, word) for word in value.split(" ")) if terms else value
