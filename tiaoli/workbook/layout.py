"""Which columns a casebook gets, and in what order: the case, its facts, how it is to be read, what it comes to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from compiler.cases.facts import kinds_by_name
from compiler.rulebook.model import Rulebook
from compiler.source.record import dataclass
from tiaoli.workbook.columns import EXPECTED, PARTS, Column
from tiaoli.workbook.rows import Row

MOST_SLOTS: Final = 20
MOST_COLUMNS: Final = 4_000


@dataclass(frozen=True, slots=True)
class Placed:
    """A column and whether it is folded away, because no case uses it yet."""

    column: Column
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns from left to right. ``left_out``: facts that have no column, as (number of the case, kind, how many
    facts it has, how many have columns)."""

    columns: tuple[Placed, ...]
    left_out: tuple[tuple[int, str, int, int], ...]


def lay_out(rows: Sequence[Row], laws: Iterable[Rulebook], telling: Collection[str]) -> Layout:
    """The columns for these cases. ``telling`` are the benefits that come to something in one of them: they get columns
    even where nothing is expected yet."""
    used = {column for row in rows for column in row.entries}
    laws = tuple(laws)
    most = MOST_SLOTS
    while True:
        facts = _facts(rows, used, laws, most)
        if len(facts) <= MOST_COLUMNS or most == 1:
            break
        most = max(1, most // 2)
    columns = [Placed(Column(group)) for group in ("key", "status", "case", "file")]
    columns += facts
    columns += [Placed(Column(part), Column(part) not in used) for part in PARTS]
    readings = {r.name for law in laws for r in law.readings if r.choices}
    columns += [Placed(c, c not in used) for c in (Column("reading", name) for name in sorted(readings))]
    columns += _results(rows, used, laws, telling)
    columns.append(Placed(Column("rest")))
    return Layout(tuple(columns), _left_out(rows, most))


def _facts(rows: Sequence[Row], used: set[Column], laws: Sequence[Rulebook], most: int) -> list[Placed]:
    """For the first fact of a kind all declared fields, for further ones those in use."""
    slots: dict[str, int] = {}
    for row in rows:
        for kind, slot in row.facts:
            slots[kind] = max(slots.get(kind, 0), min(slot, most))
    found: list[Placed] = []
    for kind in dict.fromkeys(k.name for law in laws for k in law.kinds if k.name in slots):
        fields = dict.fromkeys(
            f.name for law in laws for k in (kinds_by_name(law).get(kind),) if k is not None for f in k.fields
        )
        for slot in range(1, slots[kind] + 1):
            found.append(Placed(Column("fact", kind, slot)))
            for name in fields:
                column = Column("fact", kind, slot, name)
                if column in used or slot == 1:
                    found.append(Placed(column, column not in used))
    return found


def _results(
    rows: Sequence[Row], used: set[Column], laws: Sequence[Rulebook], telling: Collection[str]
) -> list[Placed]:
    """For each benefit what is expected, what was found, and what was found under the rules before."""
    slots: dict[str, int] = dict.fromkeys(telling, 1)
    for row in rows:
        for name, slot in row.expected:
            slots[name] = max(slots.get(name, 1), min(slot, MOST_SLOTS))
    found = []
    for name in dict.fromkeys(n for law in laws for b in law.benefits for n in (b.name, b.id) if n in slots):
        for slot in range(1, slots[name] + 1):
            found += [Placed(Column(group, name, slot)) for group in ("expect", "found", "kept")]
            parts = (Column("expect", name, slot, part) for part in EXPECTED)
            found += [Placed(c) for c in parts if c in used]
    return found


def _left_out(rows: Sequence[Row], most: int) -> tuple[tuple[int, str, int, int], ...]:
    found = []
    for number, row in enumerate(rows):
        counts: dict[str, int] = {}
        for kind, _ in row.facts:
            counts[kind] = counts.get(kind, 0) + 1
        found += [(number, kind, count, most) for kind, count in counts.items() if count > most]
    return tuple(found)
