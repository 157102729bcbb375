"""The best lawful choice: what to take, what the other ways to choose would have paid, and whether that is proved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from rich.console import Console
from rich.text import Text

from solver.answers.model import Amount, Assessment
from solver.arithmetic.values import Number, ends
from solver.engine.atoms import Claim
from solver.questions.choose import Best, Option, Over, Tangle
from tiaoli.screen.amounts import amount_text, money_text
from tiaoli.screen.assess import heading, headline
from tiaoli.screen.console import HEADING, QUIET, columns_of, put, style_of
from tiaoli.screen.lines import hang
from tiaoli.screen.phrases import clean
from tiaoli.words import Words

_SHOWN = 6


def show_choice(
    console: Console, assessment: Assessment, found: Best, over: Over, names: Mapping[str, str], words: Words
) -> None:
    """Print each choice with its alternatives, the proof, the sum, and what is then granted."""
    put(console, heading(assessment, console, words))
    console.print()
    drawing = _Drawing(console, words, names)
    if found.start is not None and found.end is not None:
        put(console, drawing.line("", words.say(f"choose.{over}", start=str(found.start), end=str(found.end)), QUIET))
    if not found.tangles:
        put(console, drawing.line("", words.say("choose.nothing")))
    for tangle in found.tangles:
        console.print()
        put(console, drawing.tangle(tangle))
    console.print()
    put(console, drawing.line("", words.say("choose.total", amount=drawing.amount(found.pays)), HEADING))
    if not found.certain:
        put(console, drawing.line("", words.say("choose.uncertain"), style_of("unknown")))
    waiting = sum(r.outcome == "undetermined" and r.money for r in found.results)
    if waiting:
        put(console, drawing.line("", words.say("choose.waiting", count=str(waiting)), style_of("unknown")))
    if found.short:
        short = words.say("choose.short", amount=money_text(found.short, words))
        put(console, drawing.line("", short, style_of("unknown")))
    if found.endless and over == "life":
        put(console, drawing.line("", words.say("choose.endless", end=str(found.end)), style_of("unknown")))
    picks = [f"{names[b]}@{e}" for t in found.tangles for b, e in t.options[0].taken]
    if picks:
        written = picks[0] if len(picks) == 1 else "[" + ", ".join(picks[:_SHOWN]) + ("…]" if picks[_SHOWN:] else "]")
        put(console, drawing.line("", words.say("choose.write", choice=clean(written)), QUIET))
    console.print()
    shown, more = found.results[: 8 * _SHOWN], len(found.results) - 8 * _SHOWN
    several = Counter(r.benefit for r in found.results)
    for result in shown:
        whose = words.say("timeline.whose", object=clean(result.object)) if several[result.benefit] > 1 else ""
        put(console, headline(result, console, words, whose=whose))
    if more > 0:
        put(console, drawing.line("", words.say("choose.results_more", count=str(more)), QUIET))


class _Drawing:
    def __init__(self, console: Console, words: Words, names: Mapping[str, str]) -> None:
        self.words, self.names, self.columns = words, names, columns_of(console)

    def line(self, lead: str, text: str, style: str = "") -> list[Text]:
        """A wrapped line."""
        return hang(Text(lead), Text(text, style=style), self.columns)

    def tangle(self, tangle: Tangle) -> list[Text]:
        """The claims, the way to choose that pays most, the others, the proof."""
        words = self.words
        claims = self._claims(tangle.claims)
        lines = self.line("", words.say("choose.between", count=str(len(tangle.claims)), names=claims), QUIET)
        best, *others = tangle.options
        lines += self.line("  ", self._option("best", best), style_of("granted"))
        for option in others[: _SHOWN - 1]:
            lines += self.line("    · ", self._other(option, best))
        if others[_SHOWN - 1 :]:
            lines += self.line("    · ", words.say("choose.more", count=str(len(others) - _SHOWN + 1)), QUIET)
        key = "not_proved" if not tangle.proved else "proved_tried" if tangle.whole else "proved"
        style = QUIET if tangle.proved else style_of("unknown")
        return lines + self.line("  ", words.say(f"choose.{key}", count=str(tangle.tried)), style)

    def amount(self, value: Number) -> str:
        """A sum that may be a range."""
        low, high = ends(value)
        return amount_text(Amount("exact" if low == high else "interval", low, high, ""), "", self.words)

    def _other(self, option: Option, best: Option) -> str:
        less = (ends(best.pays)[0] or Fraction(0)) - (ends(option.pays)[0] or Fraction(0))
        exact = ends(best.pays)[0] == ends(best.pays)[1] and ends(option.pays)[0] == ends(option.pays)[1]
        if not exact:
            return self._option("range", option)
        return self._option("other" if less else "same", option, money_text(less, self.words) if less else "")

    def _option(self, key: str, option: Option, less: str = "") -> str:
        amount = self.amount(option.pays)
        if not option.taken:
            return self.words.say("choose.none", amount=amount)
        return self.words.say(f"choose.{key}", names=self._claims(option.taken), amount=amount, less=less)

    def _claims(self, claims: tuple[Claim, ...]) -> str:
        named = [
            self.words.say("choose.claim", benefit=clean(self.names[b]), object=clean(e)) for b, e in claims[:_SHOWN]
        ]
        return self.words.table["assess.separator"].join(named) + ("…" if claims[_SHOWN:] else "")
