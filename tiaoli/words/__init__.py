"""The words of the screen, a table per language: no prose stands anywhere else in this package.

A sentence is found by ``kind.state``. In it ``{name}`` is a place to fill, and ``[…]`` is left out whole when a place
inside it is empty. ``{name|one|more}`` is the first word where ``name`` is 1, else the second. What is filled in is
never read as a template.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import field
from functools import lru_cache
from pathlib import Path

from compiler.source import kept
from compiler.source.record import dataclass

LANGUAGES = ("zh", "en")
_PLACE = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"\{(\w+)\|([^{}|]*)\|([^{}|]*)\}")
_GROUP = re.compile(r"\[([^\[\]]*)\]")


@dataclass(frozen=True, slots=True)
class Words:
    """The table of one language. ``language`` is one of :data:`LANGUAGES`."""

    language: str
    table: dict[str, str] = field(repr=False, compare=False)

    def say(self, key: str, **places: str) -> str:
        """The sentence under ``key`` with its places filled; KeyError when the table has none."""
        return fill(self.table[key], places)

    def say_first(self, keys: tuple[str, ...], **places: str) -> str:
        """The sentence under the first of ``keys`` that the table has."""
        return fill(self.table[next(key for key in keys if key in self.table)], places)

    def has(self, key: str) -> bool:
        """Whether there is a sentence under ``key``."""
        return key in self.table


def fill(template: str, places: dict[str, str]) -> str:
    """Fill the places of a template, leaving out each ``[…]`` that has an empty one."""

    def group(match: re.Match[str]) -> str:
        inside = match[1]
        if all(places.get(name, "") for name in _PLACE.findall(inside)):
            return inside
        return ""

    template = _NUMBER.sub(lambda m: m[2] if places.get(m[1]) == "1" else m[3], template)
    return _PLACE.sub(lambda m: places.get(m[1], ""), _GROUP.sub(group, template)).strip()


@lru_cache(maxsize=len(LANGUAGES))
def words_of(language: str) -> Words:
    """The table of ``language``, which is one of :data:`LANGUAGES`.

    Reading TOML is slow beside everything else at start-up, so the flat table is kept between runs, by content.
    """
    data = (Path(__file__).parent / f"{language}.toml").read_bytes()
    name = f"words-{hashlib.sha256(data).hexdigest()}"
    found = kept.get(name)
    table: dict[str, str] = json.loads(found) if found is not None else _read(data)
    if found is None:
        kept.put(name, json.dumps(table, ensure_ascii=False).encode())
    return Words(language, table)


def _read(data: bytes) -> dict[str, str]:
    import tomllib

    table: dict[str, str] = {}
    for section, rows in tomllib.loads(data.decode()).items():
        _flatten(section, rows, table)
    return table


def _flatten(prefix: str, rows: object, table: dict[str, str]) -> None:
    if isinstance(rows, dict):
        for name, row in rows.items():
            _flatten(f"{prefix}.{name}", row, table)
    else:
        table[prefix] = str(rows)
