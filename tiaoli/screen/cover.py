"""What recorded cases have seen of a policy: a table by clause, then what is missing, to be acted on."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console
from rich.text import Text

from compiler.rulebook.model import Rulebook
from compiler.source.text import width
from solver.questions.cover.goals import MISSING, SEEN, UNDECIDED, UNREACHABLE, Count, Coverage, Found, counted
from solver.questions.cover.sentences import Sentence
from tiaoli.report.cover import clauses, hundredths
from tiaoli.screen.console import HEADING, QUIET, columns_of, put, sign
from tiaoli.screen.goals import advice, cause_text, goal_text
from tiaoli.screen.lines import hang, pad, wrap
from tiaoli.screen.phrases import clean, place
from tiaoli.screen.wrapping import wrapped
from tiaoli.words import Words

_SIGNS = {SEEN: "yes", MISSING: "no", UNDECIDED: "unknown", UNREACHABLE: "note"}
_TITLE, _TITLE_LEAST = 36, 16


def show_coverage(
    console: Console,
    coverage: Coverage,
    sentences: Sequence[Sentence],
    rulebook: Rulebook,
    everything: bool,
    words: Words,
) -> None:
    """Print the table, what is missing, and what no case can see; with ``everything`` also what was seen and where."""
    columns = columns_of(console)
    count = counted(coverage.found)
    title = words.say("cover.title", document=clean(coverage.document), cases=str(coverage.cases))
    put(console, wrap(Text(title, style=HEADING), columns))
    console.print()
    put(console, [Text(line) for line in _table(coverage, rulebook, count, columns, words)])
    console.print()
    put(console, wrap(Text(_sentences(sentences, words), style=QUIET), columns))
    if coverage.passed:
        names = words.table["cover.separator"].join(map(clean, coverage.passed))
        put(console, wrap(Text(words.say("cover.passed", names=names), style="yellow"), columns))
    lists = [(MISSING, UNDECIDED), (UNREACHABLE,)] + ([(SEEN,)] if everything else [])
    for states in lists:
        found = [f for f in coverage.found if f.state in states]
        if found:
            console.print()
            put(console, wrap(Text(words.say(f"cover.list_{states[0]}"), style=HEADING), columns))
            _list(console, found, columns, words)
    console.print()
    told = words.say(
        "cover.summary",
        seen=str(count.seen),
        within=str(count.within),
        percent=hundredths(count),
        unreachable=str(count.unreachable) if count.unreachable else "",
        undecided=str(count.undecided) if count.undecided else "",
    )
    put(console, wrap(Text(told, style="green" if count.seen == count.within else "red"), columns))


def _table(coverage: Coverage, rulebook: Rulebook, whole: Count, columns: int, words: Words) -> list[str]:
    """A row for each clause; where the screen is too narrow the numbers stand below the title."""
    heads = [words.say(f"cover.{key}") for key in ("clause", "seen", "within", "percent", "beyond")]
    rows = [heads]
    for id, title, found in clauses(coverage, rulebook):
        name = " ".join(filter(None, (place("", id, "", words), clean(title)))) or words.say("cover.head")
        rows.append([name, *_numbers(counted(found))])
    rows.append([words.say("cover.whole"), *_numbers(whole)])
    widths = [max(width(row[i]) for row in rows) for i in range(len(heads))]
    room = columns - sum(w + 2 for w in widths[1:]) - 2
    below = room < min(widths[0], _TITLE_LEAST)
    widths[0] = min(widths[0], _TITLE, room) if not below else 0
    lines = []
    for row in rows:
        numbers = "".join("  " + " " * (widths[i] - width(row[i])) + row[i] for i in range(1, len(row)))
        if below:
            lines += [f"  {part}" for part in wrapped(row[0], columns - 2)] + [f"  {numbers}".rstrip()]
        else:
            lines.append(f"  {pad(wrapped(row[0], widths[0])[0], widths[0])}{numbers}".rstrip())
    return lines


def _numbers(count: Count) -> list[str]:
    return [str(count.seen), str(count.within), f"{hundredths(count)}%", str(count.unreachable or "")]


def _sentences(sentences: Sequence[Sentence], words: Words) -> str:
    states = [s.state for s in sentences]
    places = {
        state: str(states.count(state)) if state in states else ""
        for state in ("seen", "part", "unseen", "beyond", "accounted", "lost")
    }
    return words.say("cover.sentences", count=str(len(states)), **places)


def _list(console: Console, found: Sequence[Found], columns: int, words: Words) -> None:
    """The goals by clause and rule; those that no case can see for one and the same reason stand together."""
    for (clause, rule, sort), group in groupby(found, key=lambda f: (f.goal.clause, f.goal.rule, f.goal.rule_sort)):
        key = f"sort.{sort}"
        named = words.say(key if words.has(key) else "sort.other") if rule else words.say("cover.dates")
        heading = " ".join(filter(None, (place("", clause, "", words), named, clean(rule))))
        put(console, wrap(Text(heading, style=QUIET), columns))
        for one in group:
            head = Text.assemble("  ", sign(console, _SIGNS[one.state]), " ")
            put(console, hang(head, Text(goal_text(one.goal, words)), columns))
            told = _behind(one, words)
            if told:
                put(console, hang(Text("    → "), Text(told, style=QUIET), columns))


def _behind(one: Found, words: Words) -> str:
    if one.state == SEEN:
        return clean(one.by)
    if one.cause is not None:
        return cause_text(one.cause, words)
    undecided = words.say("cover.undecided") if one.state == UNDECIDED else ""
    return " ".join(filter(None, (advice(one, words), undecided)))
