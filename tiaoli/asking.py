"""The questions that can be asked about an opened case, as the command and the Python interface ask them."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from compiler.cases.write import write_value
from compiler.diagnostics.problem import Rejected, near_names, problem
from solver.answers.model import Assessment, Result
from tiaoli.opening import Opened, decide

if TYPE_CHECKING:
    from solver.questions.possible import Possibility
    from solver.questions.readings import Meaning
    from solver.questions.routes import Limits, WhatIf
    from solver.questions.standing import Standing


def chosen(assessment: Assessment, benefit: str | None) -> tuple[Result, ...]:
    """The results of a benefit, or of ``benefit@object``; all when none is named. Raises Rejected (TL0703)."""
    if benefit is None:
        return assessment.results
    name, sign, wanted = benefit.partition("@")
    found = tuple(
        r for r in assessment.results if name in (r.benefit, r.benefit_id) and (not sign or r.object == wanted)
    )
    if not found:
        # The benefit there is, for other objects; or else one that is written much like it.
        near = tuple(f"{name}@{r.object}" for r in assessment.results if name in (r.benefit, r.benefit_id))
        near = near or near_names(name, {r.benefit for r in assessment.results})
        raise Rejected((problem("TL0703", near=near, found=benefit),))
    return found


def changes(
    opened: Opened, benefit: str, want: Fraction | None, lose: bool, limits: Limits
) -> tuple[Assessment, list[WhatIf]]:
    """The case as it stands, and for each object of the benefit the least that would have to change. Where a benefit
    has several objects, those of which the question can be asked; all when it is none of them. Raises Rejected (TL0711)
    for a sum that is not above 0."""
    from solver.questions.whatif import whatif
    from solver.search.memory import Memory

    if want is not None and want <= 0:
        raise Rejected((problem("TL0711", found=f"{write_value(want)}元", takes="money"),))
    (assessment,) = decide((opened,))
    results = chosen(assessment, benefit)
    askable = tuple(r for r in results if (r.outcome == "granted") == lose) or results
    rulebook, case, memory = opened.rulebook, opened.case, Memory()
    return assessment, [whatif(rulebook, case, r.benefit_id, r.object, want, lose, limits, memory) for r in askable]


def possible(
    opened: Opened, benefit: str | None, seconds: float, tries: int = 600
) -> tuple[Assessment, tuple[Possibility, ...]]:
    """The case as it stands, and what each benefit (or the one named) may come to."""
    from solver.questions.possible import possibilities

    (assessment,) = decide((opened,))
    results = chosen(assessment, benefit)
    wanted = {r.claim for r in results}
    ids = tuple(dict.fromkeys(r.benefit_id for r in results))
    found = possibilities(opened.rulebook, opened.case, ids, nodes=tries, seconds=seconds)
    return assessment, tuple(p for p in found if p.now.claim in wanted)


def readings(opened: Opened) -> tuple[Assessment, tuple[Meaning, ...], tuple[Standing, ...]]:
    """The case as it stands, what each reading would make of it, and how each result stands to the readings."""
    from solver.questions.readings import meanings
    from solver.questions.standing import standings

    (assessment,) = decide((opened,))
    stands = standings(opened.rulebook, opened.case, assessment.results)
    return assessment, meanings(opened.rulebook, opened.case), stands
