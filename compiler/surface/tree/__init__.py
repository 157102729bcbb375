"""The tree: a policy as written, before any name is bound.

Expressions and items are frozen values; ``span`` says where each was written and takes no part in equality. The span of
an item runs from its keyword to the end of its last line. Names are plain strings with a place (:class:`Word`); what
they mean is decided by :mod:`compiler.rulebook`.
"""

from __future__ import annotations

from compiler.source.literals import DateLit, Number, PeriodLit
from compiler.surface.tree.amendments import Change, Edit, Position
from compiler.surface.tree.base import Basis, Word
from compiler.surface.tree.benefits import (
    Amount,
    Bound,
    Duration,
    Ending,
    Instalment,
    Limit,
    Payee,
    Per,
    Rounding,
    Rule,
    RuleBody,
    Starting,
    Target,
    Uplift,
)
from compiler.surface.tree.conflicts import Member, NonDuplication, Shape, Together
from compiler.surface.tree.documents import (
    Calendar,
    Choice,
    Clause,
    Document,
    Norm,
    Reading,
    Relation,
    Retroaction,
    Unheld,
    Vocabulary,
)
from compiler.surface.tree.expressions import (
    Access,
    Among,
    Bands,
    Binary,
    BoolLit,
    Boundary,
    ByDocument,
    Call,
    Cases,
    Compare,
    Condition,
    Discretion,
    Expr,
    Junction,
    Negate,
    Not,
    Quantified,
    Range,
    Ref,
    Role,
    TextLit,
    TierRow,
    Tiers,
    Unsettled,
)
from compiler.surface.tree.intents import Intent, Renaming
from compiler.surface.tree.vocabulary import (
    Dated,
    Deemed,
    Definition,
    EnumBody,
    Enumeration,
    Field,
    Filling,
    Kind,
    Parameter,
    ParameterSeries,
    TypeName,
)

Item = (
    Document
    | Vocabulary
    | Clause
    | Enumeration
    | Kind
    | Deemed
    | Definition
    | ParameterSeries
    | Filling
    | Rule
    | NonDuplication
    | Together
    | Reading
    | Norm
    | Unheld
    | Relation
    | Calendar
    | Change
    | Intent
)

__all__ = [
    "Access",
    "Among",
    "Amount",
    "Bands",
    "Basis",
    "Binary",
    "BoolLit",
    "Bound",
    "Boundary",
    "ByDocument",
    "Calendar",
    "Call",
    "Cases",
    "Change",
    "Choice",
    "Clause",
    "Compare",
    "Condition",
    "DateLit",
    "Dated",
    "Deemed",
    "Definition",
    "Discretion",
    "Document",
    "Duration",
    "Edit",
    "Ending",
    "EnumBody",
    "Enumeration",
    "Expr",
    "Field",
    "Filling",
    "Instalment",
    "Intent",
    "Item",
    "Junction",
    "Kind",
    "Limit",
    "Member",
    "Negate",
    "NonDuplication",
    "Norm",
    "Not",
    "Number",
    "Parameter",
    "ParameterSeries",
    "Payee",
    "Per",
    "PeriodLit",
    "Position",
    "Quantified",
    "Range",
    "Reading",
    "Ref",
    "Relation",
    "Renaming",
    "Retroaction",
    "Role",
    "Rounding",
    "Rule",
    "RuleBody",
    "Shape",
    "Starting",
    "Target",
    "TextLit",
    "TierRow",
    "Tiers",
    "Together",
    "TypeName",
    "Unheld",
    "Unsettled",
    "Uplift",
    "Vocabulary",
    "Word",
]
