"""What a stage says when its input is wrong. Nothing here knows what a problem is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass as mutable
from dataclasses import field

from compiler.source.record import dataclass
from compiler.source.text import Span


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault in an input.

    ``code`` names a page of the catalogue (``TL0101``); ``fields`` fill its sentences; ``span`` is where it is,
    or None when it is in no file; ``law`` is the path in the law (章 › 条); ``path`` the path in a case
    (事实 › 取证 › 证1). ``near`` holds names that come close to the one that was written.
    """

    code: str
    span: Span | None = None
    fields: tuple[tuple[str, str], ...] = ()
    law: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


def problem(
    code: str,
    span: Span | None = None,
    *,
    near: tuple[str, ...] = (),
    path: tuple[str, ...] = (),
    **fields: object,
) -> Problem:
    """A problem with its fields given by keyword."""
    return Problem(code, span, tuple((k, str(v)) for k, v in fields.items()), path=path, near=near)


class Rejected(Exception):
    """Raised once a stage has collected every problem it can see; carries them all."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(", ".join(p.code for p in problems))
        self.problems = problems


@mutable(slots=True)
class Log:
    """Collects problems within a stage."""

    problems: list[Problem] = field(default_factory=list)

    def say(
        self,
        code: str,
        span: Span | None = None,
        *,
        near: tuple[str, ...] = (),
        path: tuple[str, ...] = (),
        **fields: object,
    ) -> None:
        """Record a problem and go on. ``path`` is the path in a case."""
        self.problems.append(problem(code, span, near=near, path=path, **fields))

    def stop(self) -> None:
        """Raise :class:`Rejected` if anything was recorded."""
        if self.problems:
            raise Rejected(tuple(self.problems))


def near_names(wanted: str, known: Iterable[str]) -> tuple[str, ...]:
    """Up to three of the known names that come close to ``wanted``, nearest first."""
    import difflib

    names = sorted(set(known))
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.5)
    if not close and len(wanted) >= 2:
        close = [name for name in names if wanted in name or name in wanted][:3]
    return tuple(close)
