"""Policy as code for Chinese benefit policies: the command, the screen, the reports, and the Python interface.

``tiaoli.open("policy")`` is where a notebook begins; ``docs/python.md`` shows the rest. What is named here is imported
when it is first used, so that the command starts as fast as it can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiaoli.notebook.answers import Answer, Answers, Explanation
    from tiaoli.notebook.case import Case
    from tiaoli.notebook.faults import Rejected
    from tiaoli.notebook.library import Law, Library, open
    from tiaoli.notebook.money import Money
    from tiaoli.notebook.searches import Changes, Meanings, Possibilities

__all__ = [
    "Answer",
    "Answers",
    "Case",
    "Changes",
    "Explanation",
    "Law",
    "Library",
    "Meanings",
    "Money",
    "Possibilities",
    "Rejected",
    "open",
]
_ROOMS = {
    "answers": ("Answer", "Answers", "Explanation"),
    "case": ("Case",),
    "faults": ("Rejected",),
    "library": ("Law", "Library", "open"),
    "money": ("Money",),
    "searches": ("Changes", "Meanings", "Possibilities"),
}


def __getattr__(name: str) -> object:
    """A name of the interface, imported now."""
    from importlib import import_module

    room = next((room for room, names in _ROOMS.items() if name in names), None)
    if room is None:
        raise AttributeError(f"module 'tiaoli' has no attribute {name!r}")
    found: object = getattr(import_module(f"tiaoli.notebook.{room}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """The names of the interface beside those of the module."""
    return sorted({*globals(), *__all__})
