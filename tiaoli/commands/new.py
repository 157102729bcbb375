"""``tiaoli new FOLDER``: a policy folder that compiles: a document, a vocabulary and a case."""

from __future__ import annotations

import re
from pathlib import Path

import click

from compiler.diagnostics.problem import Rejected, problem
from tiaoli.commands import options
from tiaoli.commands.frame import Verb
from tiaoli.commands.options import Settings
from tiaoli.words import Words

_TEMPLATES = Path(__file__).parent / "template"
_NUMBER = re.compile(r"[\u4e00-\u9fff]+〔\d{4}〕\d+号")
_ISSUER = re.compile(r"[\u4e00-\u9fff]+")
_NAME = re.compile(r"[^\W\d]\w*")


def build(words: Words) -> click.Command:
    """The verb."""

    def run(folder: str, lang: str | None, plain: bool) -> int:
        return answer(folder, Settings(words, False, not plain))

    params = [options.argument("folder", "FOLDER"), *options.screen(words, json=False)]
    return Verb("new", words, run, params, (("FOLDER", "argument_folder"),))


def answer(written: str, settings: Settings) -> int:
    """Make the folder and print what was made; 0. Raises Rejected: TL0708 when it exists, TL0613 when it cannot be."""
    folder = Path(written)
    try:
        if folder.exists() or folder.is_symlink():
            raise Rejected((problem("TL0708", found=written),))
        made = []
        number, vocabulary = names(folder)
        source = _TEMPLATES / settings.words.language
        for path in sorted(p for p in source.rglob("*") if p.is_file()):
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8").replace("@NUMBER@", number).replace("@VOCABULARY@", vocabulary)
            target.write_text(text, encoding="utf-8")
            made.append(target)
    except (OSError, ValueError):
        raise Rejected((problem("TL0613", found=written),)) from None
    for path in made:
        click.echo(settings.words.say("new.made", path=str(path)))
    first = next(path for path in made if path.suffix == ".yaml")
    click.echo(settings.words.say("new.next", path=str(first)))
    return 0


def names(folder: Path) -> tuple[str, str]:
    """A document number and a vocabulary name after the folder's, which no folder beside it uses yet."""
    from compiler.surface.keywords import BY_WORD
    from tiaoli.library import holdings_in

    name = folder.absolute().name
    above = folder.absolute().parent
    beside = sorted(p for p in above.iterdir() if p.is_dir()) if above.is_dir() else []
    taken = {h.name for place in (above, *beside) for h in holdings_in(place)}
    issuer = name if _ISSUER.fullmatch(name) else "示例"
    numbers = (f"{issuer}〔2024〕{n}号" for n in range(1, len(taken) + 2))
    number = name if _NUMBER.fullmatch(name) else next(n for n in numbers if n not in taken)
    stem = name if _NAME.fullmatch(name) and name not in BY_WORD else "示例"
    stems = (f"{stem}词汇{n if n > 1 else ''}" for n in range(1, len(taken) + 2))
    return number, next(s for s in stems if s not in taken)
