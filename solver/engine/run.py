"""Solve one case: facts in as symbols, sections of the program as text, atoms out as plain values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from clingo import Control, Function, Number, String, Symbol

from compiler.asp.free import free_of
from compiler.asp.names import quoted
from compiler.asp.program import Program, frame, frame_for
from compiler.cases.model import Case, Fact, Scalar
from compiler.driver import program
from compiler.rulebook.model import Benefit, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Reads, walk
from compiler.rulebook.wordings import wordings
from compiler.source.record import dataclass
from solver.arithmetic.text import write
from solver.arithmetic.values import Calendar
from solver.engine.atoms import Atoms
from solver.engine.context import Context
from solver.engine.meet import can_meet, can_share, meeting_in, sharing
from solver.engine.told import Argument, flat, plain, read_atom, read_numbered, scope

if TYPE_CHECKING:
    from solver.engine.together import Rewriting

_FOR_ALL = ("enums", "definition", "together")
_STATED = 1 << 14  # facts of which the symbols are remembered
_SLICES = 512  # programs remembered, one for each set of kinds that a case holds
_SIZE = re.compile(r'size\("([^"]*)"')
_TOGETHER = 64  # cases in one solve: more save next to nothing and take memory
_FEW = 3  # no more cases than this, no more often: rules are not rewritten for them
_BATCH = 32
"""Benefits decided in one go. What every rule says stands in the same few predicates, so grounding grows with the
square of the rules; benefits that cannot meet are decided a batch at a time, and it grows with their number."""
_CONTEST = Path(__file__).with_name("contest.lp")
# What answers are made of; the rest never leaves the solver.
_REASONS_SHOWN = """
#show yes/2. #show no/2. #show tested/4. #show measured/5. #show value/3. #show member/4. #show complete/2.
"""
# What outcomes and sums are made of, and when and how long they are paid: no reasons.
_SHOWN_TERSE = """
#show violated/2.
#show claim/2. #show ok/2. #show bad/2. #show day/3. #show who/3. #show applicant/3. #show payee/3. #show amount/3.
#show cap/4. #show cap_unit/4. #show stops/3. #show goes_on/3. #show stop_date/4. #show duration/3. #show starting/3.
#show cap_on/3. #show cap_off/3.
#show part_due/3. #show part_lost/3. #show part_date/4.
"""
_SHOWN = _REASONS_SHOWN + _SHOWN_TERSE
_CONTEST_SHOWN = """
#show contested/0. #show sure/1. #show blocked/1. #show beaten/3. #show in_doubt/3. #show offset/3. #show used/3.
#show allowed/3. #show full/2. #show nearly_full/2. #show unseen/2. #show unseen_count/2. #show doubtful/3.
#show limit_unit/3.
"""

Asked = tuple[Case, dict[str, str]]
Focus = frozenset[str] | None
"""The ids of the benefits that are asked about; None: all."""
# kinds, groups that cannot matter, focus, terse
_Key = tuple[frozenset[str], frozenset[str], Focus, bool]


@dataclass(frozen=True, slots=True)
class Slice:
    """What some cases need of the program, rule by rule and as one text, and whether claims can meet in it."""

    parts: tuple[str, ...]
    contested: bool
    text: str


class Engine:
    """A rulebook ready to decide cases. Keep it as long as there are cases.

    ``also`` names predicates of ``contest.lp`` (``contest/3``) that are to be told besides."""

    def __init__(self, rulebook: Rulebook, also: tuple[str, ...] = ()) -> None:
        self.rulebook = rulebook
        self._also = "".join(f"#show {predicate}.\n" for predicate in also)
        self.program: Program = program(rulebook)
        self._slices: dict[_Key, tuple[Slice, ...]] = {}
        self._sorts: dict[tuple[frozenset[tuple[str, bool]], Focus, bool], _Key] = {}
        self._ties = [(g.id, frozenset(m.benefit for m in g.members) - {PAID}) for g in rulebook.groups]
        self._ties += [(x.id, frozenset(c.benefit for c in x.covers)) for x in rulebook.limits]
        self._meet = [(g.id, meeting_in(g)) for g in rulebook.groups]
        self._meet += [(id, dict.fromkeys(covers, covers)) for id, covers in self._ties[len(rulebook.groups) :]]
        self._shared = sharing(rulebook)
        self._meet += [(id, dict.fromkeys(benefits, benefits)) for id, benefits in self._shared.items()]
        self._shapes = {g.id: g.shape for g in rulebook.groups}
        self._texts = [Function("text", [Function(name), String(text)]) for name, text in self.program.texts]
        self._rewritten: Rewriting | None = None
        self._several = 0  # how often several cases were asked about
        self.free = free_of(rulebook)
        """Which variables the law's conditions need: the same for every case."""
        self.read_between = {
            g.id: frozenset(n.reading for n in walk(g.members) if isinstance(n, Reads)) for g in rulebook.groups
        }
        """The readings that the members of each rule between claims hang on."""
        self._names: dict[str, Symbol] = {}
        self._near: dict[tuple[str, frozenset[tuple[str, bool]]], frozenset[str]] = {}
        self._stated: dict[tuple[int, int, tuple[Symbol, ...]], tuple[Fact, list[Symbol]]] = {}
        rules = (rule for s in self.program.sections for rule in s.rules)
        # No rule asks how many there are of the others.
        self._counted = frozenset(name for rule in rules for name in _SIZE.findall(rule))
        self._context = Context(
            Calendar(frozenset(rulebook.holidays), frozenset(rulebook.workdays)) if rulebook.calendar else None
        )

    def solve(self, case: Case, readings: dict[str, str], focus: Focus = None, terse: bool = False) -> Atoms:
        """Decide a case under fixed readings (a reading that is left out is open).

        ``focus``: only these benefits are decided, and those they can meet. ``terse``: without what reasons are made
        of."""
        slices = self._slice(Counter(f.kind for f in case.facts), focus, terse)
        return _joined(slices, [self._alone(one, case, readings) for one in slices])

    def _alone(self, one: Slice, case: Case, readings: dict[str, str]) -> Atoms:
        atoms = Atoms()
        for written in self._solved(one.text, [*self._texts, *self._facts(case, readings, one.contested)]):
            name, arguments = read_atom(written)
            _read(name, arguments, atoms)
        return atoms

    def solve_many(self, asked: Sequence[Asked], terse: bool = False, focus: Focus = None) -> list[Atoms]:
        """The same for many cases, each with its readings, in their order. Cases that need the same sections are
        decided in one solve, which costs little more than one of them alone."""
        alike: dict[int, tuple[tuple[Slice, ...], list[int]]] = {}
        for index, (case, _) in enumerate(asked):
            slices = self._slice(Counter(f.kind for f in case.facts), focus, terse)
            alike.setdefault(id(slices), (slices, []))[1].append(index)
        found: dict[int, Atoms] = {}
        for slices, members in alike.values():
            for first in range(0, len(members), _TOGETHER):
                some = members[first : first + _TOGETHER]
                self._several += len(some) > 1
                if len(some) == 1 or (len(some) <= _FEW and self._rewritten is None and self._several <= _FEW):
                    found |= {i: self.solve(*asked[i], focus, terse) for i in some}
                else:
                    parts = [self._together(one, [asked[i] for i in some]) for one in slices]
                    found |= {i: _joined(slices, [p[n] for p in parts]) for n, i in enumerate(some)}
        return [found[index] for index in range(len(asked))]

    def _together(self, one: Slice, asked: Sequence[Asked]) -> list[Atoms]:
        from solver.engine.together import DOMAIN

        symbols = [*self._texts]
        for index, (case, readings) in enumerate(asked):
            number = [Number(index)]
            symbols.append(Function(DOMAIN, number))
            symbols += self._facts(case, readings, one.contested, number)
        found = [Atoms() for _ in asked]
        text = "\n".join(map(self._rewriting().rewrite, one.parts))
        for written in self._solved(text, symbols):
            name, number_, arguments = read_numbered(written)
            _read(name, arguments, found[number_])
        return found

    def _rewriting(self) -> Rewriting:
        """Made once, over all that any case can need."""
        from solver.engine.together import Rewriting  # a question about one case does without

        if self._rewritten is None:
            texts = [rule for s in self.program.sections for rule in s.rules]
            texts += [frame(), _CONTEST.read_text(encoding="utf-8"), *map(_naming, self.rulebook.benefits)]
            self._rewritten = Rewriting(
                texts, frozenset(re.findall(r"#show (\w+)/", _SHOWN + _CONTEST_SHOWN + self._also))
            )
        return self._rewritten

    def _solved(self, text: str, symbols: Iterable[Symbol]) -> Iterator[str]:
        """The atoms told of the one answer to a program with these facts."""
        control = Control(["--warn=none"])
        control.add("base", [], text)
        with control.backend() as backend:
            for symbol in symbols:
                backend.add_rule([backend.add_atom(symbol)])
        control.ground([("base", [])], context=self._context)
        with control.solve(yield_=True) as handle:
            for model in handle:
                yield from map(str, model.symbols(shown=True))
                break

    def meets(self, case: Case, benefit: str) -> bool:
        """Whether a rule between claims, or a cap or floor that claims share, can matter to a benefit in a case with so
        many objects of each kind."""
        idle, ids = self._idle(case), {b.id for b in wordings(self.rulebook, benefit)}
        if any(ids & members for id, members in self._ties if id not in idle):
            return True
        return can_share(self.rulebook, self._shared, ids, Counter(f.kind for f in case.facts))

    def near(self, case: Case, benefit: str) -> frozenset[str]:
        """The ids of all that can matter to a benefit in such a case: itself, the rules between claims that it can come
        under, and the benefits that it can meet by way of them, or shares a cap or floor with."""
        kinds = _sort(Counter(f.kind for f in case.facts))
        known = self._near.get((benefit, kinds))
        if known is None:
            known = self._everything() - self._out_of_reach(frozenset({benefit}), self._idle(case))
            self._near[benefit, kinds] = known
        return known

    def _idle(self, case: Case) -> frozenset[str]:
        count = Counter(f.kind for f in case.facts)
        return frozenset(g.id for g in self.rulebook.groups if not can_meet(g, count))

    def _slice(self, count: Counter[str], focus: Focus, terse: bool) -> tuple[Slice, ...]:
        """The sections a case with so many objects of each kind can need, in batches that do not touch each other, and
        for each whether claims can meet in it."""
        sort = (_sort(count), focus, terse)
        key = self._sorts.get(sort)
        if key is None:
            if len(self._sorts) >= _SLICES:
                self._sorts.clear()
            idle = frozenset(g.id for g in self.rulebook.groups if not can_meet(g, count))
            key = self._sorts[sort] = (frozenset(count), idle, focus, terse)
        found = self._slices.get(key)
        if found is None:
            if len(self._slices) >= _SLICES:
                self._slices.clear()
            kinds, idle = key[:2]
            batches = self._batches(kinds, idle, focus)
            shown = _SHOWN_TERSE if terse else _SHOWN
            made = (self._make_slice(kinds, idle, apart, shown, n == 0) for n, apart in enumerate(batches))
            found = self._slices[key] = tuple(made)
        return found

    def _batches(self, kinds: frozenset[str], idle: frozenset[str], focus: Focus) -> list[frozenset[str]]:
        """For each batch, what stands apart from it: one batch for a few benefits, else several of about as many, each
        benefit with all that it can meet."""
        alive = [b.id for b in self.rulebook.benefits if b.kind in kinds and (focus is None or b.id in focus)]
        if len(alive) <= _BATCH:
            return [frozenset() if focus is None else self._out_of_reach(focus, idle)]
        everything = self._everything()
        batches: list[set[str]] = []
        placed: set[str] = set()
        for id in alive:
            if id in placed:
                continue
            near = everything - self._apart(frozenset({id}), idle)
            if not batches or len(batches[-1] | near) > 2 * _BATCH:
                batches.append(set())
            batches[-1] |= near
            placed |= near
        return [frozenset(everything - batch) for batch in batches]

    def _make_slice(
        self, kinds: frozenset[str], idle: frozenset[str], apart: frozenset[str], shown: str, first: bool
    ) -> Slice:
        left_out = {"nodup": idle | apart, "limit": apart}
        sections = [
            s
            for s in self.program.sections
            if (not s.kinds or kinds & set(s.kinds))
            and (first if s.sort == "assertion" else s.sort in _FOR_ALL or s.name not in left_out.get(s.sort, apart))
        ]
        shapes = frozenset(
            "limit" if s.sort == "limit" else self._shapes[s.name] for s in sections if s.sort in ("nodup", "limit")
        )
        rules = [rule for s in sections for rule in s.rules]
        parts = [shown, frame_for(rules), *rules]
        if shapes:
            parts += [_CONTEST_SHOWN + self._also, _contest(shapes)]
            parts += [_naming(b) for b in self.rulebook.benefits if PAID in kinds or b.kind in kinds]
        return Slice(tuple(parts), bool(shapes), "\n".join(parts))

    def _out_of_reach(self, focus: frozenset[str], idle: frozenset[str]) -> frozenset[str]:
        """The ids of benefits, groups and limits that cannot matter to some benefits: no chain of claims leads there of
        which each can meet the next, or shares a cap or floor with it."""
        meet = [(id, others) for id, others in self._meet if id not in idle]
        near, before = {b.id for id in focus for b in wordings(self.rulebook, id)}, 0
        while len(near) > before:
            before = len(near)
            for _, others in meet:
                near |= frozenset[str]().union(*(others[b] for b in near if b in others))
        beside = {id for id, others in meet if others.keys() & near}
        return self._everything() - near - beside

    def _apart(self, focus: frozenset[str], idle: frozenset[str]) -> frozenset[str]:
        """The same, with every two members of a group taken to meet: so each group is in one batch."""
        ties = [(id, members) for id, members in self._ties if id not in idle]
        near, before = {b.id for id in focus for b in wordings(self.rulebook, id)}, 0
        while len(near) > before:
            before = len(near)
            for _, members in ties:
                if members & near:
                    near |= members
        beside = {id for id, members in ties if members & near}
        return self._everything() - near - beside

    def _everything(self) -> frozenset[str]:
        return frozenset({b.id for b in self.rulebook.benefits} | {id for id, _ in self._ties})

    def _facts(
        self, case: Case, readings: dict[str, str], contested: bool, number: Sequence[Symbol] = ()
    ) -> list[Symbol]:
        """What is said of a case; each atom begins with ``number``, that of the case where there are several."""
        text = self._text
        before = tuple(number)
        symbols: list[Symbol] = []

        def said(name: str, *arguments: Symbol) -> None:
            symbols.append(Function(name, [*before, *arguments]))

        count: dict[str, int] = {}
        for fact in case.facts:
            nth = count[fact.kind] = count.get(fact.kind, 0) + 1
            symbols += self._fact(fact, nth, before)
        for kind_name in (k.name for k in self.rulebook.kinds):
            if kind_name in self._counted:
                said("size", text(kind_name), Number(count.get(kind_name, 0)))
            if case.is_complete(kind_name):
                said("complete", text(kind_name))
        for name_, choice in readings.items():
            said("reading", text(name_), text(choice))
        if contested:
            for benefit, object_ in self._chosen(case):
                said("chosen", text(benefit), String(object_))
        return symbols

    def _fact(self, fact: Fact, nth: int, number: tuple[Symbol, ...]) -> list[Symbol]:
        """What is said of a fact. Cases that are asked about together have most of their facts in common: they are told
        apart by identity."""
        key = (id(fact), nth, number)
        known = self._stated.get(key)
        if known is None:
            if len(self._stated) >= _STATED:
                self._stated.clear()
            known = self._stated[key] = fact, [Function(name, [*number, *of]) for name, *of in self._says(fact, nth)]
        return known[1]

    def _says(self, fact: Fact, nth: int) -> Iterator[tuple[str, *tuple[Symbol, ...]]]:
        kind, id = self._text(fact.kind), String(fact.id)
        yield "is", kind, id
        yield "nth", kind, Number(nth), id
        for value in fact.values:
            name = self._text(f"{fact.kind}.{value.field}")
            if isinstance(value.value, tuple):
                yield "items", name, id, Number(len(value.value))
                for index, item in enumerate(value.value, 1):
                    yield "item", name, id, Number(index), _scalar(item)
            else:
                yield "field", name, id, _scalar(value.value)

    def _text(self, name: str) -> Symbol:
        """The symbol of a name of the law, made once."""
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = String(name)
        return found

    def _chosen(self, case: Case) -> list[tuple[str, str]]:
        found = []
        for name, object_ in case.choices:
            for benefit in self.rulebook.benefits:
                if name in (benefit.id, benefit.name):
                    objects = [f.id for f in case.facts if f.kind == benefit.kind] if object_ is None else [object_]
                    found += [(benefit.id, o) for o in objects]
        return found


