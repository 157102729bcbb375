"""Receipts: what answers were made with, so that they can be held against the law again later."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from compiler.rulebook.model import Rulebook
from solver.answers.model import Law, Receipt

Used = tuple[tuple[str, ...], dt.date | None, Rulebook]
"""The documents asked for, the day of knowledge, and the rulebook made of them."""


def law_of(documents: tuple[str, ...], known: dt.date | None, rulebook: Rulebook) -> Law:
    """The rulebook as a receipt has it."""
    from compiler.driver import fingerprint

    texts = tuple((s.name, s.digest) for s in rulebook.sources)
    return Law(documents, known, fingerprint(rulebook), texts)


def receipt_of(used: Iterable[Used]) -> Receipt:
    """The receipt of answers given under these rulebooks; each law stands in it once."""
    from tiaoli.version import version

    distinct = {(documents, known, id(rulebook)): (documents, known, rulebook) for documents, known, rulebook in used}
    laws = tuple(dict.fromkeys(law_of(*one) for one in distinct.values()))
    return Receipt(together(law.rulebook for law in laws), version(), laws)


def together(prints: Iterable[str]) -> str:
    """One hash for several: the only one, or the hash of all, each once, in order."""
    once = list(dict.fromkeys(prints))
    return once[0] if len(once) == 1 else "sha256:" + hashlib.sha256("\n".join(once).encode()).hexdigest()
