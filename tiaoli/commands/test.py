"""``tiaoli test [PATH…]``: does every recorded case still come out as recorded?"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compiler.source.record import dataclass
from tiaoli.commands import options
from tiaoli.commands.frame import Misuse, Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

if TYPE_CHECKING:
    from rich.console import Console

    from compiler.diagnostics.problem import Log, Problem
    from tiaoli.casebook.accept import Accepted
    from tiaoli.casebook.replay import Outcome
    from tiaoli.casebook.select import Selection
    from tiaoli.report.output import Output

FORMATS = ("text", "json", "junit", "github", "sarif")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the options say: which cases, how the work is done, and where the report goes."""

    names: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    failed: bool = False
    jobs: int | None = None
    most: int | None = None
    watch: bool = False
    accept: bool = False
    format: str = "text"
    out: str | None = None


def build(words: Words) -> click.Command:
    """The verb."""

    def run(
        paths: tuple[str, ...],
        names: tuple[str, ...],
        benefits: tuple[str, ...],
        documents: tuple[str, ...],
        clauses: tuple[str, ...],
        failed: bool,
        jobs: int | None,
        first: bool,
        most: int | None,
        watch: bool,
        accept: bool,
        format: str | None,
        out: str | None,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        chosen = format or ("json" if json else "text")
        if json and chosen != "json":
            raise Misuse("not_together", first="--json", second="--format")
        if watch and (chosen != "text" or out is not None or accept):
            raise Misuse("not_together", first="--watch", second="--accept" if accept else "--format")
        asked = Asked(
            names,
            benefits,
            documents,
            clauses,
            failed,
            jobs,
            1 if first else most,
            watch,
            accept,
            chosen,
            out,
        )
        return answer(paths, asked, Settings(words, chosen == "json", not plain, library))

    def option(*written: str, **more: object) -> click.Option:
        name = next(w for w in written if w.startswith("--"))[2:].replace("-", "_")
        return click.Option(list(written), help=words.say(f"help.test_{name}"), **more)  # type: ignore[arg-type]

    params = [
        options.argument("paths", "PATH", many=True, required=False),
        option("--case", "names", multiple=True, metavar="PATTERN"),
        option("--benefit", "benefits", multiple=True, metavar="PATTERN"),
        option("--document", "documents", multiple=True, metavar="DOC"),
        option("--clause", "clauses", multiple=True, metavar="ID"),
        option("--failed", is_flag=True),
        option("-j", "--jobs", type=options.count, metavar="N"),
        option("-x", "--fail-fast", "first", is_flag=True),
        option("--maxfail", "most", type=options.count, metavar="N"),
        option("--watch", is_flag=True),
        option("--accept", is_flag=True),
        *options.report(words, FORMATS),
        options.library(words),
        *options.screen(words),
    ]
    examples = (
        "tiaoli test policy --benefit '*补贴' --fail-fast",
        "tiaoli test --failed --accept",
        "tiaoli test --format junit --out report.xml",
    )
    return Verb("test", words, run, params, (("PATH", "argument_path"),), examples)


def answer(paths: tuple[str, ...], asked: Asked, settings: Settings) -> int:
    """Replay the cases in the paths, or in the library, and report what differs; 2 when something is faulty, else 1
    when a case differs, else 0. Raises Rejected when there is no case at all."""
    from compiler.diagnostics.problem import Log
    from tiaoli.library import find_library
    from tiaoli.opening import case_files

    if not paths:
        paths = (str(find_library(settings.library, options.here())),)
    if asked.watch:
        return _watch(paths, asked, settings)
    log = Log()
    files = case_files(paths, log)
    if not files:
        log.stop()
    selection = selection_of(asked, files)
    if selection.failed == ():
        click.echo(settings.words.say("replay.no_failed"), err=asked.format != "text")
        return 0
    if selection.failed is not None:
        files = tuple(path for path, _ in selection.failed)
    return _Run(paths, files, selection, asked, settings, log).answer()


def _watch(paths: tuple[str, ...], asked: Asked, settings: Settings) -> int:
    """Replay again and again; the exit code for how the casebook stands when Ctrl-C is pressed."""
    from tiaoli.casebook.watch import Watch, run
    from tiaoli.screen.console import make_console
    from tiaoli.screen.watch import show_change

    console = make_console(settings.color)
    watch = Watch(
        paths,
        settings.library,
        lambda files: selection_of(asked, files),
        asked.jobs,
        lambda changed, outcomes, problems, state: show_change(
            console, changed, outcomes, problems, state, settings.words
        ),
    )
    return run(watch)


def selection_of(asked: Asked, files: tuple[Path, ...]) -> Selection:
    """The cases that the options ask for. Raises Misuse when nothing can be known of the last time."""
    from compiler.source import kept
    from tiaoli.casebook.failed import remembered
    from tiaoli.casebook.select import Selection

    failed = None
    if asked.failed:
        if kept.folder() is None:
            raise Misuse("no_memory")
        failed = tuple((path, names) for path in files if (names := remembered(path)))
    return Selection(asked.names, asked.benefits, asked.documents, asked.clauses, failed)


class _Run:
    """One run over a casebook, reported as it goes."""

    def __init__(
        self,
        paths: tuple[str, ...],
        files: tuple[Path, ...],
        selection: Selection,
        asked: Asked,
        settings: Settings,
        log: Log,
    ) -> None:
        self.paths, self.files, self.selection, self.asked, self.settings = paths, files, selection, asked, settings
        self.problems: list[Problem] = list(log.problems)
        self.count = self.checks = self.broken = 0
        self.stopped = False
        self.left: int | None = None  # cases that differ still, after what was found was written
        self.differing: list[tuple[Outcome, str]] = []

    def answer(self) -> int:
        """Replay, report, and give the exit code."""
        from tiaoli.casebook.reports import Summary, report_of
        from tiaoli.report.output import Output
        from tiaoli.screen.problems import in_order

        asked, settings = self.asked, self.settings
        if asked.format == "text" and asked.out is None:
            return self._on_screen()
        with Output(asked.out) as output:
            if asked.format == "text":
                return self._as_text(output)
            report = report_of(asked.format, settings.words, options.here())
            for outcome in self._outcomes():
                output.write(report.case(outcome))
            self._nothing()
            accepted = self._accept()
            listed = [a.as_json() for a in accepted] if accepted is not None else None
            found = in_order(self.problems)
            output.write(report.end(Summary(self.count, self.checks, self.broken, self.stopped, found, listed)))
        return self._code()

    def _on_screen(self) -> int:
        from tiaoli.screen.console import make_console

        self._draw(make_console(self.settings.color))
        return self._code()

    def _as_text(self, output: Output) -> int:
        import io

        from tiaoli.screen.console import make_console

        stream = io.StringIO()
        self._draw(make_console(False, stream))
        output.write(stream.getvalue())
        return self._code()

    def _draw(self, console: Console) -> None:
        from rich.text import Text

        from tiaoli.commands.answers import print_problems
        from tiaoli.screen.accepted import show_accepted
        from tiaoli.screen.console import put
        from tiaoli.screen.lines import wrap
        from tiaoli.screen.replay import show_outcome, show_summary

        words = self.settings.words
        for outcome in self._outcomes(console if self.asked.out is None else None):
            if outcome.differences:
                show_outcome(console, outcome, words)
        self._nothing()
        counts = (("cases", str(self.count)), ("checks", str(self.checks)), ("broken", str(self.broken)))
        show_summary(console, counts, bool(self.broken), words)
        if self.stopped:
            put(console, wrap(Text(words.say("replay.stopped", count=str(self.broken))), console.width))
        accepted = self._accept()
        if accepted is not None:
            show_accepted(console, accepted, words)
        if self.problems:
            put(console, wrap(Text(words.say("replay.faulty"), style="red"), console.width))
            console.print()
            print_problems(self.problems, self.settings)

    def _outcomes(self, console: Console | None = None) -> Iterator[Outcome]:
        """The cases in order, until enough of them differ; what is wrong is gathered, what failed is remembered."""
        from contextlib import closing

        from tiaoli.casebook.failed import remember
        from tiaoli.casebook.replay import replayed
        from tiaoli.opening import Wanted
        from tiaoli.screen.progress import progress

        asked = self.asked
        pieces = replayed(self.files, Wanted(self.settings.library), self.selection, asked.jobs)
        with closing(pieces), progress(self.files, console, self.settings.color, self.settings.words) as advance:
            for told in pieces:
                self.problems.extend(told.problems)
                failed = [o.case for o in told.outcomes if o.differences]
                remember(told.path, failed, (o.case for o in told.outcomes if not o.differences))
                for outcome in told.outcomes:
                    self.count += 1
                    self.checks += outcome.expectations
                    if outcome.differences:
                        self.broken += 1
                        if asked.accept:
                            self.differing.append((outcome, told.text))
                    yield outcome
                    if asked.most is not None and self.broken >= asked.most:
                        self.stopped = True
                        return
                advance(told.size)

    def _nothing(self) -> None:
        """Raises Rejected when no case was looked at: nothing to check is not the same as everything in order."""
        from compiler.diagnostics.problem import Rejected, problem

        if self.count:
            return
        if self.problems:
            raise Rejected(tuple(self.problems))
        code = "TL0720" if self.selection else "TL0707"
        raise Rejected((problem(code, found="、".join(self.paths)),))

    def _accept(self) -> list[Accepted] | None:
        """Write what was found into the case files, where that was asked for."""
        if not self.asked.accept:
            return None
        from tiaoli.casebook.accept import accept
        from tiaoli.casebook.failed import remember
        from tiaoli.opening import Wanted

        accepted = accept(self.differing, Wanted(self.settings.library))
        self.left = sum(1 for one in accepted if one.reason)
        for one in accepted:
            if not one.reason:
                remember(one.path, (), (one.case,))
        return accepted

    def _code(self) -> int:
        """What was written into its file comes out as recorded from now on."""
        return 2 if self.problems else 1 if (self.broken if self.left is None else self.left) else 0
