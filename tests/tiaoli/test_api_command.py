"""The Python interface beside the command: the same words, the same bytes, the same faults; money; a quick start."""

from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import tiaoli
from tests.tiaoli.course import BOOK, COUNTY, COURSE, POLICY
from tests.tiaoli.library import NUMBER, run
from tests.tiaoli.test_schema import faults

pytestmark = pytest.mark.heavy

# ---------------------------------------------------------------- the same as the command


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_interface_says_what_the_command_says(
    capsys: pytest.CaptureFixture[str], quiet: None, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    law = tiaoli.open(POLICY, language=language)[COUNTY]
    case = law.case(BOOK, "超过封顶")
    asked = ("--case", "超过封顶", "--lang", language, "--library", str(POLICY))
    benefit = "职工学徒补贴"
    for view, kind, words in (
        (case.assess(), "answers", ("assess", str(BOOK))),
        (case.explain(), "answers", ("explain", str(BOOK))),
        (case.explain(benefit), "answers", ("explain", str(BOOK), benefit)),
        (case.whatif(benefit, lose=True), "whatif", ("whatif", str(BOOK), benefit, "--lose")),
        (case.whatif("实习学徒补贴"), "whatif", ("whatif", str(BOOK), "实习学徒补贴")),
        (case.possible(), "possible", ("possible", str(BOOK))),
        (case.readings(), "readings_of_case", ("readings", str(BOOK))),
    ):
        assert str(view) == repr(view) == run(capsys, *words, *asked)[1].rstrip("\n")
        assert view.to_json() == run(capsys, *words, *asked, "--json")[1]
        assert faults(view.to_dict(), kind) == []
        assert "\x1b" not in str(view)


def test_a_receipt_of_the_interface_is_a_receipt(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, quiet: None
) -> None:
    law = tiaoli.open(POLICY, language="zh")[COUNTY]
    file = tmp_path / "answer.json"
    file.write_text(law.assess(COURSE).to_json(), encoding="utf-8")
    assert run(capsys, "verify", str(file), "--library", str(POLICY))[0] == 0
    assert law.receipt == law.assess(COURSE).receipt


# ---------------------------------------------------------------- wrong input


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fault_is_told_as_the_command_tells_it(
    capsys: pytest.CaptureFixture[str], cases: str, tmp_path: Path, language: str
) -> None:
    law = tiaoli.open(tmp_path / "policy", language=language)[NUMBER]
    path = Path(cases)
    path.write_text(path.read_text(encoding="utf-8").replace("培训费: 1000元", "培训费用: 很多"), encoding="utf-8")
    with pytest.raises(tiaoli.Rejected) as told:
        law.cases(path)
    assert str(told.value) == run(capsys, "assess", cases, "--lang", language)[2].rstrip("\n")
    written = json.loads(run(capsys, "assess", cases, "--lang", language, "--json")[1])
    assert told.value.to_dict() == written and "TL0623" in told.value.codes


def test_faults_are_of_one_kind(library: tiaoli.Library, law: tiaoli.Law, tmp_path: Path, quiet: None) -> None:
    wrong: list[tuple[Any, str]] = [
        (lambda: tiaoli.open(tmp_path / "没有"), "TL0701"),
        (lambda: tiaoli.open(POLICY, language="fr"), "TL0711"),
        (lambda: library["没有这个文号"], "TL0206"),
        (lambda: library.law(), "TL0706"),
        (lambda: library.law(COUNTY, known="明天"), "TL0710"),
        (lambda: library.law(COUNTY, readings={"没有": "甲"}), "TL0630"),
        (lambda: library.law(COUNTY, readings={"两年期限": "没有"}), "TL0631"),
        (lambda: library.cases("没有.yaml"), "TL0611"),
        (lambda: law.case("没有.yaml"), "TL0611"),
        (lambda: law.case(BOOK), "TL0706"),
        (lambda: law.case(BOOK, "没有"), "TL0709"),
        (lambda: law.case(""), "TL0608"),
        (lambda: law.case({}), "TL0608"),
        (lambda: law.case({"事实": {"没有": {}}}), "TL0622"),
        (lambda: law.case({"事实": [1]}), "TL0621"),
        (lambda: law.case("{"), "TL0601"),
        (lambda: law.explain(COURSE, "没有"), "TL0703"),
        (lambda: law.whatif(COURSE, "没有"), "TL0703"),
        (lambda: law.possible(COURSE, "没有"), "TL0703"),
    ]
    for ask, code in wrong:
        with pytest.raises(tiaoli.Rejected) as told:
            ask()
        assert code in told.value.codes, (told.value.codes, str(told.value))
        assert code in str(told.value) and told.value.__suppress_context__


# ---------------------------------------------------------------- money


def test_money_is_exact_and_never_a_float() -> None:
    money = tiaoli.Money("0.1")
    assert money + tiaoli.Money("0.2") == Decimal("0.3") and money * 3 == Fraction(3, 10)
    assert sum([money, money]) == Fraction(1, 5) and isinstance(sum([money, money]), tiaoli.Money)
    assert -money < 0 < money <= 1 and not tiaoli.Money(0)
    assert money / 3 == Fraction(1, 30) and 1 - money == Fraction(9, 10)
    assert {tiaoli.Money(5): 1}[Fraction(5)] == 1
    assert repr(tiaoli.Money("1000/3")) == "Money('1000/3')"
    assert tiaoli.Money(tiaoli.Money(6000, "en")).language == "en"
    for wrong in (lambda: money + 0.1, lambda: money * 0.5, lambda: money < 0.1, lambda: tiaoli.Money(0.1)):
        with pytest.raises(TypeError):
            wrong()
    assert money != 0.1
    for text in ("很多", "", "1e999999999", "1/0", "9" * 5000):
        with pytest.raises(ValueError):
            tiaoli.Money(text)


@pytest.mark.parametrize(
    ("yuan", "zh", "en"),
    [("6000", "6000元", "6,000 yuan"), ("30000", "3万元", "30,000 yuan"), ("0.5", "0.50元", "0.50 yuan")],
)
def test_money_is_told_in_the_language_asked_for(yuan: str, zh: str, en: str) -> None:
    assert str(tiaoli.Money(yuan, "zh")) == f"{tiaoli.Money(yuan, 'zh')}" == zh
    assert str(tiaoli.Money(yuan, "en")) == en


# ---------------------------------------------------------------- start-up


def modules(code: str) -> set[str]:
    """What is imported after ``code``."""
    told = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=POLICY.parent,
    )
    return set(told.stdout.split())


def test_importing_is_instant() -> None:
    names = ("rich", "clingo", "lark", "click", "yaml", "compiler", "solver", "tiaoli.notebook", "importlib.metadata")
    assert modules("import tiaoli") & set(names) == set()
    assert not {m for m in modules("import tiaoli.main") if m.startswith("tiaoli.notebook")}


def test_the_names_of_the_interface() -> None:
    assert set(tiaoli.__all__) <= set(dir(tiaoli))
    assert all(getattr(tiaoli, name).__doc__ for name in tiaoli.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        print(tiaoli.nothing)
