"""The rules of two versions beside each other, in canonical text, and which lines of them changed.

Rules are compared as trees: comments, layout and the language of the keywords make no difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from difflib import SequenceMatcher
from functools import lru_cache

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log
from compiler.source.record import dataclass
from compiler.source.text import NOWHERE, SourceFile, Span
from compiler.surface import tree as t
from compiler.surface.format import format_page
from compiler.surface.keywords import BY_WORD
from compiler.surface.tree.naming import name_of, sort_of

_PARTS = {
    "condition": "WHEN UNLESS MUST ALLOW DENY REPLACES",
    "amount": "AMOUNT CAP FLOOR UPLIFT ROUND GIVES IS FROM ATLEAST ATMOST OTHERWISE",
    "date": "SIGNED PUBLISHED INFORCE APPLIES EXPIRES RETROACTIVE DECIDES DURATION STARTS ENDS SUSPENDS",
    "end": "REPEALS STOPS CLOSES",
    "party": "FOR BENEFICIARY APPLICANT PAYEE",
    "count": "LIMIT",
    "duplication": "MEMBER WINDOW SHAPE TOGETHER PREVAILS",
    "reading": "ASKS CHOICE DEFAULT SEVERITY TOUCHES",
    "payment": "FUND INSTALMENT CATEGORY",
    "basis": "BASIS",
    "words": "ENUMERATION ENTITY EVENT DEEMED DEFINE PARAMETER SET",
}
_QUOTED = {"「": "」", "“": "”", '"': '"'}
_PART_OF = {terminal: part for part, terminals in _PARTS.items() for terminal in terminals.split()}


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of a rule before and after; empty where it was not there. ``part``: condition amount date end party
    count duplication reading payment basis words other."""

    part: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A rule where it stands: document or vocabulary, clause, canonical text. ``by``: the amendment that it was written
    in, when it is not the document itself."""

    document: str
    clause: str
    text: str
    by: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class RuleChange:
    """``kind``: added removed changed moved. ``sort`` is that of the item (benefit, exception, document …)."""

    kind: str
    sort: str
    name: str
    old: Placed | None
    new: Placed | None
    lines: tuple[LineChange, ...] = ()

    @property
    def place(self) -> Placed:
        """Where the rule stands, or stood."""
        found = self.new if self.new is not None else self.old
        assert found is not None  # every change has a side
        return found


@dataclass(frozen=True, slots=True)
class _Item:
    item: t.Item
    clause: str


def compare_rules(
    old: Sheet | None, new: Sheet | None, clauses: Mapping[str, str], language: str, files: Mapping[str, str]
) -> tuple[RuleChange, ...]:
    """Every rule that differs. ``clauses``: the number that a clause of the old version has in the new one;
    ``language``: of the keywords in the canonical text; ``files``: the document that the text of a file is."""
    before, after = _items(old, clauses), _items(new, {})
    found: list[RuleChange] = []
    for key in dict.fromkeys((*after, *before)):
        a, b = before.get(key, []), after.get(key, [])
        pairs = _paired(a, b)
        for one, other in pairs:
            if one is not None and other is not None and one.item == other.item:
                if clauses.get(one.clause, one.clause) == other.clause:
                    continue
                kind = "moved"
            else:
                kind = "added" if one is None else "removed" if other is None else "changed"
            shown = other or one
            assert shown is not None  # a pair has at least one side
            if kind != "changed" and isinstance(shown.item, t.Clause):
                continue  # a clause that came or went is told with its text
            first, second = _placed(old, one, language, files), _placed(new, other, language, files)
            lines = _lines(first.text, second.text) if kind == "changed" and first and second else ()
            sort, name = sort_of(shown.item), _called(shown.item)
            found.append(RuleChange(kind, sort, name, first, second, lines))
    return tuple(sorted(found, key=_order))


def _order(change: RuleChange) -> tuple[int, int]:
    return (change.place.span.start, 0 if change.new is not None else 1)


def _items(sheet: Sheet | None, clauses: Mapping[str, str]) -> dict[tuple[str, str], list[_Item]]:
    """Everything written in a sheet, by what it is found again by. The line of a clause goes by the number that the
    clause has on the other side."""
    found: dict[tuple[str, str], list[_Item]] = {}
    for entry in sheet.grounded if sheet is not None else ():
        item, clause = entry.item, entry.clause.id if entry.clause is not None else ""
        if isinstance(item, t.Clause):
            clause = item.id.text
            item = replace(item, id=replace(item.id, text=clauses.get(clause, clause)))
        found.setdefault(_key(item), []).append(_Item(item, clause))
    return found


def _key(item: t.Item) -> tuple[str, str]:
    """What an item is found again by."""
    sort = sort_of(item)
    if isinstance(item, t.Document | t.Vocabulary):
        return "head", ""
    if isinstance(item, t.Norm):
        return "norm", item.kind
    if isinstance(item, t.Relation | t.Together | t.Deemed):
        return sort, ""
    return sort, _called(item)


def _called(item: t.Item) -> str:
    """What an item is called on the screen."""
    match item:
        case t.Document() | t.Unheld():
            return item.number.text
        case t.Clause():
            return item.id.text
        case t.Relation() | t.Together():
            return "、".join(w.text for w in item.names)
        case t.Deemed():
            return item.value.text
        case t.Norm():
            return item.basis.id.text if item.basis.id is not None else ""
        case _:
            return name_of(item)


def _paired(old: list[_Item], new: list[_Item]) -> list[tuple[_Item | None, _Item | None]]:
    """Items of one key: equal ones first, then those called alike, then what is left in order where there is but one
    of each."""
    pairs: list[tuple[_Item | None, _Item | None]] = []
    left, right = list(old), list(new)
    for same in (_equal, _alike):
        for one in tuple(left):
            other = next((o for o in right if same(one, o)), None)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)
    if len(left) == len(right) == 1 and not isinstance(left[0].item, t.Norm):
        return [*pairs, (left[0], right[0])]
    return [*pairs, *((one, None) for one in left), *((None, other) for other in right)]


def _equal(one: _Item, other: _Item) -> bool:
    return one.item == other.item


def _alike(one: _Item, other: _Item) -> bool:
    return bool(_called(one.item)) and _called(one.item) == _called(other.item)


def _placed(sheet: Sheet | None, item: _Item | None, language: str, files: Mapping[str, str]) -> Placed | None:
    if sheet is None or item is None:
        return None
    span = item.item.span
    by = "" if span.file.text == sheet.file.text else files.get(span.file.text, "")
    return Placed(sheet.name, item.clause, canonical(span.text, language), by, span)


@lru_cache(maxsize=4096)
def canonical(text: str, language: str) -> str:
    """A rule in canonical form, its keywords in ``language``, without comments."""
    page = SourceFile("", f"```tiaoli\n{text}\n```\n")
    lines = format_page(page, language, Log()).split("\n")[1:-2]
    bare = (_without_comment(line) for line in lines)
    return "\n".join(line for line in bare if line.strip()).strip("\n")


def _without_comment(line: str) -> str:
    """A line up to its comment; a sign within quotation marks begins none."""
    closing = ""
    for at, char in enumerate(line):
        if closing:
            closing = "" if char == closing else closing
        elif char in _QUOTED:
            closing = _QUOTED[char]
        elif char in "#＃":
            return line[:at].rstrip()
    return line


def _lines(old: str, new: str) -> tuple[LineChange, ...]:
    a, b = _parts_of(old), _parts_of(new)
    found: list[LineChange] = []
    matcher = SequenceMatcher(None, [line for _, line in a], [line for _, line in b], autojunk=False)
    for op, i, k, j, m in matcher.get_opcodes():
        if op != "equal":
            found += _beside(a[i:k], b[j:m])
    return tuple(found)


def _beside(old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]) -> list[LineChange]:
    """Lines in place of others: each beside the next one of its part."""
    found, waiting = [], list(old)
    for part, line in new:
        match = next((o for o in waiting if o[0] == part), None)
        if match is not None:
            for skipped in waiting[: waiting.index(match)]:
                found.append(LineChange(skipped[0], skipped[1].strip(), ""))
            del waiting[: waiting.index(match) + 1]
        found.append(LineChange(part, match[1].strip() if match else "", line.strip()))
    return found + [LineChange(part, line.strip(), "") for part, line in waiting]


def _parts_of(text: str) -> list[tuple[str, str]]:
    """Each line with the part of the rule it belongs to; a line further in belongs to the one above it."""
    found, part = [], "other"
    for number, line in enumerate(text.split("\n")):
        depth = len(line) - len(line.lstrip())
        if depth <= 4:
            first = BY_WORD.get(line.split()[0] if line.split() else "")
            part = _PART_OF.get(first.terminal, "other") if first is not None else "words" if number else "other"
        found.append((part, line))
    return found
