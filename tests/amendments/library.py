"""The library of the project with amendments put beside the county's document: a copy, made once for each test run."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).parent
POLICY = Path(__file__).parents[2] / "policy"
COUNTY = "桐人社发〔2021〕7号"


def copied(folder: Path, *amendments: Path) -> Path:
    """A copy of the documents and words of ``policy/`` in ``folder``, with ``amendments``."""
    root = folder / "policy"
    shutil.copytree(POLICY, root, ignore=shutil.ignore_patterns("案例"))
    (root / "修改").mkdir()
    for path in amendments:
        shutil.copy(path, root / "修改" / path.name)
    return root
