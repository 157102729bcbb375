"""Canonical text: one way to write each item in each language, and nothing but the writing changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compiler.diagnostics.problem import Log
from compiler.source.markdown import Block, read_page
from compiler.source.text import SourceFile, Span
from compiler.surface.format import format_page
from compiler.surface.keywords import BY_WORD, KEYWORDS
from compiler.surface.lexer import Token, read_items
from compiler.surface.parse import parse_block

pytestmark = pytest.mark.heavy

# Every kind of item, as both languages write it: two pages, written by hand beside each other.
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "canonical").glob("*.md")}


def items_of(text: str) -> list[str]:
    (block,) = (p for p in read_page(SourceFile("x.md", text)).pieces if isinstance(p, Block))
    return [item.rstrip("\n") + "\n" for item in block.text.split("\n\n")]


PAIRS = list(zip(items_of(PAGES["zh"]), items_of(PAGES["en"]), strict=True))
PAGE = "# 办法\n\n第一条 “甲” ( 乙 ) :  。  \n\n```python\nwhen  (x)\n```\n\n```tiaoli\n{}```\n\n尾 \n"


def page(inside: str) -> str:
    return PAGE.replace("{}", inside)


def formatted(text: str, language: str | None = None, faults: tuple[str, ...] = ()) -> str:
    log = Log()
    out = format_page(SourceFile("x.md", text), language, log)
    assert tuple(p.code for p in log.problems) == faults
    return out


def inside(text: str, language: str | None = None, faults: tuple[str, ...] = ()) -> str:
    """The canonical text of a block; what stands around it is as it was."""
    before, after = page("\0").split("\0")
    out = formatted(page(text), language, faults)
    assert out.startswith(before) and out.endswith(after)
    return out[len(before) : len(out) - len(after)]


def trees(text: str) -> list[object]:
    log = Log()
    pieces = read_page(SourceFile("x.md", text)).pieces
    items = [item for piece in pieces if isinstance(piece, Block) for item in parse_block(piece.span, log)]
    assert not log.problems
    return list(items)


# ---------------------------------------------------------------- both languages


@pytest.mark.parametrize(("zh", "en"), PAIRS, ids=[pair[1].split()[0] for pair in PAIRS])
def test_each_item_has_one_form_per_language(zh, en):
    assert inside(zh, "zh") == inside(en, "zh") == inside(zh) == zh
    assert inside(zh, "en") == inside(en, "en") == inside(en) == en
    assert trees(page(zh)) == trees(page(en)) != []


def test_whole_pages_are_canonical():
    zh, en = PAGES["zh"], PAGES["en"]
    assert formatted(zh) == formatted(zh, "zh") == formatted(en, "zh") == zh
    assert formatted(en) == formatted(en, "en") == formatted(zh, "en") == en


def test_every_kind_of_item_is_among_the_examples():
    heads = {k.terminal for k in KEYWORDS[: next(i for i, k in enumerate(KEYWORDS) if k.terminal == "TITLE")]}
    # Forms of one rule of the grammar, each with the same shape as one above.
    same = {"TARGET", "DUTY", "POWER", "DECLARATION", "PROCEDURE", "MEANING", "PREVAILS", "STOPS", "CLOSES"}
    assert {BY_WORD[zh.split()[0]].terminal for zh, _ in PAIRS} == heads - same


def test_without_a_language_each_keyword_stays_and_the_first_word_decides_over_punctuation():
    assert inside('待遇 甲\n    basis "话"\n    when x:(a)\n') == "待遇 甲\n    basis 「话」\n    when x：（a）\n"
    assert inside("benefit 甲\n    依据 「话」\n    当 x：（a）\n") == 'benefit 甲\n    依据 "话"\n    当 x: (a)\n'


def test_another_language_is_refused():
    with pytest.raises(ValueError, match="fr"):
        format_page(SourceFile("x.md", page(PAIRS[0][0])), "fr", Log())


@pytest.mark.parametrize("word", sorted(BY_WORD))
def test_words_that_are_names_here_are_left_alone(word):
    for zh_type, en_type in (("日期", "date"), ("乙", "乙")):
        zh = f"事件 {word}\n    {word}  {zh_type}\n\n待遇 {word}\n    对 {word} {word}\n    当 甲.{word}\n"
        en = f"event {word}\n    {word}  {en_type}\n\nbenefit {word}\n    for {word} {word}\n    when 甲.{word}\n"
        assert inside(en, "zh") == zh
        assert inside(zh, "en") == en


# ---------------------------------------------------------------- marks and literals


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ('"话"', "「话」", '"话"'),
        ('「他说"好"」', '「他说"好"」', '「他说"好"」'),
        ('"他说「好」"', '"他说「好」"', '"他说「好」"'),
        ('「他说「好"」', '「他说「好"」', '「他说「好"」'),
        ("「“甲”（乙）: c」", "「“甲”（乙）: c」", '"“甲”（乙）: c"'),
        ("［1］ 「话」", "[1] 「话」", '[1] "话"'),
        ("［1]］ 「话」", "［1]］ 「话」", '［1]］ "话"'),
    ],
)
def test_quotation_marks_change_only_where_that_is_safe(written, zh, en):
    assert inside(f"宣示 {written}\n", "zh") == f"宣示 {zh}\n"
    assert inside(f"宣示 {written}\n", "en") == f"declaration {en}\n"
    assert trees(page(f"宣示 {zh}\n")) == trees(page(f"宣示 {en}\n")) == trees(page(f"宣示 {written}\n"))


LITERALS = [
    "3万元",
    "300元/月",
    "300yuan/month",
    "60％",
    "1：1",
    "2年",
    "2years",
    "6个月",
    "10workdays",
    "2021年4月1日",
    "2021-4-1",
    "35岁",
    "3times",
    "1,000元",
]


@pytest.mark.parametrize("literal", LITERALS)
@pytest.mark.parametrize("language", ["zh", "en", None])
def test_literals_stay_in_their_own_words(literal, language):
    assert inside(f"定义 甲\n    为   {literal}\n", language).split()[-1] == literal


def test_a_comma_that_does_not_group_digits_parts_two_numbers():
    assert inside("定义 甲\n    为 较大(1,20、1,000)\n", "en") == "define 甲\n    is 较大(1, 20, 1,000)\n"


# ---------------------------------------------------------------- layout


def test_indentation_blanks_and_blank_lines():
    messy = "\n\n定义   甲( 乙 :人员 )\n\u3000为 乙 . 年龄>=  - 3\n\n\n\n# 关于丙\n\n定义 丙\n\t为 x*(y)\n \n"
    assert inside(messy) == "定义 甲（乙：人员）\n    为 乙.年龄 ≥ -3\n\n# 关于丙\n\n定义 丙\n    为 x * （y）\n"


def test_comments_stay_on_their_lines_and_in_their_blocks():
    messy = (
        "   # 头\n待遇 甲# 名\n  # 行\n  当 乙: 以下任一   #  甲  \n      # 深\n      丙 ＃ 丁\n"
        "      # 尾\n  # 浅\n  当 (丙\n # 内\n   且 丁 # 边\n  )\n# 外\n条款 1\n  # 末\n"
    )
    assert inside(messy) == (
        "# 头\n待遇 甲  # 名\n    # 行\n    当 乙：以下任一  #  甲\n        # 深\n        丙  ＃ 丁\n"
        "        # 尾\n    # 浅\n    当（丙\n        # 内\n        且 丁  # 边\n    ）\n# 外\n条款 1\n# 末\n"
    )


def test_breaks_inside_brackets_stay_one_step_deeper_for_each_bracket():
    messy = "定义 甲(\n  乙: 人员,\n\n 丙: 人员\n)\n  为 存在(乙 属于\n 取证 当 (\n    乙.真\n  ))\n"
    assert inside(messy, "en") == (
        "define 甲(\n    乙: 人员,\n    丙: 人员\n)\n"
        "    is exists(乙 among\n        取证 when (\n            乙.真\n        ))\n"
    )


def test_very_wide_and_broken_types_do_not_push_the_marks_away():
    long = "（特别特别长的值、另一个特别长的值）"
    text = f"主体 甲\n    a  {long}  必填\n    b  （一、\n        二）  必填\n    中  文本  必填\n"
    assert inside(text) == text.replace("a  ", "a   ").replace("b  ", "b   ")


def test_windows_line_ends_stay():
    windows = PAGES["zh"].replace("\n", "\r\n")
    assert formatted(windows) == windows
    assert formatted(windows, "en") == PAGES["en"].replace("\n", "\r\n")
    messy = "定义  甲 \r\n\r\n\r\n  # 注 \r\n  为 (丙 # 注\r\n  # 内\r\n  )\r\n定义 坏\r\n  为 = 3 \r\n"
    assert formatted(
        page("").replace("\n", "\r\n").replace("```tiaoli\r\n", "```tiaoli\r\n" + messy), None, ("TL0101",)
    ) == (
        page("")
        .replace(
            "```tiaoli\n",
            "```tiaoli\n定义 甲\n\n    # 注\n    为（丙  # 注\n        # 内\n    ）\n定义 坏\n  为 = 3 \n",
        )
        .replace("\n", "\r\n")
    )


# ---------------------------------------------------------------- faults


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("定义  甲 \n  为 = 3  # 注 \n    # 深 \n", "TL0101"),
        ("定义  甲\n  为 (3\n", "TL0112"),
        ("定义  甲\n  为 2021-02-30\n", "TL0110"),
        ("待遇  甲\n  对 取证 乙\n  对 取证 丙\n", "TL0108"),
        ("定义  甲\n  为 3 “\n", "TL0102"),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en", None])
def test_an_item_with_a_fault_is_kept_byte_by_byte(broken, code, language):
    out = inside(f"条款  1\n{broken}\n\n条款   2\n", language, (code,))
    word = "clause" if language == "en" else "条款"
    assert out == f"{word} 1\n{broken}\n{word} 2\n"


def test_a_fence_that_is_never_closed_is_left_alone():
    text = "文\n\n```tiaoli\n条款  1\n```\n\n```tiaoli\n条款  2\n\n第二条 文\n"
    assert formatted(text, "en", ("TL0207",)) == text.replace("条款  1", "clause 1")


def test_deep_nesting_is_no_danger():
    depth = 3000
    text = "定义 甲\n    为 " + "非 " * depth + "（" * depth + "甲" + "）" * depth + "\n"
    assert inside(text, faults=("TL0109",)) == text  # refused, and kept as it was written
    brackets = "定义 甲\n    为 " + "（" * depth + "甲" + "）" * depth + "\n"
    assert inside(brackets) == brackets.replace("为 （", "为（")


# ---------------------------------------------------------------- properties

VARIANTS = {"COLON": ":：", "COMMA": ",，、", "LPAR": "(（", "RPAR": ")）", "MUL": "*×＊", "MINUS": "-－", "DOT": ".．"}
BLANKS = st.sampled_from([" ", "  ", "\t", "\u3000 "])


def tokens_of(text: str) -> tuple[Token, ...]:
    (item,) = read_items(Span(SourceFile("x", text), 0, len(text)))
    return item.tokens


@st.composite
def rewritten(draw: st.DrawFn) -> tuple[str, str]:
    """Canonical Chinese items, and the same with other blanks and indents, each token in either language."""
    chosen = draw(st.lists(st.sampled_from(PAIRS), min_size=1, max_size=4))
    step, out = draw(st.integers(1, 9)), []
    for zh, en in chosen:
        level, fresh = 0, True
        for one, other in zip(tokens_of(zh), tokens_of(en), strict=True):
            if one.type in ("INDENT", "DEDENT"):
                level += 1 if one.type == "INDENT" else -1
            elif one.type == "NEWLINE":
                out.append(draw(st.sampled_from(["\n", " \n", " # 注\n"])))
                fresh = True
            else:
                text = draw(st.sampled_from(VARIANTS.get(one.type, [one.text, other.text])))
                out += [" " * (step * level) if fresh else draw(BLANKS), text]
                fresh = False
        out.append(draw(st.sampled_from(["\n", " \n\n"])))
    return "\n".join(zh for zh, _ in chosen), "".join(out)


@settings(deadline=None, max_examples=150)
@given(rewritten(), st.sampled_from(["zh", "en", None]))
def test_formatting_keeps_the_tree_and_is_done_once(pair, language):
    zh, messy = pair
    once = formatted(page(messy), language)
    assert formatted(once, language) == once
    assert trees(once) == trees(page(messy)) == trees(page(zh))


@settings(deadline=None, max_examples=150)
@given(rewritten())
def test_however_it_was_written_it_comes_out_one_way(pair):
    zh, messy = pair
    uncommented = inside(messy, "zh").replace("  # 注", "")
    assert uncommented == zh
    english = inside(messy, "en")
    assert inside(english, "zh") == inside(messy, "zh")
    assert inside(english, "en") == english


@settings(deadline=None, max_examples=300)
@given(st.text('定义为当甲 \n\t()（）「」"#[].:：、,3-元年%=>≥\r', max_size=60), st.sampled_from(["zh", "en", None]))
def test_any_text_at_all_is_formatted_to_something_stable(noise, language):
    text = page("条款 1\n" + noise + "\n定义 甲\n    为 " + noise + "\n")
    once = format_page(SourceFile("x.md", text), language, Log())
    assert format_page(SourceFile("x.md", once), language, Log()) == once
    assert re.sub(r"\s", "", once).endswith("```尾")
