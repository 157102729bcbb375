"""What goes with an answer and does not decide it: from when, for how long, in which parts, until when, questions."""

from __future__ import annotations

from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.terms import Term
from solver.answers.model import Reason, Shown, State
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


class _Decided:
    """What the program says of when and how long one claim is paid."""

    def __init__(self, explainer: Explainer, benefit: Benefit, object_: str) -> None:
        self._atoms, self._benefit, self._object = explainer.reader.atoms, benefit, object_

    def value(self, term: Term, predicate: str, *index: int) -> Shown:
        """A day or a length of time."""
        text = self._atoms.one(predicate, self._benefit.id, *map(str, index), self._object)
        return typed(text, term.type) if text is not None else Shown("unknown", "")

    def state(self, yes: str, no: str, index: int) -> State:
        """How a condition came out."""
        row = (self._benefit.id, str(index), self._object)
        if row in self._atoms.facts.get(yes, ()):
            return "yes"
        return "no" if row in self._atoms.facts.get(no, ()) else "unknown"
