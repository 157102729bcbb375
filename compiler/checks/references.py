"""What the heads and relations of documents refer to: other documents, and conventions on words."""

from __future__ import annotations

import re
from collections.abc import Collection

from compiler.corpus import Sheet
from compiler.diagnostics.problem import Log, near_names
from compiler.surface import tree as t

_NUMBER = re.compile(r"\S*〔\d{4}〕\d+号")
_BETWEEN_DOCUMENTS = ("repeals", "prevails", "yields")
_CONVENTIONS = {"or_more": "以上", "or_less": "以下"}


def check_references(sheets: tuple[Sheet, ...], library: Collection[str], log: Log) -> None:
    """Report relations to documents that are neither in the library nor registered (未存), and unknown conventions."""
    registered = {e.item.number.text for s in sheets for e in s.entries if isinstance(e.item, t.Unheld)}
    known = {*library, *registered, *(s.name for s in sheets)}
    for sheet in sheets:
        if isinstance(sheet.head, t.Document):
            for word, _ in sheet.head.conventions:
                if word.text not in _CONVENTIONS:
                    near = near_names(word.text, _CONVENTIONS.values())
                    log.say("TL0320", word.span, near=near, found=word.text)
        for entry in sheet.entries:
            item = entry.item
            if isinstance(item, t.Relation) and item.kind in _BETWEEN_DOCUMENTS:
                for name in item.names:
                    if _NUMBER.fullmatch(name.text) and name.text not in known:
                        log.say("TL0316", name.span, near=near_names(name.text, known), found=name.text)
