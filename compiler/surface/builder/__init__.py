"""Builds the tree while Lark parses: one method per rule of the grammar, in one module per subject."""

from __future__ import annotations

from compiler.surface.builder.amendments import Amendments
from compiler.surface.builder.benefits import Benefits
from compiler.surface.builder.conflicts import Conflicts
from compiler.surface.builder.documents import Documents
from compiler.surface.builder.expressions import Expressions
from compiler.surface.builder.intents import Intents
from compiler.surface.builder.vocabulary import Vocabulary


class Builder(Documents, Amendments, Vocabulary, Benefits, Conflicts, Intents, Expressions):
    """The transformer given to Lark. ``begin`` sets the place of the next item and the log."""
