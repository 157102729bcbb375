"""Why a benefit applies or not: the answer, the law's words, and the reasons in order, each group under its heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rich.console import Console
from rich.text import Text

from solver.answers.model import Assessment, Reason, Result
from tiaoli.screen.assess import INDENT, facts_of, heading, headline, quotation, standing
from tiaoli.screen.console import HEADING, QUIET, columns_of, put
from tiaoli.screen.lines import hang
from tiaoli.screen.phrases import clean
from tiaoli.screen.reasons import Drawing, simplified, tree
from tiaoli.words import Words

_WAITING = frozenset(
    {"missing_fact", "incomplete", "document", "discretion", "interpreter", "open_list", "unsettled", "slot", "open"}
)
_SUMS = frozenset(
    {"amount", "step", "undecided", "given", "case", "tier", "band", "cap", "floor", "uplift", "rounding", "fund"}
)
# The groups in the order in which they are read, and the kinds of reason that belong to each.
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = (
    ("conditions", frozenset()),
    (
        "dates",
        frozenset(
            {
                "in_force",
                "published",
                "ended",
                "retroactive",
                "reworded",
                "before_change",
                "wording",
                "transition",
                "starts",
                "duration",
            }
        ),
    ),
    ("parties", frozenset({"beneficiary", "applicant", "payee"})),
    (
        "amounts",
        _SUMS,
    ),
    (
        "precedence",
        frozenset(
            {
                "displaced_by",
                "contest",
                "kept",
                "limit",
                "offset",
                "shared_cap",
                "shared_floor",
                "shared_doubt",
                "choice",
            }
        ),
    ),
    ("waiting", _WAITING),
    ("notes", frozenset({"part", "ends", "suspends", "note", "below_zero", "target"})),
)


def show_explanation(console: Console, assessment: Assessment, results: tuple[Result, ...], words: Words) -> None:
    """Print the reasons for each of ``results``, which are of ``assessment``. Questions of the text that concern
    several of them stand once, at the end."""
    put(console, heading(assessment, console, words))
    notes = shared(results)
    for result in results:
        console.print()
        put(console, explanation(without(result, notes), assessment, console, words))
    if notes:
        console.print()
        put(console, _shared(notes, results, console, words))


def shared(results: Sequence[Result]) -> tuple[Reason, ...]:
    """The open questions of the text that concern more than one of these results."""
    found: dict[Reason, int] = {}
    for result in results:
        for note in dict.fromkeys(n for n in result.notes if n.kind == "note"):
            found[note] = found.get(note, 0) + 1
    return tuple(note for note, count in found.items() if count > 1)


def without(result: Result, notes: tuple[Reason, ...]) -> Result:
    """The result without notes that are told elsewhere."""
    return replace(result, notes=tuple(note for note in result.notes if note not in notes))


def concerned(
    notes: Sequence[Reason], results: Sequence[Result], words: Words
) -> Iterator[tuple[str, tuple[Reason, ...]]]:
    """The questions by the results that they concern, and which those are."""
    every = tuple(dict.fromkeys(clean(r.benefit) for r in results))
    groups: dict[tuple[str, ...], list[Reason]] = {}
    for note in notes:
        groups.setdefault(tuple(dict.fromkeys(clean(r.benefit) for r in results if note in r.notes)), []).append(note)
    for names, found in groups.items():
        told = words.say("explain.shared_by", names=words.table["assess.separator"].join(names))
        yield words.say("explain.shared_by_all") if names == every else told, tuple(found)


def _shared(notes: tuple[Reason, ...], results: Sequence[Result], console: Console, words: Words) -> Iterator[Text]:
    yield Text(words.say("explain.shared"), style=HEADING)
    drawing = Drawing(console, words, results[0].document, "")
    for whose, found in concerned(notes, results, words):
        yield from hang(Text(" " * INDENT), Text(whose), columns_of(console))
        yield from tree(found, drawing, INDENT)


def explanation(result: Result, assessment: Assessment, console: Console, words: Words) -> list[Text]:
    """The lines for one result."""
    columns = columns_of(console)
    lead = Text(" " * INDENT)
    lines = headline(result, console, words)
    lines += hang(lead, Text(facts_of(result, assessment, words), style=QUIET), columns)
    for line in standing(result, words):
        lines += hang(lead, Text(line), columns)
    lines += quotation(result, console, INDENT)
    drawing = Drawing(console, words, result.document, result.clause, frozenset(clean(q) for q in result.quotes))
    for group, nodes in grouped(result):
        drawn = tree(nodes, drawing, INDENT * 2)
        if drawn:
            lines.append(Text())
            lines.append(Text.assemble(lead, (words.say(f"explain.{group}"), HEADING)))
            if group == "conditions" and result.outcome == "refused" and _ways(nodes) > 1:
                lines += hang(Text(" " * INDENT * 2), Text(words.say("explain.refused"), style=QUIET), columns)
            lines += drawn
    return lines


def grouped(result: Result) -> list[tuple[str, tuple[Reason, ...]]]:
    """The roots of the tree by group; the short reasons where there is no tree. Groups without reasons are left out."""
    nodes: list[Reason] = []
    for node in simplified(result.why or result.because):
        # An unnamed list of conditions at the root is the frame of the benefit: its parts go to their own groups.
        nodes.extend(node.children if node.kind == "all" and not node.name and not node.quote else (node,))
    nodes = [part for node in nodes for part in (node.children if _empty(node) else (node,))]
    nodes.extend(note for note in result.notes if note not in nodes)
    found = []
    for group, kinds in _GROUPS:
        members = tuple(n for n in nodes if (n.kind in kinds if kinds else not any(n.kind in k for _, k in _GROUPS)))
        if members:
            found.append((group, members))
    return found


def _empty(node: Reason) -> bool:
    """Whether a root only says that an amount follows, which its heading says already."""
    return node.kind == "amount" and not node.text and node.left is None and bool(node.children)


def _ways(nodes: tuple[Reason, ...]) -> int:
    """How many ways in there are: the branches of the first alternative."""
    return next((len(node.children) for node in nodes if node.kind == "any"), 1)
