"""The words of the screen: both languages have all of them, for every kind of reason that can come up."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import solver
import tiaoli
from solver.answers.model import Reason
from tiaoli.screen.phrases import sentence
from tiaoli.words import fill, words_of
from tiaoli.words.choice import choose_language

ROOT = Path(tiaoli.__file__).parent
STATES = ("yes", "no", "unknown", "note")
ZH, EN = words_of("zh"), words_of("en")


def test_both_tables_have_the_same_keys_and_places() -> None:
    assert ZH.table.keys() == EN.table.keys()
    for key in ZH.table:
        places = [set(re.findall(r"\{(\w+)\}", table[key])) for table in (ZH.table, EN.table)]
        assert places[0] == places[1], key


def kinds_of_the_docstring() -> list[str]:
    text = re.sub(r"\s+", " ", Reason.__doc__ or "")
    match = re.search(r"``kind``: (.*?)\.", text)
    assert match is not None
    return match[1].split()


def kinds_in_the_solver() -> list[str]:
    files = Path(solver.__file__).parent.rglob("*.py")
    return sorted({k for f in files for k in re.findall(r'\bReason\(\s*"(\w+)"', f.read_text(encoding="utf-8"))})


@pytest.mark.parametrize("kind", sorted({*kinds_of_the_docstring(), *kinds_in_the_solver()}))
def test_every_kind_of_reason_has_words_for_every_state(kind: str) -> None:
    for words in (ZH, EN):
        assert all(words.has(f"reason.{kind}.{state}") for state in STATES), kind


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_template_leaves_brackets_or_places_when_everything_is_empty(language: str) -> None:
    for key, template in words_of(language).table.items():
        said = fill(template, {})
        assert not re.search(r"[\[\]{}]", said), key


def test_every_key_that_the_program_names_is_there() -> None:
    named = set()
    for path in ROOT.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= set(re.findall(r'(?:\.say\(|\.table\[)\s*"([a-z_.]+)"', text))
        named |= {f"misuse.{key}" for key in re.findall(r'Misuse\(\s*"(\w+)"', text)}
    assert len(named) > 40
    assert named <= ZH.table.keys()


def test_the_tables_are_plain_toml_of_texts() -> None:
    for language in ("zh", "en"):
        with (ROOT / "words" / f"{language}.toml").open("rb") as file:
            assert tomllib.load(file)["outcome"].keys() == {"granted", "refused", "displaced", "undetermined"}


@pytest.mark.parametrize(
    ("template", "places", "said"),
    [
        ("{a}[：{b}]", {"a": "甲", "b": "乙"}, "甲：乙"),
        ("{a}[：{b}]", {"a": "甲", "b": ""}, "甲"),
        ("{a}[：{b}]", {"a": "甲"}, "甲"),
        ("[{a}：]{b}", {"a": "{b}", "b": "[乙]"}, "{b}：[乙]"),
        ("{a} {a|case|cases}", {"a": "1"}, "1 case"),
        ("{a} {a|case|cases}", {"a": "21"}, "21 cases"),
        ("{a} {a|case|cases}", {"a": "{b|x|y}"}, "{b|x|y} cases"),
    ],
)
def test_filling(template: str, places: dict[str, str], said: str) -> None:
    assert fill(template, places) == said


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reason_of_an_unknown_kind_is_still_told(language: str) -> None:
    assert sentence(Reason("something_new", "no", text="甲.级别 = 县级"), words_of(language)) == "甲.级别 = 县级"


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["assess", "--lang", "en"], {"TIAOLI_LANG": "zh"}, "en"),
        (["--lang=zh", "assess"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["assess"], {"TIAOLI_LANG": "zh", "LANG": "en_US"}, "zh"),
        (["assess"], {"LANG": "zh_CN.UTF-8"}, "zh"),
        (["assess"], {"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, "en"),
        (["assess"], {}, "en"),
        (["assess", "--lang", "fr"], {"LANG": "zh_CN"}, "zh"),
        (["assess", "--", "--lang", "en"], {"LANG": "zh_CN"}, "zh"),
        (["assess", "--lang"], {}, "en"),
    ],
)
def test_the_language_is_the_option_else_the_variable_else_the_locale(
    arguments: list[str], environment: dict[str, str], language: str
) -> None:
    assert choose_language(arguments, environment) == language
