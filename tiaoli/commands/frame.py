"""Commands whose help and complaints come from the words table, in columns that hold wide characters."""

from __future__ import annotations

import difflib
import shutil
from importlib import import_module

import click

from compiler.source.text import width
from tiaoli.screen.wrapping import pad, wrapped
from tiaoli.words import Words

VERBS = (
    *("assess", "explain", "whatif", "possible", "ask", "readings", "timeline", "choose"),
    *("show", "test", "cover", "diff", "check", "sentences", "list", "verify", "cases", "new", "fmt", "asp"),
)
# A verb stands in the module of its name; ``cases`` there are those that a command line asks for.
_MODULES = {"cases": "workbook"}
_HELP = {"help_option_names": ["-h", "--help"]}
_COLUMNS, _NARROWEST = 80, 24


class Misuse(click.UsageError):
    """A command line that cannot be understood: a key of the ``misuse`` words and what fills them."""

    def __init__(self, key: str, ctx: click.Context | None = None, **fields: str) -> None:
        super().__init__(key, ctx)
        self.key, self.fields = key, fields


class Verb(click.Command):
    """A command of the program. ``arguments`` explains each argument: metavar and key of its words; ``examples`` are
    command lines that its help page shows."""

    def __init__(
        self,
        name: str,
        words: Words,
        callback: object,
        params: list[click.Parameter],
        arguments: tuple[tuple[str, str], ...] = (),
        examples: tuple[str, ...] = (),
    ) -> None:
        if not callable(callback):
            raise TypeError(name)
        super().__init__(name, callback=callback, params=params, context_settings=_HELP, add_help_option=True)
        self.words, self.arguments, self.examples = words, arguments, examples

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``-h``, explained in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.words.say("help.option_help")
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; a word too many is complained about by its name."""
        allowed, ctx.allow_extra_args = ctx.allow_extra_args, True
        rest = super().parse_args(ctx, args)
        ctx.allow_extra_args = allowed
        if rest and not ctx.resilient_parsing:
            raise Misuse("extra_argument", ctx, value=rest[0])
        return rest

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """What the verb answers, how it is written, and each argument and option."""
        words = self.words
        lines = [words.say(f"help.{self.name}"), "", f"{words.say('help.usage')}: {usage(ctx)}"]
        if self.arguments:
            rows = [(metavar, words.say(f"help.{key}")) for metavar, key in self.arguments]
            lines += ["", f"{words.say('help.arguments')}:", *table(rows)]
        lines += ["", f"{words.say('help.options')}:", *table(option_rows(self, ctx))]
        if self.examples:
            lines += ["", f"{words.say('help.examples')}:", *(f"  {example}" for example in self.examples)]
        formatter.write(page(lines))


class Program(click.Group):
    """The program: finds the file of a verb when it is asked for, so that a start imports one verb and no more."""

    def __init__(self, words: Words, params: list[click.Parameter]) -> None:
        super().__init__("tiaoli", params=params, context_settings=_HELP, no_args_is_help=False)
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs, in the order of their use."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name."""
        if cmd_name not in VERBS:
            return None
        command = import_module(f"tiaoli.commands.{_MODULES.get(cmd_name, cmd_name)}").build(self.words)
        assert isinstance(command, click.Command)
        return command

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``-h``, explained in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.words.say("help.option_help")
        return option

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb and what follows it; an unknown verb is complained about with near names."""
        command = self.get_command(ctx, args[0])
        if command is None:
            near = difflib.get_close_matches(args[0], VERBS, n=1)
            raise Misuse("no_such_verb", ctx, verb=args[0], near="".join(near))
        return args[0], command, args[1:]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The verbs with what each answers."""
        words = self.words
        lines = [words.say("help.program"), "", f"{words.say('help.usage')}: {usage(ctx)}"]
        lines += ["", f"{words.say('help.verbs')}:", *table([(v, words.say(f"help.{v}")) for v in VERBS])]
        lines += ["", f"{words.say('help.options')}:", *table(option_rows(self, ctx))]
        lines += ["", words.say("help.more")]
        formatter.write(page(lines))


class Family(click.Group):
    """A verb that is several: ``tiaoli NAME WAY``. ``ways`` are verbs of their own, by what is written."""

    def __init__(self, name: str, words: Words, ways: dict[str, click.Command], params: list[click.Parameter]) -> None:
        super().__init__(name, commands=ways, params=params, context_settings=_HELP, no_args_is_help=False)
        self.words = words

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option ``-h``, explained in the reader's language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = self.words.say("help.option_help")
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; without a way there is nothing to do."""
        rest = super().parse_args(ctx, args)
        if not (ctx._protected_args or ctx.args) and not ctx.resilient_parsing:
            raise click.MissingParameter(ctx=ctx, param=click.Argument(["way"], metavar="|".join(self.commands)))
        return rest

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The way and what follows it; an unknown one is complained about with near names."""
        command = self.commands.get(args[0])
        if command is None:
            near = difflib.get_close_matches(args[0], self.commands, n=1)
            raise Misuse("no_such_verb", ctx, verb=f"{self.name} {args[0]}", near="".join(near))
        return args[0], command, args[1:]

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The ways with what each does."""
        words = self.words
        lines = [words.say(f"help.{self.name}"), "", f"{words.say('help.usage')}: {usage(ctx)}"]
        rows = [(way, words.say(f"help.{command.name}")) for way, command in self.commands.items()]
        lines += ["", f"{words.say('help.verbs')}:", *table(rows)]
        lines += ["", f"{words.say('help.options')}:", *table(option_rows(self, ctx))]
        formatter.write(page(lines))


def usage(ctx: click.Context) -> str:
    """How the command is written: its path and arguments."""
    command = ctx.command
    if isinstance(command, click.Group):
        return f"{ctx.command_path} COMMAND …"
    parts = [ctx.command_path]
    for param in command.params:
        if isinstance(param, click.Argument):
            written = (param.metavar or param.name or "") + ("…" if param.nargs == -1 else "")
            parts.append(written if param.required else f"[{written}]")
    return " ".join(parts)


def option_rows(command: click.Command, ctx: click.Context) -> list[tuple[str, str]]:
    """Each option as it is written, and what it does."""
    rows = []
    for param in command.get_params(ctx):
        if isinstance(param, click.Option):
            written = ", ".join(sorted(param.opts, key=len))
            rows.append((f"{written} {param.metavar}" if param.metavar else written, param.help or ""))
    return rows


def table(rows: list[tuple[str, str]]) -> list[str]:
    """Two columns, the second wrapped and aligned whatever characters stand in the first; on a narrow screen the second
    stands below the first."""
    room, left = columns(), max((width(first) for first, _ in rows), default=0) + 2
    below = room - left - 2 < room // 2 and room < _COLUMNS
    lines: list[str] = []
    for first, second in rows:
        if below:
            lines += [f"  {part}" for part in wrapped(first, room - 2)]
            lines += [f"      {part}" for part in wrapped(second, room - 6) if part]
            continue
        parts = wrapped(second, room - left - 2)
        lines.append(f"  {pad(first, left)}{parts[0]}")
        lines.extend(" " * (left + 2) + part for part in parts[1:])
    return lines


def columns() -> int:
    """How wide a help page is: as the screen, and no wider than is good to read."""
    return max(_NARROWEST, min(_COLUMNS, shutil.get_terminal_size((_COLUMNS, 24)).columns))


def page(lines: list[str]) -> str:
    """A help page of lines that fit, and of sentences that are made to."""
    return "\n".join(part for line in lines for part in (wrapped(line, columns()) or [""])) + "\n"
