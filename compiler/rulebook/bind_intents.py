"""What a change of the law means to change, bound: benefits, objects, conditions, sums."""

from __future__ import annotations

from fractions import Fraction

from compiler.corpus import Entry, Sheet
from compiler.diagnostics.problem import Log
from compiler.rulebook.bind_benefits import Benefits
from compiler.rulebook.bind_conditions import Binder
from compiler.rulebook.model import IntentDecl
from compiler.rulebook.names import Names
from compiler.rulebook.scope import Counter, Scope
from compiler.rulebook.terms import YUAN, Cond, Const, Var
from compiler.surface import tree as t


class Intents:
    """Binds 意图."""

    def __init__(self, names: Names, binder: Binder, benefits: Benefits, log: Log) -> None:
        self.names, self.binder, self.benefits, self.log = names, binder, benefits, log

    def all(self, sheets: tuple[Sheet, ...]) -> tuple[IntentDecl, ...]:
        """Every intent, in the order of the documents."""
        return tuple(
            self._intent(sheet, entry, entry.item)
            for sheet in sheets
            for entry in sheet.entries
            if isinstance(entry.item, t.Intent)
        )

    def _intent(self, sheet: Sheet, entry: Entry, item: t.Intent) -> IntentDecl:
        if not item.touches and not item.renames:
            self.log.say("TL0508", item.name.span, name=item.name.text, line="涉及")
        touched = self.benefits.names_of(item.touches, sheet)
        renamed = tuple((r.old.text, r.new.text) for r in item.renames)
        for renaming in item.renames:
            self.benefits.about(t.Target("benefit", (renaming.new,), None, None, renaming.span), sheet)
        scope = Scope(sheet, Counter(f"意图.{sheet.name}.{item.name.text}"))
        kind = self.names.type_of(item.object.type) if item.object is not None else None
        condition: Cond | None = None
        if item.object is not None and kind is not None:
            variable = item.object.variable
            scope = scope.with_variable(variable.text, Var(0, variable.text, kind, variable.span))
            whole = tuple(c.expr for c in item.conditions)
            if whole:
                condition = self.binder.condition(
                    scope, whole[0] if len(whole) == 1 else t.Junction("and", item.conditions)
                )
        elif item.conditions and item.object is None:
            self.log.say("TL0508", item.name.span, name=item.name.text, line="对")
        return IntentDecl(
            item.name.text,
            sheet.name,
            entry.clause.id if entry.clause else "",
            tuple(dict.fromkeys((*touched, *(new for _, new in renamed)))),
            kind.name if kind is not None else "",
            condition,
            self._sum(scope, item.each),
            self._sum(scope, item.in_all),
            item.nobody_loses,
            item.nobody_gains,
            renamed,
            item.span,
        )

    def _sum(self, scope: Scope, written: t.Expr | None) -> Fraction | None:
        """A sum of money that is a plain number."""
        if written is None:
            return None
        term = self.binder.term(scope, written, YUAN)
        if isinstance(term, Const) and isinstance(term.value, Fraction):
            return term.value
        self.log.say("TL0411", written.span, found=written.span.text)
        return None
