"""Which language the screen speaks: the option, else TIAOLI_LANG, else the locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tiaoli.words import LANGUAGES

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")


def choose_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language for this run. The option is looked for before anything is parsed, so that even the complaint
    about a wrong option is in the language asked for; a value that is no language is complained about later."""
    asked = _option(arguments)
    if asked in LANGUAGES:
        return str(asked)
    wanted = environment.get("TIAOLI_LANG", "")
    if wanted in LANGUAGES:
        return wanted
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return "zh" if locale.lower().startswith("zh") else "en"


def _option(arguments: Sequence[str]) -> str | None:
    found = None
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang" and at + 1 < len(arguments):
            found = arguments[at + 1]
        elif argument.startswith("--lang="):
            found = argument.removeprefix("--lang=")
    return found
