"""Opening cases: from the paths on the command line to bound cases, each with the rulebook that decides it."""

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
from compiler.source.library import index_library
from compiler.source.record import dataclass
from compiler.source.text import Span
from solver.answers.model import Assessment
from tiaoli.commands.options import Settings
from tiaoli.library import default_documents, find_library

CASE_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Opened:
    """A case, the rulebook it is decided by, and its file."""

    case: Case
    rulebook: Rulebook
    path: Path


def open_cases(paths: Sequence[str], settings: Settings) -> tuple[Opened, ...]:
    """All cases of all files, in order; raises Rejected with every problem found in any of them."""
    log = Log()
    opener = _Opener(settings, log)
    found = [case for path in case_files(paths, log) for case in opener.open(path)]
    log.stop()
    if settings.case is not None and not found:
        near = near_names(settings.case, opener.names)
        raise Rejected((problem("TL0709", near=near, found=settings.case),))
    if not found:
        raise Rejected((problem("TL0707", found="、".join(paths)),))
    return tuple(found)


def open_one(path: str, settings: Settings) -> Opened:
    """The one case asked about; raises Rejected when the file holds several and none was named."""
    opened = open_cases((path,), settings)
    if len(opened) > 1:
        names = "、".join(one.case.name for one in opened)
        raise Rejected((problem("TL0706", found=path, choices=names),))
    return opened[0]


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

    return replace(answer, results=tuple(with_standing(one.rulebook, one.case, r) for r in answer.results))


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
        inside = sorted(p for p in path.rglob("*") if p.suffix in CASE_ENDINGS and p.is_file())
        if not inside:
            log.say("TL0707", found=written)
        found.extend(inside)
    return tuple(dict.fromkeys(found))


class _Opener:
    """Opens one file after the other; a rulebook that several cases need is loaded once."""

    def __init__(self, settings: Settings, log: Log) -> None:
        self.settings, self.log = settings, log
        self.names: list[str] = []
        self._rulebooks: dict[tuple[Path, tuple[str, ...], dt.date | None], Rulebook | None] = {}

    def open(self, path: Path) -> list[Opened]:
        """The cases of a file that are wanted; what is wrong goes to the log."""
        file = read_text(path, self.log)
        if file is None:
            return []
        opened = []
        for raw in read_cases(file, self.log):
            self.names.append(raw.name)
            if self.settings.case in (None, raw.name):
                one = self._bind(raw, path)
                if one is not None:
                    opened.append(one)
        return opened

    def _bind(self, raw: RawCase, path: Path) -> Opened | None:
        start = path.absolute().parent
        root = find_library(self.settings.library, start)
        default = default_documents(start, root) if not (self.settings.policy or raw.documents) else ()
        documents = (self.settings.policy,) if self.settings.policy else raw.documents or default
        if not documents:
            self.log.say("TL0638", Span(raw.span.file, raw.span.start, raw.span.start))
            return None
        known = self.settings.known or _known(raw)
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

    def _rulebook(self, root: Path, documents: tuple[str, ...], known: dt.date | None) -> Rulebook | None:
        key = (root, documents, known)
        if key not in self._rulebooks:
            self._rulebooks[key] = None
            try:
                self._rulebooks[key] = load(root, documents, known=known)
            except Rejected as rejected:
                named = () if self.settings.policy else documents
                self.log.problems.extend(
                    p for p in rejected.problems if p.span or dict(p.fields).get("found") not in named
                )
        return self._rulebooks[key]

    def _missing(self, raw: RawCase, root: Path) -> None:
        """Report the documents that the case names and the library does not hold, where the case names them."""
        node, library = raw.parts.get("documents"), index_library(root)
        if node is None or self.settings.policy:
            return
        place = Place(self.log, (raw.keys["documents"].text,))
        for item in node.items if isinstance(node, y.Sequence) else (node,):
            name = item.text.strip() if isinstance(item, y.Scalar) else ""
            if name in raw.documents and name not in library:
                place.say("TL0632", item.span, near=place.near(name, library), found=name)

    def _readings(self, case: Case, rulebook: Rulebook) -> tuple[tuple[str, str], ...]:
        """The readings of the case with those of the command line put over them."""
        return _chosen(dict(case.readings), rulebook, self.settings, self.log)


def fixed_readings(rulebook: Rulebook, settings: Settings) -> tuple[tuple[str, str], ...]:
    """The readings of the command line; raises Rejected when the law has no such reading or choice."""
    log = Log()
    found = _chosen({}, rulebook, settings, log)
    log.stop()
    return found


def _chosen(chosen: dict[str, str], rulebook: Rulebook, settings: Settings, log: Log) -> tuple[tuple[str, str], ...]:
    declared = {r.name: r for r in rulebook.readings if r.choices}
    for name, choice in settings.readings:
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
