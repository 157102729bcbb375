"""One question asked of several clauses (每 条款) as one question for each of them.

In: an item as written. Out: the items that it stands for; every other item stands for itself. A question that is
spread is called by its name and the id of the clause (``追溯`` becomes ``追溯1``, ``追溯2`` …), ``{条款}`` in its words
is that id, and it touches what stands in that clause unless it says otherwise.
"""

from __future__ import annotations

from dataclasses import replace

from compiler.surface.tree import Choice, Item, Reading, Target, Word

PLACES = ("{条款}", "{clause}")


def spread(item: Item) -> tuple[Item, ...]:
    """The items that an item stands for, in the order of the clauses it names."""
    if not isinstance(item, Reading) or not item.clauses:
        return (item,)
    return tuple(_for_clause(item, clause) for clause in item.clauses)


def _for_clause(item: Reading, clause: Word) -> Reading:
    own = Target("clause", (clause,), None, None, clause.span)
    return replace(
        item,
        name=Word(item.name.text + clause.text, item.name.span),
        question=_filled(item.question, clause) if item.question is not None else None,
        choices=tuple(Choice(c.name, _filled(c.text, clause), c.span) for c in item.choices),
        touches=item.touches or (own,),
        clauses=(clause,),
    )


def _filled(word: Word, clause: Word) -> Word:
    text = word.text
    for place in PLACES:
        text = text.replace(place, clause.text)
    return Word(text, word.span)
