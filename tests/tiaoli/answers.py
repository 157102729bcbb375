"""Answers written by hand, as the solver would give them, and a console that is read back as text."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from rich.console import Console

from solver.answers.model import Amount, Assessment, Reason, Result, Shown

DOCUMENT = "桐人社发〔2021〕7号"
QUOTE = "对新认定（指首次申报）的县级技能大师工作室，给予一次性3万元的建设经费资助"
NONE = Amount("none", None, None, "once")


def exact(value: int | Fraction, per: str = "once") -> Amount:
    """An exact amount in yuan."""
    return Amount("exact", Fraction(value), Fraction(value), per)


GRANTED = Result(
    benefit="大师工作室建设资助",
    benefit_id="大师工作室建设资助",
    document=DOCUMENT,
    clause="3",
    quotes=(QUOTE,),
    object="认定甲",
    object_kind="工作室认定",
    on=dt.date(2021, 6, 1),
    beneficiary="老李工作室",
    applicant="",
    payee="某机械厂",
    outcome="granted",
    amount=exact(30000),
    would_be=exact(30000),
    gives="",
    fund="",
    because=(),
    why=(
        Reason(
            "in_force",
            "yes",
            name=DOCUMENT,
            document=DOCUMENT,
            clause="3",
            children=(
                Reason(
                    "test",
                    "yes",
                    "施行 2021-04-01",
                    op="ge",
                    left=Shown("date", "2021-06-01"),
                    right=Shown("date", "2021-04-01"),
                    decided="sign",
                ),
            ),
        ),
        Reason(
            "label",
            "yes",
            name="级别",
            children=(
                Reason(
                    "test",
                    "yes",
                    "甲.级别 = 县级",
                    op="eq",
                    left=Shown("enum", "县级"),
                    right=Shown("enum", "县级"),
                    decided="sign",
                    fact="工作室认定/认定甲.级别",
                ),
            ),
        ),
    ),
)
REFUSED = replace(
    GRANTED,
    benefit="年度优秀资助",
    benefit_id="年度优秀资助",
    quotes=("对考核结果为优秀的桐庐县技能大师工作室给予1万元资助",),
    object="考核乙",
    object_kind="工作室考核",
    outcome="refused",
    amount=NONE,
    would_be=exact(10000),
    because=(
        Reason(
            "test",
            "no",
            "甲.得分 满 90",
            op="ge",
            left=Shown("number", "89"),
            right=Shown("number", "90"),
            decided="code",
            fact="工作室考核/考核乙.得分",
        ),
    ),
    why=(
        Reason(
            "any",
            "no",
            children=(
                Reason(
                    "test",
                    "no",
                    "甲.得分 满 90",
                    op="ge",
                    left=Shown("number", "89"),
                    right=Shown("number", "90"),
                    decided="code",
                ),
                Reason("holds", "no", "甲.特别推荐", left=Shown("boolean", "false")),
            ),
        ),
    ),
)
DISPLACED = replace(
    GRANTED,
    benefit="旧资助",
    benefit_id="旧资助",
    clause="9",
    quotes=("前发文件与本意见不一致的，按照“不重复”的原则执行",),
    outcome="displaced",
    amount=NONE,
    would_be=exact(20000),
    because=(
        Reason(
            "displaced_by",
            "no",
            text="资助只给一次",
            name="大师工作室建设资助",
            about="higher",
            left=Shown("money", "30000", "元"),
            fact="认定甲",
            document=DOCUMENT,
            clause="19",
            quote="按照“不重复”的原则执行",
        ),
    ),
    displaced_by=("大师工作室建设资助",),
    why=(),
)
UNDETERMINED = replace(
    GRANTED,
    benefit="专项服务补贴",
    benefit_id="专项服务补贴",
    clause="10",
    quotes=("给予每人每次不超过 1000 元的专项服务补贴",),
    outcome="undetermined",
    amount=NONE,
    would_be=Amount("interval", Fraction(0), Fraction(1000), "time"),
    because=(
        Reason("missing_fact", "unknown", name="级别", fact="服务/服务丙.级别"),
        Reason("document", "unknown", about="桐人社发〔2020〕33号"),
    ),
    missing=("服务/服务丙.级别", "桐人社发〔2020〕33号"),
    interpreters=("县人力社保局",),
    readings=(("服务次数", "", "open"),),
    why=(),
)
ASSESSMENT = Assessment(
    "首次认定的县级工作室", (DOCUMENT,), dt.date(2021, 6, 1), None, (GRANTED, REFUSED, DISPLACED, UNDETERMINED)
)


def drawn(draw: Callable[[Console], object], width: int) -> list[str]:
    """The lines that ``draw`` prints on a console without colour."""
    stream = io.StringIO()
    draw(Console(file=stream, width=width, color_system=None, highlight=False, markup=False, emoji=False))
    return stream.getvalue().splitlines()
