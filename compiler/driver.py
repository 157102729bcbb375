"""The order of the passes: read this first.

text → sheets (:mod:`compiler.corpus`) → rulebook (:mod:`compiler.rulebook.bind`) → checks → program
(:mod:`compiler.asp.emit`). A compiled rulebook is kept in a cache, so that a question need not parse anything.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.diagnostics.problem import Log, Problem

if TYPE_CHECKING:
    from compiler.amendments.editions import Edition
    from compiler.asp.program import Program
    from compiler.checks.sentences import SentenceUse
    from compiler.rulebook.model import IntentDecl, Rulebook
    from compiler.source.text import SourceFile


def load(
    root: Path,
    documents: tuple[str, ...],
    cache: bool = True,
    known: dt.date | None = None,
    without: frozenset[str] = frozenset(),
) -> Rulebook:
    """The rulebook of ``documents``, of all they use and of what amends them, as published by ``known``; amendments in
    ``without`` are left out.

    Raises :class:`~compiler.diagnostics.problem.Rejected` with every problem found.
    """
    from compiler import store

    key = store.key(root, documents, known, without) if cache else None
    if key is not None:
        kept = store.get(key)
        if kept is not None:
            _remember(*kept)
            return kept[0]
    rulebook = compile_library(root, documents, known, without)
    if key is not None:
        store.put(key, rulebook, program(rulebook))
    return rulebook


_PROGRAMS: dict[int, tuple[Rulebook, Program]] = {}
_KEPT = 8


def program(rulebook: Rulebook) -> Program:
    """The program of a rulebook: the one kept with it, else emitted now. The last few are remembered."""
    found = _PROGRAMS.get(id(rulebook))
    if found is not None and found[0] is rulebook:
        return found[1]
    from compiler.asp.emit import emit as translate

    return _remember(rulebook, translate(rulebook))


def _remember(rulebook: Rulebook, made: Program) -> Program:
    while len(_PROGRAMS) >= _KEPT:
        _PROGRAMS.pop(next(iter(_PROGRAMS)))
    _PROGRAMS[id(rulebook)] = (rulebook, made)
    return made


def compile_library(
    root: Path, documents: tuple[str, ...], known: dt.date | None = None, without: frozenset[str] = frozenset()
) -> Rulebook:
    """Parse, bind and check without looking at the cache; raises Rejected."""
    rulebook, log = _compile(root, documents, known, without)
    log.stop()
    assert rulebook is not None  # a name that is not in the library was reported
    return rulebook


def _compile(
    root: Path, documents: tuple[str, ...], known: dt.date | None, without: frozenset[str]
) -> tuple[Rulebook | None, Log]:
    from compiler.amendments.consolidate import consolidate
    from compiler.checks.amending import check_amending
    from compiler.checks.contradictions import check_contradictions
    from compiler.checks.lengths import check_lengths
    from compiler.checks.lines import check_lines
    from compiler.checks.quotes import check_quotes
    from compiler.checks.references import check_references
    from compiler.checks.settle import settled
    from compiler.corpus import closure
    from compiler.rulebook.bind import bind, known_on
    from compiler.source.library import index_library

    log = Log()
    written = closure(root, documents, log, without)
    sheets = consolidate(written, log).sheets
    check_amending(written, log)
    check_quotes(sheets, log)
    check_references(sheets, index_library(root), log)
    check_lengths(sheets, log)
    check_lines(sheets, log)
    if known is not None:
        sheets = consolidate(known_on(written, known), Log()).sheets
    rulebook = bind(sheets, log) if sheets else None
    if rulebook is not None:
        check_contradictions(rulebook, sheets, log)
    return rulebook, Log(settled(log.problems, written))


def check(root: Path, documents: tuple[str, ...]) -> tuple[Problem, ...]:
    """Every problem of the documents and of all they use."""
    return tuple(_compile(root, documents, None, frozenset())[1].problems)


def emit(rulebook: Rulebook) -> str:
    """The program, to be read: ordered by clause, with the law's words as comments."""
    from compiler.asp.listing import listing

    return listing(rulebook)


def fingerprint(rulebook: Rulebook) -> str:
    """``sha256:…`` of what the rulebook means, independent of where its files lie."""
    import hashlib

    return "sha256:" + hashlib.sha256(repr(rulebook).encode()).hexdigest()


def declared_intents(root: Path, documents: tuple[str, ...], file: SourceFile) -> tuple[IntentDecl, ...]:
    """The intents that a file of its own declares, bound to the words and benefits of ``documents``; the file needs no
    head. Raises Rejected with every problem of the file."""
    from compiler.amendments.consolidate import consolidate
    from compiler.corpus import closure, loose_sheet
    from compiler.rulebook.bind import bind_intents
    from compiler.surface.tree import Intent

    log = Log()
    sheets = consolidate(closure(root, documents, Log()), Log()).sheets
    own = loose_sheet(file, documents, log)
    for entry in own.entries:
        if not isinstance(entry.item, Intent):
            log.say("TL0782", entry.item.span, found=file.name)
    log.stop()
    found = bind_intents((*sheets, own), own, log)
    Log([p for p in log.problems if p.span is None or p.span.file is file]).stop()
    return found


def sentences(root: Path, document: str) -> tuple[SentenceUse, ...]:
    """Every sentence of a document and what became of it; raises Rejected when the document cannot be read."""
    from compiler.checks.sentences import account

    return account(editions(root, document)[-1].sheet)


def editions(root: Path, document: str, known: dt.date | None = None) -> tuple[Edition, ...]:
    """A document from day to day: as first written, then from each day on which amendments change it, with what was
    published by ``known``; raises Rejected when it cannot be read."""
    from compiler.amendments.consolidate import consolidate
    from compiler.amendments.editions import editions_of
    from compiler.checks.settle import settled
    from compiler.corpus import closure
    from compiler.rulebook.bind import known_on

    log = Log()
    written = closure(root, (document,), log)
    whole = consolidate(known_on(written, known), log)
    Log(settled(log.problems, written)).stop()
    return editions_of(whole, document)
