"""The command: reads the arguments, runs one verb, turns every end into a message and an exit code.

0 fine; 1 the check found something or a case broke; 2 the input or the usage is wrong; 3 our own bug.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import click

from compiler.diagnostics.problem import Rejected
from tiaoli.commands.frame import Misuse, Program, page, usage
from tiaoli.commands.options import Settings, one_of
from tiaoli.words import LANGUAGES, Words, words_of
from tiaoli.words.choice import choose_language

FINE, FOUND, WRONG, BUG = 0, 1, 2, 3
_INTERRUPTED, _PIPE_CLOSED = 130, 141


def run() -> None:
    """The console script."""
    # One question makes few cycles and ends: looking for them while modules load would cost a tenth of the answer.
    gc.set_threshold(100_000, 50, 50)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
    code = main(sys.argv[1:])
    # The end of the process gives everything back: searching it for cycles first would cost a sixth of the answer.
    gc.freeze()
    sys.exit(code)


def main(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code. Nothing that goes wrong leaves this function as an exception."""
    words = words_of(choose_language(arguments, os.environ))
    settings = Settings(words, "--json" in arguments, "--no-color" not in arguments)
    try:
        try:
            code = _invoke(list(arguments), words)
        except Rejected as rejected:
            code = _rejected(rejected, settings)
        except click.ClickException as error:
            code = _misused(error, words)
        sys.stdout.flush()
        return code
    except (KeyboardInterrupt, click.Abort):
        return _INTERRUPTED
    except BrokenPipeError:
        return _pipe_closed()
    except Exception as error:
        return _bug(error, words)


def program(words: Words) -> Program:
    """The command with all its verbs, in one language."""

    def show_version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
        if value and not ctx.resilient_parsing:
            from tiaoli.version import version

            click.echo(f"tiaoli {version()}")
            ctx.exit(FINE)

    params: list[click.Parameter] = [
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=show_version,
            help=words.say("help.option_version"),
        ),
        click.Option(
            ["--lang"],
            type=one_of(LANGUAGES),
            metavar="zh|en",
            expose_value=False,
            help=words.say("help.option_lang"),
        ),
    ]
    return Program(words, params)


def _invoke(arguments: list[str], words: Words) -> int:
    command = program(words)
    try:
        with command.make_context("tiaoli", arguments) as context:
            if not context._protected_args and not context.args:
                click.echo(command.get_help(context))
                return WRONG
            result = command.invoke(context)
            return result if isinstance(result, int) else FINE
    except click.exceptions.Exit as end:
        return end.exit_code


def _rejected(rejected: Rejected, settings: Settings) -> int:
    from tiaoli.commands.answers import print_problems

    print_problems(rejected.problems, settings)
    return WRONG


def _misused(error: click.ClickException, words: Words) -> int:
    context = error.ctx if isinstance(error, click.UsageError) else None
    lines = [words.table["misuse.head"] + _complaint(error, words)]
    if context is not None:
        lines.append(words.say("misuse.hint", usage=usage(context), path=context.command_path))
    click.echo(page(lines), err=True, nl=False)
    return WRONG


def _complaint(error: click.ClickException, words: Words) -> str:
    """What click found wrong, in our words."""
    if isinstance(error, Misuse):
        return words.say(f"misuse.{error.key}", **error.fields)
    if isinstance(error, click.NoSuchOption):
        near = (error.possibilities or [""])[0]
        return words.say("misuse.no_such_option", option=error.option_name, near=near)
    if isinstance(error, click.BadOptionUsage):
        return words.say("misuse.bad_option", option=error.option_name)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        written = error.param.metavar or error.param.name or ""
        return words.say("misuse.missing_argument", name=written)
    return words.say("misuse.other", message=error.format_message())


def _bug(error: Exception, words: Words) -> int:
    from tiaoli.version import version

    if os.environ.get("TIAOLI_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    told = f"{type(error).__name__}: {error}".splitlines()[0][:200]
    click.echo(words.say("bug.line", version=version(), error=told), err=True)
    click.echo(words.say("bug.report"), err=True)
    return BUG


def _pipe_closed() -> int:
    """The reader has left: nothing more may be written, not even when Python closes its streams."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue
    return _PIPE_CLOSED
