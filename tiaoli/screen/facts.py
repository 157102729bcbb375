"""A fact of a case in the vocabulary's own sentences: as it stands, as a blank to be filled, as a question.

Where the vocabulary has no sentence in the reader's language, the names of kind, object and field take its place.
"""

from __future__ import annotations

import datetime as dt
import re

from compiler.cases.model import Case, Scalar
from compiler.rulebook.model import VALUE, FieldDecl, Rulebook
from compiler.rulebook.terms import Period
from solver.answers.model import Shown
from solver.arithmetic.text import write
from solver.search.cells import WHOLE, declared
from solver.search.evaluate import Cell
from tiaoli.screen.amounts import long_text
from tiaoli.screen.phrases import clean, fact_text
from tiaoli.screen.values import value_text
from tiaoli.words import LANGUAGES, Words

_PLACE = re.compile(r"\{([^{}]*)\}")
_ASKS_AT_THE_END = re.compile(r"[：:]\s*\{" + VALUE + r"\}$")


class Facts:
    """Tells the facts of one case under one law in one language."""

    def __init__(self, rulebook: Rulebook, case: Case, words: Words) -> None:
        self.rulebook, self.case, self.words = rulebook, case, words
        self._several = {k for k in {f.kind for f in case.facts} if sum(f.kind == k for f in case.facts) > 1}

    def value(self, cell: Cell, value: Scalar) -> str:
        """A value as it is shown in a list."""
        return value_text(self.rulebook, cell, value, self.words)

    def stated(self, cell: Cell, value: Scalar) -> str:
        """``您取得证书的日期是2024年5月20日``."""
        return self._filled(cell, self._long(cell, value)) or self._plain(cell, self.value(cell, value))

    def changed(self, cell: Cell, before: Scalar, after: Scalar) -> str:
        """The sentence with both values: ``证书上的等级是高级工 → 技师``."""
        if isinstance(before, dt.date) and isinstance(after, dt.date) and after > before:
            said = self.stated(cell, after)
            return self.words.say("fact.wait", day=str(after), before=str(before), said=said)
        pair = self.words.say("fact.from_to", before=self.value(cell, before), after=self.value(cell, after))
        return self._filled(cell, pair) or self._plain(cell, pair)

    def blank(self, cell: Cell) -> str:
        """The fact without its value: ``您取得证书的日期是＿＿``."""
        if cell[0] == WHOLE:
            return self.words.say("possible.whole", kind=clean(cell[1]))
        field = declared(self.rulebook, cell)
        if field is not None and field.type.kind == "boolean":
            sentence = self._sentence(cell, field)
            if _ASKS_AT_THE_END.search(sentence):
                return self._whose(cell, _ASKS_AT_THE_END.sub("", sentence))
        return self._filled(cell, self.words.say("fact.blank")) or self.name(cell)

    def asked(self, cell: Cell) -> str:
        """The fact as a question: ``您取得证书的日期是＿＿？``, ``您参加了培训吗？``."""
        field = declared(self.rulebook, cell)
        sentence = self._sentence(cell, field)
        if field is not None and field.type.kind == "boolean" and _ASKS_AT_THE_END.search(sentence):
            return self.words.say("ask.question_yes_no", what=self.blank(cell))
        return self.words.say("ask.question", what=self.blank(cell))

    def name(self, cell: Cell) -> str:
        """``取证「证一」的日期``."""
        return fact_text("{}/{}.{}".format(*cell), self.words)

    # ------------------------------------------------------------ sentences

    def _plain(self, cell: Cell, value: str) -> str:
        return self.words.say("fact.plain", what=self.name(cell), value=value)

    def _long(self, cell: Cell, value: Scalar) -> str:
        field = declared(self.rulebook, cell)
        kind = field.type if field is not None else None
        sort = "period" if isinstance(value, Period) else "boolean" if isinstance(value, bool) else ""
        return clean(
            long_text(
                Shown(sort or (kind.kind if kind else "text"), write(value), kind.unit if kind else ""), self.words
            )
        )

    def _filled(self, cell: Cell, value: str) -> str:
        sentence = self._sentence(cell, declared(self.rulebook, cell))
        return self._whose(cell, sentence.replace(f"{{{VALUE}}}", value)) if sentence else ""

    def _whose(self, cell: Cell, said: str) -> str:
        """With the object's name where the case has several of its kind."""
        if cell[0] in self._several:
            return self.words.say("fact.whose", said=clean(said), id=clean(cell[1]))
        return clean(said)

    def _sentence(self, cell: Cell, field: FieldDecl | None) -> str:
        """The vocabulary's sentence in the reader's language with the other fields it mentions filled in; an
        enumeration that is not known is left out. Empty where it cannot be said."""
        place = LANGUAGES.index(self.words.language)
        if field is None or place >= len(field.says):
            return ""
        sentence = field.says[place]
        fact = next((f for f in self.case.facts if (f.kind, f.id) == cell[:2]), None)
        for name in _PLACE.findall(sentence):
            if name == VALUE:
                continue
            other = fact.get(name) if fact is not None else None
            decl = declared(self.rulebook, (cell[0], cell[1], name))
            if other is None and (decl is None or decl.type.kind != "enum"):
                return ""
            sentence = sentence.replace(f"{{{name}}}", other.written if other is not None else "")
        return " ".join(sentence.split())
