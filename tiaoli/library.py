"""Finding the library: the folder of documents and vocabularies that a case or a question belongs to.

Only the first lines of files are looked at here; what they mean is the compiler's business.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from compiler.diagnostics.problem import Rejected, near_names, problem
from compiler.source.library import amends_of, files_below
from compiler.source.record import dataclass

_HEAD = re.compile(r"```tiaoli[^\n]*\n(?:\s*[#＃][^\n]*\n)*\s*(文件|document|词汇|vocabulary)[ \t\u3000]+(\S+)")
_TITLE = re.compile(r"^[ \t\u3000]+(?:标题|title)[ \t\u3000]+「([^」\n]*)」", re.M)
_DOCUMENT_WORDS = frozenset({"文件", "document"})
_MOST = 8_000_000
CONVENTIONAL = "policy"
SHIPPED = Path("share") / "tiaoli" / "policy"


@dataclass(frozen=True, slots=True)
class Holding:
    """A file of a library: the document's number or the vocabulary's name, its title, and the file."""

    name: str
    title: str
    document: bool
    path: Path


def find_library(chosen: str | None, start: Path) -> Path:
    """The library: the folder ``chosen``, else the nearest at or above ``start`` and the working folder, else the one
    that was installed with the program. Raises Rejected (TL0701) when there is none."""
    if chosen is not None:
        folder = Path(chosen)
        if not _is_folder(folder):
            raise Rejected((problem("TL0701", found=chosen),))
        return folder
    for first in dict.fromkeys((start.absolute(), Path.cwd())):
        for folder in (first, *first.parents):
            found = _library_at(folder)
            if found is not None:
                return found
    shipped = Path(sys.prefix) / SHIPPED
    if _is_folder(shipped):
        return shipped
    raise Rejected((problem("TL0701", found=CONVENTIONAL),))


def _library_at(folder: Path) -> Path | None:
    """The library that begins here: a folder ``policy`` in it, the folder itself, or, when it holds one document of
    several, the folder above."""
    conventional = folder / CONVENTIONAL
    if _is_folder(conventional) and _holds(conventional):
        return conventional
    if holdings_in(folder):
        above = folder.parent
        beside = above != folder and any(holdings_in(sibling) for sibling in _folders(above) if sibling != folder)
        return above if beside else folder
    return folder if any(holdings_in(child) for child in _folders(folder)) else None


def _holds(folder: Path) -> bool:
    return bool(holdings_in(folder)) or any(holdings_in(child) for child in _folders(folder))


def holdings(root: Path) -> tuple[Holding, ...]:
    """Everything a library holds, by place."""
    return tuple(h for h in (_holding(path) for path in files_below(root, ".md")) if h is not None)


def held_documents(root: Path) -> tuple[str, ...]:
    """The numbers of all documents of a library, by place."""
    return tuple(h.name for h in holdings(root) if h.document)


def holdings_in(folder: Path) -> tuple[Holding, ...]:
    """The documents and vocabularies that lie in this very folder."""
    try:
        paths = sorted(folder.glob("*.md"))
    except OSError:
        return ()
    return tuple(h for h in (_holding(path) for path in paths) if h is not None)


def default_documents(start: Path, root: Path) -> tuple[str, ...]:
    """The document of the nearest folder, from ``start`` up to ``root``, that holds exactly one; else the only one of
    the library; else none. Documents that amend others do not count: they are asked about through what they amend."""
    first, last = start.resolve(), root.resolve()
    for folder in (first, *first.parents) if first.is_relative_to(last) else ():
        names = _standing_alone(holdings_in(folder))
        if len(names) == 1:
            return (names[0],)
        if folder == last:
            break
    return _only(root)


def _only(root: Path) -> tuple[str, ...]:
    """The one document of a library that has just one."""
    names = _standing_alone(holdings(root))
    return (names[0],) if len(names) == 1 else ()


def _standing_alone(found: tuple[Holding, ...]) -> list[str]:
    documents = [h for h in found if h.document]
    return [h.name for h in documents if len(documents) == 1 or not amends_of(h.path)]


def one_document(chosen: str | None, start: Path, root: Path) -> str:
    """The document a question is about: the one chosen, or the default.

    Raises Rejected: TL0206 when the library does not hold it, TL0706 when it could be several.
    """
    known = [h.name for h in holdings(root) if h.document]
    if chosen is not None:
        if chosen not in known:
            raise Rejected((problem("TL0206", near=near_names(chosen, known), found=chosen),))
        return chosen
    default = default_documents(start, root)
    if default:
        return default[0]
    if not known:
        raise Rejected((problem("TL0701", found=root),))
    raise Rejected((problem("TL0706", found=root, choices="、".join(known)),))


def _holding(path: Path) -> Holding | None:
    if path.name.lower().startswith("readme"):
        return None
    try:
        if not path.is_file() or path.stat().st_size > _MOST:
            return None
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
    head = _HEAD.search(text)
    if head is None:
        return None
    title = _TITLE.search(text, head.end())
    is_document = head[1] in _DOCUMENT_WORDS
    return Holding(head[2], title[1] if title and is_document else "", is_document, path)


def _folders(folder: Path) -> tuple[Path, ...]:
    try:
        return tuple(sorted(child for child in folder.iterdir() if child.is_dir() and not child.name.startswith(".")))
    except OSError:
        return ()


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except (OSError, ValueError):
        return False
