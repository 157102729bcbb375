"""What the YAML parser says, as one of a few reasons with a place. They stand in ``yaml_reasons.toml``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from compiler.diagnostics.problem import Problem
from compiler.source.record import dataclass
from compiler.source.text import SourceFile, Span

_TABLE: Final = Path(__file__).with_name("yaml_reasons.toml")


@dataclass(frozen=True, slots=True)
class _Reason:
    kind: str
    says: tuple[str, ...]
    opens: bool


@lru_cache(maxsize=1)
def _reasons() -> tuple[_Reason, ...]:
    import tomllib  # only a fault needs it

    read = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["reason"]
    return tuple(_Reason(r["kind"], tuple(r["says"]), r.get("opens", False)) for r in read)


def syntax_problem(file: SourceFile, error: Exception, last: int) -> Problem:
    """TL0601: ``reason`` is the kind of the reason, ``raw`` what the parser said. TL0603 where the parser gave up over
    the depth of the text.

    ``last`` is how far reading had come, for faults that the parser gives no place for.
    """
    context, raw = (" ".join(str(getattr(error, name, None) or "").split()) for name in ("context", "problem"))
    raw = raw or type(error).__name__
    reason = next(r for r in _reasons() if any(says in f"{context} {raw}" for says in r.says))
    at = _index(error, "problem_mark", last)
    if reason.kind == "no_colon" or (reason.opens and not file.text[at:].strip()):
        at = _index(error, "context_mark", at)
    at = min(at, len(file.text))
    if reason.kind in ("colon", "no_colon"):
        at = _full_width_colon(file, at)
    kind = reason.kind
    if kind in ("list", "braces"):
        comma = _full_width_comma(file, at)
        at, kind = (at, kind) if comma is None else (comma, "comma")
    end = at if at == len(file.text) or file.text[at] == "\n" else at + 1
    if reason.kind == "deep":
        return Problem("TL0603", Span(file, at, end))
    return Problem("TL0601", Span(file, at, end), (("reason", kind), ("raw", raw)))


def _full_width_colon(file: SourceFile, at: int) -> int:
    """Where the fault began, if that is a full-width colon: the parser only stumbles over the next half-width one."""
    number, column = file.position(at)
    before = at - column - len(file.line(number - 1)) - 1
    for line, start in ((number, at - column), (number - 1, before)):
        text = file.line(line)
        if "：" in text and ":" not in text:
            return start + text.index("：")
    return at


def _full_width_comma(file: SourceFile, at: int) -> int | None:
    """Where the fault began, if a full-width comma stands before it where a half-width one is wanted."""
    start = at - file.position(at)[1]
    comma = max(file.text.rfind(mark, start, at) for mark in "，、")
    return comma if comma >= 0 and not any(mark in file.text[comma:at] for mark in ",[]{}") else None


def _index(error: Exception, mark: str, otherwise: int) -> int:
    place = getattr(getattr(error, mark, None), "index", None)
    return place if isinstance(place, int) else otherwise
