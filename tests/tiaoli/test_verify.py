"""Receipts: an answer is held against the law it was given under, and whatever else a file may hold is told."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.tiaoli.library import NUMBER, WORDS, run
from tests.tiaoli.test_schema import faults

pytestmark = pytest.mark.usefixtures("quiet")

HASH = "sha256:" + "0" * 64
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def answer(capsys: Capture, cases: str, tmp_path: Path) -> str:
    """A file with an answer of the small library."""
    return written(tmp_path, run(capsys, "assess", cases, "--json")[1])


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    """The policy of the small library."""
    return tmp_path / "policy" / NUMBER / "办法.md"


def written(folder: Path, text: str | bytes, name: str = "answer.json") -> str:
    """A file with that text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(path)


def changed(path: Path, before: str, after: str) -> None:
    """Put other words into a file that has them."""
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def laws(capsys: Capture, answer: str) -> list[dict[str, Any]]:
    """The laws as ``--json`` tells them; the form is the published one."""
    told = json.loads(run(capsys, "verify", answer, "--json")[1])
    assert faults(told, "verification") == []
    return list(told["laws"])


# ---------------------------------------------------------------- the same law


def test_an_answer_was_given_under_this_law(capsys: Capture, answer: str) -> None:
    code, out, err = run(capsys, "verify", answer)
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"✓ {NUMBER}：政策没有变"
    assert out.splitlines()[-1] == "这个答案就是按这份政策、由这一版程序作出的。"
    assert "was given under this law by this engine" in run(capsys, "verify", answer, "--lang", "en")[1]


@pytest.mark.parametrize("verb", ["assess", "explain", "whatif", "possible", "readings"])
def test_every_verb_that_answers_gives_a_receipt(capsys: Capture, cases: str, tmp_path: Path, verb: str) -> None:
    benefit = ("取证补贴",) if verb == "whatif" else ()
    told = run(capsys, verb, cases, *benefit, "--case", "初级", "--json")[1]
    assert run(capsys, "verify", written(tmp_path, told))[0] == 0
    alone = json.dumps(json.loads(told)["receipt"])
    assert run(capsys, "verify", written(tmp_path, alone))[0] == 0


def test_what_means_the_same_is_the_same_law(capsys: Capture, answer: str, policy: Path, tmp_path: Path) -> None:
    changed(policy, "    封顶 1000元", "    # 一句说明\n    封顶 1000元")
    assert run(capsys, "verify", answer)[0] == 0
    moved = tmp_path / "elsewhere"
    (tmp_path / "policy").rename(moved)
    assert run(capsys, "verify", answer, "--library", str(moved))[0] == 0


def test_the_day_of_knowledge_belongs_to_the_law(capsys: Capture, cases: str, policy: Path, tmp_path: Path) -> None:
    day = ("--known", "2023-11-30")
    before = written(tmp_path, run(capsys, "assess", cases, *day, "--json")[1])
    (law,) = laws(capsys, before)
    assert (law["known"], law["same"]) == ("2023-11-30", True)
    assert "只算 2023-11-30 及以前公布的文件" in run(capsys, "verify", before)[1]


# ---------------------------------------------------------------- another law


def test_a_changed_document_is_named(capsys: Capture, answer: str, policy: Path) -> None:
    changed(policy, "的 60%", "的 50%")
    code, out, err = run(capsys, "verify", answer)
    assert (code, err) == (1, "")
    assert out.splitlines()[:2] == [f"✗ {NUMBER}：政策变了", f"  {NUMBER} 改过"]
    assert f"对照的政策库是{policy.parents[1]}；" in "".join(out.split())
    (law,) = laws(capsys, answer)
    assert law["texts"] == [{"name": NUMBER, "how": "changed"}] and law["now"] not in (None, law["then"])


