"""Opening cases: from files or texts to bound cases, each with the rulebook that decides it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.place import Place
from compiler.cases.read import RawCase, read_cases
from compiler.diagnostics.problem import Log, Rejected, near_names, problem
from compiler.driver import load
from compiler.rulebook.model import Rulebook
from compiler.source import yaml_tree as y
from compiler.source.files import read_text
from compiler.source.library import files_below, index_library
from compiler.source.record import dataclass
from compiler.source.text import SourceFile, Span
from solver.answers.model import Assessment
from tiaoli.library import default_documents, find_library

CASE_ENDINGS = (".yaml", ".yml")
Rulebooks = dict[tuple[Path, tuple[str, ...], dt.date | None], Rulebook | None]
"""Rulebooks loaded so far, by library, documents and day of knowledge; None for those that could not be."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cases are asked for, and under which law.

    ``library``: its folder, None for the nearest. ``documents`` decide instead of those a case names; ``case`` is the
    one case of a file that is meant; ``readings`` override those of the case; ``known``: only documents published by
    then.
    """

    library: str | None = None
    documents: tuple[str, ...] = ()
    case: str | None = None
    readings: tuple[tuple[str, str], ...] = ()
    known: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A case, the rulebook it is decided by, and its file."""

    case: Case
    rulebook: Rulebook
    path: Path


def open_files(paths: Sequence[str], wanted: Wanted, rulebooks: Rulebooks | None = None) -> tuple[Opened, ...]:
    """All cases of all files, in order; raises Rejected with every problem found in any of them. What is in
    ``rulebooks`` is not loaded again."""
    log = Log()
    opener = Opener(wanted, log, rulebooks)
    found = [case for path in case_files(paths, log) for case in opener.open(path)]
    return opener.finish(found, "、".join(paths))


def open_text(file: SourceFile, start: Path, wanted: Wanted, rulebooks: Rulebooks | None = None) -> tuple[Opened, ...]:
    """The cases of a text that stands in no file, as if it lay in the folder ``start``; raises Rejected."""
    opener = Opener(wanted, Log(), rulebooks)
    return opener.finish(opener.read(file, start, Path(file.name)), file.name)


def decide(opened: Sequence[Opened], explain: bool = False, readings: bool = False) -> list[Assessment]:
    """The answer to each case, in order; with ``readings``, each result says under which readings it holds. Raises
    Rejected with the problems of all cases that cannot be decided."""
    from solver.questions.assess import assess

    answers: list[Assessment] = []
    log = Log()
    for one in opened:
        try:
            answer = assess(one.rulebook, one.case, explain=explain)
            answers.append(_with_readings(one, answer) if readings else answer)
        except Rejected as rejected:
            log.problems.extend(rejected.problems)
    log.stop()
    return answers


def _with_readings(one: Opened, answer: Assessment) -> Assessment:
    from solver.questions.standing import with_standing

    return replace(answer, results=with_standing(one.rulebook, one.case, answer.results))


def case_files(paths: Iterable[str], log: Log) -> tuple[Path, ...]:
    """The files named, and the case files in the folders named, by name."""
    found: list[Path] = []
    for written in paths:
        path = Path(written)
        try:
            folder = path.is_dir()
        except (OSError, ValueError):
            folder = False
        if not folder:
            found.append(path)
            continue
        inside = files_below(path, *CASE_ENDINGS)
        if not inside:
            log.say("TL0707", found=written)
        found.extend(inside)
    return tuple(dict.fromkeys(found))


