"""What became of a workbook, for programs."""

from __future__ import annotations

from tiaoli.report.json import VERSION
from tiaoli.workbook.export import Summary
from tiaoli.workbook.plan import Plan


def summary_json(summary: Summary) -> dict[str, object]:
    """An export."""
    return {
        "tiaoli": VERSION,
        "workbook": {
            "path": summary.path,
            "cases": summary.cases,
            "files": summary.files,
            "differ": summary.differ,
            "faulty": summary.faulty,
            "refreshed": summary.refreshed,
            "added": summary.added,
            "gone": summary.gone,
            "pending": summary.pending,
            "as_text": [{"case": case, "column": column} for case, column in summary.inexact],
            "left_out": [
                {"case": case, "kind": kind, "facts": count, "shown": most}
                for case, kind, count, most in summary.left_out
            ],
        },
    }


def plan_json(plan: Plan, wrote: bool) -> dict[str, object]:
    """An import; ``wrote``: it was carried out."""
    return {
        "tiaoli": VERSION,
        "import": {
            "written": wrote,
            "files": [str(path) for path in plan.files],
            "own": list(plan.own),
            "cases": [
                {
                    "what": done.what,
                    "case": done.case,
                    "file": done.file,
                    "cells": [
                        {"cell": cell, "column": column, "old": old, "new": new}
                        for cell, column, old, new in done.cells
                    ],
                }
                for done in plan.done
            ],
        },
    }
