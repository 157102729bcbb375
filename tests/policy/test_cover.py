"""The library's casebooks show everything that can be seen of its documents, each way."""

from pathlib import Path

import pytest

from compiler.source.library import index_library
from tests.tiaoli.library import run

pytestmark = pytest.mark.heavy

LIBRARY = Path(__file__).parents[2] / "policy"
DOCUMENTS = sorted(name for name in index_library(LIBRARY) if "〔" in name)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_everything_within_reach_is_seen(document, capsys):
    code, out, _ = run(capsys, "cover", document, "--library", str(LIBRARY), "--fail-under", "100", "--lang", "en")
    assert code == 0, out
    assert "(100.00%)" in out
