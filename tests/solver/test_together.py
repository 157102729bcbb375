"""Many cases in one solve come out as each of them does alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from clingo import Function, Infimum, Number, String, Symbol
from clingo.ast import AST, ASTType, Literal, SymbolicAtom, Transformer, Variable, parse_string
from clingo.ast import Function as Term
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compiler.cases.bind import bind_case
from compiler.cases.model import Case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log, Rejected
from compiler.driver import compile_library, load
from compiler.rulebook.model import Rulebook
from compiler.source.library import index_library
from compiler.source.text import SourceFile
from solver.answers.model import Assessment
from solver.engine.atoms import Atoms
from solver.engine.run import Engine
from solver.engine.together import DOMAIN, FOR_ALL, VARIABLE, Rewriting
from solver.engine.told import Word, read_atom
from solver.questions.assess import assess, assess_many
from tests.meaning.policy import NUMBER, library

pytestmark = pytest.mark.heavy

LIBRARY = Path(__file__).parents[2] / "policy"
DOCUMENTS = sorted(name for name in index_library(LIBRARY) if "〔" in name)


def recorded(document: str) -> tuple[Rulebook, list[Case]]:
    """The cases that are recorded beside a document and decided under it."""
    rulebook = load(LIBRARY, (document,))
    cases = []
    for path in sorted((LIBRARY / document).rglob("案例/*.yaml")):
        for raw in read_cases(SourceFile(path.name, path.read_text(encoding="utf-8")), Log()):
            case = (
                bind_case(raw, rulebook, (document,), Log()) if not raw.documents and "known" not in raw.parts else None
            )
            if case is not None:
                cases.append(case)
    return rulebook, cases


def told(atoms: Atoms) -> tuple[object, ...]:
    facts = {name: sorted(rows) for name, rows in atoms.facts.items()}
    return atoms.yes, atoms.no, atoms.tested, atoms.values, atoms.members, atoms.complete, facts


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_atom_of_recorded_cases_is_the_same(document: str) -> None:
    rulebook, cases = recorded(document)
    engine = Engine(rulebook)
    # Twice, so that a case stands beside its like; backwards, so that the order cannot matter.
    asked = [(c, dict(c.readings)) for c in (*cases, *reversed(cases))]
    together = [told(a) for a in engine.solve_many(asked)]
    assert together == [*together[: len(cases)], *reversed(together[: len(cases)])]
    some = range(0, len(cases), 1 if len(cases) < 50 else 3)
    assert [together[i] for i in some] == [told(engine.solve(*asked[i])) for i in some]


def test_the_answers_are_the_same_with_all_their_reasons() -> None:
    rulebook, cases = recorded("桐人社发〔2021〕7号")
    some = cases[::9]
    assert assess_many(rulebook, some, explain=True) == [assess(rulebook, case, explain=True) for case in some]
    assert assess_many(rulebook, []) == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_without_reasons_the_same_comes_out(document: str) -> None:
    rulebook, cases = recorded(document)

    def short(answers: list[Assessment | Rejected]) -> list[object]:
        return [
            [
                (r.benefit_id, r.object, r.outcome, r.amount, r.would_be, r.payee, r.clause, r.displaced_by, r.money)
                for r in a.results
            ]
            for a in answers
            if isinstance(a, Assessment)
        ]

    assert short(assess_many(rulebook, cases, terse=True)) == short(assess_many(rulebook, cases))


def test_a_cap_that_holds_for_some_only_is_known_without_reasons(tmp_path: Path) -> None:
    """Whoever has the highest level has a cap of his own for a life, of 700 yuan for two sums of 500."""
    rules = """待遇 补
    对 取证 甲
    享受 甲.人员
    金额 一次性 甲.费用

例外 高级另有封顶
    于 补 甲
    当 甲.等级 = 高级
    封顶 700元 每 甲.人员 终身
