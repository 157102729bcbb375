"""Solve one case: facts in as symbols, sections of the program as text, atoms out as plain values."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

from clingo import Control, Function, Number, String, Symbol, SymbolType

from compiler.asp.names import quoted
from compiler.asp.program import Program
from compiler.cases.model import Case, Fact, FieldValue, Scalar
from compiler.driver import program
from compiler.rulebook.model import Benefit, GroupDecl, MemberDecl, Rulebook
from compiler.rulebook.paid import PAID
from compiler.rulebook.terms import Const, Var
from solver.arithmetic.text import write
from solver.arithmetic.values import Calendar
from solver.engine.atoms import Atoms
from solver.engine.context import Context

_FOR_ALL = ("enums", "definition", "together")
_SLICES = 512  # programs remembered, one for each set of kinds that a case holds
_TOGETHER = 32
"""Benefits decided in one go. What every rule says stands in the same few predicates, so grounding grows with the
square of the rules; benefits that cannot meet are decided a batch at a time, and it grows with their number."""
Slice = tuple[str, bool]
_CONTEST = Path(__file__).with_name("contest.lp")
_DEFINED = """
#defined is/2. #defined nth/3. #defined size/2. #defined complete/1. #defined complete/2. #defined field/3.
#defined item/4. #defined items/3. #defined reading/2. #defined text/2. #defined nothing/1. #defined counts_as/3.
#defined rank/3. #defined member/4. #defined length/3. #defined yes/2. #defined no/2. #defined tested/4.
#defined value/3. #defined may/2. #defined called/3.
#defined earlier/2. #defined edge/3. #defined perhaps/3. #defined offset/3. #defined prior/3.
#defined unseen/2. #defined unseen_count/2. #defined used/3. #defined allowed/3. #defined full/2.
#defined nearly_full/2. #defined keyed/3. #defined part/6. #defined reached/4.
"""
# What answers are made of; the rest never leaves the solver.
_SHOWN = """
#show yes/2. #show no/2. #show tested/4. #show value/3. #show member/4. #show complete/2. #show violated/2.
#show claim/2. #show ok/2. #show bad/2. #show day/3. #show who/3. #show applicant/3. #show payee/3. #show amount/3.
#show cap/4. #show cap_unit/4. #show stops/3. #show goes_on/3. #show stop_date/4. #show duration/3. #show starting/3.
#show part_due/3. #show part_lost/3. #show part_date/4.
"""
# What outcomes and sums are made of: no reasons.
_SHOWN_TERSE = """
#show claim/2. #show ok/2. #show bad/2. #show day/3. #show who/3. #show applicant/3. #show payee/3. #show amount/3.
#show cap/4. #show cap_unit/4. #show violated/2.
"""
_CONTEST_SHOWN = """
#show contested/0. #show sure/1. #show blocked/1. #show beaten/3. #show in_doubt/3. #show offset/3. #show used/3.
#show allowed/3. #show full/2. #show nearly_full/2. #show unseen/2. #show unseen_count/2. #show doubtful/3.
#show limit_unit/3.
"""


class Engine:
    """A rulebook ready to decide cases. Keep it as long as there are cases."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.program: Program = program(rulebook)
        self._slices: dict[tuple[frozenset[str], frozenset[str], str | None, bool], tuple[Slice, ...]] = {}
        self._shapes = {g.id: g.shape for g in rulebook.groups}
        self._ties = [(g.id, frozenset(m.benefit for m in g.members) - {PAID}) for g in rulebook.groups]
        self._ties += [(x.id, frozenset(c.benefit for c in x.covers)) for x in rulebook.limits]
        self._texts = [(Function(name), String(text)) for name, text in self.program.texts]
        self._calendar = (
            Calendar(frozenset(rulebook.holidays), frozenset(rulebook.workdays)) if rulebook.calendar else None
        )

    def solve(self, case: Case, readings: dict[str, str], focus: str | None = None, terse: bool = False) -> Atoms:
        """Decide a case under fixed readings (a reading that is left out is open).

        ``focus``: a benefit's id; only that one is decided, and those it can meet. ``terse``: without what reasons are
        made of."""
        slices = self._slice(Counter(f.kind for f in case.facts), focus, terse)
        if len(slices) == 1:
            return self._solve(slices[0], case, readings)
        meets = any(contested for _, contested in slices)
        whole = Atoms()
        for text, contested in slices:
            found = self._solve((text, contested), case, readings)
            if meets and not contested:  # nothing can stand in the way of what meets no other claim
                found.facts["sure"] = list(found.facts.get("ok", ()))
            whole.take(found)
        return whole

    def _solve(self, one: Slice, case: Case, readings: dict[str, str]) -> Atoms:
        text, contested = one
        control = Control(["--warn=none"])
        control.add("base", [], text)
        self._facts(control, case, readings, contested)
        control.ground([("base", [])], context=Context(self._calendar))
        atoms = Atoms()
        with control.solve(yield_=True) as handle:
            for model in handle:
                _read(model.symbols(shown=True), atoms)
                break
        return atoms

    def meets(self, case: Case, benefit: str) -> bool:
        """Whether a rule between claims can matter to a benefit in a case with so many objects of each kind."""
        count = Counter(f.kind for f in case.facts)
        idle = {g.id for g in self.rulebook.groups if not _can_meet(g, count)}
        return any(benefit in members for id, members in self._ties if id not in idle)

    def _slice(self, count: Counter[str], focus: str | None, terse: bool) -> tuple[Slice, ...]:
        """The sections a case with so many objects of each kind can need, in batches that do not touch each other, and
        for each whether claims can meet in it."""
        idle = frozenset(g.id for g in self.rulebook.groups if not _can_meet(g, count))
        kinds = frozenset(count)
        key = (kinds, idle, focus, terse)
        found = self._slices.get(key)
        if found is None:
            if len(self._slices) >= _SLICES:
                self._slices.clear()
            batches = [self._apart(focus, idle)] if focus is not None else self._batches(kinds, idle)
            shown = _SHOWN_TERSE if terse else _SHOWN
            found = tuple(self._make_slice(kinds, idle, apart, shown, n == 0) for n, apart in enumerate(batches))
            self._slices[key] = found
        return found

    def _batches(self, kinds: frozenset[str], idle: frozenset[str]) -> list[frozenset[str]]:
        """For each batch, what stands apart from it: one batch for a few benefits, else several of about as many, each
        benefit with all that it can meet."""
        alive = [b.id for b in self.rulebook.benefits if b.kind in kinds]
        if len(alive) <= _TOGETHER:
            return [frozenset()]
        everything = self._everything()
        batches: list[set[str]] = []
        placed: set[str] = set()
        for id in alive:
            if id in placed:
                continue
            near = everything - self._apart(id, idle)
            if not batches or len(batches[-1] | near) > 2 * _TOGETHER:
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
        text = _DEFINED + shown + "\n".join(rule for s in sections for rule in s.rules)
        if shapes:
            text += _CONTEST_SHOWN + _contest(shapes)
            text += "\n" + "".join(_naming(b) for b in self.rulebook.benefits if PAID in kinds or b.kind in kinds)
        return text, bool(shapes)

    def _apart(self, focus: str, idle: frozenset[str]) -> frozenset[str]:
        """The ids of benefits, groups and limits that cannot matter to a benefit."""
        ties = [(id, members) for id, members in self._ties if id not in idle]
        near, before = {focus}, 0
        while len(near) > before:
            before = len(near)
            for _, members in ties:
                if members & near:
                    near |= members
        beside = {id for id, members in ties if members & near}
        return self._everything() - near - beside

    def _everything(self) -> frozenset[str]:
        return frozenset({b.id for b in self.rulebook.benefits} | {id for id, _ in self._ties})

    def _facts(self, control: Control, case: Case, readings: dict[str, str], contested: bool) -> None:
        symbols: list[Symbol] = []
        count: dict[str, int] = {}
        for fact in case.facts:
            kind, id = String(fact.kind), String(fact.id)
            count[fact.kind] = count.get(fact.kind, 0) + 1
            symbols.append(Function("is", [kind, id]))
            symbols.append(Function("nth", [kind, Number(count[fact.kind]), id]))
            for value in fact.values:
                symbols += _field(fact, value, id)
        for decl in self.rulebook.kinds:
            symbols.append(Function("size", [String(decl.name), Number(count.get(decl.name, 0))]))
            if case.is_complete(decl.name):
                symbols.append(Function("complete", [String(decl.name)]))
        symbols += [Function("reading", [String(n), String(c)]) for n, c in readings.items()]
        symbols += [Function("text", [name, text]) for name, text in self._texts]
        if contested:
            symbols += self._chosen(case)
        with control.backend() as backend:
            for symbol in symbols:
                backend.add_rule([backend.add_atom(symbol)])

    def _chosen(self, case: Case) -> list[Symbol]:
        found = []
        for name, object_ in case.choices:
            for benefit in self.rulebook.benefits:
                if name in (benefit.id, benefit.name):
                    objects = [f.id for f in case.facts if f.kind == benefit.kind] if object_ is None else [object_]
                    found += [Function("chosen", [String(benefit.id), String(o)]) for o in objects]
        return found


