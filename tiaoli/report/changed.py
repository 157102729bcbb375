"""A comparison of two laws as findings, each at a line: recorded cases that come out otherwise, what lies outside of
what was declared, and the changed rules behind both.

A finding about a case stands where the case is written; one about a rule where the rule is, as that is what a change
touches. Files are those of the working tree: what stands only in an older revision has no line there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from compiler.compare.rules import RuleChange
from compiler.source.record import dataclass
from solver.answers.comparison import SORTS, CaseChange, Cause, Change
from solver.questions.intents import Outside
from solver.questions.plainly import in_short
from tiaoli.comparing.comparison import Comparison
from tiaoli.comparing.sides import Side
from tiaoli.report.finding import Finding, Level, Related, Rule
from tiaoli.screen.changes import (
    came_to,
    cause_text,
    fault_text,
    headline,
    outside_text,
    parts_text,
    payees,
    rule_text,
)
from tiaoli.screen.phrases import clean, sentence
from tiaoli.words import Words

RESULT, OUTSIDE, RULE = "result-changed", "outside-intent", "rule-changed"
_LEVELS: Final[tuple[Level, ...]] = ("error", "warning", "note")
_REASONS = 6
_NAMED = 5
_Place = tuple[str, int]


def rules(words: Words) -> tuple[Rule, ...]:
    """What the findings mean."""
    keys = ((RULE, "rule"), (OUTSIDE, "outside"), (RESULT, "result"))
    return tuple(Rule(i, words.say(f"diff.finding_{k}"), words.say(f"diff.finding_{k}_help")) for i, k in keys)


def findings(found: Comparison, words: Words, root: Path) -> list[Finding]:
    """Every finding, those first that weigh most, and of these the rules first. ``root``: the folder that files are
    named relative to."""
    told = list(_Telling(found, words, root).all())
    return sorted(told, key=lambda f: (_LEVELS.index(f.level), (RULE, OUTSIDE, RESULT).index(f.rule)))


@dataclass(frozen=True, slots=True)
class _Told:
    """A change of a result as it was told."""

    level: Level
    case: CaseChange
    change: Change


class _Telling:
    def __init__(self, found: Comparison, words: Words, root: Path) -> None:
        self.found, self.words, self.root = found, words, root
        self.rules = [rule for document in found.documents for rule in document.rules]
        outside = found.verdict.outside if found.verdict is not None else ()
        self.outside = {(o.file, o.case, o.benefit, o.object): o for o in outside if o.case and o.broken != "case"}
        self.apart = [o for o in outside if not o.case]

    def all(self) -> Iterator[Finding]:
        told: list[_Told] = []
        for case in self.found.cases:
            if case.unreadable:
                yield self._unreadable(case)
            for change in case.changes:
                if change.sort != "kept":
                    told.append(_Told(self._level(case, change), case, change))
                    yield self._result(told[-1])
        for outside in self.apart:
            yield self._outside(outside)
        yield from self._rules(told)

    # ------------------------------------------------------------ cases

    def _broken(self, case: CaseChange, change: Change) -> Outside | None:
        return self.outside.get((case.file, case.case, change.benefit, change.object))

    def _level(self, case: CaseChange, change: Change) -> Level:
        if change.sort == "grounds":
            return "note"
        if self.found.verdict is None:
            return "warning"
        return "error" if self._broken(case, change) is not None else "note"

    def _unreadable(self, case: CaseChange) -> Finding:
        told = fault_text(case, self.words)
        file, line = self._at_case(case)
        return Finding(RESULT, "error", clean(case.case), told, file, line, key=f"{case.case}|{case.unreadable}")

    def _result(self, told: _Told) -> Finding:
        case, change, words = told.case, told.change, self.words
        broken = self._broken(case, change) if change.sort != "grounds" else None
        lines = [outside_text(broken, words)] if broken is not None else []
        came = words.say("diff.title", old=came_to(change.old, words), new=came_to(change.new, words))
        sort = words.say(f"diff.sort_{change.sort}")
        lines += [f"{sort} {headline(change, words)}{words.table['diff.colon']}{came}"]
        lines += filter(None, [payees(change, words)])
        lines += [cause_text(cause, words) for cause in change.causes[:_REASONS]]
        for key, reasons in (("gone", change.gone), ("come", change.come)):
            said = [t for t in (sentence(r, words) for r in in_short(reasons[:_REASONS])) if t]
            if said:
                text = words.table["diff.between_clauses"].join(said)
                lines.append(f"{words.say(f'diff.{key}')}{words.table['diff.colon']}{text}")
        file, line = self._at_case(case)
        return Finding(
            OUTSIDE if broken is not None else RESULT,
            told.level,
            clean(case.case),
            "\n".join(lines),
            file,
            line,
            key="|".join((case.case, change.benefit, change.object, change.sort)),
            related=tuple(self._related(change.causes)),
        )

    def _related(self, causes: Sequence[Cause]) -> Iterator[Related]:
        """The changed rules behind a change, where they have a line."""
        for rule in self.rules:
            if any(_is_of(cause, rule) for cause in causes):
                file, line = self._at_rule(rule)
                if file:
                    yield Related(rule_text(rule, self.words), file, line)

    # ------------------------------------------------------------ rules

    def _rules(self, told: Sequence[_Told]) -> Iterator[Finding]:
        """Each changed rule that is behind something, with how many results of which sort, and the first cases."""
        words = self.words
        for rule in self.rules:
            behind = [t for t in told if any(_is_of(cause, rule) for cause in t.change.causes)]
            if not behind:
                continue
            count = Counter(t.change.sort for t in behind)
            join = words.table["diff.between_clauses"].join
            counts = [f"{words.say(f'diff.sort_{sort}')} {count[sort]}" for sort in SORTS if count[sort]]
            worst = sorted(behind, key=lambda t: SORTS.index(t.change.sort))
            names = [clean(name) for name in dict.fromkeys(t.case.case for t in worst)]
            more = str(len(names) - _NAMED) if len(names) > _NAMED else ""
            parts = parts_text(rule, words)
            lines = [
                words.say("diff.finding_behind", results=join(counts)),
                words.say("diff.finding_cases", cases=join(names[:_NAMED]), more=more),
            ]
            title = rule_text(rule, words)
            level = min((t.level for t in behind), key=_LEVELS.index)
            place = self._at_rule(rule)
            key = "|".join((rule.kind, rule.sort, rule.name, rule.place.clause))
            text = "\n".join([f"{title}  {parts}" if parts else title, *lines])
            yield Finding(RULE, level, title, text, *place, key=key)

    def _outside(self, outside: Outside) -> Finding:
        """What lies outside and is of no recorded case: it stands where the rule of the benefit changed, or where it
        was declared."""
        names = {*outside.benefit.split("、")} - {""}
        about = [r for r in self.rules if r.name in names] or [
            r for r in self.rules if r.sort == "intent" and r.name == outside.intent
        ]
        places = [place for place in map(self._at_rule, about) if place[0]]
        text = outside_text(outside, self.words)
        title = self.words.say("diff.finding_outside")
        key = "|".join((outside.broken, outside.benefit, outside.intent))
        return Finding(OUTSIDE, "error", title, text, *(places[0] if places else ("", 0)), key=key)

    # ------------------------------------------------------------ places

    def _at_case(self, case: CaseChange) -> _Place:
        old = case.recorded == "old"
        folder = self._folder(old)
        return (self._named(folder / case.file), case.line) if folder is not None else ("", 0)

    def _at_rule(self, rule: RuleChange) -> _Place:
        """Where a rule stands, or stood."""
        side, folder = self._side(rule.new is None), self._folder(rule.new is None)
        span = rule.place.span
        path = Path(span.file.name)
        if side is None or folder is None or not span.file.name or not path.is_relative_to(side.root):
            return "", 0
        return self._named(folder / path.relative_to(side.root)), span.line

    def _side(self, old: bool) -> Side | None:
        return None if self.found.sides is None else self.found.sides[0 if old else 1]

    def _folder(self, old: bool) -> Path | None:
        """Where the files of a side are in the working tree: what the new side of two revisions says is taken to be
        there, what the old one says is not."""
        side = self._side(old)
        if side is None:
            return None
        return side.root if side.lasting else None if old else side.home

    def _named(self, path: Path) -> str:
        whole, root = path.absolute(), self.root.absolute()
        return str(whole.relative_to(root)) if whole.is_relative_to(root) else str(path)


def _is_of(cause: Cause, rule: RuleChange) -> bool:
    place = rule.place
    return (cause.change, cause.sort, cause.name, cause.document, cause.clause) == (
        rule.kind,
        rule.sort,
        rule.name,
        place.document,
        place.clause,
    )
