"""Rules between claims, bound: 不重复 in its eight shapes, precedence between documents, 可同时."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from compiler.corpus import Entry, Sheet
from compiler.diagnostics.problem import Log, near_names
from compiler.rulebook.bind_benefits import Benefits
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.bind_dates import Dates
from compiler.rulebook.model import LEVELS, Benefit, GroupDecl, MemberDecl
from compiler.rulebook.names import Names
from compiler.rulebook.paid import PAID
from compiler.rulebook.scope import Counter, Roles, Scope
from compiler.rulebook.terms import DATE, TEXT, All, Cond, Const, FieldOf, Term, Type, Var
from compiler.source.wordings import wording
from compiler.surface import tree as t
from compiler.surface.keywords import BY_TERMINAL

_TERMINALS = {"claimants_choice": "CLAIMANT"}


class Contests:
    """Binds the rules between claims of one case."""

    def __init__(
        self, names: Names, binder: Binder, benefits: Benefits, bound: tuple[Benefit, ...], dates: Dates, log: Log
    ) -> None:
        self.names, self.binder, self.benefits, self.dates, self.log = names, binder, benefits, dates, log
        self.by_id = {b.id: b for b in bound}

    def groups(self, sheets: tuple[Sheet, ...]) -> tuple[GroupDecl, ...]:
        """Every 不重复, then precedence between benefits of one name."""
        found: list[GroupDecl] = []
        for sheet in sheets:
            for entry in sheet.entries:
                if isinstance(entry.item, t.NonDuplication):
                    found += self._groups(sheet, entry, entry.item)
        return (*found, *self._precedence(sheets))

    def together(self, sheets: tuple[Sheet, ...]) -> tuple[tuple[str, str], ...]:
        """Pairs that may be had together, each pair in both orders."""
        pairs: list[tuple[str, str]] = []
        for sheet in sheets:
            for entry in sheet.entries:
                if isinstance(entry.item, t.Together):
                    ids = [id for word in entry.item.names for id in self._ids(word)]
                    pairs += [(a, b) for a in ids for b in ids if a != b and self._stand_with(entry, a, b)]
        return tuple(dict.fromkeys(pairs))

    def _stand_with(self, entry: Entry, first: str, second: str) -> bool:
        """Whether a permission stands when the later of two wordings decides."""
        if entry.version is None:
            return True
        wordings = [self.by_id[id].wording for id in (first, second) if id in self.by_id]
        since = max((w.since for w in wordings if w is not None and w.since is not None), default=dt.date.min)
        begins, ends = entry.version.begins, entry.version.ends
        return (begins is None or begins.day <= since) and (ends is None or since < ends.day)

    def _ids(self, word: t.Word) -> tuple[str, ...]:
        if word.text == PAID:
            return (PAID,)
        ids = self.benefits.ids(word.text)
        if not ids:
            known = [*{b.name for b in self.by_id.values()}, PAID]
            self.log.say("TL0305", word.span, near=near_names(word.text, known), found=word.text)
        return tuple(i for i in ids if i in self.by_id)

    # ------------------------------------------------------------ 不重复

    def _groups(self, sheet: Sheet, entry: Entry, item: t.NonDuplication) -> Iterator[GroupDecl]:
        """One group for each 方式: a group with several is one of them at a time, as their 当 say."""
        if not item.members:
            self.log.say("TL0503", item.span, part="成员")
        if not item.shapes:
            self.log.say("TL0503", item.span, part="方式")
        if item.window is None:
            self.log.say("TL0503", item.span, part="窗口")
        if len(item.shapes) > 1:
            for shape in item.shapes:
                if shape.when is None:
                    self.log.say("TL0523", shape.span, name=item.name.text)
        ids: list[str] = []
        for shape in item.shapes:
            word = BY_TERMINAL[_TERMINALS.get(shape.kind, shape.kind.upper().replace("_", ""))].zh
            id = item.name.text if len(item.shapes) == 1 else f"{item.name.text}·{word}"
            ids.append(id if id not in ids else f"{id}{len(ids) + 1}")
            own = ids[-1] if entry.version is None else wording(ids[-1], entry.version.number)
            yield self._group(sheet, entry, item, shape, own)

    def _group(self, sheet: Sheet, entry: Entry, item: t.NonDuplication, shape: t.Shape, id: str) -> GroupDecl:
        members: list[MemberDecl] = []
        for number, written in enumerate(item.members, 1):
            members += self._member(sheet, entry, item, shape, written, Counter(f"{id}.{number}"))
        keys = {len(m.keys) for m in members}
        if item.window == "sameevent" and (0 in keys or len(keys) > 1):
            self.log.say("TL0503", item.span, part="同")
        named = self._named(item, sheet)
        for word in shape.names:
            if word.text not in named:
                self.log.say("TL0512", word.span, near=near_names(word.text, named), found=word.text)
        begins = entry.version.begins if entry.version is not None else None
        ends = entry.version.ends if entry.version is not None else None
        return GroupDecl(
            id,
            item.name.text,
            sheet.name,
            entry.clause.id if entry.clause else "",
            next((q.text for b in item.basis for q in b.quotes), ""),
            shape.kind,
            item.window or "lifetime",
            tuple(members),
            tuple(id for word in shape.names for id in named.get(word.text, ())),
            begins.day if begins is not None else None,
            ends.day if ends is not None else None,
            item.span,
        )

    def _named(self, item: t.NonDuplication, sheet: Sheet) -> dict[str, tuple[str, ...]]:
        """What a shape may name: members by their names, and the categories and funds by which they are members."""
        named: dict[str, tuple[str, ...]] = {}
        for member in item.members:
            for word in member.target.names:
                named[word.text] = self._about(replace(member.target, names=(word,)), sheet)
        for id in [i for ids in named.values() for i in ids if i in self.by_id]:
            named.setdefault(
                self.by_id[id].name, tuple(i for i, b in self.by_id.items() if b.name == self.by_id[id].name)
            )
        return named

    def _about(self, target: t.Target, sheet: Sheet) -> tuple[str, ...]:
        if target.kind == "benefit":
            return tuple(id for word in target.names for id in self._ids(word))
        return tuple(i for i in self.benefits.about(target, sheet) if i in self.by_id)

    def _member(
        self, sheet: Sheet, entry: Entry, item: t.NonDuplication, shape: t.Shape, written: t.Member, counter: Counter
    ) -> list[MemberDecl]:
        found: list[MemberDecl] = []
        for id in self._about(written.target, sheet):
            benefit = self.by_id.get(id)
            kind = benefit.kind if benefit is not None else PAID
            object_ = Var(0, written.variable.text, Type("entity", kind), written.span)
            scope = Scope(sheet, counter, roles=_roles(benefit, object_))
            scope = scope.with_variable(written.variable.text, object_)
            if written.unit is None:
                self.log.say("TL0503", written.span, part="每")
            unit: Term = (
                self.binder.term(scope, written.unit)
                if written.unit is not None
                else FieldOf(object_, PAID, "享受人", TEXT)
            )
            conds: list[Cond] = [
                self.binder.condition(scope, w) for w in (item.when, shape.when, written.when) if w is not None
            ]
            day = benefit.decides if benefit is not None else FieldOf(object_, PAID, "日期", Type("date"))
            head = sheet.head
            if (
                day is not None
                and benefit is not None
                and benefit.document != sheet.name
                and isinstance(head, t.Document)
            ):
                clause = entry.clause.item if entry.clause else None
                conds.append(self.dates.in_force(scope, day, sheet, clause, item.name.text))
            cond: Cond | None = None
            if conds:
                cond = conds[0] if len(conds) == 1 else All(counter.next(), tuple(conds), "", written.span)
            found.append(
                MemberDecl(
                    id,
                    kind,
                    unit,
                    tuple(self.binder.term(scope, k) for k in written.keys),
                    self.binder.term(scope, written.amount) if written.amount is not None else None,
                    cond,
                )
            )
        return found

    # ------------------------------------------------------------ precedence

    def _precedence(self, sheets: tuple[Sheet, ...]) -> tuple[GroupDecl, ...]:
        """Benefits of one name in several documents: 优先于, then the higher level, then the later date.

        Two that none of these can order stay as a tie: a group of shape ``tie``.
        """
        rank = {sheet.name: self._rank(sheet) for sheet in sheets}
        named = self._prevailing(sheets)
        by_name: dict[tuple[str, str], list[Benefit]] = {}
        for benefit in self.by_id.values():
            by_name.setdefault((benefit.name, benefit.kind), []).append(benefit)
        groups: list[GroupDecl] = []
        for (name, kind), found in by_name.items():
            for i, a in enumerate(found):
                for b in found[i + 1 :]:
                    if a.document == b.document:
                        continue  # wordings of one benefit: each claim has its own
                    first, second, shape = a, b, "precedence"
                    if (b.document, a.document) in named or (
                        (a.document, b.document) not in named and rank[b.document] > rank[a.document]
                    ):
                        first, second = b, a
                    elif (a.document, b.document) not in named and rank[a.document] == rank[b.document]:
                        shape = "tie"
                    id = f"{name}：{first.document}→{second.document}"
                    object_ = Var(0, "甲", Type("entity", kind))
                    members = tuple(MemberDecl(x.id, kind, object_, (object_,), None, None) for x in (first, second))
                    groups.append(
                        GroupDecl(id, name, first.document, first.clause, "", shape, "sameevent", members, (second.id,))
                    )
        return tuple(groups)

    def _rank(self, sheet: Sheet) -> tuple[int, dt.date]:
        head = sheet.head
        if not isinstance(head, t.Document):
            return (-1, dt.date.min)
        level = LEVELS.index(head.level.text) if head.level and head.level.text in LEVELS else -1
        day = self.dates.start(sheet, None) or dt.date.min
        return (level, day)

    def _prevailing(self, sheets: tuple[Sheet, ...]) -> frozenset[tuple[str, str]]:
        return frozenset(
            (sheet.name, word.text)
            for sheet in sheets
            for entry in sheet.entries
            if isinstance(entry.item, t.Relation) and entry.item.kind == "prevails"
            for word in entry.item.names
        )


def _roles(benefit: Benefit | None, record: Var) -> Roles:
    """享受人, 事由日 and 待遇名 of a member: of the benefit, or of a payment made before."""
    if benefit is None:
        return Roles(
            FieldOf(record, PAID, "享受人", TEXT),
            FieldOf(record, PAID, "日期", DATE),
            FieldOf(record, PAID, "待遇", TEXT),
        )
    return Roles(benefit.beneficiary, benefit.decides, Const(benefit.name, TEXT, f"「{benefit.name}」"))
