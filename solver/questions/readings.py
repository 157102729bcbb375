"""What would each reading of the text mean for a case?"""

from __future__ import annotations

from dataclasses import replace

from compiler.cases.model import Case
from compiler.rulebook.model import ReadingDecl, Rulebook
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.questions.apart import payment_readings
from solver.questions.assess import Assessor, engine_of
from solver.questions.lasting import alike, payments
from solver.questions.schedule import Schedule
from solver.questions.standing import readings_near

Pays = tuple[Schedule | None, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A reading, and the results of the case under each of its choices; only results that differ somewhere, in what
    they give or in how long it is paid. ``pays``: for each choice and result the payments of the first ten years."""

    reading: ReadingDecl
    taken: str  # fixed, default or open
    choice: str
    under: tuple[tuple[str, tuple[Result, ...]], ...]
    pays: tuple[Pays, ...] = ()

    @property
    def matters(self) -> bool:
        """Whether the case comes out differently."""
        return any(results for _, results in self.under)


def meanings(rulebook: Rulebook, case: Case) -> tuple[Meaning, ...]:
    """What each reading would mean for a case, the others left as they are."""
    assessor = Assessor(engine_of(rulebook))
    fixed = dict(case.readings)
    kinds = {f.kind for f in case.facts}
    claimed = [b.id for b in rulebook.benefits if b.kind in kinds]
    near = {id: frozenset(readings_near(assessor, case, id)) | payment_readings(rulebook, id) for id in claimed}
    found = []
    for decl in rulebook.readings:
        if not decl.choices:
            continue
        taken = "fixed" if decl.name in fixed else "default" if decl.default is not None else "open"
        under: tuple[tuple[str, tuple[Result, ...]], ...] = tuple((c, ()) for c, _ in decl.choices)
        pays: tuple[Pays, ...] = ()
        if any(decl.name in readings for readings in near.values()):
            under, pays = _under_each(assessor, case, decl)
        found.append(Meaning(decl, taken, fixed.get(decl.name, decl.default or ""), under, pays))
    return tuple(found)


def _under_each(
    assessor: Assessor, case: Case, decl: ReadingDecl
) -> tuple[tuple[tuple[str, tuple[Result, ...]], ...], tuple[Pays, ...]]:
    """The results that differ, and what they pay, under each choice."""
    table: list[tuple[str, tuple[Result, ...], Pays]] = []
    for choice, _ in decl.choices:
        changed = replace(case, readings=tuple(sorted({**dict(case.readings), decl.name: choice}.items())))
        results = assessor.assess(changed, explain=False).results
        table.append((choice, results, tuple(payments(assessor.rulebook, r) for r in results)))
    _, first, first_pays = table[0]
    differing = [
        i
        for i in range(len(first))
        if any(not alike(first[i], results[i], first_pays[i], pays[i]) for _, results, pays in table[1:])
    ]
    under = tuple((c, tuple(results[i] for i in differing)) for c, results, _ in table)
    return under, tuple(tuple(pays[i] for i in differing) for _, _, pays in table)
