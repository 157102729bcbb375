"""Sums of money: exact, in yuan, told in the reader's language."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from fractions import Fraction
from functools import total_ordering

from tiaoli.screen.amounts import money_text
from tiaoli.words import Words, words_of
from tiaoli.words.choice import choose_language

_NUMBER = re.compile(r"-?\d+(\.\d+|/0*[1-9]\d*)?")
_LONGEST = 1000
Exact = int | Fraction | Decimal


@total_ordering
class Money:
    """An exact sum in yuan. Compares with, adds to and is multiplied by exact numbers; a float is a TypeError.

    ``yuan`` is the Fraction. ``str`` tells it in the language of the answer it came from, else in that of the
    environment (``6,000 yuan``, ``6000元``).
    """

    __slots__ = ("language", "yuan")

    def __init__(self, yuan: Money | Exact | str, language: str | None = None) -> None:
        """``yuan`` may be a text that is a number (``"6000"``, ``"0.5"``, ``"1000/3"``); ValueError for another."""
        self.yuan: Fraction = _read(yuan) if isinstance(yuan, str) else _exact(yuan)
        self.language: str | None = language or (yuan.language if isinstance(yuan, Money) else None)

    def __str__(self) -> str:
        return money_text(self.yuan, _words(self.language))

    def __repr__(self) -> str:
        return f"Money('{self.yuan}')"

    def __eq__(self, other: object) -> bool:
        return self.yuan == _exact(other) if isinstance(other, Money | Exact) else NotImplemented

    def __lt__(self, other: Money | Exact) -> bool:
        return self.yuan < _exact(other)

    def __hash__(self) -> int:
        return hash(self.yuan)

    def __bool__(self) -> bool:
        return bool(self.yuan)

    def __add__(self, other: Money | Exact) -> Money:
        return Money(self.yuan + _exact(other), self.language)

    __radd__ = __add__

    def __sub__(self, other: Money | Exact) -> Money:
        return Money(self.yuan - _exact(other), self.language)

    def __rsub__(self, other: Money | Exact) -> Money:
        return Money(_exact(other) - self.yuan, self.language)

    def __mul__(self, other: Exact) -> Money:
        return Money(self.yuan * _exact(other), self.language)

    __rmul__ = __mul__

    def __truediv__(self, other: Exact) -> Money:
        return Money(self.yuan / _exact(other), self.language)

    def __neg__(self) -> Money:
        return Money(-self.yuan, self.language)


def _read(text: str) -> Fraction:
    """A number written out; ValueError for anything else."""
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text.strip()):
        raise ValueError(_words(None).say("notebook.not_exact", value=repr(text[:_LONGEST])))
    return Fraction(text.strip())


def _exact(value: object) -> Fraction:
    """The Fraction; TypeError for what may not be exact."""
    if isinstance(value, Money):
        return value.yuan
    if isinstance(value, int | Fraction | Decimal):
        return Fraction(value)
    raise TypeError(_words(None).say("notebook.not_exact", value=repr(value)))


def _words(language: str | None) -> Words:
    return words_of(language or choose_language((), os.environ))
