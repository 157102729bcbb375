"""Who stands in the cases of a search: the objects of claims, the parties and things they refer to, further records."""

from __future__ import annotations

from solver.regions.vocabulary import Beyond

NUMBERS = "甲乙丙丁戊己庚辛壬癸"


class Stage:
    """Grows as rules ask for parties.

    ``one_each``: a reference to a kind always leads to the same party; else each reference has a party of its own.
    ``looked_through``: whether histories and lists are written out member by member. A record refers to the parties of
    the first object, or, where it is an object like the first, to parties of its own.
    """

    def __init__(self, one_each: bool = False, looked_through: bool = False) -> None:
        self.one_each, self.looked_through = one_each, looked_through
        self.facts: dict[tuple[str, str], dict[str, str | tuple[str, ...]]] = {}
        self.identities = False
        self._frozen: set[str] = set()
        self._first: dict[str, str] = {}
        self._main: tuple[str, str] | None = None
        self._records: set[tuple[str, str]] = set()

    def object(self, kind: str, record: bool = False) -> str:
        """A new object of a kind; a ``record`` shares the parties of the first object."""
        count = sum(1 for k, _ in self.facts if k == kind)
        name = f"{kind}{NUMBERS[count] if count < len(NUMBERS) else count + 1}"
        self.facts[kind, name] = {}
        if record:
            self._records.add((kind, name))
        self._main = self._main or (kind, name)
        return name

    def party(self, kind: str, id: str, field: str, of: str) -> str:
        """Whom a field of a fact refers to."""
        fields = self.facts[kind, id]
        found = fields.get(field)
        if isinstance(found, str):
            return found
        shared = self._first.get(of) if self.one_each else None
        if (kind, id) in self._records and self._main is not None:
            own = self.facts[self._main].get(field)
            shared = own if isinstance(own, str) and own in self._of(of) else self._first.get(of)
        name = shared if shared is not None else self._new(of)
        fields[field] = name
        self._first.setdefault(of, name)
        return name

    def _of(self, kind: str) -> list[str]:
        return [id for k, id in self.facts if k == kind]

    def _new(self, kind: str) -> str:
        if kind in self._frozen:
            raise Beyond("history", kind)
        count = sum(1 for k, _ in self.facts if k == kind)
        name = f"某{kind}" if not count else f"某{kind}{count + 1}"
        self.facts[kind, name] = {}
        return name

    def all_of(self, kind: str) -> list[str]:
        """Every fact of a kind; from now on there are no more."""
        if not self.looked_through:
            raise Beyond("history", kind)
        self._frozen.add(kind)
        return self._of(kind)

    def listed(self, kind: str, id: str, field: str, of: str, count: int) -> tuple[str, ...]:
        """The members of a list field."""
        if not self.looked_through:
            raise Beyond("list", f"{kind}.{field}")
        found = self.facts[kind, id].get(field)
        if not isinstance(found, tuple):
            found = tuple(self._new(of) for _ in range(count))
            self.facts[kind, id][field] = found
        return found

    def most(self) -> int:
        """How many facts there are of the kind that has most of them."""
        count: dict[str, int] = {}
        for kind, _ in self.facts:
            count[kind] = count.get(kind, 0) + 1
        return max(count.values(), default=0)
