"""Frozen values that are cheap to declare.

A question from the terminal should feel instant, and every class that the standard ``dataclass`` makes frozen, equal,
hashable and printable costs half a millisecond at start-up, because each of those methods is compiled anew. Here they
are shared, and ``__init__`` is made when the first value is: of a rulebook that comes out of the cache many classes are
never called. ``dataclasses.fields``, ``replace`` and ``match`` work as with the standard one. To a type checker this
*is* the standard decorator, so that assigning to a field is an error there; at run time nothing stands guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    import dataclasses
    import inspect
    from dataclasses import MISSING

    def dataclass(*, frozen: bool, slots: bool):
        """The decorator; ``frozen`` and ``slots`` are written out where it is used, as with the standard one."""
        assert frozen and slots
        return _make

    def _make(cls):
        known = {}
        for base in reversed(cls.__mro__[1:]):
            known.update(getattr(base, "__dataclass_fields__", {}))
        own = inspect.get_annotations(cls)
        known.update((name, _field(name, type_, cls.__dict__.get(name, MISSING))) for name, type_ in own.items())
        inherited = {name for base in cls.__mro__[1:] for name in getattr(base, "__slots__", ())}
        parts = {n: v for n, v in cls.__dict__.items() if n not in own and n not in ("__dict__", "__weakref__")}
        parts["__slots__"] = tuple(name for name in own if name not in inherited)
        parts["__match_args__"] = tuple(known)
        parts["__dataclass_fields__"] = known
        parts["__compared__"] = tuple(name for name, f in known.items() if f.compare)
        parts["__printed__"] = tuple(name for name, f in known.items() if f.repr)
        if "__eq__" not in cls.__dict__:
            parts["__eq__"], parts["__hash__"] = _equal, _hash
        parts.setdefault("__repr__", _print)
        parts["__init__"] = _first(known, cls)
        made = type(cls)(cls.__name__, cls.__bases__, parts)
        made.__qualname__ = cls.__qualname__
        return made

    def _field(name, type_, default):
        found = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
        found.name, found.type, found._field_type = name, type_, dataclasses._FIELD
        return found

    def _first(known, cls):
        """An ``__init__`` that makes the real one for the class it was written in, and calls it."""

        def __init__(self, *args, **values):
            owner = next(c for c in type(self).__mro__ if c.__dict__.get("__init__") is __init__)
            owner.__init__ = _init(known, hasattr(cls, "__post_init__"))
            owner.__init__(self, *args, **values)

        return __init__

    def _init(known, post):
        given, names, lines = {}, [], []
        for name, f in known.items():
            value = name
            if not f.init:
                continue
            if f.default is not MISSING:
                given[f"_{name}"] = f.default
                names.append(f"{name}=_{name}")
            elif f.default_factory is not MISSING:
                given[f"_{name}"], given["_unset"] = f.default_factory, MISSING
                names.append(f"{name}=_unset")
                value = f"_{name}() if {name} is _unset else {name}"
            else:
                names.append(name)
            lines.append(f"self.{name} = {value}")
        lines += ["self.__post_init__()"] if post else []
        space = {}
        exec(f"def __init__(self, {', '.join(names)}):\n " + "\n ".join(lines or ["pass"]), given, space)
        return space["__init__"]

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
