"""The one door to clingo. In: a rulebook and a case. Out: :class:`~solver.engine.atoms.Atoms`, plain values.

Nothing of clingo survives the solve: no model, no symbol.
"""
