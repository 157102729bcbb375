"""Small cases that tell readings apart, as the command has them: looked for once, told in order, the same on any number
of cores."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from compiler.driver import load
from compiler.rulebook.model import ReadingDecl
from solver.questions.witness import NoWitness, Witness, Witnesses
from tests.meaning.policy import NUMBER, library
from tests.tiaoli.library import run
from tiaoli.screen.readings import show_readings
from tiaoli.witnesses import witnesses
from tiaoli.words import words_of

RULES = """
待遇 奖励
    对 取证 甲
    享受 甲.人员
    当 甲.日期 ≥ 2022-01-01 或 先后 = 从宽
    当 甲.等级 ≥ 中级 或 等级 = 不论
    金额 一次性 1000元

读法 先后
    严重 H
    问 「从哪天算起？」
    选 从严 「从2022年算起」
    选 从宽 「一直都算」
    默认 从严
    涉及 奖励

读法 等级
    严重 M
    问 「什么等级？」
    选 中级 「中级以上」
    选 不论 「都可以」
    默认 中级
    涉及 奖励
"""
SOUGHT = [(NUMBER, "先后"), (NUMBER, "等级")]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of one document with two readings, and an empty place to keep things in."""
    monkeypatch.setenv("TIAOLI_CACHE", str(tmp_path / "kept"))
    return library(tmp_path, RULES)


def found_in(root: Path, seconds: float = 60.0, jobs: int = 1) -> list[Witness | NoWitness]:
    return list(witnesses(root, None, SOUGHT, seconds, jobs))


def nothing(*_: object, **__: object) -> NoWitness:
    return NoWitness("limit")


def test_the_same_on_one_core_and_on_two(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = found_in(root)
    monkeypatch.setenv("TIAOLI_CACHE", "")
    two = found_in(root, jobs=2)
    assert one == two
    assert [w.reading for w in one if isinstance(w, Witness)] == ["先后", "等级"]


def test_what_was_found_once_is_not_looked_for_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found_in(root)
    monkeypatch.setattr(Witnesses, "of", nothing)
    assert found_in(root) == before


def test_it_is_looked_for_again_when_the_law_changes(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found_in(root)
    library(root, RULES.replace("1000元", "2000元"))
    monkeypatch.setattr(Witnesses, "of", nothing)
    assert found_in(root) == [NoWitness("limit")] * 2


def test_a_search_that_was_cut_off_is_not_kept(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Witnesses, "of", nothing)
        assert found_in(root) == [NoWitness("limit")] * 2
    assert all(isinstance(w, Witness) for w in found_in(root))


def test_damage_to_what_is_kept_is_noticed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = found_in(root)
    for path in (root / "kept").iterdir():
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(Witnesses, "of", nothing)
    assert found_in(root) == [NoWitness("limit")] * 2
    monkeypatch.undo()
    monkeypatch.setenv("TIAOLI_CACHE", str(root / "kept"))
    assert found_in(root) == before


@pytest.mark.usefixtures("quiet")
def test_the_command_tells_them_in_the_order_of_the_document(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for jobs in ("1", "2"):
        code, out, _ = run(capsys, "readings", "--json", "--library", str(root), "--jobs", jobs)
        (document,) = json.loads(out)["documents"]
        assert code == 0
        assert [(r["reading"], r["witness"]["limit"]) for r in document["readings"]] == [
            ("先后", False),
            ("等级", False),
        ]


def test_each_is_printed_before_the_next_is_looked_for(root: Path) -> None:
    decls = load(root, (NUMBER,)).readings
    out = StringIO()
    printed: list[str] = []

    def told() -> Iterator[tuple[ReadingDecl, NoWitness]]:
        for decl in decls:
            printed.append(out.getvalue())
            yield decl, NoWitness("alike")

    show_readings(Console(file=out, width=80), [(NUMBER, told())], words_of("zh"))
    assert [[d.name in text for d in decls] for text in printed] == [[False, False], [True, False]]


@pytest.mark.usefixtures("quiet")
@pytest.mark.parametrize("wanted", ["没有这个=从严", "先后=没有这样"])
def test_a_reading_or_choice_that_there_is_not_is_said(
    root: Path, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, "readings", "--library", str(root), "--reading", wanted)
    assert (code, out) == (2, "")
    assert wanted.split("=")[wanted.startswith("先后")] in err
