"""One change worked into one clause: its words, and the rules that transcribe them, together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from compiler.amendments.passages import Passage, Piece, find, inserted, replaced, standing, struck
from compiler.corpus import ChangeEntry, ClauseText, Turn
from compiler.diagnostics.problem import Log, near_names
from compiler.source.markdown import fold
from compiler.source.record import dataclass
from compiler.surface import tree as t
from compiler.surface.tree.naming import key_of, name_of, sort_of
from compiler.surface.tree.walk import bases

# Where a part of a sentence ends: rules rest on such parts, and a change of one leaves the others as they are.
_SEGMENT = re.compile(r"[^，。；：！？,;:!?]*[，。；：！？,;:!?]?")
_SENTENCE = re.compile(r"[^。；！？;!?\n]+[。；！？;!?]?")
_DECIDING = frozenset({"benefit", "exception", "analogy", "transition", "recovery", "nodup"})


@dataclass(frozen=True, slots=True)
class Standing:
    """A clause as it stands at some point: its words with their marks, and its items.

    ``original``: the clause as its file has it; None for one that an amendment brought. ``gone``: what removed it.
    """

    clause: t.Clause
    path: tuple[str, ...]
    passages: tuple[Passage, ...]
    items: tuple[t.Item, ...]
    original: ClauseText | None
    gone: Turn | None = None

    @property
    def id(self) -> str:
        """The stable id."""
        return self.clause.id.text


def opened(clause: ClauseText, items: tuple[t.Item, ...]) -> Standing:
    """A clause before any amendment."""
    return Standing(clause.item, clause.path, tuple((Piece(p.text),) for p in clause.paragraphs), items, clause)


def amended(clause: Standing, entry: ChangeEntry, turn: Turn, log: Log) -> Standing:
    """The clause with the change worked in; as it was where its words do not fit, which goes to the log."""
    said = len(log.problems)
    passages, gone = _reworded(clause.passages, entry.item, turn, log)
    if len(log.problems) > said:
        return clause  # its rules are about words that are not there
    before, after = _folded(clause.passages), _folded(passages)
    work = _Rules(clause, entry, log, _changed(before, after), _changed(after, before), before, after, gone)
    return replace(clause, passages=passages, items=work.items())


def added(entry: ChangeEntry, turn: Turn, path: tuple[str, ...], log: Log) -> Standing:
    """A clause that an amendment brings."""
    change = entry.item
    whole = [e for e in change.edits if e.kind == "rewrite"]
    if not whole:
        log.say("TL0229", change.span, found=change.clause.text, line="全文")
    passages = tuple((Piece(p.text, turn),) for e in whole for p in e.new)
    clause = t.Clause(change.clause, change.title, None, None, (), change.span)
    return Standing(clause, path, passages, entry.rules, None)


def removed(clause: Standing, entry: ChangeEntry, turn: Turn, log: Log) -> Standing:
    """The clause struck, and its rules with it."""
    for item in entry.rules:
        log.say("TL0225", item.span, name=name_of(item) or sort_of(item), clause=clause.id)
    return replace(clause, passages=struck(clause.passages, turn), items=(), gone=turn)


# ------------------------------------------------------------------ words


def _reworded(
    passages: tuple[Passage, ...], change: t.Change, turn: Turn, log: Log
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    """The words after all edits, and the words that were struck with nothing in their stead (folded)."""
    gone: list[str] = []
    for edit in change.edits:
        if edit.kind == "rewrite":
            passages = (*struck(passages, turn), *(((Piece(p.text, turn),)) for p in edit.new))
            continue
        if edit.old is None:
            last = max((i for i, p in enumerate(passages) if standing(p)), default=0)
            passages = inserted(passages, last, len(standing(passages[last])), edit.new[0].text, turn)
            continue
        places = find(passages, edit.old.text)
        if not places:
            log.say("TL0221", edit.old.span, found=edit.old.text, clause=change.clause.text)
        elif len(places) > 1 and not edit.everywhere:
            log.say("TL0222", edit.old.span, found=edit.old.text, clause=change.clause.text, count=len(places))
        else:
            for place in reversed(places):
                if edit.kind == "insert":
                    at = place.end if edit.after else place.start
                    passages = inserted(passages, place.paragraph, at, edit.new[0].text, turn)
                else:
                    passages = replaced(passages, place, edit.new[0].text if edit.new else "", turn)
            if edit.kind == "strike":
                gone.append(fold(edit.old.text).text)
    return passages, tuple(gone)


def _folded(passages: tuple[Passage, ...]) -> str:
    """The standing text, folded; paragraphs are kept apart by line ends, which no quotation runs over."""
    return "\n".join(fold(standing(p)).text for p in passages)


Ranges = tuple[tuple[int, int], ...]


def _changed(text: str, other: str) -> Ranges:
    """The parts of sentences in ``text`` that do not stand in ``other`` (as often)."""
    left = Counter(m[0] for line in other.split("\n") for m in _SEGMENT.finditer(line) if m[0])
    found: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        for m in _SEGMENT.finditer(line):
            if m[0] and left[m[0]] > 0:
                left[m[0]] -= 1
            elif m[0]:
                found.append((start + m.start(), start + m.end()))
        start += len(line) + 1
    return tuple(found)


def _places(quote: str, text: str) -> Ranges:
    found, at = [], text.find(quote) if quote else -1
    while at >= 0:
        found.append((at, at + len(quote)))
        at = text.find(quote, at + 1)
    return tuple(found)


def _overlap(one: tuple[int, int], ranges: Iterable[tuple[int, int]]) -> bool:
    return any(one[0] < high and one[1] > low for low, high in ranges)


# ------------------------------------------------------------------ rules


@dataclass(frozen=True, slots=True)
class _Rules:
    """Which of a clause's items stay, go, or come with a change of its words."""

    clause: Standing
    entry: ChangeEntry
    log: Log
    old: Ranges
    new: Ranges
    before: str
    after: str
    struck: tuple[str, ...]

    def items(self) -> tuple[t.Item, ...]:
        """The items of the clause from now on, in their order; new ones behind."""
        change = self.entry.item
        written = {key_of(item): item for item in self.entry.rules}
        self._known_names(change)
        drops, keeps = {w.text for w in change.drops}, {w.text for w in change.keeps}
        stay: list[t.Item] = []
        settled: list[t.Item] = []
        behind = False
        for item in self.clause.items:
            again = written.pop(key_of(item), None)
            if again is not None:
                settled += [item, again]
                stay.append(item if again == item else again)
                if again != item and not (self._free(item) or self._new(again)):
                    self._without_words(again)
            elif name_of(item) in drops:
                settled.append(item)
            elif name_of(item) in keeps:
                settled.append(item)
                stay.append(item)
            elif self._fell(item):
                settled.append(item)
            elif self._touched(item):
                settled.append(item)
                behind |= self._left_behind(item)
            else:
                stay.append(item)
        for item in written.values():
            stay.append(item)
            settled.append(item)
            if not self._new(item):
                self._without_words(item)
        if not behind:  # else the new words lack the very rule that was left behind
            self._words_without_rules(settled, stay)
        return tuple(stay)

    def _known_names(self, change: t.Change) -> None:
        known = {name_of(i) for i in self.clause.items} - {""}
        for word in (*change.keeps, *change.drops):
            if word.text not in known:
                near = near_names(word.text, known)
                self.log.say("TL0228", word.span, near=near, found=word.text, clause=self.clause.id)

    def _rests(self, item: t.Item, ranges: Ranges, text: str) -> bool:
        """Whether an item rests on one of these parts of the text; a rule without a quotation rests on all of it."""
        quotes = _quotes(item)
        if not quotes:
            return sort_of(item) in _DECIDING
        return any(_overlap(place, ranges) for q in quotes for place in _places(q, text))

    def _free(self, item: t.Item) -> bool:
        """Whether an item that stood here may change: its words did, or it has none and some words did."""
        return self._rests(item, self.old, self.before) if _quotes(item) else bool(self.old or self.new)

    def _new(self, item: t.Item) -> bool:
        """Whether an item may be written now: on new words, or without a quotation where some words are new."""
        return self._rests(item, self.new, self.after) if _quotes(item) else bool(self.old or self.new)

    def _fell(self, item: t.Item) -> bool:
        """Whether all the words of an item were struck."""
        quotes = _quotes(item)
        return bool(quotes) and all(any(q in words for words in self.struck) and q not in self.after for q in quotes)

    def _touched(self, item: t.Item) -> bool:
        """Whether words of an item changed, wherever they stand."""
        quotes = _quotes(item)
        if not quotes:
            return sort_of(item) in _DECIDING and bool(self.old or self.new)
        found = [_places(q, self.before) for q in quotes]
        return any(places and all(_overlap(p, self.old) for p in places) for places in found)

    def _left_behind(self, item: t.Item) -> bool:
        """A rule whose words changed must be written again; a sentence that decides nothing goes with its words."""
        if isinstance(item, t.Norm):
            return False
        change = self.entry.item
        self.log.say("TL0224", change.span, name=name_of(item) or item.span.text, clause=self.clause.id)
        return True

    def _without_words(self, item: t.Item) -> None:
        self.log.say("TL0225", item.span, name=name_of(item) or item.span.text, clause=self.clause.id)

    def _words_without_rules(self, settled: list[t.Item], stay: list[t.Item]) -> None:
        """Sentences with new words that nothing rests on; or that rules rest on, none of which was looked at again."""
        for low, high in _sentences(self.after):
            changed = [r for r in self.new if _overlap(r, ((low, high),))]
            if not changed:
                continue
            among = ((low, high),)
            again = any(self._rests(i, among, self.after) for i in settled if i in stay)
            ruled = any(sort_of(i) in _DECIDING and self._rests(i, among, self.after) for i in stay)
            if not again and (ruled or not any(self._rests(i, among, self.after) for i in stay)):
                found = self.after[changed[0][0] : changed[0][1]]
                self.log.say("TL0226", self.entry.item.span, found=found, clause=self.clause.id)


def _sentences(text: str) -> Ranges:
    return tuple((m.start(), m.end()) for m in _SENTENCE.finditer(text))


def _quotes(item: t.Item) -> tuple[str, ...]:
    return tuple(q for b in bases(item) for q in (fold(w.text).text for w in b.quotes) if q)
