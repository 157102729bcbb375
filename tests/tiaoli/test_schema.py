"""The published schema: every real answer fits it, in both languages, and what is no answer does not."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.tiaoli.library import NUMBER, run
from tiaoli.words import words_of

pytestmark = pytest.mark.heavy

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schema" / "tiaoli-1.schema.json").read_text(encoding="utf-8"))
POLICY = ROOT / "policy"
COUNTY = POLICY / "桐人社发〔2021〕7号"
APPRENTICES = str(COUNTY / "案例" / "02-学徒补贴.yaml")
CASEBOOKS = sorted(POLICY.rglob("案例/*.yaml"))
SOME = [p for p in CASEBOOKS if p.stem in ("02-学徒补贴", "公布前后", "次数和不重复", "与桐庐办法一起", "其他培训")]
WHOLE = Draft202012Validator(SCHEMA)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which compiled rulebooks are kept for all tests of this file."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture(autouse=True)
def same_cache(quiet: None, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Compile each law once."""
    monkeypatch.setenv("TIAOLI_CACHE", str(kept))


def faults(answer: object, kind: str) -> list[str]:
    """What is wrong with an answer as one of that kind; and as an answer at all."""
    own = Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]})
    found = [f"{list(e.absolute_path)}: {e.message}" for e in own.iter_errors(answer)]
    return found or [e.message for e in WHOLE.iter_errors(answer)]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The JSON that the command prints."""
    return json.loads(run(capsys, *arguments, "--json", "--library", str(POLICY))[1])


def test_the_schema_is_a_schema_and_leaves_nothing_open() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for node in objects(SCHEMA):
        if node.get("type") == "object":
            assert "additionalProperties" in node, node
            assert ("properties" in node) == (node["additionalProperties"] is False), node
            assert "required" in node or "properties" not in node, node
    named = {r["$ref"] for r in SCHEMA["oneOf"]}
    assert named <= {f"#/$defs/{name}" for name in SCHEMA["$defs"]}


def objects(node: object) -> Iterator[dict[str, Any]]:
    """Every object in a JSON value."""
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from objects(child)


def test_the_schema_knows_the_kinds_of_reason_that_have_words() -> None:
    keys = {key.split(".")[1] for key in words_of("en").table if key.startswith("reason.")}
    assert set(SCHEMA["$defs"]["reason"]["properties"]["kind"]["enum"]) == keys - {"date", "other"}


# ---------------------------------------------------------------- real answers


@pytest.mark.parametrize(
    ("book", "language"),
    [*((book, "zh") for book in SOME), *((book, "en") for book in SOME if book.stem != "02-学徒补贴")],
    ids=lambda value: f"{value.parents[1].name}-{value.stem}" if isinstance(value, Path) else value,
)
def test_assess(capsys: pytest.CaptureFixture[str], book: Path, language: str) -> None:
    assert faults(told(capsys, "assess", str(book), "--lang", language), "answers") == []


@pytest.mark.parametrize(("case", "language"), [("超过封顶", "zh"), ("超过封顶", "en"), ("费用不明", "zh")])
def test_the_verbs_that_ask_about_one_case(capsys: pytest.CaptureFixture[str], case: str, language: str) -> None:
    asked = ("--case", case, "--lang", language)
    assert faults(told(capsys, "explain", APPRENTICES, *asked), "answers") == []
    assert faults(told(capsys, "possible", APPRENTICES, *asked), "possible") == []
    assert faults(told(capsys, "timeline", APPRENTICES, *asked), "timeline") == []
    assert faults(told(capsys, "choose", APPRENTICES, *asked), "choose") == []
    assert faults(told(capsys, "timeline", APPRENTICES, "职工学徒补贴", *asked), "timeline") == []
    assert faults(told(capsys, "readings", APPRENTICES, *asked), "readings_of_case") == []
    for more in ((), ("--lose",), ("--want", "5000元")):
        assert faults(told(capsys, "whatif", APPRENTICES, "职工学徒补贴", *asked, *more), "whatif") == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("answers", ("assess", APPRENTICES, "--known", "2021-01-01")),
        ("readings_of_documents", ("readings", "--policy", "沪人社规〔2026〕7号", "--seconds", "0.2")),
        ("problems", ("check", "沪人社规〔2026〕7号")),
        ("problems", ("assess", "不在.yaml")),
        ("problems", ("assess", APPRENTICES, "--reading", "无此读法=甲")),
        ("sentences", ("sentences", COUNTY.name)),
        ("coverage", ("cover", "沪人社规〔2026〕7号", "--clause", "1")),
        ("coverage", ("cover", "津人社局发〔2022〕20号", "--cases", str(POLICY / "杭人社发〔2020〕43号"))),
        ("replay", ("test", str(POLICY / "沪人社规〔2026〕7号"))),
        ("holdings", ("list",)),
        ("clause", ("show", "3", "--policy", COUNTY.name)),
        ("clauses_of_a_day", ("show", "--policy", COUNTY.name, "--on", "2022-01-01")),
    ],
)
def test_the_other_verbs(
    capsys: pytest.CaptureFixture[str], kind: str, arguments: tuple[str, ...], language: str
) -> None:
    assert faults(told(capsys, *arguments, "--lang", language), kind) == []


def test_a_page_and_a_reading_with_a_witness(capsys: pytest.CaptureFixture[str]) -> None:
    assert faults(json.loads(run(capsys, "explain", "TL0201", "--json")[1]), "page") == []
    found = told(
        capsys, "readings", "--policy", COUNTY.name, "--reading", "补贴谁付给谁=县里付给职工", "--seconds", "60"
    )
    (reading,) = found["documents"][0]["readings"]
    assert reading["witness"] is not None
    assert faults(found, "readings_of_documents") == []


def test_faults_with_places_and_cases_that_differ(
    capsys: pytest.CaptureFixture[str], cases: str, tmp_path: Path
) -> None:
    document = tmp_path / "policy" / NUMBER / "办法.md"
    sound = document.read_text(encoding="utf-8")
    document.write_text(sound.replace("的 60%", "的 50%"), encoding="utf-8")
    differing = json.loads(run(capsys, "test", cases, "--json")[1])
    assert differing["broken"] == 1 and faults(differing, "replay") == []
    assert [r["benefit"] for r in differing["cases"][0]["results"]] == ["取证补贴"]
    Path(cases).with_name("faulty.yaml").write_text("案例: 甲\n事实: {没有的: {}}\n", encoding="utf-8")
    both = json.loads(run(capsys, "test", str(Path(cases).parent), "--json", "--accept")[1])
    assert faults(both, "replay") == []
    assert [p["code"] for p in both["problems"]] == ["TL0622"] and both["accepted"][0]["rewritten"] == 1
    document.write_text(sound.replace("甲.级别", "甲.等级"), encoding="utf-8")
    wrong = json.loads(run(capsys, "check", "--json")[1])
    assert wrong["problems"][0]["line"] and faults(wrong, "problems") == []


# ---------------------------------------------------------------- what an explanation rests on


@pytest.mark.parametrize("book", CASEBOOKS, ids=lambda p: f"{p.parents[1].name}-{p.stem}")
def test_every_reason_names_its_clause_and_quotes_it(capsys: pytest.CaptureFixture[str], book: Path) -> None:
    texts = {
        path: "".join(path.read_text(encoding="utf-8").split()) for path in POLICY.rglob("*.md") if path.name[0] != "R"
    }
    law = "\n".join(texts.values())
    vocabularies = {h["name"] for h in told(capsys, "list")["holdings"] if h["kind"] == "vocabulary"}
    names = re.findall(r"^案例: *(.+)$", book.read_text(encoding="utf-8"), re.M)
    case = told(capsys, "explain", str(book), "--case", names[len(names) // 2])["cases"][0]
    for result in case["results"]:
        reasons = [n for part in ("why", "because", "notes") for r in result.get(part, ()) for n in objects(r)]
        for node in (n for n in reasons if "state" in n):
            assert node["document"], node
            assert node["clause"] or node["document"] in vocabularies or node["kind"] == "note", node
            assert bool(node["quotes"]) == bool(node["clause"] or node["kind"] == "note"), node
            assert node["quote"] == (node["quotes"] or [""])[0]
            assert all("".join(quote.split()) in law for quote in node["quotes"]), node


def test_a_reason_taken_from_another_clause_quotes_that_clause(capsys: pytest.CaptureFixture[str]) -> None:
    """The year's own rule ended: the refusal rests on the later document that ended it."""
    book = str(POLICY / "沪人社规〔2024〕13号" / "案例" / "支付标准.yaml")
    ended = [
        reason
        for case in told(capsys, "assess", book)["cases"]
        for result in case["results"]
        for reason in result["because"]
        if reason.get("right", {}).get("value") == "2025-06-30"
    ]
    assert ended
    assert {(r["clause"], r["quote"]) for r in ended} == {("3", "沪人社规〔2024〕13号从2025年7月1日起废止")}


