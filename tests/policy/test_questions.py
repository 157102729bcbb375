"""The open questions of 桐人社发〔2021〕7号: each has a name in the policy, and shows in an answer that it touches.

``QUESTIONS`` is what a reader of the text asks, sentence by sentence; the page beside the policy tells a drafter where
each is written down and in which recorded case it is seen.
"""

from pathlib import Path

import pytest
from rich.console import Console

from compiler.driver import load
from solver.questions.assess import assess_many
from tiaoli.opening import Wanted, open_files
from tiaoli.screen.assess import questions_text
from tiaoli.screen.explain import explanation
from tiaoli.words import words_of

LIBRARY = Path(__file__).parents[2] / "policy"
DOCUMENT = "桐人社发〔2021〕7号"
HOME = LIBRARY / DOCUMENT
QUESTIONS = (
    # sentence, severity, what is asked, what answers it in the policy
    ("1.b", "H", "how long is it paid", "补贴期限"),
    ("1.b", "H", "who pays and who gets it", "补贴谁付给谁"),
    ("1.b", "M", "does 首次 start again at the higher level", "首次含义"),
    ("1.b", "M", "do both levels run together", "两级并发"),
    ("1.b", "M", "does a 职业资格 of the same grade count", "资格视为等级"),
    ("2.c", "M", "calendar year, training year or any twelve months", "年度含义"),
    ("2.c", "M", "is the cap shared by several courses", "几个班合算"),
    ("2.b", "M", "is 60% taken per person or of the total", "逐人计算"),
    ("2.b", "H", "the floor of the province", "省定下限"),
    ("2.d", "M", "is 一般不超过2年 hard", "两年期限"),
    ("2.e", "H", "which sum at or above 3000", "实习学徒标准"),
    ("2.e", "M", "is 实习学徒 the province's 学生学徒", "实习学徒范围"),
    ("2.r", "M", "insurance, contract, certificate", "学徒条件"),
    ("3.b", "M", "newly recognised, or first application", "新认定含义"),
    ("3.a", "M", "is about 5 a quota", "五家左右"),
    ("3.c", "M", "every assessment or once", "优秀资助次数"),
    ("3.b、3.c", "M", "both in one year", "建设与优秀并发"),
    ("5.a", "H", "which amount", "领军人才资助数额"),
    ("5.b", "M", "a renewed title", "重复认定首席技师"),
    ("7.b", "H", "who is 紧缺", "紧缺目录"),
    ("7.d", "M", "which grade goes with which", "同等待遇对应"),
    ("8.b", "H", "must the contestant have to do with the county", "与桐庐的联系"),
    ("8.b", "M", "several medals, several years", "多枚奖牌"),
    ("8.b", "M", "team events", "团体奖"),
    ("8.b", "M", "on top of the province's award", "省级奖励叠加"),
    ("8.c", "M", "once per team, per medal or per expert", "团队标准"),
    ("8.d", "H", "1:1 of what", "配比基数"),
    ("8.b、8.d", "M", "do World Skills medals get 1:1 too", "世赛配比"),
    ("9.d、9.h", "M", "both kinds of certificate", "两证重复"),
    ("9.e、9.h", "M", "does a higher level bar a lower one; how many", "高低等级与次数"),
    ("9.g", "H", "may anybody else apply", "其他申请人"),
    ("10.c", "M", "which sum up to 1000", "服务补贴数额"),
    ("10.d", "H", "leaders who are in-post public staff", "在编领衔人"),
    ("10.e", "M", "等 and 参照", "参照执行"),
    *(("Z.3", "H", f"does clause {n} start on 2020-08-19", f"追溯{n}") for n in (1, 2, 3, 5, 7, 8, 9, 10, 11, 13)),
    ("Z.3", "M", "which event must fall on or after it", "追溯看哪一天"),
    ("Z.2", "M", "monthly benefits that run already", "存量补贴"),
    ("Z.4", "H", "what does 不重复 do where documents differ", "不重复含义"),
    ("Z.4", "M", "and where they agree", "一致时也不重复"),
    ("Z.4", "M", "whose earlier documents", "哪些前发文件"),
    ("Z.5", "M", "which 上级部门, from when", "上级新规定从哪天起"),
    ("Z.5", "M", "a new rule that is silent", "新规定没有写的"),
)


def _page():
    """The rows of the page: sentence, severity, question, how it is written, name, file and case."""
    lines = (HOME / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return [tuple(row) for row in rows[2:]]


@pytest.fixture(scope="module")
def rulebook():
    return load(LIBRARY, (DOCUMENT,))


def test_the_page_has_every_question_and_no_other():
    assert [(place, severity, name) for place, severity, _, _, name, _ in _page()] == [
        (place, severity, name) for place, severity, _, name in QUESTIONS
    ]


def test_the_policy_writes_each_as_the_page_says(rulebook):
    written = {r.name: (r.severity, "读法" if r.choices else "疑问") for r in rulebook.readings}
    assert written == {name: (severity, form) for _, severity, _, form, name, _ in _page()}


def test_each_shows_in_the_answer_of_its_case(rulebook):
    """By its name, in both languages: in the explanation, and on the first screen if it is a mere question."""
    rows = {name: tuple(where.split(" › ")) for *_, name, where in _page()}
    cases = {}
    for file in sorted({file for file, _ in rows.values()}):
        for one in open_files([str(HOME / "案例" / f"{file}.yaml")], Wanted(documents=(DOCUMENT,))):
            if (file, one.case.name) in rows.values():
                cases[file, one.case.name] = one.case
    assert set(cases) == set(rows.values())
    answers = dict(zip(cases, assess_many(rulebook, list(cases.values()), explain=True), strict=True))
    notes = {r.name for r in rulebook.readings if not r.choices}
    touched = {r.name: set(r.touches) for r in rulebook.readings}
    unseen = []
    for language in ("zh", "en"):
        words, console = words_of(language), Console(width=200)
        told = {}
        for where, answer in answers.items():
            for result in answer.results:
                text = "\n".join(line.plain for line in explanation(result, answer, console, words))
                told.setdefault(where, []).append((result.benefit, text))
        for name, where in rows.items():
            about = touched[name]
            seen = any(name in text for benefit, text in told[where] if benefit in about or not about)
            first = name not in notes or name in questions_text(answers[where].results, words)
            unseen += [(language, name, where)] if not seen or not first else []
    assert unseen == []