"""
    rulebook = compile_library(library(tmp_path, rules), (NUMBER,))
    text = "---\n".join(
        "事实:\n  取证:\n"
        + "".join(f"    证{n}: {{人员: 张, 等级: {level}, 费用: 500元, 日期: 2021-0{n}-01}}\n" for n in (8, 9))
        for level in ("高级", "中级")
    )
    cases = [bind_case(raw, rulebook, (NUMBER,), Log()) for raw in read_cases(SourceFile("a.yaml", text), Log())]
    found = assess_many(rulebook, [case for case in cases if case is not None], terse=True)
    sums = [[r.amount.low for r in a.results] for a in found if isinstance(a, Assessment)]
    assert sums == [[500, 200], [500, 500]]


def test_a_case_that_contradicts_the_policy_spoils_no_other(tmp_path: Path) -> None:
    rules = "断言 费用为正\n    对 取证 甲\n    必须 甲.费用 > 0元\n    说法 「费用要大于零」\n\n"
    rules += "待遇 补\n    对 取证 甲\n    享受 甲.人员\n    金额 一次性 甲.费用"
    rulebook = compile_library(library(tmp_path, rules), (NUMBER,))
    text = "---\n".join(f"事实: {{取证: {{证: {{人员: 张, 费用: {n}元, 日期: 2021-09-01}}}}}}\n" for n in (5, -1, 7))
    cases = [bind_case(raw, rulebook, (NUMBER,), Log()) for raw in read_cases(SourceFile("a.yaml", text), Log())]
    first, second, third = assess_many(rulebook, [case for case in cases if case is not None])
    assert isinstance(first, Assessment) and first.results[0].amount.low == 5
    assert isinstance(second, Rejected) and [p.code for p in second.problems] == ["TL0640"]
    assert isinstance(third, Assessment) and third.results[0].amount.low == 7


# ---------------------------------------------------------------- the rewriting, held against clingo's own parser


class _ByTheParser(Transformer):
    """The same rewriting on the syntax tree that clingo makes."""

    def __init__(self, varying: frozenset[str]) -> None:
        self.varying = varying

    def visit_SymbolicAtom(self, node: AST) -> AST:
        symbol = node.symbol
        if symbol.name not in self.varying:
            return node
        case = Variable(symbol.location, VARIABLE)
        return node.update(symbol=Term(symbol.location, symbol.name, [case, *symbol.arguments], 0))


def by_the_parser(text: str, varying: frozenset[str]) -> list[str]:
    found: list[str] = []

    def statement(node: AST) -> None:
        if node.ast_type in (ASTType.Defined, ASTType.ShowSignature):
            found.append(str(node.update(arity=node.arity + 1) if node.name in varying else node))
        elif node.ast_type == ASTType.Rule:
            new = _ByTheParser(varying)(node)
            bound = any(
                part.ast_type == ASTType.Literal
                and part.sign == 0
                and part.atom.ast_type == ASTType.SymbolicAtom
                and part.atom.symbol.name in varying
                for part in node.body
            )
            if str(new) != str(node) and not bound:
                at = node.location
                case = Term(at, DOMAIN, [Variable(at, VARIABLE)], 0)
                new = new.update(body=[*new.body, Literal(at, 0, SymbolicAtom(case))])
            found.append(str(new))

    parse_string(text, statement)
    return found


def as_parsed(text: str) -> list[str]:
    found: list[str] = []
    wanted = (ASTType.Rule, ASTType.Defined)
    parse_string(text, lambda node: found.append(str(node)) if node.ast_type in wanted else None)
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_rules_are_rewritten_as_a_parser_would(document: str) -> None:
    engine = Engine(load(LIBRARY, (document,)))
    rewriting = engine._rewriting()
    contest = (Path(__file__).parents[2] / "solver" / "engine" / "contest.lp").read_text(encoding="utf-8")
    for text in [*(rule for s in engine.program.sections for rule in s.rules), contest]:
        assert as_parsed(rewriting.rewrite(text)) == by_the_parser(text, rewriting._varying)


def test_what_only_the_law_says_stays_as_it_is() -> None:
    law = 'rank("级别","县级",1). fits(X) :- is("甲",X), rank(_,_,R), R > 0. alone :- not fits("a:-b(c).").'
    law += " all_of(X) :- rank(_,X,_)."
    rewriting = Rewriting([law], frozenset({"fits"}))
    assert rewriting.rewrite(law).splitlines() == [
        'rank("级别","县级",1).',
        'fits(Case__,X) :- is(Case__,"甲",X), rank(_,_,R), R > 0.',
        'alone(Case__) :- not fits(Case__,"a:-b(c)."), case__(Case__).',
        "all_of(Case__,X) :- rank(_,X,_), case__(Case__).",
    ]


def test_what_is_found_once_for_all_cases_goes_by_a_name_of_its_own() -> None:
    """Predicates are told apart by their names alone: one of the same name that is about a case would be mixed up."""
    contest = (Path(__file__).parents[2] / "solver" / "engine" / "contest.lp").read_text(encoding="utf-8")
    assert not set(re.findall(r"\b([a-z]\w*)\(", contest)) & FOR_ALL


# ---------------------------------------------------------------- reading atoms from their text

terms = st.recursive(
    st.one_of(
        st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))).map(String),
        st.integers(-(2**31), 2**31 - 1).map(Number),
        st.sampled_from([Function("all"), Function("none"), Function("true"), Infimum]),
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(lambda parts: Function("", parts)),
    max_leaves=8,
)


def meant(symbol: Symbol) -> object:
    """What a symbol is, asked of the solver."""
    if symbol.type.name == "String":
        return symbol.string
    if symbol.type.name == "Function" and symbol.name == "":
        return tuple(meant(part) for part in symbol.arguments)
    return Word(str(symbol))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(terms, max_size=4))
def test_an_atom_reads_back_from_its_text(parts: list[Symbol]) -> None:
    name, arguments = read_atom(str(Function("ok", parts)))
    assert (name, arguments) == ("ok", tuple(map(meant, parts)))
    assert [isinstance(a, Word) for a in arguments] == [isinstance(meant(p), Word) for p in parts]


def test_a_term_with_arguments_is_told_by_its_name() -> None:
    atom = Function("value", [Function("f", [Number(1), String("x")]), String("all"), Function("all")])
    assert read_atom(str(atom)) == ("value", ("f", "all", "all"))
