"""From the text of a policy to a rulebook and an ASP program.

Read :mod:`compiler.driver` first: it holds the order of passes.
"""