def _sort(count: Counter[str]) -> frozenset[tuple[str, bool]]:
    """Of a kind there is none, one, or more: it is never asked how many more."""
    return frozenset((kind, n > 1) for kind, n in count.items())


def _joined(slices: Sequence[Slice], found: Sequence[Atoms]) -> Atoms:
    """What the batches of one case came to, as one."""
    if len(found) == 1:
        return found[0]
    meets = any(one.contested for one in slices)
    whole = Atoms()
    for one, atoms in zip(slices, found, strict=True):
        if meets and not one.contested:  # nothing can stand in the way of what meets no other claim
            atoms.facts["sure"] = list(atoms.facts.get("ok", ()))
        whole.take(atoms)
    return whole


def _naming(benefit: Benefit) -> str:
    id = quoted(benefit.id)
    return f"called({id},{quoted(benefit.name)},{quoted(benefit.document)}). form({id},{quoted(benefit.form)}).\n"


@lru_cache(maxsize=64)
def _contest(shapes: frozenset[str]) -> str:
    """The static rules for claims that meet in groups of these shapes (``limit``: that are counted)."""
    parts = _CONTEST.read_text(encoding="utf-8").split("\n%@")
    kept = [parts[0]]
    for part in parts[1:]:
        names, _, rules = part.partition("\n")
        if not names.split() or shapes & set(names.split()):
            kept.append(rules)
    return "".join(kept)


def _scalar(value: Scalar) -> Symbol:
    if isinstance(value, bool):
        return Function("true" if value else "false")
    return String(write(value))


def _read(name: str, args: Sequence[Argument], atoms: Atoms) -> None:
    """Copy an atom that can be told out of the model."""
    match name:
        case "yes":
            atoms.yes.add((plain(args[0]), scope(args[1])))
        case "no":
            atoms.no.add((plain(args[0]), scope(args[1])))
        case "measured":
            atoms.tested[plain(args[0]), scope(args[1])] = (plain(args[3]), plain(args[4]))
        case "tested":
            atoms.tested[plain(args[0]), scope(args[1])] = (plain(args[2]), plain(args[3]))
        case "value":
            atoms.values[plain(args[0]), scope(args[1])] = plain(args[2])
        case "member":
            key = (plain(args[0]), scope(args[1]))
            atoms.members.setdefault(key, {})[int(plain(args[2]))] = plain(args[3])
        case "complete" if len(args) == 2:
            atoms.complete.add((plain(args[0]), scope(args[1])))
        case _:
            atoms.facts.setdefault(name, []).append(tuple(x for a in args for x in flat(a)))
