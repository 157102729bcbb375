"""How an item is called: its sort and its name."""

from __future__ import annotations

from compiler.surface import tree as t


def sort_of(item: t.Item) -> str:
    """The keyword an item starts with, as its terminal in small letters."""
    if isinstance(item, t.Norm | t.Relation | t.Change):
        return item.kind.lower()
    if isinstance(item, t.Rule | t.Kind):
        return item.sort.lower()
    names = {t.NonDuplication: "nodup", t.ParameterSeries: "parameter", t.Filling: "set", t.Definition: "define"}
    return names.get(type(item), type(item).__name__.lower())


def name_of(item: t.Item) -> str:
    """The name of an item, empty where it has none."""
    name = getattr(item, "name", None)
    return name.text if isinstance(name, t.Word) else ""


def key_of(item: t.Item) -> tuple[str, ...]:
    """What makes two items the same one in two wordings: sort and name, or what an item without a name is about."""
    match item:
        case t.Norm():
            about = tuple(q.text for q in item.basis.quotes)
        case t.Relation() | t.Together():
            about = tuple(w.text for w in item.names)
        case t.Unheld():
            about = (item.number.text,)
        case t.Deemed():
            about = (item.value.text, item.counts_as.text)
        case t.Change():
            about = (item.document.text if item.document is not None else "", item.clause.text)
        case _:
            about = (name_of(item),)
    return (sort_of(item), *about)
