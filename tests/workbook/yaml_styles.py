"""One tree, written in the many ways in which YAML can be written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Draw = Callable[[st.SearchStrategy[Any]], Any]
COMMENTS = ("", "", "  # 注", "  # 见: 第3条, {甲}")
ABOVE = ("", "", "", "# 上面的话\n", "\n", "# - 一\n")


class Bare(str):
    """A text that is written without quotation marks (未知, nothing)."""


def plain(text: str) -> bool:
    """Whether a text may stand without quotation marks anywhere."""
    odd = set(":#,[]{}&*!|>'\"%@`?=-~\\\n\t")
    return bool(text) and not (set(text) & odd) and text == text.strip() and text not in ("未知", "null", "unknown")


def scalar(text: str, draw: Draw) -> str:
    """A text in one of its forms."""
    if isinstance(text, Bare):
        return str(text)
    single = "'" + text.replace("'", "''") + "'"
    double = '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    forms = [double] + ([single] if "\n" not in text and "\t" not in text else [])
    if plain(text):
        forms += [text, text, text]
    return str(draw(st.sampled_from(forms)))


def flow(tree: object, draw: Draw) -> str:
    """A tree in brackets, tightly or with room, perhaps with a comma at the end."""
    room = draw(st.sampled_from(("", " ")))
    comma = draw(st.sampled_from(("", "", ",")))
    if isinstance(tree, dict):
        inner = f",{room or ' '}".join(_pair(scalar(k, draw), flow(v, draw)) for k, v in tree.items())
        return "{" + room + inner + (comma if tree else "") + room + "}"
    if isinstance(tree, list):
        return "[" + room + f",{room}".join(flow(v, draw) for v in tree) + (comma if tree else "") + room + "]"
    return scalar(tree, draw)  # type: ignore[arg-type]


def _pair(key: str, value: str) -> str:
    """A key in quotation marks may stand hard against its colon."""
    return f"{key}:{value}" if key[-1] in "'\"" else f"{key}: {value}"


def block(tree: dict[str, object], draw: Draw, indent: str = "") -> str:
    """A mapping in lines, with comments; what stands in it in lines or in brackets."""
    out = []
    for key, value in tree.items():
        above = draw(st.sampled_from(ABOVE))
        note = draw(st.sampled_from(COMMENTS))
        out.append((indent + above if above.startswith("#") else above) + indent + scalar(key, draw) + ":")
        if isinstance(value, dict) and value and draw(st.booleans()):
            out.append(note + "\n" + block(value, draw, indent + draw(st.sampled_from((" ", "  ", "    ")))))
        elif isinstance(value, list) and value and draw(st.booleans()):
            out.append(note + "\n")
            out += [f"{indent}  - {flow(item, draw)}{draw(st.sampled_from(COMMENTS))}\n" for item in value]
        else:
            text = flow(value, draw)
            out.append((" " + text if text else "") + note + "\n")
    return "".join(out)


def comments(text: str) -> list[str]:
    """The comments of a text that :func:`block` wrote."""
    written = {c.strip() for c in (*COMMENTS, *ABOVE)} - {""}
    return [comment for line in text.split("\n") for comment in sorted(written) if line.endswith(comment)]
