"""Every sentence of a document with what became of it."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from compiler.checks.sentences import SentenceUse, Use
from compiler.source.text import width
from tiaoli.screen.console import HEADING, QUIET, QUOTE, columns_of, put, sign
from tiaoli.screen.lines import hang, wrap
from tiaoli.screen.phrases import clean, place
from tiaoli.words import Words


def show_sentences(console: Console, document: str, sentences: tuple[SentenceUse, ...], words: Words) -> None:
    """Print the sentences by clause, each with its uses or the remark that it has none, and the count."""
    columns = columns_of(console)
    put(console, wrap(Text(words.say("sentences.title", document=document), style=HEADING), columns))
    where: tuple[object, ...] | None = None
    for sentence in sentences:
        here = (sentence.path, sentence.clause)
        if here != where:
            where = here
            console.print()
            title = place("", sentence.clause, "", words) or words.say("sentences.head")
            put(console, wrap(Text(" › ".join((*sentence.path, title)), style=QUIET), columns))
        state = "yes" if sentence.uses else "no"
        head = Text.assemble("  ", sign(console, state), " ")
        put(console, hang(head, Text(clean(sentence.text), style=QUOTE), columns))
        told = "  ".join(_use(use, words) for use in sentence.uses) or words.say("sentences.lost")
        arrow = Text(" " * width(head.plain) + "→ ")
        put(console, hang(arrow, Text(told, style="" if sentence.uses else "red"), columns))
    lost = sum(not s.uses for s in sentences)
    console.print()
    key = "sentences.summary_lost" if lost else "sentences.summary_fine"
    put(console, wrap(Text(words.say(key, count=str(len(sentences)), lost=str(lost))), columns))


def _use(use: Use, words: Words) -> str:
    key = f"sort.{use.sort}"
    sort = words.say(key if words.has(key) else "sort.other")
    return words.say("sentences.use", sort=sort, name=clean(use.name), id=f"[{use.id}]" if use.id else "")
