"""The JSON form: the shape of the contract, exact sums, the same bytes every time."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest

from solver.answers.model import Amount, Receipt
from tests.tiaoli.answers import ASSESSMENT, GRANTED, NONE, REFUSED, exact
from tiaoli.report.json import amount, money, report
from tiaoli.words import words_of

RECEIPT = Receipt("sha256:00", "0.1.0")


def test_the_shape_of_the_contract() -> None:
    read = json.loads(report([ASSESSMENT], RECEIPT, words_of("zh")))
    assert read["tiaoli"] == 1
    assert read["receipt"] == {"rulebook": "sha256:00", "engine": "0.1.0", "laws": []}
    case = read["cases"][0]
    assert (case["case"], case["on"], case["known"]) == ("首次认定的县级工作室", "2021-06-01", None)
    first = case["results"][0]
    wanted = {"benefit", "document", "clause", "object", "payee", "outcome", "amount", "because"}
    assert wanted <= first.keys()
    assert first["amount"] == {
        "kind": "exact",
        "value": "30000.00",
        "min": None,
        "max": None,
        "unit": "CNY",
        "per": "once",
    }
    assert [r["outcome"] for r in case["results"]] == ["granted", "refused", "displaced", "undetermined"]


def test_a_reason_has_kind_clause_quote_text_and_both_values() -> None:
    read = json.loads(report([ASSESSMENT], RECEIPT, words_of("en")))
    reason = read["cases"][0]["results"][1]["because"][0]
    assert {"kind", "clause", "quote", "text"} <= reason.keys()
    assert reason["text"].startswith("甲.得分 满 90: is 89, needs ≥ 90")
    assert reason["left"] == {"type": "number", "value": "89", "unit": ""}
    assert reason["right"]["value"] == "90" and reason["op"] == "ge" and reason["decided"] == "code"


def test_the_tree_is_there_when_it_was_asked_for() -> None:
    untold = replace(GRANTED, why=())
    read = json.loads(report([replace(ASSESSMENT, results=(REFUSED, untold))], RECEIPT, words_of("zh")))
    told, plain = read["cases"][0]["results"]
    assert [child["kind"] for child in told["why"][0]["children"]] == ["test", "holds"]
    assert "why" not in plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(30000), "30000.00"),
        (Fraction(1, 100), "0.01"),
        (Fraction(-3, 2), "-1.50"),
        (Fraction(1000, 3), "1000/3"),
        (Fraction(1, 1000), "1/1000"),
        (Fraction(100000 * 100000), "10000000000.00"),
        (None, None),
    ],
)
def test_money_is_exact(value: Fraction | None, text: str | None) -> None:
    assert money(value) == text


def test_intervals_have_ends_and_no_value() -> None:
    at_least = amount(Amount("interval", Fraction(3000), None, "year"))
    assert (at_least["value"], at_least["min"], at_least["max"]) == (None, "3000.00", None)
    opened = amount(Amount("open", None, None, "once", "一定的经费资助"))
    assert opened["kind"] == "open" and opened["value"] is None and opened["text"] == "一定的经费资助"
    assert amount(NONE)["value"] is None
    assert amount(exact(0))["value"] == "0.00"


def test_the_same_answer_gives_the_same_bytes_in_chinese_characters() -> None:
    first, second = (report([ASSESSMENT], RECEIPT, words_of("zh")) for _ in range(2))
    assert first == second and first.endswith("}\n")
    assert "首次认定的县级工作室" in first
