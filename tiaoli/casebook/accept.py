"""``--accept``: what was found, written into the case files in the place of what was expected; the rest stays as it is.

A file is written in one step, never when it has changed since it was read, and only what reads back as it was found.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from compiler.cases.edit import Edit, Unwritable, applied
from compiler.cases.read import RawCase, read_cases
from compiler.diagnostics.problem import Log, Rejected, problem
from compiler.source.files import read_text
from compiler.source.record import dataclass
from compiler.source.text import SourceFile
from tiaoli.casebook.parallel import hash_of
from tiaoli.casebook.replay import Outcome, outcomes
from tiaoli.casebook.rewrite import edits_for
from tiaoli.opening import Opened, Opener, Wanted


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a case that differs. ``count``: how many places were rewritten; ``reason`` where none were: absent
    (there is no such result), unwritten (it has no form in a case), changed (the file is another by now)."""

    path: Path
    line: int
    case: str
    count: int
    reason: str = ""

    def as_json(self) -> dict[str, object]:
        """For programs."""
        return {
            "file": str(self.path),
            "line": self.line,
            "case": self.case,
            "rewritten": self.count,
            "reason": self.reason or None,
        }


def accept(differing: Sequence[tuple[Outcome, str]], wanted: Wanted) -> list[Accepted]:
    """Rewrite the files of cases that differ, each with the hash of the text it was read from; in their order. Raises
    Rejected (TL0613) for a file that cannot be written."""
    files: dict[Path, list[tuple[Outcome, str]]] = {}
    for outcome, text in differing:
        files.setdefault(outcome.path, []).append((outcome, text))
    opener = Opener(wanted, Log())
    return [one for path, some in files.items() for one in _file(path, some, opener)]


def _file(path: Path, some: Sequence[tuple[Outcome, str]], opener: Opener) -> list[Accepted]:
    before = _bytes(path)
    file = read_text(path, Log())
    if file is None or before is None or any(hash_of(file) != text for _, text in some):
        return [Accepted(path, o.line, o.case, 0, "changed") for o, _ in some]
    raws = read_cases(file, Log())
    edits: dict[int, list[Edit]] = {}
    refused: dict[int, str] = {}
    for outcome, _ in some:
        opened = opener.bind(raws[outcome.index], path.absolute().parent, path)
        if opened is None:  # it could be decided: the law is another by now
            refused[outcome.index] = "changed"
            continue
        try:
            edits[outcome.index] = edits_for(raws[outcome.index], opened.case, outcome)
        except Unwritable:
            refused[outcome.index] = "unwritten"
        except LookupError:
            refused[outcome.index] = "absent"
    for index in _wrong(path, file, edits, raws, opener):
        del edits[index]
        refused[index] = "unwritten"
    if edits and not _write(path, before, file, [e for es in edits.values() for e in es]):
        return [Accepted(path, o.line, o.case, 0, "changed") for o, _ in some]
    return [Accepted(path, o.line, o.case, len(edits.get(o.index, ())), refused.get(o.index, "")) for o, _ in some]


def _wrong(
    path: Path, file: SourceFile, edits: dict[int, list[Edit]], raws: tuple[RawCase, ...], opener: Opener
) -> list[int]:
    """The cases that would not come out as recorded with their edits; none of those may be written."""
    if not edits:
        return []
    text = SourceFile(file.name, applied(file.text, [e for es in edits.values() for e in es]))
    log = Log()
    again = read_cases(text, log)
    if log.problems or len(again) != len(raws):
        return _one_by_one(path, file, edits, raws, opener) if len(edits) > 1 else list(edits)
    opened: dict[int, Opened] = {}
    wrong = []
    for index in edits:
        opener.log = Log()
        one = opener.bind(again[index], path.absolute().parent, path)
        if one is None:
            wrong.append(index)
        else:
            opened[index] = one
    for index, outcome in zip(opened, outcomes(list(opened.values())), strict=True):
        if isinstance(outcome, Rejected) or outcome.differences:
            wrong.append(index)
    return wrong


def _one_by_one(
    path: Path, file: SourceFile, edits: dict[int, list[Edit]], raws: tuple[RawCase, ...], opener: Opener
) -> list[int]:
    return [i for i, some in edits.items() if _wrong(path, file, {i: some}, raws, opener)]


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _write(path: Path, before: bytes, file: SourceFile, edits: Sequence[Edit]) -> bool:
    """Write the file with its own line ends and mark of byte order; False when it is not what it was."""
    text = before.decode("utf-8")
    places = _Places(text)
    if places.plain != file.text:
        return False
    end = "\r\n" if "\r\n" in text else "\n"
    exact = [Edit(places.of(e.start), places.of(e.end), e.text.replace("\n", end)) for e in edits]
    made = applied(text, exact).encode("utf-8")
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tiaoli-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(made)
            Path(name).chmod(target.stat().st_mode & 0o777)
            if target.read_bytes() != before:
                return False
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError:
        raise Rejected((problem("TL0613", found=path),)) from None
    return True


class _Places:
    """Places in a text as it is read (without mark of byte order, line ends ``\\n``) as places in the text as it is."""

    def __init__(self, text: str) -> None:
        marked = text.startswith("\ufeff")
        parts: list[str] = []
        self._exact: list[int] = []
        index = 1 if marked else 0
        while index < len(text):
            double = text.startswith("\r\n", index)
            parts.append("\n" if double or text[index] == "\r" else text[index])
            self._exact.append(index)
            index += 2 if double else 1
        self._exact.append(len(text))
        self.plain = "".join(parts)

    def of(self, place: int) -> int:
        """The place in the text as it is."""
        return self._exact[place]
