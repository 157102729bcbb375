"""What was made once and is kept between runs: each thing with a checksum, so that damage is noticed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

_CHECKSUM = hashlib.sha256().digest_size


def folder() -> Path | None:
    """Where things are kept; None when TIAOLI_CACHE is set to nothing."""
    chosen = os.environ.get("TIAOLI_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "tiaoli"


def get(name: str) -> bytes | None:
    """What is kept under ``name``; None when there is nothing or it is damaged."""
    place = folder()
    if place is None:
        return None
    try:
        data = (place / name).read_bytes()
    except OSError:
        return None
    checksum, body = data[:_CHECKSUM], data[_CHECKSUM:]
    return body if hashlib.sha256(body).digest() == checksum else None


def put(name: str, body: bytes) -> None:
    """Keep something in one step, so that nobody ever sees half of it; a folder that cannot be written to is no reason
    to fail."""
    import tempfile

    place = folder()
    if place is None:
        return
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=place, delete=False) as file:
            file.write(hashlib.sha256(body).digest() + body)
        Path(file.name).replace(place / name)
    except OSError:
        return
