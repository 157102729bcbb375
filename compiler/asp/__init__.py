"""The rulebook as one ASP program.

In: a rulebook. Out: sections of rules, in the order of the clauses. Lost: places in the text; ids lead back to them.
Holds: nothing of the policy's free text is program text; names are, quoted and checked.

Every condition has an id and is told apart three ways: ``yes(C,S)``, ``no(C,S)``, or neither, which is unknown.
``S`` is the scope: ``all``, an object ``E0``, or a pair ``(E0,E1)`` with the member a quantifier has reached.
"""
