"""The working folder and language of the workbook tests."""

from tests.tiaoli.conftest import quiet

__all__ = ["quiet"]
