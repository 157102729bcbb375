"""What the search evaluates by itself is what the program decides: every recorded case, each benefit and object."""

from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import load
from compiler.rulebook.model import Rulebook
from compiler.source.files import read_text
from solver.arithmetic.text import write
from solver.engine.atoms import Atoms
from solver.engine.run import Engine
from solver.search.evaluate import Evaluator

pytestmark = pytest.mark.heavy

POLICY = Path(__file__).parents[2] / "policy"
FILES = sorted(POLICY.glob("*/案例/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[f"{p.parts[-3]}/{p.stem}" for p in FILES])
def test_evaluator_and_program_agree(path):
    log = Log()
    laws: dict[tuple[str, ...], list[Case]] = {}
    for raw in read_cases(read_text(path, log), log):
        documents = raw.documents or (path.parts[-3],)
        case = bind_case(raw, load(POLICY, documents), documents, log)
        assert case is not None
        laws.setdefault(documents, []).append(case)
    for documents, cases in laws.items():
        rulebook = load(POLICY, documents)
        usual = {r.name: r.default for r in rulebook.readings if r.default is not None}
        asked = [(case, usual | dict(case.readings)) for case in cases]
        for (case, readings), atoms in zip(asked, Engine(rulebook).solve_many(asked), strict=True):
            _agree(rulebook, case, readings, atoms)


def _agree(rulebook: Rulebook, case: Case, readings: dict[str, str], atoms: Atoms) -> None:
    ok, bad = set(atoms.rows("ok")), set(atoms.rows("bad"))
    evaluator = Evaluator(rulebook, case, readings)
    for benefit in rulebook.benefits:
        for object_ in [f.id for f in case.facts if f.kind == benefit.kind]:
            place = (benefit.id, object_)
            decided = True if place in ok else False if place in bad else None
            assert _every([evaluator.state(c, (object_,)) for c in benefit.counting]) is decided, (case.name, place)
            if benefit.amount is not None:
                value = evaluator.value(benefit.amount, (object_,))
                assert (None if value is None else write(value)) == atoms.one("amount", *place), (case.name, place)


def _every(states: list[bool | None]) -> bool | None:
    return False if False in states else None if None in states else True
