"""Every problem has its page: both languages, the fields it is given, and examples that do what they say."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from compiler.diagnostics import catalogue
from compiler.diagnostics.problem import Problem, problem
from compiler.source.markdown import fold
from tests.compiler.examples import emitted, trip

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "compiler" / "diagnostics" / "pages"
CODES = catalogue.codes()
SAID = emitted(ROOT / "compiler") | emitted(ROOT / "solver") | emitted(ROOT / "tiaoli")
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")


def test_each_file_of_the_folder_is_a_page_or_the_terms():
    assert {p.stem for p in PAGES.iterdir()} == {*CODES, "terms"}


def test_every_code_that_is_said_has_a_page_and_every_page_is_said():
    assert set(CODES) == SAID
    assert len(CODES) > 60


@pytest.mark.parametrize("code", CODES)
def test_a_page_is_complete_in_both_languages(code):
    page = catalogue.page(code)
    for _, wording in page.wordings:
        assert wording.message.strip() and "\n" not in wording.message
        assert wording.remedy.strip() and wording.remedy.count("\n") < 2
        assert len(wording.page.split("\n\n")) >= 2
        assert catalogue.placeholders(wording.message) <= set(page.fields)
        assert catalogue.placeholders(wording.remedy) <= set(page.fields)
    assert [language for language, _ in page.wordings] == list(catalogue.LANGUAGES)


@pytest.mark.parametrize("code", CODES)
def test_both_languages_say_every_field(code):
    page = catalogue.page(code)
    for language, wording in page.wordings:
        assert catalogue.placeholders(wording.message) == set(page.fields), language


def own_words(text: str) -> str:
    """A sentence without the places to be filled."""
    return re.sub(r"\{\w+\}", "", text)


@pytest.mark.parametrize("code", CODES)
def test_the_words_are_in_their_language(code):
    page = catalogue.page(code)
    zh, en = page.wording("zh"), page.wording("en")
    for text in map(own_words, (zh.message, zh.remedy, zh.page)):
        assert len(HAN.findall(text)) > len(LATIN.findall(text)), text
    for text in map(own_words, (en.message, en.remedy, en.page)):
        assert len(HAN.findall(text)) < len(LATIN.findall(text)), text
    assert catalogue.page(code).wording("??") == zh


@pytest.mark.parametrize("code", CODES)
def test_examples_are_two_different_inputs_of_one_kind(code):
    page = catalogue.page(code)
    assert page.trips.kind == page.passes.kind
    assert (page.trips.content(), page.trips.words, page.trips.policy, page.trips.steps) != (
        page.passes.content(),
        page.passes.words,
        page.passes.policy,
        page.passes.steps,
    )
    for example in (page.trips, page.passes):
        assert bool(example.words) == (example.kind in ("arguments", "workbook"))
        assert bool(example.policy) == (example.kind != "policy")
        assert example.text.strip()


def test_examples_that_differ_in_bytes_only_are_written_so():
    gbk = catalogue.page("TL0614").trips.content()
    assert gbk.decode("gb18030").startswith("案例:")
    with pytest.raises(UnicodeDecodeError):
        gbk.decode("utf-8")
    assert len(catalogue.page("TL0602").trips.content()) > 8_000_000


# ---------------------------------------------------------------- examples, run


@pytest.mark.parametrize("code", CODES)
def test_the_tripping_example_yields_the_code(code):
    assert code in trip(catalogue.page(code).trips)


@pytest.mark.parametrize("code", CODES)
def test_the_passing_example_yields_nothing(code):
    assert trip(catalogue.page(code).passes) == set()


POLICIES = sorted({e.policy for c in CODES for e in (catalogue.page(c).trips, catalogue.page(c).passes) if e.policy})


@pytest.mark.parametrize("number", range(len(POLICIES)))
def test_policies_beside_cases_are_without_fault(number):
    assert trip(catalogue.Example("policy", POLICIES[number])) == set()


# ---------------------------------------------------------------- what the compiler gives and what the pages take


def _calls():
    """Code and field names of each place in the compiler that says a problem with a code written there."""
    for path in sorted(p for room in ("compiler", "solver", "tiaoli") for p in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            code, said = node.args[0].value, ast.unparse(node.func).rpartition(".")[2]
            if said in ("say", "problem") and isinstance(code, str) and re.fullmatch(r"TL\d{4}", code):
                names = {k.arg for k in node.keywords} - {"near"}
                yield pytest.param(code, names, id=f"{path.stem}:{node.lineno}")


@pytest.mark.parametrize(("code", "given"), list(_calls()))
def test_the_fields_that_are_given_are_those_of_the_page(code, given):
    assert given == set(catalogue.page(code).fields)


# ---------------------------------------------------------------- sentences


def test_fields_are_put_into_the_sentence():
    unknown = problem("TL0302", found="等级", kind="取证")
    assert catalogue.message(unknown) == "“取证”没有字段“等级”"
    assert catalogue.message(unknown, "en") == "“取证” has no field “等级”"
    assert catalogue.remedy(unknown) == "核对字段名；确实需要时，在“取证”的声明里加上这一行。"


def test_words_of_the_compiler_are_told_in_the_readers_language():
    said = {"first": "甲规定", "clause": "一", "second": "乙规定", "benefits": "补贴", "first_shape": "only_once"}
    both = problem("TL0528", **said, second_shape="higher")
    assert "那里是“一次”，这里是“就高”" in catalogue.message(both)
    assert "there the first is paid, here the higher is paid" in catalogue.message(both, "en")
    option = problem("TL0711", found="120", takes="percent")
    assert catalogue.message(option) == "选项不能取“120”这个值，可以取：0 到 100 的数"
    assert catalogue.message(problem("TL0711", found="fr", takes="")) == "选项不能取“fr”这个值"


def test_braces_of_case_examples_come_out_single():
    assert "{生日: 1990-01-01}" in catalogue.remedy(problem("TL0621", found="张三"))


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_missing_fields_leave_a_gap_and_no_crash(code, language):
    bare = Problem(code)
    text = catalogue.message(bare, language)
    wording = catalogue.page(code).wording(language)
    assert ("…" in text) == bool(catalogue.placeholders(wording.bare or wording.message))
    assert "{" not in text
    assert catalogue.remedy(bare, language)


def test_fields_are_never_read_as_templates_and_stay_on_one_line():
    odd = problem("TL0301", found="{kind}\n乙\x1b[2J{0.__class__}")
    assert catalogue.message(odd) == "找不到名称“{kind} 乙 [2J{0.__class__}”"


def test_long_fields_are_cut():
    assert len(catalogue.message(problem("TL0301", found="长" * 5000))) < 200


def test_a_code_without_a_page_still_says_what_it_knows():
    stray = problem("TL9999", found="甲")
    assert catalogue.message(stray) == "found=甲"
    assert catalogue.remedy(stray) == ""
    with pytest.raises(KeyError):
        catalogue.page("TL9999")
    with pytest.raises(KeyError):
        catalogue.page("../problem")


def test_words_of_the_compiler_are_translated_and_words_of_the_author_are_not():
    wrong = problem("TL0401", found="日期", wanted="日期", given="钱数")
    assert catalogue.message(wrong, "en") == "“日期” should be a date here, but is money"
    assert catalogue.message(wrong, "zh") == "“日期”这里要的是日期，写的是钱数"


def test_terms_are_no_keywords_with_spaces():
    terms = tomllib.loads((PAGES / "terms.toml").read_text(encoding="utf-8"))
    assert all(" " not in word and fold(word).text == word for table in terms.values() for word in table)
