"""Problems on the screen: order, caret, cutting, both languages, and programs."""

from __future__ import annotations

import io
import json

import pytest
from rich.cells import cell_len
from rich.console import Console

from compiler.diagnostics.problem import Problem, problem
from compiler.source.text import SourceFile, Span, width
from tiaoli.screen.problems import problem_json, rendered, show_problems, wrapped

LINE = "    当 甲.级別 = 县级"
FILE = SourceFile("办法.md", f"# 办法\n\n{LINE}\n")


def at(text: str, file: SourceFile = FILE) -> Span:
    start = file.text.index(text)
    return Span(file, start, start + len(text))


def unknown(**more) -> Problem:
    return Problem("TL0301", at("级別"), (("found", "级別"),), **more)


def lines(given: Problem, language: str = "zh", columns: int = 80) -> list[str]:
    return [line.plain for line in rendered(given, language, columns)]


def printed(problems, language: str = "zh", columns: int = 80, **console) -> str:
    out = io.StringIO()
    show_problems(Console(file=out, width=columns, **console), problems, language)
    return out.getvalue()


def test_a_problem_in_chinese():
    given = unknown(law=("第三章", "第五条"), near=("级别", "类别"))
    assert lines(given) == [
        "TL0301 找不到名称“级別”",
        "  办法.md:3:11",
        "  法条：第三章 › 第五条",
        "    3 │     当 甲.级別 = 县级",
        "      │           ^^^^",
        "  是不是想写：级别、类别",
        "  怎么办：核对写法；如果是事项的字段，前面要加短名，例如“甲.级别”。",
    ]


def test_a_problem_in_english():
    given = Problem("TL0631", None, (("found", "都行"), ("reading", "追溯")), path=("读法", "追溯"), near=("可以",))
    assert lines(given, "en") == [
        "TL0631 The reading “追溯” has no choice “都行”",
        "  In the case: 读法 › 追溯",
        "  Did you mean: 可以",
        "  What to do: Use one of its choices.",
    ]


def source_and_caret(given: Problem, columns: int) -> tuple[str, str]:
    found = [line for line in lines(given, "zh", columns) if "│" in line]
    assert len(found) == 2
    return found[0], found[1]


def under(source: str, caret: str) -> str:
    """What stands above the carets, by screen columns."""
    start, end = width(caret.split("^")[0]), width(caret)
    return "".join(c for i, c in enumerate(source) if start <= width(source[:i]) < end)


def test_the_caret_stands_under_wide_characters():
    source, caret = source_and_caret(unknown(), 80)
    assert under(source, caret) == "级別"


@pytest.mark.parametrize("columns", [24, 40, 80, 200])
@pytest.mark.parametrize("lead", [0, 1, 7, 30, 200])
@pytest.mark.parametrize("tail", [0, 3, 200])
def test_long_lines_are_cut_around_the_place(columns, lead, tail):
    file = SourceFile("长.md", "前a" * lead + "目标" + "b后" * tail)
    source, caret = source_and_caret(Problem("TL0301", at("目标", file)), columns)
    assert under(source, caret) == "目标"
    assert cell_len(source) <= columns
    assert cell_len(caret) <= columns
    if 3 * lead + 4 + 3 * tail > columns - 8:
        assert "…" in source
    else:
        assert "…" not in source


def test_a_place_longer_than_the_screen_is_cut_as_well():
    file = SourceFile("长.md", "甲" + "乙" * 500)
    source, caret = source_and_caret(Problem("TL0301", at("乙" * 500, file)), 60)
    assert cell_len(source) <= 60
    assert set(under(source, caret)) == {"乙", "…"}


def test_a_place_over_several_lines_is_marked_on_its_first():
    file = SourceFile("a.md", "甲乙\n丙丁\n")
    source, caret = source_and_caret(Problem("TL0508", Span(file, 1, 5)), 80)
    assert under(source, caret) == "乙"


def test_the_end_of_a_line_gets_one_caret():
    file = SourceFile("a.md", "甲乙\n")
    source, caret = source_and_caret(Problem("TL0104", Span(file, 2, 2)), 80)
    assert (source, caret) == ("    1 │ 甲乙", "      │     ^")


