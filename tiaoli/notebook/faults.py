"""Wrong input: one exception, which says what the command would print."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from compiler.diagnostics.problem import Problem
from compiler.diagnostics.problem import Rejected as Refused
from tiaoli.words import Words


class Rejected(Refused):
    """The input is wrong. ``problems`` holds every fault that was found; ``str`` says what the command would print:
    code, message, place, line with a caret, and what to do."""

    def __init__(self, problems: Sequence[Problem], words: Words) -> None:
        super().__init__(tuple(problems))
        self.words = words

    @property
    def codes(self) -> tuple[str, ...]:
        """The code of each fault (``TL0302``), in the order of files and places."""
        from tiaoli.screen.problems import in_order

        return tuple(p.code for p in in_order(self.problems))

    def __str__(self) -> str:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.problems import show_problems

        stream = io.StringIO()
        show_problems(make_console(False, stream), self.problems, self.words.language)
        return stream.getvalue().rstrip("\n")

    def to_dict(self) -> dict[str, object]:
        """The faults as ``--json`` writes them."""
        from tiaoli.report.json import VERSION
        from tiaoli.screen.problems import in_order, problem_json

        listed = [problem_json(p, self.words.language) for p in in_order(self.problems)]
        return {"tiaoli": VERSION, "problems": listed}


@contextmanager
def told(words: Words) -> Iterator[None]:
    """What is found wrong inside is raised as :class:`Rejected`, told in that language."""
    try:
        yield
    except Rejected:
        raise
    except Refused as refused:
        raise Rejected(refused.problems, words) from None
