"""What goes with an answer and does not decide it: from when, for how long, in which parts, until when, questions."""

from __future__ import annotations

from compiler.rulebook.model import Benefit, Rulebook
from solver.answers.model import Reason, State
from solver.questions.reasons import Explainer, deciding, lacking
from solver.questions.values import Scope

NEXT_MONTH = "next_month"


def notes(rulebook: Rulebook, explainer: Explainer, benefit: Benefit, env: Scope) -> tuple[Reason, ...]:
    """The notes on one benefit for one object, in the order: start, length, parts, ends, open questions."""
    reader = explainer.reader
    found: list[Reason] = []
    if benefit.starting is not None:
        shown = reader.shown(benefit.starting, env)
        found.append(
            Reason(
                "starts",
                "note",
                op=NEXT_MONTH if benefit.starting_next_month else "",
                left=shown,
                clause=benefit.clause,
                children=explainer.open_amount(benefit.starting, env) if shown.type == "unknown" else (),
            )
        )
    if benefit.duration is not None:
        limits = (("at_most", benefit.duration_at_most), ("usually", benefit.duration_usually))
        soft = "_".join(word for word, is_so in limits if is_so)
        length = reader.shown(benefit.duration, env)
        found.append(Reason("duration", "note", op=soft, left=length, clause=benefit.clause))
    for part in benefit.parts:
        state: State = "note" if part.condition is None else explainer.state(part.condition, env)
        due = reader.shown(part.due, env) if part.due is not None else None
        found.append(
            Reason(
                "part",
                state,
                part.condition.origin.text if part.condition is not None else "",
                name=part.share.written,
                left=due,
                clause=benefit.clause,
                children=lacking(explainer.reason(part.condition, env)) if part.condition is not None else (),
            )
        )
    for stop in benefit.stops:
        stopped = explainer.state(stop.condition, env)
        if stopped == "no":
            continue
        day = reader.shown(stop.date, env) if stop.date is not None else None
        found.append(
            Reason(
                stop.kind,
                "note" if stopped == "yes" else "unknown",
                stop.condition.origin.text,
                name=stop.name,
                about=day.value if day is not None else "",
                op=NEXT_MONTH if stop.next_month else "",
                clause=benefit.clause,
                children=(deciding if stopped == "yes" else lacking)(explainer.reason(stop.condition, env)),
            )
        )
    for name in benefit.notes:
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
