"""HTML for notebooks: everything is escaped, nothing runs, nothing is fetched, and colours do on light and dark."""

from __future__ import annotations

import html
from collections.abc import Iterable

from tiaoli.screen.phrases import clean

# Each has a contrast of at least 3 with white and with the darkest grey of common themes.
COLORS = {
    "granted": "#2e8b57",
    "refused": "#d9483b",
    "displaced": "#a85fc0",
    "undetermined": "#a8741a",
    "yes": "#2e8b57",
    "no": "#d9483b",
    "unknown": "#a8741a",
    "note": "#808080",
    "quote": "#2a8c9e",
}
SIGNS = {
    "granted": "✓",
    "refused": "✗",
    "displaced": "→",
    "undetermined": "?",
    "yes": "✓",
    "no": "✗",
    "unknown": "?",
    "note": "·",
}
_QUIET = "opacity:0.75"
_CELL = "padding:0.2em 0.8em 0.2em 0;text-align:left;vertical-align:top"
_LINE = "border-top:1px solid rgba(128,128,128,0.4)"
_LIST = "list-style:none;margin:0;padding-left:1.2em"


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def tag(name: str, *content: str, style: str = "") -> Html:
    """An element; ``content`` is escaped unless it is :class:`Html`. ``style`` is never made of input."""
    opened = f'<{name} style="{style}">' if style else f"<{name}>"
    return Html(f"{opened}{join(content)}</{name}>")


def join(parts: Iterable[str], between: str = "") -> Html:
    """Parts side by side, each escaped unless it is HTML already."""
    return Html(escaped(between).join(p if isinstance(p, Html) else escaped(p) for p in parts if p))


def escaped(text: str) -> Html:
    """A text as HTML on one line, without control characters or marks that turn its direction. Blanks at its ends are
    kept: they part it from what stands beside it."""
    lead, tail = text[:1] == " ", len(text) > 1 and text[-1:] == " "
    return Html(" " * lead + html.escape(clean(text), quote=True) + " " * tail)


def block(*parts: str) -> Html:
    """The outermost element of a view."""
    return tag("div", *parts, style="max-width:60em;line-height:1.5")


def line(*parts: str, indent: bool = False) -> Html:
    """A line of its own; nothing when there is nothing in it."""
    content = join(parts)
    return tag("div", content, style="padding-left:1.2em" if indent else "") if content else Html()


def quiet(*parts: str) -> Html:
    """What is less important; nothing when there is nothing in it."""
    content = join(parts)
    return tag("span", content, style=_QUIET) if content else Html()


def sign(look: str) -> Html:
    """The sign of an outcome or state in its colour."""
    return colored(SIGNS[look], look)


def colored(text: str, look: str) -> Html:
    """Text in the colour of an outcome, a state or a quotation."""
    weight = ";font-weight:600" if look in ("granted", "refused", "displaced", "undetermined") else ""
    return tag("span", text, style=f"color:{COLORS[look]}{weight}")


def quoted(text: str) -> Html:
    """The law's own words."""
    return colored(f"「{clean(text)}」", "quote")


def listed(items: Iterable[str]) -> Html:
    """A list without marks; nothing when it has no items."""
    rows = join(tag("li", item) for item in items)
    return tag("ul", rows, style=_LIST) if rows else Html()


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Html:
    """A table with a line between its rows."""
    head = join(tag("th", h, style=_CELL) for h in heads)
    body = join(tag("tr", *(tag("td", c, style=f"{_CELL};{_LINE}") for c in row)) for row in rows)
    return tag(
        "table", tag("thead", tag("tr", head)), tag("tbody", body), style="border-collapse:collapse;margin:0.4em 0"
    )
