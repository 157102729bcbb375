"""Plausible cases over the vocabulary of a law, from a seed: each is about a few events of the kinds that benefits are
for, with values near those the rules ask about, some of them not stated.

What a case expects is what comes out, for every claim; so that replaying them shows what replaying costs.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from compiler.cases.defaults import default_value
from compiler.cases.model import Case, Fact, FieldValue, Scalar
from compiler.cases.write import write_case, write_value
from compiler.rulebook.model import FieldDecl, KindDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Const, Period, walk
from solver.answers.model import Assessment, Result
from solver.questions.assess import assess_many
from tiaoli.casebook.written import CHINESE, amount, outcome

_START = dt.date(2020, 6, 1)
_DAYS = 5 * 365
_UNSTATED = 0.06
_MOST = 8  # facts, before new ones refer to those that are there
_EVENTS = (1, 1, 1, 2, 2, 3)


class Generator:
    """Makes cases under one law. The same seed makes the same cases."""

    def __init__(self, rulebook: Rulebook, seed: int) -> None:
        self.rulebook, self.random = rulebook, random.Random(seed)
        self.kinds = {k.name: k for k in rulebook.kinds}
        self.enums = {e.name: e.values for e in rulebook.enums}
        self.events = sorted({b.kind for b in rulebook.benefits} - {PAID})
        self.values = _constants(rulebook)

    def cases(self, count: int) -> Iterator[Case]:
        """So many cases, about each kind of event in turn."""
        for number in range(count):
            yield self._case(number, self.kinds[self.events[number % len(self.events)]])

    def _case(self, number: int, kind: KindDecl) -> Case:
        facts: dict[str, Fact] = {}
        for _ in range(self.random.choice(_EVENTS)):
            self._fact(kind, facts)
        return Case(
            f"{kind.name}{number}",
            (),
            tuple(facts.values()),
            everything_complete=self.random.random() < 0.7,
            readings=self._readings(),
        )

    def _readings(self) -> tuple[tuple[str, str], ...]:
        fixed = [r for r in self.rulebook.readings if r.choices and self.random.random() < 0.3]
        return tuple((r.name, self.random.choice(r.choices)[0]) for r in fixed)

    def _fact(self, kind: KindDecl, facts: dict[str, Fact]) -> str:
        """A new fact of a kind, with what it refers to; its name."""
        id = f"{kind.name}{sum(f.kind == kind.name for f in facts.values()) + 1}"
        facts[id] = Fact(kind.name, id, ())
        values = (self._field(decl, facts) for decl in kind.fields)
        facts[id] = Fact(kind.name, id, tuple(v for v in values if v is not None))
        return id

    def _field(self, decl: FieldDecl, facts: dict[str, Fact]) -> FieldValue | None:
        if decl.type.list:
            return default_value(decl)
        if not decl.required and self.random.random() < _UNSTATED:
            return default_value(decl)
        value = self._value(decl, facts)
        return None if value is None else FieldValue(decl.name, value, write_value(value, decl.type))

    def _value(self, decl: FieldDecl, facts: dict[str, Fact]) -> Scalar | None:
        pick = self.random
        match decl.type.kind:
            case "boolean":
                return pick.random() < 0.7
            case "enum":
                return pick.choice(self.enums[decl.type.name])
            case "entity":
                return self._reference(decl, facts)
            case "date":
                born = "生" in decl.name
                return (
                    _START - dt.timedelta(pick.randint(6000, 24000))
                    if born
                    else _START + dt.timedelta(pick.randint(0, _DAYS))
                )
            case "period":
                return Period(pick.choice((6, 12, 24, 36)), "months")
            case "text":
                return pick.choice(("甲", "乙", "丙"))
            case "money":
                near = pick.choice(self.values["money"])
                return max(Fraction(0), near + pick.choice((-100, -1, 0, 0, 1, 500)))
            case _:
                near = pick.choice(self.values["number"])
                return max(Fraction(0), Fraction(int(near)) + pick.choice((-1, 0, 0, 1, 2)))

    def _reference(self, decl: FieldDecl, facts: dict[str, Fact]) -> str | None:
        known = [f.id for f in facts.values() if f.kind == decl.type.name]
        if known and self.random.random() < 0.8:
            return self.random.choice(known)
        if len(facts) < _MOST:
            return self._fact(self.kinds[decl.type.name], facts)
        # A new one would refer to others in its turn, without end.
        if known:
            return self.random.choice(known)
        return self._fact(self.kinds[decl.type.name], facts) if decl.required else None


def _constants(rulebook: Rulebook) -> dict[str, tuple[Fraction, ...]]:
    """The numbers and sums that the rules name."""
    found: dict[str, set[Fraction]] = {"money": {Fraction(1000)}, "number": {Fraction(1)}}
    for benefit in rulebook.benefits:
        for part in (benefit.condition, benefit.amount):
            for node in walk(part) if part is not None else ():
                if isinstance(node, Const) and isinstance(node.value, Fraction):
                    found["money" if node.type.kind == "money" else "number"].add(node.value)
    return {kind: tuple(sorted(values)) for kind, values in found.items()}


def write_book(folder: Path, rulebook: Rulebook, document: str, count: int, seed: int, each: int = 1000) -> list[Path]:
    """Write so many cases with what comes out of them, ``each`` to a file; the files."""
    generator = Generator(rulebook, seed)
    paths = []
    cases = generator.cases(count)
    for number in range(0, count, each):
        some = [
            replace(case, documents=(document,))
            for case, _ in zip(cases, range(min(each, count - number)), strict=False)
        ]
        answers = assess_many(rulebook, some)
        texts = [_recorded(c, a, rulebook) for c, a in zip(some, answers, strict=True) if isinstance(a, Assessment)]
        path = folder / f"{number // each:04d}.yaml"
        path.write_text("---\n".join(texts), encoding="utf-8")
        paths.append(path)
    return paths


def _recorded(case: Case, answer: Assessment, rulebook: Rulebook) -> str:
    expected = "".join(f"  {r.benefit}@{r.object}: {_short(r)}\n" for r in answer.results)
    return f"{write_case(case, rulebook)}应得:\n{expected}" if expected else write_case(case, rulebook)


def _short(result: Result) -> str:
    if result.outcome != "granted" or result.amount.kind == "none":
        return outcome(result.outcome, CHINESE)
    return amount(result.amount, True, CHINESE)
