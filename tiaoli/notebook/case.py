"""A case under a law, and the questions that can be asked of it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from compiler.cases.model import Case as Bound
from compiler.cases.values import Unreadable, read_money
from compiler.diagnostics.problem import Rejected as Refused
from compiler.diagnostics.problem import problem
from solver.questions.replay import Difference
from tiaoli.notebook.faults import told
from tiaoli.notebook.html import block, line, quiet, table, tag
from tiaoli.notebook.money import Money
from tiaoli.notebook.source import Given, path_of, text_of
from tiaoli.opening import Opened, Wanted, open_files, open_text

if TYPE_CHECKING:
    from tiaoli.notebook.answers import Answers, Explanation
    from tiaoli.notebook.library import Law
    from tiaoli.notebook.searches import Changes, Meanings, Possibilities
    from tiaoli.notebook.searches import Wanted as Sum


class Case:
    """A case that was read and bound: its names and values are those of the law's vocabulary.

    ``bound`` holds the facts as typed values; ``file`` is where it stands (``<case>`` for a text).
    """

    def __init__(self, law: Law, opened: Opened, given: Given) -> None:
        self.law, self.opened, self.given = law, opened, given
        self.words = law.words

    @property
    def name(self) -> str:
        """Its name."""
        return self.bound.name

    @property
    def bound(self) -> Bound:
        """The case with typed values: facts, readings, choices, expectations, dates."""
        return self.opened.case

    @property
    def file(self) -> str:
        """The file it stands in."""
        return str(self.opened.path)

    @property
    def facts(self) -> dict[str, dict[str, dict[str, str]]]:
        """Kind, id, field and value as written; what is not stated is left out."""
        from tiaoli.report.readings import facts_of

        return facts_of(self.bound)

    def assess(self) -> Answers:
        """What the case gets, loses, or waits for. Raises Rejected when it contradicts an assertion of the policy."""
        from tiaoli.notebook.answers import Answers
        from tiaoli.opening import decide

        with told(self.words):
            (assessment,) = decide((self.opened,), readings=True)
            return Answers(self, assessment)

    def explain(self, benefit: str | None = None) -> Explanation:
        """Why, or why not: one benefit (``benefit`` or ``benefit@object``) or all. Raises Rejected (TL0703) when the
        case has no such benefit."""
        from dataclasses import replace

        from tiaoli.asking import chosen
        from tiaoli.notebook.answers import Explanation
        from tiaoli.opening import decide

        with told(self.words):
            (assessment,) = decide((self.opened,), explain=True, readings=True)
            return Explanation(self, replace(assessment, results=chosen(assessment, benefit)))

    def whatif(
        self, benefit: str, want: Sum | None = None, lose: bool = False, routes: int = 5, seconds: float = 10.0
    ) -> Changes:
        """The least that would have to change for the benefit to be granted, to reach ``want`` (a sum of yuan, or a
        text such as ``3万元``), or with ``lose`` to be lost. At most ``routes`` ways are looked for, for at most
        ``seconds``. Raises Rejected: TL0703 for no such benefit, TL0711 for a sum that is none or not above 0;
        ValueError for a sum that is to be lost."""
        from solver.questions.routes import Limits
        from tiaoli.asking import changes
        from tiaoli.notebook.searches import Changes

        if want is not None and lose:
            raise ValueError(self.words.say("misuse.not_together", first="want", second="lose"))
        with told(self.words):
            limits = Limits(routes=routes, seconds=seconds)
            return Changes(self, *changes(self.opened, benefit, _sum(want), lose, limits))

    def possible(self, benefit: str | None = None, seconds: float = 10.0) -> Possibilities:
        """What each benefit (or the one named) may come to, whatever the facts that are not stated turn out to be."""
        from tiaoli.asking import possible
        from tiaoli.notebook.searches import Possibilities

        with told(self.words):
            return Possibilities(self, *possible(self.opened, benefit, seconds))

    def readings(self) -> Meanings:
        """What each reading of the text would mean for the case."""
        from tiaoli.asking import readings
        from tiaoli.notebook.searches import Meanings

        with told(self.words):
            return Meanings(self, *readings(self.opened))

    def differences(self) -> tuple[Difference, ...]:
        """What comes out otherwise than the case records (应得); nothing when all is as recorded."""
        from solver.questions.replay import compare
        from tiaoli.opening import decide

        with told(self.words):
            (assessment,) = decide((self.opened,), explain=True)
            return compare(assessment, self.bound)

    def __repr__(self) -> str:
        return f"<Case {self.name}: {', '.join(self.bound.documents)}>"

    def _repr_html_(self) -> str:
        say = self.words.say
        separator = self.words.table["assess.separator"]
        rows = [
            (kind, id, separator.join(f"{field} {value}" for field, value in fields.items()))
            for kind, facts in self.facts.items()
            for id, fields in facts.items()
            if fields
        ]
        heads = (say("notebook.kind"), say("notebook.object"), say("notebook.facts"))
        documents = separator.join(self.bound.documents)
        return str.__str__(block(line(tag("b", self.name)), line(quiet(documents)), table(heads, rows)))


def opened_under(law: Law, given: Given | Case, name: str | None) -> tuple[Case, ...]:
    """The cases that were given, bound under a law; a case of another law is read again. Raises the compiler's
    Rejected."""
    if isinstance(given, Case):
        return (given,) if given.law is law else opened_under(law, given.given, given.name)
    wanted = Wanted(str(law.library.folder), law.documents, name, tuple(law.taken.items()), law.known)
    path = path_of(given)
    if path is not None:
        opened = open_files((str(path),), wanted, law.rulebooks)
    else:
        opened = open_text(text_of(given, law.words), law.library.folder, wanted, law.rulebooks)
    return tuple(Case(law, one, one.path if path is not None else given) for one in opened)


def _sum(want: Sum | None) -> Fraction | None:
    """A sum in yuan; raises the compiler's Rejected (TL0711) for a text that is none, TypeError for a float."""
    if want is None:
        return None
    if not isinstance(want, str):
        return Money(want).yuan
    try:
        return read_money(want)[0]
    except Unreadable:
        raise Refused((problem("TL0711", found=want, takes="money"),)) from None
