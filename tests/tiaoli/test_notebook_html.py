"""What a notebook shows: plain tables and lists, everything escaped, nothing that runs or is fetched."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

import tiaoli
from solver.answers.model import Reason, Shown
from tests.tiaoli.answers import ASSESSMENT
from tests.tiaoli.course import BOOK, POLICY, course, without
from tests.tiaoli.library import CLAUSE, NUMBER, make
from tiaoli.notebook.html import COLORS, escaped, tag
from tiaoli.notebook.markup import assessed, explained
from tiaoli.words import words_of

TAGS = {"div", "span", "b", "ul", "li", "table", "thead", "tbody", "tr", "th", "td"}
STYLE = re.compile(r"(?:[a-z-]+:[\w#%.,() -]+)(?:;[a-z-]+:[\w#%.,() -]+)*")
HOSTILE = "<script>alert('1')</script>&amp;\"><img src=x onerror=alert(1)>"
# A stroke would part kind and name.
NAME = HOSTILE.replace("/", "")


class Page(HTMLParser):
    """Reads a piece of HTML; ``text`` is what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, name: str, attrs: list[tuple[str, str | None]]) -> None:
        assert name in TAGS, name
        assert [a for a, _ in attrs] in ([], ["style"]), attrs
        for _, value in attrs:
            assert value and STYLE.fullmatch(value) and "url" not in value, value
        self.open.append(name)

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)


def text_of(view: Any) -> str:
    """What a reader of the notebook sees; the HTML is as it must be."""
    return Page(view._repr_html_()).text


@pytest.fixture(scope="module")
def case() -> tiaoli.Case:
    """A real case."""
    return tiaoli.open(POLICY, language="en")["桐人社发〔2021〕7号"].case(BOOK, "超过封顶")


# ---------------------------------------------------------------- what is shown


def test_answers_are_a_table(case: tiaoli.Case) -> None:
    answers = case.assess()
    html, text = answers._repr_html_(), text_of(answers)
    assert html.count("<tr>") == 1 + len(answers)
    for word in ("超过封顶", "granted", "职工学徒补贴", "6,000 yuan a year", "机械厂", "clause 2", "2021-09-01"):
        assert word in text, word
    assert "「职工学徒按企业支付给培训机构培训费用的60%给予补贴」" in text
    assert "2 in all: 1 granted, 1 refused" in text
    alone = text_of(answers["职工学徒补贴"])
    assert "职工学徒补贴" in alone and "实习学徒补贴" not in alone


def test_an_explanation_is_a_tree(case: tiaoli.Case) -> None:
    explanation = case.explain("职工学徒补贴")
    html, text = explanation._repr_html_(), text_of(explanation)
    assert "<li>" in html and re.search(r"<li>(?:(?!</li>).)*<ul", html)
    for word in ("Conditions", "Dates", "How the amount comes about", "0.6 × 12000 = 7,200 yuan", "cut to 6,000 yuan"):
        assert word in text, word
    assert "「把企业技能岗位新招用和转岗等人员纳入学徒范围」" in text
    assert text_of(next(iter(explanation))) == text


def test_the_tree_says_what_the_screen_says(case: tiaoli.Case) -> None:
    def bare(text: str) -> str:
        return re.sub(r"[\s│├└]", "", text)

    text = bare(text_of(case.explain()))
    missing = [line for line in str(case.explain()).splitlines() if bare(line) and bare(line) not in text]
    # a line that is wrapped on the screen may end within a word of the other
    assert missing == []


def test_searches_are_lists(case: tiaoli.Case) -> None:
    more = text_of(case.law.whatif(course(培训费=5000), "职工学徒补贴", want="6000元"))
    assert "reach 6,000 yuan" in more and "5,000 yuan → 10,000 yuan" in more and "Route 1" in more
    blocked = text_of(case.whatif("实习学徒补贴"))
    assert (
        "No change makes it be granted" in blocked
        and "“王五 is an apprentice of this kind: 职工学徒” cannot change" in blocked
    )
    possible = text_of(case.law.possible(without("来源"), "职工学徒补贴"))
    assert "possible" in possible and "王五 became an apprentice as ____" in possible
    readings = case.law.readings(without("来源"))
    assert all(m.reading.question in text_of(readings) for m in readings.matters)


