"""The text of a document on a day, for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from compiler.amendments.clauses import Standing
from compiler.amendments.editions import Edition
from compiler.amendments.passages import Passage, standing
from compiler.corpus import Turn
from tiaoli.report.json import VERSION, write


def text_as_json(
    document: str,
    day: str | None,
    edition: Edition,
    editions: tuple[Edition, ...],
    shown: Iterable[Standing],
    single: bool,
    rules: Callable[[Edition, Standing], tuple[str, ...]],
) -> str:
    """One object: the document, since when it reads so, all days on which it changes, and the clauses; of a single
    clause its parts stand in the object itself."""
    found: dict[str, object] = {
        "tiaoli": VERSION,
        "document": document,
        "on": day,
        "since": edition.since.isoformat() if edition.since is not None else None,
        "editions": [e.since.isoformat() for e in editions if e.since is not None],
    }
    clauses = [_clause(c, rules(edition, c)) for c in shown]
    return write(found | clauses[0] if single else found | {"clauses": clauses})


def _clause(clause: Standing, rules: tuple[str, ...]) -> dict[str, object]:
    return {
        "clause": clause.id,
        "title": clause.clause.title.text if clause.clause.title is not None else "",
        "path": list(clause.path),
        "text": "\n".join(standing(p) for p in clause.passages if standing(p).strip()),
        "removed": _turn(clause.gone),
        "passages": [_passage(p) for p in clause.passages],
        "rules": list(rules),
    }


def _passage(passage: Passage) -> list[dict[str, object]]:
    return [{"text": p.text, "added": _turn(p.added), "removed": _turn(p.removed)} for p in passage]


def _turn(turn: Turn | None) -> dict[str, str] | None:
    if turn is None:
        return None
    return {"since": turn.day.isoformat(), "document": turn.document, "clause": turn.clause, "quote": turn.quote}
