"""The changes to one case that make what it expects what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from compiler.cases.edit import Edit, Unwritable, added, removed, scalar, scalars, set_key, set_value
from compiler.cases.model import Case, Expectation, ExpectedTotal
from compiler.cases.read import RawCase
from compiler.cases.words import EXPECTED_KEYS, FORMS, key_of
from compiler.source.text import Span
from compiler.source.yaml_tree import Mapping, Node, Scalar
from compiler.source.yaml_tree import Sequence as List
from solver.answers.model import Result
from solver.questions.replay import Difference, about, deciding_clauses, found_for, lacks, told
from solver.questions.totals import totals
from tiaoli.casebook import written
from tiaoli.casebook.replay import Outcome

Parts = dict[str, tuple[Scalar, Node]]


def edits_for(raw: RawCase, case: Case, outcome: Outcome) -> list[Edit]:
    """All changes to a case. Raises Unwritable when something found has no form in a case, LookupError when something
    expected has no result, so that a person has to decide."""
    language = FORMS["expect"].index(raw.keys["expect"].text.strip())
    answer = outcome.answer
    assert answer is not None  # something differs
    edits: list[Edit] = []
    for expected in case.expected:
        differences = [d for d in outcome.differences if _of(d, expected)]
        if differences:
            if any(d.field == "result" for d in differences):
                raise LookupError(expected.benefit)
            (result,) = found_for(answer, expected)
            node = _node(raw.parts["expect"], expected.origin)
            edits += _Rewriting(expected, {d.field for d in differences}, result, language).edits(node)
    for wanted in case.totals:
        if any(d.field == "total" and d.line == wanted.origin.line for d in outcome.differences):
            edits.append(_total(raw, wanted, outcome, language))
    return edits


def _of(difference: Difference, expected: Expectation) -> bool:
    return (
        difference.field != "total"
        and difference.line == expected.origin.line
        and difference.benefit == expected.benefit
        and expected.object in (None, difference.object or None)
    )


def _node(tree: Node, span: Span) -> Node:
    """The node that stands there."""
    return next(n for n in _nodes(tree) if (n.span.start, n.span.end) == (span.start, span.end))


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for child in node.items if isinstance(node, List) else ():
        yield from _nodes(child)
    for _, value in node.entries if isinstance(node, Mapping) else ():
        yield from _nodes(value)


def _total(raw: RawCase, wanted: ExpectedTotal, outcome: Outcome, language: int) -> Edit:
    assert outcome.answer is not None
    found = totals(outcome.answer.results, wanted)
    top = raw.parts["expect"]
    node = _node(top, wanted.origin)
    assert isinstance(top, Mapping)
    alone = any(value is node for _, value in top.entries)
    if len(found) > 1 and not alone:
        raise Unwritable(wanted.written)
    said = isinstance(node, Scalar) and wanted.amount.per is not None and wanted.amount.written == node.text.strip()
    with_form = said and _form_written(wanted)
    text = written.total(found, with_form, language)
    return set_value(node, text if text.startswith("{") else scalar(text))


def _form_written(wanted: ExpectedTotal) -> bool:
    from compiler.cases.expected import read_amount

    return read_amount(wanted.amount.written).per is not None


class _Rewriting:
    """Rewrites one expectation. ``fields``: what differs."""

    def __init__(self, expected: Expectation, fields: set[str], result: Result, language: int) -> None:
        self.expected, self.fields, self.result, self.language = expected, fields, result, language
        self.reasons = told(result)
        self.sums = result.outcome == "granted" and result.amount.kind != "none"  # only what is granted has an amount

    def edits(self, node: Node) -> list[Edit]:
        """The changes to what is expected of one benefit."""
        if isinstance(node, Scalar):
            return [set_value(node, scalar(self._short()))]
        assert isinstance(node, Mapping)
        named = ((key_of(key.text.strip(), EXPECTED_KEYS), key, value) for key, value in node.entries)
        parts: Parts = {name: (key, value) for name, key, value in named if name is not None}
        edits, gone = self._mapping(node, parts)
        if len(gone) == len(node.entries):
            return self._instead(node)
        return [*edits, *removed(node, gone)] if gone else edits

    def _instead(self, node: Mapping) -> list[Edit]:
        """The result in place of all that was expected; comments between the entries stay."""
        if "#" not in node.span.text:
            return [set_value(node, scalar(self._short()))]
        (key, value), *rest = node.entries
        word = written.key("amount" if self.sums else "outcome", self.language)
        changed = [set_key(key, word), set_value(value, scalar(self._short()))]
        return changed + (removed(node, [k for k, _ in rest]) if rest else [])

    def _short(self) -> str:
        """The result in one word or one sum."""
        result, amount = self.result, self.expected.amount
        if not self.sums:
            return written.outcome(result.outcome, self.language)
        return written.amount(result.amount, amount is None or amount.per is not None, self.language)

    def _mapping(self, node: Mapping, parts: Parts) -> tuple[list[Edit], list[Scalar]]:
        edits: list[Edit] = []
        gone: list[Scalar] = []
        self._outcome(node, parts, edits, gone)
        single: dict[str, Callable[[], Sequence[str]]] = {
            "clause": lambda: (self.result.clause,),
            "payee": lambda: (self.result.payee,),
            "decided_by": lambda: deciding_clauses(self.result)[:1],
            "displaced_by": lambda: self.result.displaced_by[:1],
            "because": self._because,
            "not_because": self._not_because,
            "missing": self._missing,
        }
        for field, find in single.items():
            if field in self.fields:
                key, value = parts[field]
                words = tuple(word for word in find() if word)
                if words:
                    edits.append(set_value(value, scalars(words)))
                else:
                    gone.append(key)
        return edits, gone

    def _outcome(self, node: Mapping, parts: Parts, edits: list[Edit], gone: list[Scalar]) -> None:
        """Outcome and amount, which go together."""
        if not self.fields & {"outcome", "amount", "per"}:
            return
        result, language = self.result, self.language
        word = written.outcome(result.outcome, language)
        sums = self.sums
        amount = self.expected.amount
        text = written.amount(result.amount, amount is None or amount.per is not None, language) if sums else ""
        if "outcome" in parts:
            key, value = parts["outcome"]
            if "outcome" in self.fields:
                edits.append(set_value(value, scalar(word)))
            if sums and "amount" not in parts:
                edits.append(added(node, key, written.key("amount", language), scalar(text)))
        if "amount" in parts:
            key, value = parts["amount"]
            if sums:
                edits.append(set_value(value, scalar(text)))
            elif "outcome" in parts:
                gone.append(key)
            else:
                edits += [set_key(key, written.key("outcome", language)), set_value(value, scalar(word))]

    def _because(self) -> Sequence[str]:
        """The reasons expected that are still among those found; if none is, those found."""
        kept = [w for w in self.expected.because if any(about(r, w) for r in self.reasons)]
        return kept or tuple(dict.fromkeys(written.word(r) for r in self.result.because))

    def _not_because(self) -> Sequence[str]:
        return [w for w in self.expected.not_because if not any(about(r, w) for r in self.reasons)]

    def _missing(self) -> Sequence[str]:
        kept = [w for w in self.expected.missing if lacks(self.result, self.reasons, w)]
        return kept or self.result.missing
