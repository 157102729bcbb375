"""A comparison of two laws for programs."""

from __future__ import annotations

from compiler.compare.documents import DocumentChange
from compiler.compare.rules import Placed, RuleChange
from compiler.compare.texts import ClauseChange, ClauseText, SentenceChange
from compiler.compare.wording import Piece
from solver.answers.comparison import SORTS, CaseChange, Cause, Change, Comes, Total
from solver.questions.intents import Verdict
from solver.questions.worth import Ends
from tiaoli.comparing.comparison import Comparison, Touch
from tiaoli.report.json import VERSION, amount, money, reason
from tiaoli.report.universal import written
from tiaoli.words import Words

Written = dict[str, object]


def report(found: Comparison, words: Words) -> Written:
    """One object."""
    results = [c for case in found.cases for c in case.changes]
    return {
        "tiaoli": VERSION,
        "old": found.old,
        "new": found.new,
        "rules": {"same": found.proved, "reworded": found.reworded},
        "summary": {sort: sum(c.sort == sort for c in results) for sort in SORTS},
        "unreadable": sum(bool(c.unreadable) for c in found.cases),
        "passed_over": found.passed_over,
        "reach": {
            "touched": [_touch(t) for t in found.reach.touched],
            "told": [_touch(t) for t in found.reach.told],
            "untouched": [_touch(t) for t in found.reach.untouched],
        },
        "cases": [_case(c, words) for c in found.cases],
        "sums": [{"benefit": s.benefit, "per": s.per, "old": _total(s.old), "new": _total(s.new)} for s in found.sums],
        "documents": [_document(d) for d in found.documents],
        "intent": None if found.verdict is None else _verdict(found.verdict),
        "universal": None
        if found.universal is None
        else [{"old": list(u.old), "new": list(u.new), **written(u.found)} for u in found.universal],
    }


def _touch(touch: Touch) -> Written:
    return {"benefit": touch.benefit, "document": touch.document, "clause": touch.clause, "by": touch.by or None}


def _case(case: CaseChange, words: Words) -> Written:
    return {
        "file": case.file,
        "case": case.case,
        "recorded": case.recorded,
        "edited": case.edited,
        "touched": case.touched,
        "unreadable": case.unreadable or None,
        "faults": [{"code": code, "found": found} for code, found in case.faults],
        "dropped": list(case.dropped),
        "changes": [_change(c, words) for c in case.changes],
    }


def _change(change: Change, words: Words) -> Written:
    return {
        "benefit": change.benefit,
        "former": change.former or None,
        "object": change.object,
        "kind": change.object_kind,
        "sort": change.sort,
        "old": _comes(change.old),
        "new": _comes(change.new),
        "causes": [_cause(c) for c in change.causes],
        "gone": [reason(r, words) for r in change.gone],
        "come": [reason(r, words) for r in change.come],
    }


def _comes(comes: Comes | None) -> Written | None:
    if comes is None:
        return None
    return {
        "outcome": comes.outcome,
        "amounts": [amount(a) for a in comes.amounts],
        "payees": list(comes.payees),
        "gives": list(comes.gives),
    }


def _cause(cause: Cause) -> Written:
    return {
        "change": cause.change,
        "sort": cause.sort,
        "name": cause.name,
        "document": cause.document,
        "clause": cause.clause,
        "direct": cause.direct,
        "by": cause.by or None,
    }


def _total(total: Total) -> Written:
    return {
        "granted": total.granted,
        "min": money(total.low),
        "max": money(total.high),
        "open": total.open,
        "undetermined": total.undetermined,
    }


def _document(change: DocumentChange) -> Written:
    return {
        "old": change.old or None,
        "new": change.new or None,
        "clauses": [_clause(c) for c in change.clauses],
        "rules": [_rule(r) for r in change.rules],
        "same_clauses": change.same,
    }


def _clause(change: ClauseChange) -> Written:
    return {
        "kind": change.kind,
        "old": _place(change.old),
        "new": _place(change.new),
        "sentences": [_sentence(s) for s in change.sentences],
    }


def _place(clause: ClauseText | None) -> Written | None:
    return None if clause is None else {"clause": clause.id, "title": clause.title, "path": list(clause.path)}


def _sentence(change: SentenceChange) -> Written:
    written: Written = {"kind": change.kind, "old": change.old or None, "new": change.new or None}
    if change.kind == "moved":
        written["elsewhere"] = change.elsewhere
    if change.words is not None:
        written["pieces"] = {"old": [_piece(p) for p in change.words.old], "new": [_piece(p) for p in change.words.new]}
    return written


def _piece(piece: Piece) -> Written:
    return {"text": piece.text, "same": piece.same}


def _rule(change: RuleChange) -> Written:
    return {
        "kind": change.kind,
        "sort": change.sort,
        "name": change.name,
        "old": _placed(change.old),
        "new": _placed(change.new),
        "lines": [{"part": line.part, "old": line.old or None, "new": line.new or None} for line in change.lines],
    }


def _placed(placed: Placed | None) -> Written | None:
    return (
        None
        if placed is None
        else {
            "document": placed.document,
            "clause": placed.clause,
            "text": placed.text,
            "by": placed.by or None,
        }
    )


def _verdict(verdict: Verdict) -> Written:
    return {
        "intents": [
            {
                "name": intent.name,
                "document": intent.document,
                "clause": intent.clause,
                "benefits": list(intent.benefits),
                "kind": intent.kind or None,
                "each": money(intent.each),
                "in_all": money(intent.in_all),
                "nobody_loses": intent.nobody_loses,
                "nobody_gains": intent.nobody_gains,
                "renames": [{"old": old, "new": new} for old, new in intent.renames],
                "inside": inside,
            }
            for intent, inside in zip(verdict.intents, verdict.inside, strict=True)
        ],
        "outside": [
            {
                "broken": o.broken,
                "file": o.file or None,
                "case": o.case or None,
                "benefit": o.benefit or None,
                "object": o.object or None,
                "intent": o.intent or None,
                "by": _ends(o.by),
                "limit": money(o.limit),
            }
            for o in verdict.outside
        ],
    }


def _ends(ends: Ends | None) -> Written | None:
    return None if ends is None else {"min": money(ends[0]), "max": money(ends[1])}
