"""Opens policy files: which documents a library holds, and each document as clauses with their items.

In: a folder. Out: :class:`Sheet` values, one per file, in the order in which they are used. Lost: Markdown; from here
on an item knows its clause, and a clause its own words. The only room that opens policy files.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from compiler.diagnostics.problem import Log, near_names
from compiler.source.files import read_text
from compiler.source.library import MAX_BYTES, amending, head_of, index_library
from compiler.source.markdown import Block, Heading, OpenFence, Paragraph, read_page
from compiler.source.text import NOWHERE, SourceFile, Span
from compiler.surface.parse import parse_block
from compiler.surface.spread import spread
from compiler.surface.tree import Change, Clause, Document, Item, Vocabulary, Word


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as it stands in the file: its id, the headings above it, and its paragraphs."""

    item: Clause
    path: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...] = field(repr=False)

    @property
    def id(self) -> str:
        """The stable id."""
        return self.item.id.text

    @property
    def text(self) -> str:
        """The clause's own words, paragraph by paragraph."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Turn:
    """A day from which a text reads otherwise (and where it is written); the document, clause and words that say so;
    the clause it ``changes``."""

    day: dt.date
    document: str
    clause: str
    quote: str
    changes: str
    place: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a rule among several: from when and until when it stands (None: without bound)."""

    number: int
    begins: Turn | None
    ends: Turn | None

    def meets(self, other: Version | None) -> bool:
        """Whether there is a day on which both stand; None stands always."""
        if other is None:
            return True
        starts = [v.begins.day for v in (self, other) if v.begins is not None]
        ends = [v.ends.day for v in (self, other) if v.ends is not None]
        return not starts or not ends or max(starts) < min(ends)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item and the clause it stands in (None in the head of a document or in a vocabulary).

    ``version``: which of several wordings it is; None where there is only one.
    """

    item: Item
    clause: ClauseText | None
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class ChangeEntry:
    """What a document changes in a clause of another: the change, the clause it stands in, and the rules that
    transcribe the changed clause from then on."""

    item: Change
    clause: ClauseText | None
    rules: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of the library: its head, clauses and items."""

    file: SourceFile
    head: Document | Vocabulary
    clauses: tuple[ClauseText, ...]
    entries: tuple[Entry, ...]
    paragraphs: tuple[Paragraph, ...] = field(repr=False)
    headings: tuple[Heading, ...] = field(repr=False)
    changes: tuple[ChangeEntry, ...] = ()

    @property
    def name(self) -> str:
        """The number of the document or the name of the vocabulary."""
        return self.head.number.text if isinstance(self.head, Document) else self.head.name.text

    @property
    def uses(self) -> tuple[Word, ...]:
        """What the head says is used; a document that is amended is."""
        return (*self.head.uses, *self.amends)

    @property
    def amends(self) -> tuple[Word, ...]:
        """The documents that the head says are amended."""
        return self.head.amends if isinstance(self.head, Document) else ()

    @property
    def grounded(self) -> tuple[Entry, ...]:
        """Everything that may name its ground in the text. What a head or a clause's own lines rest on (追溯) may stand
        anywhere in the document: a closing clause says it of others."""
        own = (Entry(self.head, None), *(Entry(c.item, None) for c in self.clauses), *self.entries)
        return (*own, *(Entry(c.item, c.clause) for c in self.changes))

    def law_at(self, offset: int) -> tuple[str, ...]:
        """The path in the law of a place in the file: the headings above it and the clause it stands in, if any."""
        starts = [(h.span.start, 0, (*h.path, h.text)) for h in self.headings]
        for order, clause in enumerate(self.clauses, 1):
            label = f"条款 {clause.id}" + (f" {clause.item.title.text}" if clause.item.title is not None else "")
            law = (*clause.path, label)
            starts += [(p.span.start, order, law) for p in clause.paragraphs]
            starts.append((clause.item.span.start, order, law))
        before = [s for s in starts if s[0] <= offset]
        return _below_title(max(before)[2], self.headings) if before else ()


def _below_title(law: tuple[str, ...], headings: tuple[Heading, ...]) -> tuple[str, ...]:
    """A path without the document's own title, which the name of the file stands for."""
    title = next((h.text for h in headings if h.level == 1), None)
    return law[1:] if law and law[0] == title else law


