"""Benefits that cannot meet are decided a batch at a time; whatever the batches, the answers are the same."""

from dataclasses import replace
from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.model import Case, Fact
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log
from compiler.driver import compile_library, load
from compiler.rulebook.paid import PAID
from compiler.source.files import read_text
from solver.engine import run
from solver.engine.meet import members_near
from solver.engine.run import Engine
from solver.questions.assess import Assessor
from tests.meaning.policy import NUMBER, library

pytestmark = pytest.mark.heavy

LIBRARY = Path(__file__).parents[2] / "policy"
DOCUMENT = "桐人社发〔2021〕7号"

RULES = """
待遇 甲项
    对 取证 甲
    享受 甲.人员
    金额 一次性 100元

待遇 乙项
    对 取证 甲
    享受 甲.人员
    金额 一次性 200元

待遇 丙项
    对 取证 甲
    享受 甲.人员
    金额 一次性 300元

不重复 二选一
    成员 甲项 甲 每 甲.人员 同 甲
    成员 乙项 甲 每 甲.人员 同 甲
    窗口 终身
    方式 就高
"""


def _case(name: str) -> tuple[Case, ...]:
    log = Log()
    raws = read_cases(read_text(LIBRARY / DOCUMENT / "案例" / name, log), log)
    rulebook = load(LIBRARY, (DOCUMENT,))
    return tuple(bind_case(raw, rulebook, (DOCUMENT,), log) for raw in raws)


@pytest.mark.parametrize("size", [1, 3])
def test_the_real_policy_comes_out_the_same_in_small_batches(monkeypatch, size):
    """All facts of one casebook's cases together, so that benefits of many clauses and their groups meet."""
    cases = [*_case("03-工作室.yaml")[8:20], *_case("01-技能等级补贴.yaml")[14:18]]
    facts: dict[tuple[str, str], Fact] = {}
    for case in (*_case("09-培训补贴.yaml")[:1], *_case("10-服务活动.yaml")[:1]):
        facts |= {(f.kind, f.id): f for f in case.facts}
    more = [replace(c, facts=tuple({**facts, **{(f.kind, f.id): f for f in c.facts}}.values())) for c in cases]
    rulebook = load(LIBRARY, (DOCUMENT,))
    whole = [Assessor(Engine(rulebook)).assess(c, explain=True) for c in more]
    monkeypatch.setattr(run, "_BATCH", size)
    engine = Engine(rulebook)
    assert [Assessor(engine).assess(c, explain=True) for c in more] == whole
    assert max(len(slices) for slices in engine._slices.values()) > 1


def test_what_meets_nothing_is_granted_beside_what_gives_way(tmp_path, monkeypatch):
    rulebook = compile_library(library(tmp_path, RULES), (NUMBER,))
    monkeypatch.setattr(run, "_BATCH", 1)
    (raw,) = read_cases(
        read_text(_written(tmp_path, "案例: 问\n事实:\n  取证: {证: {人员: 张三, 日期: 2022-01-01}}\n"), Log()), Log()
    )
    case = bind_case(raw, rulebook, (NUMBER,), Log())
    found = Assessor(Engine(rulebook)).assess(replace(case, everything_complete=True), explain=True)
    assert [(r.benefit, r.outcome) for r in found.results] == [
        ("甲项", "displaced"),
        ("乙项", "granted"),
        ("丙项", "granted"),
    ]


def _written(folder: Path, text: str) -> Path:
    path = folder / "案例.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["13-前发文件.yaml", "03-工作室.yaml", "09-培训补贴.yaml"])
def test_a_benefit_asked_about_alone_comes_out_as_among_all(name):
    """What it can meet is looked at with it; what a key keeps apart from it is left out and changes nothing."""
    assessor = Assessor(Engine(load(LIBRARY, (DOCUMENT,))))
    for case in _case(name)[::6]:
        for result in assessor.assess(case, explain=True).results:
            alone = assessor.assess(case, explain=True, focus=result.benefit_id).results
            assert next(r for r in alone if r.claim == result.claim) == result


def test_claims_of_other_names_are_kept_apart_by_their_key():
    rulebook = load(LIBRARY, (DOCUMENT,))
    group, *_ = [g for g in rulebook.groups if g.name == "前发文件不重复"]
    first = next(m.benefit for m in group.members)
    assert [m.benefit for m in members_near(group, frozenset({first}))] == [first, PAID]
