"""Git revisions of a folder: read without touching the working tree, and faults said plainly."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from compiler.diagnostics.problem import Rejected
from tests.comparing.laws import LAW, library
from tiaoli.comparing.revisions import common, resolve, unpacked

TAB = "\t"


def git(folder: Path, *words: str) -> str:
    """Run git as somebody."""
    who = {
        f"GIT_{role}_{what}": value
        for role in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "甲"), ("EMAIL", "a@b.invalid"))
    }
    environment = (
        {k: v for k, v in os.environ.items() if not k.startswith("GIT_")} | who | {"GIT_CONFIG_GLOBAL": os.devnull}
    )
    done = subprocess.run(("git", *words), cwd=folder, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository whose folder ``policy`` has two versions: a certificate was worth 500 and is worth 800."""
    git(tmp_path, "init", "-q", "-b", "main")
    root = library(tmp_path / "policy")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "old")
    path = root / "办法" / "办法.md"
    path.write_text(LAW.replace("性500元", "性800元").replace("性 500元", "性 800元"), encoding="utf-8")
    git(tmp_path, "commit", "-qam", "new")
    return root


def codes(rejected: pytest.ExceptionInfo[Rejected]) -> list[str]:
    """The codes of what was rejected."""
    return [p.code for p in rejected.value.problems]


def test_a_revision_is_unpacked_beside_and_gone_afterwards(repository: Path):
    before = (repository / "办法" / "办法.md").read_text(encoding="utf-8")
    with unpacked(resolve(repository, "HEAD~1")) as folder:
        assert (folder / "办法" / "办法.md").read_text(encoding="utf-8") == LAW
        assert (folder / "办法" / "案例" / "案例.yaml").is_file()
        place = folder
    assert not place.exists()
    assert (repository / "办法" / "办法.md").read_text(encoding="utf-8") == before
    assert git(repository, "status", "--porcelain") == ""


def test_the_folder_of_the_whole_repository_can_be_asked_for(repository: Path):
    with unpacked(resolve(repository.parent, "main")) as folder:
        assert (folder / "policy" / "办法" / "办法.md").is_file()


def test_what_two_revisions_have_in_common(repository: Path):
    git(repository, "checkout", "-q", "-b", "side", "HEAD~1")
    (repository / "说明.md").write_text("说明", encoding="utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "side")
    assert common(repository, "main", "side").commit == git(repository, "rev-parse", "main~1")


@pytest.mark.parametrize("name", ["没有", "-n", "--upload-pack=x", "", "a b", "a\nb", "HEAD:policy", "x" * 2000])
def test_what_is_no_revision_is_refused(repository: Path, name: str):
    with pytest.raises(Rejected) as rejected:
        resolve(repository, name)
    assert codes(rejected) == ["TL0781"]


def test_outside_of_a_repository_and_without_git_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(Rejected) as rejected:
        resolve(tmp_path, "main")
    assert codes(rejected) == ["TL0781"] and "git" in dict(rejected.value.problems[0].fields)["said"]
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Rejected) as rejected:
        resolve(tmp_path, "main")
    assert dict(rejected.value.problems[0].fields)["said"].startswith("git: ")


def test_a_revision_without_the_folder_is_said(repository: Path):
    later = repository.parent / "later"
    library(later)
    with pytest.raises(Rejected) as rejected, unpacked(resolve(later, "HEAD")):
        pass
    assert codes(rejected) == ["TL0701"]


def test_links_and_other_files_are_not_written(repository: Path):
    (repository / "办法" / "外面.md").symlink_to("/etc/passwd")
    (repository / "办法" / "脚本.sh").write_text("exit 1", encoding="utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "links")
    with unpacked(resolve(repository, "HEAD")) as folder:
        assert sorted(p.name for p in folder.rglob("*") if p.is_file() or p.is_symlink()) == ["办法.md", "案例.yaml"]


def test_a_path_that_leads_out_of_the_folder_is_not_written(repository: Path, tmp_path: Path):
    """Git itself refuses to add such a path; a tree that was made by hand can hold one."""
    blob = git(repository, "hash-object", "-w", str(repository / "办法" / "办法.md"))

    def tree(*rows: str) -> str:
        made = subprocess.run(
            ("git", "mktree", "--missing"),
            cwd=repository,
            input="\n".join(rows),
            text=True,
            capture_output=True,
            check=True,
        )
        return made.stdout.strip()

    inner = tree(f"100644 blob {blob}\t逃.md")
    top = tree(f"040000 tree {tree(f'040000 tree {inner}{TAB}..', f'100644 blob {blob}{TAB}好.md')}{TAB}policy")
    commit = git(repository, "commit-tree", "-m", "bad", top)
    with unpacked(resolve(repository, commit)) as folder:
        assert [p.name for p in folder.rglob("*.md")] == ["好.md"]
        assert not (folder.parent / "逃.md").exists()