def closure(root: Path, names: tuple[str, ...], log: Log, without: frozenset[str] = frozenset()) -> tuple[Sheet, ...]:
    """The sheets of ``names``, of all they use, and of what amends any of them; used ones first. A name that is not in
    the library is reported. Amendments in ``without`` are left out."""
    index = index_library(root)
    amendments = amending(index)
    sheets: dict[str, Sheet] = {}
    visiting: set[str] = set()

    def visit(name: str, place: Span | None) -> None:
        if name in sheets or name in visiting:
            return
        if name not in index:
            log.say("TL0206", place, near=near_names(name, index), found=name)
            return
        visiting.add(name)
        sheet = read_sheet(index[name], log)
        if sheet is not None:
            for word in sheet.uses:
                visit(word.text, word.span)
            sheets[name] = sheet
            for amendment in amendments.get(name, ()):
                if amendment not in without:
                    visit(amendment, None)

    for name in names:
        visit(name, None)
    return tuple(sheets.values())


def read_sheet(path: Path, log: Log) -> Sheet | None:
    """Read one file; None when it has no head."""
    file = read_text(path, log, MAX_BYTES)
    return read_sheet_text(file, log) if file is not None else None


def loose_sheet(file: SourceFile, uses: tuple[str, ...], log: Log) -> Sheet:
    """The items of a file that is no document of its own: it uses ``uses`` and stands under no clause."""
    blocks = [piece.span for piece in read_page(file).pieces if isinstance(piece, Block)]
    items = [item for span in blocks for item in parse_block(span, log)]
    start = Span(file, 0, 0)
    head = Vocabulary(Word(file.name, start), tuple(Word(name, start) for name in uses), start)
    return Sheet(file, head, (), tuple(Entry(item, None) for item in items), (), ())


def headless(path: Path, log: Log) -> None:
    """Report a Markdown file that holds rules and does not say which document it is; such a file is in no library."""
    if path.suffix != ".md" or path.name.lower().startswith("readme") or not path.is_file() or head_of(path):
        return
    file = read_text(path, log, MAX_BYTES)
    if file is not None and "```tiaoli" in file.text:
        read_sheet_text(file, log)


def read_sheet_text(file: SourceFile, log: Log) -> Sheet | None:
    """Cut a text into clauses and items."""
    page = read_page(file)
    head: Document | Vocabulary | None = None
    clauses: list[tuple[Clause, tuple[str, ...], list[Paragraph]]] = []
    entries: list[tuple[Item, int]] = []
    changes: list[tuple[Change, int, list[Item]]] = []
    waiting: list[Paragraph] = []
    current = -1

    def settle(keep: int) -> list[Paragraph]:
        """Give waiting paragraphs but the last ``keep`` to the current clause."""
        kept = waiting[len(waiting) - keep :] if keep else []
        if current >= 0:
            clauses[current][2].extend(waiting[: len(waiting) - keep])
        waiting.clear()
        return kept

    last: list[Paragraph] = []
    for piece in page.pieces:
        if isinstance(piece, OpenFence):
            log.say("TL0207", piece.span)
        elif isinstance(piece, Heading):
            settle(0)
            current, last = -1, []
        elif isinstance(piece, Paragraph):
            waiting.append(piece)
        else:
            assert isinstance(piece, Block)
            items = parse_block(piece.span, log)
            if any(isinstance(i, Clause) for i in items):
                last = settle(1) or last
            else:
                last = waiting[-1:] or last
                settle(0)
            change: list[Item] | None = None
            for item in items:
                if isinstance(item, Change):
                    change = []
                    changes.append((item, current, change))
                elif isinstance(item, Clause):
                    change = None
                    if any(c.id.text == item.id.text for c, _, _ in clauses):
                        log.say("TL0203", item.id.span, found=item.id.text)
                    if not last:
                        log.say("TL0208", item.span, found=item.id.text)
                    clauses.append((item, piece.path, list(last)))
                    current = len(clauses) - 1
                elif isinstance(item, Document | Vocabulary):
                    if head is not None:
                        log.say("TL0205", item.span)
                    head = item
                elif change is not None:
                    change += spread(item)
                else:
                    entries += [(one, current) for one in spread(item)]
    settle(0)
    if head is None:
        if not log.problems:
            log.say("TL0204", Span(file, 0, 0))
        return None
    texts = tuple(ClauseText(item, path, tuple(paragraphs)) for item, path, paragraphs in clauses)
    return Sheet(
        file,
        head,
        texts,
        tuple(Entry(item, texts[at] if at >= 0 else None) for item, at in entries),
        tuple(p for p in page.pieces if isinstance(p, Paragraph)),
        tuple(p for p in page.pieces if isinstance(p, Heading)),
        tuple(ChangeEntry(item, texts[at] if at >= 0 else None, tuple(rules)) for item, at, rules in changes),
    )
