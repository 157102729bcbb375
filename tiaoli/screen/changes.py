"""The sentences of a comparison: what a benefit comes to, what changed, what is behind it; knows no terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from compiler.compare.documents import DocumentChange
from compiler.compare.rules import RuleChange
from compiler.compare.texts import ClauseChange
from compiler.compare.wording import Piece
from solver.answers.comparison import SORTS, CaseChange, Cause, Change, Comes, Sort, Total
from solver.answers.model import Amount
from solver.questions.intents import Outside
from solver.questions.worth import Ends
from tiaoli.comparing.comparison import Comparison, Touch
from tiaoli.screen.amounts import amount_text, money_text
from tiaoli.screen.phrases import clean, place
from tiaoli.words import Words

CUT, PUT = ("[-", "-]"), ("[+", "+]")


def counts(found: Comparison) -> list[tuple[Sort, int]]:
    """How many results there are of each sort, those that hurt first; every sort is named."""
    number = Counter(c.sort for case in found.cases for c in case.changes)
    number["kept"] += sum(case.kept for case in found.cases)
    return [(sort, number[sort]) for sort in SORTS]


def came_to(comes: Comes | None, words: Words) -> str:
    """Outcome and sum of one side."""
    if comes is None:
        return words.say("diff.absent")
    outcome = words.say(f"outcome.{comes.outcome}")
    if comes.outcome != "granted":
        return outcome
    gives = words.table["assess.separator"].join(clean(g) for g in comes.gives)
    amounts = [clean(amount_text(a, gives, words)) for a in comes.amounts]
    return words.say(
        "diff.came_to", outcome=outcome, amount=words.table["assess.separator"].join(filter(None, amounts))
    )


def headline(change: Change, words: Words) -> str:
    """Benefit and object, with the name it had before."""
    return words.say(
        "diff.claim",
        benefit=clean(change.benefit),
        object=clean(change.object),
        former=clean(change.former),
    )


def payees(change: Change, words: Words) -> str:
    """Who was paid and who is, where that is not the same."""
    old, new = (tuple(p for p in c.payees if p) if c is not None else () for c in (change.old, change.new))
    if not old or not new or old == new:
        return ""
    join = words.table["assess.separator"].join
    return words.say("diff.payee", old=clean(join(old)), new=clean(join(new)))


def cause_text(cause: Cause, words: Words) -> str:
    """A change of the law: what was done to which rule, and where it stands."""
    return words.say(
        "diff.cause",
        change=words.say(f"diff.rule_{cause.change}"),
        sort=sort_name(cause.sort, words),
        name=clean(cause.name),
        place=place(cause.document, cause.clause, "", words),
        by=clean(cause.by),
    )


def sort_name(sort: str, words: Words) -> str:
    """What sort of rule it is."""
    key = f"sort.{sort}"
    return words.say(key if words.has(key) else "sort.other")


def fault_text(case: CaseChange, words: Words) -> str:
    """Why a case cannot be read under one law."""
    told = [f"{code}[{clean(found)}]" if found else code for code, found in case.faults]
    key = f"diff.unreadable_{case.unreadable}"
    return words.say(key, why=words.table["assess.separator"].join(told))


def rules_text(found: Comparison, words: Words) -> str:
    """What is known of the rules as a whole."""
    rules = sum(len(d.rules) for d in found.documents)
    texts = sum(1 for d in found.documents for c in d.clauses if c.kind != "same")
    key = "same" if found.proved and not rules else "reworded" if found.proved else "differ"
    return words.say(f"diff.rules_{key}", rules=str(rules), texts=str(texts))


def reach_text(found: Comparison, words: Words) -> list[str]:
    """What the change can touch, and what it cannot."""
    reach = found.reach
    touched = sum(c.touched for c in found.cases)
    key = "none" if not found.cases else "all" if touched == len(found.cases) else "cases"
    lines = [words.say(f"diff.reach_{key}", touched=str(touched), count=str(len(found.cases)))]
    if reach.touched:
        lines.append(
            words.say("diff.reach_touched", count=str(len(reach.touched)), names=_touched(reach.touched, words))
        )
    if reach.told:
        lines.append(words.say("diff.reach_told", count=str(len(reach.told)), names=_touched(reach.told, words)))
    if reach.untouched:
        lines.append(
            words.say("diff.reach_untouched", count=str(len(reach.untouched)), names=_touched(reach.untouched, words))
        )
    return lines


def _touched(touches: Sequence[Touch], words: Words) -> str:
    """Benefits by clause: those whose own rules changed, and after them those that only meet one."""
    by_clause: dict[tuple[str, str], list[str]] = {}
    for t in touches:
        how = words.say(f"diff.by_{t.by}") if t.by in ("meets", "came", "went") else ""
        name = words.say("diff.touched", name=clean(t.benefit), how=how)
        by_clause.setdefault((t.document, t.clause), []).append(name)
    separator = words.table["assess.separator"]
    return words.table["diff.between_clauses"].join(
        words.say("diff.in_clause", place=place(document, clause, "", words), names=separator.join(names))
        for (document, clause), names in by_clause.items()
    )


def total_text(total: Total, per: str, words: Words) -> str:
    """A sum over many cases: exact or an interval, and beside it what has no figure."""
    kind: Literal["exact", "interval"] = "exact" if total.low == total.high else "interval"
    parts = []
    if total.granted > total.open and (total.low or total.high != 0):
        parts.append(amount_text(Amount(kind, total.low, total.high, per), "", words))
    elif total.granted > total.open:
        parts.append(words.say("diff.no_money", count=str(total.granted - total.open)))
    if total.open:
        parts.append(words.say("diff.open", count=str(total.open)))
    if total.undetermined:
        parts.append(words.say("diff.undetermined", count=str(total.undetermined)))
    return words.table["diff.plus"].join(parts) or words.say("diff.nothing")


def more_text(old: Total, new: Total, words: Words) -> str:
    """By how much a sum changed, where both are known to the fen and nothing is left out of either."""
    known = all(t.low == t.high and not t.open and not t.undetermined for t in (old, new))
    if not known or old.low == new.low:
        return ""
    by = new.low - old.low
    return ("+" if by > 0 else "−") + money_text(abs(by), words)


def outside_text(found: Outside, words: Words) -> str:
    """Why a change lies outside of what was declared."""
    return words.say(
        f"diff.outside_{found.broken}",
        benefit=clean(found.benefit),
        object=clean(found.object),
        intent=clean(found.intent),
        by=_ends(found.by, words) if found.by is not None else "",
        limit=money_text(found.limit, words) if found.limit is not None else "",
    )


def _ends(ends: Ends, words: Words) -> str:
    low, high = ends
    kind: Literal["exact", "interval"] = "exact" if low == high else "interval"
    if low == 0 and high is None:
        return words.say("diff.any_sum")
    return amount_text(Amount(kind, low, high, ""), "", words)


def document_text(change: DocumentChange, words: Words) -> str:
    """Which document it is, or which took the place of which."""
    if change.old == change.new:
        return clean(change.new)
    key = "added" if not change.old else "removed" if not change.new else "replaced"
    return words.say(f"diff.document_{key}", old=clean(change.old), new=clean(change.new))


def clause_text(change: ClauseChange, words: Words) -> str:
    """Which clause it is, what became of it, and its number before."""
    new, old = change.new, change.old
    one = new if new is not None else old
    assert one is not None  # every change has a side
    where = place("", one.id, "", words) or words.say("diff.no_clause")
    was = place("", old.id, "", words) if change.renumbered and old is not None else ""
    return words.say(f"diff.clause_{change.kind}", place=where, was=was, title=clean(one.title))


def rule_text(change: RuleChange, words: Words) -> str:
    """What was done to which rule."""
    where = place("", change.place.clause, "", words)
    return words.say(
        "diff.rule",
        change=words.say(f"diff.rule_{change.kind}"),
        sort=sort_name(change.sort, words),
        name=clean(change.name),
        place=where,
    )


def parts_text(change: RuleChange, words: Words) -> str:
    """Which parts of a rule changed: conditions, amounts, dates …"""
    parts = dict.fromkeys(line.part for line in change.lines)
    return words.table["assess.separator"].join(words.say(f"diff.part_{p}") for p in parts)


def marked(pieces: Iterable[Piece], marks: tuple[str, str]) -> str:
    """A text with what is only on this side between marks."""
    return "".join(clean_keeping(p.text) if p.same else f"{marks[0]}{clean_keeping(p.text)}{marks[1]}" for p in pieces)


def clean_keeping(text: str) -> str:
    """As :func:`clean`, with the blanks at the ends, which may be all that differs."""
    inner = clean(text)
    lead = " " if text[:1].isspace() and inner else ""
    tail = " " if text[-1:].isspace() and (inner or text) else ""
    return f"{lead}{inner}{tail}"
