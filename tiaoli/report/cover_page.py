"""Coverage over the law's own text: each sentence in the colour of what was seen, leading to everything there is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from compiler.rulebook.model import Rulebook
from solver.questions.cover.goals import MISSING, SEEN, UNDECIDED, UNREACHABLE, Count, Coverage, Found, counted
from solver.questions.cover.sentences import Sentence
from tiaoli.notebook.html import Html, join
from tiaoli.report.cover import clauses, hundredths
from tiaoli.report.page import element, whole
from tiaoli.screen.goals import advice, cause_text, goal_text
from tiaoli.screen.phrases import clean, place
from tiaoli.words import Words

_MARKS = {SEEN: "✓", MISSING: "✗", UNDECIDED: "?", UNREACHABLE: "·"}
_STATES = ("seen", "part", "unseen", "beyond", "accounted", "lost")


def page(coverage: Coverage, sentences: Sequence[Sentence], rulebook: Rulebook, words: Words) -> str:
    """The page for one document."""
    title = words.say("cover.page_title", document=coverage.document)
    count = counted(coverage.found)
    told = words.say(
        "cover.summary",
        seen=str(count.seen),
        within=str(count.within),
        percent=hundredths(count),
        unreachable=str(count.unreachable) if count.unreachable else "",
        undecided=str(count.undecided) if count.undecided else "",
    )
    document = rulebook.document(coverage.document)
    head = join(
        (
            element("h1", title),
            element("p", document.title if document is not None else ""),
            element("p", told),
            element(
                "p", words.say("cover.title", document=coverage.document, cases=str(coverage.cases)), class_="quiet"
            ),
        )
    )
    return whole(
        title,
        words.language,
        "cover",
        head,
        _table(coverage, rulebook, count, words),
        _legend(words),
        *_law(coverage, sentences, words),
    )


def _table(coverage: Coverage, rulebook: Rulebook, count: Count, words: Words) -> Html:
    def row(name: str, of: Count) -> Html:
        cells = (str(of.seen), str(of.within), f"{hundredths(of)}%", str(of.unreachable or ""))
        return element("tr", element("td", name), *(element("td", c, class_="number") for c in cells))

    heads = [words.say(f"cover.{key}") for key in ("clause", "seen", "within", "percent", "beyond")]
    head = element("tr", element("th", heads[0]), *(element("th", h, class_="number") for h in heads[1:]))
    rows = [
        row(" ".join(filter(None, (place("", id, "", words), clean(title)))) or words.say("cover.head"), counted(found))
        for id, title, found in clauses(coverage, rulebook)
    ]
    return element("table", element("thead", head), element("tbody", *rows, row(words.say("cover.whole"), count)))


def _legend(words: Words) -> Html:
    shown = [element("span", words.say(f"cover.sentence_{state}"), class_=state) for state in _STATES]
    return join((element("p", *shown, class_="legend"), element("p", words.say("cover.page_open"), class_="quiet")))


def _law(coverage: Coverage, sentences: Sequence[Sentence], words: Words) -> list[Html]:
    """The paragraphs in order, and behind each clause its rules."""
    parts: list[Html] = []
    path: tuple[str, ...] = ()
    for (clause, here), group in groupby(sentences, key=lambda s: (s.use.clause, s.use.path)):
        listed = list(group)
        shared = next(
            (i for i, (a, b) in enumerate(zip(path, here, strict=False)) if a != b), min(len(path), len(here))
        )
        parts += [element("h2", clean(heading)) for heading in here[shared:]]
        path = here
        parts += [
            element("p", *(_sentence(s, words) for s in paragraph), class_="law") for paragraph in _paragraphs(listed)
        ]
        if clause and not any(s.use.clause == clause for s in sentences[sentences.index(listed[-1]) + 1 :]):
            parts += _rules(clause, coverage, words)
    return parts


def _paragraphs(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    found: list[list[Sentence]] = []
    for one in sentences:
        span = one.use.span
        last = found[-1][-1].use.span if found else None
        if last is None or "\n\n" in span.file.text[last.end : span.start]:
            found.append([])
        found[-1].append(one)
    return found


def _sentence(one: Sentence, words: Words) -> Html:
    text = clean(one.use.text.replace("**", ""))
    told = words.say(f"cover.sentence_{one.state}")
    if not one.found:
        return element("a", text, class_=one.state, title=told)
    first = one.found[0].goal
    count = counted(one.found)
    title = f"{told} · {count.seen}/{count.within}"
    missing = [goal_text(f.goal, words) for f in one.found if f.state in (MISSING, UNDECIDED)]
    hover = " · ".join([title, *missing[:6]])
    return element(
        "a", text, class_=one.state, title=hover, href=f"#{_anchor(first.clause, first.rule, first.rule_sort)}"
    )


def _anchor(clause: str, rule: str, sort: str) -> str:
    return "-".join(filter(None, ("r", clause, sort, rule))).replace(" ", "_")


def _rules(clause: str, coverage: Coverage, words: Words) -> list[Html]:
    own = [f for f in coverage.found if f.goal.clause == clause]
    parts: list[Html] = []
    for (rule, sort), group in groupby(own, key=lambda f: (f.goal.rule, f.goal.rule_sort)):
        found = tuple(group)
        count = counted(found)
        key = f"sort.{sort}"
        named = words.say(key if words.has(key) else "sort.other") if rule else words.say("cover.dates")
        state = "seen" if count.seen == count.within else "part" if count.seen else "unseen"
        head = element(
            "summary",
            element("span", f"{count.seen}/{count.within}", class_=state if count.within else "beyond"),
            f"  {named} {clean(rule)}",
        )
        rows = [_row(f, words) for f in found]
        parts.append(element("details", head, element("ul", *rows), id=_anchor(clause, rule, sort)))
    return parts


def _row(one: Found, words: Words) -> Html:
    behind = (
        one.by if one.state == SEEN else cause_text(one.cause, words) if one.cause is not None else advice(one, words)
    )
    mark = element("span", _MARKS[one.state], class_="mark", title=words.say(f"cover.state_{one.state}"))
    return element("li", mark, goal_text(one.goal, words), " ", element("span", clean(behind), class_="quiet"))
