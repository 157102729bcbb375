"""``--watch``: a change replays what it affects and nothing else; Ctrl-C ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.tiaoli.library import NUMBER, case, make
from tiaoli.casebook.select import Selection
from tiaoli.casebook.watch import Watch


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small library with two casebooks, and a cache of its own."""
    monkeypatch.setenv("TIAOLI_CACHE", str(tmp_path / "cache"))
    made = make(tmp_path)
    (made / NUMBER / "案例" / "乙.yaml").write_text(case("乙", "中级", "100元", "一次性60元"), encoding="utf-8")
    return made


class Heard:
    """What was told, one entry for each time."""

    def __init__(self) -> None:
        self.times: list[tuple[list[str], list[str], list[str], list[str]]] = []

    def __call__(self, changed: Sequence[Path], outcomes: Sequence, problems: Sequence, state: object) -> None:
        differing = [o.case for o in outcomes if o.differences]
        self.times.append(
            ([p.name for p in changed], [o.case for o in outcomes], differing, [p.code for p in problems])
        )


def touch(path: Path, text: str) -> None:
    """Write, so that it is seen even within one tick of the clock."""
    path.write_text(text, encoding="utf-8")
    later = path.stat().st_mtime_ns + 10_000_000
    os.utime(path, ns=(later, later))


ALL = ["乙", "中级", "到顶", "初级", "未填级别"]


def test_what_a_change_affects_is_replayed(root: Path) -> None:
    heard = Heard()
    watch = Watch((str(root),), None, lambda files: Selection(), 1, heard)
    watch.start()
    assert heard.times.pop() == ([], ALL, [], []) and watch.state.code() == 0
    watch.look()
    assert heard.times == []
    second = root / NUMBER / "案例" / "乙.yaml"
    touch(second, case("乙", "中级", "100元", "一次性61元"))
    watch.look()
    assert heard.times.pop() == (["乙.yaml"], ["乙"], ["乙"], []) and watch.state.code() == 1

    # Another line, the same rule: no case is affected.
    document = root / NUMBER / "办法.md"
    text = document.read_text(encoding="utf-8")
    touch(document, text.replace("待遇 取证补贴", "# 补贴\n待遇 取证补贴"))
    watch.look()
    assert heard.times.pop() == (["办法.md"], [], [], [])
    touch(document, text.replace("的 60%", "的 61%"))
    watch.look()
    # 61% of 100 is 61, of 1000 is 610; of 2000 it is over the cap before and after.
    assert heard.times.pop() == (["办法.md"], ALL, ["中级"], [])
    touch(document, text.replace("甲.级别", "甲.等级"))
    watch.look()
    changed, outcomes, _, problems = heard.times.pop()
    assert (changed, outcomes) == (["办法.md"], []) and problems and watch.state.code() == 2
    touch(document, text)
    watch.look()
    assert heard.times.pop()[1:3] == (ALL, ["乙"]) and watch.state.code() == 1

    third = root / NUMBER / "案例" / "丙.yaml"
    touch(third, case("丙", "初级", "100元", "不予"))
    second.unlink()
    watch.look()
    assert heard.times.pop() == (["丙.yaml", "乙.yaml"], ["丙"], [], []) and watch.state.code() == 0


def test_it_works_in_a_pipe_and_ends_with_ctrl_c(root: Path) -> None:
    command = [sys.executable, "-m", "tiaoli", "test", str(root), "--watch", "--lang", "en", "-j", "1"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a shell's background job ignores it
    )
    assert process.stdout is not None and process.stderr is not None
    try:
        assert "5 cases, 5 expectations, all as recorded." in process.stdout.readline()
        assert "watching 2 files" in process.stdout.readline()
        touch(root / NUMBER / "案例" / "乙.yaml", case("乙", "中级", "100元", "一次性61元"))
        assert "乙.yaml has changed" in process.stdout.readline()
        seen = [process.stdout.readline()]
        while seen[-1] and "1 case differs" not in seen[-1]:
            assert len(seen) < 60, seen
            seen.append(process.stdout.readline())
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 1
        assert process.stderr.read() == ""
    finally:
        process.kill()
        process.stdout.close()
        process.stderr.close()
