"""The command whatif where its search was cut off: what is sure is said, in words and as data."""

import json
from pathlib import Path

import pytest

from solver.questions import routes
from tests.tiaoli.library import run

BOOK = Path(__file__).parents[2] / "policy" / "津人社局发〔2022〕20号" / "案例" / "次数和不重复.yaml"
ASKED = ("whatif", str(BOOK), "职业培训费补贴@培训丁", "--case", "第二年的第四次，只因国家规定终身三次而不给")

pytestmark = [pytest.mark.usefixtures("quiet"), pytest.mark.heavy]


def test_when_time_was_up(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's fourth course of a life: to get it one of the other three must not have been paid, which a fact of
    cost 1 that was stated otherwise would bring about. With no time for more than one route that one is told."""
    monkeypatch.setattr(routes, "ENOUGH", 0.0)
    code, out, _ = run(capsys, *ASKED)
    said = "".join(out.split())
    assert code == 0 and "找到1条路，从近到远。时间到了，没有全部找完" in said and "加上--seconds10可以找得更久" in said
    assert "路线1（代价1）" in said and "路线2" not in said
    code, out, _ = run(capsys, *ASKED, "--json")
    (question,) = json.loads(out)["questions"]
    assert question["limit"] == "seconds" and question["below"] == 1
    assert [r["cost"] for r in question["routes"]] == [1]


def test_when_enough_cases_were_tried(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *ASKED, "--seconds", "10", "--tries", "20")
    said = "".join(out.split())
    assert code == 0 and "试算的次数到了上限，没有全部找完" in said and "可用--tries多试一些" in said


def test_with_time_everything_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    """Three ways over a fact of one of the three courses, and others that cost more."""
    code, out, _ = run(capsys, *ASKED, "--seconds", "60", "--json")
    (question,) = json.loads(out)["questions"]
    assert (code, question["limit"], question["below"]) == (0, None, None)
    assert [r["cost"] for r in question["routes"]][:3] == [1, 1, 1] and len(question["routes"]) == 5
