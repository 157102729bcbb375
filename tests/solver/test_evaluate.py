"""What the search evaluates by itself is what the program decides: every recorded case, each benefit and object."""

from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import load
from compiler.source.files import read_text
from solver.arithmetic.text import write
from solver.engine.run import Engine
from solver.search.evaluate import Evaluator

POLICY = Path(__file__).parents[2] / "policy"
FILES = sorted(POLICY.glob("*/案例/*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=[f"{p.parts[-3]}/{p.stem}" for p in FILES])
def test_evaluator_and_program_agree(path):
    log = Log()
    for raw in read_cases(read_text(path, log), log):
        documents = raw.documents or (path.parts[-3],)
        rulebook = load(POLICY, documents)
        case = bind_case(raw, rulebook, documents, log)
        assert case is not None
        readings = {r.name: r.default for r in rulebook.readings if r.default is not None} | dict(case.readings)
        atoms = Engine(rulebook).solve(case, readings)
        ok, bad = set(atoms.rows("ok")), set(atoms.rows("bad"))
        evaluator = Evaluator(rulebook, case, readings)
        for benefit in rulebook.benefits:
            for object_ in [f.id for f in case.facts if f.kind == benefit.kind]:
                place = (benefit.id, object_)
                decided = True if place in ok else False if place in bad else None
                assert evaluator.state(benefit.condition, (object_,)) is decided, (case.name, place)
                if benefit.amount is not None:
                    value = evaluator.value(benefit.amount, (object_,))
                    assert (None if value is None else write(value)) == atoms.one("amount", *place), (case.name, place)