def test_libraries_laws_and_cases_are_shown(case: tiaoli.Case) -> None:
    assert "桐人社发〔2021〕7号" in text_of(case.law.library) and "技能人才队伍建设" in text_of(case.law.library)
    assert "职工学徒补贴" in text_of(case.law)
    assert "机械厂" in text_of(case) and "超过封顶" in text_of(case)


def test_nothing_to_show(case: tiaoli.Case) -> None:
    nothing = case.law.assess({"案例": "空", "事实": {"单位": {"机械厂": {}}}})
    assert len(nothing) == 0 and "No benefit concerns the facts of this case." in text_of(nothing)


# ---------------------------------------------------------------- hostile words


def poisoned(value: Any) -> Any:
    """The same with every free text replaced by a hostile one."""
    keep = {"outcome", "kind", "state", "op", "decided", "per", "type", "unit", "holds", "value"}
    if is_dataclass(value):
        changed = {
            f.name: HOSTILE if isinstance(v, str) and v else poisoned(v)
            for f in fields(value)
            if f.name not in keep
            for v in (getattr(value, f.name),)
        }
        return replace(value, **changed)
    if isinstance(value, tuple):
        return tuple(HOSTILE if isinstance(v, str) else poisoned(v) for v in value)
    return value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_hostile_words_are_shown_as_they_are(language: str) -> None:
    words = words_of(language)
    hostile = poisoned(
        replace(
            ASSESSMENT,
            results=tuple(replace(r, readings=(), fund="甲", applicant="乙", gives="丙") for r in ASSESSMENT.results),
            findings=(Reason("test", "no", "甲", left=Shown("text", HOSTILE), right=Shown("text", HOSTILE), op="eq"),),
        )
    )
    for html in (assessed(hostile, words), explained(hostile, words)):
        assert "<script" not in html and "<img" not in html
        assert HOSTILE in Page(str(html)).text


def test_a_hostile_case(case: tiaoli.Case) -> None:
    hostile = {"学徒": f"{NAME}甲", "企业": "<b onclick=x>", "类型": "职工学徒", "日期": "2021-09-01"}
    given = case.law.case({"案例": HOSTILE, "事实": {"学徒培训": {NAME: hostile}}})
    for view in (
        given,
        given.assess(),
        given.explain(),
        given.possible(),
        given.readings(),
        given.whatif("职工学徒补贴"),
        given.assess()["职工学徒补贴"],
    ):
        assert HOSTILE in text_of(view)
        assert NAME in text_of(view) or isinstance(view, tiaoli.Meanings)
        assert "<script" not in view._repr_html_() and "<b onclick" not in view._repr_html_()


def test_a_hostile_law(tmp_path: Path, quiet: None) -> None:
    root = make(tmp_path)
    file = root / NUMBER / "办法.md"
    spoilt = CLAUSE.replace("证书的人员", "证书的人员<script>alert(1)</script>")
    text = file.read_text(encoding="utf-8").replace(CLAUSE, spoilt)
    text = text.replace("「对取得中级以上证书的人员，", "「对取得中级以上证书的人员<script>alert(1)</script>，")
    file.write_text(text.replace("「样例办法」", "「样例<i>办法</i>」"), encoding="utf-8")
    library = tiaoli.open(root, language="zh")
    assert "样例<i>办法</i>" in text_of(library)
    for case in library.cases(root / NUMBER / "案例"):
        for view in (case.assess(), case.explain()):
            assert "<script" not in view._repr_html_() and "人员<script>alert(1)</script>，" in text_of(view)


@pytest.mark.parametrize("text", ["a\x00b", "a\x1b[31mb", "a\u202eb", "a\nb", "\ud800"])
def test_what_cannot_be_seen_is_left_out(text: str) -> None:
    html = str(tag("span", escaped(text)))
    assert not re.search("[\x00-\x1f\u202e\ud800]", html)


# ---------------------------------------------------------------- colours


def luminance(color: str) -> float:
    """How bright a colour is, from 0 to 1."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("name", COLORS)
@pytest.mark.parametrize("ground", ["#ffffff", "#1e1e1e"])
def test_colours_can_be_read_on_light_and_on_dark(name: str, ground: str) -> None:
    low, high = sorted((luminance(COLORS[name]), luminance(ground)))
    assert (high + 0.05) / (low + 0.05) >= 3
