"""The laws of a side: rulebooks by documents and day of knowledge, each loaded once, and the sheets behind them."""

from __future__ import annotations

import datetime as dt

from compiler.amendments.consolidate import consolidate
from compiler.amendments.editions import editions_of
from compiler.corpus import Sheet, closure
from compiler.diagnostics.problem import Log
from compiler.driver import load
from compiler.rulebook.model import Rulebook
from compiler.source.files import read_text
from compiler.source.library import MAX_BYTES, index_library
from compiler.source.markdown import Block, read_page
from compiler.surface.parse import parse_block
from compiler.surface.tree import Document, Vocabulary
from tiaoli.comparing.sides import Side
from tiaoli.library import held_documents


class Laws:
    """Loads what one side holds."""

    def __init__(self, side: Side) -> None:
        self.side = side
        self.held = tuple(n for n in held_documents(side.root) if n not in side.without)
        self._rulebooks: dict[tuple[tuple[str, ...], dt.date | None], Rulebook] = {}
        self._index = index_library(side.root)
        self._uses: dict[str, frozenset[str]] = {}
        self._used: dict[str, tuple[str, ...]] = {}
        self._sheets: dict[str, Sheet] | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """A copy loads for itself what it needs."""
        return Laws, (self.side,)

    def rulebook(self, documents: tuple[str, ...], known: dt.date | None = None) -> Rulebook | None:
        """The rulebook of those of the documents that this side holds; None when it holds none. Raises Rejected."""
        wanted = tuple(d for d in documents if d in self.held)
        if not wanted:
            return None
        key = (wanted, known)
        if key not in self._rulebooks:
            self._rulebooks[key] = load(self.side.root, wanted, self.side.lasting, known, self.side.without)
        return self._rulebooks[key]

    def sheets(self) -> dict[str, Sheet]:
        """The documents that are meant on this side and all they use, by name, each as it stands after everything that
        amends it; raises Rejected."""
        if self._sheets is None:
            names = self.side.documents or tuple(self._index)
            log = Log()
            wanted = tuple(n for n in names if n not in self.side.without)
            whole = consolidate(closure(self.side.root, wanted, log, self.side.without), log)
            log.stop()
            self._sheets = {s.name: editions_of(whole, s.name)[-1].sheet for s in whole.sheets}
        return self._sheets

    def uses(self, name: str) -> frozenset[str]:
        """A document or vocabulary and all that it uses, from the heads of the files alone."""
        if name not in self._uses:
            found: dict[str, None] = {}
            waiting = [name]
            while waiting:
                one = waiting.pop()
                if one in self._index and one not in found:
                    found[one] = None
                    waiting += self._heads(one)
            self._uses[name] = frozenset(found)
        return self._uses[name]

    def _heads(self, name: str) -> tuple[str, ...]:
        """What the head of a file says is used; a file that cannot be read uses nothing, and is refused elsewhere."""
        if name not in self._used:
            log = Log()
            file = read_text(self._index[name], log, MAX_BYTES)
            blocks = [p for p in read_page(file).pieces if isinstance(p, Block)] if file is not None else []
            heads = [i for b in blocks[:1] for i in parse_block(b.span, log) if isinstance(i, Document | Vocabulary)]
            amended = [w for head in heads if isinstance(head, Document) for w in head.amends]
            self._used[name] = tuple(w.text for w in (*(w for head in heads for w in head.uses), *amended))
        return self._used[name]
