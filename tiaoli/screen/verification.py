"""A receipt against the library: each law and the engine with its sign, what differs below, and what follows."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console
from rich.text import Text

from tiaoli.screen.assess import INDENT
from tiaoli.screen.console import QUIET, columns_of, put, sign
from tiaoli.screen.lines import hang, wrap
from tiaoli.screen.phrases import clean
from tiaoli.verification import LawCheck, Verification
from tiaoli.words import Words


def show_verification(console: Console, found: Verification, root: Path, words: Words) -> None:
    """Print the whole of it; where a law differs, also in which folder ``root`` it was looked for."""
    for check in found.laws:
        put(console, _law(console, check, found, words))
    key = "same" if found.same_engine else "differs"
    told = words.say(f"verify.engine_{key}", then=clean(found.receipt.engine), now=found.engine)
    put(console, _line(console, found.same_engine, told))
    console.print()
    summary = words.say("verify.fine" if found.same else "verify.differs")
    put(console, wrap(Text(summary, style="green" if found.same else "red"), columns_of(console)))
    if not all(check.same for check in found.laws):
        against = words.say("verify.against", folder=clean(str(root)))
        put(console, wrap(Text(against, style=QUIET), columns_of(console)))


def _law(console: Console, check: LawCheck, found: Verification, words: Words) -> list[Text]:
    law = check.law
    names = words.table["assess.separator"].join(clean(d) for d in law.documents)
    known = words.say("assess.known", date=str(law.known)) if law.known is not None else ""
    key = "same" if check.same else "none" if check.now is None else "other"
    lines = _line(console, check.same, words.say(f"verify.law_{key}", documents=names, known=known))
    lead = Text(" " * INDENT)
    for name, how in check.texts:
        lines += hang(lead, Text(words.say(f"verify.text_{how}", name=clean(name))), columns_of(console))
    if not check.same and not check.texts:
        why = words.say("verify.same_texts" if not found.same_engine else "verify.same_texts_and_version")
        lines += hang(lead, Text(why, style=QUIET), columns_of(console))
    return lines


def _line(console: Console, fine: bool, told: str) -> list[Text]:
    return hang(Text.assemble(sign(console, "yes" if fine else "no"), " "), Text(told), columns_of(console))
