"""Many cases on several processes: the same answers in the same order, and faults beside them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

import pytest

from compiler.diagnostics.problem import Rejected
from tests.tiaoli.library import NUMBER, case, make
from tiaoli.casebook.parallel import assessed, each_piece
from tiaoli.casebook.pieces import Piece, count_cases, lots
from tiaoli.casebook.processes import cores
from tiaoli.casebook.replay import replayed
from tiaoli.casebook.select import Selection, matches
from tiaoli.opening import Opened, Wanted


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Four casebooks of 60 cases. By the rule the subsidy is 60% of the fee, at most 1000 yuan: every seventh case of
    the third book says something else, and one case of the second is faulty."""
    folder = make(tmp_path_factory.mktemp("books")) / NUMBER / "案例"
    for path in folder.iterdir():
        path.unlink()
    paths = []
    for book in range(4):
        cases = []
        for number in range(60):
            fee = 100 * (number % 20)
            due = min(fee * 60 // 100, 1000)
            wrong = book == 2 and number % 7 == 0
            expected = f"一次性{due + wrong}元"
            cases.append(case(f"{book}之{number}", "高级", f"{fee}元", expected))
        if book == 1:
            cases[30] = cases[30].replace("培训费", "培训飞")
        path = folder / f"{book}.yaml"
        path.write_text("---\n".join(cases), encoding="utf-8")
        paths.append(path)
    return paths


def names(opened: Sequence[Opened]) -> list[str | Rejected]:
    return [one.case.name for one in opened]


def broken(opened: Sequence[Opened]) -> list[str | Rejected]:
    raise RuntimeError("no")


EXPECTED = [f"{book}之{number}" for book in range(4) for number in range(60) if (book, number) != (1, 30)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_case_once_and_in_order(books: list[Path], jobs: int) -> None:
    done = list(each_piece(books, Wanted(), names, jobs))
    assert [name for piece in done for _, name in piece.values] == EXPECTED
    assert [(p.code, dict(p.fields)["found"]) for piece in done for p in piece.problems] == [("TL0623", "培训飞")]
    assert [piece.path for piece in done] == sorted(piece.path for piece in done)
    assert sum(piece.size for piece in done) == 240
    assert {piece.path: piece.text for piece in done}.keys() == set(books)
    numbers = [(piece.path, index) for piece in done for index, _ in piece.values]
    assert numbers == [(books[b], n) for b in range(4) for n in range(60) if (b, n) != (1, 30)]


def test_what_differs_is_the_same_whoever_finds_it(books: list[Path]) -> None:
    alone = [t.outcomes for t in replayed(books, Wanted(), Selection(), 1)]
    shared = [t.outcomes for t in replayed(books, Wanted(), Selection(), 2)]
    assert [o for t in alone for o in t] == [o for t in shared for o in t]
    differing = [o.case for t in shared for o in t if o.differences]
    assert differing == [f"2之{n}" for n in range(0, 60, 7)]


def test_answers_in_the_order_of_the_cases(books: list[Path]) -> None:
    found = [v for piece in each_piece(books[:1], Wanted(), assessed, 1) for _, v in piece.values]
    assert [a.case for a in found] == EXPECTED[:60]
    # 60% of 0, 100, 200 … yuan.
    assert [a.results[0].amount.low for a in found[:4]] == [0, 60, 120, 180]


def test_whoever_stops_asking_stops_the_work(books: list[Path]) -> None:
    with closing(each_piece(books, Wanted(), names, 2)) as pieces:
        assert next(pieces).values[0][1] == "0之0"


def test_an_error_in_a_worker_comes_out(books: list[Path]) -> None:
    with pytest.raises(RuntimeError):
        list(each_piece(books, Wanted(), broken, 2))


def test_there_is_at_least_one_core() -> None:
    assert cores() >= 1


# ---------------------------------------------------------------- pieces


def test_lots_hold_every_case_once(books: list[Path]) -> None:
    for jobs in (1, 2, 16):
        cut = lots(books, jobs)
        pieces = [p for lot in cut for p in lot]
        for path in books:
            own = [p for p in pieces if p.path == path]
            assert own[0].first == 0 and own[-1].last == 60
            assert all(a.last == b.first for a, b in pairwise(own))
        assert len({sum(p.size for p in lot) for lot in cut[:-1]}) <= 1


def test_files_are_counted_by_their_marks(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    for text, count in (("a: 1\n", 1), ("a: 1\n---\nb: 2\n", 2), ("---\r\na: 1\r\n---\r\n", 2), ("a: '---'\n", 1)):
        path.write_bytes(text.encode())
        assert count_cases(path) == count
    assert count_cases(tmp_path / "none.yaml") == count_cases(tmp_path) == 1
    assert lots([tmp_path / "none.yaml"], 2) == ((Piece(tmp_path / "none.yaml", 0, 1),),)


# ---------------------------------------------------------------- which cases


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("超过封顶", "封顶", True),
        ("超过封顶", "封顶*", False),
        ("超过封顶", "*封顶", True),
        ("超过封顶", "超?封顶", True),
        ("第[1]条", "[", False),
        ("Ab", "ab", False),
    ],
)
def test_names_and_patterns(name: str, pattern: str, fits: bool) -> None:
    assert matches(name, pattern) == fits


@pytest.mark.parametrize(
    ("selection", "count"),
    [
        (Selection(), 59),
        (Selection(names=("之5",)), 11),
        (Selection(names=("1之5?",)), 10),
        (Selection(benefits=("取证*",)), 59),
        (Selection(benefits=("别的",)), 0),
        (Selection(documents=(NUMBER,)), 59),
        (Selection(documents=("别的",)), 0),
        (Selection(clauses=("1",)), 59),
        (Selection(clauses=("2", "1.1")), 0),
        (Selection(failed=()), 0),
    ],
)
def test_selections(books: list[Path], selection: Selection, count: int) -> None:
    told = list(replayed(books[1:2], Wanted(), selection, 1))
    assert sum(len(t.outcomes) for t in told) == count
    some = Selection(failed=((books[1], frozenset({"1之7", "1之9"})),))
    assert [o.case for t in replayed(books[1:2], Wanted(), some, 1) for o in t.outcomes] == ["1之7", "1之9"]
