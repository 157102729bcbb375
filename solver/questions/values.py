"""Terms as people read them: the value a term had in this case, and what is missing where it had none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from compiler.asp.free import Free
from compiler.cases.model import Case, FieldValue, Scalar
from compiler.rulebook.model import VALUE, KindDecl
from compiler.rulebook.terms import Aggregate, Const, FieldOf, Missing, Named, Quantifier, Term, Type, Var, walk
from solver.answers.model import Reason, Shown
from solver.arithmetic.text import write
from solver.engine.atoms import Atoms

Scope = tuple[str, ...]
_PLACE = re.compile(r"\{([^{}]*)\}")


class Reader:
    """Reads the solver's atoms and the case's facts side by side. ``free`` knows the variables of the law's terms."""

    def __init__(self, case: Case, atoms: Atoms, free: Free) -> None:
        self.case, self.atoms, self.free = case, atoms, free
        self._facts: dict[tuple[str, str, str], FieldValue] = {
            (f.kind, f.id, v.field): v for f in case.facts for v in f.values
        }
        self._ids = {(f.kind, f.id) for f in case.facts}

    def scope(self, node: object, env: Scope) -> Scope:
        """The part of the scope that decides ``node``."""
        return self.free.within(node, env)

    def text(self, term: Term, env: Scope) -> str | None:
        """The value of a term as text; None when it is unknown."""
        match term:
            case Const(value):
                return write(value)
            case Var(depth):
                return env[depth] if depth < len(env) else None
            case FieldOf(base, owner, name):
                of = self.text(base, env)
                found = self._facts.get((owner, of, name)) if of is not None else None
                return _joined(found.value) if found is not None else None
            case Named(_, _, body):
                return self.text(body, env)
            case Missing():
                return None
            case _:
                return self.atoms.values.get((term.id, self.scope(term, env)))

    def shown(self, term: Term, env: Scope) -> Shown:
        """The value of a term with its type; type ``unknown`` when there is none."""
        text = self.text(term, env)
        return Shown("unknown", "") if text is None else typed(text, term.type)

    def fact_of(self, term: Term, env: Scope) -> str:
        """``kind/id.field`` when the term is a stated field."""
        if isinstance(term, FieldOf):
            return f"{term.owner}/{self.text(term.base, env) or '?'}.{term.name}"
        return ""

    def says(self, term: Term, env: Scope, kinds: Mapping[str, KindDecl]) -> tuple[str, ...]:
        """The vocabulary's sentences for a stated field, with the other fields they mention filled in; none where a
        field they mention is not stated."""
        kind = kinds.get(term.owner) if isinstance(term, FieldOf) else None
        field = kind.get(term.name) if kind is not None and isinstance(term, FieldOf) else None
        if kind is None or field is None or not isinstance(term, FieldOf):
            return ()
        object_ = self.text(term.base, env) or ""
        found = []
        for sentence in field.says:
            for name in _PLACE.findall(sentence):
                other = self._facts.get((kind.name, object_, name))
                if name != VALUE and other is not None:
                    sentence = sentence.replace(f"{{{name}}}", other.written)
            if set(_PLACE.findall(sentence)) <= {VALUE}:
                found.append(sentence)
        return tuple(found) if len(found) == len(field.says) else ()

    def missing(self, node: object, env: Scope) -> Iterator[Reason]:
        """What would have to be known to decide ``node``: facts not stated, documents not held, discretion."""
        said: set[str] = set()
        for part in walk(node):
            if (
                isinstance(part, FieldOf)
                and max(self.free.used(part), default=-1) < len(env)
                and self.text(part, env) is None
            ):
                if self.text(part.base, env) is None:
                    continue
                fact = self.fact_of(part, env)
                if fact not in said:
                    said.add(fact)
                    yield Reason("missing_fact", "unknown", name=part.name, fact=fact)
            elif isinstance(part, Missing) and part.about not in said:
                said.add(part.about)
                yield Reason(part.reason, "unknown", about=part.about)
            elif isinstance(part, Aggregate | Quantifier):
                yield from self._within(part, env)

    def _within(self, node: Aggregate | Quantifier, env: Scope) -> Iterator[Reason]:
        """What is missing of the members that an aggregate runs over, those left out by its condition apart."""
        members = node.members
        for _, member in sorted(self.atoms.members.get((members.id, self.scope(members, env)), {}).items()):
            inner = (*env[: members.depth], *("",) * (members.depth - len(env)), member)
            where = node.where
            if where is not None and (where.id, self.scope(where, inner)) in self.atoms.no:
                continue
            settled = where is None or (where.id, self.scope(where, inner)) in self.atoms.yes
            key = node.key if isinstance(node, Aggregate) else None
            yield from self.missing((None if settled else where, key), inner)


def _joined(value: Scalar | tuple[Scalar, ...]) -> str:
    return "、".join(write(v) for v in value) if isinstance(value, tuple) else write(value)


def typed(text: str, kind: Type) -> Shown:
    """A text with its type."""
    return Shown(kind.kind, text, kind.unit)
