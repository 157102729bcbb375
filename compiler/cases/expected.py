"""What a case expects: an outcome, an amount, and what else must be so."""

from __future__ import annotations

import re
from fractions import Fraction

from compiler.cases.model import Expectation, ExpectedAmount
from compiler.cases.read import texts
from compiler.cases.values import Unreadable, read_money
from compiler.cases.words import EXPECTED_KEYS, FORMS, OUTCOMES, PER, PER_EN, UNKNOWN, key_of
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook.model import Rulebook
from compiler.source import yaml_tree as y

_PER_WORDS = {zh: PER_EN[en] for zh, en in PER.items()} | PER_EN
_PER = re.compile("^(" + "|".join(sorted(_PER_WORDS, key=len, reverse=True)) + r")\s*")
_LOW = re.compile(r"(?:不低于|至少|at least)\s*([^不\s]+(?:元|分|yuan)?)")
_HIGH = re.compile(r"(?:不超过|至多|at most)\s*(\S+)")
_OPEN = ("未定额", "open")


def read_expected(node: y.Node | None, rulebook: Rulebook, ids: dict[str, str], log: Log) -> tuple[Expectation, ...]:
    """The expectations of a case, in order."""
    if node is None or (isinstance(node, y.Scalar) and node.text in UNKNOWN):
        return ()
    if not isinstance(node, y.Mapping):
        log.say("TL0621", node.span, found=node.span.text[:40])
        return ()
    known = {b.name: b for b in rulebook.benefits}
    found: list[Expectation] = []
    for key, value in node.entries:
        name, _, object_ = key.text.partition("@")
        if name not in known:
            log.say("TL0633", key.span, near=near_names(name, known), found=name)
            continue
        if object_ and object_ not in ids:
            log.say("TL0634", key.span, near=near_names(object_, ids), found=object_)
            continue
        objects = [i for i, kind in ids.items() if kind == known[name].kind]
        if not object_ and len(objects) > 1:
            log.say("TL0643", key.span, near=tuple(f"{name}@{o}" for o in objects[:3]), found=name)
            continue
        one = _one(name, object_ or None, value, log)
        if one is not None:
            found.append(one)
    return tuple(found)


def _one(benefit: str, object_: str | None, node: y.Node, log: Log) -> Expectation | None:
    if isinstance(node, y.Scalar):
        outcome, amount = _plain(node, log)
        return Expectation(benefit, object_, None, outcome, amount, None, None, (), None, (), node.span)
    if isinstance(node, y.Sequence):
        log.say("TL0635", node.span, found=node.span.text[:40])
        return None
    parts: dict[str, y.Node] = {}
    for key, value in node.entries:
        name = key_of(key.text, EXPECTED_KEYS)
        if name is None:
            known = [form for k in EXPECTED_KEYS for form in FORMS[k]]
            log.say("TL0620", key.span, near=near_names(key.text, known), found=key.text)
        else:
            parts[name] = value
    outcome, amount = None, None
    for name in ("outcome", "amount"):
        written = parts.get(name)
        if isinstance(written, y.Scalar):
            said, sum_ = _plain(written, log)
            outcome, amount = outcome or said, amount or sum_

    def text(name: str) -> str | None:
        value = parts.get(name)
        return value.text if isinstance(value, y.Scalar) else None

    return Expectation(
        benefit,
        object_,
        text("document"),
        outcome,
        amount,
        text("clause"),
        text("payee"),
        texts(parts.get("because"), log),
        text("displaced_by"),
        texts(parts.get("missing"), log),
        node.span,
    )


def _plain(node: y.Scalar, log: Log) -> tuple[str | None, ExpectedAmount | None]:
    """An outcome, or an amount, which means that the benefit is granted."""
    text = node.text.strip()
    if text in OUTCOMES:
        return OUTCOMES[text], None
    per, rest = None, text
    match = _PER.match(text)
    if match:
        per, rest = _PER_WORDS[match[1]], text[match.end() :]
    if rest in _OPEN:
        return "granted", ExpectedAmount(None, None, True, per, text)
    try:
        low, high = _LOW.search(rest), _HIGH.search(rest)
        if low or high:
            bottom = read_money(low[1]) if low else Fraction(0)
            return "granted", ExpectedAmount(bottom, read_money(high[1]) if high else None, False, per, text)
        exact = read_money(rest)
        return "granted", ExpectedAmount(exact, exact, False, per, text)
    except Unreadable:
        log.say("TL0635", node.span, found=node.text)
        return None, None
