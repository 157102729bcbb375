"""Findings as SARIF 2.1.0, which code hosts and editors read.

The format: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. Files are named relative to the folder the command ran in
where they lie below it (``%SRCROOT%``), so that a report made elsewhere fits the repository.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from tiaoli.report.finding import Finding, Related, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"


def sarif(
    findings: Iterable[Finding], rules: Sequence[Rule], version: str, language: str, root: Path, success: bool = True
) -> dict[str, object]:
    """One run as a SARIF log. ``rules`` describe the rules that occur; ``success``: whether the run itself went well
    (that something was found does not make it fail; input that could not be used does)."""
    places = {rule.id: index for index, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = []
    for finding in findings:
        seen[finding.rule + finding.key] += 1
        results.append(_result(finding, places, seen[finding.rule + finding.key], root))
    driver = {
        "name": "tiaoli",
        "version": version,
        "rules": [_rule(rule) for rule in rules],
    }
    run: dict[str, object] = {
        "tool": {"driver": driver},
        "language": {"zh": "zh-CN"}.get(language, language),
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": success}],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> dict[str, object]:
    written: dict[str, object] = {"id": rule.id, "shortDescription": {"text": rule.summary}}
    if rule.help:
        written["help"] = {"text": rule.help}
    return written


def _result(finding: Finding, places: dict[str, int], times: int, root: Path) -> dict[str, object]:
    written: dict[str, object] = {"ruleId": finding.rule}
    if finding.rule in places:
        written["ruleIndex"] = places[finding.rule]
    written["level"] = finding.level
    written["message"] = {"text": finding.message}
    if finding.file:
        written["locations"] = [{"physicalLocation": _place(finding, root)}]
    if finding.related:
        written["relatedLocations"] = [_related(r, number, root) for number, r in enumerate(finding.related, 1)]
    digest = hashlib.sha256(f"{finding.rule}\n{finding.file}\n{finding.key}\n{times}".encode()).hexdigest()
    written["partialFingerprints"] = {"tiaoli/v1": digest[:32]}
    return written


def _related(related: Related, number: int, root: Path) -> dict[str, object]:
    region = {"startLine": related.line}
    place = {"artifactLocation": _artifact(related.file, root), "region": region}
    return {"id": number, "physicalLocation": place, "message": {"text": related.message}}


def _place(finding: Finding, root: Path) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": _artifact(finding.file, root)}
    if finding.line:
        region = {"startLine": finding.line}
        if finding.column:
            region["startColumn"] = finding.column
        if finding.end_line >= finding.line and finding.end_column:
            region |= {"endLine": finding.end_line, "endColumn": finding.end_column}
        place["region"] = region
    return place


def _artifact(file: str, root: Path) -> dict[str, str]:
    """The address of a file: below the root relative to it, else whole."""
    path = Path(file)
    absolute = (path if path.is_absolute() else root / path).resolve()
    try:
        inside = absolute.relative_to(root.resolve())
    except ValueError:
        return {"uri": absolute.as_uri()}
    return {"uri": quote(str(PurePosixPath(*inside.parts))), "uriBaseId": _ROOT}
