"""What a change means for any case at all, on the screen: a line a benefit, and under it the cases that show it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from solver.answers.model import Result
from solver.answers.universal import Extent, Finding, Gap, Universal, Witness
from tiaoli.report.readings import facts_of
from tiaoli.screen.amounts import amount_text, money_text
from tiaoli.screen.console import HEADING, QUIET
from tiaoli.screen.lines import hang, wrap
from tiaoli.screen.phrases import clean
from tiaoli.words import Words

_STYLES = {
    "equal": "dim",
    "neither": "yellow",
    "nobody_loses": "green",
    "nobody_gains": "red",
    "both": "magenta",
    "not_settled": "yellow",
}
_SIDES = ("loss", "gain", "undecided", "decided", "other")
_COLOURS = {"loss": "bold red", "gain": "bold green", "undecided": "yellow", "decided": "cyan", "other": "magenta"}
NAMES, RESULTS = 4, 4


def overall_text(found: Universal, words: Words) -> str:
    """The whole in one sentence."""
    return words.say(f"universal.overall_{found.verdict}")


def overall(found: Universal, words: Words) -> list[Text]:
    """The whole in a line, and what it is short of."""
    lines = [Text(overall_text(found, words), style=_STYLES[found.verdict])]
    return lines + [Text(t, style=QUIET) for t in limits(found, words)]


def limits(found: Universal, words: Words) -> list[str]:
    """The limit on time where it was reached, and what was not compared."""
    told = []
    if found.late:
        told.append(words.say("universal.late", seconds=f"{found.seconds:g}"))
    if found.words:
        names = words.table["assess.separator"].join(map(clean, found.words))
        told.append(words.say("universal.words", names=names))
    return told


def told(found: Universal) -> list[Finding]:
    """The findings of which more can be said than that nothing changes."""
    return [f for f in found.findings if f.verdict != "equal" or f.notes]


def findings(found: Universal, limit: int, columns: int, words: Words) -> list[Text]:
    """Every benefit of which something can be said beyond that it is the same; those are counted."""
    drawing = _Drawing(columns, words)
    listed = told(found)
    lines = wrap(Text(words.say("universal.title"), style=HEADING), columns)
    lines += hang(Text("  "), Text(words.say("universal.scope"), style=QUIET), columns)
    for finding in listed[:limit]:
        lines += drawing.finding(finding)
    rest = sum(not f.together for f in found.findings) - sum(not f.together for f in listed)
    if rest:
        lines += hang(Text("  "), Text(words.say("universal.equal_rest", count=str(rest)), style=QUIET), columns)
    if len(listed) > limit:
        more = words.say("universal.more", count=str(len(listed) - limit))
        lines += hang(Text("  "), Text(more, style=QUIET), columns)
    return lines


def gap_text(gap: Gap, words: Words) -> str:
    """What keeps something open."""
    key = gap.about if gap.kind == "construct" else gap.kind
    return words.say(f"universal.gap_{key}", about=clean(gap.where))


def headline(finding: Finding, words: Words) -> str:
    """The benefits a finding is about."""
    names = words.table["assess.separator"].join(map(clean, finding.names[:NAMES]))
    if len(finding.names) > NAMES:
        names = words.say("universal.names_more", names=names, count=str(len(finding.names)))
    return words.say("universal.head", names=names, kind=clean(finding.kind))


def verdict_text(finding: Finding, words: Words) -> str:
    """The verdict in words."""
    return words.say(f"universal.{'total' if finding.together else 'verdict'}_{finding.verdict}")


class _Drawing:
    def __init__(self, columns: int, words: Words) -> None:
        self.columns, self.words = columns, words

    def say(self, text: str, depth: int, style: str = "") -> list[Text]:
        return hang(Text("  " * depth), Text(text, style=style), self.columns)

    def finding(self, finding: Finding) -> list[Text]:
        """A benefit, its verdict, and the cases."""
        words = self.words
        lines = self.say(headline(finding, words), 1, HEADING)
        told = Text(verdict_text(finding, words), style=_STYLES[finding.verdict])
        if finding.apart and not finding.together:
            told.append(words.say("universal.apart"), QUIET)
        lines += hang(Text("    "), told, self.columns)
        if finding.records is not None:
            lines += self.say(words.say("universal.records", count=str(finding.records)), 2, QUIET)
        for note in finding.notes:
            lines += self.say(words.say(f"universal.note_{note}"), 2, QUIET)
        for side in _SIDES:
            lines += self._side(side, getattr(finding, side), finding.together)
        for gap in finding.gaps:
            lines += self.say(gap_text(gap, words), 2, QUIET)
        return lines

    def _side(self, side: str, extent: Extent, together: bool) -> list[Text]:
        words, name = self.words, self.words.say(f"universal.{side}")
        if extent.state == "unknown" and not together:
            return self.say(words.say("universal.side_unknown", side=name), 2, _COLOURS[side])
        if extent.smallest is None:
            return []
        if extent.worst is None or extent.worst == extent.smallest:
            lines = self._witness("only", side, extent.smallest)
        else:
            lines = self._witness("smallest", side, extent.smallest) + self._witness("worst", side, extent.worst)
        if extent.worst is not None and extent.worst.change is not None and side in ("loss", "gain"):
            fact = clean(extent.grows)
            lines += self.say(words.say(f"universal.{extent.proof}", fact=fact), 3, QUIET)
        return lines

    def _witness(self, key: str, side: str, witness: Witness) -> list[Text]:
        words = self.words
        head = Text(words.say(f"universal.{key}", side=words.say(f"universal.{side}")), style=_COLOURS[side])
        if witness.change:
            head.append(f"  {_signed(witness, words)}")
        lines = hang(Text("    "), head, self.columns)
        for kind, facts in facts_of(witness.case).items():
            for id, fields in facts.items():
                told = words.table["assess.separator"].join(f"{clean(n)} {clean(v)}" for n, v in fields.items())
                name = "fact" if told else "fact_bare"
                lines += self.say(words.say(f"universal.{name}", kind=clean(kind), id=clean(id), fields=told), 3)
        for name, choice in witness.case.readings:
            lines += self.say(words.say("universal.reading", name=clean(name), choice=clean(choice)), 3)
        for name, results in (("was", witness.old), ("now", witness.new)):
            lines += self._came_to(words.say(f"universal.{name}"), results)
        return lines

    def _came_to(self, name: str, results: Sequence[Result]) -> list[Text]:
        return hang(Text(f"      {name}  "), Text(came_to(results, self.words)), self.columns)


def came_to(results: Sequence[Result], words: Words) -> str:
    """What results are, in a few words; with their benefits where there are several."""
    if not results:
        return words.say("universal.nothing")
    told = []
    for result in results[:RESULTS]:
        amount = clean(amount_text(result.amount, result.gives, words)) if result.outcome == "granted" else ""
        parts = (clean(result.benefit) if len(results) > 1 else "", words.say(f"outcome.{result.outcome}"), amount)
        told.append(" ".join(p for p in parts if p))
    if len(results) > RESULTS:
        told.append("…")
    return words.table["assess.separator"].join(told)


def _signed(witness: Witness, words: Words) -> str:
    change = witness.change
    assert change is not None
    return f"{'+' if change > 0 else '-'}{money_text(abs(change), words)}"
