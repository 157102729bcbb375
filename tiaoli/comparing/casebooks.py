"""The cases recorded on two sides, matched by file and name, and each bound to the laws of both.

The facts of a case are asked about under both laws. Where the two casebooks write them differently, those of the new
side count, as far as the old law can read them; what a case expects is not looked at.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import field, replace
from pathlib import Path
from typing import Literal

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import RawCase, read_cases
from compiler.diagnostics.problem import Log, Problem
from compiler.rulebook.model import Rulebook
from compiler.source import yaml_tree as y
from compiler.source.files import read_text
from compiler.source.library import files_below
from compiler.source.record import dataclass
from compiler.source.text import Span
from tiaoli.comparing.sides import Side
from tiaoli.library import default_documents
from tiaoli.opening import CASE_ENDINGS

_FACTS = ("documents", "complete", "readings", "facts", "choices", "known", "on")


@dataclass(frozen=True, slots=True)
class Recorded:
    """A case as it is written on each side (None where it is not), and the documents it is decided under there."""

    file: str
    name: str
    old: RawCase | None
    new: RawCase | None
    documents: tuple[str, ...]
    known: dt.date | None

    @property
    def raw(self) -> RawCase:
        """The one whose facts count."""
        found = self.new if self.new is not None else self.old
        assert found is not None  # it is recorded somewhere
        return found

    @property
    def side(self) -> Literal["both", "old", "new"]:
        """Both, or the side whose casebook alone has it."""
        return "both" if self.old is not None and self.new is not None else "new" if self.old is None else "old"

    @property
    def edited(self) -> bool:
        """Whether the facts are written differently on the two sides."""
        if self.old is None or self.new is None or self.old is self.new:
            return False
        return any(self.old.parts.get(p) != self.new.parts.get(p) for p in _FACTS)


@dataclass(frozen=True, slots=True)
class Bound:
    """A case bound to one law; ``case`` is None when it cannot be read there, and ``faults`` say why. ``dropped``: the
    readings and choices that this law does not know."""

    case: Case | None
    faults: tuple[Problem, ...] = field(default=(), compare=False)
    dropped: tuple[str, ...] = ()


def recorded(old: Side, new: Side, only: str | None = None) -> tuple[Recorded, ...]:
    """Every case of either side, in the order of the new side's files, then those that only the old side has. ``only``:
    the name of the one case wanted. Raises Rejected for what is no case file."""
    log = Log()
    after = _casebook(new.root, log)
    before = after if old.root == new.root else _casebook(old.root, log)
    log.stop()
    found = []
    for key in dict.fromkeys((*after, *before)):
        a, b = before.get(key), after.get(key)
        root = new.root if b is not None else old.root
        raw = b if b is not None else a
        assert raw is not None
        if only not in (None, raw.name):
            continue
        documents = raw.documents or default_documents((root / key[0]).parent, root)
        if not documents:
            log.say("TL0638", Span(raw.span.file, raw.span.start, raw.span.start))
        found.append(Recorded(key[0], raw.name, a, b, documents, _known(raw)))
    log.stop()
    return tuple(found)


def _casebook(root: Path, log: Log) -> dict[tuple[str, str, int], RawCase]:
    """The cases below a folder by file, name and place among those of one name."""
    found: dict[tuple[str, str, int], RawCase] = {}
    for path in files_below(root, *CASE_ENDINGS):
        file = read_text(path, log)
        if file is None:
            continue
        for raw in read_cases(file, log):
            where, number = path.relative_to(root).as_posix(), 0
            name = raw.name.replace(str(path), where)
            while (where, name, number) in found:
                number += 1
            found[where, name, number] = replace(raw, name=name)
    return found


def _known(raw: RawCase) -> dt.date | None:
    from compiler.cases.values import Unreadable, read_date

    node = raw.parts.get("known")
    if not isinstance(node, y.Scalar):
        return None
    try:
        return read_date(node.text)
    except Unreadable:
        return None


def bind(one: Recorded, side: str, whole: Rulebook, documents: tuple[str, ...]) -> Bound:
    """Bind a case to the law of one side (``old`` or ``new``), taken without a day of knowledge."""
    own = one.old if side == "old" else one.new
    tries = [one.raw] if own is None or own is one.raw else [one.raw, own]
    first: Bound | None = None
    for raw in tries:
        bare = replace(
            raw, parts={k: v for k, v in raw.parts.items() if k not in ("expect", "documents")}, documents=()
        )
        found = _bind(bare, whole, documents)
        if found.case is None:
            known, dropped = _known_only(bare, whole)
            if dropped:
                again = _bind(known, whole, documents)
                found = replace(again, dropped=dropped) if again.case is not None else found
        if found.case is not None:
            case = replace(found.case, name=one.name, documents=documents, known=one.known)
            return replace(found, case=case)
        first = first or found
    assert first is not None  # there is something to try
    return first


def _bind(raw: RawCase, rulebook: Rulebook, documents: tuple[str, ...]) -> Bound:
    log = Log()
    case = bind_case(raw, rulebook, documents, log)
    return Bound(case, tuple(log.problems))


def _known_only(raw: RawCase, rulebook: Rulebook) -> tuple[RawCase, tuple[str, ...]]:
    """The case without the readings and choices that the law does not have, and their names."""
    parts, dropped = dict(raw.parts), []
    readings = parts.get("readings")
    if isinstance(readings, y.Mapping):
        declared = {r.name: {c for c, _ in r.choices} for r in rulebook.readings if r.choices}
        kept = []
        for key, node in readings.entries:
            chosen = node.text.strip() if isinstance(node, y.Scalar) else ""
            if chosen in declared.get(key.text.strip(), ()):
                kept.append((key, node))
            else:
                dropped.append(f"{key.text.strip()} = {chosen}")
        parts["readings"] = replace(readings, entries=tuple(kept))
    choices = parts.get("choices")
    if isinstance(choices, y.Sequence):
        names = {n for b in rulebook.benefits for n in (b.name, b.id)}
        wanted = [(i, i.text.strip().partition("@")[0] if isinstance(i, y.Scalar) else "") for i in choices.items]
        dropped += [i.text for i, name in wanted if isinstance(i, y.Scalar) and name not in names]
        parts["choices"] = replace(choices, items=tuple(i for i, name in wanted if name in names))
    return replace(raw, parts=parts), tuple(dropped)
