"""The names of rules that have several wordings over time.

Light, so that a question can say them without loading the language.
"""

from __future__ import annotations

_MARK = "‡"


def wording(name: str, number: int) -> str:
    """What a definition is called in one of its wordings; no name that is written can be called so."""
    return f"{name}{_MARK}{number}"


def plain(name: str) -> str:
    """The name as it is written in the law, whatever its wording."""
    return name.partition(_MARK)[0]
