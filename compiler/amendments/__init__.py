"""Amendments worked in: what a document says on each day once others have changed it.

In: sheets as they stand in their files. Out: for each document that is amended its editions (one from each day on
which something changes) and one sheet in which every rule stands in each of its wordings, with the days between which
that wording governs. Lost: the changes themselves. Holds afterwards: words that are replaced were there, once; rules
and their words changed together.
"""
