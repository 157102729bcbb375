"""The two sides of a comparison, from what stands on the command line.

A side is a folder (a library), one document of the library or several with 、 between them, a git revision of the
library's folder, or the library without some of its amendments.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from compiler.diagnostics.problem import Rejected, near_names, problem
from compiler.source.library import index_library
from compiler.source.record import dataclass
from tiaoli.comparing.revisions import Revision, common, resolve, unpacked
from tiaoli.library import CONVENTIONAL, find_library, held_documents

_BETWEEN = ("、", ",", "，", "+")


@dataclass(frozen=True, slots=True)
class Side:
    """One side: the folder of its library, the documents that are meant (none: all of it), the amendments left out, and
    what it is called. ``lasting`` is False for a folder that is gone afterwards, whose laws are not worth keeping;
    ``home`` is then the folder of the working tree whose revision it is."""

    root: Path
    documents: tuple[str, ...]
    without: frozenset[str]
    label: str
    lasting: bool = True
    home: Path | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of the two sides. ``against``: the old side is this revision, the new one the folder
    as it is. ``library``: its folder, None for the nearest."""

    old: str | None = None
    new: str | None = None
    against: str | None = None
    old_without: tuple[str, ...] = ()
    new_without: tuple[str, ...] = ()
    library: str | None = None


@contextmanager
def open_sides(asked: Asked, here: Path) -> Iterator[tuple[Side, Side]]:
    """Both sides, ready to be read until the block ends. Raises Rejected: TL0780 for what is no side, TL0781 when git
    does not know it, TL0701 when there is no library."""
    with ExitStack() as stack:
        if asked.against is not None:
            root = _folder(asked.old, asked.library, here)
            revision = resolve(root, asked.against)
            old, new = _unpack(revision, stack), Side(root, (), frozenset(), _called(root))
        elif asked.old is not None and asked.new is None and ".." in asked.old and not Path(asked.old).exists():
            old, new = _range(asked.old, find_library(asked.library, here), stack)
        elif asked.old is None or (asked.new is None and (asked.old_without or asked.new_without)):
            old = new = _side(asked.old, asked.library, here, stack)
        else:
            old = _side(asked.old, asked.library, here, stack)
            new = _side(asked.new, asked.library, here, stack)
        yield _less(old, asked.old_without), _less(new, asked.new_without)


def _folder(written: str | None, library: str | None, here: Path) -> Path:
    """The library that a revision is held against: the folder named, or the nearest."""
    return find_library(library, here) if written is None else _library_in(written, None, here)


def _range(written: str, root: Path, stack: ExitStack) -> tuple[Side, Side]:
    """``A..B``, ``A..`` (up to the folder as it is), ``A...B`` (from what both have in common)."""
    joint = "..." if "..." in written else ".."
    first, _, second = written.partition(joint)
    revision = common(root, first or "HEAD", second or "HEAD") if joint == "..." else resolve(root, first or "HEAD")
    old = _unpack(revision, stack)
    return old, _unpack(resolve(root, second), stack) if second else Side(root, (), frozenset(), _called(root))


def _unpack(revision: Revision, stack: ExitStack) -> Side:
    return Side(stack.enter_context(unpacked(revision)), (), frozenset(), revision.name, False, revision.folder)


def _side(written: str | None, library: str | None, here: Path, stack: ExitStack) -> Side:
    if written is None:
        root = find_library(library, here)
        return Side(root, (), frozenset(), _called(root))
    if _is_folder(written):
        root = _library_in(written, library, here)
        return Side(root, (), frozenset(), written)
    root = find_library(library, here)
    held = held_documents(root)
    numbers = _numbers(written)
    if all(n in held for n in numbers):
        return Side(root, numbers, frozenset(), "、".join(numbers))
    try:
        return _unpack(resolve(root, written), stack)
    except Rejected:
        unknown = next(n for n in numbers if n not in held)
        raise Rejected((problem("TL0780", near=near_names(unknown, held), found=unknown),)) from None


def _library_in(written: str, library: str | None, here: Path) -> Path:
    """The library in a folder: the folder itself, or its part that is called as libraries are."""
    folder = Path(written)
    inside = folder / CONVENTIONAL
    for root in (inside, folder):
        if _is_folder(root) and index_library(root):
            return root
    raise Rejected((problem("TL0701", found=written),))


def _called(root: Path) -> str:
    """A folder as people call it: from where they are, if it lies there."""
    here = Path.cwd()
    return str(root.relative_to(here)) if root != here and root.is_relative_to(here) else str(root)


def _numbers(written: str) -> tuple[str, ...]:
    for sign in _BETWEEN[1:]:
        written = written.replace(sign, _BETWEEN[0])
    return tuple(dict.fromkeys(part.strip() for part in written.split(_BETWEEN[0]) if part.strip())) or (written,)


def _is_folder(written: str | Path) -> bool:
    try:
        return Path(written).is_dir()
    except (OSError, ValueError):
        return False


def _less(side: Side, without: tuple[str, ...]) -> Side:
    """The side without these amendments; raises Rejected (TL0206) for one that the library does not hold."""
    if not without:
        return side
    held = held_documents(side.root)
    for number in without:
        if number not in held:
            raise Rejected((problem("TL0206", near=near_names(number, held), found=number),))
    label = f"{side.label} − {'、'.join(without)}"
    return replace(side, without=frozenset(without), label=label)
