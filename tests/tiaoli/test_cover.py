"""Coverage on the screen, as JSON, as a page, and its exit codes."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from compiler.source.text import width
from tests.tiaoli.library import NUMBER, case, make, run

EDGES = (("中级", "1000元", "2024-01-01"), ("初级", "1000元", "2024-05-01"), ("中级", "1666.67元", "2023-12-31"))


@pytest.fixture
def seen(tmp_path, quiet, monkeypatch):
    """A library whose cases show the levels and the days, and not the cap."""
    root = make(tmp_path)
    cases = [case(f"案{n}", level, fee, "准予", day) for n, (level, fee, day) in enumerate(EDGES)]
    for old in root.rglob("*.yaml"):
        old.unlink()
    (root / NUMBER / "案例" / "边.yaml").write_text("---\n".join(cases), encoding="utf-8")
    monkeypatch.chdir(root)
    return root


def test_the_screen_says_what_is_missing_and_fits(seen, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    code, out, _ = run(capsys, "cover", "--lang", "zh")
    assert code == 0
    assert all(width(line) <= 80 for line in out.splitlines())
    missing = out.split("还缺的")[1].split("没有案例能见到的")[0]
    assert "改变了金额：封顶 1000元" in missing and "写一个准予的案例，金额因它改变" in missing
    assert "甲.级别 ≥ 中级" not in missing and "首日" not in missing
    code, out, _ = run(capsys, "cover", "--lang", "en", "--all")
    assert "changed the amount: 封顶 1000元" in out and "just outside: 甲.级别 ≥ 中级\n    → 案1" in out


def test_the_exit_code_follows_the_least_per_cent(seen, capsys):
    answer = json.loads(run(capsys, "cover", "--json")[1])
    assert 50 < float(answer["percent"]) < 100
    assert run(capsys, "cover", "--fail-under", answer["percent"])[0] == 0
    assert run(capsys, "cover", "--fail-under", "100")[0] == 1
    assert run(capsys, "cover", "--fail-under", "0")[0] == 0
    for wrong in ("101", "-1", "abc", "1/2", "1e1", ""):
        assert run(capsys, "cover", f"--fail-under={wrong}")[0] == 2


def test_filters_and_cases(seen, capsys):
    whole = json.loads(run(capsys, "cover", "--json")[1])
    one = json.loads(run(capsys, "cover", "--json", "--clause", "1", "--benefit", "取证补贴")[1])
    assert {g["id"] for g in one["goals"]} <= {g["id"] for g in whole["goals"]} and one["goals"]
    for wrong in (("--clause", "9"), ("--benefit", "没有"), ("--cases", "没有.yaml"), ("没有的文件",)):
        assert run(capsys, "cover", *wrong)[0] == 2
    (seen / "空.yaml").write_text(case("空", "", "", "待定"), encoding="utf-8")
    few = json.loads(run(capsys, "cover", "--json", "--cases", "空.yaml")[1])
    assert few["cases"] == 1 and few["seen"] < whole["seen"]


def test_a_library_without_cases_has_everything_missing(seen, capsys):
    for file in seen.rglob("*.yaml"):
        file.unlink()
    code, out, _ = run(capsys, "cover", "--json", "--fail-under", "1")
    answer = json.loads(out)
    assert (code, answer["seen"], answer["percent"]) == (1, 0, "0.00")
    assert answer["missing"] == sum(c["missing"] for c in answer["clauses"]) > 10


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_holds_the_law_and_fetches_nothing(seen, capsys, language):
    law = seen / NUMBER / "办法.md"
    (file,) = [p for p in seen.rglob("*.md") if f"文件 {NUMBER}" in p.read_text("utf-8")]
    hostile = '第二条 <script>alert("x")</script>&amp;由某局负责。'
    assert law.parent == file.parent
    file.write_text(
        file.read_text("utf-8") + f"\n{hostile}\n\n```tiaoli\n条款 2\n\n职责 「由某局负责」\n```\n", encoding="utf-8"
    )
    code, _, _ = run(capsys, "cover", "--html", "页.html", "--lang", language)
    assert code == 0
    text = (seen / "页.html").read_text(encoding="utf-8")
    page = Page()
    page.feed(text)
    assert hostile in page.said and "<script>alert" not in text
    assert [t for t, _ in page.tags if t == "script"] == ["script"]
    fetched = [a for _, attrs in page.tags for a in attrs if a in ("src", "srcset", "data", "action")]
    links = [attrs["href"] or "" for _, attrs in page.tags if "href" in attrs]
    ids = {attrs["id"] for _, attrs in page.tags if "id" in attrs}
    assert fetched == [] and links and all(link[0] == "#" and link[1:] in ids for link in links)
    assert (
        "url(" not in text and "@import" not in text and "prefers-color-scheme: dark" in text and "@media print" in text
    )
    classes = {attrs.get("class") for tag, attrs in page.tags if tag == "a"}
    assert {"part", "accounted"} <= classes


def test_a_page_that_cannot_be_written_is_a_fault(seen, capsys):
    assert run(capsys, "cover", "--html", "没有的文件夹/页.html")[0] == 2


def test_the_same_bytes_twice(seen, capsys):
    assert run(capsys, "cover", "--json")[1] == run(capsys, "cover", "--json")[1]
