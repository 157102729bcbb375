"""What the sums of a case come to together: ``合计`` among the expected benefits."""

from __future__ import annotations

from collections.abc import Iterator

from compiler.cases.expected import Targets, read_amount
from compiler.cases.model import ExpectedAmount, ExpectedTotal
from compiler.cases.place import Place, shown, silent
from compiler.cases.values import Unreadable
from compiler.cases.words import FORM_WORDS, TOTAL_KEYS
from compiler.source import yaml_tree as y

Parts = dict[str, tuple[y.Scalar, y.Node]]


def bind_totals(node: y.Node | None, place: Place, targets: Targets) -> tuple[ExpectedTotal, ...]:
    """The totals that a case expects, in order.

    A sum (``合计: 一次性3万元``), a sum for each form (``合计: {一次性: 3万元, 每年: 6000元}``), a sum of what one is
    paid or of some benefits (``合计: {领取: 张三, 待遇: [甲补贴, 乙补贴], 金额: 每月300元}``), or a list of those.
    """
    found: list[ExpectedTotal] = []
    first: str | None = None
    for key, value in node.entries if isinstance(node, y.Mapping) else ():
        if not targets.is_total(key):
            continue
        written = key.text.strip()
        below = place.under(written)
        if first is not None:
            below.say("TL0606", key.span, found=written)
            continue
        first = written
        items = value.items if isinstance(value, y.Sequence) and value.items else (value,)
        for item in items:
            found += _Totals(written, below, targets).read(item)
    return tuple(found)


class _Totals:
    def __init__(self, written: str, place: Place, targets: Targets) -> None:
        self.written, self.place, self.targets = written, place, targets

    def read(self, node: y.Node) -> Iterator[ExpectedTotal]:
        """The totals of one item; what is not understood is said."""
        if isinstance(node, y.Scalar) and not silent(node):
            amount = self._amount(node, self.place)
            if amount is not None:
                yield ExpectedTotal(self.written, amount, origin=node.span)
        elif not isinstance(node, y.Mapping) or not node.entries:
            self.place.say("TL0635", node.span, found=shown(node))
        elif all(key.text.strip() in FORM_WORDS for key, _ in node.entries):
            yield from self._by_form(node)
        else:
            yield from self._some(node)

    def _by_form(self, node: y.Mapping) -> Iterator[ExpectedTotal]:
        seen: set[str] = set()
        for key, value in node.entries:
            form, place = FORM_WORDS[key.text.strip()], self.place.under(key.text.strip())
            if form in seen:
                place.say("TL0606", key.span, found=key.text.strip())
                continue
            seen.add(form)
            amount = self._amount(value, place)
            if amount is None:
                continue
            if amount.per not in (None, form):
                place.say("TL0635", value.span, found=shown(value))
                continue
            with_form = ExpectedAmount(amount.low, amount.high, amount.open, form, amount.written)
            yield ExpectedTotal(self.written, with_form, origin=value.span)

    def _some(self, node: y.Mapping) -> Iterator[ExpectedTotal]:
        parts = self.place.parts(node, TOTAL_KEYS)
        if "amount" not in parts:
            self.place.say("TL0635", node.span, found=shown(node))
            return
        key, value = parts["amount"]
        amount = self._amount(value, self.place.under(key.text))
        payee = self._payee(parts)
        benefits = self._benefits(parts)
        if amount is not None:
            yield ExpectedTotal(self.written, amount, payee, benefits, value.span)

    def _payee(self, parts: Parts) -> str | None:
        key, node = parts.get("payee", (None, None))
        if key is None or node is None:
            return None
        place = self.place.under(key.text)
        if isinstance(node, y.Sequence):
            place.say("TL0639", node.span, field=key.text)
            return None
        facts = self.targets.facts
        for text, item in place.texts(node):
            entities = all(b.payee.type.kind == "entity" for b in self.targets.rulebook.benefits)
            if entities and facts.kind_of(text) is None and text not in facts.lost:
                place.say("TL0634", item.span, near=place.near(text, facts.kinds), found=text)
            return text
        return None

    def _benefits(self, parts: Parts) -> tuple[str, ...]:
        key, node = parts.get("benefits", (None, None))
        if key is None:
            return ()
        place = self.place.under(key.text)
        found: dict[str, None] = {}
        for text, item in place.texts(node):
            if text not in self.targets.by_name:
                place.say("TL0633", item.span, near=place.near(text, self.targets.by_name), found=text)
            found[text] = None
        return tuple(found)

    def _amount(self, node: y.Node, place: Place) -> ExpectedAmount | None:
        """A sum or a range. A sum of which the law names no figure is none, so that 未定额 is not understood here."""
        try:
            if isinstance(node, y.Scalar) and not silent(node):
                found = read_amount(shown(node))
                if not found.open:
                    return found
        except Unreadable:
            pass
        place.say("TL0635", node.span, found=shown(node))
        return None