# ---------------------------------------------------------------- what is no answer


def spoilt(answer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The answer with one thing wrong, in several ways."""

    def change(name: str, path: tuple[str | int, ...], value: object) -> tuple[str, dict[str, Any]]:
        made = copy.deepcopy(answer)
        node: Any = made
        for step in path[:-1]:
            node = node[step]
        if value is None and isinstance(node, dict):
            del node[path[-1]]
        else:
            node[path[-1]] = value
        return name, made

    result: tuple[str | int, ...] = ("cases", 0, "results", 0)
    yield change("a version that is none", ("tiaoli",), 2)
    yield change("no receipt", ("receipt",), None)
    yield change("a hash that is none", ("receipt", "rulebook"), "sha256:00")
    yield change("a law without its documents", ("receipt", "laws", 0, "documents"), None)
    yield change("a number for money", (*result, "amount", "value"), 6000)
    yield change("money as it would be spoken", (*result, "amount", "value"), "6,000")
    yield change("an exact sum with an end", (*result, "amount", "min"), "1.00")
    yield change("an outcome that is none", (*result, "outcome"), "approved")
    yield change("a result without its clause", (*result, "clause"), None)
    yield change("a field that nobody declared", (*result, "total"), "1.00")
    yield change("a date of another form", (*result, "on"), "2021年9月1日")
    yield change("a reason of no kind", (*result, "why", 0, "kind"), "because")
    yield change("a reason without its quotation", (*result, "why", 0, "quote"), None)
    yield change("a reason with a field too many", (*result, "why", 0, "children", 0, "clauses"), "2")
    yield change("an empty list of children", (*result, "why", 0, "children"), [])
    yield change("otherwise without holds", (*result, "holds"), None)


def test_a_wrong_object_does_not_fit(capsys: pytest.CaptureFixture[str]) -> None:
    answer = told(capsys, "explain", APPRENTICES, "职工学徒补贴", "--case", "超过封顶")
    assert faults(answer, "answers") == []
    for name, wrong in spoilt(answer):
        assert faults(wrong, "answers"), name
    for other in ("whatif", "possible", "problems", "page"):
        assert faults(answer, other)
    for nothing in ({}, [], None, 1, "answers"):
        assert [e.message for e in WHOLE.iter_errors(nothing)]
