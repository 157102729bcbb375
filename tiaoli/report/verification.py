"""What became of a receipt, for programs."""

from __future__ import annotations

from tiaoli.report.json import VERSION
from tiaoli.verification import Verification


def report(found: Verification) -> dict[str, object]:
    """One object: whether all is the same, the engine then and now, and each law."""
    return {
        "tiaoli": VERSION,
        "same": found.same,
        "engine": {"same": found.same_engine, "then": found.receipt.engine, "now": found.engine},
        "laws": [
            {
                "documents": list(check.law.documents),
                "known": str(check.law.known) if check.law.known is not None else None,
                "same": check.same,
                "then": check.law.rulebook,
                "now": check.now,
                "texts": [{"name": name, "how": how} for name, how in check.texts],
            }
            for check in found.laws
        ],
    }