class Opener:
    """Opens one file after the other; a rulebook that several cases need is loaded once."""

    def __init__(self, wanted: Wanted, log: Log, rulebooks: Rulebooks | None = None) -> None:
        self.wanted, self.log = wanted, log
        self.names: list[str] = []
        self.rulebooks: Rulebooks = {} if rulebooks is None else rulebooks
        self._places: dict[tuple[Path, tuple[str, ...]], tuple[Path, tuple[str, ...]]] = {}

    def open(self, path: Path) -> list[Opened]:
        """The cases of a file that are wanted; what is wrong goes to the log."""
        file = read_text(path, self.log)
        return self.read(file, path.absolute().parent, path) if file is not None else []

    def read(self, file: SourceFile, start: Path, path: Path) -> list[Opened]:
        """The cases of a text that are wanted, as if it lay in the folder ``start``; what is wrong goes to the log."""
        opened = []
        for raw in read_cases(file, self.log):
            self.names.append(raw.name)
            if self.wanted.case in (None, raw.name):
                one = self.bind(raw, start, path)
                if one is not None:
                    opened.append(one)
        return opened

    def loaded(self) -> Rulebooks:
        """The rulebooks that could be loaded."""
        return {key: rulebook for key, rulebook in self.rulebooks.items() if rulebook is not None}

    def finish(self, found: Sequence[Opened], where: str) -> tuple[Opened, ...]:
        """What was opened, or Rejected: with the log, or because there was nothing in ``where``."""
        self.log.stop()
        if self.wanted.case is not None and not found:
            near = near_names(self.wanted.case, self.names)
            raise Rejected((problem("TL0709", near=near, found=self.wanted.case),))
        if not found:
            raise Rejected((problem("TL0707", found=where),))
        return tuple(found)

    def bind(self, raw: RawCase, start: Path, path: Path) -> Opened | None:
        """The case with the rulebook that decides it, as if it lay in the folder ``start``; None when something is
        wrong, which goes to the log."""
        root, documents = self._under(raw, start)
        if not documents:
            self.log.say("TL0638", Span(raw.span.file, raw.span.start, raw.span.start))
            return None
        known = self.wanted.known or _known(raw)
        rulebook = self._rulebook(root, documents, known)
        if rulebook is None:
            self._missing(raw, root)
            return None
        # What a case expects is checked against the whole law, even where a day of knowledge leaves part of it out.
        whole = rulebook if known is None else self._rulebook(root, documents, None)
        case = bind_case(raw, whole, documents, self.log) if whole is not None else None
        if case is None:
            return None
        case = replace(case, documents=documents, known=known)
        return Opened(replace(case, readings=self._readings(case, rulebook)), rulebook, path)

    def law(self, raw: RawCase, start: Path) -> Rulebook | None:
        """The whole law under which a case is decided, whatever day of knowledge it names; None when there is none."""
        root, documents = self._under(raw, start)
        return self._rulebook(root, documents, None) if documents else None

    def _under(self, raw: RawCase, start: Path) -> tuple[Path, tuple[str, ...]]:
        """The library of a case and the documents it is decided under."""
        if (start, raw.documents) not in self._places:
            root = find_library(self.wanted.library, start)
            default = default_documents(start, root) if not (self.wanted.documents or raw.documents) else ()
            self._places[start, raw.documents] = root, self.wanted.documents or raw.documents or default
        return self._places[start, raw.documents]

    def _rulebook(self, root: Path, documents: tuple[str, ...], known: dt.date | None) -> Rulebook | None:
        key = (root, documents, known)
        if key not in self.rulebooks:
            self.rulebooks[key] = None
            try:
                self.rulebooks[key] = load(root, documents, known=known)
            except Rejected as rejected:
                named = () if self.wanted.documents else documents
                self.log.problems.extend(
                    p for p in rejected.problems if p.span or dict(p.fields).get("found") not in named
                )
        return self.rulebooks[key]

    def _missing(self, raw: RawCase, root: Path) -> None:
        """Report the documents that the case names and the library does not hold, where the case names them."""
        node, library = raw.parts.get("documents"), index_library(root)
        if node is None or self.wanted.documents:
            return
        place = Place(self.log, (raw.keys["documents"].text,))
        for item in node.items if isinstance(node, y.Sequence) else (node,):
            name = item.text.strip() if isinstance(item, y.Scalar) else ""
            if name in raw.documents and name not in library:
                place.say("TL0632", item.span, near=place.near(name, library), found=name)

    def _readings(self, case: Case, rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
        """The readings of the case with those of the command line put over them."""
        return fixed(dict(case.readings), rulebook, self.wanted.readings, self.log)


def fixed(
    chosen: dict[str, str], rulebook: Rulebook, wanted: tuple[tuple[str, str], ...], log: Log
) -> tuple[tuple[str, str], ...]:
    """The readings ``chosen`` with those ``wanted`` put over them; a name or choice the law has not is reported."""
    declared = {r.name: r for r in rulebook.readings if r.choices}
    for name, choice in wanted:
        if name not in declared:
            log.say("TL0630", near=near_names(name, declared), found=name)
        elif choice not in (options := [c for c, _ in declared[name].choices]):
            log.say("TL0631", near=tuple(options), found=choice, reading=name)
        else:
            chosen[name] = choice
    return tuple(sorted(chosen.items()))


def _known(raw: RawCase) -> dt.date | None:
    """The day of knowledge a case names; a day that cannot be read is reported when the case is bound."""
    from compiler.cases.values import Unreadable, read_date

    node = raw.parts.get("known")
    if not isinstance(node, y.Scalar):
        return None
    try:
        return read_date(node.text)
    except Unreadable:
        return None
