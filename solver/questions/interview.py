"""The interview: which fact to ask for next, and what follows from the answers, until nothing open matters any more.

No terminal is known here: :class:`Interview` gives questions and takes values. Every answer can be taken back.
"""

from __future__ import annotations

from dataclasses import replace

from compiler.cases.defaults import blank
from compiler.cases.model import Case, Fact, Scalar
from compiler.rulebook.model import Benefit, KindDecl, Rulebook
from compiler.rulebook.paid import PAID, PAID_FIELDS
from compiler.rulebook.terms import Cond, Type
from compiler.source.record import dataclass
from solver.questions.assess import Assessor, engine_of
from solver.questions.possible import NODES, Possibility, one_by_one
from solver.search.around import around
from solver.search.cells import WHOLE, another, apply, current, declared
from solver.search.evaluate import Cell, Evaluator
from solver.search.leaves import instances, sums, touched, words_of

SECONDS = 0.7
"""For each benefit: a question comes within a second."""
_ASKED_OF_PAID = ("待遇", "享受人", "金额", "日期", "前发")


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask. ``choices``: the values it may take, where they are few; else any value of ``type``.

    A question about a history (``cell`` with the kind ``历史完整``) asks whether there are further facts of that kind:
    yes adds one. ``benefit``, ``clause``, ``quotes`` and ``condition``: what makes it matter; no condition for a field
    that a fact must have. ``left``: how many facts still matter to that benefit, this one included (0 for a field that
    a fact must have). ``supposed``: the
    parties of which nothing is said and without whom the question could not be put; an answer makes them part of the
    case.
    """

    cell: Cell
    type: Type
    choices: tuple[Scalar, ...]
    benefit: str = ""
    document: str = ""
    clause: str = ""
    quotes: tuple[str, ...] = ()
    condition: str = ""
    left: int = 0
    supposed: tuple[tuple[Cell, Scalar], ...] = ()

    @property
    def about_more(self) -> bool:
        """Whether it asks for further facts of a kind."""
        return self.cell[0] == WHOLE


@dataclass(frozen=True, slots=True)
class _State:
    case: Case
    unknowable: frozenset[Cell]
    due: tuple[Cell, ...]


class Interview:
    """Asks about ``wanted`` benefits (ids), starting from what ``case`` says already.

    For each benefit whose kind of object the case does not have, one is supposed. ``seconds``: how long to look for
    the next question of one benefit, and ``nodes`` at how many cases. What is cut off is taken to matter: a question
    too many rather than one too few.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        case: Case,
        wanted: tuple[str, ...],
        seconds: float = SECONDS,
        nodes: int = NODES,
    ) -> None:
        self.rulebook, self.wanted, self.seconds, self.nodes = rulebook, wanted, seconds, nodes
        state = _State(case, frozenset(), ())
        for id in wanted:
            benefit = rulebook.benefit(id)
            kind = rulebook.kind(benefit.kind) if benefit is not None else None
            if kind is not None and not any(f.kind == kind.name for f in state.case.facts):
                state = self._with(state, kind)
        self._states = [state]

    @property
    def case(self) -> Case:
        """The case as it stands."""
        return self._states[-1].case

    @property
    def answers(self) -> int:
        """How many answers were given and not taken back."""
        return len(self._states) - 1

    def question(self) -> Question | None:
        """The next question; None when nothing that is open matters any more."""
        state = self._states[-1]
        for cell in state.due:
            return self._must(cell)
        for id in self.wanted:
            for one in one_by_one(self.rulebook, state.case, (id,), self.nodes, self.seconds, state.unknowable):
                if one.matters:
                    return self._matters(one)
        return None

    def answer(self, question: Question, value: Scalar) -> None:
        """Take a value. Raises Rejected when it contradicts an assertion of the law; nothing has changed then."""
        state = self._states[-1]
        case = apply(self.rulebook, state.case, {**dict(question.supposed), question.cell: value})
        Assessor(engine_of(self.rulebook)).assess(case, explain=False)
        due = tuple(c for c in state.due if c != question.cell)
        self._states.append(self._grown(replace(state, due=due), case))

    def unknown(self, question: Question) -> None:
        """Nobody can say: the fact stays open and is not asked for again."""
        state = self._states[-1]
        self._states.append(
            replace(
                state,
                unknowable=state.unknowable | {question.cell},
                due=tuple(c for c in state.due if c != question.cell),
            )
        )

    def add(self, question: Question) -> None:
        """There is a further fact of the kind asked about: add one, and ask for what it must have."""
        state, kind = self._states[-1], question.cell[1]
        if kind == PAID:
            id = another(state.case, PAID)
            case = replace(state.case, facts=(*state.case.facts, Fact(PAID, id, ())))
            due = tuple((PAID, id, name) for name in _ASKED_OF_PAID)
            self._states.append(_State(case, state.unknowable, (*state.due, *due)))
            return
        decl = self.rulebook.kind(kind)
        assert decl is not None  # the rules look at facts of declared kinds alone
        self._states.append(self._with(state, decl))

    def back(self) -> bool:
        """Take the last answer back; False when there is none."""
        if len(self._states) == 1:
            return False
        self._states.pop()
        return True

    # ------------------------------------------------------------ questions

    def _matters(self, found: Possibility) -> Question:
        cell = found.matters[0].cell
        benefit = self.rulebook.benefit(found.now.benefit_id)
        assert benefit is not None
        field = declared(self.rulebook, cell)
        return Question(
            cell=cell,
            type=field.type if field is not None else Type("boolean"),
            choices=self._choices(field.type if field is not None else Type("boolean"), found.matters[0].answers),
            benefit=found.now.benefit,
            document=found.now.document,
            clause=found.now.clause,
            quotes=found.now.quotes,
            condition=self._condition(benefit, found, cell),
            left=len(found.matters),
            supposed=found.assumed,
        )

    def _must(self, cell: Cell) -> Question:
        """A question about a field that a fact cannot be without, or about a payment."""
        field = declared(self.rulebook, cell)
        type_ = field.type if field is not None else dict(PAID_FIELDS)[cell[2]]
        choices = self._choices(type_, ())
        if cell[0] == PAID and cell[2] == "待遇":
            choices = tuple(dict.fromkeys(b.name for b in self.rulebook.benefits))
        if cell[0] == PAID and cell[2] == "享受人":
            entities = {k.name for k in self.rulebook.kinds if k.sort == "entity"}
            choices = tuple(f.id for f in self.case.facts if f.kind in entities)
        asked = [b for b in map(self.rulebook.benefit, self.wanted) if b is not None]
        benefit = next((b for b in asked if b.kind == cell[0]), asked[0] if asked else None)
        if benefit is None:
            return Question(cell, type_, choices)
        quotes = tuple(q.text for q in benefit.quotes)
        return Question(cell, type_, choices, benefit.name, benefit.document, benefit.clause, quotes)

    def _choices(self, type_: Type, answers: tuple[Scalar, ...]) -> tuple[Scalar, ...]:
        if type_.kind == "boolean":
            return (True, False)
        if type_.kind == "enum":
            enum = self.rulebook.enum(type_.name)
            return enum.values if enum is not None else ()
        if type_.kind == "entity":
            known = tuple(f.id for f in self.case.facts if f.kind == type_.name)
            return tuple(dict.fromkeys((*known, *answers, another(self.case, type_.name))))
        return ()

    def _condition(self, benefit: Benefit, found: Possibility, cell: Cell) -> str:
        """The drafter's words for the comparison that looks at the fact."""
        case = apply(self.rulebook, self.case, dict(found.assumed))
        readings = {r.name: r.default for r in self.rulebook.readings if r.default is not None} | dict(case.readings)
        evaluator = Evaluator(self.rulebook, case, readings)
        env = (found.now.object,)
        for instance in (
            *(i for condition in benefit.counting for i in instances(condition, env, evaluator)),
            *around(self.rulebook, evaluator, benefit, found.now.object),
        ):
            if cell in touched(instance.leaf, instance.env, evaluator):
                return words_of(instance)
        for term in sums(benefit):
            if cell in touched(term, env, evaluator):
                return term.origin.text if not isinstance(term, Cond) else ""
        return ""

    # ------------------------------------------------------------ what a case must have

    def _with(self, state: _State, kind: KindDecl) -> _State:
        case = replace(state.case, facts=(*state.case.facts, blank(kind, another(state.case, kind.name))))
        return self._grown(state, case)

    def _grown(self, state: _State, case: Case) -> _State:
        """The state with a case that has more facts: what those must have is due, and a party of which there can be
        only one so far is supposed rather than asked for."""
        known = {(f.kind, f.id) for f in state.case.facts}
        due: list[Cell] = []
        waiting = [f for f in case.facts if (f.kind, f.id) not in known]
        while waiting:
            fact = waiting.pop(0)
            kind = self.rulebook.kind(fact.kind)
            for field in kind.fields if kind is not None else ():
                cell = (fact.kind, fact.id, field.name)
                if not field.required or field.type.list or current(case, cell) is not None:
                    continue
                if field.type.kind != "entity" or any(f.kind == field.type.name for f in case.facts):
                    due.append(cell)
                    continue
                id = another(case, field.type.name)
                case = apply(self.rulebook, case, {cell: id})
                waiting += [f for f in case.facts if (f.kind, f.id) == (field.type.name, id)]
        return _State(case, state.unknowable, (*state.due, *due))


def lacking(rulebook: Rulebook, case: Case) -> tuple[Cell, ...]:
    """The fields that the facts of a case must have and have not: without them it cannot be read again."""
    kinds = {f.kind: rulebook.kind(f.kind) for f in case.facts}
    return tuple(
        cell
        for fact in case.facts
        if not fact.implied and (kind := kinds[fact.kind]) is not None
        for field in kind.fields
        if field.required and current(case, cell := (fact.kind, fact.id, field.name)) is None
    )
