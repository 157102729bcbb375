"""A case as the YAML that reads back as that case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction

import yaml

from compiler.cases.model import Case, Fact, Scalar
from compiler.cases.words import BLANK, FORMS, TRUE, UNKNOWN
from compiler.rulebook.model import FieldDecl, Rulebook
from compiler.rulebook.paid import PAID, PAID_FIELDS
from compiler.rulebook.terms import TEXT, Period, Type

_TEXT = "tag:yaml.org,2002:str"
_TAGS: dict[type[yaml.Node], str] = {
    yaml.SequenceNode: "tag:yaml.org,2002:seq",
    yaml.MappingNode: "tag:yaml.org,2002:map",
}
_UNITS = {"months": "个月", "days": "天", "workdays": "个工作日"}


def write_case(case: Case, rulebook: Rulebook) -> str:
    """The case with its documents, readings, choices and facts, in Chinese. What it expects is left out: that is for
    someone who reads the law. A field that has a default and no value is written 未知."""
    tree: dict[str, object] = {"case": case.name, "documents": _short(case.documents)}
    if case.known is not None:
        tree["known"] = case.known.isoformat()
    if case.on is not None:
        tree["on"] = case.on.isoformat()
    if case.everything_complete:
        tree["complete"] = TRUE[0]
    elif case.complete:
        tree["complete"] = list(case.complete)
    if case.readings:
        tree["readings"] = dict(case.readings)
    if case.choices:
        tree["choices"] = [benefit if object_ is None else f"{benefit}@{object_}" for benefit, object_ in case.choices]
    facts: dict[str, dict[str, object]] = {}
    for fact in case.facts:
        written = _fact(fact, rulebook)
        if written or not fact.implied:
            facts.setdefault(fact.kind, {})[fact.id] = written
    tree["facts"] = facts
    chinese = {FORMS[key][0]: value for key, value in tree.items()}
    return yaml.dump(chinese, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)


def _short(names: tuple[str, ...]) -> object:
    return names[0] if len(names) == 1 else list(names)


def _fact(fact: Fact, rulebook: Rulebook) -> dict[str, object]:
    kind = rulebook.kind(fact.kind)
    fields: Iterable[tuple[str, Type, FieldDecl | None]] = (
        [(f.name, f.type, f) for f in kind.fields] if kind is not None else [(n, t, None) for n, t in PAID_FIELDS]
    )
    written: dict[str, object] = {}
    for name, type_, decl in fields if fact.kind == PAID or kind is not None else ():
        value = fact.get(name)
        if value is None:
            if decl is not None and decl.default is not None:
                written[name] = _NotKnown(UNKNOWN[0])
        elif value.stated:
            whole = value.value
            written[name] = (
                [write_value(v, type_) for v in whole] if isinstance(whole, tuple) else write_value(whole, type_)
            )
    return written


def write_value(value: Scalar, type_: Type = TEXT) -> str:
    """A value as a case states it: ``3000元``, ``2021-05-20``, ``24个月``, ``是``, ``1/3``."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Period):
        return f"{value.count}{_UNITS[value.unit]}"
    if isinstance(value, Fraction):
        return write_number(value) + (type_.unit if type_.kind == "money" and _decimal(value) is not None else "")
    return value


def write_number(value: Fraction) -> str:
    """A number as a decimal where it has one, else as a fraction. Exact."""
    return _decimal(value) or str(value)


def _decimal(value: Fraction) -> str | None:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    digits = 0
    while (value * 10**digits).denominator != 1:
        digits += 1
    scaled = str(int(abs(value) * 10**digits)).rjust(digits + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{scaled[:-digits]}.{scaled[-digits:]}" if digits else f"{sign}{scaled}"


class _NotKnown(str):
    """The word that says that nothing is known; any text that reads the same is put in quotation marks."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Every value is a text to the reader of cases, so that nothing needs quotation marks to stay one."""

    def resolve(self, kind: type[yaml.Node], value: str | None, implicit: tuple[bool, bool]) -> str:
        """The tag a plain node gets: that of a text, unless it is a list or a mapping."""
        return _TAGS.get(kind, _TEXT)

    def ignore_aliases(self, data: object) -> bool:
        """Nothing is written as a reference to something above."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    silent = text.strip().lower() in (*UNKNOWN, *BLANK)
    quoted = silent and not isinstance(text, _NotKnown)
    return dumper.represent_scalar(_TEXT, str(text), style="'" if quoted else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(_NotKnown, _text)
