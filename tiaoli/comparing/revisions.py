"""A folder as it stood in a git revision, put into a temporary folder.

Git is asked for the tree and for the bytes of its files and for nothing else: there is no checkout, nothing of the
working tree is touched, no hook, filter or pager of the repository runs. What git hands out is not trusted: only plain
files with the endings of documents and casebooks are written, only below the temporary folder, and only up to a size.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from compiler.diagnostics.problem import Rejected, problem
from compiler.source.record import dataclass

ENDINGS = (".md", ".yaml", ".yml")
MOST_BYTES = 400_000_000
MOST_FILES = 100_000
_SECONDS = 120
_PLAIN = ("100644", "100755")
_LENGTH = 1000
_CALM = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_SAFE = ("--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository that ``folder`` lies in: as it was named, its hash, and where the folder lies."""

    folder: Path
    name: str
    commit: str
    prefix: str


@dataclass(frozen=True, slots=True)
class _Blob:
    hash: str
    size: int
    path: PurePosixPath


def resolve(folder: Path, name: str) -> Revision:
    """Find the commit that ``name`` means in the repository of ``folder``; raises Rejected (TL0781)."""
    if not name or name.startswith("-") or len(name) > _LENGTH or any(c.isspace() or ord(c) < 32 for c in name):
        raise _fault(folder, name, repr(name))
    commit = _line(folder, name, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    prefix = _line(folder, name, "rev-parse", "--show-prefix", empty=True)
    return Revision(folder, name, commit, prefix)


def common(folder: Path, one: str, other: str) -> Revision:
    """The commit that two revisions have in common; raises Rejected (TL0781)."""
    first, second = resolve(folder, one), resolve(folder, other)
    commit = _line(folder, f"{one}...{other}", "merge-base", first.commit, second.commit)
    return Revision(folder, f"{one}...{other}", commit, first.prefix)


@contextmanager
def unpacked(revision: Revision) -> Iterator[Path]:
    """The folder as it stood in the revision; it is gone when the block ends. Raises Rejected: TL0701 when the revision
    has no such folder, TL0602 when it is too large, TL0781 when git does not answer."""
    with TemporaryDirectory(prefix="tiaoli-") as name:
        target = Path(name) / (revision.folder.resolve().name or "policy")
        target.mkdir()
        blobs = _listed(revision)
        if not blobs:
            raise Rejected((problem("TL0701", found=f"{revision.name}:{revision.prefix or '.'}"),))
        _write(revision, blobs, target)
        yield target


def _listed(revision: Revision) -> list[_Blob]:
    """The documents and casebooks of the tree."""
    tree = f"{revision.commit}:{revision.prefix.rstrip('/')}"
    try:
        _line(revision.folder, revision.name, "rev-parse", "--verify", "--quiet", "--end-of-options", tree)
    except Rejected:
        return []  # the commit is there, as it was resolved: it does not have this folder
    found: list[_Blob] = []
    total = 0
    listing = _run(revision.folder, revision.name, "ls-tree", "-r", "-z", "--long", "--full-tree", tree)
    for row in listing.split(b"\0"):
        head, tab, written = row.partition(b"\t")
        parts = head.split()
        path = _inside(written)
        if not tab or len(parts) != 4 or path is None or parts[0].decode() not in _PLAIN or not parts[3].isdigit():
            continue
        blob = _Blob(parts[2].decode(), int(parts[3]), path)
        total += blob.size
        found.append(blob)
        if total > MOST_BYTES or len(found) > MOST_FILES:
            limit = f"{MOST_BYTES // 1_000_000} MB"
            raise Rejected((problem("TL0602", found=f"{revision.name}:{revision.prefix}", limit=limit),))
    return found


def _inside(written: bytes) -> PurePosixPath | None:
    """A path that stays inside the folder it is put under, and is one of ours; None for any other."""
    try:
        text = written.decode("utf-8")
    except UnicodeDecodeError:
        return None
    path = PurePosixPath(text)
    if not text.endswith(ENDINGS) or path.is_absolute() or "\\" in text or "\0" in text or ":" in path.parts[0]:
        return None
    return None if any(part in ("..", ".", "") or part.lower() == ".git" for part in path.parts) else path


def _write(revision: Revision, blobs: list[_Blob], target: Path) -> None:
    """Ask for all files at once and write each as it comes."""
    asked = "".join(f"{b.hash}\n" for b in blobs).encode()
    answer = memoryview(_run(revision.folder, revision.name, "cat-file", "--batch", given=asked))
    at = 0
    for blob in blobs:
        end = bytes(answer[at : at + 200]).find(b"\n")
        head = bytes(answer[at : at + end]).split()
        if end < 0 or len(head) != 3 or head[1] != b"blob" or not head[2].isdigit():
            raise _fault(revision.folder, revision.name, b" ".join(head).decode("utf-8", "replace"))
        at, size = at + end + 1, int(head[2])
        path = target.joinpath(*blob.path.parts)
        if not path.resolve().is_relative_to(target.resolve()):
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(answer[at : at + size])
        at += size + 1


def _line(folder: Path, name: str, *arguments: str, empty: bool = False) -> str:
    """The one line that git answers with."""
    text = _run(folder, name, *arguments).decode("utf-8", "replace").strip("\n")
    if not text and not empty:
        raise _fault(folder, name, arguments[0])
    return text


def _run(folder: Path, name: str, *arguments: str, given: bytes = b"") -> bytes:
    """Run git in a folder, without a shell; raises Rejected (TL0781) with git's own words."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | _CALM
    try:
        done = subprocess.run(
            ("git", *_SAFE, *arguments),
            cwd=folder,
            env=environment,
            input=given,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _fault(folder, name, f"{arguments[0]}: {_SECONDS} s") from None
    except OSError as error:
        raise _fault(folder, name, f"git: {error.strerror or error}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _fault(folder, name, said[0][:200] if said else arguments[0])
    return done.stdout


def _fault(folder: Path, name: str, said: str) -> Rejected:
    return Rejected((problem("TL0781", found=name, folder=folder, said=said),))
