"""Holding a receipt against a library: was the answer given under this law, by this engine?"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

from compiler.diagnostics.problem import Log, Rejected
from compiler.source.files import read_text
from compiler.source.library import MAX_BYTES, index_library
from compiler.source.record import dataclass
from solver.answers.model import Law, Receipt
from tiaoli.receipt import law_of

How = Literal["changed", "gone", "new"]


@dataclass(frozen=True, slots=True)
class LawCheck:
    """A law of a receipt beside the library's.

    ``now``: the hash of what the library's rulebook means; None when the library has no such rulebook any more
    (documents are gone, or have faults). ``texts``: the documents and vocabularies whose text is another, in the order
    of the receipt, new ones last; not looked at when both mean the same.
    """

    law: Law
    now: str | None
    texts: tuple[tuple[str, How], ...] = ()

    @property
    def same(self) -> bool:
        """Whether both rulebooks mean the same."""
        return self.now == self.law.rulebook


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of a receipt: each of its laws, and the version of the engine that is running."""

    receipt: Receipt
    laws: tuple[LawCheck, ...]
    engine: str

    @property
    def same_engine(self) -> bool:
        """Whether the answer came from this version of the engine."""
        return self.engine == self.receipt.engine

    @property
    def same(self) -> bool:
        """Whether the answer was given under this law by this engine."""
        return self.same_engine and all(law.same for law in self.laws)


def verify(receipt: Receipt, root: Path) -> Verification:
    """Hold a receipt against the library in the folder ``root``. Nothing that the receipt says is an error: a document
    that is gone, or a library with faults, is a law that differs."""
    from tiaoli.version import version

    index = index_library(root)
    distinct = dict.fromkeys(receipt.laws)
    return Verification(receipt, tuple(_check(law, root, index) for law in distinct), version())


def _check(law: Law, root: Path, index: dict[str, Path]) -> LawCheck:
    from compiler.driver import load

    now: Law | None = None
    if all(document in index for document in law.documents):
        try:
            now = law_of(law.documents, law.known, load(root, law.documents, known=law.known))
        except Rejected:
            now = None
    if now is not None and now.rulebook == law.rulebook:
        return LawCheck(law, now.rulebook)
    texts = dict(now.texts) if now is not None else _texts(law, index)
    return LawCheck(law, now.rulebook if now is not None else None, _differing(dict(law.texts), texts))


def _texts(law: Law, index: dict[str, Path]) -> dict[str, str]:
    """The texts of a law as the library has them, where they make no rulebook."""
    found = {}
    for name, _ in law.texts:
        file = read_text(index[name], Log(), MAX_BYTES) if name in index else None
        if file is not None:
            found[name] = "sha256:" + hashlib.sha256(file.text.encode()).hexdigest()
    return found


def _differing(then: dict[str, str], now: dict[str, str]) -> tuple[tuple[str, How], ...]:
    found: list[tuple[str, How]] = [
        (name, "changed" if name in now else "gone") for name, digest in then.items() if now.get(name) != digest
    ]
    return (*found, *((name, "new") for name in now if name not in then))
