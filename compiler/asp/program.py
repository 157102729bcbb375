"""What the compiler hands to the solver: rules in sections."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from compiler.source.record import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """Rules of one benefit, group, limit, assertion or definition. ``kinds``: a case without objects of any of these
    kinds does not need the section (empty: always needed)."""

    sort: str
    name: str
    document: str
    clause: str
    kinds: tuple[str, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """Sections in the order of the clauses, and the free texts that travel as symbols: name in the program, text."""

    sections: tuple[Section, ...]
    texts: tuple[tuple[str, str], ...]


@cache
def frame() -> str:
    """The rules that every program has in front: what the facts mean that its sections are made of."""
    return Path(__file__).with_name("frame.lp").read_text(encoding="utf-8")


def frame_for(rules: Iterable[str]) -> str:
    """Those of them that these rules need: each costs as much to prepare as one of theirs."""
    first, *others = _frame_parts()
    text = "\n".join(rules)
    return "\n".join((first[1], *(part for words, part in others if words in text)))


@cache
def _frame_parts() -> tuple[tuple[str, str], ...]:
    first, *others = frame().split("\n%@ ")
    return ("", first), *((words, rules) for words, _, rules in (part.partition("\n") for part in others))
