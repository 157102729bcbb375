"""A raw case, bound to the declared vocabulary. Every fault of a case is reported in one run."""

from __future__ import annotations

import datetime as dt

from compiler.cases.expected import Targets, bind_expected
from compiler.cases.facts import bind_facts, kinds_by_name
from compiler.cases.model import Case
from compiler.cases.place import Place, shown, silent
from compiler.cases.read import RawCase
from compiler.cases.totals import bind_totals
from compiler.cases.values import Unreadable, read_date
from compiler.cases.words import FALSE, TRUE
from compiler.diagnostics.problem import Log
from compiler.rulebook.model import Rulebook
from compiler.source import yaml_tree as y
from compiler.source.record import dataclass
from compiler.source.text import Span


def bind_case(raw: RawCase, rulebook: Rulebook, default_documents: tuple[str, ...], log: Log) -> Case | None:
    """The case, or None with the reasons in ``log``.

    ``default_documents`` are those of the folder the case stands in, or those the reader asked for. The case is decided
    under the ones it names itself, unless ``rulebook`` was made for the others and does not hold them.
    """
    before = len(log.problems)
    binder = _Binder(raw, rulebook, log)
    facts = bind_facts(raw.parts.get("facts"), raw.keys.get("facts"), rulebook, Place(log), raw.span)
    targets = Targets(rulebook, facts)
    complete, everything = binder.complete()
    case = Case(
        name=raw.name,
        documents=binder.documents(default_documents),
        facts=facts.all,
        complete=complete,
        everything_complete=everything,
        readings=binder.readings(),
        choices=binder.choices(targets),
        expected=bind_expected(raw.parts.get("expect"), binder.place("expect"), targets),
        totals=bind_totals(raw.parts.get("expect"), binder.place("expect"), targets),
        known=binder.date("known"),
        on=binder.date("on"),
        origin=raw.span,
    )
    return case if raw.sound and len(log.problems) == before else None


@dataclass(frozen=True, slots=True)
class _Binder:
    """Binds the parts of a case that are no facts."""

    raw: RawCase
    rulebook: Rulebook
    log: Log

    def place(self, part: str) -> Place:
        """The place of a part, under the key as written."""
        key = self.raw.keys.get(part)
        return Place(self.log, (key.text.strip(),) if key is not None else ())

    def documents(self, default: tuple[str, ...]) -> tuple[str, ...]:
        """The documents the case is decided under: those it names, or those of its folder."""
        start = Span(self.raw.span.file, self.raw.span.start, self.raw.span.start)
        node = self.raw.parts.get("documents")
        if self.raw.documents:
            # What cannot be read was said when the documents were first looked at.
            items = node.items if isinstance(node, y.Sequence) else (node,)
            written = [(i.text.strip(), i.span) for i in items if isinstance(i, y.Scalar)]
            known = set(self.raw.documents)
            named = [(text, span) for text, span in written if text in known]
        else:
            named = [(number, start) for number in default]
        if not named and (node is None or silent(node) or self.raw.sound):
            Place(self.log).say("TL0638", start)
        held = {d.number: None for d in self.rulebook.documents if d.held}
        if any(number not in held for number, _ in named) and default and all(number in held for number in default):
            return default  # the reader asked for other documents than the case does
        place = self.place("documents")
        for number, span in named:
            if number not in held:
                place.say("TL0632", span, near=place.near(number, held), found=number)
        return tuple(dict.fromkeys(number for number, _ in named))

    def complete(self) -> tuple[tuple[str, ...], bool]:
        """Kinds whose history is complete, and whether all are."""
        node, place, known = self.raw.parts.get("complete"), self.place("complete"), kinds_by_name(self.rulebook)
        if isinstance(node, y.Scalar) and node.text.strip().lower() in (*TRUE, *FALSE):
            return (), node.text.strip().lower() in TRUE
        found: dict[str, None] = {}
        for name, item in place.texts(node):
            decl = known.get(name)
            if decl is None:
                place.say("TL0636", item.span, near=place.near(name, known), found=name)
            else:
                found[decl.name] = None
        return tuple(found), False

    def readings(self) -> tuple[tuple[str, str], ...]:
        """Readings that the case fixes."""
        known = {r.name: tuple(c for c, _ in r.choices) for r in self.rulebook.readings if r.choices}
        found: dict[str, str] = {}
        top = self.place("readings")
        for key, node in top.entries(self.raw.parts.get("readings")):
            name = key.text.strip()
            place = top.under(name)
            if name not in known:
                place.say("TL0630", key.span, near=place.near(name, known), found=name)
            elif name in found:
                place.say("TL0606", key.span, found=name)
            elif not silent(node):
                chosen = node.text.strip() if isinstance(node, y.Scalar) else shown(node)
                if not isinstance(node, y.Scalar) or chosen not in known[name]:
                    place.say("TL0631", node.span, near=known[name][:6], found=chosen, reading=name)
                else:
                    found[name] = chosen
        return tuple(found.items())

    def choices(self, targets: Targets) -> tuple[tuple[str, str | None], ...]:
        """What the claimant chose: benefits, each perhaps with its object."""
        place = self.place("choices")
        found: dict[tuple[str, str | None], None] = {}
        for text, item in place.texts(self.raw.parts.get("choices")):
            chosen = targets.find(text, item.span, place)
            if chosen is not None:
                found[chosen.written, chosen.object] = None
        return tuple(found)

    def date(self, part: str) -> dt.date | None:
        """A day that the case names."""
        node, place = self.raw.parts.get(part), self.place(part)
        if node is None or silent(node):
            return None
        if isinstance(node, y.Scalar):
            try:
                return read_date(shown(node))
            except Unreadable as fault:
                if fault.code != "TL0624":
                    place.say(fault.code, node.span, found=shown(node))
                    return None
        place.say("TL0624", node.span, found=shown(node), wanted="日期")
        return None
