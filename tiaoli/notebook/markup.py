"""Answers and explanations as HTML: the sentences of the screen, in tables and lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from solver.answers.model import Assessment, Reason, Result
from solver.questions.plainly import in_short, readable
from tiaoli.notebook.html import Html, block, colored, join, line, listed, quiet, quoted, sign, table, tag
from tiaoli.screen.assess import due_text, facts_of, joined, standing, summary_text
from tiaoli.screen.explain import concerned, grouped, shared, without
from tiaoli.screen.phrases import clean, denied, place, sentence
from tiaoli.screen.reasons import simplified
from tiaoli.words import Words


def assessed(assessment: Assessment, words: Words) -> Html:
    """A table with a row for each answer."""
    if not assessment.results:
        return block(head(assessment, words), line(words.say("assess.none")))
    heads = [words.say(f"notebook.{key}") for key in ("outcome", "benefit", "amount", "object", "payee", "because")]
    rows = [_row(result, words) for result in assessment.results]
    findings = listed(short(reason, words) for reason in assessment.findings)
    if findings:
        findings = join((line(tag("b", words.say("assess.findings"))), findings))
    summary = line(quiet(summary_text(assessment.results, words)))
    return block(head(assessment, words), findings, table(heads, rows), summary)


def explained(assessment: Assessment, words: Words) -> Html:
    """Each answer with its tree of reasons, group by group."""
    results = assessment.results
    notes = shared(results)
    told = [_explanation(without(result, notes), assessment, words) for result in results]
    return block(head(assessment, words), *told, *([_shared(notes, results, words)] if notes else []))


def _shared(notes: tuple[Reason, ...], results: tuple[Result, ...], words: Words) -> Html:
    """Each question once, with the results that it concerns."""
    anywhere = replace(results[0], clause="")  # each says where it stands
    told = [
        join((line(quiet(whose), indent=True), tree(found, anywhere, frozenset(), words)))
        for whose, found in concerned(notes, results, words)
    ]
    return tag("div", line(tag("b", words.say("explain.shared"))), *told, style="margin-top:0.8em")


def head(assessment: Assessment, words: Words) -> Html:
    """The case, its documents and its dates."""
    parts = [words.table["assess.separator"].join(assessment.documents)]
    if assessment.on:
        parts.append(words.say("assess.on", date=str(assessment.on)))
    if assessment.known:
        parts.append(words.say("assess.known", date=str(assessment.known)))
    return line(tag("b", assessment.case), " ", quiet(joined(parts)))


def headline(result: Result, words: Words) -> Html:
    """Sign, outcome, benefit and amount."""
    amount = due_text(result, words)
    outcome = words.say(f"outcome.{result.outcome}")
    return line(
        sign(result.outcome),
        " ",
        colored(outcome, result.outcome),
        " ",
        tag("b", result.benefit),
        " ",
        colored(amount, result.outcome) if amount else "",
    )


def short(reason: Reason, words: Words, state: str = "") -> Html:
    """One reason: its sign and its sentence."""
    return join((sign(state or reason.state), " ", sentence(reason, words)))


def _row(result: Result, words: Words) -> tuple[Html, ...]:
    because = [
        short(reason, words, "note" if result.outcome == "refused" and reason.state == "yes" else "")
        for reason in simplified(in_short(result.because))
    ]
    said = " ".join(sentence(r, words) for r in in_short(result.because))
    because += [join((line_,)) for line_ in standing(result, words, said)]
    where = place(result.document, result.clause, result.document, words)
    quotes = join((join(quoted(q) for q in result.quotes), " ", quiet(where)))
    outcome = words.say(f"outcome.{result.outcome}")
    of = join((result.object, " ", quiet(result.object_kind if result.object_kind != result.object else "")))
    return (
        join((sign(result.outcome), " ", colored(outcome, result.outcome))),
        tag("b", result.benefit),
        join((due_text(result, words),)),
        join((line(of), line(quiet(str(result.on) if result.on else "")))),
        join((result.payee,)),
        join((listed(because), line(quotes))),
    )


def _explanation(result: Result, assessment: Assessment, words: Words) -> Html:
    told = frozenset(clean(q) for q in result.quotes)
    groups = [
        join((line(tag("b", words.say(f"explain.{group}"))), tree(nodes, result, told, words)))
        for group, nodes in grouped(readable(result))
    ]
    return tag(
        "div",
        headline(result, words),
        line(quiet(facts_of(result, assessment, words)), indent=True),
        *(line(told_, indent=True) for told_ in standing(result, words)),
        *(line(quoted(quote), indent=True) for quote in result.quotes),
        *(tag("div", group, style="padding-left:1.2em;margin-top:0.4em") for group in groups),
        style="margin-top:0.8em",
    )


def tree(nodes: Sequence[Reason], of: Result, told: frozenset[str], words: Words) -> Html:
    """Reasons as a list of lists. Quotations that are ``told`` already are not repeated."""
    return listed(_branch(node, of, told, words) for node in simplified(nodes))


def _branch(node: Reason, of: Result, told: frozenset[str], words: Words) -> Html:
    named = denied(node)
    said, quote = sentence(node, words), clean((named or node).quote)
    under = (named or node).children
    new = quote and quote not in told and f"「{quote}」" != said
    return join(
        (
            sign(node.state),
            " ",
            said,
            " ",
            quiet(_where(named or node, of, words)),
            line(quoted(quote), indent=True) if new else "",
            tree(under, of, told, words),
        )
    )


def _where(node: Reason, of: Result, words: Words) -> str:
    elsewhere = (node.document or of.document, node.clause) != (of.document, of.clause)
    return place(node.document, node.clause, of.document, words) if node.clause and elsewhere else ""
