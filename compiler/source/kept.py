"""Where things made once are kept between runs. Whoever keeps something sees to it that damage is noticed."""

from __future__ import annotations

import os
from pathlib import Path


def folder() -> Path | None:
    """Where compiled rulebooks are kept; None when TIAOLI_CACHE is set to nothing."""
    chosen = os.environ.get("TIAOLI_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "tiaoli"


def put_file(name: str, data: bytes) -> None:
    """Write a file of that folder in one step, so that nobody ever sees half of one; a folder that cannot be written to
    is no reason to fail."""
    import tempfile

    place = folder()
    if place is None:
        return
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as file:
            file.write(data)
        Path(file.name).replace(place / name)
    except OSError:
        return
