"""placeholder"""

from compiler.source.record import dataclass


@dataclass(frozen=True, slots=True)
class Verdict:
    """x"""

    a: int = 0
