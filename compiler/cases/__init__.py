"""Cases: YAML read and bound to the declared vocabulary. In: a text. Out: :class:`~compiler.cases.model.Case`."""
