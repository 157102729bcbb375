"""What goes with an answer and does not decide it: from when, for how long, in which parts, until when, questions."""

from __future__ import annotations

import datetime as dt

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import Term
from solver.answers.model import Reason, Shown, State
from solver.arithmetic.dates import next_month, unpaid_from
from solver.questions.reasons import Explainer, deciding, lacking
from solver.questions.values import Scope, typed

NEXT_MONTH = "next_month"


def notes(
    rulebook: Rulebook, explainer: Explainer, benefit: Benefit, env: Scope, terse: bool = False
) -> tuple[Reason, ...]:
    """The notes on one benefit for one object, in the order: start, length, parts, ends, open questions. ``terse``:
    without what is under them, and without questions."""
    decided = _Decided(explainer, benefit, env[0])
    found: list[Reason] = []
    if benefit.starting is not None:
        shown = decided.value(benefit.starting, "starting")
        found.append(
            Reason(
                "starts",
                "note",
                op=NEXT_MONTH if benefit.starting_next_month else "",
                left=shown,
                clause=benefit.clause,
                children=explainer.open_amount(benefit.starting, env) if shown.type == "unknown" and not terse else (),
            )
        )
    if benefit.duration is not None:
        limits = (("at_most", benefit.duration_at_most), ("usually", benefit.duration_usually))
        soft = "_".join(word for word, is_so in limits if is_so)
        length = decided.value(benefit.duration, "duration")
        found.append(Reason("duration", "note", op=soft, left=length, clause=benefit.clause))
    for index, part in enumerate(benefit.parts):
        asks = part.condition is not None and not terse
        found.append(
            Reason(
                "part",
                decided.state("part_due", "part_lost", index) if part.condition is not None else "note",
                part.condition.origin.text if part.condition is not None else "",
                name=part.share.written,
                left=decided.value(part.due, "part_date", index) if part.due is not None else None,
                clause=benefit.clause,
                children=lacking(explainer.reason(part.condition, env)) if asks and part.condition is not None else (),
            )
        )
    for index, stop in enumerate(benefit.stops):
        stopped = decided.state("stops", "goes_on", index)
        if stopped == "no":
            continue
        day = decided.value(stop.date, "stop_date", index) if stop.date is not None else None
        why = () if terse else (deciding if stopped == "yes" else lacking)(explainer.reason(stop.condition, env))
        found.append(
            Reason(
                stop.kind,
                "note" if stopped == "yes" else "unknown",
                stop.condition.origin.text,
                name=stop.name,
                about=day.value if day is not None else "",
                op=NEXT_MONTH if stop.next_month else "",
                clause=benefit.clause,
                children=why,
            )
        )
    for name in () if terse else benefit.notes:
        decl = next(r for r in rulebook.readings if r.name == name)
        if decl.name not in benefit.readings:
            found.append(
                Reason(
                    "note",
                    "note",
                    name=decl.name,
                    about=decl.question,
                    document=decl.document,
                    clause=decl.clause,
                    quote=decl.quote,
                )
            )
    return tuple(found)


def early_ends(explainer: Explainer, benefit: Benefit, env: Scope, terse: bool = False) -> tuple[Reason, ...]:
    """Ends of payment that come before the first payment, so that nothing is paid at all; where none is known to, those
    that may. ``terse``: without what is under them."""
    if benefit.paid_at_all is None:
        return ()
    decided = _Decided(explainer, benefit, env[0])
    first, found = decided.first_day(), []
    for index, stop in enumerate(benefit.stops):
        stopped = decided.state("stops", "goes_on", index)
        if stop.kind != "ends" or stop.date is None or stopped == "no":
            continue
        day = decided.value(stop.date, "stop_date", index)
        ended = unpaid_from(benefit.form, dt.date.fromisoformat(day.value), stop.next_month) if day.value else None
        if ended is not None and first is not None and ended > first:
            continue
        sure = stopped == "yes" and ended is not None and first is not None
        why: tuple[Reason, ...] = ()
        if not terse:
            why = (deciding if stopped == "yes" else lacking)(explainer.reason(stop.condition, env))
            why += explainer.open_amount(stop.date, env) if not day.value else ()
            if first is None and (begins := benefit.starting or benefit.decides) is not None:
                why += explainer.open_amount(begins, env)
        found.append(
            Reason(
                "ends" if sure else "early_end",
                "no" if sure else "unknown",
                stop.condition.origin.text,
                name=stop.name,
                about=day.value,
                op=NEXT_MONTH if stop.next_month else "",
                clause=benefit.clause,
                children=tuple(dict.fromkeys(why)),
            )
        )
    return tuple(r for r in found if r.state == "no") or tuple(found)


class _Decided:
    """What the program says of when and how long one claim is paid."""

    def __init__(self, explainer: Explainer, benefit: Benefit, object_: str) -> None:
        self._atoms, self._benefit, self._object = explainer.reader.atoms, benefit, object_

    def value(self, term: Term, predicate: str, *index: int) -> Shown:
        """A day or a length of time."""
        text = self._atoms.one(predicate, self._benefit.id, *map(str, index), self._object)
        return typed(text, term.type) if text is not None else Shown("unknown", "")

    def first_day(self) -> dt.date | None:
        """The day of the first payment."""
        benefit = self._benefit
        if benefit.starting is None:
            text = self._atoms.one("day", benefit.id, self._object)
        else:
            text = self._atoms.one("starting", benefit.id, self._object)
        day = dt.date.fromisoformat(text) if text is not None else None
        return (
            next_month(day) if day is not None and benefit.starting is not None and benefit.starting_next_month else day
        )

    def state(self, yes: str, no: str, index: int) -> State:
        """How a condition came out."""
        row = (self._benefit.id, str(index), self._object)
        if row in self._atoms.facts.get(yes, ()):
            return "yes"
        return "no" if row in self._atoms.facts.get(no, ()) else "unknown"
