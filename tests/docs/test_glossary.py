"""The glossary speaks of every keyword once, in the groups of the one table, and of no other word as if it were one."""

import re
from collections import Counter
from pathlib import Path

import pytest

from compiler.surface import keywords
from compiler.surface.keywords import KEYWORDS

GLOSSARY = (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<zh>[^|`]+) \| `(?P<en>[^|`]+)` \| (?P<meaning>[^|]+) \|$", re.M)
ROWS = [(m["zh"], m["en"], m["meaning"]) for m in ROW.finditer(GLOSSARY)]


def test_each_keyword_stands_once_and_nothing_else_does():
    listed = Counter((zh, en) for zh, en, _ in ROWS)
    assert [pair for pair, n in listed.items() if n != 1] == []
    assert sorted(listed) == sorted((k.zh, k.en) for k in KEYWORDS)


def test_each_row_of_a_table_of_keywords_is_read():
    """A row that is written in another way would escape the other tests."""
    tables = re.findall(r"^\| zh \| en keyword \| meaning \|\n\|---\|---\|---\|\n((?:\|.*\n)+)", GLOSSARY, re.M)
    assert sum(len(t.splitlines()) for t in tables) == len(ROWS)


def test_the_groups_are_those_of_the_one_table():
    """Each heading of the table of keywords, with the same words in the same order."""
    table: dict[str, list[str]] = {}
    group = ""
    for line in keywords._TABLE.strip().splitlines():
        if line.startswith("# "):
            group = line.removeprefix("# ")
            table[group] = []
        else:
            table[group].append(line.split()[1])
    sections = re.split(r"^## +(.+)$", GLOSSARY, flags=re.M)[1:]
    shown = {
        title.lower(): [m["zh"] for m in ROW.finditer(text)]
        for title, text in zip(sections[::2], sections[1::2], strict=True)
    }
    assert {title: words for title, words in shown.items() if words} == table


@pytest.mark.parametrize(("zh", "en", "meaning"), ROWS, ids=[en for _, en, _ in ROWS])
def test_a_meaning_speaks_only_of_keywords(zh, en, meaning):
    """What stands in backticks in a meaning is a keyword, alone or with signs and examples that are none."""
    words = {w for quoted in re.findall(r"`([^`]+)`", meaning) for w in re.findall(r"[a-z_]+", quoted)}
    assert words <= {k.en for k in KEYWORDS}
    assert meaning.endswith(".")
