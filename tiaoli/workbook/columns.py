"""The columns of a casebook: what each means, and how its heading is written and read.

A heading names its column in the drafter's words: ``工作室认定.级别``, for a second fact of that kind
``工作室认定#2.级别``, ``应得：取证补贴``. Headings of one language are read in every
language, so that a workbook may be shared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from compiler.cases.words import EXPECTED_KEYS, FORMS, PAID_FIELDS
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID
from compiler.source.record import dataclass
from tiaoli.words import LANGUAGES, Words, words_of

PARTS: Final = ("documents", "complete", "choices", "known", "on", "note")
SINGLE: Final = ("key", "status", "case", "file", *PARTS, "rest")
PREFIXED: Final = ("fact", "reading", "expect", "found", "kept")
EXPECTED: Final = ("object", *(key for key in EXPECTED_KEYS if key not in ("outcome", "amount")))
COMPUTED: Final = frozenset({"key", "status", "found", "kept", "rest"})
"""Columns that the program fills and does not read."""
_SLOT: Final = re.compile(r"(.*?)[#＃]([0-9]{1,4})")


@dataclass(frozen=True, slots=True)
class Column:
    """``group``: one of SINGLE; or fact, reading, expect, found, kept with the ``name`` of the kind, reading or
    benefit. ``slot``: which fact or expectation of that name, from 1. ``part``: the field of a fact (empty: its name),
    the part of an expectation (empty: outcome and amount)."""

    group: str
    name: str = ""
    slot: int = 1
    part: str = ""


def heading(column: Column, words: Words) -> str:
    """The text at the head of a column."""
    if column.group in SINGLE:
        return words.say(f"workbook.head.{column.group}")
    name = column.name + (f"#{column.slot}" if column.slot > 1 else "")
    if column.group == "fact":
        plain = f"{name}.{column.part}" if column.part else name
        return words.say("workbook.head.fact", name=plain) if _taken(name) else plain
    part = f".{words.say(f'workbook.part.{column.part}')}" if column.part else ""
    return words.say(f"workbook.head.{column.group}", name=name) + part


class Headings:
    """Reads headings. ``laws`` are the rulebooks whose names may stand in them."""

    def __init__(self, laws: Iterable[Rulebook]) -> None:
        self.kinds: dict[str, dict[str, str]] = {}
        self.names: dict[str, dict[str, None]] = {group: {} for group in PREFIXED}
        for law in laws:
            for kind in law.kinds:
                fields = self.kinds.setdefault(kind.name, {})
                fields.update({f.name: f.name for f in kind.fields})
                if kind.name == PAID:
                    fields.update(PAID_FIELDS)
            for benefit in law.benefits:
                for group in ("expect", "found", "kept"):
                    self.names[group].update({benefit.name: None, benefit.id: None})
            self.names["reading"].update({r.name: None for r in law.readings if r.choices})

    def read(self, text: str) -> tuple[Column | None, tuple[str, ...]]:
        """The column; or None, with names that come close when it looks like a heading of ours, without when it is a
        column of the drafter's own."""
        plain = folded(text)
        single = _singles().get(plain)
        if single is not None:
            return Column(single), ()
        for prefix, group in _prefixes():
            if plain.startswith(prefix):
                rest = text.strip()[len(prefix) :].strip()
                return self._fact(rest, True) if group == "fact" else self._prefixed(group, rest)
        return self._fact(text.strip(), False)

    def _fact(self, text: str, sure: bool) -> tuple[Column | None, tuple[str, ...]]:
        name, _, part = text.partition(".")
        name, slot = _slot(name.strip())
        part = part.strip()
        fields = self.kinds.get(name)
        if fields is None:
            return None, _near(name, self.kinds) or tuple(self.kinds)[:3] if sure else ()
        if part and part not in fields:
            return None, tuple(f"{name}.{near}" for near in _near(part, fields) or tuple(fields)[:3]) or (name,)
        return Column("fact", name, slot, fields[part] if part else ""), ()

    def _prefixed(self, group: str, text: str) -> tuple[Column | None, tuple[str, ...]]:
        names = self.names[group]
        head, _, tail = text.rpartition(".")
        for name, part in ((text, ""), (head.strip(), _parts().get(folded(tail), "?"))):
            base, slot = (name, 1) if name in names else _slot(name)
            if base in names and part != "?" and (group == "expect" or not part):
                return Column(group, base, slot, part), ()
        return None, _near(text, names) or tuple(names)[:3] or (text,)


def folded(text: str) -> str:
    """A heading for comparing: one line, half-width colon, lower case."""
    return " ".join(text.split()).replace("：", ":").replace(": ", ":").lower()


def _slot(name: str) -> tuple[str, int]:
    match = _SLOT.fullmatch(name)
    return (match[1].strip(), int(match[2])) if match and int(match[2]) else (name, 1)


def _near(name: str, known: Iterable[str]) -> tuple[str, ...]:
    from compiler.diagnostics.problem import near_names

    return near_names(name, known)


@lru_cache(maxsize=1)
def _singles() -> dict[str, str]:
    return {folded(words_of(lang).say(f"workbook.head.{group}")): group for group in SINGLE for lang in LANGUAGES}


@lru_cache(maxsize=1)
def _prefixes() -> tuple[tuple[str, str], ...]:
    found = {folded(words_of(lang).say(f"workbook.head.{g}", name="\0")): g for g in PREFIXED for lang in LANGUAGES}
    return tuple((text.partition("\0")[0], group) for text, group in found.items())


@lru_cache(maxsize=1)
def _parts() -> dict[str, str]:
    found = {form: key for key in EXPECTED if key in FORMS for form in FORMS[key]}
    return found | {folded(words_of(lang).say(f"workbook.part.{key}")): key for key in EXPECTED for lang in LANGUAGES}


def _taken(name: str) -> bool:
    """Whether a kind bears a name that would be read as something else."""
    return folded(name) in _singles() or any(folded(name).startswith(prefix) for prefix, _ in _prefixes())
