"""The case files behind a workbook: each read once, as cases with their texts and laws."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from compiler.cases.pieces import Pieces, cut
from compiler.cases.read import RawCase, read_cases
from compiler.diagnostics.problem import Rejected, problem
from compiler.rulebook.model import Rulebook
from compiler.source.files import read_bytes, read_text
from compiler.source.record import dataclass
from compiler.source.text import SourceFile
from tiaoli.opening import CASE_ENDINGS, Opener

LIBRARY: Final = "library"
WORKBOOK: Final = "workbook"


@dataclass(frozen=True, slots=True)
class Source:
    """A case file. ``name`` is its path from the folder of the files; ``old`` its bytes (empty: it is new)."""

    name: str
    path: Path
    old: bytes
    file: SourceFile
    raws: tuple[RawCase, ...]
    pieces: Pieces


class Sources:
    """Reads case files below one folder; what is wrong goes to the opener's log."""

    def __init__(self, base: Path, opener: Opener) -> None:
        self.base, self.opener = base, opener
        self.read: dict[str, Source] = {}

    def add(self, name: str) -> Source | None:
        """The file of that name; None when it is not there or faulty, the fault in the log."""
        path = self.base / name
        if name not in self.read and path.is_file():
            log = self.opener.log
            before = len(log.problems)
            old, file = read_bytes(path, log), read_text(path, log)
            if old is None or file is None:
                return None
            raws = read_cases(file, log)
            if len(log.problems) > before:
                return None
            self.read[name] = Source(name, path, old, file, raws, cut(file.text, [raw.span for raw in raws]))
        return self.read.get(name)

    def start(self, name: str) -> Source:
        """A file that is not there yet."""
        file = SourceFile(str(self.base / name), "")
        return self.read.setdefault(name, Source(name, self.base / name, b"", file, (), Pieces(("",), ())))

    def law(self, source: Source, raw: RawCase) -> Rulebook | None:
        """The law of a case of this file."""
        return self.opener.law(raw, source.path.absolute().parent)

    def laws(self) -> tuple[Rulebook, ...]:
        """The laws of all cases of all files that were read."""
        found: dict[int, Rulebook] = {}
        for source in self.read.values():
            for documents in dict.fromkeys(raw.documents for raw in source.raws):
                raw = next(r for r in source.raws if r.documents == documents)
                law = self.law(source, raw)
                if law is not None:
                    found[id(law)] = law
        return tuple(found.values())


def is_name(name: str) -> bool:
    """Whether a text names a case file below a folder, and nothing outside it."""
    path = PurePosixPath(name)
    parts = path.parts
    plain = bool(parts) and not path.is_absolute() and "\\" not in name and ":" not in name and name.isprintable()
    return plain and ".." not in parts and str(path) == name and path.suffix in CASE_ENDINGS


def inside(path: Path, folder: Path) -> bool:
    """Whether a path, with its links followed, lies in a folder."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return False


def common(paths: Iterable[Path]) -> Path:
    """The folder that holds all of these files."""
    folders = [str(path.absolute().parent) for path in paths]
    try:
        return Path(os.path.commonpath(folders))
    except ValueError:
        raise Rejected((problem("TL0818", found="、".join(folders[:2])),)) from None


def placed(base: Path, root: Path, book: Path) -> tuple[str, str]:
    """How a workbook notes the folder its files lie in: from the library, or, where it is not in there, from the folder
    of the workbook."""
    where, library, beside = base.resolve(), root.resolve(), book.absolute().parent.resolve()
    if where.is_relative_to(library):
        return LIBRARY, where.relative_to(library).as_posix()
    try:
        return WORKBOOK, Path(os.path.relpath(where, beside)).as_posix()
    except ValueError:
        return WORKBOOK, ""


def find_base(
    base: str, folder: str, files: tuple[str, ...], book: Path, roots: Iterable[Path], chosen: str | None
) -> Path:
    """The folder that the files of a workbook lie in: the one ``chosen``, else as the workbook notes it. A workbook
    comes from anywhere: it leads to no folder outside the library, its own folder and the working folder. Raises
    Rejected (TL0818)."""
    if chosen is not None:
        if not Path(chosen).is_dir():
            raise Rejected((problem("TL0818", found=chosen),))
        return Path(chosen)
    beside = book.absolute().parent
    starts = list(roots) if base == LIBRARY else [beside]
    for start in starts:
        found = start / folder
        allowed = [start] if base == LIBRARY else [beside, Path.cwd()]
        known = not files or any((found / name).is_file() for name in files if is_name(name))
        if folder and known and found.is_dir() and any(inside(found, place) for place in allowed):
            return found
    raise Rejected((problem("TL0818", found=folder or "…"),))
