"""Findings as the workflow commands of GitHub: each becomes a note beside the line it is about.

Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. A line begins with ``::``; what
would end a value or a line is written as ``%25``, ``%0D``, ``%0A``, and in values of properties also ``%3A``, ``%2C``.
"""

from __future__ import annotations

from tiaoli.report.finding import Finding

_COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def annotation(finding: Finding) -> str:
    """The line for one finding, with its line end."""
    places = []
    if finding.file:
        places.append(("file", _slashes(finding.file)))
        if finding.line:
            places.append(("line", str(finding.line)))
            if finding.end_line > finding.line:
                places.append(("endLine", str(finding.end_line)))
            elif finding.column:
                places.append(("col", str(finding.column)))
                if finding.end_column > finding.column:
                    places.append(("endColumn", str(finding.end_column)))
    places.append(("title", finding.title))
    properties = ",".join(f"{name}={_property(value)}" for name, value in places)
    return f"::{_COMMANDS[finding.level]} {properties}::{_message(finding.message)}\n"


def _slashes(path: str) -> str:
    return path.replace("\\", "/")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