def _naming(benefit: Benefit) -> str:
    id = quoted(benefit.id)
    return f"called({id},{quoted(benefit.name)},{quoted(benefit.document)}). form({id},{quoted(benefit.form)}).\n"


def _can_meet(group: GroupDecl, count: Counter[str]) -> bool:
    """Whether a group can matter to a case: two claims that can meet in it, or one where history is looked back at."""
    claims = sum(count[m.kind] for m in group.members if m.kind != PAID)
    lists_records = any(m.kind == PAID for m in group.members)
    if claims and (group.shape in ("only_once", "ladder") or (count[PAID] and not lists_records)):
        return True
    return any(
        count[a.kind] >= (2 if a is b else 1) and count[b.kind] >= 1 and not _kept_apart(a, b)
        for index, a in enumerate(group.members)
        for b in group.members[index:]
    )


def _kept_apart(a: MemberDecl, b: MemberDecl) -> bool:
    """Whether two members' claims differ in a key whatever the case says: other words, or each its own object."""
    for first, second in zip(a.keys, b.keys, strict=False):
        if isinstance(first, Const) and isinstance(second, Const) and first.value != second.value:
            return True
        if a is b and isinstance(first, Var) and first.depth == 0:
            return True
    return False


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


def _field(fact: Fact, value: FieldValue, id: Symbol) -> list[Symbol]:
    name = String(f"{fact.kind}.{value.field}")
    if isinstance(value.value, tuple):
        found = [Function("items", [name, id, Number(len(value.value))])]
        for index, item in enumerate(value.value, 1):
            found.append(Function("item", [name, id, Number(index), _scalar(item)]))
        return found
    return [Function("field", [name, id, _scalar(value.value)])]


