"""What a row says otherwise than its case, as changes of the case's text. Only what differs is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from compiler.cases.expected import read_amount
from compiler.cases.place import MAX_TEXT
from compiler.cases.values import Unreadable
from compiler.cases.words import CASE_KEYS, FALSE, FORMS, OUTCOMES, PAID_FIELDS, TRUE
from compiler.rulebook.model import Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Type
from compiler.source import yaml_tree as y
from compiler.source.record import dataclass
from compiler.source.yaml_edit import Step, drop, put, rename
from compiler.source.yaml_tree import INVISIBLE
from tiaoli.workbook.cells import CellValue, Unusable, elsewheres, plain, same, stated, unquoted, value_of
from tiaoli.workbook.columns import COMPUTED, EXPECTED, PARTS, Column
from tiaoli.workbook.rows import BOTH, Row, forms, is_list, type_of

Edit = Callable[[str], str]
_FACTS, _EXPECT, _READINGS = 3, 2, 1
"""How many levels of each part stand in lines of their own where it is new."""
_GRANTED: Final = {False: "准予", True: "granted"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A column in which row and case differ, and both contents as text (empty: nothing)."""

    column: Column
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences of a row: what they are, the edits that carry them out in order, and cells that cannot be used
    (column and code)."""

    changed: tuple[Changed, ...]
    edits: tuple[Edit, ...]
    faults: tuple[tuple[Column, str], ...]


def changes(row: Row, cells: Mapping[Column, CellValue], law: Rulebook) -> Changes:
    """How ``cells``, the columns that the sheet has, differ from the case. Columns it has not are as they are."""
    finder = _Finder(row, cells, law)
    finder.find()
    return Changes(tuple(finder.changed), tuple(finder.edits), tuple(finder.faults))


def given(cells: Mapping[Column, CellValue]) -> bool:
    """Whether a row says anything."""
    return any(
        c.group not in COMPUTED and c.group != "file" and not (v is None or (isinstance(v, str) and not v.strip()))
        for c, v in cells.items()
    )


class _Finder:
    def __init__(self, row: Row, cells: Mapping[Column, CellValue], law: Rulebook) -> None:
        self.row, self.cells, self.law = row, cells, law
        self.changed: list[Changed] = []
        self.edits: list[Edit] = []
        self.faults: list[tuple[Column, str]] = []

    def find(self) -> None:
        case = Column("case")
        self._single(case, (forms("case", self.row.english),), 0)
        for part in PARTS:
            self._single(Column(part), (forms(part, self.row.english),), 0)
        for column in self.cells:
            if column.group == "reading":
                self._single(column, (forms("readings", self.row.english), (column.name,)), _READINGS)
        for kind in dict.fromkeys(c.name for c in self.cells if c.group == "fact"):
            self._facts(kind)
        for name in dict.fromkeys(c.name for c in self.cells if c.group == "expect"):
            self._expectations(name)

    # ------------------------------------------------------------ one value

    def text(self, column: Column) -> str:
        """What a cell of the row says; empty for nothing and for what cannot be read."""
        value = self.cells.get(column)
        try:
            text = plain(value)
        except Unusable as fault:
            self._fault(column, fault.code)
            return ""
        if INVISIBLE.search(text):
            self._fault(column, "TL0642")
            return ""
        main = column.group == "expect" and not column.part
        return f"{text}元" if main and isinstance(value, int | float) and not isinstance(value, bool) else text

    def _fault(self, column: Column, code: str) -> None:
        if (column, code) not in self.faults:
            self.faults.append((column, code))

    def _single(self, column: Column, path: tuple[Step, ...], block: int, at: Column | None = None) -> None:
        """A column whose cell is one place in the file; ``at`` is the column that the case has it in now."""
        if column not in self.cells:
            return
        entry = self.row.entries.get(at or column)
        now = _shown(entry.shown.value) if entry is not None else ""
        text = self.text(column)
        if text == now or any(at == column for at, _ in self.faults):
            return
        if not text:
            if now:
                self._note(column, now, "", partial(drop, path=path, prune=len(path) == 2))
            return
        type_ = entry.type if entry is not None and column.group == "complete" else type_of(column, self.law)
        old = entry.node.text if entry is not None and isinstance(entry.node, y.Scalar) else ""
        try:
            value = self._value(column, type_, old)
        except Unusable as fault:
            self._fault(column, fault.code)
            return
        said = stated(entry.node) if entry is not None else None
        if said is not None and same(said, value, type_):
            return
        self._note(column, now, text, _putting(path, value, block))

    def _value(self, column: Column, type_: Type | None, old: str) -> object:
        cell = self.cells[column]
        if column.group == "complete":
            text = plain(cell)
            if text.lower() in (*TRUE, *FALSE):
                return text
        if not is_list(column, self.law) or (type_ is not None and type_.list):
            return value_of(cell, type_, old)
        parts = value_of(cell, Type("text", list=True))
        return parts[0] if isinstance(parts, list) and len(parts) == 1 else parts

    def _note(self, column: Column, old: str, new: str, *edits: Edit) -> None:
        self.changed.append(Changed(column, old, new))
        self.edits.extend(edits)

    # ------------------------------------------------------------ facts

    def _facts(self, kind: str) -> None:
        slots = sorted({c.slot for c in self.cells if c.group == "fact" and c.name == kind})
        wanted = {slot: self._name(kind, slot) for slot in slots if self._filled(kind, slot)}
        if self._doubtful("fact", kind, "", [(slot, name) for slot, name in wanted.items() if name], "TL0628"):
            return
        held = {s: self._held(Column("fact", kind, s)) for s in slots if (kind, s) in self.row.facts}
        for slot, at, name in _matched(wanted, held, _auto(kind)):
            if slot is None and at is not None:
                path = self.row.facts[kind, at]
                self._note(Column("fact", kind, at), held[at], "", partial(drop, path=path, prune=True))
            elif slot is not None:
                self._fact(kind, slot, at, name)

    def _held(self, column: Column) -> str:
        """The name that the case has in a column, as the cell shows it."""
        entry = self.row.entries.get(column)
        return unquoted(_shown(entry.shown.value)) if entry is not None else ""

    def _doubtful(self, group: str, name: str, part: str, named: list[tuple[int, str]], code: str) -> bool:
        """Whether names stand twice in the row, or are no names; they are reported."""
        seen: set[str] = set()
        before = len(self.faults)
        for slot, text in named:
            column = Column(group, name, slot, part)
            if len(text) > MAX_TEXT or "\n" in text:
                self._fault(column, "TL0642")
            elif text in seen and text not in elsewheres():
                self._fault(column, code)
            seen.add(text)
        return len(self.faults) > before

    def _filled(self, kind: str, slot: int) -> bool:
        return any(self.text(c) for c in self.cells if (c.group, c.name, c.slot) == ("fact", kind, slot))

    def _name(self, kind: str, slot: int) -> str:
        return unquoted(self.text(Column("fact", kind, slot)))

    def _fact(self, kind: str, slot: int, at: int | None, name: str) -> None:
        """One fact of the row, which the case has in slot ``at`` (None: it is new)."""
        if at is None:
            name = name or self._free(kind, slot)
            path = self._new_path(kind, name)
            self._note(Column("fact", kind, slot), "", name, _putting(path, {}, _FACTS))
        else:
            path = self.row.facts[kind, at]
            old = self._held(Column("fact", kind, at))
            if name and name != old:
                self._note(Column("fact", kind, slot), old, name, partial(rename, path=path, new=name))
                path = (*path[:-1], (name,))
        for column in self.cells:
            if (column.group, column.name, column.slot) == ("fact", kind, slot) and column.part:
                now = Column("fact", kind, at or 0, column.part)
                self._single(column, (*path, _field(kind, column.part)), _FACTS, now)

    def _new_path(self, kind: str, name: str) -> tuple[Step, ...]:
        used = [path[1] for (k, _), path in self.row.facts.items() if k == kind]
        names = (kind, "paid") if kind == PAID else (kind,)
        first = used[0][0] if used else kind
        return (forms("facts", self.row.english), (first, *(n for n in names if n != first)), (name,))

    def _free(self, kind: str, slot: int) -> str:
        """A name for a fact that was given none."""
        taken = {path[-1][0] for path in self.row.facts.values()}
        taken |= {unquoted(self.text(c)) for c in self.cells if c.group == "fact" and not c.part}
        return next(n for n in (f"{kind}{i}" for i in range(slot, slot + len(taken) + 2)) if n not in taken)

    # ------------------------------------------------------------ expectations

    def _expectations(self, name: str) -> None:
        slots = sorted({c.slot for c in self.cells if c.group == "expect" and c.name == name})
        filled = [s for s in slots if any(self.text(Column("expect", name, s, p)) for p in ("", *EXPECTED))]
        wanted = {s: unquoted(self.text(Column("expect", name, s, "object"))) or "\0" for s in filled}
        if self._doubtful("expect", name, "object", list(wanted.items()), "TL0606"):
            return
        objects = {s: self._held(Column("expect", name, s, "object")) for s in slots}
        held = {s: object_ or "\0" for s, object_ in objects.items() if (name, s) in self.row.expected}
        for slot, at, object_ in _matched(wanted, held, lambda _: ""):
            if slot is None and at is not None:
                path = self._expected_path(self.row.expected[name, at][0])
                self._note(Column("expect", name, at), self._main(name, at), "", partial(drop, path=path, prune=True))
            elif slot is not None:
                self._expectation(name, slot, at, object_.strip("\0"))

    def _main(self, name: str, slot: int) -> str:
        entry = self.row.entries.get(Column("expect", name, slot))
        return _shown(entry.shown.value) if entry is not None else "…"

    def _expected_path(self, key: str) -> tuple[Step, ...]:
        return (forms("expect", self.row.english), (key,))

    def _expectation(self, name: str, slot: int, at: int | None, object_: str) -> None:
        english = self.row.english
        key = f"{name}@{object_}" if object_ else name
        if at is not None:
            old = self.row.expected[name, at]
            column = Column("expect", name, slot, "object")
            held = self._held(Column("expect", name, at, "object"))
            if column in self.cells and object_ != held:
                path = self._expected_path(old[0])
                self._note(column, held, object_, partial(rename, path=path, new=key))
            else:
                key = old[0]
        path = self._expected_path(key)
        main, parts = self._wanted(name, slot, at)
        node = self._node(name, at)
        if isinstance(node, y.Mapping):
            # What is taken away comes last, so that the mapping is never empty in between.
            for column, part, new in sorted(self._differing(name, slot, at, node), key=lambda d: d[2] is None):
                step = forms(part, english)
                at_part = (*path, step)
                self.edits.append(partial(put, path=at_part, value=new) if new else partial(drop, path=at_part))
                self._told(column, at)
            return
        now = _shown(self.row.entries[Column("expect", name, at)].shown.value) if at is not None else ""
        if at is not None and not parts and _meaning(now) == _meaning(main):
            return
        value: object = _short(main)
        if parts or not main:
            value = {forms(k, english)[0]: v for k, v in _long(main).items() if v} | {
                forms(k, english)[0]: v for k, v in parts.items()
            }
        self.edits.append(_putting(path, value, _EXPECT))
        for part in ("", *parts):
            if part or _meaning(now) != _meaning(main):
                self._told(Column("expect", name, slot, part), at)

    def _told(self, column: Column, at: int | None) -> None:
        entry = self.row.entries.get(Column("expect", column.name, at or 0, column.part))
        told = Changed(column, _shown(entry.shown.value) if entry else "", self.text(column))
        if told not in self.changed:
            self.changed.append(told)

    def _node(self, name: str, at: int | None) -> y.Node | None:
        """The node of an expectation, if it is a mapping; that of its parts lies within."""
        return self.row.bodies.get((name, at)) if at is not None else None

    def _wanted(self, name: str, slot: int, at: int | None) -> tuple[str, dict[str, object]]:
        """What the row says: the main cell, and the parts that are filled. Of a part the sheet has no column for, what
        the case says."""
        parts: dict[str, object] = {}
        for part in EXPECTED[1:]:
            column = Column("expect", name, slot, part)
            text = self.text(column)
            if text:
                value = self._part(column)
                if value is not None:
                    parts[part] = value
        return self.text(Column("expect", name, slot)), parts

    def _part(self, column: Column) -> object | None:
        try:
            return self._value(column, None, "")
        except Unusable as fault:
            self._fault(column, fault.code)
            return None

    def _differing(
        self, name: str, slot: int, at: int | None, node: y.Mapping
    ) -> Iterator[tuple[Column, str, object | None]]:
        """Each part of an expectation that is to be put or (None) dropped."""
        column = Column("expect", name, slot)
        entry = self.row.entries.get(Column("expect", name, at or 0))
        now = _shown(entry.shown.value) if entry is not None else ""
        if column in self.cells and _meaning(now) != _meaning(self.text(column)):
            held = {part for part in ("outcome", "amount") if node.get(*FORMS[part]) is not None}
            for part, value in _long(self.text(column)).items():
                if part == "outcome" and not value and "outcome" in held and self.text(column):
                    value = _GRANTED[self.row.english]
                if value or part in held:
                    yield column, part, value or None
        for part in EXPECTED[1:]:
            column = Column("expect", name, slot, part)
            if column not in self.cells:
                continue
            entry = self.row.entries.get(Column("expect", name, at or 0, part))
            text = self.text(column)
            if text == (_shown(entry.shown.value) if entry is not None else ""):
                continue
            new = self._part(column) if text else None
            unchanged = entry is not None and new is not None and same(stated(entry.node), new, None)
            if not unchanged and (new is not None or not text):
                yield column, part, new


def _matched(
    wanted: Mapping[int, str], held: Mapping[int, str], auto: Callable[[int], str]
) -> Iterator[tuple[int | None, int | None, str]]:
    """Pairs what a row names with what the case has: by name, then by place. Gives slot in the row and slot in the case
    (None: not there) and the name."""
    left, pairs = dict(held), {}
    for by_name in (True, False):
        for slot, name in wanted.items():
            if slot in pairs:
                continue
            names = [name or auto(slot)] if by_name else []
            at = next((s for s, n in left.items() if n in names), None) if by_name else (slot if slot in left else None)
            if at is not None:
                pairs[slot] = at
                del left[at]
    for slot, name in wanted.items():
        yield slot, pairs.get(slot), name
    for at, name in left.items():
        yield None, at, name


def _auto(kind: str) -> Callable[[int], str]:
    return lambda slot: f"{kind}{slot}"


def _field(kind: str, name: str) -> Step:
    return (name, *(en for en, zh in PAID_FIELDS.items() if kind == PAID and zh == name))


def _putting(path: tuple[Step, ...], value: object, block: int) -> Edit:
    return partial(put, path=path, value=value, block=block, before=_before(path[0]))


def _before(step: Step) -> tuple[str, ...]:
    """The keys of a case that stand before this one."""
    key = next(k for k in CASE_KEYS if FORMS[k][0] in step and FORMS[k][1] in step)
    return tuple(form for k in CASE_KEYS[: CASE_KEYS.index(key)] for form in FORMS[k]) or ("\0",)


def _shown(value: CellValue) -> str:
    try:
        return plain(value)
    except Unusable:
        return str(value)


# ---------------------------------------------------------------- outcome and amount in one cell


def _long(main: str) -> dict[str, str]:
    """Outcome and amount of a main cell; empty where it has none."""
    found = {"outcome": "", "amount": ""}
    for part in (p.strip() for p in main.replace(";", BOTH).split(BOTH)):
        found["outcome" if part in OUTCOMES else "amount"] = unquoted(part)
    return found


def _short(main: str) -> object:
    """What stands in a file as the whole expectation."""
    both = {key: value for key, value in _long(main).items() if value}
    return next(iter(both.values()), "") if len(both) < 2 else {FORMS[k][0]: v for k, v in both.items()}


def _meaning(main: str) -> object:
    """What a main cell says, whatever its words."""
    both = _long(main)
    amount: object = both["amount"]
    try:
        read = read_amount(both["amount"]) if both["amount"] else None
        amount = (read.low, read.high, read.open, read.per) if read else None
    except Unreadable:
        pass
    return OUTCOMES.get(both["outcome"], "granted" if amount else None), amount
