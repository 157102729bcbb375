"""A page of HTML that stands alone: everything escaped, nothing fetched, light and dark, fit to be printed."""

from __future__ import annotations

from pathlib import Path

from tiaoli.notebook.html import Html, escaped, join

_HERE = Path(__file__).parent


def element(name: str, *content: str, **attributes: str) -> Html:
    """An element with attributes; content and attributes are escaped unless the content is HTML already. An attribute
    named ``class_`` is written ``class``; an empty one is left out."""
    said = "".join(f' {key.rstrip("_")}="{escaped(value)}"' for key, value in attributes.items() if value)
    return Html(f"<{name}{said}>{join(content)}</{name}>")


def whole(title: str, language: str, name: str, *content: str) -> str:
    """The page, with the style sheet and the script of that name that lie beside this file."""
    style = (_HERE / f"{name}.css").read_text(encoding="utf-8")
    script = (_HERE / f"{name}.js").read_text(encoding="utf-8")
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
    return (
        f'<!doctype html>\n<html lang="{escaped(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escaped(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"{join(content, chr(10))}\n<script>\n{script}</script>\n</body>\n</html>\n"
    )
