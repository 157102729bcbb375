"""What is found for any case, on the screen in both languages and for programs."""

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import solver
from tests.universal.laws import compared, rule
from tiaoli.report.universal import written
from tiaoli.screen.universal import findings, overall
from tiaoli.words import words_of

OLD = rule("当 甲.费用 ≥ 500元", "金额 一次性 甲.费用 的 60%", "封顶 8000元")
NEW = rule("当 甲.费用 ≥ 600元", "金额 一次性 甲.费用 的 60%", "封顶 6000元")


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return compared(tmp_path_factory.mktemp("法"), OLD, NEW)


def test_the_screen_in_chinese(found):
    words = words_of("zh")
    told = [t.plain for t in (*overall(found, words), *findings(found, 20, 80, words))]
    assert (
        told
        == """没有人多得（已证明），有人少得
任何案例
  不限于已有的案例，凡是写得出的案例都算在内
  奖励（取证）
    没有人多得（已证明），有人少得
    少得，最简单的案例  -300元
      取证「取证甲」：费用 500元、日期 2021-06-01
      原  准予 一次性300元
      现  不予
    少得最多的案例  -2000元
      取证「取证甲」：费用 13333.33元、日期 2021-06-01
      原  准予 一次性8000元
      现  准予 一次性6000元
      最多也就这么多（已证明）
    原来待定，现在能定的案例
      取证「取证甲」：费用 500元
      原  待定
      现  不予""".splitlines()
    )


def test_the_screen_in_english_and_narrow(found):
    words = words_of("en")
    lines = [t.plain for t in (*overall(found, words), *findings(found, 20, 40, words))]
    assert lines[0] == "nobody gains (proved), somebody loses"
    assert "      it is never more (proved)" in lines
    assert max(len(line) for line in lines) <= 40


def test_what_is_equal_is_counted_and_not_listed(tmp_path):
    result = compared(
        tmp_path,
        OLD + rule("金额 一次性 1元").replace("奖励", "另"),
        OLD + rule("金额 一次性 1元").replace("奖励", "另"),
    )
    told = [t.plain for t in findings(result, 20, 80, words_of("zh"))]
    assert told[2:] == ["  另有 2 项两边完全一样（已证明）"]


def test_every_gap_has_words():
    """Whatever a search may leave open can be told: the kinds that the solver names."""
    text = "\n".join(p.read_text(encoding="utf-8") for p in Path(solver.__file__).parent.rglob("*.py"))
    kinds = set(re.findall(r'(?:Beyond\(|Gap\("construct", )"(\w+)"', text)) | {"time", "terms"}
    assert len(kinds) > 15
    assert all(words_of(lang).has(f"universal.gap_{kind}") for kind in kinds for lang in ("zh", "en")), kinds


def test_json_is_the_same_bytes_and_holds_the_facts(found):
    told = written(found)
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told
    (finding,) = told["findings"]
    assert (told["verdict"], finding["verdict"], finding["loss"]["proof"]) == (
        "nobody_gains",
        "nobody_gains",
        "largest",
    )
    assert finding["loss"]["worst"]["change"] == "-2000.00"
    assert finding["loss"]["smallest"]["facts"]["取证"]["取证甲"]["费用"] == "500元"
    assert finding["gain"] == {"state": "no", "smallest": None, "worst": None, "proof": None, "grows": None}


def test_json_fits_the_schema(found):
    schema = json.loads((Path(__file__).parents[2] / "docs/schema/tiaoli-1.schema.json").read_text(encoding="utf-8"))
    whole = {"$ref": "#/$defs/any_case", "$defs": schema["$defs"]}
    assert [e.message for e in Draft202012Validator(whole).iter_errors({"old": [], "new": [], **written(found)})] == []
