"""A comparison as a comment for a pull request: a short table, and behind it details that can be opened.

A comment may not be longer than a limit of the platform. Blocks that do not fit are left out whole, those that matter
least first, and the comment says which and how much.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compiler.compare.documents import DocumentChange
from compiler.compare.rules import RuleChange
from compiler.compare.texts import ClauseChange
from compiler.source.record import dataclass
from solver.answers.comparison import SORTS, CaseChange, Change
from solver.questions.plainly import in_short
from tiaoli.comparing.comparison import Comparison
from tiaoli.screen.changes import (
    CUT,
    PUT,
    came_to,
    cause_text,
    clause_text,
    counts,
    document_text,
    fault_text,
    headline,
    marked,
    more_text,
    outside_text,
    parts_text,
    payees,
    reach_text,
    rule_text,
    rules_text,
    total_text,
)
from tiaoli.screen.phrases import clean, sentence
from tiaoli.screen.universal import findings, limits, overall_text
from tiaoli.words import Words

LIMIT = 65_000
_ROOM = 600
_REASONS = 6
_FINDINGS, _COLUMNS = 20, 100
_ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_{}[]<>|#~@!"})


@dataclass(frozen=True, slots=True)
class _Block:
    """A part of the comment that can be left out: what it is called, its summary line, its items."""

    name: str
    items: tuple[str, ...]
    opened: bool = False


def comment(found: Comparison, words: Words, limit: int = LIMIT) -> str:
    """The comment, as Markdown, of at most ``limit`` characters."""
    head = _head(found, words)
    blocks = [
        _Block(words.say("diff.changed"), tuple(_case(c, words) for c in _worst(found.cases))),
        _Block(words.say("diff.sums"), tuple(_sums(found, words))),
        _Block(words.say("universal.title"), tuple(_any_case(found, words))),
        _Block(words.say("diff.texts"), tuple(p for d in found.documents for p in _document(d, words))),
    ]
    left = limit - len(head) - _ROOM
    written, cut = [], []
    for block in blocks:
        if not block.items:
            continue
        text, rest = _fitting(block, left)
        left -= len(text)
        written += [text] if text else []
        if rest:
            cut.append(f"{block.name} {rest}")
    tail = words.say("diff.comment_cut", names=words.table["assess.separator"].join(cut)) if cut else ""
    return "\n".join(filter(None, (head, *written, tail and f"\n> {tail}"))) + "\n"


def _fitting(block: _Block, room: int) -> tuple[str, int]:
    """As many items of a block as there is room for, and how many there is none for."""
    frame = f"\n<details><summary>{_html(block.name)} ({len(block.items)})</summary>\n\n", "\n</details>\n"
    used = len(frame[0]) + len(frame[1])
    kept: list[str] = []
    for item in block.items:
        if used + len(item) + 1 > room:
            break
        kept.append(item)
        used += len(item) + 1
    if not kept:
        return "", len(block.items)
    return frame[0] + "\n".join(kept) + frame[1], len(block.items) - len(kept)


def _head(found: Comparison, words: Words) -> str:
    title = words.say("diff.comment_title", old=_md(found.old), new=_md(found.new))
    lines, colon = [f"### {title}", ""], words.table["diff.colon"]
    verdict = found.verdict
    if verdict is not None:
        broken = len(verdict.outside)
        told = words.say("diff.intent_broken", count=str(broken)) if broken else words.say("diff.intent_fine")
        lines += [f"{'❌' if broken else '✅'} **{words.say('diff.intent')}**{colon}{told}", ""]
        lines += [f"- {_md(outside_text(o, words))}{_in_case(o.case, words)}" for o in verdict.outside[:20]]
        if broken > 20:
            lines.append(f"- {words.say('diff.more_parts', count=str(broken - 20))}")
        lines.append("")
    changed = any(n for sort, n in counts(found) if sort != "kept")
    unreadable = sum(bool(c.unreadable) for c in found.cases)
    lines += [f"**{words.say('diff.comment_summary')}**", ""]
    if changed or unreadable:
        lines += [f"| {words.say('diff.comment_result')} | {words.say('diff.comment_count')} |", "|---|---|"]
        lines += [f"| {words.say('diff.unreadable')} | {unreadable} |"] if unreadable else []
        lines += [f"| {words.say(f'diff.sort_{sort}')} | {n} |" for sort, n in counts(found)]
    else:
        lines.append(words.say("diff.comment_fine"))
    lines += ["", f"- {words.say('diff.rules')}{colon}{_md(rules_text(found, words))}"]
    lines += [f"- {_short(_md(t))}" for t in reach_text(found, words)]
    any_case = [words.say("diff.not_asked")] if found.universal is None else [words.say("universal.overall_equal")]
    if found.universal:
        any_case = [t for u in found.universal for t in (overall_text(u.found, words), *limits(u.found, words))]
    lines += [f"- {words.say('diff.universal')}{colon}{_md(t)}" for t in any_case]
    return "\n".join(lines)


def _in_case(case: str, words: Words) -> str:
    return f" — {_md(words.say('diff.case', case=clean(case)))}" if case else ""


def _short(text: str, most: int = 2000) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _worst(cases: Iterable[CaseChange]) -> list[CaseChange]:
    order = {sort: number for number, sort in enumerate(SORTS)}

    def worst(case: CaseChange) -> int:
        return -1 if case.unreadable else min(order[c.sort] for c in case.changes)

    return sorted((c for c in cases if c.differs), key=worst)


def _case(case: CaseChange, words: Words) -> str:
    lines = [f"**{_md(clean(case.case))}** — {_md(clean(case.file))}", ""]
    if case.unreadable:
        lines.append(f"- {_md(fault_text(case, words))}")
    for change in case.changes:
        if change.sort != "kept":
            lines += _change(change, words)
    return "\n".join(lines) + "\n"


def _change(change: Change, words: Words) -> list[str]:
    told = words.say("diff.title", old=came_to(change.old, words), new=came_to(change.new, words))
    sort = words.say(f"diff.sort_{change.sort}")
    lines = [f"- **{sort}** {_md(headline(change, words))}{words.table['diff.colon']}{_md(told)}"]
    lines += [f"  - {_md(payees(change, words))}"] if payees(change, words) else []
    lines += [f"  - {_md(cause_text(c, words))}" for c in change.causes[:_REASONS]]
    for key, reasons in (("gone", change.gone), ("come", change.come)):
        said = [t for t in (sentence(r, words) for r in in_short(reasons[:_REASONS])) if t]
        if len(reasons) > _REASONS:
            said.append(words.say("diff.more_reasons", count=str(len(reasons) - _REASONS)))
        if said:
            between = words.table["diff.between_clauses"]
            lines.append(f"  - {words.say(f'diff.{key}')}{words.table['diff.colon']}{_md(between.join(said))}")
    return lines


def _sums(found: Comparison, words: Words) -> list[str]:
    if not found.sums:
        return []
    heads = [words.say(f"diff.{k}") for k in ("benefit", "old", "new", "difference")]
    rows = [
        (
            clean(s.benefit),
            total_text(s.old, s.per, words),
            total_text(s.new, s.per, words),
            more_text(s.old, s.new, words),
        )
        for s in found.sums
    ]
    table = [_row(heads), "|---|---|---|---|", *(_row([_md(cell) for cell in row]) for row in rows)]
    return ["\n".join(table)]


def _any_case(found: Comparison, words: Words) -> list[str]:
    """What holds for any case, as the screen says it."""
    told = []
    for one in found.universal or ():
        lines = [line.plain.rstrip() for line in findings(one.found, _FINDINGS, _COLUMNS, words)[1:]]
        told.append("```text\n" + "\n".join(f" {line}" for line in lines) + "\n```\n")
    return told


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _document(change: DocumentChange, words: Words) -> list[str]:
    title = f"**{_md(document_text(change, words))}**\n"
    parts = [_clause(c, words) for c in change.clauses] + [_rule(r, words) for r in change.rules]
    return [f"{title}\n{parts[0]}", *parts[1:]] if parts else [title]


def _clause(change: ClauseChange, words: Words) -> str:
    lines = []
    for s in change.sentences:
        old = marked(s.words.old, CUT) if s.words is not None else s.old
        new = marked(s.words.new, PUT) if s.words is not None else s.new
        lines += [f"- {clean(old)}"] if s.old else []
        lines += [f"+ {clean(new)}"] if s.new else []
    return f"{_md(clause_text(change, words))}\n\n{_fence(lines)}"


def _rule(change: RuleChange, words: Words) -> str:
    parts = parts_text(change, words)
    head = _md(rule_text(change, words)) + (f" — {_md(parts)}" if parts else "")
    lines = []
    if change.kind == "changed":
        for line in change.lines:
            lines += [f"- {line.old}"] if line.old else []
            lines += [f"+ {line.new}"] if line.new else []
    elif change.kind != "moved":
        lines += [f"- {x}" for x in (change.old.text.split("\n") if change.old is not None else ())]
        lines += [f"+ {x}" for x in (change.new.text.split("\n") if change.new is not None else ())]
    return f"{head}\n\n{_fence(lines)}"


def _fence(lines: Sequence[str]) -> str:
    """Lines as a difference; no text of a policy can end the fence, as each line begins with a sign."""
    return "```diff\n" + "\n".join(lines) + "\n```\n" if lines else ""


def _md(text: str) -> str:
    """A text that Markdown takes for nothing but a text."""
    return text.translate(_ESCAPED)


def _html(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
