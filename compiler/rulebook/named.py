"""The members of a list by the names in them, found many thousand times."""

from __future__ import annotations

from typing import TypeVar, cast

T = TypeVar("T")
_KNOWN: dict[int, tuple[tuple[object, ...], dict[str, object]]] = {}
_MOST = 64  # lists that are remembered


def by_name(listed: tuple[T, ...], key: str) -> dict[str, T]:
    """The members of a list by what stands in their field ``key``, the first of each. Lists are told apart by
    identity, and held, so that no other takes the place of one."""
    known = _KNOWN.get(id(listed))
    if known is None or known[0] is not listed:
        if len(_KNOWN) >= _MOST:
            _KNOWN.clear()
        found: dict[str, object] = {}
        for one in listed:
            found.setdefault(getattr(one, key), one)
        known = _KNOWN[id(listed)] = listed, found
    return cast("dict[str, T]", known[1])
