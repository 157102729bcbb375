"""The cases recorded on two sides, matched by file and name, and each bound to the laws of both.

The facts of a case are asked about under both laws. Where the two casebooks write them differently, those of the new
side count, as far as the old law can read them; what a case expects is not looked at.
"""

from __future__ import annotations

import datetime as dt
import filecmp
from collections import Counter
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
from tiaoli.casebook.pieces import Piece
from tiaoli.comparing.sides import Side
from tiaoli.library import default_documents
from tiaoli.opening import CASE_ENDINGS

Whose = Literal["new", "old"]
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


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with cases as they are written: in their file, and that they name no document."""

    read: tuple[Problem, ...] = ()
    unplaced: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Book:
    """The cases of a file by name and place among those of one name, with what is wrong in the file."""

    cases: dict[tuple[str, int], RawCase]
    problems: tuple[Problem, ...] = ()


class Casebooks:
    """Reads the case files of both sides, one after the other, and matches their cases. ``only``: the name of the one
    case that is wanted."""

    def __init__(self, old: Side, new: Side, only: str | None = None) -> None:
        self.old, self.new, self.only = old, new, only
        self._last: tuple[Path, _Book, _Book] | None = None
        self._documents: dict[Path, tuple[str, ...]] = {}

    def files(self, side: Whose) -> list[Path]:
        """The files whose cases are to be looked at: all of the new side, and of the old one those that do not stand on
        the new one as they are."""
        if side == "new":
            return files_below(self.new.root, *CASE_ENDINGS)
        if self.old.root == self.new.root:
            return []
        found = files_below(self.old.root, *CASE_ENDINGS)
        return [f for f in found if not _same_text(f, self.new.root / f.relative_to(self.old.root))]

    def cases(self, side: Whose, piece: Piece) -> tuple[list[Recorded], Faults]:
        """The cases in a piece of a file of one side, with those of the other side; of the old side only those that the
        new one does not have."""
        here, there = (self.new, self.old) if side == "new" else (self.old, self.new)
        path, where = piece.path, piece.path.relative_to(here.root)
        book, other = self._books(path, there.root / where, where.as_posix())
        found: list[Recorded] = []
        log = Log()
        for key in list(book.cases)[piece.first : piece.last]:
            raw, twin = book.cases[key], other.cases.get(key)
            if self.only not in (None, key[0]) or (side == "old" and twin is not None):
                continue
            documents = raw.documents or self._default(path.parent, here.root)
            if not documents:
                log.say("TL0638", Span(raw.span.file, raw.span.start, raw.span.start))
            old, new = (twin, raw) if side == "new" else (raw, None)
            found.append(Recorded(where.as_posix(), key[0], old, new, documents, _known(raw)))
        return found, Faults(book.problems if not piece.first else (), tuple(log.problems))

    def _books(self, path: Path, twin: Path, where: str) -> tuple[_Book, _Book]:
        """A file and that of the other side, which is not read again where it says the same."""
        if self._last is None or self._last[0] != path:
            book = _read(path, where)
            same = self.old.root == self.new.root or _same_text(path, twin)
            other = book if same else _read(twin, where) if twin.is_file() else _Book({})
            self._last = (path, book, other)
        return self._last[1:]

    def _default(self, folder: Path, root: Path) -> tuple[str, ...]:
        if folder not in self._documents:
            self._documents[folder] = default_documents(folder, root)
        return self._documents[folder]


def _same_text(one: Path, other: Path) -> bool:
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


def _read(path: Path, where: str) -> _Book:
    log = Log()
    file = read_text(path, log)
    found: dict[tuple[str, int], RawCase] = {}
    count: Counter[str] = Counter()
    for raw in read_cases(file, log) if file is not None else ():
        name = raw.name.replace(str(path), where)
        found[name, count[name]] = replace(raw, name=name)
        count[name] += 1
    return _Book(found, tuple(log.problems))


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
