"""What a case expects: for a benefit and object an outcome, an amount, and what else must be so."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from compiler.cases.facts import Facts
from compiler.cases.model import Expectation, ExpectedAmount
from compiler.cases.place import Place, shown, silent
from compiler.cases.values import Unreadable, read_money
from compiler.cases.words import AT_LEAST, AT_MOST, EXPECTED_KEYS, FORM_WORDS, OPEN, OUTCOMES, TOTAL, UP_TO
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.source import yaml_tree as y
from compiler.source.record import dataclass
from compiler.source.text import Span

_PERS: Final = {"": None, "月": "month", "年": "year", "次": "time", "日": "day"}


def _any(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_FORM: Final = re.compile(rf"({_any(tuple(FORM_WORDS))})\s*(.*)", re.S)
_BETWEEN: Final = re.compile(rf"(.+?)\s*(?:{_any(UP_TO)})\s*(.+)", re.S)
_BOUNDS: Final = re.compile(rf"(?:(?:{_any(AT_LEAST)})\s*(.+?))?\s*(?:(?:{_any(AT_MOST)})\s*(.+?))?", re.S)


@dataclass(frozen=True, slots=True)
class Target:
    """The benefit (and object) that a case names; ``benefits`` are those that the name may mean."""

    written: str
    benefits: tuple[Benefit, ...]
    object: str | None


class Targets:
    """Finds the benefits and objects that a case names."""

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.rulebook, self.facts = rulebook, facts
        self.by_name: dict[str, tuple[Benefit, ...]] = {}
        for benefit in rulebook.benefits:
            for name in dict.fromkeys((benefit.name, benefit.id)):
                self.by_name[name] = (*self.by_name.get(name, ()), benefit)

    def find(self, text: str, span: Span, place: Place) -> Target | None:
        """``待遇`` or ``待遇@对象``; None and a problem for a benefit or an object that is not there.

        Names may hold ``@`` themselves: the longest beginning that is a benefit is the benefit.
        """
        marks = [i for i, c in enumerate(text) if c in "@＠"]
        for end in (len(text), *reversed(marks)):
            name = text[:end].strip()
            if name in self.by_name:
                object_ = text[end + 1 :].strip() if end < len(text) else None
                return self._with_object(Target(name, self.by_name[name], object_), span, place)
        name = text[: marks[0]].strip() if marks else text
        place.say("TL0633", span, near=place.near(name, self.by_name), found=name)
        return None

    def is_total(self, key: y.Scalar) -> bool:
        """Whether a key of what is expected means the sum of all, as no benefit has that name."""
        return key.text.strip() in TOTAL and key.text.strip() not in self.by_name

    def objects(self, benefits: tuple[Benefit, ...]) -> tuple[str, ...]:
        """The facts that these benefits may be for."""
        return self.facts.ids(tuple(b.kind for b in benefits))

    def paid(self) -> frozenset[str]:
        """The benefits that payments already made were of; they need not be benefits of this library."""
        said = (f.get("待遇") for f in self.facts.all if f.kind == PAID)
        return frozenset(str(value.value) for value in said if value is not None)

    def _with_object(self, target: Target, span: Span, place: Place) -> Target | None:
        object_ = target.object
        if object_ is None or self.facts.kind_of(object_) in {b.kind for b in target.benefits}:
            return target
        if object_ not in self.facts.lost:
            place.say("TL0634", span, near=place.near(object_, self.objects(target.benefits)), found=object_)
        return None


def bind_expected(node: y.Node | None, place: Place, targets: Targets) -> tuple[Expectation, ...]:
    """The expectations of a case, in order, without those of a total."""
    found: dict[tuple[str, str | None], Expectation | None] = {}
    for key, value in place.entries(node):
        text = place.text(key)
        if text is None or targets.is_total(key):
            continue
        below = place.under(text)
        target = targets.find(text, key.span, below)
        if target is None:
            continue
        objects = targets.objects(target.benefits)
        object_ = target.object
        if object_ is None and len(objects) > 1:
            below.say(
                "TL0643", key.span, near=tuple(f"{target.written}@{o}" for o in objects[:3]), found=target.written
            )
            continue
        same = (target.written, object_ or next(iter(objects), None))
        if same in found:
            below.say("TL0606", key.span, found=text)
            continue
        found[same] = _Reader(target, below, targets).expectation(value)
    return tuple(e for e in found.values() if e is not None)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what is expected for one benefit and object."""

    target: Target
    place: Place
    targets: Targets

    def expectation(self, node: y.Node) -> Expectation | None:
        """From a single value or a mapping; None when it is not understood."""
        first = self.target.benefits[0]
        document = first.document if self.target.written != first.name else None
        if isinstance(node, y.Scalar) and not silent(node):
            outcome, amount = self._outcome(node), None
            if outcome is None:
                amount = self._amount(node)
                outcome = "granted"
            return Expectation(
                first.name, self.target.object, document, outcome, amount, None, None, (), None, (), node.span
            )
        if not isinstance(node, y.Mapping) or not node.entries:
            self.place.say("TL0635", node.span, found=shown(node))
            return None
        return self._mapping(node, self.place.parts(node, EXPECTED_KEYS), document)

    def _mapping(self, node: y.Mapping, parts: dict[str, tuple[y.Scalar, y.Node]], document: str | None) -> Expectation:
        outcome: str | None = None
        amount: ExpectedAmount | None = None
        if "outcome" in parts:
            key, value = parts["outcome"]
            outcome = self._outcome(value)
            if outcome is None:
                self.place.under(key.text).say("TL0635", value.span, found=shown(value))
        if "amount" in parts:
            key, value = parts["amount"]
            amount = self._amount(value, self.place.under(key.text))
            outcome = outcome or (None if "outcome" in parts else "granted")
        return Expectation(
            self.target.benefits[0].name,
            self.target.object,
            self._document(parts) or document,
            outcome,
            amount,
            self._text(parts, "clause"),
            self._payee(parts),
            tuple(text for text, _ in self._texts(parts, "because")),
            self._winner(parts),
            tuple(text for text, _ in self._texts(parts, "missing")),
            node.span,
            tuple(text for text, _ in self._texts(parts, "not_because")),
            self._text(parts, "decided_by"),
        )

    # ------------------------------------------------------------ outcome and amount

    def _outcome(self, node: y.Node) -> str | None:
        return OUTCOMES.get(shown(node)) if isinstance(node, y.Scalar) else None

    def _amount(self, node: y.Node, place: Place | None = None) -> ExpectedAmount | None:
        try:
            if isinstance(node, y.Scalar):
                return read_amount(shown(node))
        except Unreadable:
            pass
        (place or self.place).say("TL0635", node.span, found=shown(node))
        return None

    # ------------------------------------------------------------ the rest of a mapping

    def _texts(self, parts: dict[str, tuple[y.Scalar, y.Node]], name: str) -> list[tuple[str, y.Scalar]]:
        key, node = parts.get(name, (None, None))
        return list(self.place.under(key.text).texts(node)) if key is not None else []

    def _single(self, parts: dict[str, tuple[y.Scalar, y.Node]], name: str) -> tuple[str, y.Scalar] | None:
        key, node = parts.get(name, (None, None))
        if key is not None and isinstance(node, y.Sequence):
            self.place.under(key.text).say("TL0639", node.span, field=key.text)
            return None
        return next(iter(self._texts(parts, name)), None)

    def _text(self, parts: dict[str, tuple[y.Scalar, y.Node]], name: str) -> str | None:
        found = self._single(parts, name)
        return found[0] if found is not None else None

    def _document(self, parts: dict[str, tuple[y.Scalar, y.Node]]) -> str | None:
        found = self._single(parts, "document")
        if found is not None and self.targets.rulebook.document(found[0]) is None:
            near = self.place.near(found[0], [d.number for d in self.targets.rulebook.documents])
            self.place.under(parts["document"][0].text).say("TL0632", found[1].span, near=near, found=found[0])
        return found[0] if found is not None else None

    def _payee(self, parts: dict[str, tuple[y.Scalar, y.Node]]) -> str | None:
        """Who is paid. Where that is an entity it has to be one of the case."""
        found = self._single(parts, "payee")
        if found is None:
            return None
        entities = all(b.payee.type.kind == "entity" for b in self.target.benefits)
        if entities and self.targets.facts.kind_of(found[0]) is None and found[0] not in self.targets.facts.lost:
            near = self.place.near(found[0], self.targets.facts.kinds)
            self.place.under(parts["payee"][0].text).say("TL0634", found[1].span, near=near, found=found[0])
        return found[0]

    def _winner(self, parts: dict[str, tuple[y.Scalar, y.Node]]) -> str | None:
        """The benefit that this one gives way to, perhaps with its object."""
        found = self._single(parts, "displaced_by")
        if found is not None:
            place = self.place.under(parts["displaced_by"][0].text)
            if found[0] not in self.targets.paid():
                self.targets.find(found[0], found[1].span, place)
        return found[0] if found is not None else None


