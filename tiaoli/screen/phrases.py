"""A reason as one sentence in the reader's language; knows no terminal."""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from compiler.rulebook.model import VALUE
from compiler.surface.keywords import BY_WORD
from solver.answers.model import Reason, Shown
from solver.questions.plainly import ENDS
from tiaoli.screen.amounts import long_text, number_text, shown_text
from tiaoli.words import LANGUAGES, Words

_ORDERS = frozenset({"lt", "le", "gt", "ge"})
_ABOUT_FIRST = frozenset({"missing_fact", "interpreter", "document", "incomplete", "discretion"})
# Kinds whose sentence puts the rule's text and its subject side by side, so that the two may be the same.
_TEXT_ALONE = frozenset(
    {"test", "one_of", "holds", "exists", "every", "step", "undecided", "note", "always", "given", "beside"}
)
# Lines of a document or clause: a date test that comes from one shows its two dates, not the line.
_HEADS = frozenset({"DOCUMENT", "CLAUSE", "INFORCE", "APPLIES", "EXPIRES", "PUBLISHED", "SIGNED", "RETROACTIVE"})
_FACT = re.compile(r"([^/]+)/(.+)\.([^.]+)")
_NUMBER = re.compile(r"\d+/\d+")


def sentence(reason: Reason, words: Words) -> str:
    """What the reason says, without those under it. Empty when it says nothing of its own."""
    told = denied(reason)
    if told is not None and told.kind == "reading":
        rule = clean(told.text)
        right = "" if rule or told.right is None else clean(told.right.value)
        about, name = clean(told.about), clean(told.name)
        return words.say(f"denied.reading.{reason.state}", name=name, about=about, text=rule, right=right)
    if told is not None:
        return sentence(told, words)
    said = spoken(reason, words)
    if said:
        return said
    left = "" if reason.left is None else clean(shown_text(reason.left, words))
    right = "" if reason.right is None else clean(shown_text(reason.right, words))
    subject = _subject(reason, words)
    text = _written(reason)
    if reason.kind in ENDS and not text:
        text = words.table["assess.separator"].join(sentence(c, words) for c in reason.children)
    name = "" if clean(reason.name) == text else clean(reason.name)
    phrase = text or clean(reason.about) or name or ("" if not reason.quote else f"「{clean(reason.quote)}」")
    kind = "date" if reason.kind == "test" and not text and reason.left and reason.left.type == "date" else reason.kind
    if kind == "reading" and text:  # the rule as it is written names the choice
        right = ""
    said = words.say_first(
        (f"reason.{kind}.{reason.state}", "reason.other.any"),
        text="" if text == subject and reason.kind not in _TEXT_ALONE else text,
        name=name or (text if reason.kind not in _TEXT_ALONE else ""),
        about=clean(reason.about),
        subject=subject,
        phrase=phrase,
        left=left,
        right=right,
        op=clean(reason.op),
        bound=_bound(reason, text, right, words),
        decided=_decided(reason, words),
        rule=_rule(reason, text, subject, words),
        window=_looked_up(("window",), (reason.text, reason.name), words),
        soft=_looked_up(("soft",), (reason.op,), words),
        before=_before(reason, words),
        counts=_counts(reason, words),
        rate=_rate(reason, words),
        formula=_formula(reason, words),
        other=fact_text(reason.about, words),
        beside=_beside(reason, words),
    )
    return said.strip("：:，, ") or phrase


def spoken(reason: Reason, words: Words) -> str:
    """The vocabulary's sentence for the fact, with what the rule asks of it; empty where there is none in the reader's
    language, or no value to put into it."""
    place = LANGUAGES.index(words.language)
    if reason.left is None or place >= len(reason.says):
        return ""
    unknown = reason.left.type == "unknown"
    value = words.say("fact.blank") if unknown else long_text(reason.left, words)
    right = "" if reason.right is None else clean(long_text(reason.right, words))
    text = _written(reason)
    head = _head(reason)
    kind = "date" if reason.kind == "test" and head and reason.right and reason.right.type == "date" else reason.kind
    state = "yes" if reason.state == "note" else reason.state
    return words.say_first(
        ("said.unknown",)
        if unknown
        else (f"said.{kind}.{head}", f"said.{kind}.{reason.op}.{state}", f"said.{kind}.{state}", "said.other"),
        said=clean(reason.says[place].replace(f"{{{VALUE}}}", value)),
        right=right,
        name="" if clean(reason.name) == text else clean(reason.name),
        bound=_bound(reason, "", right, words),
        decided=_decided(reason, words),
    )


def _head(reason: Reason) -> str:
    """The keyword of the line of a document's or clause's head that a comparison of dates comes from."""
    first = BY_WORD.get(clean(reason.text).split(" ", 1)[0])
    if first is not None and first.terminal in ("DOCUMENT", "CLAUSE") and reason.op == "le":
        return "expires"  # an end stands with what it ends
    if first is not None and first.terminal in _HEADS:
        return first.terminal.lower()
    same = reason.right is not None and clean(reason.text) == reason.right.value
    return {"ge": "inforce", "gt": "inforce", "lt": "before"}.get(reason.op, "expires") if same else ""


