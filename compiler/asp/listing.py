"""The program to be read: the rules of all programs, then sections under their clauses, the law's words as comments
above the rules."""

from __future__ import annotations

from compiler.asp.emit import emit
from compiler.asp.program import Section, frame
from compiler.rulebook.model import Rulebook


def listing(rulebook: Rulebook) -> str:
    """The program as text. Comments hold the clause's words on lines of their own; free texts are listed as facts."""
    program = emit(rulebook)
    lines = frame().splitlines()
    last = ("", "")
    for section in program.sections:
        place = (section.document, section.clause)
        if place != last:
            lines += _clause_comment(rulebook, section)
            last = place
        lines += ["", _comment(f"{section.sort} {section.name}".strip()), *section.rules]
    if program.texts:
        lines += ["", "% texts"]
        lines += [_comment(f"text({name},…) = {text}") for name, text in program.texts]
    return "\n".join(lines).lstrip("\n") + "\n"


def _clause_comment(rulebook: Rulebook, section: Section) -> list[str]:
    if not section.document:
        return []
    lines = ["", _comment("─" * 60), _comment(f"{section.document}  {section.clause}".rstrip())]
    clause = rulebook.clause(section.document, section.clause)
    if clause is not None:
        lines += [_comment(line) for line in clause.text.replace("*", "").splitlines() if line.strip()]
    return lines


def _comment(text: str) -> str:
    """One comment line; whatever could end it or open another is taken out."""
    clean = "".join(c if c.isprintable() else " " for c in text)
    return "% " + clean.replace("%*", "% *").replace("*%", "* %")
