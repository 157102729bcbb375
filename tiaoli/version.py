"""The version of the program that is running."""

from __future__ import annotations


def version() -> str:
    """The version as installed; ``0`` when the program runs without having been installed."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("tiaoli")
    except PackageNotFoundError:
        return "0"
