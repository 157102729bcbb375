"""The heaviest set that keeps to its limits, with a proof that none is heavier. Weights are whole numbers."""

from __future__ import annotations

from collections.abc import Sequence

from clingo import Control, Function, Number

LARGEST = 2**31 - 1
"""The largest weight the solver can hold; sums may be larger."""
_PROGRAM = """
{ in(X) : item(X) }.
:- apart(X,Y), in(X), in(Y).
:- most(X,N), in(X), N < #count { Y : near(X,Y), in(Y) }.
:- room(G,N), N < #count { X : of(X,G), in(X) }.
#maximize { W,X : in(X), weight(X,W) }.
#show in/1.
"""


def heaviest(
    weights: Sequence[int],
    apart: Sequence[tuple[int, int]],
    near: Sequence[tuple[int, int]],
    most: Sequence[tuple[int, int]],
    rooms: Sequence[tuple[Sequence[int], int]],
    seconds: float,
) -> tuple[tuple[int, ...], bool]:
    """The items to take, and whether it is proved that nothing outweighs them.

    ``apart``: pairs of which only one may be taken. ``most``: (item, count): if it is taken, at most so many of the
    items ``near`` it are. ``rooms``: items of which at most so many may be taken. ``weights`` lie
    between 0 and :data:`LARGEST`. After ``seconds`` the best found so far is returned without a proof.
    """
    control = Control(["--opt-strategy=usc", "--warn=none"])
    control.add("base", [], _PROGRAM)
    with control.backend() as backend:
        for name, rows in (
            ("item", [(i,) for i in range(len(weights))]),
            ("weight", list(enumerate(weights))),
            ("apart", list(apart)),
            ("near", list(near)),
            ("most", list(most)),
            ("of", [(i, g) for g, (items, _) in enumerate(rooms) for i in items]),
            ("room", [(g, count) for g, (_, count) in enumerate(rooms)]),
        ):
            for row in rows:
                symbol = Function(name, [Number(value) for value in row])
                backend.add_rule([backend.add_atom(symbol)], [])
    control.ground([("base", [])])
    best: tuple[int, ...] = ()
    proved = False
    with control.solve(yield_=True, async_=True) as handle:
        while True:
            handle.resume()
            if not handle.wait(seconds):
                handle.cancel()
                break
            model = handle.model()
            if model is None:
                proved = bool(handle.get().exhausted)
                break
            best = tuple(sorted(s.arguments[0].number for s in model.symbols(shown=True)))
    return best, proved
