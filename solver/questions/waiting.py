"""What an undetermined answer waits for, and what its notes still have to say."""

from __future__ import annotations

from collections.abc import Iterator

from solver.answers.model import Reason


def missing_in(because: tuple[Reason, ...]) -> tuple[str, ...]:
    """What is missing by the reasons of an answer, each once."""
    return tuple(dict.fromkeys(_lack(r) for reason in because for r in open_under(reason)))


def open_under(reason: Reason) -> Iterator[Reason]:
    """What is not known: of an end of payment what it hangs on."""
    below = [r for r in reason.children if r.state == "unknown"] if reason.kind == "early_end" else []
    if below:
        yield from below
    elif reason.state == "unknown":
        yield reason


def _lack(reason: Reason) -> str:
    """What is missing, in one name: a fact, a reading, a document, whoever decides."""
    if reason.kind == "contest":
        return reason.text
    return reason.name if reason.kind == "reading" else reason.fact or reason.about or reason.name


def besides(told: tuple[Reason, ...], because: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """The notes but for the ends of payment that decided already."""
    said = {r.text for r in because if r.kind in ("ends", "early_end")}
    return tuple(n for n in told if n.kind != "ends" or n.text not in said)
