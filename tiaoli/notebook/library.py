"""Libraries and laws: the folder of documents, and documents compiled together, of which cases are asked."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from compiler.cases.values import Unreadable, read_date
from compiler.diagnostics.problem import Log, near_names, problem
from compiler.diagnostics.problem import Rejected as Refused
from compiler.rulebook.model import ClauseDecl, ReadingDecl, Rulebook
from solver.answers.model import Receipt
from tiaoli.library import Holding, find_library, holdings, one_document
from tiaoli.notebook.faults import told
from tiaoli.notebook.html import Html, block, line, listed, quiet, table, tag
from tiaoli.notebook.source import Given
from tiaoli.opening import Rulebooks, fixed
from tiaoli.words import LANGUAGES, Words, words_of
from tiaoli.words.choice import choose_language

if TYPE_CHECKING:
    from tiaoli.notebook.answers import Answers, Explanation
    from tiaoli.notebook.case import Case
    from tiaoli.notebook.searches import Changes, Meanings, Possibilities, Wanted


def open(folder: str | Path | None = None, *, language: str | None = None) -> Library:
    """The library in a folder; without one, the nearest at or above the working folder, else the one that was
    installed with the program. ``language`` is zh or en (else TIAOLI_LANG, else the locale).

    Raises Rejected: TL0701 when there is no such folder, TL0711 for another language.
    """
    words = words_of(language if language in LANGUAGES else choose_language((), os.environ))
    with told(words):
        if language is not None and language not in LANGUAGES:
            raise Refused((problem("TL0711", near=LANGUAGES, found=language, takes=""),))
        return Library(find_library(None if folder is None else str(folder), Path.cwd()), words)


class Library:
    """A folder of documents and vocabularies. ``library["桐人社发〔2021〕7号"]`` is a law: that document with all it
    uses. The folder is looked at when it is asked; a law stays as it was when it was made."""

    def __init__(self, folder: Path, words: Words) -> None:
        self.folder, self.words = folder, words

    @property
    def documents(self) -> tuple[Holding, ...]:
        """The documents: name (the number), title, path."""
        return tuple(h for h in holdings(self.folder) if h.document)

    @property
    def vocabularies(self) -> tuple[Holding, ...]:
        """The vocabularies: name, path."""
        return tuple(h for h in holdings(self.folder) if not h.document)

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers of the documents."""
        return tuple(h.name for h in self.documents)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Law:
        return self.law(name)

    def law(self, *names: str, known: dt.date | str | None = None, readings: Mapping[str, str] | None = None) -> Law:
        """Documents and all they use, compiled together; without a name the only document of the library.

        ``known``: only documents published by that day count. ``readings``: choices taken whatever a case says.
        Raises Rejected with every fault of the documents, TL0206 for one the library does not hold, TL0706 when no
        name was given and there are several, TL0710 for a day that is none, TL0630 and TL0631 for readings.
        """
        with told(self.words):
            documents = names or (one_document(None, self.folder, self.folder),)
            for name in documents:
                one_document(name, self.folder, self.folder)
            return Law(self, documents, _day(known), dict(readings or {}))

    def cases(self, path: str | Path) -> tuple[Case, ...]:
        """The cases of a file, or of all files in a folder, each under the documents it names, or those of the folder
        it lies in. Raises Rejected with every fault of any of them."""
        from tiaoli.notebook.case import Case
        from tiaoli.opening import Wanted, open_files

        with told(self.words):
            opened = open_files((str(path),), Wanted(library=str(self.folder)))
            laws: dict[tuple[tuple[str, ...], dt.date | None], Law] = {}
            for one in opened:
                key = (one.case.documents, one.case.known)
                if key not in laws:
                    laws[key] = Law(self, *key, {}, one.rulebook)
            return tuple(Case(laws[one.case.documents, one.case.known], one, one.path) for one in opened)

    def __repr__(self) -> str:
        return f"<Library {self.folder}: {', '.join(self.names)}>"

    def _repr_html_(self) -> str:
        say = self.words.say
        rows = [(h.name, h.title) for h in self.documents]
        shown = table((say("notebook.document"), say("notebook.title")), rows)
        return str.__str__(block(line(quiet(str(self.folder))), shown))


