"""How a policy file is cut into text and rules."""

from compiler.source.markdown import Block, Heading, OpenFence, Paragraph, fold, read_page, sentences
from compiler.source.text import SourceFile, Span, width

TEXT = """# 办法

## 第一章 总则

第一条　凡年满80周岁的，每月补贴100元；满90周岁的，
每月200元。“优秀”的不限。

```tiaoli
条款 1
```

```python
not ours
```

---

第二条 本办法由民政局负责解释。
"""


def page():
    return read_page(SourceFile("a.md", TEXT))


def test_pieces_come_in_order_and_know_their_headings():
    kinds = [type(p) for p in page().pieces]
    assert kinds == [Heading, Heading, Paragraph, Block, Paragraph]
    paragraph = page().pieces[2]
    assert isinstance(paragraph, Paragraph)
    assert paragraph.path == ("办法", "第一章 总则")


def test_only_tiaoli_fences_are_rules():
    (block,) = [p for p in page().pieces if isinstance(p, Block)]
    assert block.text == "条款 1\n"
    assert block.span.line == 9


def test_sentences_end_at_full_stops_and_semicolons():
    paragraph = page().pieces[2]
    assert isinstance(paragraph, Paragraph)
    assert [fold(s.text).text for s in sentences(paragraph)] == [
        "第一条凡年满80周岁的，每月补贴100元；",
        "满90周岁的，每月200元。",
        "“优秀”的不限。",
    ]


def test_a_fence_that_is_never_closed_is_told():
    pieces = read_page(SourceFile("a.md", "文\n\n```tiaoli\n条款 1\n")).pieces
    assert any(isinstance(p, OpenFence) for p in pieces)


def test_quotes_are_compared_without_spaces_and_asterisks():
    folded = fold("**给予** 3\n万元")
    assert folded.text == "给予3万元"
    assert folded.offsets[2] == 7


def test_columns_are_screen_columns():
    assert width("技能a") == 5
    file = SourceFile("a.md", "当 甲.级别 = 县级\n")
    assert Span(file, 2, 3).column == 4
