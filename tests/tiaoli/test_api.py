"""The Python interface on the real policies: what the casebooks record comes out, typed and exact."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import tiaoli
from tests.tiaoli.course import BOOK, COUNTY, COURSE, POLICY, course, without

BOOKS = [
    BOOK,
    POLICY / COUNTY / "案例" / "03-工作室.yaml",
    POLICY / "沪人社规〔2025〕9号" / "案例" / "公布前后.yaml",
    POLICY / "财社〔2023〕181号" / "案例" / "与桐庐办法一起.yaml",
]
# ---------------------------------------------------------------- what the casebooks record


def recorded(book: Path) -> list[tuple[str, str, dict[str, Any]]]:
    """Case, benefit, and what must come out: read from the file as plain YAML."""
    found = []
    for document in yaml.load_all(book.read_text(encoding="utf-8"), yaml.BaseLoader):
        for benefit, said in (document.get("应得") or {}).items():
            found.append((document["案例"], benefit, said if isinstance(said, dict) else {"说": said}))
    return found


SOME = [p for p in BOOKS if p.stem[:2] in ("03", "08", "10")]
OUTCOMES = {"准予": "granted", "不予": "refused", "让位": "displaced", "待定": "undetermined"}
FORMS = {"一次性": "once", "每月": "month", "每年": "year", "每次": "time"}
SUM = re.compile(r"(一次性|每月|每年|每次)(不超过)?([\d.]+)(万)?元")


@pytest.mark.parametrize("book", SOME, ids=lambda p: p.stem)
def test_what_is_recorded_comes_out(library: tiaoli.Library, book: Path) -> None:
    answers = {case.name: case.assess() for case in library.cases(book)}
    checked = 0
    for name, benefit, said in recorded(book):
        (answer,) = (a for a in answers[name].all(benefit) if "文件" not in said or a.document == said["文件"])
        wanted = said.get("结果") or (said["说"] if said.get("说") in OUTCOMES else "准予")
        assert (name, answer.outcome) == (name, OUTCOMES[wanted])
        amount = SUM.fullmatch(said.get("金额") or said.get("说") or "")
        if amount:
            yuan = Fraction(amount[3]) * (10_000 if amount[4] else 1)
            assert (name, answer.most) == (name, yuan)
            assert (name, answer.amount) == (name, None if amount[2] else yuan)
            assert answer.per == FORMS[amount[1]]
            assert isinstance(answer.most.yuan, Fraction)
        if "领取" in said:
            assert answer.payee == said["领取"]
        if "条款" in said:
            assert answer.clause == said["条款"]
        if "让位于" in said:
            assert said["让位于"] in answer.displaced_by
        if "缺" in said:
            assert answer.missing
        checked += 1
    assert checked >= 5


@pytest.mark.parametrize("book", SOME[:2], ids=lambda p: p.stem)
def test_cases_say_themselves_whether_all_is_as_recorded(library: tiaoli.Library, book: Path) -> None:
    assert [d for case in library.cases(book) for d in case.differences()] == []


def test_a_difference_is_told(law: tiaoli.Law) -> None:
    text = BOOK.read_text(encoding="utf-8").replace("职工学徒补贴: 每年6000元", "职工学徒补贴: 每年6001元")
    (difference,) = law.case(text, "超过封顶").differences()
    assert (difference.field, difference.expected, difference.found) == ("amount", "6001", "6000")


# ---------------------------------------------------------------- libraries and laws


def test_a_library_knows_its_documents(library: tiaoli.Library) -> None:
    assert COUNTY in library and COUNTY in library.names and len(library) == len(library.names) >= 7
    assert list(library) == list(library.names)
    titles = {h.name: h.title for h in library.documents}
    assert titles[COUNTY] == "关于进一步加强技能人才队伍建设的实施意见"
    assert "技能人才" in {h.name for h in library.vocabularies}
    assert COUNTY in repr(library)


def test_a_law_knows_its_benefits_clauses_and_readings(law: tiaoli.Law) -> None:
    assert {"职工学徒补贴", "实习学徒补贴"} <= set(law.benefits)
    assert "职工学徒按企业支付给培训机构培训费用的60%给予补贴" in law.clause("2").text
    assert "一律两年" in dict(next(r for r in law.open_readings if r.name == "两年期限").choices)
    assert COUNTY in repr(law) and law.documents == (COUNTY,) and law.known is None
    with pytest.raises(tiaoli.Rejected) as told:
        law.clause("99")
    assert told.value.codes == ("TL0704",)


def test_the_day_of_knowledge(library: tiaoli.Library) -> None:
    """The later document was published on 2025-07-03: before that nobody could decide by it."""
    book = POLICY / "沪人社规〔2025〕9号" / "案例" / "公布前后.yaml"
    case = library.cases(book)[0]
    name = case.bound.documents[0]
    early, same = library.law(name, known="1990-01-01"), library.law(name, known=dt.date(1990, 1, 1))
    assert early.known == same.known == dt.date(1990, 1, 1)
    assert not any(a.granted for a in early.assess(case))
    assert case.bound.known is None or case.assess().assessment.known == case.bound.known


def test_readings_of_the_law_are_taken_whatever_a_case_says(library: tiaoli.Library) -> None:
    case = library[COUNTY].case(BOOK, "超过封顶")
    assert ("两年期限", "一律两年", "fixed") in case.assess()["职工学徒补贴"].result.readings
    name = "两年期限"
    choices = next(r.choices for r in library[COUNTY].open_readings if r.name == name)
    other = next(c for c, _ in choices if c != "一律两年")
    taken = library.law(COUNTY, readings={name: other}).assess(case)["职工学徒补贴"].result.readings
    assert (name, other, "fixed") in taken


def test_several_documents_are_one_law(library: tiaoli.Library) -> None:
    both = library.law(COUNTY, "财社〔2023〕181号")
    assert both.documents == (COUNTY, "财社〔2023〕181号")
    (case,) = (c for c in library.cases(BOOKS[3]) if c.name == "在编的领衔人，国家办法施行以后不给")
    assert case.law.documents == both.documents
    assert both.assess(case)["专项服务补贴"].outcome == case.assess()["专项服务补贴"].outcome == "refused"
    # the county's own clause does not ask who is on the payroll; it grants up to 1,000 yuan each time
    alone = library[COUNTY].assess(case)["专项服务补贴"]
    assert (alone.outcome, alone.amount, alone.most, alone.per) == ("granted", None, 1000, "time")


# ---------------------------------------------------------------- ways to give a case


def test_a_case_as_values_as_text_as_a_file_is_the_same(law: tiaoli.Law) -> None:
    text = BOOK.read_text(encoding="utf-8")
    ways = (
        law.case(COURSE),
        law.case(text, "超过封顶"),
        law.case(BOOK, "超过封顶"),
        law.case(str(BOOK), "超过封顶"),
        law.case(law.case(BOOK, "超过封顶")),
    )
    for case in ways:
        answer = law.assess(case)["职工学徒补贴"]
        # 12000 × 60% = 7200, at most 6000
        assert (answer.amount, answer.would_be, answer.per, answer.payee) == (6000, 6000, "year", "机械厂")
        assert answer.on == dt.date(2021, 9, 1)
        assert case.facts["学徒培训"]["班"]["企业"] == "机械厂"
    assert ways[0].file == "<case>" and ways[2].file == str(BOOK)
    assert len(law.cases(BOOK)) == text.count("案例:")
    folder = BOOK.parent
    assert {c.file for c in law.cases(str(folder))} == {c.file for c in law.cases(folder)} >= {str(BOOK)}
    for nothing in (None, 1, ["案例"], b"x"):
        with pytest.raises(TypeError, match=re.escape(repr(nothing))):
            law.case(nothing)


@pytest.mark.parametrize(
    ("fee", "due"),
    [
        (5000, 3000),
        ("5000元", 3000),
        (Decimal("9999.98"), Fraction("5999.99")),  # 5999.988 in whole fen
        (Fraction(6666), Fraction("3999.60")),
        (tiaoli.Money("0.5"), Fraction("0.30")),
        (tiaoli.Money(99999999999999), 6000),
    ],
)
def test_values_are_exact(law: tiaoli.Law, fee: object, due: Fraction) -> None:
    assert law.assess(course(培训费=fee))["职工学徒补贴"].amount == due


def test_what_is_not_stated_is_missing(law: tiaoli.Law) -> None:
    for nothing in (None, "未知"):
        answer = law.assess(course(培训费=nothing))["职工学徒补贴"]
        assert (answer.outcome, answer.amount, answer.missing) == ("undetermined", None, ("学徒培训/班.培训费",))


@pytest.mark.parametrize("value", [0.1, float("nan"), object(), dt.datetime(2021, 9, 1), b"x", {1, 2}])
def test_values_that_are_not_exact_are_no_values(law: tiaoli.Law, value: object) -> None:
    with pytest.raises(TypeError) as told:
        law.case({"案例": "甲", "事实": {"学徒培训": {"班": {"培训费": value}}}})
    assert repr(value) in str(told.value)


ODD = [
    "a: b",
    "- a",
    "#a",
    "'",
    '"',
    "{a}",
    "~",
    "a\\b",
    "&a",
    "*a",
    "!a",
    "%a",
    "@a",
    "a,b",
    "是",
    "2021-09-01",
    "1e3",
]


@pytest.mark.parametrize("name", ODD)
def test_any_text_is_written_so_that_it_is_read_again(law: tiaoli.Law, name: str) -> None:
    given = course(企业=name) | {"案例": name}
    case = law.case(given)
    assert case.name == name and case.facts["学徒培训"]["班"]["企业"] == name
    assert law.assess(given)["职工学徒补贴"].payee == name


# ---------------------------------------------------------------- answers


def test_answers_are_found_by_benefit_and_object(law: tiaoli.Law) -> None:
    answers = law.assess(law.case(BOOK, "不同学徒各自封顶"))
    assert "职工学徒补贴" in answers and "没有" not in answers
    objects = [a.object for a in answers.all("职工学徒补贴")]
    assert len(objects) == 2
    assert answers[f"职工学徒补贴@{objects[0]}"].object == objects[0]
    with pytest.raises(tiaoli.Rejected) as several:
        answers["职工学徒补贴"]
    assert several.value.codes == ("TL0706",) and objects == ["甲", "乙"]
    with pytest.raises(tiaoli.Rejected) as none:
        answers["职工补贴"]
    assert none.value.codes == ("TL0703",) and "职工学徒补贴" in str(none.value)
    assert sum(a.amount for a in answers.granted if a.amount) == sum(
        a.amount.yuan for a in answers if a.granted and a.amount
    )


def test_an_answer_quotes_the_law_word_by_word(law: tiaoli.Law) -> None:
    answer = law.assess(COURSE)["职工学徒补贴"]
    text = "".join(law.clause(answer.clause).text.split())
    assert answer.quotes and all("".join(q.split()) in text for q in answer.quotes)
    assert answer.document == COUNTY and answer.holds in ("all", "some", "default", "open")


def test_an_explanation_has_the_whole_tree(law: tiaoli.Law) -> None:
    explained = law.explain(COURSE, "职工学徒补贴")
    (answer,) = explained
    assert {r.kind for r in answer.why} >= {"in_force", "label", "amount"}
    assert law.assess(COURSE)["职工学徒补贴"].why == ()
    assert len(law.explain(COURSE)) == len(law.assess(COURSE)) == 2
    assert len(law.explain(COURSE, "职工学徒补贴@班")) == 1


def test_what_would_have_to_change(law: tiaoli.Law) -> None:
    intern = law.whatif(COURSE, "实习学徒补贴")
    # what kind of apprentice somebody is does not change
    assert intern.routes == () and [b.name for b in intern.found[0].blockers] == ["学徒培训/班.类型"]
    known = law.whatif(without("来源"), "职工学徒补贴")
    assert {(c.cell, c.before, c.after) for r in known.routes for c in r.changes} == {
        (("学徒培训", "班", "来源"), None, "技能岗位新招用"),
        (("学徒培训", "班", "来源"), None, "技能岗位转岗"),
    }
    assert all(r.result.outcome == "granted" for r in known.routes)
    lost = law.whatif(COURSE, "职工学徒补贴", lose=True)
    # so it is with the day and where the apprentice came from: what was granted cannot be lost
    assert lost.found[0].lose and lost.routes == ()
    blocking = {b.name for b in lost.found[0].blockers}
    assert {f"学徒培训/班.{f}" for f in ("日期", "类型", "来源")} <= blocking
    # nothing was paid under an earlier document: the rule about that stands in no way
    assert not any("不重复" in name or "\n" in name for name in blocking)
    low = course(培训费=5000)
    for want in (6000, "6000元", tiaoli.Money(6000), Decimal(6000)):
        more = law.whatif(low, "职工学徒补贴", want=want)
        assert more.found[0].want == 6000
        # 60 % of 10,000 is the first sum that reaches the cap of 6,000
        assert any(c.after == 10_000 for r in more.routes for c in r.changes)
    with pytest.raises(TypeError):
        law.whatif(low, "职工学徒补贴", want=0.1)
    with pytest.raises(tiaoli.Rejected) as told:
        law.whatif(low, "职工学徒补贴", want="很多")
    for nothing in (0, "-5元"):
        with pytest.raises(tiaoli.Rejected) as refused:
            law.whatif(low, "职工学徒补贴", want=nothing)
        assert refused.value.codes == ("TL0711",)
    with pytest.raises(ValueError, match="want"):
        law.whatif(low, "职工学徒补贴", want=6000, lose=True)
    assert told.value.codes == ("TL0711",)


def test_what_may_still_come_out(law: tiaoli.Law) -> None:
    (found,) = law.possible(without("培训费"), "职工学徒补贴")
    # anything between 60 % of nothing and the cap
    assert (found.status, found.low, found.high) == ("certain", 0, 6000)
    assert {m.cell for m in found.matters} <= {("学徒培训", "班", "培训费")}
    (unsure,) = law.possible(without("培训费", "类型"), "职工学徒补贴")
    assert unsure.status == "possible" and ("学徒培训", "班", "类型") in {m.cell for m in unsure.matters}


def test_what_each_reading_would_mean(law: tiaoli.Law) -> None:
    found = law.readings(COURSE)
    assert {m.reading.name for m in found} == {r.name for r in law.open_readings}
    assert all(m.matters for m in found.matters) and len(found.standings) == 2
