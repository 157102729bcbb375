"""Every fact of the library's vocabularies has a sentence for the citizen, in Chinese and in English."""

import re

import pytest

from compiler.driver import load
from compiler.rulebook.model import VALUE
from compiler.source.library import index_library
from tests.policy.test_library import DOCUMENTS, LIBRARY

ASCII = re.compile(r"[A-Za-z]")


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_field_is_told_in_both_languages(document):
    assert document in index_library(LIBRARY)
    wrong = []
    for kind in load(LIBRARY, (document,)).kinds:
        for field in kind.fields:
            if kind.name == "已领取":
                continue  # the built-in record of payments
            said = [s for s in field.says if f"{{{VALUE}}}" in s]
            if len(said) != 2 or ASCII.search(re.sub(r"\{[^}]*\}", "", said[0])) or not ASCII.search(said[1]):
                wrong.append(f"{kind.name}.{field.name}")
    assert wrong == []
