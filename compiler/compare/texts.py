"""The official text of two versions, clause by clause and sentence by sentence.

A clause is found again by its id, and where the numbers were shifted by its words: the same words under another number
are the same clause. What was only moved is said to have been moved, from where and to where.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from compiler.compare.wording import Wording, likeness, wording
from compiler.corpus import Sheet
from compiler.source.markdown import fold, sentences
from compiler.source.record import dataclass

_ALIKE = 0.5
_RENUMBERED = 0.6
_TELLING = 8
"""How many characters a text needs before the same words in two places are taken for the same text."""


@dataclass(frozen=True, slots=True)
class ClauseText:
    """A clause as it stands: id (empty: what stands in no clause), title, path of headings, and its sentences."""

    id: str
    title: str
    path: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, without white space."""
        return fold("".join(self.sentences)).text


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """``kind``: changed added removed moved. ``elsewhere``: the clause a moved sentence came from or went to."""

    kind: str
    old: str
    new: str
    words: Wording | None = None
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """Two versions of a clause; ``old`` or ``new`` is None for one that came or went."""

    old: ClauseText | None
    new: ClauseText | None
    sentences: tuple[SentenceChange, ...]

    @property
    def renumbered(self) -> bool:
        """Whether the clause has another number now."""
        return self.old is not None and self.new is not None and self.old.id != self.new.id

    @property
    def kind(self) -> str:
        """added, removed, changed, renumbered, or same."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        if self.sentences or self.old.title != self.new.title:
            return "changed"
        return "renumbered" if self.renumbered or self.old.path != self.new.path else "same"


def clause_texts(sheet: Sheet) -> tuple[ClauseText, ...]:
    """The clauses of a document in order; its title and what else stands in none come first, under an empty id."""
    inside = {id(p) for c in sheet.clauses for p in c.paragraphs}
    title = next((h.text for h in sheet.headings if h.level == 1), None)
    loose = [title] if title is not None else []
    loose += [s.text for p in sheet.paragraphs if id(p) not in inside for s in sentences(p)]
    head = (ClauseText("", "", (), tuple(loose)),) if loose else ()
    return (
        *head,
        *(
            ClauseText(
                c.id,
                c.item.title.text if c.item.title is not None else "",
                c.path[1:] if c.path[:1] == (title,) else c.path,
                tuple(s.text for p in c.paragraphs for s in sentences(p)),
            )
            for c in sheet.clauses
        ),
    )


def compare_texts(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> tuple[ClauseChange, ...]:
    """Every clause of both versions, in the order of the new one; those that went stand where they stood."""
    pairs = paired(old, new)
    back = {j: i for i, j in pairs.items()}
    order: list[tuple[int | None, int | None]] = []
    done: set[int] = set()
    for j in range(len(new)):
        i = back.get(j)
        if i is not None:
            # What went before this clause and stood before it comes first.
            for gone in range(i):
                if gone not in pairs and gone not in done:
                    done.add(gone)
                    order.append((gone, None))
        order.append((i, j))
    order += [(i, None) for i in range(len(old)) if i not in pairs and i not in done]
    changes = [
        ClauseChange(
            None if i is None else old[i],
            None if j is None else new[j],
            _sentences(() if i is None else old[i].sentences, () if j is None else new[j].sentences),
        )
        for i, j in order
    ]
    return _with_moves(changes)


def paired(old: Sequence[ClauseText], new: Sequence[ClauseText]) -> dict[int, int]:
    """Which clause of the old version is which of the new one, by place in the sequences."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()

    def take(i: int, j: int) -> None:
        pairs[i] = j
        taken.add(j)

    def free() -> tuple[list[int], list[int]]:
        return [i for i in range(len(old)) if i not in pairs], [j for j in range(len(new)) if j not in taken]

    at = {c.id: j for j, c in enumerate(new)}
    for i, clause in enumerate(old):
        j = at.get(clause.id)
        if j is not None and (clause.id == "" or clause.text == new[j].text):
            take(i, j)
    left, right = free()
    words = [[k for k in left if old[k].text == old[i].text] for i in left]
    for i, same in zip(left, words, strict=True):
        found = [j for j in right if new[j].text == old[i].text]
        if len(same) == len(found) == 1 and len(old[i].text) >= _TELLING:
            take(i, found[0])
    for i in free()[0]:
        j = at.get(old[i].id)
        if j is not None and j not in taken:
            named = bool(old[i].title) and old[i].title == new[j].title
            if named or likeness(old[i].text, new[j].text) >= _ALIKE:
                take(i, j)
    left, right = free()
    near = [(likeness(old[i].text, new[j].text), -i, -j) for i in left for j in right]
    for ratio, i, j in sorted(near, reverse=True):
        if ratio >= _RENUMBERED and -i not in pairs and -j not in taken:
            take(-i, -j)
    return pairs


def _sentences(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[SentenceChange, ...]:
    a, b = [fold(s).text for s in old], [fold(s).text for s in new]
    found: list[SentenceChange] = []
    for op, i, k, j, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if op != "equal":
            found += _replaced(old[i:k], new[j:m])
    return tuple(found)


def _replaced(old: Sequence[str], new: Sequence[str]) -> list[SentenceChange]:
    """A run of sentences in place of another: those most alike stand side by side, in order."""
    found: list[SentenceChange] = []
    at = 0
    for after in new:
        near = [(likeness(before, after), -i) for i, before in enumerate(old) if i >= at]
        ratio, place = max(near, default=(0.0, 0))
        alone = len(old) == len(new) == 1
        if near and (ratio >= _ALIKE or alone):
            found += [SentenceChange("removed", gone, "") for gone in old[at:-place]]
            found.append(SentenceChange("changed", old[-place], after, wording(old[-place], after)))
            at = -place + 1
        else:
            found.append(SentenceChange("added", "", after))
    return found + [SentenceChange("removed", gone, "") for gone in old[at:]]


def _with_moves(changes: Sequence[ClauseChange]) -> tuple[ClauseChange, ...]:
    """A sentence that went here and came there word for word was moved."""
    gone: dict[str, list[str]] = {}
    came: dict[str, list[str]] = {}
    for change in changes:
        for s in change.sentences:
            if s.kind == "removed" and change.old is not None:
                gone.setdefault(fold(s.old).text, []).append(change.old.id)
            elif s.kind == "added" and change.new is not None:
                came.setdefault(fold(s.new).text, []).append(change.new.id)
    moved = {w for w in gone.keys() & came.keys() if len(gone[w]) == len(came[w]) == 1 and len(w) >= _TELLING}

    def told(s: SentenceChange) -> SentenceChange:
        words = fold(s.old or s.new).text
        if s.kind not in ("removed", "added") or words not in moved:
            return s
        other = came if s.kind == "removed" else gone
        return SentenceChange("moved", s.old, s.new, None, other[words][0])

    return tuple(ClauseChange(c.old, c.new, tuple(told(s) for s in c.sentences)) for c in changes)