def test_a_changed_vocabulary_is_named_alone(capsys: Capture, answer: str, tmp_path: Path) -> None:
    changed(tmp_path / "policy" / "词汇" / "词汇.md", "中级 < 高级", "中级 < 高级 < 特级")
    (law,) = laws(capsys, answer)
    assert law["texts"] == [{"name": "样例词汇", "how": "changed"}]


def test_what_came_in_is_named(capsys: Capture, answer: str, policy: Path, tmp_path: Path) -> None:
    more = WORDS.replace("样例词汇", "另一份词汇").replace("人员", "机构").replace("取证", "检查").replace("级", "档")
    (tmp_path / "policy" / "词汇" / "另一份.md").write_text(more, encoding="utf-8")
    assert run(capsys, "verify", answer)[0] == 0  # nothing uses it
    changed(policy, "使用 样例词汇", "使用 样例词汇、另一份词汇")
    code, out, _ = run(capsys, "verify", answer)
    assert code == 1 and "另一份词汇 是后来加上的" in out
    assert {(t["name"], t["how"]) for t in laws(capsys, answer)[0]["texts"]} == {
        (NUMBER, "changed"),
        ("另一份词汇", "new"),
    }


def test_a_document_that_is_gone(capsys: Capture, answer: str, policy: Path) -> None:
    policy.unlink()
    code, out, _ = run(capsys, "verify", answer)
    assert code == 1 and f"{NUMBER} 已不在政策库里" in out
    (law,) = laws(capsys, answer)
    assert (law["now"], law["texts"]) == (None, [{"name": NUMBER, "how": "gone"}])


def test_a_library_with_faults_is_another_law(capsys: Capture, answer: str, policy: Path) -> None:
    changed(policy, "甲.级别", "甲.等级")
    assert run(capsys, "verify", answer)[0] == 1
    (law,) = laws(capsys, answer)
    assert (law["now"], law["texts"]) == (None, [{"name": NUMBER, "how": "changed"}])


def test_another_engine(capsys: Capture, answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tiaoli.version.version", lambda: "9.9.9")
    code, out, _ = run(capsys, "verify", answer)
    assert code == 1 and "政策没有变" in out and "现在是 9.9.9" in out
    told = json.loads(run(capsys, "verify", answer, "--json")[1])
    assert told["engine"]["same"] is False and told["engine"]["now"] == "9.9.9" and faults(told, "verification") == []


def test_the_same_words_read_otherwise(capsys: Capture, answer: str, tmp_path: Path) -> None:
    read = json.loads(Path(answer).read_text(encoding="utf-8"))
    law = {**read["receipt"]["laws"][0], "rulebook": HASH}
    other = written(tmp_path, json.dumps({**read["receipt"], "rulebook": HASH, "laws": [law]}))
    code, out, _ = run(capsys, "verify", other)
    assert code == 1 and "文件一字未改" in out


# ---------------------------------------------------------------- no receipt


DEEP = 200_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"", "TL0712"),
        (b"{", "TL0712"),
        ("案例: 甲".encode(), "TL0712"),
        (b"[]", "TL0712"),
        (b"null", "TL0712"),
        (b"{}", "TL0712"),
        (b'"receipt"', "TL0712"),
        (b'{"receipt": 1}', "TL0712"),
        (b'{"receipt": null}', "TL0712"),
        (b'{"tiaoli": 1, "problems": []}', "TL0712"),
        (b"[" * DEEP + b"]" * DEEP, "TL0712"),
        (b'{"receipt":' * DEEP + b"1" + b"}" * DEEP, "TL0712"),
        (b'{"receipt": ' + b"9" * DEEP + b"}", "TL0712"),
        (b"\xff\xfe", "TL0614"),
        (b"{}\0", "TL0614"),
        (b'{"receipt": {}}', "TL0713"),
        (b'{"rulebook": NaN}', "TL0713"),
    ],
)
def test_what_holds_no_receipt(capsys: Capture, cases: str, tmp_path: Path, text: bytes, code: str) -> None:
    exit_code, out, err = run(capsys, "verify", written(tmp_path, text))
    assert (exit_code, out) == (2, "")
    assert err.startswith(code) and "Traceback" not in err
    assert all(len(line) < 200 for line in err.splitlines())