def test_tabs_and_control_characters_keep_the_columns():
    file = SourceFile("a.md", "\t甲\x1b[2J\u202e乙")
    source, caret = source_and_caret(Problem("TL0301", at("乙", file)), 80)
    assert under(source, caret) == "乙"
    assert "\x1b" not in source and "\u202e" not in source and "\t" not in source


@pytest.mark.parametrize("columns", [24, 40, 80])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_wider_than_the_screen(columns, language):
    given = Problem("TL0201", None, (("found", "给予" * 100), ("clause", "3")), path=("事实",) * 30, near=("乙" * 90,))
    assert max(cell_len(line) for line in lines(given, language, columns)) <= columns


def test_wrapping_keeps_every_character_and_no_line_starts_with_a_closing_mark():
    text = "按条文的本意换算：要一年的，把每月数额乘以12；金额写“每月”时，单位应当是元。" * 4
    for columns in range(24, 80):
        got = wrapped(text, columns, 2)
        assert "".join(line.strip() for line in got) == text.replace(" ", "")
        assert all(line.strip()[0] not in "，。；：”" for line in got)


@pytest.mark.parametrize("columns", [1, 24, 40])
def test_a_word_longer_than_the_screen_is_cut_and_nothing_is_lost(columns):
    text = "见 " + "abc" * 60 + " 甲"
    got = wrapped(text, columns, 7)
    assert "".join(got).replace(" ", "") == text.replace(" ", "")
    assert max(map(width, got)) <= max(columns, 24)


def test_a_code_without_a_page_is_shown_with_what_it_knows():
    assert lines(problem("TL9999", found="甲")) == ["TL9999 found=甲"]
    assert wrapped("", 40, 2) == [""]


def test_names_of_a_hostile_length_are_cut():
    given = Problem("TL0301", None, (("found", "甲"),), path=("事" * 10**6,), near=("乙" * 10**6,))
    assert sum(map(len, lines(given))) < 1000


def test_english_words_are_not_broken():
    text = "Check the spelling of the name that was written here"
    assert {word for line in wrapped(text, 24, 2) for word in line.split()} == set(text.split())


def test_problems_come_by_file_and_place_each_once():
    other = SourceFile("a.md", "甲\n")
    last = Problem("TL0206", None, (("found", "某文"),))
    first = Problem("TL0301", Span(other, 0, 1), (("found", "甲"),))
    second = Problem("TL0102", at("# "), (("found", "#"),))
    out = printed([last, unknown(), second, first, unknown()])
    heads = [line[:6] for line in out.splitlines() if line.startswith("TL")]
    assert heads == ["TL0301", "TL0102", "TL0301", "TL0206"]
    assert out.endswith("共 4 处问题。\n")
    assert printed([first], "en").endswith("1 problem.\n")
    assert printed([]) == ""


def test_a_pipe_gets_plain_text_and_long_paths_whole():
    file = SourceFile("很长的文件夹名/" * 12 + "办法.md", "甲\n")
    out = printed([Problem("TL0301", Span(file, 0, 1), (("found", "[bold]甲[/bold]"),))], columns=40)
    assert "\x1b" not in out
    assert f"  {file.name}:1:1\n" in out
    assert "[bold]甲[/bold]" in out.replace("\n       ", "")


def test_colour_changes_no_letter(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = printed([unknown()], force_terminal=True, color_system="truecolor")
    assert "\x1b[" in coloured
    plain = "".join(part.partition("m")[2] if i else part for i, part in enumerate(coloured.split("\x1b[")))
    assert plain == printed([unknown()])


def test_for_programs():
    given = problem_json(unknown(law=("第五条",), near=("级别",)))
    assert json.loads(json.dumps(given, ensure_ascii=False)) == {
        "code": "TL0301",
        "message": "找不到名称“级別”",
        "remedy": "核对写法；如果是事项的字段，前面要加短名，例如“甲.级别”。",
        "file": "办法.md",
        "line": 3,
        "column": 11,
        "start": 14,
        "end": 16,
        "law": ["第五条"],
        "path": [],
        "near": ["级别"],
        "fields": {"found": "级別"},
    }


def test_for_programs_without_a_place():
    given = problem_json(problem("TL0206", found="某文"), "en")
    assert (given["file"], given["line"], given["column"]) == (None, None, None)
    assert given["message"] == "The library has no “某文”"
