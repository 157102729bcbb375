"""The options the verbs share, and what was asked for as one value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import click

from compiler.diagnostics.problem import Rejected, problem
from compiler.source.record import dataclass
from tiaoli.words import LANGUAGES, Words


@dataclass(frozen=True, slots=True)
class Settings:
    """What the options say. ``readings`` override those of the case; ``known``: only documents published by then."""

    words: Words
    json: bool = False
    color: bool = True
    library: str | None = None
    policy: str | None = None
    case: str | None = None
    readings: tuple[tuple[str, str], ...] = ()
    known: dt.date | None = None


def one_of(values: tuple[str, ...]) -> Callable[[str], str]:
    """Takes one of a few values; a wrong one is a problem of the catalogue (TL0711), said in the reader's language."""

    def choice(value: str) -> str:
        if value not in values:
            raise Rejected((problem("TL0711", near=values, found=value, takes=""),))
        return value

    return choice


def day(value: str) -> dt.date:
    """Takes a date; raises Rejected (TL0710)."""
    plain = value.strip().replace("年", "-").replace("月", "-").replace("日", "")
    try:
        year, month, number = (int(part) for part in plain.split("-"))
        return dt.date(year, month, number)
    except ValueError:
        raise Rejected((problem("TL0710", found=value),)) from None


def reading(value: str) -> tuple[str, str]:
    """Takes ``NAME=CHOICE``; raises Rejected (TL0711)."""
    name, sign, choice = value.replace("＝", "=").partition("=")
    if not sign or not name.strip() or not choice.strip():
        raise Rejected((problem("TL0711", found=value, takes="reading"),))
    return name.strip(), choice.strip()


def count(value: str) -> int:
    """Takes a whole number from 1; raises Rejected (TL0711)."""
    if isinstance(value, int):
        return value
    if not value.isdecimal() or not 1 <= int(value) <= 1_000_000:
        raise Rejected((problem("TL0711", found=value, takes="count"),))
    return int(value)


def seconds(value: str) -> float:
    """Takes a time in seconds, above 0; raises Rejected (TL0711)."""
    try:
        found = float(value)
    except ValueError:
        found = 0.0
    if not 0 < found <= 86_400:
        raise Rejected((problem("TL0711", found=value, takes="seconds"),))
    return found


def screen(words: Words, json: bool = True) -> list[click.Parameter]:
    """Language, colour and (where the verb has it) JSON."""
    options: list[click.Parameter] = [
        click.Option(["--lang"], type=one_of(LANGUAGES), metavar="zh|en", help=words.say("help.option_lang")),
        click.Option(["--no-color", "plain"], is_flag=True, help=words.say("help.option_no_color")),
    ]
    if json:
        options.insert(0, click.Option(["--json", "json"], is_flag=True, help=words.say("help.option_json")))
    return options


def report(words: Words, formats: tuple[str, ...]) -> list[click.Parameter]:
    """In which format a report is written, and into which file."""
    return [
        click.Option(
            ["--format"], type=one_of(formats), metavar="|".join(formats), help=words.say("help.option_report_format")
        ),
        click.Option(["--out"], metavar="FILE", help=words.say("help.option_report")),
    ]


def library(words: Words) -> click.Option:
    """Where the documents are."""
    return click.Option(["--library"], metavar="FOLDER", help=words.say("help.option_library"))


def policy(words: Words) -> click.Option:
    """Which document."""
    return click.Option(["--policy"], metavar="DOC", help=words.say("help.option_policy"))


def asking(words: Words) -> list[click.Parameter]:
    """What the verbs that decide cases take."""
    return [
        policy(words),
        click.Option(["--case", "case"], metavar="NAME", help=words.say("help.option_case")),
        click.Option(
            ["--reading", "readings"],
            multiple=True,
            type=reading,
            metavar="NAME=CHOICE",
            help=words.say("help.option_reading"),
        ),
        click.Option(["--known"], type=day, metavar="DATE", help=words.say("help.option_known")),
        library(words),
        *screen(words),
    ]


def argument(name: str, metavar: str, many: bool = False, required: bool = True) -> click.Argument:
    """An argument; ``many`` takes any number."""
    return click.Argument([name], metavar=metavar, nargs=-1 if many else 1, required=required)


def here() -> Path:
    """The working folder, from which things are looked for when no file is named."""
    return Path.cwd()
