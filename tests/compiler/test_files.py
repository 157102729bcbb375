"""Opening what may be no text file."""

import os
from pathlib import Path

import pytest

from compiler import store
from compiler.diagnostics.problem import Log
from compiler.source.files import read_text


def read(path, **limits):
    log = Log()
    file = read_text(Path(path), log, **limits)
    return file, [(p.code, dict(p.fields)) for p in log.problems]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("案例: 甲\n".encode(), "案例: 甲\n"),
        (b"\xef\xbb\xbfa: b\n", "a: b\n"),
        (b"a\r\nb\rc\n", "a\nb\nc\n"),
    ],
)
def test_text_comes_without_mark_and_with_plain_line_ends(tmp_path, data, text):
    path = tmp_path / "例 一.yaml"
    path.write_bytes(data)
    file, problems = read(path)
    assert file.text == text and file.name == str(path) and problems == []


@pytest.mark.parametrize(
    ("data", "offset"),
    [
        (b"abc\0def", "3"),
        ("案例".encode("gb18030"), "0"),
        (b"\xff\xfea\0", "0"),
        ("案".encode() + b"\xff", "3"),
        (b"a\0\xff", "1"),
        (b"\xef\xbb\xbf\xff", "3"),
        ("案".encode()[:2], "0"),
        (b"ab\xed\xa0\x80", "2"),
    ],
)
def test_what_is_no_utf8_text_is_refused_at_its_byte(tmp_path, data, offset):
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    assert read(path) == (None, [("TL0614", {"found": str(path), "offset": offset})])


def test_a_file_that_is_not_there(tmp_path):
    (tmp_path / "file").write_text("a")
    for path in (tmp_path / "没有.yaml", tmp_path / "file" / "below", "with\0nul"):
        assert read(path) == (None, [("TL0611", {"found": str(path)})])


def test_a_folder(tmp_path):
    assert read(tmp_path) == (None, [("TL0613", {"found": str(tmp_path)})])


def test_what_cannot_be_opened(tmp_path):
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for path in (loop, tmp_path / ("长" * 300)):
        assert read(path)[1] == [("TL0613", {"found": str(path)})]


def test_a_name_that_is_no_text_can_be_shown(tmp_path):
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml")
    ((code, fields),) = read(name)[1]
    assert code == "TL0611" and fields["found"].endswith("/\\udcff.yaml")


def test_devices_and_pipes_are_refused_at_once(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (pipe, "/dev/zero", "/dev/null"):
        assert read(path) == (None, [("TL0613", {"found": str(path)})])


def test_a_large_file_is_not_read(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # only zeros: reading it would give TL0614
    assert read(path) == (None, [("TL0602", {"found": str(path), "limit": "20 MB"})])


def test_the_limit_itself_is_allowed(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"12345")
    assert read(path, limit=5)[0].text == "12345"
    assert read(path, limit=4) == (None, [("TL0602", {"found": str(path), "limit": "4e-06 MB"})])


def test_a_library_may_hold_files_that_are_none_of_ours(tmp_path):
    """A name that is no text, a link to nowhere: each is passed over, and the library keeps its key."""
    (tmp_path / "办法.md").write_text("# 办法\n", encoding="utf-8")
    before = store.key(tmp_path, ("样发〔2024〕1号",), None)
    (tmp_path / "走.md").symlink_to(tmp_path / "没有")
    assert store.key(tmp_path, ("样发〔2024〕1号",), None) == before
    Path(os.fsdecode(bytes(tmp_path) + b"/\xff.md")).write_bytes(b"x")
    assert store.key(tmp_path, ("样发〔2024〕1号",), None) != before
    assert store.key(tmp_path / "没有这里", (), None) != before
