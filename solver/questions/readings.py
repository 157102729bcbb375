"""What would each reading of the text mean for a case?"""

from __future__ import annotations

from compiler.cases.model import Case
from compiler.rulebook.model import ReadingDecl, Rulebook
from compiler.rulebook.terms import Cond, Term
from compiler.source.record import dataclass
from solver.answers.model import Result
from solver.arithmetic.values import Value
from solver.questions.apart import claim_parts, payment_readings
from solver.questions.assess import Assessor, engine_of
from solver.questions.lasting import alike, payments
from solver.questions.schedule import Schedule
from solver.questions.standing import readings_near
from solver.questions.ways import Ways
from solver.search.evaluate import Env, Evaluator
from solver.search.rivals import Asks, Known

Pays = tuple[Schedule | None, ...]
Under = tuple[tuple[str, tuple[Result, ...]], ...]
Family = tuple[str, str]
_Row = tuple[str, tuple[Result, ...], Pays]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A reading, and the results of the case under each of its choices; only results that differ somewhere, in what
    they give or in how long it is paid. ``pays``: for each choice and result the payments of the first ten years."""

    reading: ReadingDecl
    taken: str  # fixed, default or open
    choice: str
    under: Under
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
    near: dict[Family, frozenset[str]] = {}
    for benefit in rulebook.benefits:
        if benefit.kind in kinds:
            seen = frozenset(readings_near(assessor, case, benefit.id)) | payment_readings(rulebook, benefit.id)
            near[benefit.family] = near.get(benefit.family, frozenset()) | seen
    known: Known = {}
    asked = [
        d
        for d in rulebook.readings
        if d.choices and any(d.name in readings for readings in near.values()) and _may_matter(rulebook, case, d, known)
    ]
    told = _under_each(assessor, case, asked, near)
    found = []
    for decl in (d for d in rulebook.readings if d.choices):
        taken = "fixed" if decl.name in fixed else "default" if decl.default is not None else "open"
        nothing: tuple[Under, tuple[Pays, ...]] = tuple((c, ()) for c, _ in decl.choices), ()
        under, pays = _differing(told[decl.name]) if decl.name in told else nothing
        found.append(Meaning(decl, taken, fixed.get(decl.name, decl.default or ""), under, pays))
    return tuple(found)


def _may_matter(rulebook: Rulebook, case: Case, decl: ReadingDecl, known: Known) -> bool:
    """Whether the choices of a reading may come to something different: always where a rule between claims asks for it;
    else where a condition or value of some claim does, by direct evaluation."""
    asks = Asks(decl.name, known)
    if asks(rulebook.groups, rulebook.limits, rulebook.assertions, *(b.caps for b in rulebook.benefits)):
        return True
    taken = {r.name: r.default for r in rulebook.readings if r.default is not None} | dict(case.readings)
    evaluators = [Evaluator(rulebook, case, {**taken, decl.name: choice}) for choice, _ in decl.choices]
    for benefit in rulebook.benefits:
        parts = [p for p in claim_parts(benefit) if asks(p)]
        for fact in case.facts if parts else ():
            if fact.kind != benefit.kind:
                continue
            for part in parts:
                first, *others = (_comes_to(part, (fact.id,), evaluator) for evaluator in evaluators)
                if any(other != first for other in others):
                    return True
    return False


def _comes_to(part: Cond | Term, env: Env, evaluator: Evaluator) -> Value | None:
    return evaluator.state(part, env) if isinstance(part, Cond) else evaluator.value(part, env)


def _under_each(
    assessor: Assessor, case: Case, readings: list[ReadingDecl], near: dict[Family, frozenset[str]]
) -> dict[str, list[_Row]]:
    """For each reading and choice all results and what they pay. A benefit is asked about under what it can hang on."""
    if not readings:
        return {}
    taken = {r.name: r.default for r in assessor.rulebook.readings} | dict(case.readings)
    ways = Ways[tuple[Family, str, str]]()
    for family, sight in near.items():
        view = {name: taken.get(name) for name in sight}
        ways.ask(view, (family, "", ""))
        for decl in (d for d in readings if d.name in sight):
            for choice, _ in decl.choices:
                ways.ask({**view, decl.name: choice}, (family, decl.name, choice))
    found: dict[tuple[Family, str, str], dict[str, tuple[Result, Schedule | None]]] = {}
    families = {b.id: b.family for b in assessor.rulebook.benefits}
    order: tuple[Result, ...] = ()
    for asker, answer in ways.answers(assessor, case):
        order = answer.results
        of = (r for r in order if families[r.benefit_id] == asker[0])
        found[asker] = {r.object: (r, payments(assessor.rulebook, r)) for r in of}
    told: dict[str, list[_Row]] = {}
    for decl in readings:
        for choice, _ in decl.choices:
            row = []
            for result in order:
                family = families[result.benefit_id]
                known = found.get((family, decl.name, choice)) or found[family, "", ""]
                row.append(known[result.object])
            told.setdefault(decl.name, []).append((choice, tuple(r for r, _ in row), tuple(p for _, p in row)))
    return told


def _differing(table: list[_Row]) -> tuple[Under, tuple[Pays, ...]]:
    """Under each choice the results that differ, and what they pay."""
    _, first, first_pays = table[0]
    differing = [
        i
        for i in range(len(first))
        if any(not alike(first[i], results[i], first_pays[i], pays[i]) for _, results, pays in table[1:])
    ]
    under = tuple((c, tuple(results[i] for i in differing)) for c, results, _ in table)
    return under, tuple(tuple(pays[i] for i in differing) for _, _, pays in table)
