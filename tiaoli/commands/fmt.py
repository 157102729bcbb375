"""``tiaoli fmt PATH…``: rule blocks in canonical form, in either language's keywords."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from compiler.diagnostics.problem import Log, Rejected, problem
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings, one_of
from tiaoli.words import LANGUAGES, Words


def build(words: Words) -> click.Command:
    """The verb."""

    def run(paths: tuple[str, ...], to: str | None, check: bool, lang: str | None, plain: bool) -> int:
        return answer(paths, to, check, Settings(words, False, not plain))

    params: list[click.Parameter] = [
        options.argument("paths", "PATH", many=True),
        click.Option(["--to"], type=one_of(LANGUAGES), metavar="zh|en", help=words.say("help.option_to")),
        click.Option(["--check"], is_flag=True, help=words.say("help.option_check")),
        *options.screen(words, json=False),
    ]
    return Verb("fmt", words, run, params, (("PATH", "argument_path"),))


def answer(paths: tuple[str, ...], to: str | None, check: bool, settings: Settings) -> int:
    """Rewrite the files that need it, or with ``check`` say which do; then 1 if one does, else 0.

    Nothing is written when any file has a fault.
    """
    from compiler.source.files import read_text

    log = Log()
    files = [(path, read_text(path, log)) for path in policy_files(paths)]
    log.stop()
    # Only now: the formatter brings the parser with it.
    from compiler.surface.format import format_page

    changes: list[tuple[Path, str]] = []
    for path, file in files:
        assert file is not None
        before = len(log.problems)
        text = format_page(file, to, log)
        if len(log.problems) == before and text != file.text:
            changes.append((path, text))
    log.stop()
    for path, text in changes:
        if not check:
            replace_text(path, text)
        click.echo(settings.words.say("fmt.would_change" if check else "fmt.changed", path=str(path)))
    if not changes:
        click.echo(settings.words.say("fmt.same", count=str(len(files))))
    return 1 if check and changes else 0


def policy_files(paths: Iterable[str]) -> tuple[Path, ...]:
    """The files named, and in the folders named every document and vocabulary, by place."""
    from tiaoli.library import holdings

    found: list[Path] = []
    for written in paths:
        path = Path(written)
        try:
            folder = path.is_dir()
        except (OSError, ValueError):
            folder = False
        found.extend(h.path for h in holdings(path)) if folder else found.append(path)
    return tuple(dict.fromkeys(found))


def replace_text(path: Path, text: str) -> None:
    """Put ``text`` in place of the file in one step, so that nobody ever reads half of it. Raises Rejected."""
    target = path.resolve()
    try:
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".tiaoli-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.write(text)
            Path(name).chmod(mode)
            Path(name).replace(target)
        except OSError:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError:
        raise Rejected((problem("TL0613", found=path),)) from None