def _scalar(value: Scalar) -> Symbol:
    if isinstance(value, bool):
        return Function("true" if value else "false")
    return String(write(value))


def _plain(symbol: Symbol) -> str:
    if symbol.type == SymbolType.String:
        return symbol.string
    if symbol.type == SymbolType.Number:
        return str(symbol.number)
    return symbol.name


def _scope(symbol: Symbol) -> tuple[str, ...]:
    if symbol.type == SymbolType.String:
        return (symbol.string,)
    if symbol.name == "" and len(symbol.arguments) == 2:
        return (*_scope(symbol.arguments[0]), *_scope(symbol.arguments[1]))
    return ()


def _read(symbols: object, atoms: Atoms) -> None:
    """Copy everything that can be told out of the model."""
    assert isinstance(symbols, list) or hasattr(symbols, "__iter__")
    for symbol in symbols:
        name = symbol.name
        args = symbol.arguments
        match name:
            case "yes":
                atoms.yes.add((args[0].string, _scope(args[1])))
            case "no":
                atoms.no.add((args[0].string, _scope(args[1])))
            case "tested":
                atoms.tested[args[0].string, _scope(args[1])] = (_plain(args[2]), _plain(args[3]))
            case "value":
                atoms.values[args[0].string, _scope(args[1])] = _plain(args[2])
            case "member":
                key = (args[0].string, _scope(args[1]))
                atoms.members.setdefault(key, {})[args[2].number] = _plain(args[3])
            case "complete" if len(args) == 2:
                atoms.complete.add((args[0].string, _scope(args[1])))
            case _:
                atoms.facts.setdefault(name, []).append(tuple(x for a in args for x in _row(a)))


def _row(symbol: Symbol) -> tuple[str, ...]:
    """One argument as texts: a claim is two."""
    if symbol.type == SymbolType.Function and symbol.name == "" and symbol.arguments:
        return tuple(x for a in symbol.arguments for x in _row(a))
    return (_plain(symbol),)
