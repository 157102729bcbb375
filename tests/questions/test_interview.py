"""The interview: asks what matters and no more, and comes to what the whole case comes to."""

from dataclasses import replace
from pathlib import Path

import pytest

from compiler.cases.bind import bind_case
from compiler.cases.read import read_cases
from compiler.diagnostics.problem import Log, Rejected
from compiler.driver import compile_library, load
from compiler.source.text import SourceFile
from compiler.source.yaml_tree import Mapping
from solver.questions.assess import assess
from solver.questions.interview import Interview
from solver.questions.possible import possibilities
from solver.search.cells import WHOLE, current
from tests.meaning.policy import NUMBER, library

pytestmark = pytest.mark.heavy

LIBRARY = Path(__file__).parents[2] / "policy"
COUNTY = "桐人社发〔2021〕7号"
SECONDS, NODES = 600.0, 5  # the same questions on a slow machine as on a quick one
FACTS = "事实:\n  取证: {证: {}}\n"
RULES = """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 甲.等级 ≥ 中级
    当 甲.职业 = 「钳工」 或 甲.费用 ≥ 500元
    金额 一次性 分档 甲.等级
        中级: 1000元
        高级: 2000元
"""


def _begin(tmp_path, rules=RULES, facts=FACTS):
    rulebook = compile_library(library(tmp_path, rules), (NUMBER,))
    log = Log()
    (raw,) = read_cases(SourceFile("a.yaml", f"案例: 问\n{facts}"), log)
    case = bind_case(raw, rulebook, (NUMBER,), log)
    assert not log.problems
    return rulebook, case, Interview(rulebook, case, tuple(b.id for b in rulebook.benefits), SECONDS, NODES)


def _say(interview, answers):
    """Answer by field until nothing is asked; the fields in the order they were asked."""
    asked = []
    while (question := interview.question()) is not None:
        field = question.cell[2] or question.cell[1]
        asked.append(field)
        if field in answers:
            interview.answer(question, answers[field])
        else:
            interview.unknown(question)
    return asked


def test_an_answer_that_settles_ends_the_questions(tmp_path):
    rulebook, _, interview = _begin(tmp_path)
    asked = _say(interview, {"等级": "初级"})
    assert asked[-1] == "等级"
    (result,) = assess(rulebook, interview.case, explain=False).results
    assert result.outcome == "refused"


def test_what_the_other_way_in_needs_is_asked_for(tmp_path):
    from datetime import date
    from fractions import Fraction

    _, _, interview = _begin(tmp_path)
    asked = _say(interview, {"等级": "高级", "日期": date(2022, 1, 1), "职业": "焊工", "费用": Fraction(500)})
    assert sorted(asked) == ["日期", "等级", "职业", "费用"] or sorted(asked) == ["日期", "等级", "费用"]
    (result,) = assess(interview.rulebook, interview.case, explain=False).results
    assert (result.outcome, result.amount.low) == ("granted", 2000)


def test_not_known_is_not_asked_again_and_stays_open(tmp_path):
    _, _, interview = _begin(tmp_path)
    asked = _say(interview, {"等级": "高级"})
    assert len(asked) == len(set(asked)) and "日期" in asked
    (result,) = assess(interview.rulebook, interview.case, explain=False).results
    assert result.outcome == "undetermined"


def test_answers_can_be_taken_back_one_by_one(tmp_path):
    _, _, interview = _begin(tmp_path)
    first = interview.question()
    start = interview.case
    interview.unknown(first)
    second = interview.question()
    assert second.cell != first.cell
    assert interview.back() and interview.question() == first and interview.case == start
    assert not interview.back()


def test_an_answer_that_contradicts_the_law_changes_nothing(tmp_path):
    rules = RULES + "\n断言 费用为正\n    对 取证 甲\n    必须 甲.费用 > 0元\n    说法 「费用要大于零」\n"
    from fractions import Fraction

    _, _, interview = _begin(tmp_path, rules)
    question = next(q for q in _questions(interview) if q.cell[2] == "费用")
    with pytest.raises(Rejected):
        interview.answer(question, Fraction(-1))
    assert interview.question() == question


def _questions(interview):
    """The questions on the way on which everything that comes first is not known."""
    while (question := interview.question()) is not None:
        yield question
        interview.unknown(question)


def test_further_facts_are_asked_for_and_added(tmp_path):
    rules = """
待遇 连续奖励
    对 取证 甲
    享受 甲.人员
    当 计数（乙 属于 培训 当 乙.证书 = 甲）≥ 1
    金额 一次性 100元
"""
    from datetime import date

    facts = "事实:\n  取证: {证: {人员: 张三, 日期: 2022-01-01}}\n"
    _, _, interview = _begin(tmp_path, rules, facts)
    question = interview.question()
    assert question.about_more and question.cell == (WHOLE, "培训", "")
    interview.add(question)
    asked = _say(interview, {"证书": "证", "日期": date(2022, 2, 1)})
    assert asked == ["证书"]
    (result,) = assess(interview.rulebook, interview.case, explain=False).results
    assert result.outcome == "granted"


def _recorded():
    for path in sorted((LIBRARY / COUNTY).rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        yield from read_cases(SourceFile(path.name, text), Log())


def _short(raw):
    """Whether a case is about few things: of ten classes the same is asked ten times over."""
    return sum(len(kind.entries) for _, kind in raw.parts["facts"].entries if isinstance(kind, Mapping)) <= 10


@pytest.mark.parametrize("raw", list(filter(_short, list(_recorded())[::16])), ids=lambda raw: raw.name)
def test_answers_taken_from_a_recorded_case_lead_to_its_outcome(raw):
    """Nothing but who belongs to whom is stated at first; each question is answered from the whole case."""
    rulebook = load(LIBRARY, (COUNTY,))
    log = Log()
    whole = bind_case(raw, rulebook, (COUNTY,), log)
    assert not log.problems
    benefit = rulebook.benefit(assess(rulebook, whole, explain=False).results[0].benefit_id)
    wanted = [r for r in assess(rulebook, whole, explain=False).results if r.benefit_id == benefit.id]
    bare = replace(whole, facts=tuple(_bare(rulebook, f) for f in whole.facts))
    interview = Interview(rulebook, bare, (benefit.id,), SECONDS, NODES)
    for _ in range(200):
        question = interview.question()
        if question is None:
            break
        value = current(whole, question.cell)
        if value is None or (question.about_more and value is False):
            interview.unknown(question)
        else:
            interview.answer(question, value)
    found = possibilities(rulebook, interview.case, (benefit.id,), seconds=SECONDS)
    assert not any(one.matters for one in found if not _waits(one, wanted))
    for one, whole_result in zip(found, wanted, strict=True):
        if whole_result.outcome == "undetermined":
            continue
        assert one.outcomes == (whole_result.outcome,)
        if whole_result.outcome == "granted":
            assert (one.low, one.high) == (whole_result.amount.low, whole_result.amount.high)


def _waits(one, wanted):
    """Whether the whole case is undetermined as well: then a fact that matters may be one it does not state."""
    return next(r for r in wanted if r.object == one.now.object).outcome == "undetermined"


def _bare(rulebook, fact):
    kind = rulebook.kind(fact.kind)
    if kind is None:
        return fact
    kept = tuple(
        v for v in fact.values if not v.stated or kind.get(v.field).type.kind == "entity" or kind.get(v.field).type.list
    )
    return replace(fact, values=kept)
