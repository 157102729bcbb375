"""``--watch``: the casebook is replayed once, and then again what a change affects, until Ctrl-C.

A case file that changed is affected. A policy file that changed affects the cases whose law is another by it: what was
changed in a document that no case is decided under, or in a comment, affects none.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from compiler.diagnostics.problem import Log, Problem, Rejected
from compiler.driver import fingerprint, load
from compiler.source.library import files_below
from tiaoli.casebook.failed import remember
from tiaoli.casebook.replay import Outcome, replayed
from tiaoli.casebook.select import Selection
from tiaoli.library import find_library
from tiaoli.opening import Wanted, case_files

INTERVAL: Final = 0.5  # seconds between two looks at the files
Stamp = tuple[int, int]
Law = tuple[Path, tuple[str, ...], dt.date | None]


@dataclass(slots=True)
class State:
    """How the casebook stands: by case file the cases looked at, and what was wrong there."""

    outcomes: dict[Path, list[Outcome]] = field(default_factory=dict)
    problems: dict[Path, list[Problem]] = field(default_factory=dict)

    def code(self) -> int:
        """The exit code for it."""
        if any(self.problems.values()):
            return 2
        return 1 if any(o.differences for some in self.outcomes.values() for o in some) else 0


class Watch:
    """Looks at the files and replays what is affected. ``tell`` is called with what changed, the outcomes that were
    replayed, the faults there, and the whole."""

    def __init__(
        self,
        paths: Sequence[str],
        library: str | None,
        selection: Callable[[tuple[Path, ...]], Selection],
        jobs: int | None,
        tell: Callable[[Sequence[Path], Sequence[Outcome], Sequence[Problem], State], None],
    ) -> None:
        self.paths, self.wanted, self.jobs, self.tell = paths, Wanted(library), jobs, tell
        self.files = case_files(paths, Log())
        self.selection = selection(self.files)
        self.state = State()
        self.laws: dict[Law, str] = {}
        self.used: dict[Path, set[Law]] = {}  # by case file
        self.stamps: dict[Path, Stamp] = {}

    def start(self) -> None:
        """Replay everything."""
        self.stamps = self._stamps()
        self._replay(self.files, ())

    def look(self) -> None:
        """Replay what is affected by what has changed since the last look; nothing when nothing has."""
        now = self._stamps()
        changed = [path for path in {**self.stamps, **now} if self.stamps.get(path) != now.get(path)]
        if not changed:
            return
        self.stamps = now
        self.files = case_files(self.paths, Log())
        for path in set(self.state.outcomes) - set(self.files):
            del self.state.outcomes[path], self.state.problems[path]
        affected = {path for path in changed if path in self.files}
        if any(path.suffix == ".md" for path in changed):
            affected |= self._under_new_law()
        self._replay([path for path in self.files if path in affected], changed)

    def _under_new_law(self) -> set[Path]:
        """The case files with a case whose law has become another, and those of which nothing could be decided."""
        before, self.laws = self.laws, {law: _meaning(law) for law in self.laws}
        new = {law for law, meaning in self.laws.items() if meaning != before[law]}
        silent = {path for path, some in self.state.outcomes.items() if not some or self.state.problems[path]}
        return silent | {path for path, laws in self.used.items() if laws & new}

    def _law(self, outcome: Outcome) -> Law:
        root = find_library(self.wanted.library, outcome.path.absolute().parent)
        return root, outcome.documents, outcome.known

    def _replay(self, files: Sequence[Path], changed: Iterable[Path]) -> None:
        for path in files:
            self.state.outcomes[path], self.state.problems[path] = [], []
        for told in replayed(files, self.wanted, self.selection, self.jobs) if files else ():
            self.state.outcomes[told.path].extend(told.outcomes)
            self.state.problems[told.path].extend(told.problems)
            failed = [o.case for o in told.outcomes if o.differences]
            remember(told.path, failed, (o.case for o in told.outcomes if not o.differences))
        outcomes = [o for path in files for o in self.state.outcomes[path]]
        for outcome in outcomes:
            law = self._law(outcome)
            self.used.setdefault(outcome.path, set()).add(law)
            if law not in self.laws:
                self.laws[law] = _meaning(law)
        problems = [p for path in files for p in self.state.problems[path]]
        self.tell(sorted(changed), outcomes, problems, self.state)

    def _stamps(self) -> dict[Path, Stamp]:
        """When each file that matters was last changed, and how large it is."""
        libraries = set()
        for folder in {path.absolute().parent for path in self.files} or {Path.cwd()}:
            try:
                libraries.add(find_library(self.wanted.library, folder))
            except Rejected:
                continue
        found = [*case_files(self.paths, Log()), *(md for root in libraries for md in files_below(root, ".md"))]
        return {path: stamp for path in found if (stamp := _stamp(path)) is not None}


def _stamp(path: Path) -> Stamp | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _meaning(law: Law) -> str:
    """What a law means, as a hash; what is wrong with it when it cannot be loaded."""
    root, documents, known = law
    try:
        return fingerprint(load(root, documents, known=known))
    except Rejected as rejected:
        return repr(rejected.problems)


def run(watch: Watch) -> int:
    """Watch until Ctrl-C; the exit code for how the casebook stands then."""
    try:
        watch.start()
        while True:
            time.sleep(INTERVAL)
            watch.look()
    except KeyboardInterrupt:
        return watch.state.code()
