"""Between which sums a value can lie, whatever a case says: as far as the rule's own figures tell."""

from __future__ import annotations

from fractions import Fraction

from compiler.rulebook.terms import Apply, Choose, Const, Named, Series, Term

Range = tuple[Fraction | None, Fraction | None]
_ANY: Range = (None, None)


def range_of(term: Term) -> Range:
    """The least and the greatest value of a sum; None where the rule sets no end."""
    match term:
        case Const(value):
            return (value, value) if isinstance(value, Fraction) else _ANY
        case Named(_, _, body):
            return range_of(body)
        case Choose(_, cases, otherwise):
            parts = [range_of(t) for _, t in cases] + ([range_of(otherwise)] if otherwise is not None else [])
            return _widest(parts)
        case Series(_, _, _, values):
            return _widest([range_of(t) for _, t in values])
        case Apply(_, op, args):
            return _applied(op, [range_of(a) for a in args])
        case _:
            return _ANY


def surest(term: Term | None) -> Fraction | None:
    """The most that a sum is certain to come to; None where that has no end, or the law sets no sum."""
    match term:
        case Named(_, _, body):
            return surest(body)
        case Choose(_, cases, otherwise):
            return _greatest([surest(t) for t in (*(t for _, t in cases), *([] if otherwise is None else [otherwise]))])
        case Series(_, _, _, values):
            return _greatest([surest(t) for _, t in values])
        case Apply(_, "at_most", _):
            return Fraction(0)
        case Apply(_, "cap" | "minimum", args):
            return min((x for x in map(surest, args) if x is not None), default=None)
        case None:
            return None
        case _:
            return range_of(term)[1]


def _widest(parts: list[Range]) -> Range:
    lows, highs = [a for a, _ in parts], [b for _, b in parts]
    return _least(lows), _greatest(highs)


def _least(values: list[Fraction | None]) -> Fraction | None:
    known = [v for v in values if v is not None]
    return min(known) if known and len(known) == len(values) else None


def _greatest(values: list[Fraction | None]) -> Fraction | None:
    known = [v for v in values if v is not None]
    return max(known) if known and len(known) == len(values) else None


def _applied(op: str, parts: list[Range]) -> Range:
    if op in ("cap", "minimum"):
        known = [high for _, high in parts if high is not None]
        return _least([low for low, _ in parts]), min(known, default=None)
    if op in ("floor", "maximum"):
        known = [low for low, _ in parts if low is not None]
        return max(known, default=None), _greatest([high for _, high in parts])
    if op == "at_most":
        return Fraction(0), parts[0][1]
    if op == "at_least":
        return parts[0][0], None
    if op == "between":
        return parts[0][0], parts[1][1]
    if op == "add":
        (a, b), (c, d) = parts
        return (a + c if a is not None and c is not None else None, b + d if b is not None and d is not None else None)
    if op == "multiply" and all(x is not None for part in parts for x in part):
        ends = [a * b for a in parts[0] for b in parts[1] if a is not None and b is not None]
        return min(ends), max(ends)
    return _ANY
