"""The cases that a command line asks for."""

from __future__ import annotations

from collections.abc import Sequence

from compiler.diagnostics.problem import Log, Rejected, problem
from compiler.rulebook.model import Rulebook
from tiaoli.commands.options import Settings
from tiaoli.opening import Opened, Wanted, decide, fixed, open_files

__all__ = ["Opened", "decide", "fixed_readings", "open_cases", "open_one"]


def open_cases(paths: Sequence[str], settings: Settings) -> tuple[Opened, ...]:
    """All cases of all files, in order; raises Rejected with every problem found in any of them."""
    documents = (settings.policy,) if settings.policy else ()
    wanted = Wanted(settings.library, documents, settings.case, settings.readings, settings.known)
    return open_files(paths, wanted)


def open_one(path: str, settings: Settings) -> Opened:
    """The one case asked about; raises Rejected when the file holds several and none was named."""
    opened = open_cases((path,), settings)
    if len(opened) > 1:
        names = "、".join(one.case.name for one in opened)
        raise Rejected((problem("TL0706", found=path, choices=names),))
    return opened[0]


def fixed_readings(rulebook: Rulebook, settings: Settings) -> tuple[tuple[str, str], ...]:
    """The readings of the command line; raises Rejected when the law has no such reading or choice."""
    log = Log()
    found = fixed({}, rulebook, settings.readings, log)
    log.stop()
    return found
