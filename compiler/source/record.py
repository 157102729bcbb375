"""Frozen values that are cheap to declare.

A question from the terminal should feel instant, and every class that the standard ``dataclass`` makes frozen, equal,
hashable and printable costs half a millisecond at start-up, because each of those methods is compiled anew. Here they
are shared: only ``__init__`` is made per class. To a type checker this *is* the standard decorator, so that assigning
to a field is an error there; at run time nothing stands guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses

    def dataclass(*, frozen: bool, slots: bool):
        """The decorator; ``frozen`` and ``slots`` are written out where it is used, as with the standard one."""
        assert frozen and slots

        def make(cls):
            made = dataclasses.dataclass(slots=True, repr=False, eq=False)(cls)
            declared = dataclasses.fields(made)
            made.__compared__ = tuple(f.name for f in declared if f.compare)
            made.__printed__ = tuple(f.name for f in declared if f.repr)
            if "__eq__" not in cls.__dict__:
                made.__eq__, made.__hash__ = _equal, _hash
            if "__repr__" not in cls.__dict__:
                made.__repr__ = _print
            return made

        return make

    def _equal(self, other):
        if self is other:
            return True
        if other.__class__ is not self.__class__:
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__compared__)

    def _hash(self):
        return hash(tuple([getattr(self, name) for name in self.__compared__]))

    def _print(self):
        parts = ", ".join([f"{name}={getattr(self, name)!r}" for name in self.__printed__])
        return f"{self.__class__.__qualname__}({parts})"
