"""Pairs of small laws, and what is found of them."""

from __future__ import annotations

from pathlib import Path

from compiler.driver import compile_library
from compiler.rulebook.model import Rulebook
from solver.answers.universal import Finding, Universal, Witness
from solver.questions.universal import universal
from tests.meaning.policy import HEAD, NUMBER, library

RULE = """待遇 奖励
    对 取证 甲
    享受 甲.人员
{lines}
"""


def law(folder: Path, rules: str, head: str = HEAD) -> Rulebook:
    """A law with these rules."""
    folder.mkdir(parents=True, exist_ok=True)
    return compile_library(library(folder, rules, head), (NUMBER,))


def rule(*lines: str) -> str:
    """A benefit for a certificate with these lines."""
    return RULE.format(lines="\n".join(f"    {line}" for line in lines))


def compared(tmp_path: Path, old: str, new: str, head: str = HEAD, seconds: float = 20.0) -> Universal:
    """Two laws held against each other."""
    return universal(law(tmp_path / "旧", old, head), law(tmp_path / "新", new, head), seconds=seconds)


def found(tmp_path: Path, old: str, new: str, head: str = HEAD) -> Finding:
    """The one finding about two laws of one benefit."""
    (finding,) = compared(tmp_path, old, new, head).findings
    return finding


def facts(witness: Witness | None) -> dict[str, str]:
    """What a witness states, by field; references left out."""
    assert witness is not None
    ids = {f.id for f in witness.case.facts}
    return {v.field: v.written for f in witness.case.facts for v in f.values if v.value not in ids}
