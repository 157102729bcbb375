"""The sheets to be read: how to work with the workbook, and what each column means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compiler.rulebook.model import VALUE, FieldDecl, Rulebook
from compiler.rulebook.types import described
from tiaoli.words import Words
from tiaoli.workbook.columns import Column, heading

Line = tuple[str, tuple[str, ...]]
"""How a line looks (title, head, text or blank), and its cells."""


def guide(words: Words) -> Iterator[Line]:
    """The instructions."""
    yield "title", (words.say("workbook.guide.title"),)
    for line in words.say("workbook.guide.text").split("\n"):
        label, mark, text = line.partition("|")
        yield ("text", (label.strip(), text.strip())) if mark else ("title", (line.strip(),))


def vocabulary(laws: Sequence[Rulebook], words: Words) -> Iterator[Line]:
    """Every column that there can be: heading, what goes in, what it means; by kind of fact, readings, benefits."""
    heads = tuple(words.say(f"workbook.meaning.{name}") for name in ("heading", "type", "values", "needed", "says"))
    yield "head", heads
    seen: set[Column] = set()
    for law in laws:
        for kind in law.kinds:
            column = Column("fact", kind.name)
            if column not in seen:
                yield "strong", (heading(column, words), words.say(f"workbook.sort.{kind.sort}"), "", "", "")
            seen.add(column)
            for field in kind.fields:
                column = Column("fact", kind.name, 1, field.name)
                if column not in seen:
                    yield "text", (heading(column, words), *_field(field, law, words))
                seen.add(column)
    for law in laws:
        for reading in law.readings:
            column = Column("reading", reading.name)
            if reading.choices and column not in seen:
                options = "\n".join(f"{name}：{meaning}" for name, meaning in reading.choices)
                asked = words.say("workbook.sort.reading")
                yield "text", (heading(column, words), asked, options, "", reading.question or reading.quote)
            seen.add(column)
    for law in laws:
        for benefit in law.benefits:
            column = Column("expect", benefit.name)
            if column not in seen:
                quotes = "\n".join(f"「{q.text}」" for q in benefit.quotes)
                sort = words.say("workbook.sort.benefit", kind=benefit.kind)
                place = words.say("workbook.sort.clause", document=benefit.document, clause=benefit.clause)
                yield "text", (heading(column, words), sort, place, "", quotes)
            seen.add(column)


def _field(field: FieldDecl, law: Rulebook, words: Words) -> tuple[str, str, str, str]:
    """What a field takes, whether it has to be stated, and what it says to a citizen."""
    enum = law.enum(field.type.name) if field.type.kind == "enum" else None
    between = " < " if enum is not None and enum.ordered else "、"
    values = between.join(enum.values) if enum is not None else ""
    needed = words.say("workbook.meaning.required") if field.required else ""
    if field.default is not None:
        needed = words.say("workbook.meaning.default", value=field.default.written)
    side = 0 if words.language == "zh" or len(field.says) < 2 else 1
    says = field.says[side].replace(f"{{{VALUE}}}", "…").replace("{", "").replace("}", "") if field.says else ""
    type_ = field.type
    name = words.say(f"workbook.type.{type_.kind}", name=described(type_).removeprefix("列表 "))
    return (words.say("workbook.type.list", name=name) if type_.list else name), values, needed, says