def read_amount(text: str) -> ExpectedAmount:
    """An exact sum, a range or 未定额, with or without a form.

    ``一次性3万元`` ``3000元`` ``300元/月`` ``每次不超过1000元`` ``不低于3000元不超过5000元`` ``每次100元至200元``
    ``monthly at least 300`` ``100 to 200``.
    Raises :class:`~compiler.cases.values.Unreadable`.
    """
    form = _FORM.fullmatch(text)
    per, rest = (FORM_WORDS[form[1]], form[2]) if form else (None, text)
    if rest in OPEN:
        return ExpectedAmount(None, None, True, per, text)
    bounds = _BOUNDS.fullmatch(rest) or _BETWEEN.fullmatch(rest)
    if bounds is None or not (bounds[1] or bounds[2]):
        exact, per = _sum(rest, per)
        return ExpectedAmount(exact, exact, False, per, text)
    low, high = Fraction(0), None
    if bounds[1]:
        low, per = _sum(bounds[1], per)
    if bounds[2]:
        high, per = _sum(bounds[2], per)
        if high < low:
            raise Unreadable("TL0635")
    return ExpectedAmount(low, high, False, per, text)


def _sum(text: str, per: str | None) -> tuple[Fraction, str | None]:
    """An amount and what it is per, which must not contradict what was said before."""
    value, unit = read_money(text)
    said = _PERS.get(unit, unit)
    if said is not None and (said == unit or per not in (None, said)):
        raise Unreadable("TL0635")
    return value, said or per
