"""Reading receipts: a file that any verb printed with ``--json``, or the receipt alone, whatever may be in it."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import NoReturn

from compiler.diagnostics.problem import Log, Rejected, problem
from compiler.source.files import read_text
from compiler.source.text import SourceFile, Span
from solver.answers.model import Law, Receipt
from tiaoli.receipt import together

LARGEST = 100_000_000
"""Bytes; the answers to ten thousand cases with all their reasons take less."""
_LAWS, _NAMES, _LONGEST = 1000, 10_000, 200
_HASH = re.compile(r"sha256:[0-9a-f]{64}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_receipt(path: Path) -> Receipt:
    """The receipt in a file.

    Raises Rejected: TL0712 when the file holds none, TL0713 when a part of it is missing or not what it must be, and
    the codes of :func:`~compiler.source.files.read_text` when the file cannot be read.
    """
    log = Log()
    file = read_text(path, log, LARGEST)
    if file is None:
        if any(p.code == "TL0602" for p in log.problems):
            raise Rejected((problem("TL0712", found=path, reason="oversized"),))
        raise Rejected(tuple(log.problems))
    return _Reading(file.name).receipt(_parsed(file))


def _parsed(file: SourceFile) -> object:
    try:
        found: object = json.loads(file.text)
    except json.JSONDecodeError as fault:
        span = Span(file, fault.pos, fault.pos + 1)
        raise Rejected((problem("TL0712", span, found=file.name, reason="not_json"),)) from None
    except RecursionError:
        raise Rejected((problem("TL0712", found=file.name, reason="nested"),)) from None
    except ValueError:  # a number of more digits than anyone counts
        raise Rejected((problem("TL0712", found=file.name, reason="not_json"),)) from None
    return found


class _Reading:
    """Takes a value apart; what does not fit is reported with the part of the receipt it is."""

    def __init__(self, name: str) -> None:
        self.name = name

    def receipt(self, read: object) -> Receipt:
        """The receipt in an answer, or the value itself when it is one."""
        told = read.get("receipt", read) if isinstance(read, dict) else None
        if not isinstance(told, dict) or (told is read and not {"rulebook", "engine"} & set(told)):
            raise Rejected((problem("TL0712", found=self.name, reason="absent"),))
        laws = self._list(told, "laws", "", _LAWS)
        receipt = Receipt(
            self._hash(told, "rulebook", ""),
            self._text(told, "engine", ""),
            tuple(self._law(law, f"laws[{number}]") for number, law in enumerate(laws)),
        )
        if receipt.rulebook != together(law.rulebook for law in receipt.laws):
            self._wrong("rulebook")
        return receipt

    def _law(self, told: object, part: str) -> Law:
        if not isinstance(told, dict):
            self._wrong(part)
        texts = told.get("texts")
        if not isinstance(texts, dict) or len(texts) > _NAMES or not all(map(_is_name, texts)):
            self._wrong(f"{part}.texts")
        documents = self._list(told, "documents", part, _NAMES)
        if not documents or not all(map(_is_name, documents)):
            self._wrong(f"{part}.documents")
        return Law(
            tuple(str(d) for d in documents),
            self._day(told, "known", part),
            self._hash(told, "rulebook", part),
            tuple((str(name), self._hash(texts, name, f"{part}.texts")) for name in texts),
        )

    def _list(self, told: dict[str, object], key: str, part: str, most: int) -> list[object]:
        found = told.get(key)
        if not isinstance(found, list) or len(found) > most:
            self._wrong(_below(part, key))
        return found

    def _text(self, told: dict[str, object], key: str, part: str) -> str:
        found = told.get(key)
        if not isinstance(found, str) or not _is_name(found):
            self._wrong(_below(part, key))
        return found

    def _hash(self, told: dict[str, object], key: str, part: str) -> str:
        found = told.get(key)
        if not isinstance(found, str) or not _HASH.fullmatch(found):
            self._wrong(_below(part, key))
        return found

    def _day(self, told: dict[str, object], key: str, part: str) -> dt.date | None:
        found = told.get(key, "")
        if found is None:
            return None
        if not isinstance(found, str) or not _DAY.fullmatch(found):
            self._wrong(_below(part, key))
        try:
            return dt.date.fromisoformat(found)
        except ValueError:
            self._wrong(_below(part, key))

    def _wrong(self, part: str) -> NoReturn:
        raise Rejected((problem("TL0713", found=self.name, part=part),))


def _is_name(value: object) -> bool:
    """Whether a value is a text that can be a name: printable, not too long, not empty."""
    return isinstance(value, str) and 0 < len(value) <= _LONGEST and value.isprintable()


def _below(part: str, key: str) -> str:
    return f"{part}.{key}" if part else key
