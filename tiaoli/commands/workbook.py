"""``tiaoli cases export BOOK [PATH…]`` and ``tiaoli cases import BOOK``: cases to and from Excel."""

from __future__ import annotations

from pathlib import Path

import click

from tiaoli.commands import options
from tiaoli.commands.frame import Family, Misuse, Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words


def build(words: Words) -> click.Command:
    """The verb with its two ways."""
    ways = {"export": _export(words), "import": _import(words)}
    return Family("cases", words, ways, options.screen(words, json=False))


def _export(words: Words) -> click.Command:
    def run(
        book: str,
        paths: tuple[str, ...],
        update: bool,
        unasked: bool,
        folder: str | None,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        return export_cases(book, paths, Settings(words, json, not plain, library), update, not unasked, folder)

    params = [
        options.argument("book", "BOOK"),
        options.argument("paths", "PATH", many=True, required=False),
        click.Option(["--update"], is_flag=True, help=words.say("help.option_update")),
        click.Option(["--no-found", "unasked"], is_flag=True, help=words.say("help.option_unasked")),
        click.Option(["--folder"], metavar="FOLDER", help=words.say("help.option_base")),
        options.library(words),
        *options.screen(words),
    ]
    about = (("BOOK", "argument_book"), ("PATH", "argument_path"))
    return Verb("cases_export", words, run, params, about, ("tiaoli cases export 案例.xlsx",))


def _import(words: Words) -> click.Command:
    def run(
        book: str,
        check: bool,
        delete: bool,
        folder: str | None,
        library: str | None,
        json: bool,
        lang: str | None,
        plain: bool,
    ) -> int:
        return import_cases(book, Settings(words, json, not plain, library), check, delete, folder)

    params = [
        options.argument("book", "BOOK"),
        click.Option(["--check"], is_flag=True, help=words.say("help.option_book_check")),
        click.Option(["--delete"], is_flag=True, help=words.say("help.option_delete")),
        click.Option(["--folder"], metavar="FOLDER", help=words.say("help.option_base")),
        options.library(words),
        *options.screen(words),
    ]
    return Verb("cases_import", words, run, params, (("BOOK", "argument_book"),), ("tiaoli cases import 案例.xlsx",))


def export_cases(
    written: str, paths: tuple[str, ...], settings: Settings, update: bool, ask: bool, folder: str | None
) -> int:
    """Write or update the workbook and print what became of it; 1 when a case is not as expected, else 0."""
    from tiaoli.library import find_library
    from tiaoli.opening import Wanted
    from tiaoli.workbook.export import export

    context = click.get_current_context(silent=True)
    if update and paths:
        raise Misuse("update_paths", context, value=paths[0])
    if (update and not ask) or (folder is not None and not update):
        raise Misuse("update_only", context, option="--no-found" if update else "--folder")
    book, wanted = Path(written), Wanted(settings.library)
    if update:
        from tiaoli.workbook.update import update_book

        summary = update_book(book, wanted, folder=folder)
    else:
        paths = paths or (str(find_library(settings.library, options.here())),)
        summary = export(book, paths, wanted, settings.words, ask=ask)
    if settings.json:
        from tiaoli.report.json import write
        from tiaoli.report.workbook import summary_json

        click.echo(write(summary_json(summary)), nl=False)
    else:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.workbook import show_summary

        show_summary(make_console(settings.color), summary, settings.words, updated=update)
    return 1 if summary.differ or summary.faulty else 0


def import_cases(written: str, settings: Settings, check: bool, delete: bool, folder: str | None) -> int:
    """Bring the workbook back and print what changed; 1 when a case has lost its row and stays, or when with ``check``
    something would change, else 0."""
    from tiaoli.opening import Wanted
    from tiaoli.workbook.bring import bring

    plan = bring(Path(written), Wanted(settings.library), folder=folder, delete=delete, write=not check)
    if settings.json:
        from tiaoli.report.json import write
        from tiaoli.report.workbook import plan_json

        click.echo(write(plan_json(plan, not check)), nl=False)
    else:
        from tiaoli.screen.console import make_console
        from tiaoli.screen.workbook import show_plan

        show_plan(make_console(settings.color), plan, settings.words, wrote=not check)
    waiting = any(done.what in ("absent", "gone") for done in plan.done)
    return 1 if waiting or (check and plan.files) else 0