class Law:
    """Documents compiled together. ``documents``: those asked for; ``known``: only documents published by that day
    count, None for all; ``taken``: readings that are chosen whatever a case says; ``rulebook``: what was compiled."""

    def __init__(
        self,
        library: Library,
        documents: tuple[str, ...],
        known: dt.date | None,
        taken: dict[str, str],
        rulebook: Rulebook | None = None,
    ) -> None:
        from compiler.driver import load

        self.library, self.documents, self.known, self.taken = library, documents, known, taken
        self.rulebook = rulebook or load(library.folder, documents, known=known)
        self.rulebooks: Rulebooks = {(library.folder, documents, known): self.rulebook}
        log = Log()
        fixed({}, self.rulebook, tuple(taken.items()), log)
        log.stop()

    @property
    def words(self) -> Words:
        """The words of the reader's language."""
        return self.library.words

    @property
    def benefits(self) -> tuple[str, ...]:
        """The names of all benefits, in the order of the clauses."""
        return tuple(dict.fromkeys(b.name for b in self.rulebook.benefits))

    @property
    def open_readings(self) -> tuple[ReadingDecl, ...]:
        """The readings that can be chosen: name, question, quote, choices, default."""
        return tuple(r for r in self.rulebook.readings if r.choices)

    def clause(self, id: str, document: str | None = None) -> ClauseDecl:
        """A clause: its title, the headings above it and its own words. Raises Rejected (TL0704)."""
        of = document or self.documents[0]
        found = self.rulebook.clause(of, id)
        if found is None:
            ids = [c.id for c in self.rulebook.clauses if c.document == of]
            with told(self.words):
                raise Refused((problem("TL0704", near=near_names(id, ids) or tuple(ids[:6]), found=id),))
        return found

    @cached_property
    def receipt(self) -> Receipt:
        """What answers under this law are made with; ``tiaoli verify`` holds it against a library."""
        from tiaoli.receipt import receipt_of

        return receipt_of(((self.documents, self.known, self.rulebook),))

    # ------------------------------------------------------------ cases

    def case(self, given: Given | Case, name: str | None = None) -> Case:
        """A case to be decided under this law: a path, a text in YAML, a mapping, or a case of another law.

        ``name`` is the one that is meant where there are several. Raises Rejected with every fault, TL0706 when it
        could be several; TypeError for Python values that no case can hold.
        """
        found = self.cases(given, name)
        if len(found) > 1:
            with told(self.words):
                choices = "、".join(case.name for case in found)
                raise Refused((problem("TL0706", found=found[0].file, choices=choices),))
        return found[0]

    def cases(self, given: Given | Case, name: str | None = None) -> tuple[Case, ...]:
        """The cases of a file, of all files in a folder, or of a text; see :meth:`case`."""
        from tiaoli.notebook.case import opened_under

        with told(self.words):
            return opened_under(self, given, name)

    # ------------------------------------------------------------ questions

    def assess(self, case: Given | Case) -> Answers:
        """What the case gets, loses, or waits for. Raises Rejected also when it contradicts an assertion."""
        return self.case(case).assess()

    def explain(self, case: Given | Case, benefit: str | None = None) -> Explanation:
        """Why, or why not: one benefit (``benefit`` or ``benefit@object``) or all."""
        return self.case(case).explain(benefit)

    def whatif(
        self,
        case: Given | Case,
        benefit: str,
        want: Wanted | None = None,
        lose: bool = False,
        routes: int = 5,
        seconds: float = 10.0,
    ) -> Changes:
        """The least that would have to change for the benefit to be granted, to reach ``want``, or to be lost."""
        return self.case(case).whatif(benefit, want, lose, routes, seconds)

    def possible(self, case: Given | Case, benefit: str | None = None, seconds: float = 10.0) -> Possibilities:
        """Not everything is known: what is certain, what impossible, what still matters."""
        return self.case(case).possible(benefit, seconds)

    def readings(self, case: Given | Case) -> Meanings:
        """What each reading of the text would mean for the case."""
        return self.case(case).readings()

    def __repr__(self) -> str:
        known = f" ({self.known})" if self.known else ""
        return f"<Law {', '.join(self.documents)}{known}: {len(self.benefits)}>"

    def _repr_html_(self) -> str:
        say = self.words.say
        known = say("assess.known", date=str(self.known)) if self.known else ""
        heads = [tag("b", name) for name in self.documents]
        titles = [d.title for d in self.rulebook.documents if d.number in self.documents]
        shown = block(*(line(h, " ", t) for h, t in zip(heads, titles, strict=True)), line(quiet(known)))
        return str.__str__(Html(shown + listed(self.benefits)))


def _day(known: dt.date | str | None) -> dt.date | None:
    if not isinstance(known, str):
        return known
    try:
        return read_date(known)
    except Unreadable:
        raise Refused((problem("TL0710", found=known),)) from None