@pytest.mark.parametrize(
    ("path", "value", "part"),
    [
        (("rulebook",), None, "rulebook"),
        (("rulebook",), 1, "rulebook"),
        (("rulebook",), "sha256:00", "rulebook"),
        (("rulebook",), HASH, "rulebook"),  # not that of its laws
        (("engine",), 1, "engine"),
        (("engine",), "", "engine"),
        (("engine",), "1\x1b[2J", "engine"),
        (("engine",), "9" * 1000, "engine"),
        (("laws",), {}, "laws"),
        (("laws",), [1], "laws[0]"),
        (("laws",), [{}] * 5000, "laws"),
        (("laws", 0, "documents"), [], "laws[0].documents"),
        (("laws", 0, "documents"), "甲", "laws[0].documents"),
        (("laws", 0, "documents"), [["甲"]], "laws[0].documents"),
        (("laws", 0, "documents"), ["甲\n乙"], "laws[0].documents"),
        (("laws", 0, "documents"), ["\ud800"], "laws[0].documents"),
        (("laws", 0, "known"), "2021-02-30", "laws[0].known"),
        (("laws", 0, "known"), 20210230, "laws[0].known"),
        (("laws", 0, "known"), "明天", "laws[0].known"),
        (("laws", 0, "rulebook"), ["sha256"], "laws[0].rulebook"),
        (("laws", 0, "texts"), [], "laws[0].texts"),
        (("laws", 0, "texts"), {"甲": "乙"}, "laws[0].texts.甲"),
    ],
)
def test_a_receipt_that_is_not_whole(
    capsys: Capture, answer: str, tmp_path: Path, path: tuple[str | int, ...], value: object, part: str
) -> None:
    read = json.loads(Path(answer).read_text(encoding="utf-8"))
    node = read["receipt"]
    for step in path[:-1]:
        node = node[step]
    node[path[-1]] = value
    code, out, err = run(capsys, "verify", written(tmp_path, json.dumps(read)))
    assert (code, out) == (2, "")
    assert err.startswith("TL0713") and f" {part} " in " ".join(err.split()) and "\x1b" not in err
    told = json.loads(run(capsys, "verify", written(tmp_path, json.dumps(read)), "--json")[1])
    assert told["problems"][0]["fields"]["part"] == part and faults(told, "problems") == []


def test_names_that_lead_out_of_the_library_are_names_of_nothing(capsys: Capture, answer: str, tmp_path: Path) -> None:
    read = json.loads(Path(answer).read_text(encoding="utf-8"))["receipt"]
    read["laws"][0]["documents"] = ["../../../../etc/passwd"]
    code, out, _ = run(capsys, "verify", written(tmp_path, json.dumps(read)))
    assert code == 1 and "已经没有" in out


def test_files_that_are_none(
    capsys: Capture, cases: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, code in ((tmp_path / "不在", "TL0611"), (tmp_path, "TL0613"), (tmp_path / "pipe", "TL0613")):
        exit_code, out, err = run(capsys, "verify", str(path))
        assert (exit_code, out) == (2, "") and err.startswith(code)
    monkeypatch.setattr("tiaoli.report.receipt.LARGEST", 1000)
    code, _, err = run(capsys, "verify", answer, "--lang", "en")
    assert code == 2 and "the file is too large" in " ".join(err.split())


def test_help_has_examples(capsys: Capture) -> None:
    code, out, _ = run(capsys, "verify", "-h", "--lang", "en")
    assert code == 0 and "Examples:\n  tiaoli assess CASE.yaml --json > answer.json\n" in out
    assert "Examples" not in run(capsys, "list", "-h", "--lang", "en")[1]