def denied(reason: Reason) -> Reason | None:
    """The named rule that a ``not`` denies (an exception, a definition): it tells better than the denial does."""
    if reason.kind == "not" and len(reason.children) == 1 and reason.children[0].name:
        return reason.children[0]
    return None


def fact_text(fact: str, words: Words) -> str:
    """``kind/id.field`` as words; anything else as it stands."""
    match = _FACT.fullmatch(fact)
    if not match:
        return clean(fact)
    return words.say("fact.of", kind=clean(match[1]), id=clean(match[2]), field=clean(match[3]))


def place(document: str, clause: str, home: str, words: Words) -> str:
    """``第3条``, with the document before it when it is not the one at ``home``; empty without a clause."""
    if not clause:
        return clean(document) if document and document != home else ""
    kind = "clause" if clause[:1].isdigit() else "clause_named"
    if document and document != home:
        return words.say(f"place.{kind}", document=clean(document), clause=clean(clause))
    return words.say(f"place.own_{kind}", clause=clean(clause))


def clean(text: str) -> str:
    """One line without control and formatting characters: a text must not move the cursor or turn its direction."""
    joined = " ".join(text.split())
    return "".join(c for c in joined if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs"))


def _written(reason: Reason) -> str:
    """The words of the rule; nothing where they are a line of the document's head or only the threshold again."""
    text = clean(reason.text)
    if reason.kind != "test":
        return text
    first = BY_WORD.get(text.split(" ", 1)[0])
    if (first is not None and first.terminal in _HEADS) or (reason.right is not None and text == reason.right.value):
        return ""
    return text


def _subject(reason: Reason, words: Words) -> str:
    if reason.fact and reason.kind == "missing_fact":
        return fact_text(reason.fact, words)
    order = (reason.name, reason.about, reason.fact, reason.text, reason.document)
    if reason.kind in _ABOUT_FIRST:
        order = (reason.about, reason.name, reason.fact, reason.text, reason.document)
    return next((clean(one) for one in order if one), "")


def _bound(reason: Reason, text: str, right: str, words: Words) -> str:
    """The comparison and the threshold; nothing when the condition as written ends in them already."""
    if not right or not words.has(f"op.{reason.op}"):
        return ""
    if reason.op not in _ORDERS and text.endswith(right):
        return ""
    if reason.right is not None and reason.right.type == "date":
        return words.say(f"day.{reason.op}", right=right)
    return f"{words.say(f'op.{reason.op}')} {right}"


def _decided(reason: Reason, words: Words) -> str:
    key = f"decided.{reason.decided}"
    return words.say(key) if reason.op in _ORDERS and words.has(key) else ""


def _rule(reason: Reason, text: str, subject: str, words: Words) -> str:
    """The rule of non-duplication a reason comes from, and its shape."""
    name = text if reason.kind in ("displaced_by", "contest", "kept") else clean(reason.name)
    shape = _looked_up(("shape",), (reason.about,), words)
    return "：".join(part for part in (name, shape) if part and part != subject)


def _looked_up(tables: tuple[str, ...], codes: tuple[str, ...], words: Words) -> str:
    keys = (f"{table}.{code}" for table in tables for code in codes)
    return next((words.say(key) for key in keys if words.has(key)), "")


def _before(reason: Reason, words: Words) -> str:
    """What a step started from: a value of the same type as its result."""
    if reason.left is None or not reason.about:
        return ""
    return clean(shown_text(Shown(reason.left.type, reason.about, reason.left.unit), words))


def _counts(reason: Reason, words: Words) -> str:
    """How many of the folded lines held, failed, are open."""
    if reason.kind != "folded":
        return ""
    named = zip(("yes", "no", "unknown"), reason.name.split(), strict=False)
    told = [words.say(f"folded.{state}", count=count) for state, count in named if count != "0"]
    return words.table["assess.separator"].join(told)


def _beside(reason: Reason, words: Words) -> str:
    """Two facts held against each other, each by its name with its value."""
    if reason.kind != "beside" or reason.left is None or reason.right is None or not reason.op:
        return ""

    def valued(fact: str, value: Shown) -> str:
        return words.say("beside.valued", fact=fact_text(fact, words), value=clean(long_text(value, words)))

    dated = f"beside.{reason.left.type}.{reason.op}"
    key = dated if words.has(dated) else f"beside.{reason.op}"
    return words.say(key, left=valued(reason.fact, reason.left), right=valued(reason.about, reason.right))


def _rate(reason: Reason, words: Words) -> str:
    return clean(shown_text(Shown("ratio", reason.about), words)) if reason.kind == "band" and reason.about else ""


def _formula(reason: Reason, words: Words) -> str:
    """A sum as it was done, fractions in decimals where decimals can hold them."""
    if reason.kind != "step" or reason.name == reason.text:
        return ""

    def decimal(match: re.Match[str]) -> str:
        top, _, bottom = match[0].partition("/")
        return number_text(Fraction(int(top), int(bottom)), words) if int(bottom) else match[0]

    return _NUMBER.sub(decimal, clean(reason.name))
